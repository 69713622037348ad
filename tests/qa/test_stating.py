"""Which of several places say what is asked."""

import json
from dataclasses import replace

import pytest

from qa.comparing import stating as module
from qa.comparing.stating import (
    STATED,
    STATED_FEATURES,
    STATED_FILE,
    Told,
    chances_of,
    features_of,
    stated,
)

SAID = Told("number", 2.0, 3.0, True, frozenset(["秸秆", "利用", "用率"]))
FAINT = Told("number", -0.4, -5.0, False, frozenset(["锅炉", "利用"]))


def feature(name, at, told):
    return dict(zip(STATED_FEATURES, features_of(at, told), strict=True))[name]


def test_the_file_in_use_keeps_the_signs():
    weights = stated().weights
    assert len(weights) == len(STATED_FEATURES)
    for weight, sign in zip(weights, STATED_FEATURES.values(), strict=True):
        assert weight * sign >= 0


def test_a_faint_sentence_beside_a_sure_one_is_not_shown():
    sure, faint = chances_of([SAID, FAINT])
    assert faint < STATED < sure
    assert chances_of([SAID, None])[1] is None


def test_the_best_of_several_that_do_not_answer_is_no_answer():
    assert chances_of([replace(FAINT, odds=-1.8), replace(FAINT, odds=-2.2)]) == [0.0, 0.0]


@pytest.mark.parametrize(
    "change",
    [
        {"odds": 1.0},
        {"relevance": -1.0},
        {"is_agreed": True},
        {"pairs": SAID.pairs},
    ],
)
def test_what_speaks_for_a_sentence(change):
    (_, before), (_, after) = (chances_of([SAID, own]) for own in (FAINT, replace(FAINT, **change)))
    assert after > before


def test_yes_or_no_of_one_place_alone_speaks_against_it():
    alone = replace(FAINT, asks="yes_no")
    assert feature("alone", 1, [SAID, alone]) == 1.0
    assert feature("alone", 1, [replace(SAID, asks="yes_no"), alone]) == 0.0
    assert chances_of([SAID, alone])[1] < chances_of([SAID, FAINT])[1]


def test_a_place_is_measured_by_the_others_that_have_a_sentence():
    assert feature("ahead", 0, [SAID, None, FAINT]) == pytest.approx(8.0)
    assert feature("ahead", 2, [SAID, None, FAINT]) == pytest.approx(-8.0)
    assert feature("likeness", 2, [SAID, None, FAINT]) == pytest.approx(0.5)
    assert feature("ahead", 0, [SAID]) == feature("likeness", 0, [SAID]) == 0.0


def test_a_file_for_other_features_is_refused(tmp_path, monkeypatch):
    record = json.loads(STATED_FILE.read_text(encoding="utf-8"))
    record["features"] = record["features"][1:]
    path = tmp_path / "stated.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    monkeypatch.setattr(module, "STATED_FILE", path)
    with pytest.raises(ValueError, match=r"stated\.json is for other features; fit it again"):
        module.stated.__wrapped__()
