"""Labels that head nothing: tables of contents, lists of annexes, cells of an annex's tables."""

import re
from collections.abc import Sequence
from itertools import pairwise

from index.text.headings import Heading, Line, has_label

MAX_ENTRY_CHARS = 80
"""A longer line, or one with a full stop, is text and no entry of a list (longest seen: 38)."""
MIN_ANNEX_CHARS = 40
"""What follows the name of an annex, if it stands there itself, has more characters; signature,
date and copies together have fewer."""

MIN_ENTRIES = 4
"""Fewer labels without text, and the first of them again, are clauses with a number repeated."""

_CONTENTS = re.compile(r"目\s*[录錄次]")
# 某市应急预案目录: a title's line, if the entries of a list follow it.
_CONTENTS_OF = re.compile(r"[^。；;，,：:《》]{4,60}目[录錄次]")
_LEADERS = re.compile(r"[\s.．…·‥—-]*[0-9０-９]*$")
_SPACES = re.compile(r"\s+")
_FULL_STOP = re.compile(r"[。；;]")
_NUMBERED = re.compile(r"^\s*[0-9０-９]{1,2}\s*[.．、]")


def without_lists(
    found: Sequence[Heading | None], text: str, lines: Sequence[Line]
) -> list[Heading | None]:
    """Return the labels with those of lists left out.

    Args:
        found: What each line starts with, None where it starts with no label.
        text: The source.
        lines: The document's own lines, in order.
    """
    kept = list(found)
    for position in find_contents(found, text, lines):
        kept[position] = None
    _drop_annex_lists(kept, text, lines)
    return kept


def has_contents(text: str, lines: Sequence[Line]) -> bool:
    """Tell whether a line heads a table of contents, or may."""
    return any(
        _CONTENTS.fullmatch(text, line.start, line.end)
        or (_CONTENTS_OF.fullmatch(text, line.start, line.end) and has_label(text, following))
        for line, following in pairwise([*lines, Line(len(text), len(text))])
    )


def find_contents(found: Sequence[Heading | None], text: str, lines: Sequence[Line]) -> range:
    """Return the lines of a table of contents: up to where its first entry stands again.

    One that no 目录 stands above is a list of labels with no text between them.

    Args:
        found: What each line starts with, None where it starts with no label.
        text: The source.
        lines: The document's own lines, in order.
    """
    title = (p for p, line in enumerate(lines) if _CONTENTS.fullmatch(text, line.start, line.end))
    start = next(title, None)
    first = next((p for p in range(start or 0, len(lines)) if found[p]), None)
    if first is None:
        return range(0)
    entry = _entry_of(found[first])
    later = range(first + 1, len(lines))
    again = next((p for p in later if _entry_of(found[p]) == entry), None)
    if again is None and start is not None:  # the document itself words its title otherwise
        again = next((p for p in later if _number_of(found[p]) == _number_of(found[first])), None)
    if again is None:
        return range(0)
    if start is None:
        is_list = again - first >= MIN_ENTRIES and all(
            _is_entry(text, lines[p]) and found[p] is not None for p in range(first, again)
        )
        return range(first, again) if is_list else range(0)
    return range(start, again)


def _entry_of(heading: Heading | None) -> tuple[str, int, tuple[int, ...], str] | None:
    """Return what a heading and its entry in a table of contents have in common."""
    if heading is None:
        return None
    return (
        heading.family,
        heading.number,
        heading.outline,
        _SPACES.sub("", _LEADERS.sub("", heading.title)),
    )


def _number_of(heading: Heading | None) -> tuple[str, int, tuple[int, ...]] | None:
    """Return the number of a heading, whatever its title."""
    return None if heading is None else (heading.family, heading.number, heading.outline)


def _drop_annex_lists(kept: list[Heading | None], text: str, lines: Sequence[Line]) -> None:
    """Take out annexes that are only named, the numbers of such lists, and bare table cells."""
    has_body = in_annex = in_list = False
    for position, heading in enumerate(kept):
        if heading is None:
            in_list = in_list and _is_entry(text, lines[position])
            continue
        if heading.family == "annex":
            in_list = not has_body or _is_named_only(position, kept, text, lines)
            in_annex = in_annex or not in_list
            if in_list:
                kept[position] = None
        elif in_list and heading.family == "arabic" and _is_entry(text, lines[position]):
            kept[position] = None
        elif in_annex and not heading.title and not heading.is_run_in:
            kept[position] = None  # the number of a table's row
        else:
            has_body, in_list = True, False


def _is_named_only(
    position: int, found: Sequence[Heading | None], text: str, lines: Sequence[Line]
) -> bool:
    """Tell whether an annex's line only says that there is one."""
    heading, line = found[position], lines[position]
    if heading is None or not _is_entry(text, line):
        return True
    rest = text[heading.label_end : line.end]
    has_colon = heading.label.endswith((":", "："))
    is_counted = any(character.isalnum() for character in heading.label[2:])
    if _NUMBERED.match(rest) or (has_colon and rest.strip() and not is_counted):
        return True
    following = found[position + 1] if position + 1 < len(found) else None
    if rest.strip() and following is not None and following.family == "annex":
        return True
    behind = sum(other.end - other.start for other in lines[position + 1 : position + 40])
    return behind < MIN_ANNEX_CHARS


def _is_entry(text: str, line: Line) -> bool:
    """Tell whether a line is short enough for an entry of a list."""
    words = text[line.start : line.end]
    return len(words) <= MAX_ENTRY_CHARS and not _FULL_STOP.search(words)
