import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.ranking.fusion import LEXICAL_WEIGHT, fuse, standardize

ROOT_1_5 = math.sqrt(1.5)


def array(*values):
    return np.array(values, dtype=np.float64)


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([1, 2, 3], [-ROOT_1_5, 0, ROOT_1_5]),
        ([0, 0, 3], [-math.sqrt(0.5), -math.sqrt(0.5), math.sqrt(2)]),
        ([10, -10], [1, -1]),
        ([4, 4, 4], [0, 0, 0]),
        ([0.1 + 0.2, 0.3], [0, 0]),  # differ by rounding only
        ([7], [0]),
        ([], []),
    ],
)
def test_standard_scores(scores, expected):
    np.testing.assert_allclose(standardize(array(*scores)), expected, atol=1e-12)


@pytest.mark.parametrize(
    ("weight", "expected"),
    [
        (0.4, ([-0.4 * ROOT_1_5, 0, 0.4 * ROOT_1_5], [0.6 * ROOT_1_5, 0, -0.6 * ROOT_1_5])),
        (0, ([0, 0, 0], [ROOT_1_5, 0, -ROOT_1_5])),
        (1, ([-ROOT_1_5, 0, ROOT_1_5], [0, 0, 0])),
    ],
)
def test_weighted_parts(weight, expected):
    parts = fuse(array(0, 5, 10), array(0.9, 0.8, 0.7), weight=weight)
    np.testing.assert_allclose(parts, expected, atol=1e-12)


def test_the_weight_is_the_lexical_share():
    lexical, dense = fuse(array(0, 1), array(0, 1))
    assert lexical[1] == pytest.approx(LEXICAL_WEIGHT)
    assert dense[1] == pytest.approx(1 - LEXICAL_WEIGHT)


def test_words_that_say_nothing_leave_the_embedding_to_decide():
    lexical, dense = fuse(array(0, 0, 0), array(0.81, 0.85, 0.83))
    assert lexical.tolist() == [0, 0, 0]
    assert np.argsort(-(lexical + dense)).tolist() == [1, 2, 0]


@pytest.mark.parametrize("weight", [-0.01, 1.01, float("nan"), float("inf")])
def test_a_weight_outside_its_bounds_is_refused(weight):
    with pytest.raises(ValueError, match=r"weight must lie in \[0, 1\]"):
        fuse(array(1), array(1), weight=weight)


def test_different_numbers_of_scores_are_refused():
    with pytest.raises(ValueError, match=r"\(2,\) lexical and \(3,\) dense"):
        fuse(array(1, 2), array(1, 2, 3))


@given(
    st.lists(st.integers(-1000, 1000), min_size=2, max_size=20),
    st.integers(1, 50),
    st.integers(-100, 100),
)
def test_unit_and_origin_of_the_scores_do_not_matter(values, factor, shift):
    scores = array(*values)
    np.testing.assert_allclose(standardize(scores * factor + shift), standardize(scores), atol=1e-9)
