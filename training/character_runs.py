"""Fits logistic regressions over runs of characters, their weights as whole numbers."""

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from qa.character_runs import RunRegression

LEAST = 2
"""Examples that a run must stand in."""
FOLDS = 8
STEPS = 127
"""A weight is a whole number of so many steps to the largest one."""


@dataclass(frozen=True, slots=True)
class Example:
    """The runs of a text, what comes of it, and the hand that wrote it."""

    runs: frozenset[str]
    outcome: str
    group: str


@dataclass(frozen=True, slots=True)
class Settings:
    """How a regression is fitted.

    Attributes:
        kept: Runs with the largest weights; the rest tell next to nothing.
        strength: Inverse of the ridge.
    """

    kept: int
    strength: float


def fit_and_write(
    given: Mapping[str, tuple[Sequence[Example], Settings]], path: Path
) -> dict[str, dict[str, float]]:
    """Write fits where they are used from, and return what cross-validation says of each.

    Args:
        given: Of each regression its name, what it is fitted to, and how.
        path: Of the file that holds all of them.
    """
    record = {name: fit_runs(*own) for name, own in given.items()}
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8")
    return {name: cross_validated(*own) for name, own in given.items()}


def fit_runs(given: Sequence[Example], settings: Settings) -> dict[str, object]:
    """Return the record of a fit, as ``read_regression`` reads it."""
    counted = Counter(run for own in given for run in own.runs)
    known = sorted(run for run, count in counted.items() if count >= LEAST)
    first = _regression(given, known, settings)
    order = np.argsort(-np.abs(first.coef_).max(axis=0), kind="stable")[: settings.kept]
    kept = sorted(known[place] for place in order)
    second = _regression(given, kept, settings)
    weights, bias = _of_each(second.coef_), _of_each(second.intercept_[:, None])[:, 0]
    scale = float(np.abs(weights).max()) / STEPS
    rounded = np.round(weights / scale).astype(int)
    return {
        "outcomes": second.classes_.tolist(),
        "bias": bias.round(4).tolist(),
        "scale": scale,
        "weights": {run: rounded[:, at].tolist() for at, run in enumerate(kept)},
    }


def cross_validated(given: Sequence[Example], settings: Settings) -> dict[str, float]:
    """Return the share told rightly of each hand's examples by a fit on other hands'.

    Where there are many hands, some are left out at once: ``FOLDS`` fits are made. Hands without
    which nothing is left to be told are not judged.
    """
    hands = sorted({own.group for own in given})
    shares = {}
    for fold in range(min(FOLDS, len(hands))):
        left_out = hands[fold::FOLDS]
        others = [own for own in given if own.group not in left_out]
        if len({own.outcome for own in others}) < 2:
            continue
        fitted = regression_of(fit_runs(others, settings))
        for hand in left_out:
            held = [own for own in given if own.group == hand]
            right = sum(_told(fitted, own.runs) == own.outcome for own in held)
            shares[hand] = round(right / len(held), 3)
    return dict(sorted(shares.items()))


def regression_of(record: dict[str, object]) -> RunRegression:
    """Return the regression of a record."""
    scale, weights = record["scale"], record["weights"]
    assert isinstance(weights, dict)
    own = {run: np.array(row) * scale for run, row in weights.items()}
    return RunRegression(tuple(record["outcomes"]), np.array(record["bias"]), own)  # type: ignore[arg-type]


def _regression(
    given: Sequence[Example], known: Sequence[str], settings: Settings
) -> LogisticRegression:
    """Fit a regression over some runs."""
    place = {run: at for at, run in enumerate(known)}
    found = [sorted(place[run] for run in own.runs if run in place) for own in given]
    starts = np.cumsum([0, *map(len, found)])
    columns = np.array([column for own in found for column in own], dtype=np.intp)
    design = csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(given), len(known)))
    model = LogisticRegression(C=settings.strength, max_iter=500)
    return model.fit(design, [own.outcome for own in given])


def _of_each(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a row of weights for each outcome; of two outcomes a fit has the second's alone."""
    return np.concatenate([-weights / 2, weights / 2]) if len(weights) == 1 else weights


def _told(fitted: RunRegression, runs: Collection[str]) -> str:
    """Return the likeliest outcome."""
    return fitted.outcomes[int(fitted.probabilities(runs).argmax())]
