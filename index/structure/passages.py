"""Clauses to passages, the unit that is ranked, and how a clause is cited."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from index.text.headings import Line, find_heading, split_lines
from index.text.layout import goes_on, is_title
from index.text.numerals import in_words
from index.text.sentences import split_sentences
from index.text.shadow import simplify
from index.types import Clause, PartKind, Passage, Plan, Span

SEPARATOR = " · "
MAX_LEVEL = 7
_START, _END = attrgetter("start"), attrgetter("end")


def format_reference(plan: Plan, clause: Clause) -> str:
    """Return a reference such as ``咸阳市 · 蓝天保卫战2020年工作方案 · 二、(三) 20.``.

    A county's begins with its city: ``焦作市温县 · …``.

    Labels stand as printed, with a count where a number is repeated: ``3.〔第2处〕``. A heading
    the source lost is named by its level and its place among those lost beside it:
    ``〔二级标题缺失，第2组〕``; where one above it is lost too and is not the first,
    ``〔二级标题缺失，第2组之1〕``. What stands in the second document of a file, the plan
    behind its notice, begins with ``〔第2份文件〕``. The front matter is ``正文前``, what stands
    behind the body ``正文后``.
    """
    parts = [part for part in (plan.place, _short_title(plan)) if part]
    return SEPARATOR.join([*parts, _locate(plan, clause)])


def _short_title(plan: Plan) -> str:
    """Return the title without the place it starts with, which stands before it."""
    title = simplify(plan.title)
    for name in (plan.place, plan.county or plan.city):
        if name and title.startswith(name):
            return plan.title[len(name) :].lstrip() or plan.title
    return plan.title


def _locate(plan: Plan, clause: Clause) -> str:
    """Return the labels from the top."""
    if not clause.label:
        _, _, repeated = clause.id.partition("-")
        place = "正文后" if clause.kind == "back" else "正文前"
        return f"{place}〔第{repeated}处〕" if repeated else place
    clauses = {other.id: other for other in plan.clauses}
    components = clause.id.split(".")
    words: list[str] = []
    lost: list[str] = []
    for depth, component in enumerate(components, start=1):
        if component.startswith("?"):
            lost.append(component.removeprefix("?"))
            continue
        if component.startswith("d"):  # a plan behind its notice, numbered for itself
            words.append(f"〔第{component.removeprefix('d')}份文件〕")
            continue
        printed = clauses[".".join(components[:depth])]
        if lost:
            words.append(_name_lost(lost, printed.level - 1))
            lost = []
        _, _, repeated = component.partition("-")
        words.append(f"{printed.label}〔第{repeated}处〕" if repeated else printed.label)
    return _join(words)


def _name_lost(places: list[str], level: int) -> str:
    """Return the words for lost headings, one below the other.

    Args:
        places: The place of each among those lost beside it.
        level: Of the lowest; 0 where a top level starts again below nothing.
    """
    while len(places) > 1 and places[0] == "1":  # what is counted from the start needs no more
        places = places[1:]
    rank = f"{in_words(level)}级" if 0 < level <= MAX_LEVEL else ""
    below = "".join(f"之{place}" for place in places[1:])
    return f"〔{rank}标题缺失，第{places[0]}组{below}〕"


def _join(labels: list[str]) -> str:
    """Join labels, with a space before one that starts with a digit: ``二、(三) 20.``."""
    joined = ""
    for label in labels:
        joined += f" {label}" if joined and label[0].isdigit() else label
    return joined


MAX_PASSAGE_CHARS = 400
"""Longer paragraphs are split at sentence ends. Set by experiment, see eval/README.md."""
VERSION = 3
"""Of the rules by which passages are cut; an index built by others is brought up to date."""
MAX_SENTENCE_CHARS = 800
"""A longer sentence is a list or a table, and the embedding model reads about so many."""
MAX_EXCESS = 1.15
"""A part may be this much longer than an equal share, so that no part is left with one sentence."""

_WHOLE: frozenset[PartKind] = frozenset(
    ("contents", "annex list", "signature", "note", "imprint", "table")
)
"""Parts whose lines say something only together."""


def split_passages(plan: Plan, *, max_chars: int = MAX_PASSAGE_CHARS) -> tuple[Passage, ...]:
    """Return the passages of a plan, in reading order.

    They cover each character that is neither white space nor page furniture once. A paragraph
    that a page break cut in two is one passage, the page's number in it, and so is a signature, a
    list of annexes, a table.

    Args:
        plan: The plan.
        max_chars: A paragraph longer than this is split at the ends of its sentences into parts
            of about equal length. A single longer sentence stays whole, but for lists beyond
            ``MAX_SENTENCE_CHARS``, which are cut at a comma.
    """
    passages: list[Passage] = []
    furniture = {span.start for span in plan.boilerplate}
    lines = [
        piece
        for line in split_lines(plan.text)
        if line.start not in furniture
        for piece in _cut_at_clauses(plan, line)
    ]
    for clause, own_lines in _lines_by_clause(plan, lines):
        spans = [
            part
            for start, end in _paragraphs(plan, clause, own_lines)
            for cut in _parts(plan.text, start, end, max_chars)
            for part in _own_range(plan, *cut)
        ]
        for number, (start, end) in enumerate(spans, start=1):
            passage_id = f"{plan.id}/{clause.id}/{number}"
            passages.append(
                Passage(passage_id, plan.id, clause.id, start, end, plan.text[start:end])
            )
    return tuple(passages)


def is_bare_heading(plan: Plan, clause: Clause, passage: Passage) -> bool:
    """Tell whether a passage of a clause is a heading whose text stands in the clauses below it.

    It answers nothing, and being short and full of the topic's words it would outrank what does;
    its words stand in front of every passage below it when these are indexed.
    """
    heading = find_heading(plan.text, Line(passage.start, passage.end))
    if passage.start != clause.start or heading is None or not heading.title or heading.is_run_in:
        return False
    # A first sentence with a paragraph behind it is text; with a clause below it, it heads that.
    following = bisect_right(plan.clauses, passage.start, key=_START)
    if "\n" in passage.text or following == len(plan.clauses):
        return False
    below = plan.clauses[following]
    return below.end <= clause.end and plan.text[passage.end : below.start].isspace()


def _cut_at_clauses(plan: Plan, line: Line) -> Iterator[Line]:
    """Yield a line in pieces that start with a clause, as on a page that lost its line breaks."""
    start = line.start
    low = bisect_right(plan.clauses, line.start, key=_START)
    high = bisect_left(plan.clauses, line.end, low, key=_START)
    for clause in plan.clauses[low:high]:
        end = start + len(plan.text[start : clause.start].rstrip())
        if start < end:
            yield Line(start, end)
        start = clause.start
    yield Line(start, line.end)


def _lines_by_clause(plan: Plan, lines: Sequence[Line]) -> Iterator[tuple[Clause, list[Line]]]:
    """Yield each clause that has lines of its own, with those lines."""
    clauses = plan.clauses  # in reading order
    position = -1

    def owner(line: Line) -> int:
        nonlocal position
        while position + 1 < len(clauses) and clauses[position + 1].start < line.end:
            position += 1
        return max(position, 0)

    for index_of_clause, group in groupby(lines, key=owner):
        yield clauses[index_of_clause], list(group)


def _paragraphs(plan: Plan, clause: Clause, lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Yield the paragraphs of a clause: a line that goes on with the one before it is joined.

    A signature, a list, a table is one; it is never joined with what stands around it.
    """
    parts = [_part_at(plan, line) for line in lines]
    start: int | None = None
    for position, line in enumerate(lines):
        if start is None:
            start = line.start
        is_last = position + 1 == len(lines)
        part, next_part = parts[position], None if is_last else parts[position + 1]
        if part is not None and part.kind in _WHOLE:
            is_joined = part == next_part
        else:
            is_joined = (
                not is_last
                and clause.kind != "front"
                and part == next_part
                and _belong_together(plan.text, line, lines[position + 1])
            )
        if not is_joined:
            yield start, line.end
            start = None


