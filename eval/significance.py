"""How sure a mean, a share and a difference are: intervals and a paired randomisation test.

Everything is seeded, so that the same outcomes give the same figures.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 10_000  # the ends of an interval then move by less than a tenth of its width
SEED = 20_200
LEVEL = 0.95
_DEVIATIONS = 1.959964  # of a normal distribution: LEVEL lies between them
_CELLS = 4_000_000  # random numbers held at a time: 32 MB, whatever the number of queries


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over queries with its interval; ``low <= mean <= high`` up to resampling."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Difference:
    """By how much one run is better than another over the same queries.

    Attributes:
        estimate: Mean of the per-query differences, with the interval of that mean.
        p: Two-sided, in (0, 1]: how often chance alone gives a mean so far from 0.
    """

    estimate: Estimate
    p: float


def estimate_means(
    values: NDArray[np.float64], *, resamples: int = RESAMPLES, seed: int = SEED
) -> tuple[Estimate, ...]:
    """Return the mean of each column with its 95 % bootstrap interval over the rows.

    Args:
        values: Shape (queries, columns), float64; at least one query.
        resamples: How many samples of as many queries, with replacement; at least 1.
        seed: Of the random numbers; the same rows are drawn for all columns.

    Returns:
        One estimate a column; the interval runs from the 2.5th to the 97.5th percentile.

    Raises:
        ValueError: the array has another shape, or no row.

    Source:
        Efron, Tibshirani: An Introduction to the Bootstrap (1993), ch. 13 (percentile interval).
    """
    if values.ndim != 2 or not len(values):
        raise ValueError(f"values must have the shape (queries, columns), not {values.shape}")
    count = len(values)
    generator = np.random.default_rng(seed)
    means = np.concatenate(
        [_counts(generator, part, count) @ values / count for part in _parts(resamples, count)]
    )
    tail = 100 * (1 - LEVEL) / 2
    low, high = np.percentile(means, [tail, 100 - tail], axis=0)
    return tuple(
        Estimate(float(m), float(a), float(b))
        for m, a, b in zip(values.mean(axis=0), low, high, strict=True)
    )


def estimate_share(part: int, whole: int) -> Estimate:
    """Return a share with its 95 % interval, which is not empty even where all or none are.

    Args:
        part: From 0 to ``whole``.
        whole: At least 1; taken as independent of each other.

    Raises:
        ValueError: there is nothing, or the part exceeds it.

    Source:
        Wilson: Probable inference, the law of succession, and statistical inference, Journal of
        the American Statistical Association 22 (1927).
    """
    if not 0 <= part <= whole or not whole:
        raise ValueError(f"not a share: {part} of {whole}")
    share, square = part / whole, _DEVIATIONS**2
    middle = (share + square / (2 * whole)) / (1 + square / whole)
    reach = _DEVIATIONS * (share * (1 - share) / whole + square / (4 * whole**2)) ** 0.5
    reach /= 1 + square / whole
    return Estimate(share, max(0.0, middle - reach), min(1.0, middle + reach))


def compare_paired(
    before: NDArray[np.float64],
    after: NDArray[np.float64],
    *,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Difference:
    """Return the mean difference of two runs over the same queries, and its p-value.

    If the two runs were equally good, the sign of each query's difference would be a coin's
    throw. The p-value is the share of random signs that give a mean at least as far from 0 as
    the one observed, the observed one counted among them, so that it is never 0.

    Args:
        before: Shape (queries,), float64: one measure of the one run.
        after: The same queries' values of the other, in the same order.
        resamples: Number of random sign vectors, and of bootstrap samples; at least 1.
        seed: Of the random numbers.

    Raises:
        ValueError: the shapes differ, or there is no query.

    Source:
        Smucker, Allan, Carterette: A comparison of statistical significance tests for information
        retrieval evaluation, CIKM 2007. The + 1: Phipson, Smyth, Statistical Applications in
        Genetics and Molecular Biology 9 (2010).
    """
    if before.shape != after.shape or before.ndim != 1:
        raise ValueError(f"two columns of equal length are needed: {before.shape}, {after.shape}")
    differences = after - before
    (estimate,) = estimate_means(differences[:, None], resamples=resamples, seed=seed)
    generator = np.random.default_rng(seed)
    # Sums of the same numbers in another order differ in their last digits; that is no surplus.
    observed = abs(differences.sum()) - 1e-9
    extreme = 0
    for part in _parts(resamples, len(differences)):
        signs = 2.0 * generator.integers(0, 2, size=(part, len(differences))) - 1
        extreme += int((np.abs(signs @ differences) >= observed).sum())
    return Difference(estimate, (extreme + 1) / (resamples + 1))


def _parts(resamples: int, count: int) -> Iterator[int]:
    """Yield sizes that add up to ``resamples``, each small enough for memory."""
    size = max(1, _CELLS // count)
    while resamples > 0:
        yield min(size, resamples)
        resamples -= size


def _counts(generator: np.random.Generator, samples: int, count: int) -> NDArray[np.float64]:
    """Return how often each query is drawn in each sample, shape (samples, count)."""
    drawn = generator.integers(0, count, size=(samples, count))
    drawn += count * np.arange(samples)[:, None]
    counts = np.bincount(drawn.ravel(), minlength=samples * count).reshape(samples, count)
    return counts.astype(np.float64)
