"""The scores are those of rank_bm25 itself."""

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from index.ranking.bm25 import Bm25Index
from index.ranking.lexical import (
    Statistics,
    best_scores,
    best_scores_at,
    having_any,
    phrase_scores,
    scores_at,
    term_scores,
)
from index.ranking.term_counts import Postings, TermCounts
from index.ranking.tokens import tokenize
from index.storage.preparing import passages_of

QUESTIONS = Path(__file__).parents[3] / "eval" / "questions" / "lantian-dev.jsonl"


@pytest.fixture(scope="module")
def documents(real_index):
    _, texts = passages_of(real_index.plans())
    return [tokenize(text) for text in texts]


@pytest.fixture(scope="module")
def reference(documents):
    return BM25Okapi(documents)


@pytest.fixture(scope="module")
def index(documents):
    return Bm25Index.build(documents)


def queries():
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["q"] for line in lines]


def assert_equal_scores(index, reference, terms):
    np.testing.assert_allclose(
        term_scores(index, terms), reference.get_scores(terms), rtol=0, atol=1e-9
    )


def test_there_are_120_development_questions():
    assert len(queries()) == 120


@pytest.mark.parametrize("query", queries())
def test_scores_of_the_development_questions(index, reference, query):
    terms = tokenize(query)
    assert_equal_scores(index, reference, terms)
    assert int(np.argmax(term_scores(index, terms))) == int(np.argmax(reference.get_scores(terms)))


@pytest.mark.parametrize(
    "terms",
    [
        ["秸秆", "秸秆", "秸秆", "利用率"],
        ["秸秆", "没有这个词"],
        ["没有这个词"],
        [],
        ["的", "的"],
        ["pm2.5", "53微克/立方米", "53"],
    ],
)
def test_repeated_and_unknown_terms(index, reference, terms):
    assert_equal_scores(index, reference, terms)


@pytest.mark.parametrize(
    "documents",
    [
        [["a", "b"], [], ["a", "a", "c"], []],  # empty documents
        [["a", "b", "a"]],  # one document: every weight is negative
        [["a"], ["b"]],  # every weight is zero
        [["a", "x"], ["a"], ["a"], ["a", "b"]],  # a term of every document
    ],
)
@pytest.mark.parametrize("terms", [["a"], ["b", "b"], ["a", "c", "x"], ["z"], []])
def test_small_collections(documents, terms):
    assert_equal_scores(Bm25Index.build(documents), BM25Okapi(documents), terms)


@given(
    documents=st.lists(st.lists(st.sampled_from("abcdef"), max_size=6), min_size=1, max_size=8),
    terms=st.lists(st.sampled_from("abcdefgh"), max_size=6),
)
def test_any_collection(documents, terms):
    if any(documents):  # rank_bm25 divides by the number of terms
        assert_equal_scores(Bm25Index.build(documents), BM25Okapi(documents), terms)


GROUPS = st.lists(st.lists(st.lists(st.sampled_from("abcdef"), max_size=6), max_size=4), max_size=4)


@given(groups=GROUPS, data=st.data())
def test_counts_of_groups_are_those_of_the_documents_that_are_kept(groups, data):
    """In any order, as plans of several segments stand by their ids in a new one."""
    documents = [document for group in groups for document in group]
    order = data.draw(st.permutations(range(len(documents))))
    chosen = order[: data.draw(st.integers(0, len(documents)))]
    places = np.full(len(documents), -1, dtype=np.intp)
    places[chosen] = np.arange(len(chosen))
    starts = np.cumsum([0, *map(len, groups)])
    parts = [
        (TermCounts.of(group), places[start : start + len(group)])
        for group, start in zip(groups, starts, strict=False)
    ]
    expected = TermCounts.of([documents[position] for position in chosen])
    assert_same_counts(TermCounts.merged(parts, len(chosen)), expected)


@given(st.lists(st.lists(st.sampled_from("abcd"), max_size=5), max_size=8), st.data())
def test_what_neighbouring_passages_have(documents, data):
    start = data.draw(st.integers(0, len(documents)))
    end = data.draw(st.integers(start, len(documents)))
    expected = Counter(term for own in documents[start:end] for term in set(own))
    assert TermCounts.of(documents).frequencies_within(start, end) == expected


