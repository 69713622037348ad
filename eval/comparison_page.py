"""A comparison as a page that can be opened without a server."""

import os
from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.parse import quote as percent_encode

from eval.comparison import DECIDING, Comparison, QueryChange
from eval.comparison_text import describe_ranks, measure_cells, notes
from eval.paths import ROOT
from eval.sources import Quote, Sources
from eval.types import Outcome

HIGHLIGHTED_CHARS = 24  # what a browser looks for to scroll to it: long enough to occur once

_STYLE = """\
:root { color-scheme: light dark; }
body { font: 16px/1.6 system-ui, sans-serif; max-width: 64rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { margin-top: 2.5rem; }
table { border-collapse: collapse; } th, td { padding: .2rem .8rem; text-align: right; }
th:first-child, td:first-child { text-align: left; } tr + tr { border-top: 1px solid #8884; }
article { border: 1px solid #8886; border-radius: .5rem; margin: 1rem 0; padding: .4rem 1rem 1rem; }
article h3 { margin: .4rem 0; font-size: 1.05rem; } .gain { font-variant-numeric: tabular-nums; }
.won .gain { color: #187a3c; } .lost .gain { color: #c22f2f; }
@media (prefers-color-scheme: dark) {
  .won .gain { color: #6fd08f; } .lost .gain { color: #ff8f8f; }
}
.sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); gap: 1.5rem; }
blockquote { margin: .2rem 0 .8rem; padding-left: .8rem; border-left: 3px solid #8888; }
.place { font-size: .85rem; overflow-wrap: anywhere; } h4 { margin: .6rem 0 .3rem; }"""


def format_page(comparison: Comparison, sources: Sources, target: Path) -> str:
    """Return an HTML page: the measures, then each query won or lost with its quotations.

    Args:
        comparison: Of two runs.
        sources: The texts behind it, as far as they are known.
        target: Where the page will lie; links to the plans are relative to it.
    """
    won, lost = len(comparison.won), len(comparison.lost)
    head = ("measure", "A", "B", "B &minus; A", "95 %", "p")
    rows = ("".join(f"<td>{escape(c)}</td>" for c in row) for row in measure_cells(comparison))
    parts = [
        f"<h1>{escape(comparison.after.set_name)}: what B changes against A</h1>",
        f"<p>A: <code>{escape(comparison.before.label)}</code><br>",
        f"B: <code>{escape(comparison.after.label)}</code></p>",
        *(f"<p>{escape(note)}</p>" for note in notes(comparison, sources)),
        f"<table><tr>{''.join(f'<th>{name}</th>' for name in head)}</tr>",
        *(f"<tr>{row}</tr>" for row in rows),
        "</table>",
        f"<p>By {DECIDING}, B wins {won}, loses {lost} and ties "
        f"{comparison.queries - won - lost}.</p>",
    ]
    for kind, title, changes in (
        ("won", "Won", comparison.won),
        ("lost", "Lost", comparison.lost),
    ):
        parts.append(f"<h2>{title}: {len(changes)}</h2>")
        for change in changes:
            parts += _article(kind, change, sources, target)
    body = "\n".join(parts)
    return (
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(comparison.after.set_name)}: A and B</title>\n"
        f"<style>\n{_STYLE}\n</style>\n{body}\n</html>\n"
    )


def _article(kind: str, change: QueryChange, sources: Sources, target: Path) -> Iterator[str]:
    """Yield one query; its id is its anchor."""
    id_ = escape(change.query_id)
    yield f'<article class="{kind}" id="{id_}">'
    text = escape(sources.texts.get(change.query_id, ""))
    yield f'<h3><a href="#{id_}">{id_}</a> <span class="gain">{change.gain:+.3f}</span> {text}</h3>'
    quotes = sources.evidence.get(change.query_id, ())
    if quotes:
        yield "<h4>Sought</h4>"
    for quote in quotes:
        yield from _quotation(quote, target)
    yield '<div class="sides">'
    for side, outcome in (("A", change.before), ("B", change.after)):
        yield from _side(side, outcome, sources, target)
    yield "</div></article>"


def _side(name: str, outcome: Outcome, sources: Sources, target: Path) -> Iterator[str]:
    """Yield what one side returned first."""
    yield f"<div><h4>{name}: found at {escape(describe_ranks(outcome))}</h4><ol>"
    for item in outcome.ranking.items:
        yield "<li>"
        yield from _quotation(sources.passage(item), target)
        yield "</li>"
    yield "</ol></div>"


def _quotation(quote: Quote, target: Path) -> Iterator[str]:
    """Yield a quotation with its reference and a link to its place."""
    yield f"<div>{escape(quote.reference)}</div>"
    if quote.file:
        yield (
            f'<div class="place"><a href="{escape(_address(quote, target))}">'
            f"{escape(quote.link)}</a></div>"
        )
    if quote.text:
        yield f"<blockquote>{escape(quote.text)}</blockquote>"


def _address(quote: Quote, target: Path) -> str:
    """Return a link to a place, relative to the page.

    The characters are given twice: by number (RFC 5147), and as a text fragment (WICG
    scroll-to-text), which is what today's browsers scroll to and highlight.
    """
    file = os.path.relpath(ROOT / quote.file, target.resolve().parent)
    address = percent_encode(Path(file).as_posix())
    lines = quote.text.strip().splitlines()
    words = lines[0].strip()[:HIGHLIGHTED_CHARS] if lines else ""
    # A hyphen and a comma mean something in the directive; percent_encode leaves the first alone.
    text = percent_encode(words, safe="").replace("-", "%2D")
    return f"{address}#{quote.fragment}" + (f":~:text={text}" if text else "")
