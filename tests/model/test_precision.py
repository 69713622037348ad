"""The choice between fp32 and bf16, without a model."""

import json
from dataclasses import replace

import numpy as np
import pytest

from index.errors import ModelError
from index.model import precision, processor
from index.model.precision import (
    Setting,
    remember_precision,
    remembered_precision,
    requested_precision,
)

SETTING = Setting(model="tiny@1", way="Tiny", torch="2.13.0", processor="AMD EPYC")
EXACT = np.eye(2, 4, dtype=np.float32)


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
        replace(SETTING, model="tiny@2"),
        replace(SETTING, way="Other"),
        replace(SETTING, torch="2.14.0"),
        replace(SETTING, processor="Intel Xeon"),
    ):
        assert remembered_precision(other) is None


class Embedding:
    """Gives two vectors, in bf16 one of them at some cosine to that of fp32."""

    def __init__(self, cosine):
        self.asked = []
        self._halved = EXACT.copy()
        self._halved[1, 1:3] = cosine, (1 - cosine**2) ** 0.5

    def __call__(self, own):
        self.asked.append(own)
        return EXACT if own == "fp32" else self._halved


@pytest.mark.parametrize(("cosine", "expected"), [(0.9999, "bf16"), (0.999, "fp32")])
def test_the_farthest_vector_decides_once(monkeypatch, cosine, expected):
    monkeypatch.setattr(processor, "has_bf16", lambda: True)
    first, second, other = (Embedding(cosine) for _ in range(3))
    assert processor.checked_precision("tiny@1", "Tiny", first) == expected
    assert processor.checked_precision("tiny@1", "Tiny", second) == expected
    assert processor.checked_precision("tiny@1", "Other", other) == expected
    assert [sorted(own.asked) for own in (first, second, other)] == [
        ["bf16", "fp32"],
        [],
        ["bf16", "fp32"],
    ]


def test_a_processor_without_bf16_is_not_checked(monkeypatch):
    monkeypatch.setattr(processor, "has_bf16", lambda: False)
    embedding = Embedding(1)
    assert processor.checked_precision("tiny@1", "Tiny", embedding) == "fp32"
    assert embedding.asked == []


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
    monkeypatch.setattr(precision, "_QUOTA_V2", tmp_path / "cpu.max")
    monkeypatch.setattr(precision.os, "sched_getaffinity", lambda _: set(range(8)))
    assert precision.available_processors() == expected
