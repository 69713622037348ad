"""What stands at the end of an official document: who signed it, what is annexed.

The parts are those of GB/T 9704-2012, the standard for the layout of official documents: the list
of annexes (附件说明), signature and date (发文机关署名、成文日期), a note (附注) and the imprint
(版记: 主题词, 抄送, 印发机关和印发日期). They stand at the end of a covering notice as well. What
ends the document, or the numbered notice in front of a plan, is a clause of its own kind: a
signature belongs to no (三十八).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.metadata.dates import is_date_line, is_signature_date
from index.metadata.issuers import is_issuer
from index.text.headings import Line
from index.text.numerals import CHINESE_COUNT
from index.text.shadow import PrintedLine, printed_lines, simplify
from index.types import Clause, PartKind

ENDINGS: frozenset[PartKind] = frozenset(("annex list", "signature", "note", "imprint"))

MAX_ENTRY_CHARS = 80
"""A longer line names no annex (longest seen: 38)."""
MAX_LIST_CHARS = 240
"""A longer line is no list of annexes or offices, all on one line."""
MAX_COPY_LINES = 8
"""A list of those who get a copy is no longer than this."""
MAX_SIGNERS = 40
"""Lines of offices above a date (most seen: 8)."""

_FIRST = frozenset("附抄分报報送发發主打校录錄责責共印是公信此联聯咨諮(（")
_LAST = frozenset("日号號发發)）份")
_ANNEX = re.compile(
    rf"附[件表录图]?(?:[0-9]{{1,2}}|{CHINESE_COUNT}{{1,3}})?(?:[:.、]|$)|附[件表](?=[0-9《])"
)
_ENTRY = re.compile(r"\(?[0-9]{1,2}[.、)]")
_FULL_STOP = re.compile(r"[。;]")
_IMPRINT = re.compile(
    r"(?:抄[送报呈致]?|分送|报送|发送|报|送|发|主题词|打字|录入|校对|责任校对|印数):"
    r"|\(?共印\d+份|印\d+份$"
)
_NOTE = re.compile(
    r"\((?:此件|此文|本文|本件)[^()]{1,20}\)$"
    r"|(?:是否(?:宜)?公开(?:选项)?|(?:信息)?公开(?:方式|选项|属性|类型|类别)):"
    r"|\(?(?:联系人|联系电话|联系方式|咨询电话):"
)
_SENTENCE_ENDS = frozenset("。！!;；)）”」")
BACK_ID, FRONT_ID = "z", "0"
MIN_PROSE_CHARS = 20
"""A shorter line with a full stop is a remark, not a paragraph of the body."""


def find_endings(text: str, lines: Sequence[Line], headed: Sequence[bool]) -> list[PartKind | None]:
    """Return for each line which of the ``ENDINGS`` it belongs to, None for the others.

    Args:
        text: The source.
        lines: The document's own lines, in order, without page furniture.
        headed: Whether a clause starts on a line; such a line ends nothing.
    """
    reader = _Reader(text, lines, headed)
    for position in range(len(lines)):
        if reader.kinds[position] is None and not headed[position]:
            reader.take(position)
    reader.take_signers()
    return reader.kinds


class _Reader:
    """Goes through the lines once and notes what it finds in ``kinds``."""

    def __init__(self, text: str, lines: Sequence[Line], headed: Sequence[bool]) -> None:
        self.kinds: list[PartKind | None] = [None] * len(lines)
        self._text = text
        self._simplified = simplify(text)
        self._lines = lines
        self._headed = headed

    def take(self, position: int) -> None:
        """Note what a line is, with the lines that belong to it."""
        line = self._lines[position]
        is_candidate = self._text[line.start] in _FIRST or self._text[line.end - 1] in _LAST
        if not is_candidate or line.end - line.start > MAX_LIST_CHARS:
            return
        printed = self._printed(position)
        words = printed.plain
        if not words:  # control characters and nothing else
            return
        if _IMPRINT.match(words):
            self._take_imprint(position)
        elif _NOTE.match(words):
            self.kinds[position] = "note"
        elif _is_annex_line(words):
            self._take_annexes(position)
        elif is_date_line(printed) and words.endswith("印发"):
            self._take_above(position, "imprint")
        elif is_signature_date(printed):
            self._take_above(position, "signature")

    def take_signers(self) -> None:
        """Note offices that sign without a date: next to other endings, or at the very end."""
        for position, kind in enumerate(list(self.kinds)):
            if kind in ("annex list", "note", "imprint"):
                following = position + 1
                while following < position + MAX_SIGNERS and self._is_signer(following):
                    self.kinds[following] = "signature"
                    following += 1
            if kind == "imprint":
                self._mark(self._signers_above(position), position, "signature")
        first = self._signers_above(len(self._lines))
        if self._ends_above(first):
            self._mark(first, len(self._lines), "signature")

    def _take_above(self, position: int, kind: PartKind) -> None:
        """Note a date with the offices above it; alone, it has to stand between paragraphs."""
        first = self._signers_above(position)
        is_signed = first < position or not is_date_line(self._printed(position))
        if (
            is_signed
            or kind == "imprint"
            or (self._ends_above(position) and not self._is_paragraph(position + 1))
        ):
            self._mark(first, position + 1, kind)

    def _take_imprint(self, position: int) -> None:
        """Note a line of the imprint, with the lines that its list of offices goes on over."""
        last = position
        while self._text[self._lines[last].end - 1] != "。" and last < position + MAX_COPY_LINES:
            following = last + 1
            if not self._is_free(following):
                break
            line = self._lines[following]
            words = self._text[line.start : line.end]
            goes_on = self._text[self._lines[last].end - 1] in "，,、；;"
            if not goes_on and not re.search(r"[，,、].*。$", words):
                break
            last = following
        self._mark(position, last + 1, "imprint")

    def _take_annexes(self, position: int) -> None:
        """Note a list of annexes: its first line, its entries, and those cut in two."""
        last = position
        while self._is_entry(last + 1) or (
            self._is_short(last + 1) and self._is_entry(last + 2) and not self._is_signer(last + 1)
        ):
            last += 1
        self._mark(position, last + 1, "annex list")

    def _mark(self, first: int, end: int, kind: PartKind) -> None:
        """Note a run of lines."""
        self.kinds[first:end] = [kind] * (end - first)

    def _printed(self, position: int) -> PrintedLine:
        """Return a line as it is matched."""
        line = self._lines[position]
        # Only matched, never traced back to the source.
        return PrintedLine(self._simplified[line.start : line.end])

    def _is_free(self, position: int) -> bool:
        """Tell whether there is a line in which no clause starts and nothing was found."""
        return (
            0 <= position < len(self._lines)
            and not self._headed[position]
            and self.kinds[position] is None
        )

    def _is_short(self, position: int) -> bool:
        """Tell whether a line is free and short enough for an entry of a list."""
        return (
            self._is_free(position)
            and self._lines[position].end - self._lines[position].start <= MAX_ENTRY_CHARS
            and not _FULL_STOP.search(self._printed(position).plain)
        )

    def _is_entry(self, position: int) -> bool:
        """Tell whether a line is a numbered entry of a list of annexes."""
        if not self._is_short(position):
            return False
        words = self._printed(position).plain
        return _ENTRY.match(words) is not None or _is_annex_line(words)

    def _is_signer(self, position: int) -> bool:
        """Tell whether a line is free and names an office, or several."""
        if not self._is_free(position):
            return False
        line = self._lines[position]
        return line.end - line.start <= MAX_ENTRY_CHARS and is_issuer(self._printed(position).plain)

    def _is_paragraph(self, position: int) -> bool:
        """Tell whether a line is free and ends a sentence: what is due on the date above it."""
        return self._is_free(position) and self._text[self._lines[position].end - 1] in "。；;"

    def _signers_above(self, position: int) -> int:
        """Return the first of the lines directly above a line that name offices."""
        first = position
        while first > position - MAX_SIGNERS and self._is_signer(first - 1):
            first -= 1
        return first

    def _ends_above(self, position: int) -> bool:
        """Tell whether the line above ends a sentence, or the document's body."""
        if position == 0:
            return False
        above = self._lines[position - 1]
        return self.kinds[position - 1] is not None or self._text[above.end - 1] in _SENTENCE_ENDS


