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


def test_an_office_may_stand_behind_the_words_of_a_sentence():
    quotes = ["施工工地由市住房和城乡建设局牵头，县公安局配合"]
    assert unsupported_words("牵头单位是市住房和城乡建设局", quotes) == ()
    assert unsupported_words("由省住房和城乡建设局牵头", quotes) == ("由省住房和城乡建设局",)
    assert unsupported_words("配合单位：市公安局", quotes) == ("市公安局",)


@pytest.mark.parametrize(
    ("text", "quote", "unsupported"),
    [
        ("5%", "达到95%", ("5",)),
        ("达到9", "达到95%", ("9",)),
        ("达到9", "达到9.5%", ("9",)),
        ("5微克", "2.5微克", ("5",)),
        ("五万元", "十五万元", ("五万",)),
        ("五万元", "五万元", ()),
        ("2025年底前", "1.2025年底前", ()),
        ("进一步统一标准", "统一标准", ()),
    ],
)
def test_a_number_is_not_borne_out_by_a_part_of_another(text, quote, unsupported):
    assert unsupported_words(text, [quote]) == unsupported


def test_a_number_in_figures_is_borne_out_by_the_same_one_in_chinese():
    quotes = ["臭氧浓度不高于每立方米一百四十五微克，排放量下降百分之十二"]
    assert unsupported_words("不高于145微克，下降12%", quotes) == ()
    assert unsupported_words("不高于146微克", quotes) == ("146",)
