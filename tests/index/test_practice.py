"""Statutes, a regional plan and a report that nobody wrote for this program."""

from datetime import date
from pathlib import Path

import pytest

from index import parse_plan
from index.structure.passages import split_passages
from index.text.numerals import parse_chinese_numeral
from tests.index.invariants import assert_sound
from tests.index.texts import anomalies, body

FOLDER = Path(__file__).parents[1] / "documents" / "practice"

AIR_LAW = "大气污染防治法(2018-10-26).md"
DEZHOU = "德州市扬尘污染防治条例(2019-02-13).md"
ZHENGZHOU = "郑州市大气污染防治条例(2020-08-05).md"
QINGDAO = "青岛市大气污染防治条例(2018-11-30).md"
FENWEI = "关于印发《汾渭平原2019-2020年秋冬季大气污染综合治理攻坚行动方案》的通知.md"
STATE_COUNCIL = "36_国务院关于加快经济社会发展全面绿色转型的意见_2024公布.txt"
REPORT = "青海省_2026年政府工作报告.txt"


def read(name):
    return parse_plan(FOLDER / name)


def labels(plan, level):
    return [clause.label for clause in body(plan) if clause.level == level]


@pytest.mark.parametrize(
    "name", [AIR_LAW, DEZHOU, ZHENGZHOU, QINGDAO, FENWEI, STATE_COUNCIL, REPORT]
)
def test_spans_nesting_and_coverage(name):
    plan = read(name)
    assert_sound(plan, split_passages(plan))
    found = [row for row in anomalies(plan) if name != FENWEI or row[0] != "broken"]
    assert found == []  # but for the annexes of the regional plan, whose lines end as they like


@pytest.mark.parametrize(
    ("name", "articles", "first_of_chapters"),
    [
        (AIR_LAW, 129, (1, 8, 18, 32, 86, 93, 98, 128)),
        (DEZHOU, 44, (1, 7, 15, 30, 36, 44)),
        (ZHENGZHOU, 63, (1, 16, 27, 31, 40, 49, 55, 63)),
        (QINGDAO, 38, ()),
    ],
)
def test_every_article_once_and_in_order_under_its_chapter(name, articles, first_of_chapters):
    clauses = [clause for clause in body(read(name)) if clause.label.startswith("第")]
    numbers = [
        parse_chinese_numeral(clause.label.strip("第条 "))
        for clause in clauses
        if clause.label.endswith("条")
    ]
    assert numbers == list(range(1, articles + 1))
    firsts, chapter = [], None
    for clause in clauses:
        if clause.label.endswith("章"):
            chapter = clause.label
        elif clause.label.endswith("条") and chapter:
            firsts.append(parse_chinese_numeral(clause.label.strip("第条 ")))
            chapter = None
    assert tuple(firsts) == first_of_chapters


def test_sections_of_the_fourth_chapter_of_the_air_law():
    assert [clause.id for clause in body(read(AIR_LAW)) if clause.label.endswith("节")] == [
        f"4.{n}" for n in range(1, 6)
    ]


def test_a_regional_plan():
    plan = read(FENWEI)
    assert labels(plan, 1) == ["一、", "二、", "三、", "附件1."]  # the second is only named
    assert labels(plan, 2) == [f"（{n}）" for n in "一二三四五六七八九十"] + [
        "（十一）",
        "（十二）",
    ]
    assert labels(plan, 3) == [f"{n}." for n in range(1, 25)]  # no cell of the annex tables
    assert (plan.title, plan.city) == (
        "汾渭平原2019-2020年秋冬季大气污染综合治理攻坚行动方案",
        None,
    )
    assert (plan.document_number, plan.issued) == ("环大气〔2019〕98号", date(2019, 11, 4))
    assert plan.period == (2019, 2020)


def test_an_opinion_between_the_furniture_of_its_page():
    plan = read(STATE_COUNCIL)
    assert labels(plan, 1) == [f"{n}、" for n in "一二三四五六七八九十"] + ["十一、", "十二、"]
    sections = labels(plan, 2)
    assert (len(sections), sections[0], sections[-1]) == (33, "（一）", "（三十三）")
    end = plan.text.index("[打印]")
    assert body(plan)[-1].end < end
    assert all(passage.end < end for passage in split_passages(plan))


def test_a_report():
    plan = read(REPORT)
    assert labels(plan, 1) == ["一、", "二、", "三、"]
    assert labels(plan, 2) == [f"（{n}）" for n in "一二三四五六"] * 2
    assert [plan.text[span.start : span.end] for span in plan.boilerplate] == [
        "2026-01-31 07:00:44",
        "来源：青海日报",
        "编辑：何继红",
    ]


CONGRESS = "人民代表大会常务委员会"
MINISTRIES_AND_PROVINCES = (
    "生态环境部、国家发展和改革委员会、工业和信息化部、公安部、财政部、住房和城乡建设部、交通运输部、商务部、"
    "国家市场监督管理总局、国家能源局、山西省人民政府、河南省人民政府、陕西省人民政府"
)
METADATA = {
    # title, city, province, document number, issuer, issued, period
    AIR_LAW: (
        "中华人民共和国大气污染防治法", None, None, None,
        f"全国{CONGRESS}", date(2018, 10, 26), None,
    ),
    DEZHOU: (
        "德州市扬尘污染防治条例", "德州市", "山东省", None,
        f"德州市{CONGRESS}", date(2019, 2, 12), None,
    ),
    ZHENGZHOU: (
        "郑州市大气污染防治条例", "郑州市", "河南省", None,
        f"郑州市{CONGRESS}", date(2020, 6, 3), None,
    ),
    QINGDAO: (
        "青岛市大气污染防治条例", "青岛市", "山东省", None,
        f"青岛市{CONGRESS}", date(2018, 9, 7), None,
    ),
    FENWEI: (
        "汾渭平原2019-2020年秋冬季大气污染综合治理攻坚行动方案", None, None, "环大气〔2019〕98号",
        MINISTRIES_AND_PROVINCES, date(2019, 11, 4), (2019, 2020),
    ),
    STATE_COUNCIL: (
        "中共中央 国务院关于加快经济社会发展全面绿色转型的意见", None, None, None,
        "中共中央、国务院", date(2024, 7, 31), None,
    ),
    REPORT: ("政府工作报告", None, "青海省", None, None, date(2026, 1, 27), (2026, 2026)),
}  # fmt: skip


@pytest.mark.parametrize("name", METADATA)
def test_metadata(name):
    plan = read(name)
    assert (
        plan.title, plan.city, plan.province, plan.document_number,
        plan.issuer, plan.issued, plan.period,
    ) == METADATA[name]  # fmt: skip
    assert plan.references == ()
