"""Which language is spoken, and what is said in it."""

import threading

import pytest

from ui.addresses import address, plan_address
from ui.scripts import script_of
from ui.texts import Text, in_one_language, speaking, spoken

HELLO = Text("检索结果", "Results")


def test_one_language_is_spoken_at_a_time():
    assert str(HELLO) == "检索结果"
    with speaking("en"):
        assert str(HELLO) == "Results"
        with speaking("zh-Hant"):
            assert str(HELLO) == "檢索結果"
        assert HELLO.html == "Results"
    assert str(HELLO) == "检索结果"
    assert HELLO.both == "检索结果 Results"


def test_a_generator_speaks_its_language_in_whatever_thread_it_goes_on():
    steps = spoken("en", (str(HELLO) for _ in range(3)))
    said = [next(steps)]
    thread = threading.Thread(target=lambda: said.append(next(steps)))
    thread.start()
    thread.join()
    said.append(str(HELLO))
    said.append(next(steps))
    assert said == ["Results", "Results", "检索结果", "Results"]


@pytest.mark.parametrize(
    ("query", "page", "expected"),
    [
        ("咸陽市公交車", "zh", "zh-Hant"),
        ("咸阳市公交车", "zh", "zh"),
        ("PM2.5", "zh", "zh"),
        ("咸陽市公交車", "en", "en"),
        ("", "zh", "zh"),
    ],
)
def test_a_query_is_answered_in_its_script(query, page, expected):
    assert script_of(query, page) == expected


def test_a_remark_in_both_languages_is_said_in_one():
    remark = "范围不同 (another area)"
    assert in_one_language(remark) == "范围不同"
    with speaking("en"):
        assert in_one_language(remark) == "another area"
    assert in_one_language("不高于（含）53") == "不高于（含）53"


def test_addresses_say_what_is_shown_in_the_language_spoken():
    assert address("/compare", {"topic": "a b", "place": ["甲", "乙"], "year": None}) == (
        "/compare?topic=a+b&place=%E7%94%B2&place=%E4%B9%99"
    )
    assert plan_address("甲 乙", 3, 9) == "/plan/%E7%94%B2%20%E4%B9%99?at=3-9#c-3-9"
    with speaking("en"):
        assert address("/plans") == "/en/plans"
        assert address("/plans", of="zh") == "/plans"
