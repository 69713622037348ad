from pathlib import Path

import pytest
from rank_bm25 import BM25Okapi

from eval.baselines import BASELINES, Baselines, bigrams_of, words_of
from eval.beir import read_bench
from eval.runner import SYSTEMS, evaluate
from eval.sets import BenchSet, open_question_set
from index.ranking import PassageIndex
from index.types import MODES
from tests.index.encoders import HashingEncoder

ROOT = Path(__file__).parents[2]
BENCH = ROOT.parent / "shared" / "bench" / "cmrc2018-dev"


@pytest.fixture(scope="module")
def questions(hashed_index):
    """The development questions over the five plans; vectors without meaning."""
    return open_question_set(ROOT / "eval" / "questions" / "lantian-dev.jsonl", hashed_index)


@pytest.fixture(scope="module")
def baselines(questions):
    return Baselines(questions)


def test_words_and_bigrams():
    text = "2024年，細顆粒物PM2.5"
    assert words_of(text)[:2] == ["2024", "年"]
    assert "颗粒" in bigrams_of(text) and "颗粒物" not in bigrams_of(text)
    assert bigrams_of("县 GB37822") == ["县", "gb37822"]
    assert words_of("，。") == bigrams_of("，。") == []


@pytest.mark.parametrize("name", BASELINES)
def test_a_baseline_searches_where_the_search_does(questions, baselines, name):
    query = next(q for q in questions.queries if "咸阳" in q.text)
    ranking = baselines.rank(name, query, k=10)
    assert 0 < len(ranking.items) <= 10
    assert {item.place.plan_id for item in ranking.items} == {"xianyang-2020"}
    scores = [item.score for item in ranking.items]
    assert scores == sorted(scores, reverse=True)
    assert baselines.rank(name, query, k=3).items == ranking.items[:3]


def test_rank_bm25_is_the_library_with_its_defaults(questions, baselines):
    import jieba

    query = questions.queries[95]
    candidates = questions.candidates()
    okapi = BM25Okapi([jieba.lcut(candidate.text) for candidate in candidates])
    scores = okapi.get_scores(jieba.lcut(query.text))
    expected = dict(zip([c.id for c in candidates], scores, strict=True))
    for item in baselines.rank("rank_bm25", query, k=10).items:
        assert item.score == pytest.approx(expected[item.id])


def test_rank_fusion_is_the_sum_of_reciprocal_ranks(questions, baselines):
    query = questions.queries[0]
    ranks = [
        {item.id: rank for rank, item in enumerate(ranking.items, start=1)}
        for mode in ("lexical", "dense")
        for ranking in [questions.rank(query, k=400, mode=mode)]
    ]
    for item in baselines.rank("rrf", query, k=10).items:
        expected = sum(1 / (60 + rank[item.id]) for rank in ranks if item.id in rank)
        assert item.score == pytest.approx(expected)


def test_chance_is_the_same_in_every_run_and_other_for_every_query(questions, baselines):
    one, other = questions.queries[:2]
    assert baselines.rank("random", one, k=5) == Baselines(questions).rank("random", one, k=5)
    first, second = (baselines.rank("random", query, k=5).items for query in (one, other))
    assert [item.id for item in first] != [item.id for item in second]


def test_an_unknown_baseline(questions, baselines):
    with pytest.raises(ValueError, match="unknown baseline 'bm42'; use one of random"):
        baselines.rank("bm42", questions.queries[0], k=10)


def test_words_beat_the_library_as_it_comes_and_that_beats_chance(questions):
    result = evaluate(questions, ("random", "rank_bm25", "lexical"), limit=40, progress=False)
    random, okapi, lexical = (
        sum(outcome.scores["nDCG@10"] for outcome in run.outcomes) for run in result.runs
    )
    assert random < 0.3 * okapi < okapi < lexical


def test_a_public_set_runs_through_every_system():
    if not BENCH.is_dir():
        pytest.skip(f"needs the BEIR folder {BENCH}, which is not part of the repository")
    bench = read_bench(BENCH)
    ids = [document.id for document in bench.documents]
    texts = [document.text for document in bench.documents]
    index = PassageIndex.from_texts(ids, texts, HashingEncoder(), progress=False)
    result = evaluate(BenchSet("cmrc", bench, index), SYSTEMS, limit=20, progress=False)
    means = {run.system: sum(o.scores["nDCG@10"] for o in run.outcomes) / 20 for run in result.runs}
    assert set(means) >= set(MODES)
    assert means["random"] < 0.2 and means["dense"] < 0.2  # these vectors mean nothing
    assert min(means[name] for name in ("bm25-words", "bm25-bigrams", "lexical")) > 0.9
