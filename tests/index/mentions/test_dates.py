"""Days as texts print them."""

from datetime import date

import pytest

from index.mentions import deadline_in, find_dates, find_deadlines
from index.text import shadow_of

DATES = [
    ("2021年3月5日印发", [date(2021, 3, 5)]),
    ("二〇二一年三月五日", [date(2021, 3, 5)]),
    ("二○一九年十二月三十一日", [date(2019, 12, 31)]),
    ("\uff12\uff10\uff12\uff11 年 \uff13 月 \uff15 日", [date(2021, 3, 5)]),
    ("成文日期：2021-03-05 10:20:11", [date(2021, 3, 5)]),
    ("2021.3.5", [date(2021, 3, 5)]),
    ("2021/3/5", [date(2021, 3, 5)]),
    ("中華民國110年3月5日", [date(2021, 3, 5)]),
    ("2018年8月1日至2020年12月31日", [date(2018, 8, 1), date(2020, 12, 31)]),
    ("2021年2月30日", []),
    ("索引号：000014672/2002-00185", []),
    ("2018-2020年", []),
    ("10.2021.3.5.7", []),
]


@pytest.mark.parametrize(("text", "days"), DATES)
def test_dates(text, days):
    assert [mention.day for mention in find_dates(shadow_of(text).text)] == days


@pytest.mark.parametrize(
    ("words", "year", "day"),
    [
        ("2020年底前", None, (2020, 12, 31)),
        ("2020年8月底前", None, (2020, 8, 31)),
        ("8月底前", 2020, (2020, 8, 31)),
        ("8月底前", None, None),
        ("2020年10月15日", None, (2020, 10, 15)),
        ("2020年采暖季前", None, None),
        ("达到95%", 2020, None),
    ],
)
def test_deadlines(words, year, day):
    assert deadline_in(words, year) == day


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("2020年底前完成,其余8月底前完成", ["2020年底前", "8月底前"]),
        ("年底前新增4个卡口", ["年底前"]),
        ("采暖季前,到2025年底", ["采暖季前", "2025年底"]),
        ("2020年采暖季前完成", ["2020年采暖季前"]),
        ("2019年供暖期开始前", ["2019年供暖期开始前"]),
        ("2022年6月30日前", ["2022年6月30日前"]),
        ("较2015年底下降10%", []),
        ("与2019年底相比减少,比2015年末低", []),
        ("煤炭消费较2015年负增长", []),
        ("在2020年", []),
    ],
)
def test_by_when_something_is_due_is_told_from_what_it_is_compared_with(words, due):
    assert [words[start:end] for start, end in find_deadlines(words)] == due


@pytest.mark.parametrize(
    ("words", "day"), [("2022年6月底前", (2022, 6, 30)), ("2024年2月底前", (2024, 2, 29))]
)
def test_a_deadline_is_a_day_of_the_calendar(words, day):
    assert deadline_in(words, None) == day
