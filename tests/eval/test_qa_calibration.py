"""What the confidence is fitted on, and the fit, on cases whose answer is known."""

import json

import numpy as np
import pytest
from scipy.special import expit

from eval import qa_calibration
from eval.qa_calibration import Sample, cross_validate, fit, samples_of, without
from eval.qa_types import GoldAnswer
from eval.types import Evidence, Place, Question
from index import Hits
from qa import CALIBRATION_FILE, FEATURES, calibration
from tests.qa.made_plans import TEXTS, LevelEncoder, index_of

NAMES = list(FEATURES)
COVERAGE, MISSING, FREE = (NAMES.index(name) for name in ("coverage", "missing", "is_english"))
QUESTION = "六安淘汰老旧柴油货车多少辆？"
SENTENCE = "2022年底前淘汰老旧柴油货车1200辆。"


@pytest.fixture(scope="module")
def made_index(tmp_path_factory):
    return index_of(tmp_path_factory.mktemp("calibration"), encoder=LevelEncoder())


def gold_of(plan_index, text, quote=""):
    """A question on the made-up plan of Lu'an; without a quote nothing answers it."""
    evidence = ()
    if quote:
        start = plan_index.plan("luan-2022").text.index(quote)
        evidence = (Evidence(Place("luan-2022", start, start + len(quote)), quote),)
    return GoldAnswer(
        Question(text, text, "zh-Hans", "number" if quote else "unanswerable", evidence),
        ("1200辆",) if quote else (),
    )


def rows_of(column, values, *, noise=0):
    """Features of which one has some values and the others are noise, or nothing."""
    rows = noise * np.random.default_rng(7).standard_normal((len(values), len(FEATURES)))
    rows[:, column] = values
    return rows


def samples(rows, outcomes, *, groups=None, weight=1.0):
    names = groups or [str(number) for number in range(len(rows))]
    return [
        Sample(group, tuple(row), bool(right), bool(right), weight)
        for group, row, right in zip(names, rows, outcomes, strict=True)
    ]


def outcomes_of(given):
    return [sample.is_right for sample in given]


def fitted(given):
    return fit(given, outcomes_of(given))


def test_what_separates_is_recovered():
    values = np.repeat([0.0, 1.0], 50)
    found = fitted(samples(rows_of(COVERAGE, values, noise=1), values > 0.5))
    assert np.argmax(np.abs(found.weights)) == COVERAGE
    probable = found.probabilities(rows_of(COVERAGE, np.array([0.0, 1.0])))
    assert probable[0] < 0.1 < 0.9 < probable[1]


def test_a_known_regression_is_recovered():
    chance = np.random.default_rng(11)
    values = chance.standard_normal(20_000)
    outcomes = chance.random(20_000) < expit(0.5 + 1.5 * values)
    found = fitted(samples(rows_of(COVERAGE, values), outcomes))
    assert found.weights[COVERAGE] / found.scales[COVERAGE] == pytest.approx(1.5, abs=0.06)
    rows = rows_of(COVERAGE, np.array([-1.0, 0.0, 2.0]))
    assert found.probabilities(rows) == pytest.approx(expit([-1.0, 0.5, 3.5]), abs=0.02)


@pytest.mark.parametrize(("column", "direction"), [(COVERAGE, -1), (MISSING, 1)])
def test_a_weight_keeps_its_sign_though_the_data_say_otherwise(column, direction):
    values = np.repeat([0.0, 1.0], 50)
    outcomes = (values if direction > 0 else 1 - values) > 0.5
    found = fitted(samples(rows_of(column, values), outcomes))
    assert found.weights[column] == 0.0
    assert found.probabilities(rows_of(column, values)) == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize("direction", [-1, 1])
def test_a_weight_without_a_sign_goes_where_the_data_go(direction):
    values = np.repeat([0.0, 1.0], 50)
    outcomes = (values if direction > 0 else 1 - values) > 0.5
    found = fitted(samples(rows_of(FREE, values), outcomes))
    assert direction * found.weights[FREE] > 1


def test_all_signs_are_kept_on_noise():
    chance = np.random.default_rng(5)
    rows, outcomes = chance.standard_normal((80, len(FEATURES))), chance.random(80) < 0.5
    found = fitted(samples(rows, outcomes))
    for weight, sign in zip(found.weights, FEATURES.values(), strict=True):
        assert sign * weight >= 0
    assert np.count_nonzero(found.weights) > 2


