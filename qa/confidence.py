"""How sure an answer is: from what was found to the probability that it is right."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CALIBRATION_FILE = Path(__file__).with_name("calibration.json")
"""What ``python -m eval qa --calibrate`` fits."""
FEATURES = {
    "coverage": 1,  # share of the question's words in the sentence
    "context": 1,  # in its passage and headings
    "missing": -1,  # weight of the rarest word that neither has
    "missing_sentence": -1,  # that the sentence has not
    "unknown": -1,  # share of words that no passage of the index has
    "similarity": 1,  # of the sentence, times ten, from what is usual in the language
    "score": 1,  # of the hit
    "margin": 1,  # to the best sentence of another passage
    "fitting": 1,  # the kind of thing asked for is there
    "unfitting": -1,  # a number, a date, an office or a meaning was asked for and is not there
    "is_english": 0,
    "is_across": 0,
    "is_open": -1,  # no plan is named: all that say something must be found
}
"""What the confidence is made of, each with the sign its weight may have: 1 for what can only
speak for an answer, -1 for what can only speak against it, 0 where the data decide."""


@dataclass(frozen=True, slots=True)
class Regression:
    """A logistic regression.

    Attributes:
        weights: One a feature; ``means`` and ``scales`` standardise them first.
    """

    weights: tuple[float, ...]
    bias: float
    means: tuple[float, ...]
    scales: tuple[float, ...]

    def probability(self, features: Sequence[float]) -> float:
        """Return the probability at some features, in the order they were fitted in."""
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, self.log_odds(features)))))

    def log_odds(self, features: Sequence[float]) -> float:
        """Return the log odds at some features."""
        parts = zip(features, self.means, self.scales, self.weights, strict=True)
        return self.bias + sum(w * (x - mean) / scale for x, mean, scale, w in parts)


@dataclass(frozen=True, slots=True)
class Calibration:
    """What decides whether a question is answered, and how sure the answer is.

    Attributes:
        supported: That the best sentence speaks to the question; it decides, from ``threshold``
            on. One sentence of several may be missing, and the answer still serves.
        right: That the whole answer is right: its confidence.
    """

    supported: Regression
    right: Regression
    threshold: float


@cache
def calibration() -> Calibration:
    """Return what is in use.

    Raises:
        ValueError: the file is for other features.
    """
    record = json.loads(CALIBRATION_FILE.read_text(encoding="utf-8"))
    if tuple(record["features"]) != tuple(FEATURES):
        raise ValueError(f"{CALIBRATION_FILE.name} is for other features; fit it again")
    return Calibration(
        supported=regression_of(record["supported"]),
        right=regression_of(record["right"]),
        threshold=record["threshold"],
    )


def regression_of(record: dict[str, list[float] | float]) -> Regression:
    """Return a regression from JSON values."""
    bias = record["bias"]
    if not isinstance(bias, float):
        raise ValueError(f"{CALIBRATION_FILE.name} has no bias")
    lists = {name: value for name, value in record.items() if isinstance(value, list)}
    return Regression(
        weights=tuple(lists["weights"]),
        bias=bias,
        means=tuple(lists["means"]),
        scales=tuple(lists["scales"]),
    )