def test_what_neighbouring_passages_have_is_looked_up():
    """Of a list of a thousand few entries are read."""

    class Counted(np.ndarray):
        read = 0

        def __getitem__(self, places):
            Counted.read += np.size(places)
            return np.asarray(super().__getitem__(places))

    terms = TermCounts.of([["a"]] * 500 + [["a", "b"]] * 20 + [["a"]] * 480)
    own = terms.counts.passages.view(Counted)
    counts = Postings(terms.counts.starts, own, terms.counts.values, terms.counts.size)
    found = TermCounts(terms.vocabulary, counts, terms.lengths).frequencies_within(510, 540)
    assert found == {"a": 30, "b": 10}
    assert 0 < Counted.read < 50


def assert_same_counts(one, other):
    assert one.vocabulary == other.vocabulary
    assert list(one.vocabulary) == list(other.vocabulary)
    assert one.counts.size == other.counts.size
    for name in ("starts", "passages", "values"):
        np.testing.assert_array_equal(getattr(one.counts, name), getattr(other.counts, name))
    np.testing.assert_array_equal(one.lengths, other.lengths)


@pytest.mark.parametrize("documents", [[], [[]], [[], [], []]])
def test_no_terms_at_all(documents):
    index = Bm25Index.build(documents)
    assert term_scores(index, ["a"]).tolist() == [0.0] * len(documents)
    assert having_any(index, ["a"]).tolist() == [False] * len(documents)


def test_a_worked_example():
    """Three documents of 2, 1 and 3 terms; b stands in one: idf = ln(2.5 / 1.5)."""
    index = Bm25Index.build([["a", "b"], ["a"], ["c", "c", "a"]])
    expected = np.log(2.5 / 1.5) * 2.5 / (1 + 1.5 * (0.25 + 0.75 * 2 / 2))
    np.testing.assert_allclose(term_scores(index, ["b"]), [expected, 0, 0], atol=1e-12)
    np.testing.assert_allclose(term_scores(index, ["b", "b"]), [2 * expected, 0, 0], atol=1e-12)


@pytest.mark.parametrize(
    ("terms", "matches"),
    [
        (["a"], [True, True, False]),
        (["b"], [False, True, False]),
        (["a", "b", "z"], [True, True, False]),
        (["z"], [False, False, False]),
        ([], [False, False, False]),
    ],
)
def test_which_documents_have_a_term(terms, matches):
    index = Bm25Index.build([["a"], ["a", "b"], ["c"]])
    assert having_any(index, terms).tolist() == matches


@pytest.mark.parametrize("documents", [[["a", "b"]], [["a"], ["b"]]])
def test_a_document_matches_whatever_its_weight(documents):
    """In one or two documents weights are negative or zero; the term is there all the same."""
    index = Bm25Index.build(documents)
    assert term_scores(index, ["a"])[0] <= 0
    assert having_any(index, ["a"])[0]


def test_a_query_reads_only_the_rows_of_its_terms(documents):
    counts = TermCounts.of(documents)
    statistics = Bm25Index.build(documents).statistics
    terms = ["秸秆", "公交车", "没有这个词"]
    before = term_scores(Bm25Index([counts], statistics), terms)
    own = np.zeros(len(counts.counts.values), dtype=bool)
    for term in terms[:2]:
        row = counts.vocabulary[term]
        own[counts.counts.starts[row] : counts.counts.starts[row + 1]] = True
    assert 0 < own.sum() < 0.01 * len(own)
    counts.counts.values[~own] = -1
    counts.counts.passages[~own] = -1
    assert np.array_equal(term_scores(Bm25Index([counts], statistics), terms), before)


# Several groups, some passages of which were removed


@st.composite
def segmented(draw):
    """Groups of documents, and which of all are live, at least one with a term."""
    groups = draw(GROUPS)
    groups.append([["a", "g"], *draw(st.lists(st.lists(st.sampled_from("abc"), max_size=3)))])
    size = sum(map(len, groups))
    is_live = draw(st.lists(st.booleans(), min_size=size, max_size=size))
    is_live[size - len(groups[-1])] = True
    return groups, np.array(is_live)


