"""Numbers with no mark behind them: ``1 总则``, ``1.1 编制目的``, ``一 总体要求``.

Such a number may as well be a quantity (``2.5微克``) or a table's cell, so no line can tell alone:
it numbers a clause where it goes on from the numbers before it, as in the outline of an emergency
plan, ``1``, ``1.1``, ``1.1.1``, ``1.2``, ``2``.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from index.mentions.quantities import COUNTED, MEASURE
from index.text.headings import Family, Heading, Line, is_row, title_after
from index.text.numerals import CHINESE_NUMERAL, parse_chinese_numeral

MAX_SKIPPED = 1
"""So many numbers of an outline may be missing; further on it is a quantity."""
MAX_BARE_CHARS = 40
"""A line that starts with a bare number is a heading up to this length, and holds no sentence."""

_DIGITS = "[0-9０-９]{1,2}"
MIN_STARTS = 4
"""Fewer numbers inside a line are quantities that happen to follow each other."""

# 3个县区, but 3 个人防护
_COUNTER = re.compile(rf"(?:{COUNTED}|[百千日月号级期时点秒分])")
_OUTLINE = re.compile(
    rf"(?P<numbers>{_DIGITS}(?:[.．]{_DIGITS}){{0,4}})(?P<mark>[.．、]?)"
    rf"(?![0-9０-９.．])(?!\s*{MEASURE})[ \t\u3000\xa0]*(?=[一-鿿Ⅰ-ⅻA-Za-z(（“\"《])"
)
# PM2.5浓度, 2018-2020年, 第3章
_NO_START = re.compile(r"[0-9０-９A-Za-z.．\-—–~～/〔\[第]")
_BARE_CHINESE = re.compile(
    rf"(?P<number>{CHINESE_NUMERAL}{{1,3}})[ \t\u3000\xa0]+(?=[一-鿿“《]{{2}})"
)
_PAUSE = re.compile(r"[。；;，,！？|]")
_ROOTS: tuple[Family, ...] = ("arabic", "cjk", "chapter")
"""What ``1.1`` can stand below, where no bare ``1`` stands above it: ``1.``, 一、, 第一章."""


def find_unmarked(text: str, line: Line) -> Heading | None:
    """Return the heading that a line would be if its unmarked number were one of an outline."""
    match = _OUTLINE.match(text, line.start, line.end)
    if match is None or is_row(text, line):
        return None
    numbers = tuple(int(number) for number in re.split("[.．]", match["numbers"]))
    if 0 in numbers or (len(numbers) == 1 and not _is_bare_title(text, line)):
        return None
    if len(numbers) == 1 and _COUNTER.match(text, match.end("numbers"), line.end):
        return None
    end = match.end("mark") if len(numbers) > 1 else match.end("numbers")
    title, is_run_in = title_after(text, end, line.end)
    label = text[match.start() : end]
    return Heading(
        start=match.start(),
        label_end=end,
        end=line.end,
        family="decimal",
        number=numbers[-1],
        label=label,
        title=title,
        is_run_in=is_run_in,
        printed=text[match.start() : text.index(title, end) + len(title)] if title else label,
        outline=numbers,
    )


def _is_bare_title(text: str, line: Line) -> bool:
    """Tell whether a line is short and no sentence."""
    return line.end - line.start <= MAX_BARE_CHARS and not _PAUSE.search(text, line.start, line.end)


def with_bare_chinese(
    found: Sequence[Heading | None], text: str, lines: Sequence[Line]
) -> list[Heading | None]:
    """Return the headings with ``一 总体要求``, ``二 重点任务`` … in a document without 一、."""
    kept = list(found)
    if any(heading is not None and heading.family == "cjk" for heading in found):
        return kept
    run: list[int] = []
    for position, line in enumerate(lines):
        match = _BARE_CHINESE.match(text, line.start, line.end)
        if match is None or is_row(text, line) or not _is_bare_title(text, line):
            continue
        try:
            number = parse_chinese_numeral(match["number"])
        except ValueError:
            continue
        if number == len(run) + 1:
            run.append(position)
            title = text[match.end() : line.end].removesuffix("**")
            kept[position] = Heading(
                start=line.start,
                label_end=match.end("number"),
                end=line.end,
                family="cjk",
                number=number,
                label=match["number"],
                title=title,
                is_run_in=False,
                printed=text[line.start : match.end()] + title,
            )
    return kept if len(run) > 1 else list(found)


@dataclass(slots=True)
class _Outline:
    """The number that an outline has come to."""

    path: tuple[int, ...] = ()
    is_bare: bool = False
    roots: dict[Family, int] = field(default_factory=dict)

    def goes_on_with(self, numbers: tuple[int, ...]) -> bool:
        """Tell whether a number is the next one of its level, or the first one level deeper."""
        depth = len(numbers)
        if not self.path or depth > len(self.path) + 1 or numbers[:-1] != self.path[: depth - 1]:
            return False
        if depth > len(self.path):
            return numbers[-1] == 1
        if depth == 1 and not self.is_bare:
            return False
        return 0 < numbers[-1] - self.path[depth - 1] <= 1 + MAX_SKIPPED

    def starts_with(self, numbers: tuple[int, ...], following: tuple[int, ...]) -> bool:
        """Tell whether an outline begins here: ``1`` before ``1.1``, or ``2.1`` before ``2.2``."""
        if len(numbers) == 1:
            return numbers == (1,) and following == (1, 1)
        return (
            len(numbers) == 2
            and numbers[1] == 1
            and following == (numbers[0], 2)
            and numbers[0] in self.roots.values()
        )


def only_outlines(found: Sequence[Heading | None]) -> list[Heading | None]:
    """Return the headings without the unmarked numbers that belong to no outline."""
    kept = list(found)
    outline = _Outline()
    following = _following(found)
    last_of = {
        heading.outline[0]: position
        for position, heading in enumerate(found)
        if heading is not None and len(heading.outline) > 1
    }
    for position, heading in enumerate(found):
        if heading is None:
            continue
        if not heading.outline:
            if heading.family in _ROOTS:
                outline.roots[heading.family] = heading.number
            elif heading.family == "annex":
                outline = _Outline()
            continue
        numbers = heading.outline
        is_next = outline.goes_on_with(numbers) and (
            # 2 comes before 2.1, and not before 1.3.
            len(numbers) > 1
            or following[position] == (*numbers, 1)
            or last_of.get(outline.path[0], -1) < position
        )
        if is_next or outline.starts_with(numbers, following[position]):
            if not is_next:
                outline.is_bare = len(numbers) == 1
            outline.path = numbers
        else:
            kept[position] = None
    return kept


def _following(found: Sequence[Heading | None]) -> list[tuple[int, ...]]:
    """Return for each unmarked number the next one that is two deep, empty where there is none."""
    following: list[tuple[int, ...]] = [()] * len(found)
    seen: tuple[int, ...] = ()
    for position in range(len(found) - 1, -1, -1):
        heading = found[position]
        following[position] = seen
        if heading is not None and len(heading.outline) == 2:
            seen = heading.outline
    return following


def outline_starts(text: str, line: Line) -> list[int]:
    """Return where the numbers of an outline stand inside a line that lost its line breaks."""
    found = [
        (match.start(), tuple(int(number) for number in re.split("[.．]", match["numbers"])))
        for match in _OUTLINE.finditer(text, line.start, line.end)
        if match.start() == line.start or not _NO_START.match(text, match.start() - 1)
    ]
    outline = _Outline()
    starts: list[int] = []
    for position, (start, numbers) in enumerate(found):
        if len(numbers) == 1:
            # 1 is the number of 总则 only where 1.1 comes right behind the title.
            following, place = next(
                ((n, p) for p, n in found[position + 1 : position + 2]), ((), 0)
            )
            is_next = following == (*numbers, 1) and place - start <= MAX_BARE_CHARS
            is_next = is_next and (numbers == (1,) or outline.goes_on_with(numbers))
        else:
            is_next = outline.goes_on_with(numbers)
        if is_next:
            outline.is_bare = True
            outline.path = numbers
            starts.append(start)
    return starts if len(starts) >= MIN_STARTS else []


def outlined(
    found: Sequence[Heading | None], text: str, lines: Sequence[Line]
) -> Iterator[Heading | None]:
    """Yield the headings, and where there is none what an unmarked number may head."""
    for heading, line in zip(found, lines, strict=True):
        yield heading if heading is not None else find_unmarked(text, line)


def with_title(heading: Heading, title: str) -> Heading:
    """Return a heading that has its title from the line below."""
    return heading._replace(title=title, printed=heading.printed + title)
