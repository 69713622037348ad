"""Questions on all plans, each asked for itself."""

from dataclasses import replace

import pytest

from qa.abstaining import weigh
from qa.comparing import at_large as module
from qa.comparing.at_large import weigh_at_large
from qa.question import read_question


def weighed(index, text, **changes):
    question = replace(read_question(text), **changes)
    hits = index.search(text, k=60)
    evidence = weigh(index, hits, question)
    return evidence, weigh_at_large(index, hits, evidence)


@pytest.mark.model
def test_each_plan_that_says_it_is_chosen(plan_index):
    _, found = weighed(plan_index, "哪几份方案要求秸秆综合利用率，各要达到多少？")
    chosen = [own.plan_id for own in found.selection.chosen]
    assert found.reason is None
    assert len(set(chosen)) == len(chosen) > 2
    assert all("秸秆" in own.shadow.text for own in found.selection.chosen)
    assert 0 < found.confidence <= 1


@pytest.mark.model
def test_plans_without_the_figure_asked_about_are_left_out(plan_index):
    text = "哪几份方案点名提到35蒸吨以下的燃煤锅炉，各是怎么规定的？"
    _, found = weighed(plan_index, text)
    assert found.selection.chosen
    assert all("35" in own.shadow.text for own in found.selection.chosen)


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("咸阳的秸秆综合利用率是多少？", {}),  # of one city
        ("哪几份方案没有提到秸秆？", {"wants": "silence"}),
        ("哪几份方案写了高考分数线？", {}),  # in no plan
    ],
)
def test_other_evidence_stays_as_it_is(plan_index, text, changes):
    before, after = weighed(plan_index, text, **changes)
    assert after is before


@pytest.mark.model
def test_plans_behind_the_first_keep_what_was_found(plan_index, monkeypatch):
    monkeypatch.setattr(module, "PLANS", 1)
    before, after = weighed(plan_index, "哪几份方案要求秸秆综合利用率，各要达到多少？")
    first, *others = (own.plan_id for own in after.selection.chosen)
    assert len(before.selection.chosen) > 2
    assert {first, *others} == {own.plan_id for own in before.selection.chosen}
    assert {own.plan_id for own in after.selection.candidates} > {first}


@pytest.mark.parametrize(
    ("text", "is_across"),
    [
        ("春节放炮仗，哪几份文件管了，管到哪里？", True),
        ("各家给黑烟车举报人发多少钱？", True),
        ("Which of the documents limit ozone, and to what level?", True),
        ("市里列了哪几家企业要搬走？", False),
        ("Which three offices inspect filling stations?", False),
        ("咸阳哪些路段禁行？", False),
    ],
)
def test_what_is_asked_of_all_plans(text, is_across):
    assert read_question(text).is_across is is_across
