"""Logistic regressions over runs of characters, as plain numbers in a file."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class RunRegression:
    """A regression: for each run that it knows a weight of each outcome.

    Attributes:
        outcomes: Their names.
        bias: Shape (outcomes,).
        weights: By run, shape (outcomes,) each.
    """

    outcomes: tuple[str, ...]
    bias: NDArray[np.float64]
    weights: dict[str, NDArray[np.float64]]

    def probabilities(self, runs: Collection[str]) -> NDArray[np.float64]:
        """Return the probability of each outcome, given the runs that a text has."""
        rows = [self.weights[run] for run in runs if run in self.weights]
        scores = self.bias + np.sum(rows, axis=0) if rows else self.bias
        chances = np.exp(scores - scores.max())
        found: NDArray[np.float64] = chances / chances.sum()
        return found


@cache
def read_regression(path: Path, name: str) -> RunRegression:
    """Read one of the regressions that ``training.character_runs`` wrote into a file."""
    record = _records(path)[name]
    rows = np.array(list(record["weights"].values())) * record["scale"]
    weights = dict(zip(record["weights"], rows, strict=True))
    return RunRegression(tuple(record["outcomes"]), np.array(record["bias"]), weights)


@lru_cache(maxsize=1)
def _records(path: Path) -> dict[str, dict[str, Any]]:
    """Read a file of regressions: as one of them is needed, the others are next."""
    found: dict[str, dict[str, Any]] = json.loads(path.read_bytes())
    return found


def runs_in(text: str, longest: int) -> Iterator[str]:
    """Yield the runs of a text's characters of each length up to the longest."""
    for length in range(1, longest + 1):
        yield from (text[at : at + length] for at in range(len(text) - length + 1))
