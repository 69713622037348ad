import pytest

from index.text.numerals import parse_chinese_numeral, parse_enclosed_numeral
from tests.index.texts import CIRCLED, in_words

FULL_STOP = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"
BRACKETED = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
BRACKETED_CHINESE = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"


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
