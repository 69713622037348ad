"""Which side of yes and no a text takes."""

import pytest

from index.text import shadow_of
from qa.deciding import side_of


@pytest.mark.parametrize(
    ("question", "text", "side"),
    [
        ("要100%覆盖吗？", "农村地区清洁取暖率达到60%以上", False),
        ("清洁取暖率要到60%吗？", "农村地区清洁取暖率达到60%以上", True),
        ("超过200辆吗？", "淘汰老旧车160辆", False),
        ("超过200辆吗？", "淘汰老旧车260辆", True),
        ("是不是不到3%？", "重污染天数比率控制在2.5%以内", True),
        ("Is it more than 20%?", "占比达到25%", True),
        ("比例不低于60%吗？", "比例达到80%", True),
        ("比例不低于60%吗？", "比例达到50%", False),
        ("不少于20家吗？", "改造35家", True),
        ("浓度不高于35微克/立方米吗？", "浓度降到31微克/立方米", True),
        ("不超过3%吗？", "控制在5%", False),
    ],
)
def test_figures_of_one_unit_decide(question, text, side):
    assert side_of(shadow_of(question).text.lower(), text) is side


@pytest.mark.parametrize(
    ("question", "text", "side"),
    [
        ("城里能放鞭炮吗？", "建成区全年禁止燃放烟花爆竹", False),
        ("城里是不是禁放鞭炮？", "建成区全年禁止燃放烟花爆竹", True),
        ("可以燃放烟花爆竹吗？", "除夕可以燃放烟花爆竹", True),
        ("小企业用不用停产？", "小微涉气企业不采取停限产措施", False),
    ],
)
def test_words_decide(question, text, side):
    assert side_of(shadow_of(question).text.lower(), text) is side
