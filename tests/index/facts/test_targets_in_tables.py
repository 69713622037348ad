"""Targets of tables, from pages made for it."""

import pytest

from index import parse_plan
from index.facts import extract_targets

HEAD = ("县区", "PM2.5浓度（微克/立方米）", "优良天数（天）")
AREAS = [HEAD, ("全市", "34", "305"), ("甲县", "35", "≥300"), ("乙县", "持续改善", "310天")]
YEARS = [
    ("序号", "指标", "单位", "2020年", "2025年", "属性"),
    ("1", "PM2.5浓度", "微克/立方米", "42", "35", "约束性"),
    ("2", "优良天数比率", "%", "80", "85", "预期性"),
]


@pytest.fixture
def read(tmp_path):
    """Return the targets of a table in the annex of a page, and its plan."""

    def extract(rows, title="各县区空气质量改善目标"):
        lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
        path = tmp_path / "page.html"
        path.write_text(
            "<html><body><h1>某市空气质量持续改善行动计划</h1><p>一、总体要求</p>"
            f"<p>（一）思路。统筹推进。</p><p>附件1</p><p>{title}</p><table>{lines}</table>"
            "</body></html>",
            encoding="utf-8",
        )
        plan = parse_plan(path, period=(2021, 2025))
        return plan, extract_targets(plan)

    return extract


def test_areas_under_indicators(read):
    plan, found = read(AREAS)
    assert [(t.scope, t.indicator, t.comparator, t.value, t.unit) for t in found] == [
        (None, "PM2.5", "", 34, "微克/立方米"),
        (None, "优良天数", "", 305, "天"),
        ("甲县", "PM2.5", "", 35, "微克/立方米"),
        ("甲县", "优良天数", "≥", 300, "天"),
        ("乙县", "优良天数", "", 310, "天"),
    ]
    assert {t.year for t in found} == {2025}
    assert all(plan.text[t.start : t.end] == t.quote for t in found)
    assert [t.quote.split("\t") for t in found][2] == ["甲县", "35"]


def test_indicators_under_years(read):
    _, found = read(YEARS)
    assert [(t.indicator, t.value, t.unit, t.year, t.binding) for t in found] == [
        ("PM2.5", 35, "微克/立方米", 2025, "binding"),
        ("优良天数", 85, "%", 2025, "expected"),
    ]


def test_a_change_in_the_head(read):
    _, found = read([("城市", "PM2.5浓度同比下降比例（%）"), ("甲市", "2.5"), ("乙市", "3")])
    rows = [(t.scope, t.indicator, t.comparator, t.value, t.is_relative) for t in found]
    assert rows == [
        ("甲市", "PM2.5", "下降", 2.5, True),
        ("乙市", "PM2.5", "下降", 3, True),
    ]


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        (AREAS, "各县区空气质量现状"),  # what has been measured
        (AREAS, "各县区空气质量"),  # nothing says that it sets targets
        ([("项目", "投资（万元）"), ("甲", "35"), ("乙", "40")], "重点工程目标"),
        ([("县区", "2020年实际PM2.5浓度（微克/立方米）"), ("甲县", "35"), ("乙县", "4")], "目标"),
        ([HEAD, ("甲县", "35"), ("乙县", "33", "310")], "目标"),  # merged cells
        ([("县区", "目标"), ("甲县", "持续改善"), ("乙县", "持续改善")], "目标"),
    ],
)
def test_what_sets_nothing(read, rows, title):
    assert read(rows, title)[1] == ()
