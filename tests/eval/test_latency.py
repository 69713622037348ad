import pytest

from eval.latency import WARM_UP, measure_latency


def test_each_task_meets_each_query_equally_often(known_set, monkeypatch):
    asked = []
    monkeypatch.setattr(known_set, "embed", lambda query: asked.append(query.id), raising=False)
    found = measure_latency(known_set, ("lexical", "hybrid"), rounds=2)
    assert [latency.name for latency in found] == ["embedding", "lexical", "hybrid"]
    assert WARM_UP >= 3  # all three queries warm up
    assert sorted(asked) == sorted(["d001", "d002", "d003"] * 3)
    assert known_set.depths == [10] * 18


def test_times_and_ratios_belong_together(known_set):
    embedding, *modes = measure_latency(known_set)
    assert embedding.ratio == 1.0
    for latency in modes:
        assert 0 < latency.p50_ms <= latency.p95_ms
        assert latency.ratio == pytest.approx(latency.p50_ms / embedding.p50_ms)


def test_no_round_no_time(known_set):
    with pytest.raises(ValueError, match="rounds must be at least 1, not 0"):
        measure_latency(known_set, rounds=0)
