"""The scores are those of rank_bm25 itself."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from index.ranking.lexical import LexicalIndex, TermCounts
from index.ranking.tokens import tokenize
from index.storage.building import passages_of

QUESTIONS = Path(__file__).parents[3] / "eval" / "questions" / "lantian-dev.jsonl"


@pytest.fixture(scope="module")
def documents(real_index):
    _, texts = passages_of(real_index.plans())
    return [tokenize(text) for text in texts]


@pytest.fixture(scope="module")
def reference(documents):
    return BM25Okapi(documents)


@pytest.fixture(scope="module")
def lexical(documents):
    return LexicalIndex.build(documents)


def queries():
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["q"] for line in lines]


def assert_equal_scores(index, reference, terms):
    np.testing.assert_allclose(index.scores(terms), reference.get_scores(terms), rtol=0, atol=1e-9)


def test_there_are_120_development_questions():
    assert len(queries()) == 120


@pytest.mark.parametrize("query", queries())
def test_scores_of_the_development_questions(lexical, reference, query):
    terms = tokenize(query)
    assert_equal_scores(lexical, reference, terms)
    assert int(np.argmax(lexical.scores(terms))) == int(np.argmax(reference.get_scores(terms)))


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
def test_repeated_and_unknown_terms(lexical, reference, terms):
    assert_equal_scores(lexical, reference, terms)


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
    assert_equal_scores(LexicalIndex.build(documents), BM25Okapi(documents), terms)


@given(
    documents=st.lists(st.lists(st.sampled_from("abcdef"), max_size=6), min_size=1, max_size=8),
    terms=st.lists(st.sampled_from("abcdefgh"), max_size=6),
)
def test_any_collection(documents, terms):
    if any(documents):  # rank_bm25 divides by the number of terms
        assert_equal_scores(LexicalIndex.build(documents), BM25Okapi(documents), terms)


@given(
    groups=st.lists(
        st.lists(st.lists(st.sampled_from("abcdef"), max_size=6), max_size=4), max_size=4
    ),
    data=st.data(),
)
def test_counts_of_groups_are_those_of_all_their_documents(groups, data):
    documents = [document for group in groups for document in group]
    joined = TermCounts.joined([TermCounts.of(group) for group in groups])
    assert_same_counts(joined, TermCounts.of(documents))
    chosen = data.draw(st.permutations(range(len(documents)))) if documents else []
    chosen = chosen[: data.draw(st.integers(0, len(documents)))]
    expected = TermCounts.of([documents[position] for position in chosen])
    assert_same_counts(joined.of_passages(np.array(chosen, dtype=np.intp)), expected)


def assert_same_counts(one, other):
    assert one.vocabulary == other.vocabulary
    assert list(one.vocabulary) == list(other.vocabulary)
    assert one.counts.size == other.counts.size
    for name in ("starts", "passages", "values"):
        np.testing.assert_array_equal(getattr(one.counts, name), getattr(other.counts, name))


@pytest.mark.parametrize("documents", [[], [[]], [[], [], []]])
def test_no_terms_at_all(documents):
    index = LexicalIndex.build(documents)
    assert index.scores(["a"]).tolist() == [0.0] * len(documents)
    assert index.matches(["a"]).tolist() == [False] * len(documents)


def test_a_worked_example():
    """Three documents of 2, 1 and 3 terms; b stands in one: idf = ln(2.5 / 1.5)."""
    index = LexicalIndex.build([["a", "b"], ["a"], ["c", "c", "a"]])
    expected = np.log(2.5 / 1.5) * 2.5 / (1 + 1.5 * (0.25 + 0.75 * 2 / 2))
    np.testing.assert_allclose(index.scores(["b"]), [expected, 0, 0], atol=1e-12)
    np.testing.assert_allclose(index.scores(["b", "b"]), [2 * expected, 0, 0], atol=1e-12)


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
    assert LexicalIndex.build([["a"], ["a", "b"], ["c"]]).matches(terms).tolist() == matches


@pytest.mark.parametrize("documents", [[["a", "b"]], [["a"], ["b"]]])
def test_a_document_matches_whatever_its_weight(documents):
    """In one or two documents weights are negative or zero; the term is there all the same."""
    index = LexicalIndex.build(documents)
    assert index.scores(["a"])[0] <= 0
    assert index.matches(["a"])[0]


def test_a_query_reads_only_the_rows_of_its_terms(documents):
    index = LexicalIndex.build(documents)
    terms = ["秸秆", "公交车", "没有这个词"]
    before = index.scores(terms)
    own = np.zeros(len(index.weights.values), dtype=bool)
    for term in terms[:2]:
        row = index.vocabulary[term]
        own[index.weights.starts[row] : index.weights.starts[row + 1]] = True
    assert 0 < own.sum() < 0.01 * len(own)
    index.weights.values[~own] = np.nan
    assert np.array_equal(index.scores(terms), before)
