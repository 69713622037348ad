"""What is fitted, as it is in use."""

import json

import pytest

from qa import fitted as module
from qa.abstaining import DECISION_FEATURES
from qa.choosing import CHOICE_FEATURES
from qa.fitted import FITTED_FILE, Regression, fitted


@pytest.mark.parametrize("is_read", [True, False])
def test_the_file_in_use_keeps_the_signs(is_read):
    own = fitted(is_read=is_read)
    for regression, signs in (
        (own.choice, CHOICE_FEATURES),
        (own.supported, DECISION_FEATURES),
        (own.right, DECISION_FEATURES),
    ):
        assert len(regression.weights) == len(signs)
        for weight, sign in zip(regression.weights, signs.values(), strict=True):
            assert sign == 0 or weight * sign >= 0
    assert 0 < own.threshold < 1


def test_without_a_reader_nothing_hangs_on_its_features():
    names = list(CHOICE_FEATURES)
    weights = fitted(is_read=False).choice.weights
    assert [weights[names.index(own)] for own in ("read", "relevance", "span", "best")] == [0] * 4


def test_a_probability_is_that_of_the_log_odds():
    own = Regression((2.0, -1.0), 0.5, (1.0, 0.0), (2.0, 1.0))
    assert own.log_odds((3.0, 1.0)) == pytest.approx(0.5 + 2 * 1 - 1)
    assert own.probability((3.0, 1.0)) == pytest.approx(1 / (1 + 2.718281828**-1.5))
    with pytest.raises(ValueError, match="zip"):
        own.log_odds((3.0,))


def test_a_file_for_other_features_is_refused(tmp_path, monkeypatch):
    record = json.loads(FITTED_FILE.read_text(encoding="utf-8"))
    record["choice_features"] = record["choice_features"][1:]
    path = tmp_path / "choice.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    monkeypatch.setattr(module, "FITTED_FILE", path)
    with pytest.raises(ValueError, match=r"choice\.json is for other features; fit it again"):
        module.fitted.__wrapped__(is_read=True)
