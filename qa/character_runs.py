"""Logistic regressions over runs of characters, as plain numbers in a file."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

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
    record = json.loads(path.read_bytes())[name]
    scale = record["scale"]
    weights = {run: np.array(row) * scale for run, row in record["weights"].items()}
    return RunRegression(tuple(record["outcomes"]), np.array(record["bias"]), weights)


def runs_in(text: str, longest: int) -> Iterator[str]:
    """Yield the runs of a text's characters of each length up to the longest."""
    for length in range(1, longest + 1):
        yield from (text[at : at + length] for at in range(len(text) - length + 1))
