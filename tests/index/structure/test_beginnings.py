"""Several documents in one file: a notice with numbers of its own, and the plan behind it."""

import pytest

from tests.index.texts import anomalies, body, parse_text

PLAN = "为改善空气质量，制定本方案。\n一、总体要求\n（一）目标\n二、重点任务\n1.治企。落实。\n"

CASES = {
    "the notice has 一、": (
        f"现印发给你们。\n一、加强领导。\n二、抓好落实。\n某市人民政府\n2021年3月1日\n某市空气质量行动方案\n{PLAN}",
        "1 一、|2 二、|d2.1 一、|d2.1.1 （一）|d2.2 二、|d2.2.1 1.",
    ),
    "the notice has 1.": (
        f"提出以下要求：\n1.提高认识。\n2.按时报送。\n某县生态环境局\n2020年4月5日\n某县工作方案（2020—2022年）\n{PLAN}",
        "1 1.|2 2.|d2.1 一、|d2.1.1 （一）|d2.2 二、|d2.2.1 1.",
    ),
    "several notices": (
        "燃放烟花爆竹的通知1\n一、时间\n除夕。\n二、地点\n城区。\n燃放烟花爆竹的通知2\n一、禁放\n全年。\n",
        "1 一、|2 二、|d2.1 一、",
    ),
    "only the date is left": (
        f"一、加强领导。\n二、抓好落实。\n二〇二一年三月一日\n{PLAN}",
        "1 一、|2 二、|d2.1 一、|d2.1.1 （一）|d2.2 二、|d2.2.1 1.",
    ),
    "rules behind a notice": (
        "一、加强领导。\n二、抓好落实。\n某市扬尘管理办法\n第一条 甲。\n第二条 乙。\n第三条 丙。\n",
        "1 一、|2 二、|d2.1 第一条|d2.2 第二条|d2.3 第三条",
    ),
    "a chapter is no document": (
        "第一章 背景\n一、成效\n二、形势\n重点工程实施方案\n第二章 任务\n一、治企\n",
        "1 第一章|1.1 一、|1.2 二、|2 第二章|2.1 一、",
    ),
    "an annex has an id of its own": (
        "一、目标\n二、任务\n附件1\n某市考核办法\n一、指标\n"
        "优良天数比率不低于80%，细颗粒物年均浓度不高于40微克，完成年度减排任务，落实各项措施。\n",
        "1 一、|2 二、|a1 附件1|a1.1 一、",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_ids(case):
    text, expected = CASES[case]
    plan = parse_text(text)
    assert [f"{clause.id} {clause.label}" for clause in body(plan)] == expected.split("|")
    assert anomalies(plan) == []


def test_the_path_of_a_second_document_starts_with_its_own_headings():
    plan = parse_text(CASES["the notice has 一、"][0])
    assert body(plan)[3].path == ("一、总体要求", "（一）目标")
