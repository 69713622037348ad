"""The best few by words are those that scoring every passage finds."""

import json
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.ranking import skipping
from index.ranking.bm25 import Bm25Index
from index.ranking.lexical import Statistics, term_scores
from index.ranking.skipping import best_by_words
from index.ranking.term_counts import TermCounts
from index.ranking.tokens import tokenize
from index.storage.preparing import passages_of

QUESTIONS = Path(__file__).parents[3] / "eval" / "questions" / "lantian-dev.jsonl"
WORDS = "abcdefghij"


def expected(index, terms, number, is_in_scope=None):
    """The first by falling score and rising position, of all that are in scope."""
    scores = term_scores(index, terms)
    chosen = np.arange(index.size) if is_in_scope is None else np.flatnonzero(is_in_scope)
    order = chosen[np.lexsort((chosen, -scores[chosen]))][:number]
    return order, scores[order]


def assert_exact(index, terms, number, is_in_scope=None):
    for found, own in zip(
        best_by_words(index, terms, number, is_in_scope),
        expected(index, terms, number, is_in_scope),
        strict=True,
    ):
        assert np.array_equal(found, own)


def made(seed, size, removed=False):
    """An index in two groups: some words stand in most passages, others in few."""
    generator = np.random.default_rng(seed)
    shares = 0.7 ** np.arange(len(WORDS)) * generator.uniform(0.3, 1.0)
    documents = [
        [word for word, own in zip(WORDS, counts, strict=True) for _ in range(own)]
        for counts in generator.poisson(shares, (size, len(WORDS)))
    ]
    is_live = generator.random(size) < 0.8 if removed else np.ones(size, dtype=bool)
    live = [own for own, keep in zip(documents, is_live, strict=True) if keep]
    statistics = Bm25Index.build(live).statistics if live else Statistics.of(0, 0, {})
    parts = [TermCounts.of(documents[: size // 3]), TermCounts.of(documents[size // 3 :])]
    return Bm25Index(parts, statistics, is_live if removed else None)


@given(
    seed=st.integers(0, 10_000),
    size=st.integers(1, 300),
    removed=st.booleans(),
    terms=st.lists(st.sampled_from(WORDS + "yz"), max_size=9),
    number=st.integers(0, 40),
    share=st.sampled_from([None, 0.0, 0.1, 0.5, 1.0]),
    sampled=st.sampled_from([5, 20, 1_000]),
    sought=st.sampled_from([0, 2, 40]),
)
def test_the_best_are_those_of_all(seed, size, removed, terms, number, share, sampled, sought):
    index = made(seed, size, removed)
    scope = None if share is None else np.random.default_rng(seed).random(size) < share
    with (
        patch.object(skipping, "SAMPLED", sampled),
        patch.object(skipping, "SPARE", 2),
        patch.object(skipping, "SOUGHT", sought),
    ):
        assert_exact(index, terms, number, scope)


@pytest.mark.parametrize("documents", [[["a", "b", "a"]], [["a"], ["b"]], [["a"], ["a"], []], [[]]])
@pytest.mark.parametrize("terms", [["a"], ["a", "b"], ["z"], []])
@pytest.mark.parametrize("number", [0, 1, 2, 9])
def test_weights_that_are_negative_or_zero(documents, terms, number):
    """In a few passages they are: what has none of the words is better then."""
    assert_exact(Bm25Index.build(documents), terms, number)


def test_of_equal_ones_the_first():
    index = Bm25Index.build([["x"], *[["a"]] * 3, ["a", "b", "c"], *[["x"]] * 10])
    found, scores = best_by_words(index, ["a"], 2)
    assert found.tolist() == [1, 2]
    assert scores[0] == scores[1] > 0
    assert best_by_words(index, ["a"], 6)[0].tolist() == [1, 2, 3, 4, 0, 5]


def test_few_of_those_that_have_a_word_are_scored_in_full():
    """Half of the passages have one common word, which does not make up for three rare ones."""
    generator = np.random.default_rng(1)
    rare = [["r", "s", "t"], ["r", "s"], ["s", "t"], ["r"]]
    documents = [
        [*(["common"] if generator.random() < 0.4 else ["other"]), *rare[place % 400 // 10]]
        if place % 400 < 40
        else ["common"]
        if generator.random() < 0.4
        else ["other"]
        for place in range(8_000)
    ]
    index = Bm25Index.build(documents)
    terms = ["r", "s", "t", "common"]
    with patch.object(skipping, "scores_at", wraps=skipping.scores_at) as scored:
        assert_exact(index, terms, 10)
    ((_, _, positions), _) = scored.call_args
    assert 10 <= len(positions) < 0.1 * np.count_nonzero(term_scores(index, terms))


def test_questions_about_real_plans(real_index):
    _, texts = passages_of(real_index.plans())
    index = Bm25Index.build([tokenize(text) for text in texts])
    scope = np.arange(index.size) % 3 > 0
    for line in QUESTIONS.read_text(encoding="utf-8").splitlines():
        terms = tokenize(json.loads(line)["q"])
        for number in (1, 10, 300):
            assert_exact(index, terms, number)
            assert_exact(index, terms, number, scope)
