"""Numbered lines to a tree of clauses, with a note of every irregularity.

Numbers are never changed: a number that is missing stays missing, a heading the source lost
stays ``None``. A restart of the numbering under one parent is the trace of a lost heading, but
where a second document visibly begins (a plan behind its notice) nothing is lost: its clauses have
ids of their own, ``d2.1`` for its 一、, as those of an annex have ``a1.1``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from index.structure.flat import cut_flat_lines
from index.structure.outline import find_beginnings, find_headings
from index.text.headings import Family, Heading, Line
from index.types import Anomaly, Clause, Span

_LEVELS: dict[Family, int] = {"cjk": 1, "cjk_paren": 2, "arabic": 3, "paren": 4, "circled": 5}
_STATUTE_LEVELS: dict[Family, int] = {
    "part": 0,
    "chapter": 1,
    "section": 2,
    "article": 3,
    "annex": 1,
}
_OUTLINE_ROOTS: frozenset[Family] = frozenset({"arabic", "cjk", "chapter"})
"""What 1.1 can stand below besides a bare 1."""
_AROUND: frozenset[Family] = frozenset({"part", "chapter", "section", "annex", "cjk", "cjk_paren"})
"""What an outline of its own, 1, 1.1, 1.1.1, can stand in."""


@dataclass(slots=True, eq=False)
class _Node:
    """A heading in its place, or (``heading is None``) the place of one that was lost.

    ``is_document`` marks the place of a document behind the first one, which lost nothing.

    ``runs`` holds the children that carry a number, by family; both stand in reading order.
    """

    level: int
    start: int
    heading: Heading | None
    parent: _Node | None
    is_document: bool = False
    children: list[_Node] = field(default_factory=list)
    runs: dict[Family, list[_Node]] = field(default_factory=dict)

    @property
    def number(self) -> int:
        return self.heading.number if self.heading else 0


@dataclass(frozen=True, slots=True)
class Structure:
    """A document's clauses in reading order, and what is irregular about their numbers."""

    clauses: tuple[Clause, ...]
    anomalies: tuple[Anomaly, ...]


def build_structure(
    plan_id: str, text: str, lines: Sequence[Line], boilerplate: Sequence[Span]
) -> Structure:
    """Return the clause tree of a text.

    Args:
        plan_id: Goes into the clauses.
        text: The source.
        lines: Its lines, in order.
        boilerplate: Spans that belong to no clause, in order.
    """
    furniture = {span.start for span in boilerplate}
    body = [line for line in lines if line.start not in furniture]
    tree = _Tree(text)
    cut = cut_flat_lines(text, body)
    headings = tuple(find_headings(text, cut))
    beginnings = find_beginnings(headings, text, [line for line, _ in cut])
    for heading in headings:
        if heading.start in beginnings:
            tree.begin_document(heading.start)
        tree.add(heading)
    content_end = body[-1].end if body else 0
    clauses = tuple(_clauses(plan_id, text, tree.root, body, content_end))
    anomalies = tuple(sorted(tree.anomalies, key=lambda anomaly: (anomaly.start, anomaly.kind)))
    return Structure(clauses, anomalies)


