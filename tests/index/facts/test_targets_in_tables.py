"""Targets of tables, from pages made for it and from public documents."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import parse_plan
from index.facts import extract_targets
from index.structure.table_grid import spaces_between

DOCUMENTS = Path(__file__).parents[2] / "documents"

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
        ([HEAD, ("甲县", "35"), ("乙县", "33")], "目标"),  # which column it is cannot be told
        ([("1", "2", "3"), ("4", "5", "6"), ("7", "8", "9")], "目标"),
        ([("县区", "2020年PM2.5", "2025年排名"), ("甲县", "35", "4"), ("乙县", "33", "3")], "目标"),
        ([("县区", "PM2.5完成情况"), ("甲县", "35"), ("乙县", "33")], "目标"),
        ([("县区", "目标"), ("甲县", "持续改善"), ("乙县", "持续改善")], "目标"),
    ],
)
def test_what_sets_nothing(read, rows, title):
    assert read(rows, title)[1] == ()


def test_a_row_that_is_short_is_left_out(read):
    _, found = read([HEAD, ("甲县", "35"), ("乙县", "33", "310")])
    assert [(t.scope, t.value) for t in found] == [("乙县", 33), ("乙县", 310)]


FORMS = {
    "units in the caption": (
        "各县区空气质量目标\n单位：微克/立方米、天\n县区\tPM2.5年均浓度\t优良天数\n"
        "甲县\t35\t300\n乙县\t33\t310",
        ["甲县 PM2.5<=35微克/立方米 2025", "甲县 优良天数>=300天 2025"],
    ),
    "bars": (
        "各县区目标\n| 县区 | PM2.5浓度（μg/m³） | 优良天数比率（%） |\n|---|---|---|\n"
        "| 甲县 | ≤35 | 85.2 |\n| 乙县 | 33 | 86 |",
        ["甲县 PM2.5<=35μg/m³ 2025", "甲县 优良天数>=85.2% 2025"],
    ),
    "a head over two lines": (
        "空气质量改善目标\n县区\tPM2.5（微克/立方米）\t\t优良天数（天）\t\n"
        "\t2024年\t2025年\t2024年\t2025年\n甲县\t36\t35\t300\t305\n乙县\t34\t33\t310\t311",
        ["甲县 PM2.5<=36微克/立方米 2024", "甲县 PM2.5<=35微克/立方米 2025"],
    ),
    "a head over two lines, merged cells once": (
        "空气质量改善目标\n县区\tPM2.5（微克/立方米）\t优良天数（天）\n"
        "2024年\t2025年\t2024年\t2025年\n甲县\t36\t35\t300\t305\n乙县\t34\t33\t310\t311",
        ["甲县 PM2.5<=36微克/立方米 2024", "甲县 PM2.5<=35微克/立方米 2025"],
    ),
    "a change against a base year": (
        "改善目标\n县区\t2025年PM2.5浓度目标值（微克/立方米）\t2024年实际值\t较2020年下降比例（%）\n"
        "甲县\t36\t40\t10\n乙县\t34\t33\t12",
        ["甲县 PM2.5<=36微克/立方米 2025", "甲县 PM2.5 decrease10% 2025 2020"],
    ),
    "a cell a line": (
        "附件1\n各县区2024年空气质量改善目标\n县区\nPM2.5浓度\n（微克/立方米）\n优良天数\n（天）\n"
        "甲县\n36\n300\n乙县\n34\n持续改善\n丙县\n33\n302",
        ["甲县 PM2.5<=36微克/立方米 2024", "甲县 优良天数>=300天 2024"],
    ),
    "a cell a line, numbered": (
        "附件1\n各县区2024年空气质量改善目标\n序号\n县区\nPM2.5（微克/立方米）\n优良天数（天）\n"
        "1\n甲县\n36\n300\n2\n乙县\n34\n301\n3\n丙县\n33\n302",
        ["甲县 PM2.5<=36微克/立方米 2024", "甲县 优良天数>=300天 2024"],
    ),
    "a cell a line, labels merged": (
        "附件1\n2024年空气质量改善目标\n片区\n县区\nPM2.5（微克/立方米）\n优良天数（天）\n"
        "平川\n甲县\n36\n300\n乙县\n34\n301\n山区\n丙县\n33\n302\n丁县\n32\n303",
        ["甲县 PM2.5<=36微克/立方米 2024", "甲县 优良天数>=300天 2024"],
    ),
    "areas as columns": (
        "2024年空气质量改善目标\n指标\t单位\t甲县\t乙县\nPM2.5浓度\t微克/立方米\t35\t33\n"
        "优良天数比率\t%\t85\t88",
        ["甲县 PM2.5<=35微克/立方米 2024", "乙县 PM2.5<=33微克/立方米 2024"],
    ),
    "areas and indicators as rows": (
        "改善目标\n县区\t指标\t单位\t2025年目标值\n甲县\tPM2.5浓度\t微克/立方米\t35\n"
        "\t优良天数比率\t%\t85\n乙县\tPM2.5浓度\t微克/立方米\t33",
        ["甲县 PM2.5<=35微克/立方米 2025", "甲县 优良天数>=85% 2025"],
    ),
    "a present state beside the goal": (
        "主要指标\n类别\t指标\t2020年现状值\t2025年目标值\n"
        "环境质量\tPM2.5浓度（微克/立方米）\t42\t35\n\t优良天数比率（%）\t80\t85以上",
        ["PM2.5<=35微克/立方米 2025", "优良天数>=85% 2025"],
    ),
    "counts": (
        "2024年燃煤锅炉淘汰任务分解表\n县区\t淘汰数量（台）\t完成时限\t投资（万元）\n"
        "甲县\t36\t2024年10月\t50\n乙县\t4\t2024年12月\t60",
        ["甲县 淘汰数量=36台 2024", "乙县 淘汰数量=4台 2024"],
    ),
    "cells that wide spaces set apart": (
        "各县区目标\n县区　PM2.5（微克/立方米）　优良天数比率（%）\n"
        "甲县　35　85.2\n乙县　33　86\n丙县　31　88",
        ["甲县 PM2.5<=35微克/立方米 2025", "甲县 优良天数>=85.2% 2025"],
    ),
    "cells of spaces, numbered, some without a number": (
        "各县区目标\n序号　县区　PM2.5（微克/立方米）　优良天数比率（%）\n"
        "1　甲县　35　85.2\n2　乙县　持续改善　持续改善\n3　丙县　31　88",
        ["甲县 PM2.5<=35微克/立方米 2025", "甲县 优良天数>=85.2% 2025"],
    ),
    "cells that single spaces set apart": (
        "各县区目标\n县区 PM2.5（微克/立方米） 优良天数比率（%）\n"
        "甲县 35 85.2\n乙县 33 86\n丙县 31 88",
        ["甲县 PM2.5<=35微克/立方米 2025", "甲县 优良天数>=85.2% 2025"],
    ),
    "a remark below": (
        "改善目标\n县区\tPM2.5浓度\t备注\n甲县\t≤36微克/立方米\t国控站\n乙县\t≤34微克/立方米\t\n"
        "注：以国家反馈为准。",
        ["甲县 PM2.5<=36微克/立方米 2025", "乙县 PM2.5<=34微克/立方米 2025"],
    ),
}


def test_what_is_set_out_from_is_no_target(tmp_path):
    path = tmp_path / "plan.txt"
    path.write_text(
        "某省空气质量持续改善行动计划\n2023年12月20日\n一、总体要求\n（一）思路。统筹推进各项工作。\n"
        "附表 各市目标\n城市　2020年PM2.5（微克/立方米）　2025年PM2.5（微克/立方米）\n"
        "甲市　47　37\n乙市　30　28\n丙市　31　28\n",
        encoding="utf-8",
    )
    found = extract_targets(parse_plan(path))
    assert [(t.scope, t.value, t.year) for t in found] == [
        ("甲市", 37, 2025),
        ("乙市", 28, 2025),
        ("丙市", 28, 2025),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ["首页 政务公开 政务服务", "要闻 公告 互动", "机构 法规 统计"],  # no numbers
        ["县区 浓度 天数", "甲县 35 300"],  # too few rows
        ["甲县 35 300", "乙县 33 310", "丙县 31 312"],  # no head
        ["县区 浓度 天数", "甲县 35 300", "乙县 33"],  # not as many cells
        ["县区 浓度 天数", "1 35 300", "2 33 310"],  # no names
        ["到2025年 全市 PM2.5", "浓度 降至 35。", "优良 天数 300。"],
    ],
)
def test_lines_with_spaces_that_are_no_table(lines):
    assert spaces_between(lines) is None


def shown(target):
    sign = target.operator if target.operator[0] in "<>=" else f" {target.operator}"
    scope = f"{target.scope} " if target.scope else ""
    base = f" {target.base_year}" if target.base_year else ""
    return f"{scope}{target.indicator}{sign}{target.value:g}{target.unit} {target.year}{base}"


def plan_of(folder, table):
    path = folder / "plan.txt"
    path.write_text(
        "某市空气质量持续改善行动计划\n一、总体要求\n（一）思路。统筹推进各项工作。\n"
        f"二、具体安排\n按照下表执行。\n{table}\n",
        encoding="utf-8",
    )
    return parse_plan(path, period=(2021, 2025))


@pytest.mark.parametrize("form", FORMS)
def test_rows_and_columns_in_every_form(tmp_path, form):
    table, expected = FORMS[form]
    plan = plan_of(tmp_path, table)
    found = extract_targets(plan)
    assert [shown(target) for target in found][:2] == expected
    assert all(plan.text[t.start : t.end] == t.quote for t in found)


@pytest.mark.parametrize(
    ("file", "count", "first", "last"),
    [
        (
            "small/f23b-rowspan.html",
            4,
            "汉台区 PM2.5<=38微克/立方米 2023",
            "城固县 优良天数>=318天 2023",
        ),
        ("small/f04-table-crash.txt", 4, "汉台区 PM2.5<=38 2023", "城固县 优良天数>=318 2023"),
        (
            "national/yangtze-delta-2019-2020.md",
            39,
            "上海市 PM2.5 decrease0% 2020",
            "安庆市 PM2.5 decrease2.5% 2020",
        ),
        (
            "national/beijing-tianjin-hebei-2019-2020.md",
            59,
            "北京市 PM2.5 decrease0% 2020",
            "济源市 重污染天数 decrease2天 2020",
        ),
    ],
)
def test_tables_of_public_documents(file, count, first, last):
    plan = parse_plan(DOCUMENTS / file)
    tables = [part for part in plan.parts if part.kind == "table"]
    found = [
        target
        for target in extract_targets(plan)
        if any(part.start <= target.start < part.end for part in tables)
    ]
    assert (len(found), shown(found[0]), shown(found[-1])) == (count, first, last)


CELLS = st.sampled_from(
    [
        "",
        "1",
        "2024",
        "2024年",
        "35",
        "≤35",
        "持续改善",
        "-",
        "甲县",
        "县区",
        "PM2.5",
        "目标",
        "(天)",
        "%",
    ]
)


@settings(max_examples=100)
@given(
    st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=8),
    st.sampled_from(["\t", "|", "\n"]),
)
def test_no_table_raises(tmp_path_factory, rows, mark):
    folder = tmp_path_factory.mktemp("table")
    plan = plan_of(folder, "改善目标\n" + "\n".join(mark.join(row) for row in rows))
    for target in extract_targets(plan):
        assert plan.text[target.start : target.end] == target.quote
