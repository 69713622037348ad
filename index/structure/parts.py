"""What a document is made of besides its running text: notice, signature, tables, brackets."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from index.mentions.brackets import find_responsibility_brackets
from index.metadata import MAX_FRONT_LINES
from index.structure.back_matter import set_back_matter_apart
from index.structure.endings import find_endings, headed_lines
from index.structure.notices import mark_contents, mark_notice_and_title
from index.structure.tables import find_table_lines
from index.text.headings import Line
from index.types import Clause, PartKind, Span

__all__ = ["LineKinds", "find_parts", "read_line_kinds", "set_back_matter_apart"]

LineKinds = list[PartKind | None]
"""What each line is, None for running text."""


def read_line_kinds(text: str, lines: Sequence[Line], clauses: Sequence[Clause]) -> LineKinds:
    """Return which lines end a document, or list what it holds, whatever clause they stand in.

    Args:
        text: The source.
        lines: The document's own lines, in order, without page furniture.
        clauses: In reading order.
    """
    kinds = find_endings(text, lines, _headed(lines, clauses))
    mark_contents(text, lines, kinds)
    return kinds


def find_parts(
    text: str, lines: Sequence[Line], kinds: LineKinds, clauses: Sequence[Clause], title: str
) -> tuple[Span, ...]:
    """Return the parts of a document, in order and disjoint.

    Args:
        text: The source.
        lines: The document's own lines, in order, without page furniture.
        kinds: Of the lines, as ``read_line_kinds`` has them.
        clauses: In reading order, back matter set apart.
        title: The document's.
    """
    kinds = list(kinds)
    starts, ends = [line.start for line in lines], [line.end for line in lines]
    for clause in clauses:
        if clause.kind == "front":
            own = range(bisect_left(starts, clause.start), bisect_right(ends, clause.end))
            mark_notice_and_title(text, lines, kinds, own[:MAX_FRONT_LINES], title)
    _mark_tables(text, lines, kinds, clauses)
    blocks = list(_blocks(text, lines, kinds))
    return tuple(sorted([*blocks, *_brackets(text, blocks, clauses)], key=lambda part: part.start))


def _headed(lines: Sequence[Line], clauses: Sequence[Clause]) -> list[bool]:
    """Return for each line whether a numbered clause starts on it."""
    return list(headed_lines(lines, [c.start for c in clauses if c.kind == "body"]))


def _mark_tables(
    text: str, lines: Sequence[Line], kinds: LineKinds, clauses: Sequence[Clause]
) -> None:
    """Note the lines of tables; a front matter's short lines are offices and fields of a page."""
    owners = _owners(lines, clauses)
    has_body = any(clause.kind == "body" for clause in clauses)
    headed = _headed(lines, clauses)
    is_free = [
        kind is None and not is_headed and not (owner.kind == "front" and has_body)
        for kind, is_headed, owner in zip(kinds, headed, owners, strict=True)
    ]
    in_annex = [owner.kind == "back" or "a" in owner.id for owner in owners]
    for rows in find_table_lines(text, lines, is_free, in_annex):
        kinds[rows.start : rows.stop] = ["table"] * len(rows)


def _owners(lines: Sequence[Line], clauses: Sequence[Clause]) -> list[Clause]:
    """Return for each line the last clause that starts before its end."""
    starts = [clause.start for clause in clauses]
    return [clauses[max(bisect_left(starts, line.end) - 1, 0)] for line in lines]


def _blocks(text: str, lines: Sequence[Line], kinds: LineKinds) -> Iterator[Span]:
    """Yield the runs of lines of one kind that nothing but white space separates."""
    first = 0
    for position, line in enumerate(lines):
        is_last = position + 1 == len(lines)
        if (
            is_last
            or kinds[position + 1] != kinds[position]
            or not text[line.end : lines[position + 1].start].isspace()
        ):
            kind = kinds[position]
            if kind is not None:
                yield Span(lines[first].start, line.end, kind)
            first = position + 1


def _brackets(text: str, blocks: Sequence[Span], clauses: Sequence[Clause]) -> Iterator[Span]:
    """Yield the brackets of responsibility outside blocks, each inside one clause."""
    ends = [block.end for block in blocks]
    starts = [*(clause.start for clause in clauses), len(text)]
    for clause, next_start in zip(clauses, starts[1:], strict=True):
        end = min(clause.end, next_start)
        for start, stop in find_responsibility_brackets(text, clause.start, end):
            position = bisect_right(ends, start)
            if position == len(blocks) or stop <= blocks[position].start:
                yield Span(start, stop, "responsibility")
