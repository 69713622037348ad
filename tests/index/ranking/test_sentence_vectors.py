import numpy as np
import pytest

from index.ranking.dense import SegmentedVectors, SentenceVectors, flatten
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
    assert index.starts.tolist() == [0, 1, 3, 4]


@pytest.mark.parametrize("positions", [[0, 1, 2], [2, 0], [1], []])
def test_some_passages_score_as_among_all(positions):
    index = SentenceVectors.build(vectors_of("甲", "乙", "丙", "丁", "戊"), [1, 3, 1])
    query = vectors_of("丁")[0]
    found = index.scores_at(query, np.array(positions, dtype=np.intp))
    np.testing.assert_allclose(found, index.scores(query)[positions], atol=1e-6)
    for position in positions:
        own = index.of_passages(query, np.array([position]))[0]
        assert (len(own), max(own)) == (
            [1, 3, 1][position],
            pytest.approx(index.scores(query)[position], abs=1e-6),
        )


def test_no_passages():
    index = SentenceVectors.build(np.zeros((0, 16), dtype=np.float32), [])
    assert index.scores(vectors_of("甲")[0]).shape == (0,)
    assert index.scores_at(vectors_of("甲")[0], np.zeros(0, dtype=np.intp)).shape == (0,)
    assert index.starts.tolist() == [0]


@pytest.mark.parametrize("counts", [[1], [3], [2, 0], [0, 2], [1, 2]])
def test_counts_that_do_not_fit(counts):
    with pytest.raises(ValueError, match="sentence"):
        SentenceVectors.build(vectors_of("甲", "乙"), counts)


@pytest.mark.parametrize(
    "starts", [[0, 1], [0, 1, 3], [1, 2], [0, 0, 2], [0, 2, 2], [0, 3, 2], [0]]
)
def test_starts_that_do_not_fit(starts):
    vectors = SegmentedVectors.build(vectors_of("甲", "乙"))
    with pytest.raises(ValueError, match="each passage needs a sentence of the 2, in order"):
        SentenceVectors(vectors, np.array(starts, dtype=np.intp))


def test_sentences_in_several_arrays_score_as_in_one():
    """A passage's sentences may even lie in two."""
    vectors = vectors_of("甲", "乙", "丙", "丁", "戊")
    whole = SentenceVectors.build(vectors, [1, 3, 1])
    parts = SegmentedVectors([vectors[:2], vectors[2:2], vectors[2:]], 16)
    index = SentenceVectors(parts, whole.starts)
    query = vectors_of("己")[0]
    np.testing.assert_allclose(index.scores(query), whole.scores(query), atol=1e-6)
    positions = np.array([2, 0, 1])
    np.testing.assert_allclose(
        index.scores_at(query, positions), whole.scores(query)[positions], atol=1e-6
    )
    np.testing.assert_allclose(
        index.of_passages(query, np.array([1]))[0],
        whole.of_passages(query, np.array([1]))[0],
        atol=1e-6,
    )


def test_sentences_one_after_the_other():
    assert flatten([("甲", "乙"), ("丙",)]) == ["甲", "乙", "丙"]
