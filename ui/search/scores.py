"""The two parts of a score as numbers and as a bar around a zero line."""

from collections.abc import Sequence
from dataclasses import dataclass

from index import Hit
from ui.markup import escape
from ui.texts import DENSE, LEXICAL, SCORE_HELP

_MINUS = "\N{MINUS SIGN}"
"""As wide as a plus sign, where a hyphen is easily overlooked."""


@dataclass(frozen=True, slots=True)
class Scale:
    """What the bars of one result list share, so that they can be compared.

    Attributes:
        low: The score at the bar's left end, at most 0.
        high: The score at its right end, above ``low``.
    """

    low: float
    high: float

    def percent(self, score: float) -> float:
        """Return where a score lies on the bar, 0 to 100."""
        return 100 * (score - self.low) / (self.high - self.low)


def scale_of(hits: Sequence[Hit]) -> Scale:
    """Return the scale on which every part of every hit has room."""
    low = min((_below_zero(hit) for hit in hits), default=0.0)
    high = max((_above_zero(hit) for hit in hits), default=0.0)
    return Scale(low, high if high > low else low + 1.0)


def render_score(hit: Hit, scale: Scale) -> str:
    """Return the HTML of a hit's score: a bar of two parts, and their numbers.

    Positive parts follow each other to the right of zero, negative ones to the left.
    """
    lexical, dense, score = (
        format_number(number) for number in (hit.lexical, hit.dense, hit.score)
    )
    spoken = f"{LEXICAL} {lexical} + {DENSE} {dense} = {score}"
    return (
        f'<div class="score" title="{escape(str(SCORE_HELP))}">'
        f'<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" '
        f'aria-label="{escape(spoken)}">{_parts(hit, scale)}</svg>'
        f'<span class="numbers" aria-hidden="true">'
        f'<span class="lexical">{LEXICAL.html} <b>{lexical}</b></span>'
        f'<span class="dense">{DENSE.html} <b>{dense}</b></span>'
        f'<span class="total">= {score}</span></span></div>'
    )


def format_number(number: float) -> str:
    """Return a number with two digits and a true minus sign; what rounds to 0 has no sign."""
    text = f"{number:.2f}"
    return "0.00" if text == "-0.00" else text.replace("-", _MINUS)


def _parts(hit: Hit, scale: Scale) -> str:
    """Return the two parts of the bar and its zero line."""
    # A part of the other sign does not push this one away from zero.
    after_lexical = hit.lexical if (hit.lexical > 0) == (hit.dense > 0) else 0.0
    return (
        _part("lexical", 0.0, hit.lexical, scale)
        + _part("dense", after_lexical, after_lexical + hit.dense, scale)
        + f'<rect class="zero" x="{scale.percent(0.0):.2f}" width="0.7" height="10"/>'
    )


def _part(kind: str, start: float, end: float, scale: Scale) -> str:
    """Return a part of the bar from one score to another."""
    left, right = sorted((scale.percent(start), scale.percent(end)))
    return f'<rect class="{kind}" x="{left:.2f}" width="{right - left:.2f}" height="10"/>'


def _above_zero(hit: Hit) -> float:
    """Return how far a hit's bar reaches above zero."""
    return max(hit.lexical, 0.0) + max(hit.dense, 0.0)


def _below_zero(hit: Hit) -> float:
    """Return how far a hit's bar reaches below zero, as a number of at most 0."""
    return min(hit.lexical, 0.0) + min(hit.dense, 0.0)
