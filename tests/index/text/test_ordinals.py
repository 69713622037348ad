import pytest

from index.text.numerals import format_ordinal, parse_chinese_numeral

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


@pytest.mark.parametrize(("style", "shown"), SHOWN)
def test_styles(style, shown):
    assert {number: format_ordinal(number, style) for number in shown} == shown


def test_chinese_numbers_are_read_back():
    for number in range(1, 10_000):
        assert parse_chinese_numeral(format_ordinal(number, "chineseCounting")) == number
