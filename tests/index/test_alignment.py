from hypothesis import given
from hypothesis import strategies as st

from index.quoting import differences, find_nearest

LETTERS = st.text(alphabet="abc", min_size=1, max_size=8)


def edits_between(pattern, text):
    """The edits between two texts, by the textbook's table."""
    row = list(range(len(text) + 1))
    for position, letter in enumerate(pattern, start=1):
        above, row = row, [position]
        for column, other in enumerate(text):
            change = above[column] + (letter != other)
            row.append(min(above[column + 1] + 1, row[-1] + 1, change))
    return row[-1]


@given(LETTERS, st.text(alphabet="abc", max_size=20))
def test_the_similarity_is_that_of_the_range(sentence, text):
    nearest = find_nearest(sentence, text)
    if nearest is None:
        return
    found = text[nearest.start : nearest.end]
    edits = edits_between(sentence, found)
    assert nearest.similarity == 1 - edits / max(len(sentence), len(found))


@given(LETTERS, LETTERS, LETTERS)
def test_a_sentence_that_stands_there_is_found(before, sentence, after):
    nearest = find_nearest(sentence, before + sentence + after)
    assert nearest is not None
    assert nearest.similarity == 1.0
    assert (before + sentence + after)[nearest.start : nearest.end] == sentence


@given(st.text(max_size=20), st.text(max_size=20))
def test_differences_turn_a_text_into_the_sentence(sentence, text):
    found = differences(sentence, text)
    assert all(sentence[row.start : row.end] == row.said for row in found)
    assert (found == ()) == (sentence == text)


def test_a_number_differs_as_a_whole():
    (row,) = differences("不高于53.5%的", "不高于53.2%的")
    assert (row.start, row.end, row.said, row.stands) == (3, 8, "53.5%", "53.2%")
