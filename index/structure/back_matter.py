"""The end of a document set apart from its last clause: a signature belongs to no (三十八).

What ends the document, or the numbered notice in front of a plan, is a clause of its own kind.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.metadata.dates import is_date_line, is_signature_date
from index.structure.endings import ENDINGS
from index.text.headings import Line
from index.text.shadow import printed_lines
from index.types import Clause, PartKind

BACK_ID, FRONT_ID = "z", "0"
MIN_PROSE_CHARS = 20
"""A shorter line with a full stop is a remark, not a paragraph of the body."""


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