class _Tree:
    """Grows by one heading at a time; the open branch is the way from the root to the last one."""

    def __init__(self, text: str) -> None:
        self.root = _Node(level=-1, start=0, heading=None, parent=None)
        self.anomalies: list[Anomaly] = []
        self._text = text
        self._last = self.root
        self._last_number: dict[Family, int] = {}
        self._seen: set[Family] = set()

    def begin_document(self, start: int) -> None:
        """Number what follows for itself: it is a second document, not the first one's."""
        self._last = _Node(0, start, None, self.root, is_document=True)
        self.root.children.append(self._last)
        self._last_number.clear()
        self._seen.clear()

    def add(self, heading: Heading) -> None:
        """Put a heading under its parent, and note what is irregular about its number."""
        self._seen.add(heading.family)
        level = self._outline_level(heading) if heading.outline else self._level_of(heading)
        parent = self._last
        while parent.level >= level and parent.parent is not None:
            parent = parent.parent
        run = parent.runs.get(heading.family, [])
        previous = run[-1].number if run else 0
        if run and heading.number < previous and heading.number <= 2:
            parent = self._lose_heading(parent, run, level, heading)
            run = []
        if heading.family == "annex":
            self._last_number.clear()  # an annex numbers its parts anew
        self._note(heading, run)
        node = _Node(level, heading.start, heading, parent)
        parent.children.append(node)
        parent.runs.setdefault(heading.family, []).append(node)
        self._last = node
        self._last_number[heading.family] = heading.number

    def _level_of(self, heading: Heading) -> int:
        """Return the level of a heading here: 2. is a sibling of the 1. that holds 1.1 and 1.2."""
        if "decimal" not in self._seen:
            return self._level(heading.family)
        is_around_outline = False
        for node in self._open():
            if node.heading is None:
                continue
            if is_around_outline and node.heading.family == heading.family:
                return node.level
            is_around_outline = is_around_outline or bool(node.heading.outline)
        return self._level(heading.family)

    def _outline_level(self, heading: Heading) -> int:
        """Return the level of 1.2.3: below 1.2, or as deep as it has numbers."""
        above = heading.outline[:-1]
        opened = [(node, node.heading) for node in self._open() if node.heading is not None]
        for node, other in opened:
            if other.outline and other.outline == above:
                return node.level + 1
            if other.outline and len(other.outline) == len(heading.outline):
                return node.level
        for node, other in opened:
            if above == (other.number,) and other.family in _OUTLINE_ROOTS:
                return node.level + 1
        outside = (node.level for node, other in opened if other.family in _AROUND)
        return max(outside, default=0) + len(heading.outline)

    def _open(self) -> Iterator[_Node]:
        """Yield the nodes of the open branch, the deepest first."""
        node: _Node | None = self._last
        while node is not None:
            yield node
            node = node.parent

    def _level(self, family: Family) -> int:
        """Return the level of a family here: the parts of a 第X条 stand below it."""
        if family == "annex":
            return 1
        if family in _STATUTE_LEVELS:
            return (
                max(_STATUTE_LEVELS[family], 1)
                if "part" not in self._seen
                else _STATUTE_LEVELS[family] + 1
            )
        base = _LEVELS[family]
        if self._seen.isdisjoint(_STATUTE_LEVELS) and "decimal" not in self._seen:
            return base
        statutes = (self._level(statute) for statute in _STATUTE_LEVELS if self._is_open(statute))
        outlines = (node.level for node in self._open() if node.heading and node.heading.outline)
        deepest = max((*statutes, *outlines), default=0)
        if not deepest:
            return base
        # 第十条 → (一) → 1.: the bracket comes first below an article, and below 1.1 as well.
        is_bracket_first = self._is_open("article") or self._is_open("decimal")
        return deepest + (max(base - 1, 1) if is_bracket_first else base)

    def _is_open(self, family: Family) -> bool:
        """Tell whether a heading of a family is on the open branch."""
        return any(
            node.heading is not None and node.heading.family == family for node in self._open()
        )

    def _lose_heading(self, parent: _Node, run: list[_Node], level: int, heading: Heading) -> _Node:
        """Return the place of the lost heading above a run that starts again."""
        self._note_lost(heading, "restart", "编号在此重新开始，", "numbering starts again; ")
        above = parent
        if parent.level == level - 1 and parent.parent is not None:
            above = parent.parent
        if (parent is above and level > 1) or (
            parent.heading is not None and parent.level == level - 1 and _has_own_text(parent)
        ):
            # The first run shares the fate: its heading was lost as well.
            first = _Node(level - 1, run[0].start, None, above)
            if run[0].heading is not None and level > 1:
                self._note_lost(run[0].heading, "missing", "", "")
            # Children stand in order and never get deeper, so all from there on are of the run.
            position = parent.children.index(run[0])
            first.children = parent.children[position:]
            del parent.children[position:]
            for child in first.children:
                child.parent = first
            above.children.append(first)
        lost = _Node(level - 1, heading.start, None, above)
        above.children.append(lost)
        return lost

    def _note_lost(self, heading: Heading, kind: str, said: str, says: str) -> None:
        """Note that the heading above a number was lost."""
        self.anomalies.append(
            Anomaly(
                heading.start,
                heading.label_end,
                kind,
                f"“{heading.label}”：{said}上级标题在原文中缺失 ({says}the heading above was lost)",
            )
        )

    def _note(self, heading: Heading, run: list[_Node]) -> None:
        """Note a number that is missing, repeated or out of order."""
        if heading.added and run and run[-1].number == heading.number:
            return
        previous = run[-1].number if run else 0
        runs_on = self._last_number.get(heading.family, 0)
        if heading.number in (previous + 1, 1 if not run else 0) or (
            not run and heading.number == runs_on + 1
        ):
            return
        if heading.number > previous:
            after = previous if run else (runs_on if runs_on < heading.number else 0)
            kind, said, says = "missing", "缺少", "missing before this one"
            first, last = after + 1, heading.number - 1
            numbers = str(last) if first == last else f"{first}–{last}"
        else:
            kind = "repeated" if heading.number == previous else "order"
            said, says = (
                ("重复", "repeated") if kind == "repeated" else ("次序颠倒", "out of order")
            )
            numbers = str(heading.number)
        self.anomalies.append(
            Anomaly(
                heading.start,
                heading.label_end,
                kind,
                f"“{heading.label}”：编号{said} {numbers} (number {numbers} {says})",
            )
        )


