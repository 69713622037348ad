"""``python -m tools.imports``: the picture of ``docs/architecture.svg``, drawn from the imports.

A band is a package at the top level, a box in it one of its packages, or its own modules: those
that import packages beside them, and those that do not. Arrows lead to what is imported; one that
others lead the same way is left out. Boxes in one frame import each other.
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import grimp
import networkx as nx

from index.console import add_version_option, exit_with

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "architecture.svg"
BANDS = (("eval", "benchmarks", "training"), ("ui",), ("qa",), ("index",))
"""From what is run to what is asked."""
WHOLE = ("eval", "benchmarks", "training")
"""Shown as one box each: they are beside the program, not in it."""

WIDTH, BOX, GAP, ROW, PAD = 1080, 30, 14, 74, 22  # pixels
CHARACTER = 7.6
_STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#1f2328}.band{font-weight:600;font-size:15px}"
    ".small{font-size:11px;fill:#57606a}.area{fill:#f6f8fa;stroke:#d0d7de}"
    ".box{fill:#fff;stroke:#0b6fb8}.own{fill:#eef6fc}.ring{fill:none;stroke:#8c959f;"
    "stroke-dasharray:4 3}.line{stroke:#8c959f;fill:none}.wide{stroke:#0b6fb8;stroke-width:2.5}"
)


@dataclass(frozen=True, slots=True)
class Box:
    """A box of the picture: its label, and the modules in it."""

    label: str
    modules: frozenset[str]
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """A band: rows of groups of boxes, from what imports to what is imported.

    A group of more than one box is of boxes that import each other.
    """

    name: str
    rows: tuple[tuple[tuple[Box, ...], ...], ...]
    arrows: tuple[tuple[Box, Box], ...]


def graph_of(names: Iterable[str]) -> "nx.DiGraph[str]":
    """Return which module of some packages imports which, as the code says."""
    found = grimp.build_graph(*names, cache_dir=None)
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(found.modules)
    for module in found.modules:
        graph.add_edges_from(
            (module, other) for other in found.find_modules_directly_imported_by(module)
        )
    return graph


def boxes_of(name: str, graph: "nx.DiGraph[str]") -> list[Box]:
    """Return the boxes of a package at the top level."""
    own = {module for module in graph if module == name or module.startswith(f"{name}.")}
    if name in WHOLE:
        return [Box(name, frozenset(own))]
    packages = sorted({".".join(module.split(".")[:2]) for module in own if module.count(".") > 1})
    inner = {box: frozenset(m for m in own if f"{m}.".startswith(f"{box}.")) for box in packages}
    loose = own - frozenset().union(*inner.values()) - {name}
    within = graph.subgraph(own - {name})
    above = {m for m in loose if any(n not in loose for n in nx.descendants(within, m))}
    boxes = [Box(box.partition(".")[2], modules) for box, modules in inner.items()]
    for modules in (above, loose - above):
        if modules:
            names = sorted(module.partition(".")[2] for module in modules)
            shown = ", ".join(names[:5]) + (f" … ({len(names)})" if len(names) > 5 else "")
            boxes.append(Box(shown, frozenset(modules), is_own=True))
    return sorted(boxes, key=lambda box: (box.is_own, box.label))


def imports_between(boxes: Sequence[Box], graph: "nx.DiGraph[str]") -> "nx.DiGraph[Box]":
    """Return which box imports which."""
    holder = {module: box for box in boxes for module in box.modules}
    found: nx.DiGraph[Box] = nx.DiGraph()
    found.add_nodes_from(boxes)
    for one, other in graph.edges:
        if one in holder and other in holder and holder[one] is not holder[other]:
            found.add_edge(holder[one], holder[other])
    return found


def band_of(name: str, boxes: Sequence[Box], graph: "nx.DiGraph[str]") -> Band:
    """Return a band of boxes in rows: each arrow leads down."""
    between = imports_between(boxes, graph)
    groups = nx.condensation(between)
    levels: dict[int, int] = {}
    for group in reversed(list(nx.topological_sort(groups))):
        levels[group] = 1 + max((levels[own] for own in groups.successors(group)), default=-1)
    order = {box: place for place, box in enumerate(boxes)}
    rows = []
    for level in range(max(levels.values()), -1, -1):
        row = [
            tuple(sorted(groups.nodes[group]["members"], key=order.__getitem__))
            for group, own in levels.items()
            if own == level
        ]
        rows.append(tuple(sorted(row, key=lambda own: order[own[0]])))
    arrows = []
    for one, other in sorted(nx.transitive_reduction(groups).edges):
        pair = (groups.nodes[one]["members"], groups.nodes[other]["members"])
        arrows.append(tuple(min(own, key=order.__getitem__) for own in pair))
    arrows.sort(key=lambda own: (order[own[0]], order[own[1]]))
    return Band(name, tuple(rows), tuple(arrows))


def draw() -> str:
    """Return the picture, an SVG document; the same for the same imports."""
    graph = graph_of(name for names in BANDS for name in names)
    parts: list[str] = []
    y = PAD
    for names in BANDS:
        band = band_of(" · ".join(names), [b for n in names for b in boxes_of(n, graph)], graph)
        height = len(band.rows) * ROW + PAD
        parts += _band(band, y, height)
        y += height + 2 * PAD
        if names != BANDS[-1]:
            parts += _leading_down(BANDS.index(names), y - 2 * PAD, y, graph)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" role="img" '
        f'width="{WIDTH}" height="{y}"><title>Which package imports which</title>'
        f'<style>{_STYLE}</style><defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" '
        'markerUnits="userSpaceOnUse" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0 8 4 0 8z" fill="#57606a"/>'
        '</marker></defs><rect width="100%" height="100%" fill="#fff"/>'
    )
    return head + "\n" + "\n".join(parts) + "\n</svg>\n"


def _band(band: Band, y: int, height: int) -> list[str]:
    """Return the drawing of a band at a height."""
    parts = [
        f'<rect class="area" x="{PAD}" y="{y}" width="{WIDTH - 2 * PAD}" '
        f'height="{height}" rx="6"/>',
        f'<text class="band" x="{PAD + 12}" y="{y + 22}">{escape(band.name)}</text>',
    ]
    places: dict[Box, tuple[float, float, float]] = {}
    for number, row in enumerate(band.rows):
        top = y + PAD + 14 + number * ROW
        widths = [[len(box.label) * CHARACTER + 20 for box in group] for group in row]
        whole = sum(sum(own) + GAP * len(own) for own in widths) + GAP * (len(row) - 1)
        x: float = (WIDTH - whole) / 2 + 40
        for group, own in zip(row, widths, strict=True):
            start = x
            for box, width in zip(group, own, strict=True):
                places[box] = (x, float(top), width)
                x += width + GAP
            if len(group) > 1:
                ring = f'x="{start - 6:.0f}" y="{top - 6}" width="{x - start - GAP + 12:.0f}"'
                parts.append(f'<rect class="ring" {ring} height="{BOX + 12}" rx="6"/>')
            x += GAP
    for one, other in band.arrows:
        (x1, y1, w1), (x2, y2, w2) = places[one], places[other]
        path = f"M{x1 + w1 / 2:.0f} {y1 + BOX:.0f}L{x2 + w2 / 2:.0f} {y2:.0f}"
        parts.append(f'<path class="line" d="{path}" marker-end="url(#tip)"/>')
    for box, (left, upper, size) in places.items():
        kind = "box own" if box.is_own else "box"
        parts.append(
            f'<rect class="{kind}" x="{left:.0f}" y="{upper:.0f}" width="{size:.0f}" '
            f'height="{BOX}" rx="4"/>'
            f'<text x="{left + size / 2:.0f}" y="{upper + 20:.0f}" text-anchor="middle">'
            f"{escape(box.label)}</text>"
        )
    return parts


def _leading_down(place: int, start: int, end: int, graph: "nx.DiGraph[str]") -> list[str]:
    """Return the arrow from a band to the next, dashed where it imports nothing of that one."""
    upper, *lower = BANDS[place:]
    told, is_next_imported = [], False
    for names in lower:
        number = sum(
            one.split(".")[0] in upper and other.split(".")[0] in names
            for one, other in graph.edges
        )
        is_next_imported |= bool(number) and names is lower[0]
        if number:
            told.append(f"{' and '.join(names)} {number} times")
    line = "line wide" if is_next_imported else "ring"
    return [
        f'<path class="{line}" d="M{PAD + 60} {start}V{end}" marker-end="url(#tip)"/>',
        f'<text class="small" x="{PAD + 76}" y="{(start + end) / 2 + 4:.0f}">'
        f"imports {', '.join(told)}</text>",
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the picture, or return 1 where the one that is kept is out of date."""
    parser = argparse.ArgumentParser(prog="python -m tools.imports", description=__doc__)
    add_version_option(parser)
    parser.add_argument("--check", action="store_true", help="compare, and write nothing")
    parser.add_argument("--output", type=Path, default=PICTURE, help="which file")
    options = parser.parse_args(arguments)
    picture = draw()
    if not options.check:
        options.output.write_text(picture, encoding="utf-8")
        return 0
    if options.output.is_file() and options.output.read_text(encoding="utf-8") == picture:
        return 0
    print(f"{options.output}: is out of date; run: python -m tools.imports", file=sys.stderr)
    return 1


if __name__ == "__main__":
    exit_with(main)
