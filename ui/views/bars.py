"""Values side by side as bars, drawn here as SVG: no script, no style of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from markupsafe import Markup

from ui.markup import escape

_ROW, _WIDTH, _LINE, _BAR = 42, 440, 12, 14
"""Height of a row and width of all; where the words above a bar stand, and how high it is."""
_LETTERS = 60
"""That stand side by side, a Chinese character counting as two."""


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
    rows = []
    for number, bar in enumerate(values):
        top, length = number * _ROW, max(2.0, _WIDTH * abs(bar.value) / most)
        room = _LETTERS - _breadth(bar.name) - 2
        rows.append(
            f'<text class="name" x="0" y="{top + _LINE}">{escape(bar.name)}</text>'
            f'<text class="value" x="{_WIDTH}" y="{top + _LINE}">'
            f"{escape(_shortened(bar.printed, room))}</text>"
            f'<rect x="0" y="{top + _LINE + 10}" width="{length:.1f}" height="{_BAR}" rx="3"/>'
        )
    height = len(values) * _ROW
    return Markup(
        f'<svg class="bars" viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'aria-labelledby="bars-title"><title id="bars-title">'
        f"{escape('；'.join(f'{bar.name} {bar.printed}' for bar in values))}</title>"
        f"{''.join(rows)}</svg>"
    )


def _breadth(text: str) -> int:
    """Return how many letters a text is as broad as."""
    return sum(2 if east_asian_width(own) in "WF" else 1 for own in text)


def _shortened(text: str, room: int) -> str:
    """Return a text that is no broader than so many letters; all of it stands in the table."""
    if _breadth(text) <= room:
        return text
    while text and _breadth(text) > room - 1:
        text = text[:-1]
    return f"{text}…"
