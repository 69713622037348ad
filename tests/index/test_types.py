import dataclasses

import pytest

from index import MODES, Anomaly, Clause, Passage, Span


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3), (-1, 3)])
@pytest.mark.parametrize(
    "make",
    [
        lambda start, end: Span(start, end, "word"),
        lambda start, end: Clause("p", "1", ("一、",), "一、", 1, "", start, end),
        lambda start, end: Passage("p/1/1", "p", "1", start, end, "x" * max(0, end - start)),
    ],
    ids=["span", "clause", "passage"],
)
def test_a_range_holds_a_character(make, start, end):
    with pytest.raises(ValueError, match=rf"{start}\.\.{end}"):
        make(start, end)


def test_an_anomaly_may_have_a_place_without_characters():
    assert Anomaly(3, 3, "missing", "20. is missing").end == 3
    with pytest.raises(ValueError, match=r"4\.\.3"):
        Anomaly(4, 3, "missing", "20. is missing")


def test_a_passage_is_as_long_as_its_range():
    with pytest.raises(ValueError, match=r"p/1/1: 3 characters of text for 5\.\.9"):
        Passage("p/1/1", "p", "1", 5, 9, "三个字")


def test_nouns_do_not_change():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Span(0, 1, "word").start = 5


def test_the_modes():
    assert MODES == ("hybrid", "lexical", "dense")
