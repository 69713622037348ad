"""What a document is made of besides its running text: notice, signature, tables, brackets."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from index.mentions.brackets import find_responsibility_brackets
from index.metadata import MAX_FRONT_LINES
from index.metadata.issuers import is_issuer
from index.metadata.numbers import is_number_line
from index.structure.endings import ENDINGS, find_endings, headed_lines
from index.structure.outline import find_contents, has_contents
from index.structure.tables import find_table_lines
from index.structure.unmarked import outlined
from index.text.headings import Line, find_heading
from index.text.shadow import PrintedLine, joined, shadow_of
from index.types import Clause, PartKind, Span

LineKinds = list[PartKind | None]
"""What each line is, None for running text."""
MAX_TITLE_LINES = 4
"""A title is set in one to three lines; one more for a bracket with its years."""
MAX_NOTICE_LINE_CHARS = 400
"""A longer line is a paragraph of the plan (longest seen: 118, the offices written to)."""

_NAMED = re.compile(r"(?:关于|印发|转发).{2,80}(?:通知|公告|通告|函)(?:\([^()]{1,30}\))?$")
_HEAD = re.compile(r"^[\u4e00-\u9fff()·、]{0,60}文件$")
_OFFICES = re.compile(r"政府|部门|单位|委员会|管委会|局|办公室|公司|企业|机构|直属")
_NO_ADDRESSEE = re.compile(r"[。;]|如下|现就|根据|为了|^为|要求:$|包括:$")
_HANDS_OVER = re.compile(
    r"现(?:将|把|予以?)?.{0,120}?(?:印发|转发|下发|发布|发给|公布)|(?:印发|转发|下发)给?你们"
    r"|请(?!见|参).{0,40}?(?:贯彻|遵照|组织实施|执行|落实)"
)


def read_line_kinds(text: str, lines: Sequence[Line], clauses: Sequence[Clause]) -> LineKinds:
    """Return which lines end a document, or list what it holds, whatever clause they stand in.

    Args:
        text: The source.
        lines: The document's own lines, in order, without page furniture.
        clauses: In reading order.
    """
    kinds = find_endings(text, lines, _headed(lines, clauses))
    _mark_contents(text, lines, kinds)
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
            _mark_notice_and_title(text, lines, kinds, own[:MAX_FRONT_LINES], title)
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


def _mark_notice_and_title(
    text: str, lines: Sequence[Line], kinds: LineKinds, front: range, title: str
) -> None:
    """Note the title and the lines of a covering notice among those of a front matter.

    Args:
        text: The source.
        lines: The document's own lines, in order.
        kinds: What each line is; signatures and their like are noted already.
        front: The lines before the first clause.
        title: The document's.
    """
    printed = [_printed(text, lines[position]) for position in front]
    for first, end in _title_lines(printed, shadow_of(title).text):
        kinds[front.start + first : front.start + end] = ["title"] * (end - first)
    own = [kinds[position] for position in front]
    first, end = _notice_lines(printed, own)
    for position in range(first, end):
        if own[position] is None:
            kinds[front.start + position] = "notice"


def _mark_contents(text: str, lines: Sequence[Line], kinds: LineKinds) -> None:
    """Note the lines of a table of contents."""
    if not has_contents(text, lines):  # reading every label takes time
        return
    labels = outlined([find_heading(text, line) for line in lines], text, lines)
    for position in find_contents(list(labels), text, lines):
        kinds[position] = "contents"


def _printed(text: str, line: Line) -> PrintedLine:
    """Return a line as it is matched; of a paragraph only the beginning."""
    words = text[line.start : min(line.end, line.start + MAX_NOTICE_LINE_CHARS)]
    return PrintedLine(words)


def _title_lines(printed: Sequence[PrintedLine], title: str) -> Iterator[tuple[int, int]]:
    """Yield the runs of lines that are the title, wrapped or not."""
    position = 0
    while position < len(printed):
        end = position + 1
        while end <= min(position + MAX_TITLE_LINES, len(printed)):
            words = joined(printed[position:end]).plain
            if words == title or not title.startswith(words):
                break
            end += 1
        if end <= len(printed) and joined(printed[position:end]).plain == title:
            yield position, end
            position = end
        else:
            position += 1


def _notice_lines(
    printed: Sequence[PrintedLine], kinds: Sequence[PartKind | None]
) -> tuple[int, int]:
    """Return the range of a covering notice among the lines of a front matter, or an empty one."""
    essential = [
        position
        for position, line in enumerate(printed)
        if kinds[position] is None and (_is_addressee(line.plain) or _hands_over(line.plain))
    ]
    if not essential:
        return 0, 0
    first = next(
        position
        for position, line in enumerate(printed)
        if position == essential[0] or _is_heading_of_notice(line)
    )
    while first and kinds[first - 1] is None and is_issuer(printed[first - 1].plain):
        first -= 1  # who issued it, above the line that names it
    end = essential[-1] + 1
    following = end
    while following < len(printed) and kinds[following] is None:
        following += 1
    if following < len(printed) and kinds[following] in ENDINGS:
        end = following  # all that is above the notice's signature is the notice
    return first, end


def _is_heading_of_notice(line: PrintedLine) -> bool:
    """Tell whether a line is a red head, a document number, or names a notice."""
    return bool(_HEAD.match(line.plain) or _NAMED.search(line.plain)) or is_number_line(line)


def _is_addressee(words: str) -> bool:
    """Tell whether a line says whom a notice is sent to."""
    return words.endswith(":") and bool(_OFFICES.search(words)) and not _NO_ADDRESSEE.search(words)


def _hands_over(words: str) -> bool:
    """Tell whether a line hands the plan over, to be carried out."""
    return words.endswith(("。", "!")) and _HANDS_OVER.search(words) is not None
