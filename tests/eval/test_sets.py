from types import SimpleNamespace

import pytest

from eval.beir import Bench, Document
from eval.errors import SetError
from eval.sets import BenchSet, QuestionSet, name_set
from eval.types import Evidence, Place, Query, Question, Ranked, Ranking
from index import QueryError

TEXT = "秸秆综合利用率达到90%以上。公交车全部更换为电动公交车。"


class TwoPassages:
    """An index of two passages that always ranks the second first; it notes what it is asked."""

    corpus_hash = "ab12"

    def __init__(self):
        self.asked = []
        self.configuration = {"model": "none"}
        self.encoder = SimpleNamespace(id="none")

    def plans(self):
        return (SimpleNamespace(id="yangquan", text=TEXT),)

    def search(self, query, k=10, mode="hybrid"):
        self.asked.append((query, k, mode))
        if not query.isprintable():
            raise QueryError("the query has control characters")
        spans = [(16, 30), (0, 16)][:k]
        return tuple(
            SimpleNamespace(
                score=1.0 / rank,
                passage=SimpleNamespace(
                    id=f"yangquan:{start}", plan_id="yangquan", start=start, end=end
                ),
            )
            for rank, (start, end) in enumerate(spans, start=1)
        )

    def rank(self, query, k=10, mode="hybrid"):
        self.asked.append((query, k, mode))
        return (("p1", 0.9), ("p0", 0.1))[:k]


def questions():
    quote = "秸秆综合利用率达到90%"
    evidence = (Evidence(Place("yangquan", 0, len(quote)), quote),)
    return [
        Question("d001", "秸秆？", "zh-Hans", "number", evidence),
        Question("d002", "电话？", "zh-Hans", "unanswerable", ()),
        Question("d003", "Straw?", "en", "number", evidence),
    ]


def test_unanswerable_questions_are_counted_and_never_asked():
    question_set = QuestionSet("dev", questions(), TwoPassages())
    assert [query.id for query in question_set.queries] == ["d001", "d003"]
    assert question_set.left_out == 1


def test_queries_carry_the_labels_of_their_slices():
    question_set = QuestionSet("dev", questions(), TwoPassages())
    assert question_set.queries[1] == Query(
        "d003", "Straw?", (("lang", "en"), ("type", "number"), ("plan", "yangquan"))
    )


def test_a_question_is_ranked_with_places_and_judged_by_them():
    plan_index = TwoPassages()
    question_set = QuestionSet("dev", questions(), plan_index)
    ranking = question_set.rank(question_set.queries[0], k=10, mode="lexical")
    assert plan_index.asked == [("秸秆？", 10, "lexical")]
    assert ranking == Ranking(
        "d001",
        (
            Ranked("yangquan:16", 1.0, Place("yangquan", 16, 30)),
            Ranked("yangquan:0", 0.5, Place("yangquan", 0, 16)),
        ),
    )
    assert question_set.judge(ranking).ranks == (2,)
    assert (question_set.configuration, question_set.corpus_hash) == ({"model": "none"}, "ab12")


def test_a_passage_without_place_cannot_be_judged():
    question_set = QuestionSet("dev", questions(), TwoPassages())
    with pytest.raises(ValueError, match="ranking of d001: a passage without its place"):
        question_set.judge(Ranking("d001", (Ranked("p1", 0.5),)))


def test_a_question_the_index_refuses_is_named():
    question_set = QuestionSet("dev", questions(), TwoPassages())
    with pytest.raises(SetError, match="question d001: the query has control characters"):
        question_set.rank(Query("d001", "秸秆\x00"), k=10, mode="hybrid")


def test_evidence_is_checked_against_the_index():
    evidence = (Evidence(Place("yangquan", 1, 3), "秸秆"),)
    wrong = [Question("d009", "?", "zh-Hans", "number", evidence)]
    with pytest.raises(SetError, match="question d009: plan 'yangquan' reads '秆综' at"):
        QuestionSet("dev", wrong, TwoPassages())


def test_a_set_of_unanswerable_questions_measures_nothing():
    with pytest.raises(SetError, match="dev: no question has evidence"):
        QuestionSet("dev", questions()[1:2], TwoPassages())


def test_a_bench_is_ranked_and_judged_by_ids():
    bench = Bench(
        documents=(Document("p0", "一"), Document("p1", "二")),
        queries=(Query("q0", "一?"),),
        left_out=3,
        relevant={"q0": frozenset({"p0"})},
    )
    passage_index = TwoPassages()
    bench_set = BenchSet("drcd", bench, passage_index)
    ranking = bench_set.rank(bench_set.queries[0], k=10, mode="dense")
    assert passage_index.asked == [("一?", 10, "dense")]
    assert ranking == Ranking("q0", (Ranked("p1", 0.9), Ranked("p0", 0.1)))
    assert bench_set.judge(ranking).ranks == (2,)
    assert bench_set.left_out == 3
    assert bench_set.configuration == {"model": "none"}
    assert bench_set.corpus_hash == bench.corpus_hash


def test_names(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "drcd-1.0").mkdir()
    assert name_set(tmp_path / "drcd-1.0") == "drcd-1.0"
    assert name_set(tmp_path / "drcd-1.0" / "..") == tmp_path.name
    assert name_set(tmp_path / "lantian-dev.jsonl") == "lantian-dev"
