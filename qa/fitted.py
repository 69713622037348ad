"""What is fitted on questions whose answers are known: the choice, the decision, the confidence."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FITTED_FILE = Path(__file__).with_name("choice.json")
"""What ``python -m training choice`` fits."""


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
class Fitted:
    """What chooses a sentence, decides whether it answers, and says how sure the answer is.

    Attributes:
        choice: That a sentence speaks to the question.
        supported: That the best sentence does; it decides, from ``threshold`` on. One sentence of
            several may be missing, and the answer still serves.
        right: That the whole answer is right: its confidence.
    """

    choice: Regression
    supported: Regression
    right: Regression
    threshold: float


@cache
def fitted(*, is_read: bool) -> Fitted:
    """Return what is in use where the reader read, or where there is no reader.

    Raises:
        ValueError: the file is for other features.
    """
    from qa.abstaining import DECISION_FEATURES
    from qa.choosing import CHOICE_FEATURES

    record = json.loads(FITTED_FILE.read_text(encoding="utf-8"))
    features = record["choice_features"], record["decision_features"]
    if features != (list(CHOICE_FEATURES), list(DECISION_FEATURES)):
        raise ValueError(f"{FITTED_FILE.name} is for other features; fit it again")
    own = record["read" if is_read else "unread"]
    return Fitted(
        choice=regression_of(own["choice"]),
        supported=regression_of(own["supported"]),
        right=regression_of(own["right"]),
        threshold=own["threshold"],
    )


def regression_of(record: Mapping[str, float | list[float]]) -> Regression:
    """Return a regression from JSON values.

    Raises:
        ValueError: its bias is no number.
    """
    bias = record["bias"]
    if not isinstance(bias, float):
        raise ValueError("a regression has no bias")
    lists = {name: tuple(value) for name, value in record.items() if isinstance(value, list)}
    return Regression(lists["weights"], bias, lists["means"], lists["scales"])
