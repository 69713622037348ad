"""The fit of a choice, on cases whose answer is known."""

import numpy as np
import pytest
from scipy.special import expit

from training.choice import fit

SIGNS = {"for": 1, "against": -1, "free": 0}
FOR, AGAINST, FREE = range(3)


def rows_of(column, values, *, noise=0.0):
    """Features of which one has some values and the others are noise, or nothing."""
    rows = noise * np.random.default_rng(7).standard_normal((len(values), len(SIGNS)))
    rows[:, column] = values
    return rows


def probabilities(found, rows):
    return [found.probability(row) for row in rows]


def test_what_separates_is_recovered():
    values = np.repeat([0.0, 1.0], 50)
    found = fit(rows_of(FOR, values, noise=1), (values > 0.5).astype(float), SIGNS)
    assert np.argmax(np.abs(found.weights)) == FOR
    low, high = probabilities(found, rows_of(FOR, np.array([0.0, 1.0])))
    assert low < 0.1 < 0.9 < high


def test_a_known_regression_is_recovered():
    chance = np.random.default_rng(11)
    values = chance.standard_normal(20_000)
    outcomes = (chance.random(20_000) < expit(0.5 + 1.5 * values)).astype(float)
    found = fit(rows_of(FOR, values), outcomes, SIGNS)
    assert found.weights[FOR] / found.scales[FOR] == pytest.approx(1.5, abs=0.06)
    rows = rows_of(FOR, np.array([-1.0, 0.0, 2.0]))
    assert probabilities(found, rows) == pytest.approx(expit([-1.0, 0.5, 3.5]), abs=0.02)


@pytest.mark.parametrize(("column", "direction"), [(FOR, -1), (AGAINST, 1)])
def test_a_weight_keeps_its_sign_though_the_data_say_otherwise(column, direction):
    values = np.repeat([0.0, 1.0], 50)
    outcomes = values if direction > 0 else 1 - values
    found = fit(rows_of(column, values), outcomes, SIGNS)
    assert found.weights[column] == 0.0
    assert probabilities(found, rows_of(column, values)) == pytest.approx([0.5] * 100, abs=0.01)


@pytest.mark.parametrize("direction", [-1, 1])
def test_a_weight_without_a_sign_goes_where_the_data_go(direction):
    values = np.repeat([0.0, 1.0], 50)
    found = fit(rows_of(FREE, values), values if direction > 0 else 1 - values, SIGNS)
    assert direction * found.weights[FREE] > 1


def test_what_weighs_half_counts_half():
    chance = np.random.default_rng(5)
    values = chance.standard_normal(20_000)
    outcomes = (chance.random(20_000) < expit(values)).astype(float)
    weights = np.where(outcomes > 0, 1.0, 0.5)
    found = fit(rows_of(FOR, values), outcomes, SIGNS, weights)
    rows = rows_of(FOR, np.array([-1.0, 0.0, 2.0]))
    odds = np.array([-1.0, 0.0, 2.0]) + np.log(2)
    assert probabilities(found, rows) == pytest.approx(expit(odds), abs=0.02)
