from concurrent.futures import ThreadPoolExecutor

import gradio as gr
import pytest

from index import Plan
from index.hits import Counts
from ui.search.choices import NO_OFFERS, offered, offers, plan_choices
from ui.search.events import shown_for
from ui.search.request import Request
from ui.server.live_index import LiveIndex
from ui.server.work import SEARCHES


def plan(plan_id, city, title):
    return Plan(plan_id, title, city, None, None, None, None, "文", "0", (), (), ())


PLANS = (
    plan("a-2018", "甲市", "甲市三年方案"),
    plan("a-2024", "甲市", "甲市行动计划"),
    plan("b-2020", "乙市", "工作方案"),
    plan("c-2020", None, "工作方案"),
)


COUNTS = Counts(
    passages=9,
    cities={"丙市": 0, "乙市": 2, "甲市": 5},
    plans={"a-2018": 0, "a-2024": 5, "b-2020": 2, "c-2020": 2},
    years={2018: 5, 2020: 0, 2024: 2},
    offices={"市生态环境局": 0, "市公安局": 3},
)
ASKED = Request("公交车", (), (), 10, "lexical")


def test_what_leaves_most_is_offered_first_and_what_leaves_nothing_last():
    own = offered(PLANS, COUNTS)
    assert own.cities == [("甲市 (5)", "甲市"), ("乙市 (2)", "乙市"), ("丙市 (0)", "丙市")]
    assert [value for _, value in own.plans] == ["a-2024", "b-2020", "c-2020", "a-2018"]
    assert own.plans[-1] == ("甲市三年方案 (0)", "a-2018")
    assert own.years == [("2024 (2)", "2024"), ("2018 (5)", "2018"), ("2020 (0)", "2020")]
    assert own.offices == [("市公安局 (3)", "市公安局"), ("市生态环境局 (0)", "市生态环境局")]


def test_what_cannot_be_searched_for_offers_all_that_is_held(model_folder, model_index):
    live = LiveIndex(model_folder)
    held = offered(model_index.heads(), model_index.counts())
    for wrong in (Request("", (), (), 10, "lexical"), Request("煤", ("巴黎",), (), 10, "lexical")):
        assert offers(live, wrong).years == held.years
        assert offers(live, wrong).cities == held.cities
    assert offers(live, ASKED).cities != held.cities


def test_without_an_index_nothing_is_offered(tmp_path):
    assert offers(LiveIndex(tmp_path / "none"), ASKED) == NO_OFFERS


def test_results_are_shown_before_the_choices_are_counted(model_folder, model_index):
    live = LiveIndex(model_folder)
    shown = shown_for(live, ASKED, iter(["passages", "passages and answer"]))
    assert next(shown) == ("passages", *[gr.update()] * 4)
    with ThreadPoolExecutor(1) as pool, SEARCHES.taken(), SEARCHES.taken():  # others search
        counted = pool.submit(next, shown)
        with pytest.raises(TimeoutError):
            counted.result(timeout=0.2)
    results, *filters = counted.result()
    assert results == gr.update()
    assert all(own["choices"] for own in filters)
    assert next(shown) == ("passages and answer", *[gr.update()] * 4)
    assert next(shown, None) is None


def test_a_city_narrows_the_plans():
    assert [value for _, value in plan_choices(PLANS, ["甲市"], ())] == ["a-2018", "a-2024"]
    assert [value for _, value in plan_choices(PLANS, (), ())] == [plan.id for plan in PLANS]


def test_a_chosen_plan_stays_on_offer():
    assert [value for _, value in plan_choices(PLANS, ["甲市"], ["b-2020"])] == [
        "a-2018",
        "a-2024",
        "b-2020",
    ]


def test_plans_of_one_title_are_told_apart():
    labels = [label for label, _ in plan_choices(PLANS, (), ())]
    assert labels == ["甲市三年方案", "甲市行动计划", "工作方案（b-2020）", "工作方案（c-2020）"]
