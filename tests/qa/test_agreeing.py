from datetime import date
from types import SimpleNamespace

import pytest

from qa.agreeing import asked_years, pollutant_agreement, year_agreement


@pytest.mark.parametrize(
    ("before", "said", "years", "expected"),
    [
        ("到2025年,浓度降至", "35微克/立方米", (2025,), 1.0),
        ("到2023年,浓度降至40,到2025年降至", "35微克/立方米", (2023,), -1.0),
        ("浓度降至", "35微克/立方米", (2023,), 0.0),
        ("到2025年,浓度降至", "35微克/立方米", (), 0.0),
        ("", "2019年12月底前", (2019,), 1.0),
        ("到2025年,比2020年下降", "12%", (2025,), 1.0),
        ("到2019年,", "60%", (2018, 2019, 2020), 1.0),
    ],
)
def test_what_is_said_of_a_year_stands_behind_it(before, said, years, expected):
    assert year_agreement(before, said, years) == expected


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("2023年的计划到2030年降多少?", {2030}),
        ("2018-2020年方案的目标?", set()),
        ("2018—2020年方案里2019年是多少?", {2019}),
        ("2018年方案的目标?", set()),
        ("与2016年相比,2030年增长多少?", {2030}),
        ("用煤量比2016年少多少?", set()),
    ],
)
def test_a_year_that_names_the_plan_is_no_year_of_a_value(question, years):
    plan = SimpleNamespace(issued=date(2023, 11, 30), period=(2018, 2020))
    assert asked_years(question, plan).of_values == years


@pytest.mark.parametrize(("said", "expected"), [("2018年35微克", 1.0), ("2020年32微克", -0.5)])
def test_a_year_that_may_name_the_plan_is_the_better_answer(said, expected):
    plan = SimpleNamespace(issued=None, period=(2018, 2020))
    assert asked_years("2018年的目标?", plan).agreement("", said) == expected


@pytest.mark.parametrize(
    ("text", "question", "expected"),
    [
        ("no2平均浓度控制在23微克", "臭氧要控制在多少?", -1.0),
        ("臭氧浓度不高于160微克", "o3要控制在多少?", 1.0),
        ("细颗粒物浓度为35微克", "pm2.5目标是多少?", 1.0),
        ("可吸入颗粒物浓度为70微克", "pm2.5目标是多少?", -1.0),
        ("关停12家企业", "关停多少家?", 0.0),
    ],
)
def test_a_pollutant_goes_by_all_its_names(text, question, expected):
    assert pollutant_agreement(text, question) == expected


@pytest.mark.parametrize(
    ("text", "answer", "question", "expected"),
    [
        ("臭氧超标率不上升,no2平均浓度控制在23微克", "23微克", "臭氧要控制在多少?", -1.0),
        ("pm10降至70微克,细颗粒物(pm2.5)降至35微克", "35微克", "pm2.5降到多少?", 1.0),
        ("pm10降至70微克,细颗粒物(pm2.5)降至35微克", "70微克", "pm2.5降到多少?", -1.0),
        ("pm2.5和pm10年均浓度分别为35和70微克", "70微克", "pm2.5降到多少?", 1.0),
        ("年均35微克的pm2.5目标", "35微克", "pm2.5降到多少?", 1.0),
    ],
)
def test_a_value_is_of_the_pollutants_named_last_before_it(text, answer, question, expected):
    end = text.index(answer) + len(answer)
    assert pollutant_agreement(text, question, end) == expected
