import random
from itertools import pairwise

import ir_measures
import numpy as np
import pytest
from ir_measures import RR, R, nDCG

from eval.beir import read_bench
from eval.errors import ResultsError, SetError
from eval.report import result_rows
from eval.runner import evaluate
from eval.sets import BenchSet
from eval.trec import judge_run, write_qrels, write_run
from eval.types import Judgement, Outcome, Query, Ranked, Ranking, Run
from index.ranking import PassageIndex
from tests.eval.test_beir import write
from tests.index.encoders import HashingEncoder

REFERENCE = {"R@1": R @ 1, "R@5": R @ 5, "R@10": R @ 10, "MRR@10": RR @ 10, "nDCG@10": nDCG @ 10}


def run_of(items, query_id="q", system="hybrid"):
    outcome = Outcome(Query(query_id, "?"), Ranking(query_id, items), Judgement(1, ()), {})
    return Run(system, (outcome,))


@pytest.fixture
def bench_set():
    """Thirty texts, forty queries with one to four relevant texts each."""
    source = random.Random(3)
    ids = [f"p{number}" for number in range(30)]
    corpus = [{"_id": id_, "text": "".join(source.choices("空气质量改善煤", k=9))} for id_ in ids]
    queries = [
        {"_id": f"q{n}", "text": "".join(source.choices("空气煤改", k=3))} for n in range(40)
    ]
    qrels = [(q["_id"], p) for q in queries for p in source.sample(ids, source.randint(1, 4))]

    def make(folder):
        rows = "".join(f"{query}\t{id_}\t1\n" for query, id_ in qrels)
        bench = read_bench(write(folder, corpus=corpus, queries=queries, qrels=rows))
        texts = [document.text for document in bench.documents]
        index = PassageIndex.from_texts(ids, texts, HashingEncoder(), progress=False)
        return BenchSet("small", bench, index)

    return make


def test_ir_measures_gets_our_values_from_our_files(bench_set, tmp_path):
    small = bench_set(tmp_path)
    write_qrels(small, tmp_path / "qrels")
    for run in evaluate(small, ("random", "dense", "rrf", "hybrid"), progress=False).runs:
        write_run(run, tmp_path / "run")
        qrels = list(ir_measures.read_trec_qrels(str(tmp_path / "qrels")))
        ranked = list(ir_measures.read_trec_run(str(tmp_path / "run")))
        reference = {}
        for value in ir_measures.iter_calc(list(REFERENCE.values()), qrels, ranked):
            reference[value.query_id, value.measure] = value.value
        for outcome in run.outcomes:
            for name, measure in REFERENCE.items():
                expected = reference[outcome.query.id, measure]
                assert outcome.scores[name] == pytest.approx(expected), (outcome.query.id, name)


def test_a_run_that_was_written_is_judged_as_it_was(bench_set, tmp_path):
    small = bench_set(tmp_path)
    result = evaluate(small, ("hybrid",), progress=False)
    write_run(result.runs[0], tmp_path / "run")
    assert result_rows(judge_run(small, tmp_path / "run")) == result_rows(result)


def test_scores_fall_so_that_every_tool_keeps_the_order(tmp_path):
    scores = [2.0, 2.0, 2.5, 1.0, 1.0 - 1e-12]
    items = tuple(Ranked(f"p{n}", score) for n, score in enumerate(scores))
    write_run(run_of(items), tmp_path / "new" / "run")
    rows = [line.split() for line in (tmp_path / "new" / "run").read_text().splitlines()]
    assert rows[0] == ["q", "Q0", "p0", "1", "2", "hybrid"]
    written = [np.float32(row[4]) for row in rows]
    assert all(one > other for one, other in pairwise(written))


def test_a_query_that_found_nothing_counts(bench_set, tmp_path):
    small = bench_set(tmp_path)
    (tmp_path / "run").write_text("q3 Q0 p1 1 0.5 mine\n")
    (run,) = judge_run(small, tmp_path / "run").runs
    assert (run.system, len(run.outcomes)) == ("mine", 40)
    assert [len(outcome.ranking.items) for outcome in run.outcomes[:5]] == [0, 0, 0, 1, 0]


def test_lines_may_stand_in_any_order(bench_set, tmp_path):
    (tmp_path / "run").write_text("q0 Q0 p1 9 0.5 x\nq0 Q0 p2 1 0.7 x\nq0 Q0 p3 2 0.5 x\n")
    (run,) = judge_run(bench_set(tmp_path), tmp_path / "run").runs
    assert [item.id for item in run.outcomes[0].ranking.items] == ["p2", "p3", "p1"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("", "the file is empty"),
        ("q0 Q0 p1 1 0.5", "line 1: six cells are expected, not 5"),
        ("q99 Q0 p1 1 0.5 x", "line 1: the set has no query 'q99'"),
        ("q0 Q0 p99 1 0.5 x", "query q0: the set has no text 'p99'"),
        ("q0 Q0 p1 one 0.5 x", "line 1: 'one' and '0.5' are no rank and score"),
        ("q0 Q0 p1 1 nan x", "line 1: the score is not a number"),
        ("q0 Q0 p1 1 0.5 x\nq0 Q0 p1 2 0.4 x", "line 2: 'p1' is ranked twice for query q0"),
    ],
)
def test_a_malformed_run_is_named(bench_set, tmp_path, line, message):
    (tmp_path / "run").write_text(line)
    with pytest.raises(SetError) as caught:
        judge_run(bench_set(tmp_path), tmp_path / "run")
    assert message.replace("q0", "'q0'") in str(caught.value) or message in str(caught.value)


@pytest.mark.parametrize("id_", ["p 1", "", "p\t1"])
def test_an_id_that_would_break_the_line(id_, tmp_path):
    with pytest.raises(ResultsError, match="it holds white space"):
        write_run(run_of((Ranked(id_, 1.0),)), tmp_path / "run")
