"""When results are said to be uncertain, with the real model."""

import json
from pathlib import Path

import pytest

from qa import is_doubtful, likeness

pytestmark = pytest.mark.model

QUESTIONS = Path(__file__).parents[2] / "eval" / "questions"


def asked(name):
    lines = (QUESTIONS / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def share_marked(index, rows):
    hits = [index.search(row["q"]) for row in rows]
    return sum(is_doubtful(index, own) for own in hits if own) / len(hits)


def test_of_real_questions_at_most_one_in_fifty_is_marked(model_index):
    answerable = [row for row in asked("lantian-dev.jsonl") if row["evidence"]]
    assert share_marked(model_index, answerable[::2]) <= 0.02


def test_most_of_what_no_plan_speaks_of_is_marked(model_index):
    chinese = [row for row in asked("off-topic.jsonl") if row["lang"] != "en"]
    assert share_marked(model_index, chinese[::3]) >= 0.75


@pytest.mark.parametrize(
    "query",
    [
        *("扬尘", "洒水", "煤", "咸阳", "咸阳方案", "住建局", "DB61/941-2018", "VOCs", "straw"),
        *("咸阳方案第20条写了什么", "海东2024年方案比上一轮新增了什么", "electric buses"),
        "What must Xianyang's city buses be replaced with?",
    ],
)
def test_what_the_plans_speak_of_is_not_marked(model_index, query):
    assert not is_doubtful(model_index, model_index.search(query))


@pytest.mark.parametrize(
    "query",
    [
        "红烧肉怎么做才软烂",
        "小學入學怎麼劃片",
        "咸阳的医保门诊报销比例",
        "asdkfj qwoeiru",
        "量子纠缠",
    ],
)
def test_what_they_do_not_speak_of_is(model_index, query):
    assert is_doubtful(model_index, model_index.search(query))


def test_words_alone_tell_nothing_of_likeness(model_index):
    hits = model_index.search("红烧肉怎么做才软烂", mode="lexical")
    assert likeness(model_index, hits) is None
    assert likeness(model_index, model_index.search("西安的散煤")) is None


def test_another_models_similarities_are_not_judged(hashed_index):
    assert not is_doubtful(hashed_index, hashed_index.search("公交线路怎么走"))
    assert is_doubtful(hashed_index, hashed_index.search("qwertz"))
