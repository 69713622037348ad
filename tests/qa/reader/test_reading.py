"""Which passages are read, and when none is."""

import pytest

from index import ModelError
from qa import ask
from qa.reader import reader_for, readings_of
from qa.reader.reading import MAX_PASSAGES, PASSAGES, PASSAGES_A_PLAN, READER_VARIABLE


def test_an_index_of_another_model_has_no_reader(hashed_index):
    assert reader_for(hashed_index) is None
    hits = hashed_index.search("PM2.5目标", k=10)
    plans = frozenset(head.id for head in hashed_index.heads())
    assert readings_of(hashed_index, hits, "PM2.5目标", plans, each=False) == {}


@pytest.mark.model
def test_the_first_passages_in_scope_are_read(plan_index):
    question = "公交车更新要求是什么？"
    hits = plan_index.search(question, k=30)
    every = frozenset(head.id for head in plan_index.heads())
    read = readings_of(plan_index, hits, question, every, each=False)
    assert list(read) == [passage.id for hit in hits for passage in hit.passages][:PASSAGES]
    one = frozenset([hits[0].passage.plan_id])
    read = readings_of(plan_index, hits, question, one, each=False)
    assert {plan_index_id.split("/")[0] for plan_index_id in read} == one
    read = readings_of(plan_index, hits, question, every, each=True)
    counts = [sum(own.startswith(f"{plan}/") for own in read) for plan in every]
    assert max(counts) <= PASSAGES_A_PLAN
    assert sum(counts) <= MAX_PASSAGES


@pytest.mark.model
def test_it_can_be_switched_off(plan_index, monkeypatch):
    monkeypatch.setenv(READER_VARIABLE, "off")
    assert reader_for(plan_index) is None
    assert ask(plan_index, "咸阳2020年PM2.5目标是多少？").status == "answered"


@pytest.mark.model
def test_another_value_is_an_error(plan_index, monkeypatch):
    monkeypatch.setenv(READER_VARIABLE, "maybe")
    with pytest.raises(ModelError, match="LANTIAN_READER='maybe': set it to on or off"):
        reader_for(plan_index)
