import numpy as np
import pytest
from scipy import stats

from eval.significance import compare_paired, estimate_means, estimate_share

GENERATOR = np.random.default_rng(7)
BEFORE = GENERATOR.random(40)
AFTER = np.clip(BEFORE + GENERATOR.normal(0.05, 0.2, 40), 0, 1)


def test_the_interval_is_that_of_scipy():
    (estimate,) = estimate_means(BEFORE[:, None])
    reference = stats.bootstrap(
        (BEFORE,), np.mean, n_resamples=10_000, method="percentile", rng=np.random.default_rng(1)
    ).confidence_interval
    assert estimate.mean == pytest.approx(BEFORE.mean())
    assert (estimate.low, estimate.high) == pytest.approx(tuple(reference), abs=0.005)


def test_the_p_value_is_that_of_scipy():
    found = compare_paired(BEFORE, AFTER)
    reference = stats.permutation_test(
        (AFTER, BEFORE),
        lambda a, b, axis: np.mean(a - b, axis=axis),
        permutation_type="samples",
        vectorized=True,
        n_resamples=10_000,
        rng=np.random.default_rng(1),
    )
    assert found.estimate.mean == pytest.approx((AFTER - BEFORE).mean())
    assert found.p == pytest.approx(reference.pvalue, abs=0.01)


def test_the_same_figures_every_time():
    assert compare_paired(BEFORE, AFTER) == compare_paired(BEFORE, AFTER)
    assert estimate_means(BEFORE[:, None], seed=1) != estimate_means(BEFORE[:, None], seed=2)


def test_columns_are_estimated_alike_together_and_alone():
    together = estimate_means(np.stack([BEFORE, AFTER], axis=1))
    assert together[1].low == pytest.approx(estimate_means(AFTER[:, None])[0].low)


def test_equal_runs_do_not_differ():
    found = compare_paired(BEFORE, BEFORE)
    assert (found.p, found.estimate.mean, found.estimate.low) == (1.0, 0.0, 0.0)


def test_a_difference_that_always_has_one_sign():
    found = compare_paired(np.zeros(40), np.ones(40), resamples=999)
    assert found.p == pytest.approx(1 / 1000)
    assert (found.estimate.low, found.estimate.high) == (1.0, 1.0)


def test_few_queries_prove_nothing():
    # of the eight ways to sign three differences two are as far from 0 as the observed
    assert compare_paired(np.zeros(3), np.ones(3)).p == pytest.approx(0.25, abs=0.02)


def test_memory_is_bounded_by_parts(monkeypatch):
    whole = estimate_means(BEFORE[:, None], resamples=500)[0]
    monkeypatch.setattr("eval.significance._CELLS", 400)
    parts = estimate_means(BEFORE[:, None], resamples=500)[0]
    assert (parts.low, parts.high) == pytest.approx((whole.low, whole.high))


@pytest.mark.parametrize("values", [np.zeros((0, 3)), np.zeros(3)])
def test_what_has_no_mean(values):
    with pytest.raises(ValueError, match=r"shape \(queries, columns\)"):
        estimate_means(values)


def test_unpaired_columns_are_refused():
    with pytest.raises(ValueError, match="two columns of equal length"):
        compare_paired(np.zeros(3), np.zeros(4))


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [
        (1, 2, 0.0945, 0.9055),  # 0.5 +- 0.4055
        (10, 10, 0.7225, 1.0),  # 1 / (1 + 1.96**2 / 10)
        (0, 10, 0.0, 0.2775),
    ],
)
def test_the_interval_of_a_share(part, whole, low, high):
    share = estimate_share(part, whole)
    assert share.mean == part / whole
    assert (share.low, share.high) == pytest.approx((low, high), abs=1e-4)


@pytest.mark.parametrize(("part", "whole"), [(0, 0), (3, 2), (-1, 2)])
def test_a_share_of_nothing(part, whole):
    with pytest.raises(ValueError, match=f"not a share: {part} of {whole}"):
        estimate_share(part, whole)
