"""Of several values that stand together one is meant, and the reader tells which."""

from dataclasses import replace

import numpy as np
import pytest

from index.text import shadow_of
from qa.narrowing import narrowed
from qa.quantities import quantities, values_in
from qa.question import read_question
from qa.reader.evidence import reading_of_sentence
from qa.reader.inputs import ReaderInput
from qa.reader.network import Reading
from qa.settling import settle
from qa.spans import Found, find_span
from qa.wording import Wording


def read_as(text, begins, ends):
    """What a reader says that gives some characters of a text as where an answer begins, and ends.

    Args:
        text: A sentence that is a plan's whole text; a token is a character.
        begins: Strings, each with its log probability: the answer begins at their first character.
        ends: The same: it ends with their last one.
    """
    firsts, lasts = (np.full(len(text), -9.0, np.float32) for _ in range(2))
    for said, chance in begins.items():
        firsts[text.index(said)] = chance
    for said, chance in ends.items():
        lasts[text.index(said) + len(said) - 1] = chance
    ranges = tuple((place, place + 1) for place in range(len(text)))
    shown = ReaderInput("", text, 0, shadow_of(text))
    return reading_of_sentence(shown, Reading(3.0, firsts, lasts, ranges), 0, len(text))


def said(text, question, read):
    shadow = shadow_of(text)
    asked = read_question(question)
    found = settle(find_span(shadow.text, asked, Wording(())), read, shadow, asked)
    ranges = (found.before, (found.start, found.end), found.after)
    return "…".join(shadow.text[slice(*own)] for own in ranges if own)


@pytest.mark.parametrize(
    ("text", "question", "begins", "ends", "expected"),
    [
        (
            "烟尘、二氧化硫、氮氧化物分别不高于10、35、50毫克/立方米。",
            "二氧化硫浓度不能超过多少？",
            {"不高于": -0.7, "35": -0.9},
            {"35": -0.3, "毫克/立方米": -2.0},
            "不高于…35…毫克/立方米",
        ),
        (
            "两家中心处理能力分别为1.5万吨、0.6万吨。",
            "第二家处理多少吨？",
            {"1.5": -0.9, "0.6": -0.7},
            {"0.6万吨": -0.1},
            "为…0.6万吨",
        ),
        (
            "完成散煤替代3.5万户，2023年2.5万户。",
            "头一年要替代多少户？",
            {"3.5": -0.1},
            {"3.5万户": -0.7, "2023年": -1.0},
            "3.5万户",
        ),
        # the reader means all of it
        (
            "查实的奖励100元至500元。",
            "奖励多少钱？",
            {"100": -0.1},
            {"500元": -0.1},
            "100元至500元",
        ),
        (
            "供暖自10月12日起，公共机构10月15日起。",
            "居民哪天开始供暖？",
            {"10月12日": -0.1},
            {"10月12日起": -0.6, "10月15日起": -1.1},
            "10月12日起",
        ),
    ],
)
def test_the_value_that_is_meant(text, question, begins, ends, expected):
    assert said(text, question, read_as(text, begins, ends)) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [("几天内先修？", "5天"), ("几天内先修、几天内修好？", "5天内首次维修、15天")],
)
def test_a_question_on_several_values_has_them(question, expected):
    text = "漏点5天内首次维修、15天内完成修复。"
    read = read_as(text, {"5天": -0.1}, {"5天": -1.0, "15天": -1.2})
    asked = replace(read_question(question), asks="number", unit="天")
    found = narrowed(Found(2, text.index("15天") + 3), read, shadow_of(text), asked)
    assert text[found.start : found.end] == expected


def test_a_value_alone_stays():
    text = "建成充电桩260个。"
    shadow, asked = shadow_of(text), read_question("建多少个充电桩？")
    found = find_span(shadow.text, asked, Wording(()))
    assert narrowed(found, read_as(text, {"260": -1.0}, {"260个": -1.0}), shadow, asked) == found


@pytest.mark.parametrize(
    ("text", "chance", "expected"),
    [
        # no words say who is responsible: what was read does
        ("颗粒燃料厂建5家，由县农业农村局验收。", -0.1, "县农业农村局"),
        ("颗粒燃料厂建5家，由县农业农村局验收。", -2.0, "颗粒燃料厂建5家,由县农业农村局验收。"),
        # they say it of another thing
        ("验收由县农业农村局牵头，县城管局负责清运。", -0.1, "县城管局"),
        ("验收由县农业农村局牵头，县城管局负责清运。", -0.9, "验收由县农业农村局牵头"),
    ],
)
def test_who_is_responsible_is_what_was_read(text, chance, expected):
    office = "县农业农村局" if "清运" not in text else "县城管局"
    question = "颗粒燃料厂由谁验收？" if "清运" not in text else "谁来清运？"
    read = read_as(text, {office: chance / 2}, {office: chance / 2})
    assert said(text, question, read) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "不高于10、35毫克/立方米以下",
            [("不高于10", "毫克/立方米以下"), ("35毫克/立方米以下", "")],
        ),
        ("分别下降5%和6%", [("下降5%", ""), ("6%", "")]),
        ("40万吨,2024年", [("40万吨", "")]),
    ],
)
def test_the_values_of_a_quantity(text, expected):
    found = [
        (text[slice(*value.own)], text[slice(*value.after)] if value.after else "")
        for match in quantities(text)
        for value in values_in(match)
    ]
    assert found == expected
