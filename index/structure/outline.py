"""Which labelled lines are headings, and how they make an outline."""

import re
from collections.abc import Iterator, Sequence

from index.structure.annexes import without_lists
from index.structure.unmarked import only_outlines, outlined, with_bare_chinese, with_title
from index.text.headings import Family, Heading, Line
from index.text.layout import CUT_NUMBER, is_broken

MAX_GAP = 5
"""Digits further than this from the number before are a quantity or a table's cell, unless the
next number follows them, as in a part of a plan."""
MIN_ARTICLES = 3
"""Fewer lines that start with 第X条 are references to a statute, not its articles."""
MAX_TITLE_CHARS = 30
"""A longer line below a label that stands alone is its text, not its title."""

_TITLED: frozenset[Family] = frozenset({"part", "chapter", "section", "cjk", "cjk_paren"})
"""What heads a title; an article or a list's number stands alone above its text."""
_PAUSE = re.compile(r"[。；;，,：:！？]")
# What follows a number in brackets that a sentence speaks of: 第八条第（一）项, （一）类区.
_SPOKEN_OF = re.compile(r"\s?[类類项項款目级級号號期档檔种種等和及至或与與、，,；;。）)]")


def find_headings(text: str, labelled: Sequence[tuple[Line, Heading | None]]) -> Iterator[Heading]:
    """Yield the headings among the lines that start with a label, in order.

    Args:
        text: The source.
        labelled: The document's own lines, in order, without page furniture, and what each
            starts with.
    """
    lines = [line for line, _ in labelled]
    found = _found(text, lines, [heading for _, heading in labelled])
    articles = sum(heading.family == "article" for heading in found if heading)
    following = _following_numbers(found)
    last: dict[Family, int] = {}
    unfinished = ""
    for line, heading, next_number in zip(lines, found, following, strict=True):
        is_heading = (
            heading is not None
            and (heading.family != "article" or articles >= MIN_ARTICLES)
            and _is_expected(heading, last.get(heading.family, 0), next_number)
            and not _is_part_spoken_of(text, heading, last.get(heading.family, 0))
            and not _is_article_spoken_of(text, heading, last.get("article", 0), next_number)
            and not _is_mention(text, heading, last.get(heading.family, 0), unfinished)
        )
        if heading is not None and is_heading:
            if heading.family == "annex":
                last.clear()  # an annex numbers its parts anew
            last[heading.family] = heading.number
            yield heading
        # A title without a full stop is no broken sentence.
        is_text = heading is None or not is_heading or heading.is_run_in
        words = text[line.start : line.end]
        unfinished = words if is_text and is_broken(words) else ""


def _found(
    text: str, lines: Sequence[Line], marked: Sequence[Heading | None]
) -> list[Heading | None]:
    """Return for each line the label that it starts with, those of lists left out."""
    labels = _titled(marked, text, lines)
    listed = without_lists(list(outlined(labels, text, lines)), text, lines)
    return with_bare_chinese(only_outlines(listed), text, lines)


def _titled(
    found: Sequence[Heading | None], text: str, lines: Sequence[Line]
) -> list[Heading | None]:
    """Return the labels, those alone on a line with the title that stands on the next one."""
    titled = list(found)
    for position, heading in enumerate(found[:-1]):
        line = lines[position + 1]
        if (
            heading is not None
            and heading.family in _TITLED
            and not (heading.title or heading.is_run_in or found[position + 1])
            and line.end - line.start <= MAX_TITLE_CHARS
            and not _PAUSE.search(text, line.start, line.end)
        ):
            titled[position] = with_title(heading, text[line.start : line.end].removesuffix("**"))
    return titled


def _is_part_spoken_of(text: str, heading: Heading, previous: int) -> bool:
    """Tell whether 第三部分 stands in a sentence, not above a part of the document."""
    return heading.label.endswith("部分") and (
        heading.number != previous + 1
        or _PAUSE.search(text[heading.label_end : heading.end].lstrip(":： ")) is not None
    )


def _is_article_spoken_of(text: str, heading: Heading, previous: int, following: int) -> bool:
    """Tell whether a sentence that goes on at the start of a line speaks of an article.

    It comes between two that follow each other, and reads on without a space.
    """
    return (
        heading.family == "article"
        and heading.number != previous + 1
        and not heading.added
        and following == previous + 1
        and heading.label_end < heading.end
        and not text[heading.label_end].isspace()
    )


def _following_numbers(found: Sequence[Heading | None]) -> list[int]:
    """Return for each label the number of the next one of its family, 0 where there is none."""
    following = [0] * len(found)
    numbers: dict[Family, int] = {}
    for position in range(len(found) - 1, -1, -1):
        heading = found[position]
        if heading is not None:
            following[position] = numbers.get(heading.family, 0)
            numbers[heading.family] = heading.number
    return following


def _is_expected(heading: Heading, previous: int, following: int) -> bool:
    """Tell whether a number can stand between the one before and the one after it."""
    return (
        heading.family not in ("arabic", "paren")
        or heading.number <= previous + MAX_GAP
        or following == heading.number + 1
    )


def _is_mention(text: str, heading: Heading, previous: int, unfinished: str) -> bool:
    """Tell whether a label goes on with the sentence that the line before left unfinished.

    A heading has the next number or the first, and what follows its bracket does not read on.
    """
    if not unfinished:
        return False
    if heading.label[0].isdecimal() and (
        unfinished[-1].isdecimal() or CUT_NUMBER.search(unfinished)
    ):
        return True
    if heading.family in ("cjk_paren", "paren") and _SPOKEN_OF.match(
        text, heading.label_end, heading.end
    ):
        return True
    return heading.number not in (previous + 1, 1)