def _has_own_text(node: _Node) -> bool:
    """Tell whether a heading carries text of its own on its line."""
    return node.heading is not None and (node.heading.is_run_in or not node.heading.title)


def _clauses(
    plan_id: str, text: str, root: _Node, lines: Sequence[Line], content_end: int
) -> Iterator[Clause]:
    """Yield the clauses of a tree in reading order, the front matter first."""
    nodes = list(_in_order(root))
    first_start = nodes[0][0].start if nodes else content_end
    line_starts, line_ends = [line.start for line in lines], [line.end for line in lines]
    front = [line for line in lines if line.start < first_start]
    if front:
        end = _trimmed_end(text, front[0].start, first_start, line_starts, line_ends)
        yield Clause(plan_id, "0", (), "", 0, "", front[0].start, end, "front")
    ends = _ends([node for node, _, _ in nodes], content_end)
    for (node, clause_id, path), end in zip(nodes, ends, strict=True):
        if node.heading is None:
            continue
        yield Clause(
            plan_id=plan_id,
            id=clause_id,
            path=path,
            label=node.heading.label,
            level=node.level,
            heading=node.heading.title,
            start=node.start,
            end=_trimmed_end(text, node.start, end, line_starts, line_ends),
        )


def _in_order(root: _Node) -> Iterator[tuple[_Node, str, tuple[str | None, ...]]]:
    """Yield every node below the root with its id and path, parents first."""
    pending: list[tuple[_Node, str, tuple[str | None, ...]]] = [(root, "", ())]
    while pending:
        node, prefix, path = pending.pop()
        if node is not root:
            yield node, prefix, path
        below = []
        used: dict[str, int] = {}
        lost = 0
        documents = 1
        for child in node.children:
            if child.is_document:
                documents += 1
                component, printed = f"d{documents}", None
            elif child.heading is None:
                lost += 1
                component, printed = f"?{lost}", None
            else:
                prefix_of_annex = "a" if child.heading.family == "annex" else ""
                added = f"_{child.heading.added}" if child.heading.added else ""
                component = f"{prefix_of_annex}{child.number}{added}"
                printed = child.heading.printed
            used[component] = used.get(component, 0) + 1
            if used[component] > 1:
                component += f"-{used[component]}"
            # A restart of the top level loses no heading of the document's own.
            entry = () if child.heading is None and child.level < 1 else (printed,)
            below.append((child, f"{prefix}.{component}" if prefix else component, (*path, *entry)))
        pending.extend(reversed(below))


def _ends(nodes: Sequence[_Node], content_end: int) -> list[int]:
    """Return for each node the start of the next one of the same or a higher level."""
    ends = [content_end] * len(nodes)
    open_nodes: list[int] = []
    for position, node in enumerate(nodes):
        while open_nodes and nodes[open_nodes[-1]].level >= node.level:
            ends[open_nodes.pop()] = node.start
        open_nodes.append(position)
    return ends


def _trimmed_end(
    text: str, start: int, end: int, starts: Sequence[int], ends: Sequence[int]
) -> int:
    """Return the end of the last line of the document's own before ``end``."""
    following = bisect_left(starts, end)
    last = ends[following - 1] if following else end
    return max(start + 1, min(end, last)) if last > start else start + len(text[start:end].rstrip())
