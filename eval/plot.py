"""A drawing of one measure by system and slice, with intervals: SVG written by hand.

A drawing library would be the largest dependency of the evaluation for bars and lines.
"""

from collections.abc import Iterator, Sequence
from html import escape

from eval.errors import ResultsError
from eval.measures import MEASURES
from eval.report import result_rows, slice_rows
from eval.types import Row, SetResult
from index.types import MODES

ROW = 22  # pixels from one bar to the next
LEFT, PLOT, RIGHT = 190, 560, 150  # pixels for labels, bars, figures
TOP = 70
FEW = 15  # slices of fewer queries are drawn pale: their intervals are wide
COLOURS = {"hybrid": "#0b6fb8", "dense": "#8a63b8", "lexical": "#c98712"}
OTHERS = "#8c959f"
_STYLE = (
    "text{font:13px system-ui,'Noto Sans CJK SC',sans-serif;fill:#1f2328}"
    ".head{font-weight:600}.title{font-size:17px;font-weight:600}.small{font-size:11px;fill:#57606a}"
    ".grid{stroke:#d8dee4}.range{stroke:#1f2328;stroke-width:1.5}"
)


def draw(results: Sequence[SetResult], measure: str) -> str:
    """Return a drawing of a measure: systems of each set, then the slices of each mode.

    Args:
        results: In the order they are drawn.
        measure: Its name as in ``eval.measures.MEASURES``.

    Returns:
        An SVG document. A bar is a mean, the line over it its 95 % interval.

    Raises:
        ResultsError: there is no such measure.
    """
    names = [m.name for m in MEASURES]
    if measure not in names:
        raise ResultsError(f"unknown measure {measure!r}; use one of {', '.join(names)}")
    body: list[str] = []
    y = TOP
    for result in results:
        for title, rows in _groups(result):
            body.append(_text(16, y + 15, title, "head"))
            y += ROW + 2
            for label, system, row in rows:
                body += _bar(y, label, system, row, measure)
                y += ROW
            y += 14
    title = f"{measure} with 95 % intervals; pale: fewer than {FEW} queries"
    width, height = LEFT + PLOT + RIGHT, y + 10
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="0 0 {width} {height}" role="img">',
            f"<title>{escape(measure)} by system and slice</title>",
            f"<style>{_STYLE}</style>",
            f'<rect width="{width}" height="{height}" fill="#fff"/>',
            _text(16, 28, title, "title"),
            *_grid(height),
            *body,
            "</svg>\n",
        ]
    )


def _groups(result: SetResult) -> Iterator[tuple[str, list[tuple[str, str, Row]]]]:
    """Yield a title and its bars (label, system, row): all systems, then slice by slice."""
    rows = result_rows(result)
    yield f"{result.name}: all {rows[0].queries} queries", [(r.label, r.label, r) for r in rows]
    slices: dict[str, list[tuple[str, str, Row]]] = {}
    for run in result.runs:
        for row in slice_rows(result, run.system) if run.system in MODES else ():
            slices.setdefault(row.label, []).append((run.system, run.system, row))
    for label, bars in slices.items():
        yield f"{result.name}: {label}, {bars[0][2].queries} queries", bars


def _bar(y: int, label: str, system: str, row: Row, measure: str) -> Iterator[str]:
    """Yield one bar with its interval and its figures."""
    estimate = row.measures[measure]
    opacity = 1.0 if row.queries >= FEW else 0.45
    yield _text(LEFT - 10, y + 14, label, "", anchor="end")
    yield (
        f'<rect x="{LEFT}" y="{y + 3}" width="{estimate.mean * PLOT:.1f}" height="{ROW - 7}" '
        f'fill="{COLOURS.get(system, OTHERS)}" fill-opacity="{opacity}"/>'
    )
    low, high = (LEFT + end * PLOT for end in (estimate.low, estimate.high))
    middle = y + 3 + (ROW - 7) / 2
    yield f'<path class="range" d="M{low:.1f} {middle}H{high:.1f}"/>'
    yield (
        f'<path class="range" d="M{low:.1f} {middle - 4}v8M{high:.1f} {middle - 4}v8" fill="none"/>'
    )
    figures = f"{estimate.mean:.3f}  ({estimate.low:.2f}–{estimate.high:.2f})"
    yield _text(LEFT + PLOT + 12, y + 14, figures, "")


def _grid(height: int) -> Iterator[str]:
    """Yield the lines at 0, 0.2 … 1 and their labels."""
    for tenth in range(0, 11, 2):
        x = LEFT + tenth / 10 * PLOT
        yield f'<path class="grid" d="M{x:.1f} {TOP - 8}V{height - 10}"/>'
        yield _text(x, TOP - 14, f"{tenth / 10:.1f}", "small", anchor="middle")


def _text(x: float, y: float, words: str, kind: str, *, anchor: str = "start") -> str:
    """Return a line of text."""
    place = f'x="{x:.1f}" y="{y:.1f}" class="{kind}" text-anchor="{anchor}"'
    return f"<text {place}>{escape(words)}</text>"
