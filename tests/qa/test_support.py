"""What a text says that its quotations do not."""

import pytest

from qa.support import unsupported_words


@pytest.mark.parametrize("name", ["六安市", "四川省", "三亚市", "九江市", "五台县"])
def test_the_name_of_a_place_holds_no_numeral(name):
    assert unsupported_words(f"{name}（2021年）没有写明", ["到2021年"]) == ()


def test_numerals_and_offices_must_stand_in_a_quotation():
    quotes = ["市生态环境局负责，PM2.5不高于53微克"]
    assert unsupported_words("PM2.5：不高于53微克（市生态环境局）", quotes) == ()
    assert unsupported_words("不高于54微克", quotes) == ("54",)
    assert unsupported_words("市公安局牵头", quotes) == ("市公安局",)


def test_no_office_goes_on_from_one_line_to_the_next():
    quotes = ["加强信息公开。", "加大环境宣传力度。", "构建全民共治格局。"]
    assert unsupported_words("加强信息公开\n加大环境宣传力度\n构建全民共治格局", quotes) == ()
    assert unsupported_words("加强信息公开\n市公安局牵头", quotes) == ("市公安局",)
    assert unsupported_words("到三\n五年", ["到三年五年"]) == ()
    assert unsupported_words("三\n五", ["三十五"]) == ("三", "五")


def test_a_number_in_figures_is_borne_out_by_the_same_one_in_chinese():
    quotes = ["臭氧浓度不高于每立方米一百四十五微克，排放量下降百分之十二"]
    assert unsupported_words("不高于145微克，下降12%", quotes) == ()
    assert unsupported_words("不高于146微克", quotes) == ("146",)
