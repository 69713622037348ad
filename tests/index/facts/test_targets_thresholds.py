"""Thresholds: quantities that say who is meant and set nothing."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.facts import extract_targets, extract_thresholds
from index.parsing import parse_source
from index.reading import Source
from tests.index.made_plans import plan_of

ROWS = [
    ("全面取缔35蒸吨/小时以下的燃煤锅炉。", [("燃煤锅炉", "", "以下", 35, "蒸吨/小时")]),
    (
        "年货运量150万吨以上的大型工矿企业，原则上修建铁路专用线。",
        [("大型工矿企业", "年货运量", "以上", 150, "万吨")],
    ),
    ("对VOCs年产生量大于10吨的企业开展检查。", [("企业", "VOCs年产生量", "大于", 10, "吨")]),
    ("密封点数量大于等于2000个的，开展检测。", [(None, "密封点数量", "大于等于", 2000, "个")]),
    ("禁止掺烧高硫石油焦（硫含量大于3%）。", [(None, "硫含量", "大于", 3, "%")]),
    ("推进5.5米以上焦炉实施干熄焦改造。", [("焦炉", "", "以上", 5.5, "米")]),
    ("不得新建二十吨以下的燃煤、重油锅炉。", [("燃煤、重油锅炉", "", "以下", 20, "吨")]),
    (
        "對年銷售汽油量大于5000噸的加油站安裝設備。",
        [("加油站", "年銷售汽油量", "大于", 5000, "噸")],
    ),
    ("新建年运量150万吨以上的物流\n\n园区。", [("物流园区", "年运量", "以上", 150, "万吨")]),
    (
        "淘汰10蒸吨以上、35蒸吨以下的燃煤锅炉。",
        [("燃煤锅炉", "", "以上", 10, "蒸吨"), ("燃煤锅炉", "", "以下", 35, "蒸吨")],
    ),
    ("（运距500公里以上）的煤炭采用铁路。", [(None, "运距", "以上", 500, "公里")]),
    ("浓度超过70微克/立方米之间的乡镇制定方案。", [("乡镇", "浓度", "超过", 70, "微克/立方米")]),
    # What is set, what says when, and fines are none.
    ("PM2.5浓度不高于35微克/立方米。", []),
    ("小时浓度达到150微克/立方米时，启动预警。", []),
    ("处二万元以上二十万元以下的罚款。", []),
]


def parsed(text):
    return parse_source("small", Source(text, hashlib.sha256(text.encode()).hexdigest()), {})


@pytest.mark.parametrize(("sentence", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_a_threshold(sentence, expected):
    plan = parsed(f"某市行动计划\n一、任务\n（一）治理。{sentence}\n")
    found = extract_thresholds(plan)
    rows = [(t.subject, t.indicator, t.comparator, t.value, t.unit) for t in found]
    assert rows == expected
    assert all(plan.text[t.start : t.end] == t.quote for t in found)
    assert {t.clause_id for t in found} <= {"1.1"}


def test_a_threshold_is_no_target():
    plan = parsed("某市行动计划\n一、任务\n（一）治理。淘汰35蒸吨以下的燃煤锅炉。\n")
    assert extract_targets(plan) == ()


PIECES = st.sampled_from(
    [
        *"，。；、（）“”\n的和及",
        *["35", "10、35", "蒸吨", "万吨", "%", "以下", "及以上", "大于", "超过", "年货运量"],
        *["的企业", "燃煤锅炉", "淘汰", "范围内", "罚款", "二十", "时", "\x01", "½", "\u200b"],
    ]
)


@given(st.lists(PIECES | st.text(max_size=3), max_size=40).map("".join))
def test_any_text(text):
    plan = plan_of(text or "。")
    for found in (*extract_thresholds(plan), *extract_targets(plan)):
        assert plan.text[found.start : found.end] == found.quote
        assert found.quote
