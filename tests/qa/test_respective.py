"""Which of several values stands for what a question names."""

import pytest

from index.text import shadow_of
from qa.quantities import quantities
from qa.respective import place_named


def place(text, question):
    *_, found = quantities(shadow_of(text).text)
    return place_named(found, shadow_of(question).text.lower())


@pytest.mark.parametrize(
    ("text", "question", "expected"),
    [
        ("黄色、橙色、红色级别减排比例原则上分别不低于10%、20%、30%", "黄色时减排多少？", 0),
        ("黄色、橙色、红色级别减排比例原则上分别不低于10%、20%、30%", "橙色预警的减排比例", 1),
        ("黃色、橙色、紅色級別減排比例原則上分別不低於10%、20%、30%", "红色预警减排多少？", 2),
        ("SCR和SNCR脱硝的氨逃逸分别控制在2.5mg/m3、8mg/m3以内", "SCR的氨逃逸？", 0),
        ("SCR和SNCR脱硝的氨逃逸分别控制在2.5mg/m3、8mg/m3以内", "SNCR的氨逃逸？", 1),
        ("甲市、乙市、丙市三市浓度居前，分别为71、68、65微克/立方米", "乙市的浓度？", 1),
        # the list is that of the nearest clause with as many items as there are values
        (
            "Ⅲ级、Ⅱ级、Ⅰ级响应期间，烟尘减排比例分别不低于12%、22%、32%",
            "Ⅱ级响应时烟尘减排多少？",
            1,
        ),
        ("煤电、水泥运输比例，2024年达到40%、52%，2025年分别达到60%、70%", "水泥2025年？", 1),
        # none is named, or both are, or it is no such list
        ("黄色、橙色、红色级别减排比例原则上分别不低于10%、20%、30%", "最高一级减排多少？", None),
        ("黄色、橙色、红色级别减排比例原则上分别不低于10%、20%、30%", "黄色和橙色减排多少？", None),
        ("城市和县城清扫率达到94%和90%", "县城的清扫率？", None),
        ("焦化、水泥企业清洁运输比例分别达到80%", "水泥的比例？", None),
        ("甲、乙、丙三县分别下降8%、6%", "乙县下降多少？", None),
        ("甲市、乙市分别落实。年均浓度不高于35、40微克", "乙市的浓度？", None),
    ],
)
def test_which_value_is_named(text, question, expected):
    assert place(text, question) == expected
