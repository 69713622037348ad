"""Which passages are read, and when none is."""

import numpy as np
import pytest

from index import ModelError
from index.model import locate_model, requested_model
from index.model.processor import has_bf16
from qa import ask
from qa.reader import Reader, reader_for, readings_of
from qa.reader.inputs import input_of
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


@pytest.mark.model
def test_hastened_readings_answer_alike_where_the_processor_can(plan_index):
    question = "咸阳2020年PM2.5目标是多少？"
    hits = plan_index.search(question, k=10)
    reader = Reader(locate_model(requested_model(None)))
    shown = [
        input_of(question, hit, passage, ()) for hit in hits[:3] for passage in hit.passages[:1]
    ]
    exact = [reader.read(own) for own in shown]
    is_faster = reader.hasten()
    assert is_faster is has_bf16()
    again = [reader.read(own) for own in shown]
    for before, after in zip(exact, again, strict=True):
        assert before.ranges == after.ranges
        assert abs(before.relevance - after.relevance) < (0.2 if is_faster else 1e-9)
        assert np.abs(before.firsts - after.firsts).max() < (0.5 if is_faster else 1e-9)
    first, again_first = exact[0].best(), again[0].best()
    assert (first.start, first.end) == (again_first.start, again_first.end)


def test_fp32_is_kept_where_it_is_asked_for(monkeypatch):
    monkeypatch.setenv("LANTIAN_DTYPE", "fp32")
    assert not Reader(locate_model(requested_model(None))).hasten()
