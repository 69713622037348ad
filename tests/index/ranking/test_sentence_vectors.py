import numpy as np
import pytest

from index.ranking.dense import SentenceVectors, flatten
from tests.index.encoders import HashingEncoder


def vectors_of(*sentences):
    return HashingEncoder().encode_passages(list(sentences))


def test_a_passage_is_as_near_as_its_nearest_sentence():
    vectors = vectors_of("甲", "乙", "丙", "丁")
    index = SentenceVectors.build(vectors, [1, 2, 1])
    query = vectors_of("丙")[0]
    similar = vectors @ query
    np.testing.assert_allclose(
        index.scores(query), [similar[0], max(similar[1:3]), similar[3]], atol=1e-6
    )
    assert index.scores(query).argmax() == 1
    assert index.counts == [1, 2, 1]


@pytest.mark.parametrize("positions", [[0, 1, 2], [2, 0], [1], []])
def test_some_passages_score_as_among_all(positions):
    index = SentenceVectors.build(vectors_of("甲", "乙", "丙", "丁", "戊"), [1, 3, 1])
    query = vectors_of("丁")[0]
    found = index.scores_at(query, np.array(positions, dtype=np.intp))
    np.testing.assert_allclose(found, index.scores(query)[positions], atol=1e-6)
    for position in positions:
        own = index.of_passage(query, position)
        assert (len(own), max(own)) == (
            index.counts[position],
            pytest.approx(index.scores(query)[position], abs=1e-6),
        )


def test_no_passages():
    index = SentenceVectors.build(np.zeros((0, 16), dtype=np.float32), [])
    assert index.scores(vectors_of("甲")[0]).shape == (0,)
    assert index.counts == []


@pytest.mark.parametrize("counts", [[1], [3], [2, 0], [0, 2], [1, 2]])
def test_counts_that_do_not_fit(counts):
    with pytest.raises(ValueError, match="sentence"):
        SentenceVectors.build(vectors_of("甲", "乙"), counts)


def test_sentences_one_after_the_other():
    assert flatten([("甲", "乙"), ("丙",)]) == ["甲", "乙", "丙"]
