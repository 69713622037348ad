"""``verify`` and ``trace`` on the command line: whether a quotation stands where it is said to."""

import json
from pathlib import Path

import pytest

from index import parse_plan
from index.__main__ import main
from index.console import trace_text
from index.quoting import trace_sentence
from tests.index.commands import failed

XIANYANG = Path(__file__).parents[2] / "corpus" / "plans" / "xianyang-2020.txt"
BUS_SENTENCE = "年底前,完成建成区100辆公交车更新任务"


@pytest.mark.parametrize(
    ("quote", "code", "said"),
    [(BUS_SENTENCE, 0, "原文如此 (stands)"), (BUS_SENTENCE + "。", 1, "不是原文")],
)
def test_verify(capsys, quote, code, said):
    place = ["4918", "4938"]
    assert main(["verify", str(XIANYANG), *place, quote]) == code
    printed = capsys.readouterr()
    assert printed.out.startswith(said)
    assert (
        "咸阳市 · 蓝天保卫战2020年工作方案 · 二、(三) 20. [xianyang-2020:4918–4938]" in printed.out
    )
    assert main(["verify", str(XIANYANG), *place, quote, "--json"]) == code
    record = json.loads(capsys.readouterr().out)
    assert (record["stands"], record["found"]) == (code == 0, BUS_SENTENCE)


def test_verify_by_the_plans_id(capsys, built, folder):
    arguments = ["yunxi-2025", "0", "3", "云溪市", "--index", str(folder)]
    assert main(["verify", *arguments]) == 0
    assert capsys.readouterr().out.startswith("原文如此 (stands)  云溪市 · ")
    assert "unknown plan 'x'" in failed(capsys, "verify", "x", *arguments[1:])
    assert "5..3 is no range of" in failed(capsys, "verify", XIANYANG, 5, 3, "甲")


@pytest.mark.parametrize(
    ("sentence", "code", "kind"),
    [
        (BUS_SENTENCE, 0, "exact"),
        ("年底前，完成建成區100輛公交車更新任務。", 0, "normalised"),
        ("年底前,完成建成区120辆公交车更新任务", 1, "nearest"),
    ],
)
def test_trace(capsys, sentence, code, kind):
    assert main(["trace", sentence, "--file", str(XIANYANG)]) == code
    printed = capsys.readouterr().out
    assert f"({kind}, " in printed
    assert "[xianyang-2020:4918–" in printed
    assert ("句中 said: [120]  原文 stands: [100]" in printed) == (kind == "nearest")
    assert main(["trace", sentence, "--file", str(XIANYANG), "--json"]) == code
    record = json.loads(capsys.readouterr().out)[0]
    assert (record["kind"], record["start"], record["clause_id"]) == (kind, 4918, "2.3.20")


def test_trace_in_the_index(capsys, built, folder):
    assert main(["trace", "推进散煤治理", "--index", str(folder)]) == 0
    assert "[yunxi-2025:" in capsys.readouterr().out
    assert main(["trace", "今天天气真好", "--index", str(folder)]) == 1
    assert "no plan has anything like it" in capsys.readouterr().err
    assert "holds no word" in failed(capsys, "trace", "？", "--index", folder)
    assert "there is no index here" in failed(capsys, "trace", "甲", "--index", folder / "x")


def test_differences_are_coloured_on_a_terminal():
    trace = trace_sentence([parse_plan(XIANYANG)], BUS_SENTENCE.replace("100", "120"))[0]
    assert "said: [\033[31m120\033[0m]  原文 stands: [\033[32m100" in trace_text(trace, color=True)
