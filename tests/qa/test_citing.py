"""What an answer prints of a plan: its words, without the marks that number them."""

import pytest

from qa.citing import without_numbering


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("车辆限行。（2）学校停课。\n（3）停止活动", "车辆限行。学校停课。\n停止活动"),
        ("设围挡；（四）5000平方米以上的工地联网", "设围挡；5000平方米以上的工地联网"),
        ("包括：1.围挡；2.冲洗", "包括：围挡；冲洗"),
        ("20. 秋冬季洒水", "秋冬季洒水"),
        ("①围挡②覆盖；③冲洗", "围挡；覆盖；冲洗"),
        # numbers that number nothing
        ("1.5万吨", "1.5万吨"),
        ("1、2月", "1、2月"),
        ("一、二级", "一、二级"),
        ("按第三条（2）项", "按第三条（2）项"),
        ("降低12.5%，3家企业", "降低12.5%，3家企业"),
    ],
)
def test_numbering_is_no_part_of_an_answer(printed, text):
    assert without_numbering(printed) == text
