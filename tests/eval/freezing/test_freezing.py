from pathlib import Path

import pytest

from eval.__main__ import main
from eval.freezing.comparison import (
    Change,
    compare_figures,
    format_changes,
    read_figures,
    write_figures,
)
from eval.freezing.figures import hash_tree
from index import parse_plan

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("name", "before", "after", "is_worse"),
    [
        ("hybrid/nDCG@10", 0.968, 0.967, False),
        ("hybrid/nDCG@10", 0.968, 0.964, True),
        ("hybrid/nDCG@10", 0.968, 0.99, False),
        ("answers/calibration error", 0.06, 0.07, True),
        ("answers/calibration error", 0.07, 0.06, False),
        ("clauses/tree", "ab", "ab", False),
        ("clauses/tree", "ab", "cd", True),
        ("duties/rows", 201, 201, False),
        ("gone", 0.5, None, True),
        ("new", None, 0.5, False),
    ],
)
def test_what_is_worse(name, before, after, is_worse):
    assert Change(name, before, after).is_worse(0.003) is is_worse


def test_a_fall_of_exactly_the_tolerance_is_none():
    assert not Change("x", 0.968, 0.965).is_worse(0.003)


def test_the_table_of_changes():
    before = {"a/nDCG@10": 0.9, "tree": "abcdef0123", "gone": 1}
    after = {"a/nDCG@10": 0.95, "tree": "ffffff0123", "new": 2}
    lines = format_changes(compare_figures(before, after)).splitlines()
    assert [line.split() for line in lines[1:5]] == [
        ["a/nDCG@10", "0.9000", "0.9500", "+0.0500"],
        ["tree", "abcdef01", "ffffff01", "changed", "worse"],
        ["new", "–", "2", "new"],
        ["gone", "1", "–", "gone", "worse"],
    ]
    assert lines[-1] == "4 figures, 0 the same, 2 worse by more than 0.003"


def test_figures_come_back_as_they_were(tmp_path):
    figures = {"a": 0.5, "b": 3, "tree": "abc"}
    write_figures(tmp_path / "new" / "figures.json", figures)
    assert read_figures(tmp_path / "new" / "figures.json") == figures


@pytest.mark.parametrize("text", ["[1]", '{"a": [1]}', "{"])
def test_a_file_that_holds_no_figures_is_refused_before_anything_is_measured(
    tmp_path, text, capsys
):
    path = tmp_path / "old.json"
    path.write_text(text)
    assert main(["freeze", "--against", str(path)]) == 2
    assert "make it with: python -m eval freeze" in capsys.readouterr().err


def test_the_hash_of_a_tree_changes_with_a_clause_and_not_with_the_title(tmp_path):
    plans = []
    for name, text in [
        ("a", "甲市方案\n一、目标\n空气更好。\n二、任务\n治理锅炉。"),
        ("b", "乙市方案\n一、目标\n空气更好。\n二、任务\n治理锅炉。"),
        ("c", "甲市方案\n一、目标\n空气更好。\n三、任务\n治理锅炉。"),
    ]:
        path = tmp_path / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        plans.append(parse_plan(path))
    first, second, third = map(hash_tree, plans)
    assert first == second != third


def test_the_committed_figures_have_every_part_and_the_clauses_of_this_code():
    figures = read_figures(ROOT / "eval/results/frozen/figures.json")
    parts = {name.partition("/")[0] for name in figures}
    assert parts == {"clauses", "targets", "duties", "documents", "retrieval", "answers"}
    for path in sorted((ROOT / "corpus/plans").iterdir()):
        assert figures[f"clauses/{path.stem}/tree"] == hash_tree(parse_plan(path))
