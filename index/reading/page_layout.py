"""Lines of pages to paragraphs.

What one page shares with the others is left out; what the end of a line or of a page cut in two is
put together.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from unicodedata import normalize

from index.reading.page_lines import Page, PageLine
from index.text.headings import Line, has_label

MARGIN_SHARE = 0.12
"""Page numbers and running headers stand in this share of the page at its top and its bottom."""
MIN_HEADER_SHARE = 0.4
"""A running header stands on this share of the pages at least; on every other one, as a rule."""
MAX_SHIFT = 3.0
"""Points by which the same header may stand higher on one page than on another."""
MIN_PAGE_LINES = 8
"""A page with fewer lines takes its margins from the others."""
MIN_WIDTH_SHARE = 0.9
"""And so does one on which no line is as wide as those of the others."""
MIN_MARGIN_LINES = 3
"""Lines that share a margin; fewer stand where they do by chance."""
MAX_GAP = 1.35
"""Lines further apart than this times the usual distance are two paragraphs."""
MIN_JUSTIFIED_SHARE = 0.9
"""If of the lines that end near the right margin so many end at it, all lines that go on do."""
NEAR = 2.5
"""The room at the end of a line, in heights, that a word too long for it leaves as a rule."""
MAX_PITCH = 3.0
"""Lines further apart than this, in heights, are two paragraphs in any case."""
MIN_COLUMN = 15
"""Where no line is longer than this, in heights, all lines are short: none goes on."""
MAX_INDENTATION = 3.5
"""A first line that starts further to the right, in heights, is centred; two is the rule."""
MIN_INDENTED_SHARE = 0.1
"""If so many lines are indented, one that is not belongs to the paragraph above it."""

_NUMBER = re.compile(
    r"[-—–－·•~〜\s]*(?:第\s*)?(?P<number>\d{1,4})(?:\s*页)?"
    r"(?:\s*[/\uff0f,，]?\s*(?:共\s*)?\d{1,4}(?:\s*页)?)?[-—–－·•~〜\s]*"
)
_DIGITS = re.compile(r"\d+")
_SENTENCE_ENDS = frozenset("。；;！!？?：:）)")
_NARROW_ENDS = frozenset("，。、；：？！）》”’」』】〕")


@dataclass(frozen=True, slots=True)
class Placed:
    """A line of a page where it stands in the text: ``text[start:end] == line.text``."""

    start: int
    end: int
    page: Page
    line: PageLine


@dataclass(frozen=True, slots=True)
class Layout:
    """The text of pages, a paragraph a line, and where each line of a page stands in it."""

    text: str
    lines: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class _Margins:
    """How a page's lines stand.

    Attributes:
        pitch: From the top of a line to the top of the next.
        is_justified: The lines that go on end at the right margin.
        is_indented: A paragraph's first line starts to the right of the others.
    """

    left: float
    right: float
    pitch: float
    is_justified: bool
    is_indented: bool


def lay_out(pages: Sequence[Page]) -> Layout:
    """Return the text of pages and columns, in the order given, a paragraph a line."""
    furniture = _furniture(pages)
    bodies = [
        [line for line in page.lines if (number, line) not in furniture]
        for number, page in enumerate(pages)
    ]
    margins = _all_margins(bodies)
    pieces: list[str] = []
    placed: list[Placed] = []
    length = 0
    first: PageLine | None = None
    before: PageLine | None = None
    was_across = False
    for page, body, own_margins in zip(pages, bodies, margins, strict=True):
        is_joined = not (page.is_across or was_across)
        was_across = page.is_across
        for position, line in enumerate(body):
            if (
                first
                and before
                and (is_joined or position > 0)
                and not _is_apart(before, line, own_margins, is_new_page=position == 0)
                and _goes_on(first, before, line, own_margins)
            ):
                joint = _joint(before.text, line.text)
            else:
                joint = "\n" if before else ""
                first = line
            start = length + len(joint)
            length = start + len(line.text)
            pieces += (joint, line.text)
            placed.append(Placed(start, length, page, line))
            before = line
    return Layout("".join(pieces), tuple(placed))


def _furniture(pages: Sequence[Page]) -> set[tuple[int, PageLine]]:
    """Return page numbers that count with the pages, and lines that pages have in one place."""
    numbers: dict[int, set[tuple[int, PageLine]]] = defaultdict(set)
    repeated: dict[tuple[str, int], set[tuple[int, PageLine]]] = defaultdict(set)
    for number, page in enumerate(pages):
        for line in page.lines:
            if not _is_in_margin(line, page):
                continue
            counted = _NUMBER.fullmatch(normalize("NFKC", line.text))
            if counted:
                numbers[int(counted["number"]) - page.number].add((number, line))
            else:
                words = _DIGITS.sub("0", "".join(line.text.split()))
                for shift in (-1, 0, 1):
                    repeated[words, round(line.top / MAX_SHIFT) + shift].add((number, line))
    found = [places for places in numbers.values() if _page_count(places) > 1]
    needed = max(2, MIN_HEADER_SHARE * len({page.number for page in pages}))
    found += [places for places in repeated.values() if _page_count(places) >= needed]
    return set().union(*found)


def _is_in_margin(line: PageLine, page: Page) -> bool:
    """Tell whether a line stands at the top or the bottom of its page."""
    return line.bottom > page.height * (1 - MARGIN_SHARE) or line.top < page.height * MARGIN_SHARE


def _page_count(places: Iterable[tuple[int, PageLine]]) -> int:
    """Return on how many pages, or columns, lines stand."""
    return len({number for number, _ in places})


def _all_margins(bodies: Sequence[Sequence[PageLine]]) -> list[_Margins]:
    """Return each page's margins; a page with few lines has those of the others.

    A column of one has those of the columns that stand where it does.
    """
    own = [_margins(body) if len(body) >= MIN_PAGE_LINES else None for body in bodies]
    known = [margins for margins in own if margins]
    if not known:
        together = _margins([line for body in bodies for line in body])
        return [together for _ in bodies]
    found = []
    for body, margins in zip(bodies, own, strict=True):
        usual = _usual([other for other in known if _stands_in(body, other)] or known)
        width = (usual.right - usual.left) * MIN_WIDTH_SHARE
        is_wide = margins is not None and margins.right - margins.left >= width
        found.append(margins if margins is not None and is_wide else usual)
    return found


def _stands_in(body: Sequence[PageLine], margins: _Margins) -> bool:
    """Tell whether lines begin between two margins."""
    return bool(body) and margins.left - NEAR <= min(line.left for line in body) < margins.right


def _usual(known: Sequence[_Margins]) -> _Margins:
    """Return what is usual among margins."""
    return _Margins(
        left=median(margins.left for margins in known),
        right=median(margins.right for margins in known),
        pitch=median(margins.pitch for margins in known),
        is_justified=sum(margins.is_justified for margins in known) * 2 > len(known),
        is_indented=sum(margins.is_indented for margins in known) * 2 > len(known),
    )


def _margins(lines: Sequence[PageLine]) -> _Margins:
    """Return the margins that lines keep to."""
    if not lines:
        return _Margins(0.0, 0.0, 0.0, is_justified=False, is_indented=False)
    height = median(line.height for line in lines)
    right = _shared(sorted((line.right for line in lines), reverse=True), height / 4)
    gaps = sorted(
        above.top - below.top
        for above, below in pairwise(lines)
        if above.top - below.top > height / 2
    )
    left = _shared(sorted(line.left for line in lines), height / 4)
    indented = sum(height <= line.left - left <= MAX_INDENTATION * height for line in lines)
    near = [line for line in lines if right - line.right < NEAR * height]
    at_margin = sum(_is_at_margin(line, right) for line in near)
    return _Margins(
        left=left,
        right=right,
        pitch=gaps[len(gaps) // 4] if gaps else 2 * height,
        is_justified=at_margin >= MIN_JUSTIFIED_SHARE * len(near),
        is_indented=indented >= MIN_INDENTED_SHARE * len(lines),
    )


def _shared(values: Sequence[float], tolerance: float) -> float:
    """Return the first of sorted values that others share, the first of all if none is shared."""
    for position, value in enumerate(values[: -MIN_MARGIN_LINES + 1]):
        if abs(values[position + MIN_MARGIN_LINES - 1] - value) <= tolerance:
            return value
    return values[0]


def _is_apart(line: PageLine, following: PageLine, margins: _Margins, *, is_new_page: bool) -> bool:
    """Tell whether two lines are set apart: cells, letters of another size, a gap between them."""
    height = min(line.height, following.height)
    if line.is_cell or following.is_cell or abs(line.height - following.height) > height / 3:
        return True
    largest_gap = min(MAX_GAP * margins.pitch, MAX_PITCH * height)
    return not is_new_page and not 0 < line.top - following.top <= largest_gap


def _goes_on(first: PageLine, line: PageLine, following: PageLine, margins: _Margins) -> bool:
    """Tell whether a line is followed by the rest of its paragraph, which starts with ``first``.

    The line is full, and the next one is where a paragraph's next line is, not indented.
    """
    height = min(line.height, following.height)
    is_column = margins.right - margins.left >= MIN_COLUMN * height
    if not is_column or not _is_full(line, following, margins, height):
        return False
    if following.left > margins.left + height / 2:
        return _hangs(first, line, following, height)
    if line.left > following.left + height / 2:  # the paragraph's first line was indented
        return True
    is_ended = line.text[-1] in _SENTENCE_ENDS  # or the bracket after the sentence does
    return margins.is_indented or not (is_ended and _starts_clause(following))


def _hangs(first: PageLine, line: PageLine, following: PageLine, height: float) -> bool:
    """Tell whether a paragraph's number stands to the left of all its other lines."""
    if line is first:
        return _starts_clause(first) and following.left > first.left + height / 2
    is_aligned = abs(following.left - line.left) <= height / 4
    return is_aligned and first.left < line.left - height / 2


def _is_full(line: PageLine, following: PageLine, margins: _Margins, height: float) -> bool:
    """Tell whether the next line's first word had no room on a line."""
    if margins.is_justified:
        return _is_at_margin(line, margins.right)
    return margins.right - line.right <= following.first_width + height


def _is_at_margin(line: PageLine, right: float) -> bool:
    """Tell whether a line ends at the right margin; some fonts count half a mark's width.

    Where a character of a picture ends is known to about its half.
    """
    is_exact = line.text[-1] not in _NARROW_ENDS and not line.scores
    return right - line.right <= line.height * (0.4 if is_exact else 0.8)


def _starts_clause(line: PageLine) -> bool:
    """Tell whether a line starts with a clause's number."""
    return has_label(line.text, Line(0, len(line.text)))


def _joint(first: str, second: str) -> str:
    """Return what stood at the end of a line: between Latin words a space, else nothing."""
    is_latin = first[-1].isascii() and second[0].isascii()
    has_words = first[-1].isalnum() and second[0].isalnum()
    return " " if is_latin and has_words else ""
