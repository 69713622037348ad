"""Risk against coverage, and confidence against what is right, as one drawing: SVG by hand."""

from collections.abc import Iterator, Sequence
from html import escape

from eval.qa_report import BINS, is_supported, risk_coverage
from eval.qa_types import JudgedAnswer

SIDE = 320  # pixels of a square plot
LEFT, TOP, GAP = 60, 60, 90
_STYLE = (
    "text{font:13px system-ui,'Noto Sans CJK SC',sans-serif;fill:#1f2328}"
    ".title{font-size:17px;font-weight:600}.small{font-size:11px;fill:#57606a}"
    ".grid{stroke:#d8dee4}.curve{fill:none;stroke:#0b6fb8;stroke-width:2}"
    ".ideal{stroke:#8c959f;stroke-dasharray:4 4}.dot{fill:#c98712;fill-opacity:.75}"
)


def draw_curves(name: str, judged: Sequence[JudgedAnswer]) -> str:
    """Return an SVG document of two plots.

    Left: of the surest answers, up to a share of all questions, the share that is wrong. Right: for
    each tenth of the confidence the share that is right; a dot's area is its number of questions.

    Args:
        name: Of the question set.
        judged: Its answers.
    """
    width, height = 2 * (LEFT + SIDE) + GAP, TOP + SIDE + 60
    second, bottom = LEFT + SIDE + GAP, TOP + SIDE
    curve = risk_coverage(judged)
    points = " ".join(_point(LEFT, coverage, risk) for coverage, risk in curve)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="0 0 {width} {height}" role="img">',
            f"<title>{escape(name)}: risk, coverage and calibration</title>",
            f"<style>{_STYLE}</style>",
            f'<rect width="{width}" height="{height}" fill="#fff"/>',
            f'<text class="title" x="16" y="28">{escape(name)}: {len(judged)} questions</text>',
            *_axes(LEFT, "share of the questions answered, the surest first", "wrong among them"),
            f'<polyline class="curve" points="{points}"/>',
            *_axes(second, "confidence", "right"),
            f'<line class="ideal" x1="{second}" y1="{bottom}" x2="{second + SIDE}" y2="{TOP}"/>',
            *_dots(second, judged),
            "</svg>\n",
        ]
    )


def _axes(left: int, below: str, beside: str) -> Iterator[str]:
    """Yield a grid of quarters with its labels."""
    for quarter in range(5):
        share = quarter / 4
        x, y = left + share * SIDE, TOP + (1 - share) * SIDE
        yield f'<line class="grid" x1="{x:g}" y1="{TOP}" x2="{x:g}" y2="{TOP + SIDE}"/>'
        yield f'<line class="grid" x1="{left}" y1="{y:g}" x2="{left + SIDE}" y2="{y:g}"/>'
        yield f'<text class="small" x="{x - 10:g}" y="{TOP + SIDE + 16}">{share:.2f}</text>'
        yield f'<text class="small" x="{left - 30}" y="{y + 4:g}">{share:.2f}</text>'
    yield f'<text x="{left}" y="{TOP + SIDE + 40}">{below}</text>'
    yield f'<text x="{left}" y="{TOP - 10}">{beside}</text>'


def _dots(left: int, judged: Sequence[JudgedAnswer]) -> Iterator[str]:
    """Yield a dot for each tenth of the confidence that has questions."""
    for number in range(BINS):
        own = [one for one in judged if min(int(one.confidence * BINS), BINS - 1) == number]
        if own:
            confidence = sum(one.confidence for one in own) / len(own)
            right = sum(map(is_supported, own)) / len(own)
            x, y = _point(left, confidence, right).split(",")
            radius = 30 * (len(own) / len(judged)) ** 0.5
            yield f'<circle class="dot" cx="{x}" cy="{y}" r="{radius:.1f}"/>'


def _point(left: int, x: float, y: float) -> str:
    """Return a place of a plot, both shares in [0, 1], as SVG writes it."""
    return f"{left + x * SIDE:.1f},{TOP + (1 - y) * SIDE:.1f}"
