from index import Plan
from ui.search.choices import city_choices, plan_choices


def plan(plan_id, city, title):
    return Plan(plan_id, title, city, None, None, None, None, "文", "0", (), (), ())


PLANS = (
    plan("a-2018", "甲市", "甲市三年方案"),
    plan("a-2024", "甲市", "甲市行动计划"),
    plan("b-2020", "乙市", "工作方案"),
    plan("c-2020", None, "工作方案"),
)


def test_each_city_is_offered_once():
    assert city_choices(PLANS) == [("乙市", "乙市"), ("甲市", "甲市")]


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
