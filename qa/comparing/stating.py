"""Which of several places that a question names say what is asked, told by all of them at once."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from qa.abstaining import Evidence
from qa.fitted import Regression, regression_of
from qa.intent import Asked

STATED_FILE = Path(__file__).with_name("stated.json")
"""What ``python -m training --only-choice`` fits."""
STATED = 0.2
"""Probability from which a place's best sentence is shown beside those of others."""
LEAST_ODDS = -1.5
"""Of the sentence for itself; below, that it is the best of all places makes it no answer."""
STATED_FEATURES = {
    "odds": 1,  # that the sentence answers, for itself
    "ahead": 1,  # of the reader's relevance, before the best of the other places, or behind it
    "alone": -1,  # yes or no is asked of this place, and something else of others
    "agreed": 1,  # its passage is the best without the reader too
    "likeness": 1,  # to the sentence of the surest other place
}
"""What the probability is made of, each with the sign that its weight may have."""
_PAIR = re.compile(r"(?=([\u3400-\u9fff]{2}))")


@dataclass(frozen=True, slots=True)
class Told:
    """What tells whether a place says what is asked.

    Attributes:
        asks: What is asked of it.
        odds: That its best sentence answers, as log odds.
        relevance: Of the sentence's passage, by the reader, as log odds.
        is_agreed: The passage is the best without the reader too.
        pairs: The pairs of Chinese characters in the sentence.
    """

    asks: Asked
    odds: float
    relevance: float
    is_agreed: bool
    pairs: frozenset[str]


def told_by(evidence: Evidence) -> Told | None:
    """Return what some evidence on a place tells; None where it has no sentence, or none was read.

    Args:
        evidence: Of the place alone; with a reason, what no answer can do without is not there.
    """
    if evidence.reason is not None or evidence.odds is None:
        return None
    best, other = evidence.selection.chosen[0], evidence.selection.without_reader
    if best.read is None or other is None:
        return None
    return Told(
        asks=evidence.question.asks,
        odds=evidence.odds,
        relevance=best.read.relevance,
        is_agreed=other.passage.id == best.passage.id,
        pairs=frozenset(_PAIR.findall(best.shadow.text)),
    )


def chances_of(told: Sequence[Told | None]) -> list[float | None]:
    """Return of each of several places the probability that it says what is asked.

    None of one that nothing was told of, and 0 below ``LEAST_ODDS``.
    """
    return [
        None if own is None else _chance(own, features_of(at, told)) for at, own in enumerate(told)
    ]


def _chance(own: Told, features: tuple[float, ...]) -> float:
    return stated().probability(features) if own.odds >= LEAST_ODDS else 0.0


def features_of(at: int, told: Sequence[Told | None]) -> tuple[float, ...]:
    """Return the features of one of several places, in the order of ``STATED_FEATURES``.

    Args:
        at: Its number; something was told of it.
        told: Of all places.
    """
    own = told[at]
    assert own is not None
    others = [other for other in (*told[:at], *told[at + 1 :]) if other]
    surest = max(others, key=lambda other: other.odds, default=None)
    most = max((other.relevance for other in others), default=own.relevance)
    is_alone = own.asks == "yes_no" and any(other.asks != "yes_no" for other in others)
    return (
        own.odds,
        own.relevance - most,
        float(is_alone),
        float(own.is_agreed),
        _likeness(own.pairs, surest.pairs) if surest else 0.0,
    )


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the overlap coefficient of two sets (Szymkiewicz-Simpson), in [0, 1]."""
    return len(one & other) / max(1, min(len(one), len(other)))


@cache
def stated() -> Regression:
    """Return the regression in use.

    Raises:
        ValueError: the file is for other features.
    """
    record = json.loads(STATED_FILE.read_text(encoding="utf-8"))
    if record["features"] != list(STATED_FEATURES):
        raise ValueError(f"{STATED_FILE.name} is for other features; fit it again")
    return regression_of(record["stated"])