def _is_annex_line(words: str) -> bool:
    """Tell whether a line, as it is matched, starts a list of annexes."""
    return (
        _ANNEX.match(words) is not None
        and len(words) <= MAX_LIST_CHARS
        and not _FULL_STOP.search(words)
        and (len(words) <= MAX_ENTRY_CHARS or "1." in words or "1、" in words)
    )


def headed_lines(lines: Sequence[Line], starts: Sequence[int]) -> Iterator[bool]:
    """Yield for each line whether one of some positions, in ascending order, lies on it."""
    position = 0
    for line in lines:
        while position < len(starts) and starts[position] < line.start:
            position += 1
        yield position < len(starts) and starts[position] < line.end


@dataclass(frozen=True, slots=True)
class _Region:
    """The lines of a clause's own behind its heading, and the clause that follows."""

    clause: Clause
    first: int
    end: int
    following: Clause | None


def set_back_matter_apart(
    text: str, lines: Sequence[Line], kinds: Sequence[PartKind | None], clauses: Sequence[Clause]
) -> tuple[Clause, ...]:
    """Return clauses with those that hold what stands behind the body added, in reading order.

    The clauses before end earlier then. What comes between a signature and the first clause of
    another numbering, title and preamble of the plan behind a numbered notice, is front matter.

    Args:
        text: The source.
        lines: The document's own lines, in order.
        kinds: Which of the ``ENDINGS`` each line belongs to.
        clauses: In reading order.
    """
    ends = [clause.end for clause in clauses]
    added: list[Clause] = []
    still_open: list[int] = []  # positions of clauses, each inside the one before
    regions = {id(region.clause): region for region in _regions(lines, clauses)}
    for position, clause in enumerate(clauses):
        while still_open and ends[still_open[-1]] <= clause.start:
            still_open.pop()
        still_open.append(position)
        region = regions.get(id(clause))
        start = None if region is None else _start_of_back(text, lines, kinds, region)
        if region is None or start is None or kinds[start - 1] is not None:
            continue  # nothing before it that it could end
        # A clause that holds the next one too would have its own end behind its child's start.
        if region.following and ends[still_open[0]] > region.following.start:
            continue
        for above in still_open:
            ends[above] = min(ends[above], lines[start - 1].end)
        added.extend(_behind(lines, kinds, region, start))
    kept = [
        clause if clause.end == end else replace(clause, end=end)
        for clause, end in zip(clauses, ends, strict=True)
    ]
    return _numbered(sorted([*kept, *added], key=lambda clause: clause.start))


