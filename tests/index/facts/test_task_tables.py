"""Rows of tables of tasks as duties, and the tables of a plan as rows under heads."""

import pytest

from index import parse_plan
from index.facts import extract_duties, read_tables
from tests.index.reading.made_files import MAKERS

ROWS = [
    [("类别", 1, 2), ("重点任务", 1, 2), ("责任分工", 2, 1), ("完成时限", 1, 2)],
    ["牵头单位", "配合单位"],
    [("移动源", 1, 2), "淘汰国三货车", ("市公安局", 1, 2), "市商务局、市交通运输局", "2026年底"],
    ["查处黑加油站", "市市场监管局", "长期"],
    ["扬尘源", "工地落实六个百分之百", "市住房和城乡建设局", "", "长期"],
]
BLOCKS = ["某市大气污染防治任务清单", "一、总体要求", "压实责任。", "附件", "重点任务清单", ROWS]


def plan_of(tmp_path, suffix, blocks=BLOCKS):
    path = tmp_path / f"plan{suffix}"
    path.write_bytes(MAKERS[suffix](blocks))
    return parse_plan(path)


@pytest.mark.parametrize(
    "suffix", [".docx", ".html", ".xlsx", ".odt", ".rtf", ".md", ".csv", ".ofd"]
)
def test_a_row_is_a_duty(tmp_path, suffix):
    plan = plan_of(tmp_path, suffix)
    found = extract_duties(plan)
    assert [(own.task, own.lead, own.participants) for own in found] == [
        ("淘汰国三货车", ("市公安局",), ("市商务局", "市交通运输局")),
        ("查处黑加油站", ("市公安局",), ("市市场监管局",)),
        ("工地落实六个百分之百", ("市住房和城乡建设局",), ()),
    ]
    for own in found:
        assert plan.text[own.start : own.end] == own.quote
        assert plan.text[own.task_start : own.task_end] == own.task


@pytest.mark.parametrize(
    "rows",
    [
        [["站点", "运维单位"], ["甲站", "市环境监测中心"], ["乙站", "市环境监测中心"]],  # no role
        [["牵头单位", "电话"], ["市公安局", "110"], ["市商务局", "120"]],  # no task
        [["任务", "牵头单位"], ["甲项工作", "待定"], ["乙项工作", "待定"]],  # no office
    ],
)
def test_what_is_no_table_of_tasks(tmp_path, rows):
    assert extract_duties(plan_of(tmp_path, ".html", [*BLOCKS[:-1], rows])) == ()


def test_a_table_of_words_has_rows_under_heads(tmp_path):
    (own,) = read_tables(plan_of(tmp_path, ".docx"))
    heads = [head.text for head in own.table.heads]
    assert heads == ["类别", "重点任务", "责任分工牵头单位", "责任分工配合单位", "完成时限"]
    assert [row[0].text for row in own.table.rows] == ["移动源", "移动源", "扬尘源"]
    plan = plan_of(tmp_path, ".docx")
    for row in own.table.rows:
        assert all(plan.text[cell.start : cell.end] == cell.printed for cell in row if cell.text)
