"""The whole text of a plan as HTML, each character where the source has it, in layers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from index import Clause, Plan
from index.text import find_gaps, simplify, traditional
from ui.addresses import anchor, clause_anchor
from ui.markup import escape, escape_shown
from ui.search.passages import paragraphs_of
from ui.texts import REPAIR, in_one_language

LayerKind = Literal["boilerplate", "heading", "damaged", "found", "cited"]
_ORDER: tuple[LayerKind, ...] = ("boilerplate", "heading", "damaged", "cited", "found")
"""From the outermost layer of a stretch of text to the innermost."""
_UNREADABLE = ("damaged", "noise", "uncertain")
"""Anomalies of characters; the others are of whole clauses."""
Script = Literal["", "hans", "hant"]
"""Characters to show a text in: as printed, Simplified, Traditional."""


@dataclass(frozen=True, slots=True)
class Layer:
    """A range of a plan's text that is shown in some way.

    Attributes:
        start: In code points; ``end`` is exclusive.
        id: What its first characters are called in the page's address; empty for nothing.
        note: What stands behind it: how a damaged stretch should read.
        title: What is said of it to who points at it.
        level: Of a heading, from 1 down.
    """

    start: int
    end: int
    kind: LayerKind
    id: str = ""
    note: str = ""
    title: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """What stands between the label of one clause and that of the next.

    Attributes:
        anchor: What it is called in the page's address.
        html: Paragraphs.
        is_page: All of it is of the web page that the plan stood on.
    """

    clause: Clause
    anchor: str
    html: str
    is_page: bool


def sections_of(
    plan: Plan,
    cited: Sequence[tuple[int, int]] = (),
    found: Sequence[tuple[int, int]] = (),
    script: Script = "",
) -> Iterator[Section]:
    """Yield the text of a plan by its clauses, in reading order.

    Args:
        plan: To be read.
        cited: Ranges of its text that are lit, each under ``#c-START-END``.
        found: Ranges that a search in the plan found, in order, under ``#m-1`` and so on.
        script: To show it in; no offset changes.
    """
    named: set[Layer] = set()
    layers = sorted(_layers(plan, cited, found), key=lambda layer: (layer.start, layer.end))
    # What a web page has before the plan belongs to no clause, and is shown with the first.
    starts = [0, *(clause.start for clause in plan.clauses[1:])]
    for number, clause in enumerate(plan.clauses):
        stop = starts[number + 1] if number + 1 < len(starts) else len(plan.text)
        start = starts[number]
        within = [own for own in layers if own.start < stop and start < own.end]
        yield Section(
            clause,
            clause_anchor(clause.id),
            _html(plan, start, stop, within, script, named),
            any(
                own.kind == "boilerplate" and own.start <= start and stop <= own.end
                for own in within
            ),
        )


def heading_end(plan: Plan, clause: Clause) -> int:
    """Return where the label and the heading of a clause end."""
    end = clause.start + len(clause.label)
    place = plan.text.find(clause.heading, end, clause.end) if clause.heading else -1
    return place + len(clause.heading) if place >= 0 else end


def _layers(
    plan: Plan, cited: Sequence[tuple[int, int]], found: Sequence[tuple[int, int]]
) -> Iterator[Layer]:
    """Yield everything that is shown of a plan's text beside its characters."""
    for span in plan.boilerplate:
        yield Layer(span.start, span.end, "boilerplate")
    for clause in plan.clauses:
        if clause.label and (end := heading_end(plan, clause)) > clause.start:
            yield Layer(clause.start, end, "heading", level=max(1, clause.level))
    for erratum in plan.errata:
        title = f"{REPAIR}: {erratum.repaired}"
        yield Layer(erratum.start, erratum.end, "damaged", "", erratum.repaired, title)
    repaired = [(erratum.start, erratum.end) for erratum in plan.errata]
    for anomaly in plan.anomalies:
        is_repaired = any(s < anomaly.end and anomaly.start < e for s, e in repaired)
        if anomaly.kind in _UNREADABLE and anomaly.end > anomaly.start and not is_repaired:
            yield Layer(
                anomaly.start, anomaly.end, "damaged", title=in_one_language(anomaly.message)
            )
    for number, (start, end) in enumerate(found, 1):
        yield Layer(start, end, "found", f"m-{number}")
    for start, end in cited:
        yield Layer(start, end, "cited", anchor(start, end))


def _html(
    plan: Plan,
    start: int,
    end: int,
    layers: Sequence[Layer],
    script: Script,
    named: set[Layer],
) -> str:
    """Return a range of a plan's text as paragraphs."""
    text = plan.text[start:end]
    gaps = {gap.start: gap for gap in find_gaps(text)}
    paragraphs = [""]
    for begin, stop, active in _stretches(start, end, layers):
        pieces = paragraphs_of(text, begin - start, stop - start, gaps)
        for number, piece in enumerate(pieces):
            if number:
                paragraphs.append("")
            if piece:
                paragraphs[-1] += _tagged(_in_script(piece, script), active, named)
        for layer in active:
            if layer.note and layer.end == stop:
                paragraphs[-1] += _note(layer.note)
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs if paragraph)


def _stretches(
    start: int, end: int, layers: Sequence[Layer]
) -> Iterator[tuple[int, int, list[Layer]]]:
    """Yield a range in stretches, each with the layers that all of it lies in."""
    edges = {start, end}
    for layer in layers:
        edges |= {max(start, layer.start), min(end, layer.end)}
    cuts = sorted(edges)
    for begin, stop in pairwise(cuts):
        yield begin, stop, [own for own in layers if own.start <= begin and stop <= own.end]


def _tagged(piece: str, layers: Iterable[Layer], named: set[Layer]) -> str:
    """Return a piece of text inside the elements of its layers.

    What a layer is called stands on the first characters of it that are seen.
    """
    html = escape_shown(piece)
    for layer in sorted(layers, key=lambda own: -_ORDER.index(own.kind)):
        is_first = layer not in named
        named.add(layer)
        name = f' id="{layer.id}"' if layer.id and is_first else ""
        title = f' title="{escape(layer.title)}"' if layer.title else ""
        if layer.level and is_first:
            title += f' role="heading" aria-level="{min(6, layer.level + 1)}"'
        tag = {"found": "mark", "cited": "mark", "heading": "b"}.get(layer.kind, "span")
        html = f'<{tag} class="{layer.kind}"{name}{title}>{html}</{tag}>'
    return html


def _note(repaired: str) -> str:
    """Return what should stand where the source is damaged."""
    return f'<span class="repair">〔{REPAIR.html} {escape(repaired)}〕</span>'


def _in_script(text: str, script: Script) -> str:
    """Return a text in the characters that it is to be shown in."""
    if script == "hans":
        return simplify(text)
    return traditional(text) if script == "hant" else text