def test_a_sample_counts_by_its_weight():
    values = np.repeat([1.0], 20)
    heavy = samples(rows_of(COVERAGE, values), np.repeat([True], 20), weight=3.0)
    light = samples(rows_of(COVERAGE, values), np.repeat([False], 20), weight=1.0)
    found = fitted([*heavy, *light])
    assert found.probabilities(rows_of(COVERAGE, np.array([1.0]))) == pytest.approx(0.75, abs=0.01)


def test_no_group_is_trained_on_itself(monkeypatch):
    groups = [str(number // 3) for number in range(60)]
    rows = rows_of(COVERAGE, np.arange(60.0))
    given = samples(rows, [number % 2 for number in range(60)], groups=groups)
    group_of = {float(row[COVERAGE]): group for row, group in zip(rows, groups, strict=True)}
    seen = []

    class Watched:
        def __init__(self, rest, outcomes):
            assert outcomes == outcomes_of(rest)
            self.groups = {sample.group for sample in rest}

        def probabilities(self, features):
            tested = {group_of[value] for value in features[:, COVERAGE]}
            seen.append((self.groups, tested))
            return features[:, COVERAGE]

    monkeypatch.setattr(qa_calibration, "fit", Watched)
    assert cross_validate(given, outcomes_of(given)).tolist() == list(range(60))
    assert len(seen) == 10
    assert all(trained | tested == set(groups) for trained, tested in seen)
    assert [trained & tested for trained, tested in seen] == [set()] * 10


def test_what_only_a_group_itself_tells_is_not_known():
    """Each group has the outcome of its own feature: known when fitted, not when left out."""
    rows = np.zeros((10, len(FEATURES)))
    given = samples(rows, [True] * 5 + [False] * 5)
    found = cross_validate(given, outcomes_of(given))
    assert found[:5] == pytest.approx(4 / 9, abs=0.01)  # four of the other nine are right
    assert found[5:] == pytest.approx(5 / 9, abs=0.01)


def test_hits_without_some_passages(made_index):
    hits = made_index.search(QUESTION, k=30)
    start = made_index.plan("luan-2022").text.index(SENTENCE)
    left = without(hits, [("luan-2022", start, start + 1)])
    dropped = [hit for hit in hits if hit not in left]
    assert dropped
    assert all(any(SENTENCE in passage.text for passage in hit.passages) for hit in dropped)
    assert not any(SENTENCE in passage.text for hit in left for passage in hit.passages)
    assert isinstance(left, Hits)
    assert (left.query, left.similarities) == (hits.query, hits.similarities)


@pytest.mark.parametrize("ranges", [[], [("sanya-2023", 0, 5)], [("luan-2022", 0, 0)]])
def test_hits_keep_what_is_not_left_out(made_index, ranges):
    hits = made_index.search(QUESTION, k=30)
    assert {passage.plan_id for hit in hits for passage in hit.passages} == {"luan-2022"}
    assert without(hits, ranges) == hits


def test_a_range_ends_before_its_end(made_index):
    hits = made_index.search(QUESTION, k=30)
    (passage, *_) = [p for hit in hits for p in hit.passages if SENTENCE in p.text]
    assert without(hits, [("luan-2022", passage.start, passage.start)]) == hits
    touched = without(hits, [("luan-2022", passage.end - 1, passage.end)])
    assert len(touched) < len(hits)


def test_the_samples_of_a_set(made_index):
    known = gold_of(made_index, QUESTION, SENTENCE)
    absent = gold_of(made_index, "六安淘汰老旧柴油货车补贴多少？")
    found = samples_of(made_index, [known, absent], is_generating=False)
    by_group = {
        own.question.id: [s for s in found if s.group == own.question.id] for own in (known, absent)
    }
    whole, *left = by_group[QUESTION]
    assert (whole.is_right, whole.is_written, whole.weight) == (True, True, 1.0)
    assert len(whole.features) == len(FEATURES)
    assert [(s.is_right, s.is_written, s.weight) for s in left] == [(False, False, 0.2)]
    assert not any(s.is_right for s in by_group[absent.question.id])


def test_the_samples_made_of_plans(made_index):
    found = samples_of(made_index, [])
    assert {sample.weight for sample in found} == {0.04}
    assert not any(sample.is_written for sample in found)
    assert {sample.is_right for sample in found} == {True, False}
    assert {sample.group.split("/")[0] for sample in found} == set(TEXTS)


def test_the_file_in_use_keeps_the_signs():
    record = json.loads(CALIBRATION_FILE.read_text(encoding="utf-8"))
    assert record["features"] == NAMES
    for regression in (calibration().supported, calibration().right):
        for weight, sign in zip(regression.weights, FEATURES.values(), strict=True):
            assert sign * weight >= 0
    assert 0 < calibration().threshold < 1
