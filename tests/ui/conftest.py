"""Hits made by hand: what is shown depends on their fields, not on a search."""

import pytest

from index import Hit, Passage, Span


@pytest.fixture
def make_passage():
    def make(text, start=100, plan_id="somewhere-2020"):
        return Passage(f"{plan_id}/1", plan_id, "1", start, start + len(text), text)

    return make


@pytest.fixture
def make_hit(make_passage):
    def make(text="段落。", lexical=1.0, dense=0.5, matches=(), **fields):
        passage = fields.pop("passage", None) or make_passage(text)
        spans = tuple(
            Span(passage.start + start, passage.start + end, "word") for start, end in matches
        )
        given = {
            "rank": 1,
            "city": "某市",
            "title": "某市方案",
            "path": ("一、任务",),
            "reference": "某市 · 方案 · 一、",
            **fields,
        }
        score = lexical + dense
        return Hit(
            score=score, passage=passage, lexical=lexical, dense=dense, matches=spans, **given
        )

    return make