def index_of(groups, is_live):
    """The index as a collection has it: counts a segment, statistics of what is live."""
    documents = [document for group in groups for document in group]
    live = [own for own, keep in zip(documents, is_live, strict=True) if keep]
    having = Counter(Counter(term for own in live for term in set(own)).values())
    statistics = Statistics.of(len(live), sum(map(len, live)), having)
    marks = None if is_live.all() else is_live
    return Bm25Index([TermCounts.of(group) for group in groups], statistics, marks), live


@given(segmented(), st.lists(st.sampled_from("abcdefgh"), max_size=6))
def test_what_was_removed_counts_nowhere(made, terms):
    groups, is_live = made
    index, live = index_of(groups, is_live)
    scores = term_scores(index, terms)
    np.testing.assert_allclose(scores[is_live], BM25Okapi(live).get_scores(terms), atol=1e-9)
    assert not scores[~is_live].any()
    assert not having_any(index, terms)[~is_live].any()
    assert index.size == len(is_live)
    for term in "abcdefgh":
        holders = [number for number, own in enumerate(live) if term in own]
        assert index.frequency(term) == len(holders)
        assert (term in index) == bool(holders)
        assert index.postings(term)[0].tolist() == np.flatnonzero(is_live)[holders].tolist()


@given(segmented(), st.lists(st.sampled_from("abcdefgh"), max_size=4), st.data())
def test_some_positions_score_as_among_all(made, terms, data):
    index, _ = index_of(*made)
    chosen = data.draw(st.sets(st.integers(0, index.size - 1)))
    positions = np.array(sorted(chosen), dtype=np.intp)
    found = scores_at(index, terms, positions)
    assert np.array_equal(found, term_scores(index, terms)[positions])


@given(segmented(), st.lists(st.sampled_from("abcdefgh"), max_size=3))
def test_a_phrase_is_where_all_of_its_terms_are(made, terms):
    index, _ = index_of(*made)
    positions, scores = phrase_scores(index, terms)
    has_all = np.all([having_any(index, [term]) for term in terms], axis=0) if terms else []
    assert positions.tolist() == np.flatnonzero(has_all).tolist()
    np.testing.assert_allclose(scores, term_scores(index, terms)[positions], atol=1e-12)


@given(segmented(), st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=2), max_size=3))
def test_the_best_of_some_alternatives_counts(made, alternatives):
    index, _ = index_of(*made)
    expected = {}
    for terms in alternatives:
        for position, score in zip(*phrase_scores(index, terms), strict=True):
            expected[position] = max(expected.get(position, 0.0), score)
    positions, scores = best_scores(index, alternatives)
    assert positions.tolist() == sorted(expected)
    np.testing.assert_allclose(scores, [expected[own] for own in positions], atol=1e-12)
    every = np.zeros(index.size)
    every[positions] = scores
    some = np.arange(0, index.size, 2)
    found, has_one = best_scores_at(index, alternatives, some)
    assert np.array_equal(found, every[some])
    assert np.array_equal(has_one, np.isin(some, positions))


def test_a_term_asked_for_again_is_not_weighed_again():
    index = Bm25Index.build([["a", "b"], ["b"]])
    assert index.postings("a") is index.postings("a")
    assert index.phrase(["a", "b"]) is index.phrase(("a", "b"))


def test_no_passages_at_all():
    index = Bm25Index((), Statistics.of(0, 0, {}))
    assert (index.size, index.statistics) == (0, Statistics(0, 0.0, 0.0))
    assert term_scores(index, ["a"]).shape == having_any(index, ["a"]).shape == (0,)
    assert "a" not in index
    assert index.frequency("a") == 0
    assert phrase_scores(index, ["a"])[0].shape == best_scores(index, [["a"], []])[0].shape == (0,)


@pytest.mark.parametrize("thing", [None, 1, b"a", ("a",)])
def test_what_is_no_text_is_no_term(thing):
    assert thing not in Bm25Index.build([["a"]])
