"""Each part of the benchmarks over a tiny collection: rows come out, whatever the times are."""

import pytest

from benchmarks import __main__ as command
from benchmarks import dense, embedding, growth, hybrid, lexical, results
from benchmarks.results import BenchmarkError, Section
from benchmarks.setting import Setting
from index import PlanIndex
from index.model import load_encoder
from index.storage import building
from tests.index.encoders import HashingEncoder
from tests.torture.collections import write_plans

SIZE = 400


@pytest.fixture(scope="module")
def words_only(hashed_index, shared_folder, tmp_path_factory):
    """A run over the five plans, with vectors that mean nothing."""
    scratch = tmp_path_factory.mktemp("scratch")
    return Setting(shared_folder / "hashed-index", SIZE, scratch, rounds=1)


@pytest.fixture(scope="module")
def whole(model_index, model_folder, tmp_path_factory):
    """A run over the five plans with their vectors."""
    scratch = tmp_path_factory.mktemp("scratch")
    return Setting(model_folder, SIZE, scratch, rounds=1, bench=scratch)


def assert_rows(rows):
    assert rows
    for row in rows:
        assert min(*row.values, row.ratio.low) > 0
        assert row.ratio.low <= row.ratio.median <= row.ratio.high
        assert row.limit.endswith(".")
        assert row.task and row.ours and row.peer and row.unit
        if row.passages:
            assert row.is_simulated
            assert row.passages >= SIZE


def test_lexical(words_only):
    rows, skipped = lexical.measure(words_only)
    assert_rows(rows)
    assert "the same to" in rows[0].limit
    assert len(rows) + len(skipped) == 2


def test_words_are_those_that_were_indexed(words_only):
    real = words_only.real
    documents, vocabulary = lexical.words_of(real)
    terms = real.segments[0].data.terms
    assert len(documents) == real.size
    assert [len(own) for own in documents] == terms.lengths.tolist()
    for place in range(0, real.size, 50):
        for word in {vocabulary[number] for number in documents[place].tolist()}:
            positions, _ = real.lexical.postings(word)
            assert place in positions


def test_peers_that_are_missing_are_named(words_only, monkeypatch):
    for module in (lexical, hybrid):
        monkeypatch.setattr(module, "optional", lambda name: None)
    assert "bm25s, not installed" in lexical.measure(words_only)[1][0]
    rows, skipped = hybrid.measure(words_only)
    assert rows == []
    assert "lancedb, not installed" in skipped[0]
    assert "benchmarks/requirements.txt" in skipped[0]


def test_an_index_in_several_pieces_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(building, "SMALL", 0)
    paths = write_plans(tmp_path / "corpus" / "plans", 2)
    folder = tmp_path / "index"
    index = PlanIndex.build(tmp_path / "corpus", folder, encoder=HashingEncoder(), progress=False)
    index.remove(paths[0].stem)
    with pytest.raises(BenchmarkError, match="python -m index compact"):
        _ = Setting(folder, SIZE, tmp_path).real


@pytest.mark.model
def test_dense(whole):
    rows, skipped = dense.measure(whole)
    assert_rows(rows)
    assert skipped == []
    assert "all vectors, recall@10 1.000" in rows[0].ours


@pytest.mark.model
def test_growth(whole, monkeypatch):
    monkeypatch.setattr(growth, "SIZES", (310,))
    rows, _ = growth.measure(whole)
    assert len(rows) == len(growth.MEASURED)
    assert all(row.limit.startswith("1 times the passages") for row in rows)


@pytest.mark.model
@pytest.mark.filterwarnings("ignore")  # of PyTorch's profiler
def test_embedding(whole, monkeypatch):
    monkeypatch.setattr(embedding, "PASSAGES", 4)
    rows, skipped = embedding.measure(whole)
    assert_rows(rows)
    in_bf16 = load_encoder().precision == "bf16"  # the peer is timed in it too
    assert len(rows) + len(skipped) == 3 + in_bf16
    assert rows[-1].is_share
    assert 0 < rows[-1].ratio.median < 1.5


@pytest.mark.model
def test_hybrid_skips_what_is_not_there(whole):
    rows, skipped = hybrid.measure(whole)
    if rows:
        assert_rows(rows)
    assert len(skipped) == 1


def test_a_run_keeps_what_it_did_not_measure(words_only, tmp_path, monkeypatch, capsys):
    made = {name: lambda given, own=name: ([_row(own)], []) for name in ("one", "two")}
    monkeypatch.setattr(command, "SECTIONS", made)
    options = ["--size", "400", "--output", str(tmp_path), "--index", str(words_only.index)]
    assert command.main(options) == 0
    assert command.main([*options, "--only", "two"]) == 0
    found = results.read(400, tmp_path)
    assert list(found.sections) == ["one", "two"]
    assert all(isinstance(own, Section) and own.rows for own in found.sections.values())
    assert capsys.readouterr().out.count("one done") == 2
    monkeypatch.setattr(command, "describe", lambda: {**found.machine, "cores": "64"})
    assert command.main([*options, "--only", "two"]) == 0
    assert list(results.read(400, tmp_path).sections) == ["two"], "the rest is another machine's"
    assert command.main(["--size", "7", "--output", str(tmp_path)]) == 2
    assert "at least 100" in capsys.readouterr().err


def _row(name):
    times = results.Ratio(1, 1, 1)
    return results.Row(f"{name} done", "ours", "peer", (1, 1), "ms", times, "None.")
