"""Numerals as they are read and as they are written."""

import pytest

from index.text.numerals import format_ordinal, parse_chinese_numeral, parse_enclosed_numeral
from tests.index.texts import CIRCLED, in_words

FULL_STOP = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"
BRACKETED = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
BRACKETED_CHINESE = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
# style, numbers as they are shown
SHOWN = [
    ("decimal", {0: "0", 1: "1", 120: "120"}),
    ("of no kind known", {3: "3"}),
    ("none", {3: ""}),
    ("decimalZero", {3: "03", 12: "12"}),
    ("numberInDash", {3: "- 3 -"}),
    ("decimalFullWidth", {10: "\uff11\uff10"}),
    ("decimalEnclosedCircle", {0: "⓪", 1: "①", 20: "⑳", 21: "㉑", 50: "㊿", 51: "51"}),
    ("decimalEnclosedCircleChinese", {7: "⑦"}),
    ("decimalEnclosedParen", {1: "⑴", 20: "⒇", 21: "21"}),
    ("decimalEnclosedFullstop", {1: "⒈", 20: "⒛", 21: "21"}),
    ("ideographEnclosedCircle", {1: "㊀", 10: "㊉", 11: "11"}),
    ("lowerLetter", {1: "a", 26: "z", 27: "aa", 53: "aaa", 0: "0"}),
    ("upperLetter", {2: "B"}),
    ("lowerRoman", {1: "i", 4: "iv", 19: "xix", 0: "0", 4000: "4000"}),
    ("upperRoman", {1999: "MCMXCIX"}),
    ("chineseCounting", {0: "〇", 1: "一", 10: "十", 11: "十一", 20: "二十", 38: "三十八"}),
    (
        "chineseCountingThousand",
        {100: "一百", 101: "一百零一", 110: "一百一十", 1010: "一千零一十"},
    ),
    ("japaneseCounting", {12: "十二"}),
    ("taiwaneseCountingThousand", {99: "九十九"}),
    ("ideographDigital", {10: "一〇", 2024: "二〇二四"}),
    ("chineseLegalSimplified", {1: "壹", 12: "壹拾贰", 101: "壹佰零壹"}),
    ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
    ("ideographZodiac", {12: "亥"}),
]


@pytest.mark.parametrize("number", range(1, 130))
def test_every_number_a_statute_or_plan_may_need(number):
    assert parse_chinese_numeral(in_words(number)) == number


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("十", 10),
        ("一十", 10),
        ("三十八", 38),  # the last item of 海东's plan of 2024
        ("一百二十九", 129),  # the last article of the 大气污染防治法
        ("一百〇二", 102),
        ("一百○二", 102),
        ("两百", 200),
        ("兩百", 200),
        ("一千零五十", 1050),
        ("九千九百九十九", 9999),
    ],
)
def test_other_ways_of_writing(numeral, value):
    assert parse_chinese_numeral(numeral) == value


@pytest.mark.parametrize(
    "text", ["", "零", "〇", "一二", "二〇二〇", "百", "千", "十十", "十百", "一百百", "三甲", "3"]
)
def test_no_numeral(text):
    with pytest.raises(ValueError, match=f"not a Chinese numeral: '{text}'"):
        parse_chinese_numeral(text)


@pytest.mark.parametrize(
    ("character", "value"),
    [
        *((c, n) for n, c in enumerate(CIRCLED, start=1)),
        *((c, n) for n, c in enumerate(FULL_STOP, start=1)),
        *((c, n) for n, c in enumerate(BRACKETED, start=1)),
        *((c, n) for n, c in enumerate(BRACKETED_CHINESE, start=1)),
    ],
)
def test_numbers_that_are_one_character(character, value):
    assert parse_enclosed_numeral(character) == value


@pytest.mark.parametrize("text", ["", "1", "⓪", "㋀", "①②", "㈪", "⒜"])
def test_no_enclosed_number(text):
    with pytest.raises(ValueError, match="not an enclosed number"):
        parse_enclosed_numeral(text)


@pytest.mark.parametrize(("style", "shown"), SHOWN)
def test_styles(style, shown):
    assert {number: format_ordinal(number, style) for number in shown} == shown


def test_chinese_numbers_are_read_back():
    for number in range(1, 10_000):
        assert parse_chinese_numeral(format_ordinal(number, "chineseCounting")) == number
