"""The choice between fp32 and bf16, without a model."""

import json

import pytest

from index.errors import ModelError
from index.model import precision
from index.model import precision as processor
from index.model.precision import (
    Setting,
    remember_precision,
    remembered_precision,
    requested_precision,
)

SETTING = Setting(model="tiny@1", torch="2.13.0", processor="AMD EPYC")


@pytest.fixture(autouse=True)
def cache(monkeypatch, tmp_path):
    monkeypatch.setattr(precision, "cache_path", lambda: tmp_path / "lantian")
    return tmp_path


@pytest.mark.parametrize(
    ("value", "expected"),
    [(None, None), ("", None), ("auto", None), ("fp32", "fp32"), ("bf16", "bf16")],
)
def test_environment(monkeypatch, value, expected):
    monkeypatch.delenv("LANTIAN_DTYPE", raising=False)
    if value is not None:
        monkeypatch.setenv("LANTIAN_DTYPE", value)
    assert requested_precision() == expected


def test_unknown_value_is_quoted(monkeypatch):
    monkeypatch.setenv("LANTIAN_DTYPE", "int4")
    with pytest.raises(ModelError, match=r"LANTIAN_DTYPE='int4'.*fp32, bf16 or auto"):
        requested_precision()


@pytest.mark.parametrize(
    ("cosine", "expected"),
    [(0.99998, "bf16"), (0.9995, "bf16"), (0.9994, "fp32"), (float("nan"), "fp32")],
)
def test_verdict_is_remembered_for_its_setting_only(cosine, expected):
    assert remembered_precision(SETTING) is None
    assert remember_precision(SETTING, cosine) == expected
    assert remembered_precision(SETTING) == expected
    for other in (
        Setting("tiny@2", SETTING.torch, SETTING.processor),
        Setting(SETTING.model, "2.14.0", SETTING.processor),
        Setting(SETTING.model, SETTING.torch, "Intel Xeon"),
    ):
        assert remembered_precision(other) is None


@pytest.mark.parametrize("content", ["", "{", "[]", '{"precision": "int4"}', "null"])
def test_damaged_verdict_is_made_again(content):
    remember_precision(SETTING, 1.0)
    SETTING.path().write_text(content)
    assert remembered_precision(SETTING) is None
    assert remember_precision(SETTING, 1.0) == "bf16"
    assert json.loads(SETTING.path().read_text())["cosine"] == 1.0


def test_unwritable_cache_is_no_obstacle(cache):
    (cache / "lantian").write_text("a file where the directory should be")
    assert remember_precision(SETTING, 1.0) == "bf16"
    assert remembered_precision(SETTING) is None


@pytest.mark.parametrize(
    ("quota", "expected"),
    [("max 100000", 8), ("200000 100000", 2), ("150000 100000", 2), ("50000 100000", 1)],
)
def test_quota_of_a_container_counts(monkeypatch, tmp_path, quota, expected):
    (tmp_path / "cpu.max").write_text(quota)
    monkeypatch.setattr(processor, "_QUOTA_V2", tmp_path / "cpu.max")
    monkeypatch.setattr(processor.os, "sched_getaffinity", lambda _: set(range(8)))
    assert processor.available_processors() == expected
