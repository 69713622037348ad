import dataclasses

import pytest

from index import Anomaly, Clause, Passage, Plan, Span
from index.types import MODES, Erratum


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


@pytest.mark.parametrize(
    ("start", "end", "damaged", "repaired", "message"),
    [
        (3, 3, "", "改", r"3\.\.3"),
        (3, 5, "坏", "改", r"'坏' has 1 characters and cannot stand at 3\.\.5"),
        (3, 4, "坏", " ", "' ' is no repair of '坏'"),
        (3, 4, "坏", "坏", "'坏' is no repair of '坏'"),
    ],
)
def test_an_erratum_repairs_what_stands_at_its_place(start, end, damaged, repaired, message):
    with pytest.raises(ValueError, match=message):
        Erratum(start, end, damaged, repaired, "因")


@pytest.mark.parametrize(
    ("errata", "message"),
    [
        ([(1, "坏坏")], r"plan p: at 1\.\.3 stands '坏乙', not '坏坏' as its erratum says"),
        ([(1, "坏"), (0, "甲")], "the erratum at 0 starts before the one before it ends, at 2"),
        ([(0, "甲坏"), (1, "坏")], "the erratum at 1 starts before"),
        ([(3, "丙")], r"at 3\.\.4 stands ''"),
    ],
)
def test_the_errata_of_a_plan_fit_its_text(errata, message):
    rows = tuple(Erratum(start, start + len(words), words, "改", "因") for start, words in errata)
    with pytest.raises(ValueError, match=message):
        Plan("p", "题", None, None, None, None, None, "甲坏乙", "0", (), (), (), rows)