def _part_at(plan: Plan, line: Line) -> Span | None:
    """Return the part of a plan that a line belongs to as a whole."""
    position = bisect_right(plan.parts, line.start, key=_END)
    if position == len(plan.parts):
        return None
    part = plan.parts[position]
    is_whole = part.start <= line.start and line.end <= part.end
    return part if is_whole and part.kind != "responsibility" else None


def _belong_together(text: str, line: Line, following: Line) -> bool:
    """Tell whether two lines of a clause are one paragraph; a heading stands with its text."""
    # Page furniture stands between a heading and another's text, a page's number in a sentence.
    is_next = text[line.end : following.start].isspace()
    return (is_next and is_title(text, line)) or goes_on(text, line, following)


def _own_range(plan: Plan, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a part of a paragraph without the page numbers that it was cut at."""
    text, furniture = plan.text, plan.boilerplate
    position = bisect_right(furniture, start, key=_END)
    while position < len(furniture) and furniture[position].start <= start < end:
        start = furniture[position].end
        start += len(text[start:end]) - len(text[start:end].lstrip())
        position = bisect_right(furniture, start, key=_END)
    position = bisect_right(furniture, end - 1, key=_START) - 1
    while start < end and position >= 0 and furniture[position].end >= end:
        end = start + len(text[start : furniture[position].start].rstrip())
        position -= 1
    if start < end:
        yield start, end


def _parts(text: str, start: int, end: int, max_chars: int) -> Iterator[tuple[int, int]]:
    """Yield a paragraph whole, or cut at sentence ends into parts of about equal length."""
    length = end - start
    if length <= max_chars:
        yield start, end
        return
    target = length / -(-length // max_chars)
    part_start = part_end = start
    for sentence_start, sentence_end in split_sentences(
        text, start, end, max_chars=MAX_SENTENCE_CHARS
    ):
        if part_end > part_start and sentence_end - part_start > target * MAX_EXCESS:
            yield part_start, part_end
            part_start = sentence_start
        part_end = sentence_end
    yield part_start, end
