"""Values side by side as bars, drawn here as SVG: no script, no style of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ui.markup import escape

_ROW, _NAME, _WIDTH, _VALUE = 34, 250, 800, 170
"""Height of a bar with its gap, width of the names, of all, and of the room for the values."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A value with its name, and as it is printed."""

    name: str
    value: float
    printed: str


def bars(values: Sequence[Bar]) -> Markup:
    """Return a chart of values, in the order given; empty where there are none."""
    if not values:
        return Markup("")
    most = max(abs(bar.value) for bar in values) or 1.0
    room = _WIDTH - _NAME - _VALUE
    rows = []
    for number, bar in enumerate(values):
        top, length = number * _ROW, max(2.0, room * abs(bar.value) / most)
        middle = top + _ROW / 2
        rows.append(
            f'<text class="name" x="{_NAME - 10}" y="{middle:.0f}">{escape(bar.name)}</text>'
            f'<rect x="{_NAME}" y="{top + 6}" width="{length:.1f}" height="{_ROW - 12}" rx="3"/>'
            f'<text class="value" x="{_NAME + length + 8:.1f}" y="{middle:.0f}">'
            f"{escape(bar.printed)}</text>"
        )
    height = len(values) * _ROW
    return Markup(
        f'<svg class="bars" viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'aria-labelledby="bars-title"><title id="bars-title">'
        f"{escape('；'.join(f'{bar.name} {bar.printed}' for bar in values))}</title>"
        f"{''.join(rows)}</svg>"
    )
