"""The duties of the five plans against rows made by reading them."""

from pathlib import Path

import pytest

from eval import __main__ as command
from eval.duties import Counts, score_duties
from index import parse_plan
from index.facts import extract_definitions, extract_duties

PLANS = Path(__file__).parents[3] / "corpus" / "plans"
FILES = sorted(PLANS.glob("*.txt"))


def test_the_rows():
    score = score_duties()
    assert score.differences == ()
    assert score.offices.f1 >= 0.97
    assert score.brackets.right >= 150


def test_the_command(capsys):
    assert command.main(["duties"]) == 0
    assert "offices in roles: F1 " in capsys.readouterr().out


def test_rows_that_fit_no_plan(capsys, tmp_path):
    assert command.main(["duties", str(tmp_path / "none.tsv")]) == 2
    rows = tmp_path / "rows.tsv"
    header = "plan\tclause\topening\tlead\tparticipants\timplementers\tinherited\n"
    rows.write_text(f"{header}xianyang-2020\t9.9\t(市\t\t\t\t\n", encoding="utf-8")
    assert command.main(["duties", str(rows)]) == 2
    assert "no clause '9.9'" in capsys.readouterr().err


def test_f1():
    assert Counts(right=3, wrong=1, missed=2).f1 == pytest.approx(2 / 3)
    assert Counts(0, 0, 0).f1 == 1.0


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_responsibility_bracket_of_a_plan_is_a_duty_or_about_a_list(path):
    plan = parse_plan(path)
    found = {duty.start for duty in extract_duties(plan)}
    missed = [
        plan.text[part.start : part.end]
        for part in plan.parts
        if part.kind == "responsibility" and part.start not in found
    ]
    assert [bracket for bracket in missed if "名单由" not in bracket] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_terms(path):
    terms = {row.term: row.meaning for row in extract_definitions(parse_plan(path))}
    expected = {
        "guigang-2021": {"技术指南", "VOCs", "PM10"},
        "haidong-2018-2020": {"兩斷三清", "六個百分之百", "VOCs"},
        "haidong-2024": {"五位一体", "六个百分百", "VOCs"},
        "xianyang-2020": {"五位一体", "三统一", "6个100%", "各县市区政府", "VOCs"},
        "yangquan-2020": {"两断三清"},
    }[path.stem]
    assert expected - terms.keys() == set()
