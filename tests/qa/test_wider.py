"""Places without a plan, asked about in a document of a wider area that speaks of them."""

import pytest

from index import PlanIndex
from qa import ask
from tests.index.encoders import HashingEncoder
from tests.qa.comparing_plans import TEXTS

NATION = """国务院关于印发全国空气质量提升行动计划的通知
国发〔2023〕90号
全国空气质量提升行动计划
一、重点任务
1. 淘汰落后产能。川渝地区砖瓦轮窑于2025年6月底前全部关停。
2. 农机摸底。以山东、安徽、河南三省为试点，每省抽测农机不少于1500台。
3. 清洁取暖。北方地区清洁取暖率达到80%。（国家能源局牵头，财政部参与）
"""


@pytest.fixture(scope="module")
def wider(tmp_path_factory):
    root = tmp_path_factory.mktemp("wider")
    (root / "plans").mkdir()
    for name, text in {"nation": NATION, "wuhu-2020": TEXTS["wuhu-2020"]}.items():
        (root / "plans" / f"{name}.txt").write_text(text, encoding="utf-8")
    return PlanIndex.build(root, root / "index", encoder=HashingEncoder(), progress=False)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("山东、安徽、河南每省抽测农机不少于多少台？", "不少于1500台"),
        ("山東、安徽和河南每省抽測農機不少於多少台？", "不少于1500台"),
    ],
)
def test_they_are_answered_and_not_compared(wider, question, text):
    answer = ask(wider, question)
    assert (answer.status, answer.text) == ("answered", text)
    assert {cited.plan_id for cited in answer.citations} == {"nation"}


@pytest.mark.parametrize("question", ["四川、重庆的砖瓦轮窑何时关停？", "四川和重慶交界的輪窯"])
def test_a_region_is_what_its_provinces_are_asked_about(wider, question):
    found = wider.search(question)
    assert ["川渝地区" in hit.passage.text for hit in found] == [True]
    assert not wider.search("四川的砖瓦轮窑何时关停？")  # of a part nothing is said


def test_beside_a_place_with_a_plan_they_are_compared(wider):
    answer = ask(wider, "芜湖和济南的秸秆综合利用率各是多少？")
    assert answer.text.splitlines() == ["芜湖市：达到93%", "济南市：未收录"]
