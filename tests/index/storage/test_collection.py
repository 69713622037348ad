"""An index that was changed step by step is the index of the plans that it has by then."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from index import FilterError, PlanIndex
from index.ranking.lexical import term_scores
from index.ranking.tokens import tokenize
from index.storage import building, embedding
from index.storage.preparing import passages_of
from index.storage.store import read_collection
from tests.index.encoders import HashingEncoder
from tests.index.index_folder import assert_tidy, manifest_of, opened
from tests.index.small_corpus import CHAOSHAN, NEW, YUNXI, ids
from tests.index.storage.made_segments import WORDS

QUERIES = ("散煤治理", "市公交车局负责什么", "扬尘方案3", "二、治理锅炉2吨", "没有的词")
LAYOUTS = {
    "the defaults": {},
    "no small ones": {"SMALL": 0},
    "few, none small": {"SMALL": 0, "TIER": 2},
    "few, some small": {"SMALL": 3, "TIER": 2},
    "small batches": {"SMALL": 2, "AT_ONCE": 2},
}


def text_of(number, plan_id):
    """A short plan, of another length and of other words for each number; of each id another."""
    one, other = WORDS[number % 8], WORDS[number // 2 % 8]
    clauses = [
        f"{n}、治理{one}{number}{n}吨。(市{other}局牵头)" for n in "一二三"[: 1 + number % 3]
    ]
    goal = f"到2025年,PM2.5年均浓度不高于{30 + number}微克/立方米。"
    return "\n".join([f"{other}方案{number}", "", *clauses, goal, f"共{ord(plan_id)}项。", ""])


PLAN = st.sampled_from("abcd")
NUMBER = st.integers(0, 12)
ADD = st.tuples(st.just("add"), PLAN, NUMBER)
CHANGES = st.one_of(
    ADD,
    ADD,
    st.tuples(st.just("remove"), PLAN),
    st.tuples(st.just("compact")),
    st.tuples(st.just("build"), st.dictionaries(PLAN, NUMBER, min_size=1, max_size=3)),
    st.tuples(st.just("open")),
)


class Changed:
    """An index, and what its plans should be."""

    def __init__(self, folder):
        self.folder = folder
        self.texts = {"a": text_of(0, "a")}
        self.index = self.built({"a": 0}, "first")

    def built(self, numbers, name, folder="index"):
        corpus = self.folder / name / "plans"
        corpus.mkdir(parents=True)
        self.texts = {plan_id: text_of(number, plan_id) for plan_id, number in numbers.items()}
        for plan_id, text in self.texts.items():
            (corpus / f"{plan_id}.txt").write_text(text)
        return PlanIndex.build(
            corpus.parent, self.folder / folder, encoder=HashingEncoder(), progress=False
        )

    def do(self, step, kind, *arguments):
        if kind == "add":
            plan_id, number = arguments
            path = self.folder / f"{plan_id}.txt"
            path.write_text(text_of(number, plan_id))
            self.index.add(path)
            self.texts[plan_id] = text_of(number, plan_id)
        elif kind == "remove" and arguments[0] in self.texts:
            self.index.remove(arguments[0])
            del self.texts[arguments[0]]
        elif kind == "compact":
            self.index.compact()
            assert self.index.segments[0] <= 1
        elif kind == "build":
            self.index = self.built(arguments[0], f"corpus-{step}")
        elif kind == "open":
            self.index = opened(self.folder / "index")

    def reference(self):
        """The index of the same plans, built in one go in an empty folder."""
        corpus = self.folder / "all" / "plans"
        corpus.mkdir(parents=True)
        for plan_id, text in self.texts.items():
            (corpus / f"{plan_id}.txt").write_text(text)
        return PlanIndex.build(
            corpus.parent, self.folder / "reference", encoder=HashingEncoder(), progress=False
        )


def assert_same(one, other, queries=QUERIES):
    """Two indexes answer alike, whatever segments they are written in."""
    assert one.heads() == other.heads()
    assert one.plans() == other.plans()
    assert one.passages() == other.passages()
    assert one.size == other.size == len(one.passages())
    assert one.corpus_hash == other.corpus_hash
    for head in other.heads():
        assert one.facts(head.id) == other.facts(head.id)
        assert one.passages(head.id) == other.passages(head.id)
    for query in queries:
        for mode in ("hybrid", "lexical", "dense"):
            found, expected = (own.search(query, k=100, mode=mode) for own in (one, other))
            assert len(found) == len(expected)
            # Of equal passages rounding may turn the order, so they are compared by id.
            scores = {hit.passage.id: (hit.score, hit.lexical, hit.dense) for hit in found}
            wanted = {hit.passage.id: (hit.score, hit.lexical, hit.dense) for hit in expected}
            assert scores.keys() == wanted.keys()
            for id_, own in wanted.items():
                assert scores[id_] == pytest.approx(own, abs=TOLERANCE[mode]), (query, mode)
            ranked = [wanted[hit.passage.id][0] for hit in found]
            assert ranked == pytest.approx(sorted(ranked, reverse=True), abs=TOLERANCE[mode])


# A product of two float32 vectors is rounded otherwise in a matrix of another height.
TOLERANCE = {"lexical": 1e-9, "dense": 1e-6, "hybrid": 1e-5}


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(CHANGES, min_size=1, max_size=8))
def test_any_changes_lead_to_the_index_of_the_plans_that_are_left(
    tmp_path_factory, layout, changes
):
    with pytest.MonkeyPatch.context() as patch:
        for name, value in LAYOUTS[layout].items():
            patch.setattr(embedding if name == "AT_ONCE" else building, name, value)
        changed = Changed(tmp_path_factory.mktemp("changes"))
        for step, change in enumerate(changes):
            changed.do(step, *change)
        assert_tidy(changed.folder / "index")
    if changed.texts:
        reference = changed.reference()
        assert_same(changed.index, reference)
        assert_same(opened(changed.folder / "index"), reference, QUERIES[:1])
        one, other = (manifest_of(changed.folder / name) for name in ("index", "reference"))
        assert one.having == other.having
    else:
        assert changed.index.heads() == changed.index.passages() == ()
        assert changed.index.search("散煤") == ()


# What was removed


@pytest.fixture
def marked(built, new_plan, folder, monkeypatch):
    """Three plans in two segments, one of them marked as removed."""
    monkeypatch.setattr(building, "SMALL", 0)
    built.add(new_plan)
    built.remove(CHAOSHAN)
    return read_collection(folder)


def test_what_was_removed_is_nowhere(marked):
    assert [head.id for head in marked.heads] == [NEW, YUNXI]
    assert set(marked.digests) == {NEW, YUNXI}
    assert {own.plan_id for own in marked.passages()} == {NEW, YUNXI}
    live = np.flatnonzero(marked.plan_numbers >= 0)
    assert live.tolist() == np.flatnonzero(marked.is_live).tolist()
    assert marked.size == len(marked.plan_numbers) > len(live) == len(marked.passages())
    assert not marked.is_findable[~marked.is_live].any()
    for positions in marked.offices.values():
        assert marked.is_live[positions].all()
    assert marked.phrases.positions("散煤替代").tolist() == []
    assert marked.phrases.positions("散煤").tolist() != []


def test_bm25_counts_what_is_live(marked):
    plans = sorted(marked.plans(), key=lambda plan: plan.id)
    passages, texts = passages_of(plans)
    by_id = {marked.passage(int(p)).id: int(p) for p in np.flatnonzero(marked.is_live)}
    assert set(by_id) == {passage.id for passage in passages}
    reference = BM25Okapi([tokenize(text) for text in texts])
    places = [by_id[passage.id] for passage in passages]
    for query in (*QUERIES, "新城方案", "的"):
        terms = tokenize(query)
        scores = term_scores(marked.lexical, terms)
        np.testing.assert_allclose(scores[places], reference.get_scores(terms), atol=1e-9)
        assert not scores[~marked.is_live].any()


def test_the_manifest_says_how_many_passages_have_how_many_terms(marked):
    _, texts = passages_of(marked.plans())
    frequencies = Counter(term for text in texts for term in set(tokenize(text)))
    assert marked.manifest.having == Counter(frequencies.values())


# Positions


def test_positions_count_through_the_segments(marked):
    assert len(marked.ids) == marked.size
    for number, head in enumerate(marked.heads):
        own = marked.positions_of(number)
        assert set(marked.plan_numbers[own].tolist()) == {number}
        passages = tuple(marked.passage(position) for position in range(own.start, own.stop))
        assert passages == marked.passages_of(head.id)
        assert list(marked.ids[own]) == [passage.id for passage in passages]
        for position, passage in enumerate(passages, start=own.start):
            assert marked.ids[position] == passage.id
            found = marked.positions_of_clause(head.id, passage.clause_id)
            assert position in found.tolist()
            assert {marked.passage(int(p)).clause_id for p in found} == {passage.clause_id}
    assert marked.positions_of_clause(YUNXI, "no clause").tolist() == []
    assert marked.positions_of_clause(CHAOSHAN, "1").tolist() == []


def test_texts_and_vectors_of_a_position_are_those_of_its_passage(marked):
    for plan in marked.plans():
        passages, texts = passages_of((plan,))
        own = marked.positions_of(marked.number(plan.id))
        vectors = HashingEncoder().encode_passages(texts)
        for position, vector in zip(range(own.start, own.stop), vectors, strict=True):
            similar = marked.vectors.scores(vector)
            assert similar[position] == pytest.approx(1, abs=1e-6)
        for position, passage in zip(range(own.start, own.stop), passages, strict=True):
            sentence = HashingEncoder().encode_queries([passage.text])[0]
            assert len(marked.sentences.of_passages(sentence, np.array([position]))[0]) >= 1


# A reader and a writer


@pytest.mark.parametrize("small", [0, 2000])
def test_a_reader_answers_from_what_it_has_opened(
    built, corpus, folder, encoder, new_plan, monkeypatch, small
):
    """Its files are gone by then; what it reads only now included."""
    monkeypatch.setattr(building, "SMALL", small)
    reader, reference = opened(folder), opened(folder)
    expected = {
        "hits": [tuple(reference.search("散煤", mode=m)) for m in ("hybrid", "lexical", "dense")],
        "plans": reference.plans(),
        "facts": [reference.facts(id_) for id_ in (CHAOSHAN, YUNXI)],
        "passages": reference.passages(),
        "shadow": reference.shadow(YUNXI),
    }
    before = set(folder.iterdir())
    built.add(new_plan)
    built.remove(YUNXI)
    built.compact()
    assert before & set(folder.iterdir()) == {folder / "CURRENT", folder / ".lock"}
    assert ids(built) == [CHAOSHAN, NEW]
    found = {
        "hits": [tuple(reader.search("散煤", mode=m)) for m in ("hybrid", "lexical", "dense")],
        "plans": reader.plans(),
        "facts": [reader.facts(id_) for id_ in (CHAOSHAN, YUNXI)],
        "passages": reader.passages(),
        "shadow": reader.shadow(YUNXI),
    }
    assert found == expected


def test_two_that_change_one_index_see_each_others_changes(built, folder, new_plan, tmp_path):
    other = opened(folder)
    built.add(new_plan)
    path = tmp_path / "other.txt"
    path.write_text("他方案\n\n一、治理散煤。\n")
    other.add(path)
    assert ids(other) == ids(opened(folder)) == sorted([CHAOSHAN, NEW, YUNXI, "other"])
    built.remove("other")
    assert ids(built) == [CHAOSHAN, NEW, YUNXI]


def test_a_brief_says_what_the_plan_and_its_facts_do(hashed_index):
    for head in hashed_index.heads():
        plan, facts = hashed_index.plan(head.id), hashed_index.facts(head.id)
        brief = hashed_index.brief(head.id)
        assert brief.clauses == sum(1 for clause in plan.clauses if clause.label) > 0
        assert brief.indicators == tuple(target.indicator for target in facts.targets)
        assert brief.offices == tuple(duty.offices for duty in facts.duties)
        ranges = {(own.start, own.end) for own in (*plan.anomalies, *plan.errata)}
        assert brief.damage == len(ranges)


def test_a_brief_of_no_plan(hashed_index):
    with pytest.raises(FilterError):
        hashed_index.brief("none")