def _regions(lines: Sequence[Line], clauses: Sequence[Clause]) -> Iterator[_Region]:
    """Yield where the body, or a document without clauses, may end."""
    line_starts = [line.start for line in lines]
    line_ends = [line.end for line in lines]
    has_body = any(clause.kind == "body" for clause in clauses)
    for position, clause in enumerate(clauses):
        if has_body and clause.kind != "body":
            continue
        following = clauses[position + 1] if position + 1 < len(clauses) else None
        first = bisect_right(line_starts, clause.start)
        end = bisect_left(line_ends, following.start) if following else len(lines)
        if first < end:
            yield _Region(clause, first, end, following)


def _start_of_back(
    text: str, lines: Sequence[Line], kinds: Sequence[PartKind | None], region: _Region
) -> int | None:
    """Return the first line behind the body, None where the body goes on.

    A signature with its date ends the body whatever follows. A list of annexes, a date alone, a
    note or an imprint ends it where no paragraph follows.
    """
    is_end = region.following is None or _is_annex(region.following)
    if not is_end and not _starts_numbering(region.following):
        return None
    prose = max(
        (
            p
            for p in range(region.first, region.end)
            if kinds[p] is None and _is_prose(text, lines[p])
        ),
        default=region.first - 1,
    )
    for run in _runs(kinds, region):
        if is_end and prose < run.stop:
            return run.start
        if region.clause.kind == "body" and _is_signed(text, lines, kinds, run):
            return run.start
    return None


def _is_prose(text: str, line: Line) -> bool:
    """Tell whether a line is a paragraph."""
    return line.end - line.start >= MIN_PROSE_CHARS and text[line.end - 1] in "。！!"


def _is_annex(clause: Clause) -> bool:
    """Tell whether a clause is an annex as a whole."""
    return clause.id.rpartition(".")[2].startswith("a")


def _starts_numbering(clause: Clause | None) -> bool:
    """Tell whether a clause is the first of its numbers."""
    return clause is not None and clause.id.rpartition(".")[2].split("-")[0] == "1"


def _runs(kinds: Sequence[PartKind | None], region: _Region) -> Iterator[range]:
    """Yield the runs of endings in a region."""
    start = None
    for position in range(region.first, region.end):
        if kinds[position] in ENDINGS:
            start = position if start is None else start
        elif start is not None:
            yield range(start, position)
            start = None
    if start is not None:
        yield range(start, region.end)


def _is_signed(
    text: str, lines: Sequence[Line], kinds: Sequence[PartKind | None], run: range
) -> bool:
    """Tell whether a run of endings holds who signed, and when."""
    signed = printed_lines(
        text[lines[p].start : lines[p].end] for p in run if kinds[p] == "signature"
    )
    has_date = any(is_signature_date(line) for line in signed)
    return has_date and not all(is_date_line(line) for line in signed)


def _behind(
    lines: Sequence[Line], kinds: Sequence[PartKind | None], region: _Region, start: int
) -> Iterator[Clause]:
    """Yield the clause behind the body, and the front matter of what follows, if there is any."""
    plan_id, following = region.clause.plan_id, region.following
    end = region.end
    if following is not None and not _is_annex(following):
        end = 1 + max(p for p in range(start, region.end) if kinds[p] in ENDINGS)
    first, last = lines[start], lines[end - 1]
    yield Clause(plan_id, BACK_ID, (), "", 0, "", first.start, last.end, "back")
    if end < region.end:
        first, last = lines[end], lines[region.end - 1]
        yield Clause(plan_id, FRONT_ID, (), "", 0, "", first.start, last.end, "front")


def _numbered(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """Return clauses with a count in the ids of front and back matter that stand twice."""
    seen: dict[str, int] = {}
    counted: list[Clause] = []
    for clause in clauses:
        if clause.kind != "body":
            seen[clause.id] = seen.get(clause.id, 0) + 1
            if seen[clause.id] > 1:
                clause = replace(clause, id=f"{clause.id}-{seen[clause.id]}")
        counted.append(clause)
    return tuple(counted)
