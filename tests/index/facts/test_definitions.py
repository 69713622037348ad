import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.facts import extract_definitions
from tests.index.made_plans import plan_of

SIX = "甲围挡、乙覆盖、丙作业、丁硬化、戊清洗、己密闭"

ROWS = [
    (
        "做到“两断三清”(切断用水、用电,清除原料、产品、设备)。",
        "两断三清",
        "切断用水、用电,清除原料、产品、设备",
    ),
    ("做到「兩斷三清」（切斷用水、用電）。", "兩斷三清", "切斷用水、用電"),
    (
        "实行“三统一”管理(统一预警标准,统一等级,统一措施)。",
        "三统一",
        "统一预警标准,统一等级,统一措施",
    ),
    (f"落实“六个百分之百”,即{SIX}。", "六个百分之百", SIX),
    (f"落实“六个百分之百”:{SIX}。", "六个百分之百", SIX),
    (f"落实“六个百分之百”——{SIX}。", "六个百分之百", SIX),
    (f"落实“六个百分之百”(即{SIX})要求。", "六个百分之百", SIX),
    (f"管控,严格落实{SIX}“六个百分之百”要求。", "六个百分之百", SIX),
    (f"管控,做到{SIX}等“6个100%”。", "6个100%", SIX),
    ("实行甲、乙、丙、丁、戊的“五位一体”模式。", "五位一体", "甲、乙、丙、丁、戊"),
    ("按《减排指南(2020年版)》(以下简称《指南》)执行。", "指南", "《减排指南(2020年版)》"),
    ("市领导小组(以下简称“领导小组”)统筹。", "领导小组", "市领导小组"),
    ("本条例所称扬尘污染，是指施工产生的颗粒物污染。", "扬尘污染", "施工产生的颗粒物污染"),
    ("治理，挥发性有机物（VOCs）排放。", "VOCs", "挥发性有机物"),
    ("推进揮發性有機物(VOCs)治理。", "VOCs", "揮發性有機物"),
    ("各县区政府包含甲管委会、乙管委会。", "各县区政府", "甲管委会、乙管委会"),
]


@pytest.mark.parametrize(("text", "term", "meaning"), ROWS)
def test_forms(text, term, meaning):
    found = extract_definitions(plan_of(text, label=""))
    assert [(row.term, row.meaning) for row in found] == [(term, meaning)]
    assert (found[0].term in found[0].quote, found[0].meaning in found[0].quote) == (True, True)


def test_members():
    (found,) = extract_definitions(plan_of(ROWS[3][0], label=""))
    assert found.members == tuple(SIX.split("、"))


@pytest.mark.parametrize(
    "text",
    [
        "开展“春季行动”(市公安局牵头,市商务局参与)。",
        "执行“十四五”规划(2021年印发)。",
        "实施“一厂一策”管理。",
        "甲、乙、丙“五位一体”。",
        "划定“禁煤区”(详见附件、附表)。",
        "",
    ],
)
def test_none(text):
    assert extract_definitions(plan_of(text or "。", label="")) == ()


PIECES = st.sampled_from(
    [
        *"“”()（）《》、，。：",
        "六个百分之百",
        "即",
        "是指",
        "简称",
        "VOCs",
        "有机物",
        "甲",
        "包含",
        "政府",
    ]
)


@given(st.lists(PIECES | st.text(max_size=3), max_size=60).map("".join))
def test_any_text(text):
    plan = plan_of(text or "。", label="")
    for row in extract_definitions(plan):
        assert plan.text[row.start : row.end] == row.quote
        assert row.meaning in row.quote


@pytest.mark.parametrize(
    "piece", ["“", "“甲”(", "甲(", "有机物(AB)", "是指", "简称甲)", "即“甲”", "《", "甲包含乙、"]
)
def test_long_texts_take_linear_time(piece):
    assert len(extract_definitions(plan_of(piece * 20_000, label=""))) >= 0
