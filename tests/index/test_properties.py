"""What holds for any text."""

import string
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.facts import extract_duties, responsible_offices
from index.structure.passages import format_reference, split_passages
from tests.index.invariants import assert_sound
from tests.index.texts import parse_text

LABELS = [
    "一、",
    "二、",
    "三、",
    "十一、",
    "(一)",
    "（二）",
    "(三)",
    "1.",
    "2.",
    "3.",
    "4、",
    "12.",
    "64.",
]
LABELS += ["(1)", "2）", "(9)", "①", "②", "⒈", "⑵", "㈠", "第一编", "第一章", "第二章", "第一节"]
LABELS += ["第一条 ", "第二条 ", "第三条 ", "第九十九条 "]
MARKS = [
    "# ",
    "## ",
    "> ",
    "**",
    "<!-- x -->",
    "\ufeff",
    "\u200b",
    "\x00",
    "\x1c",
    "\x85",
    "\u2028",
]
WORDS = [
    "总体要求",
    "达到80%。",
    "（市公安局负责）",
    "(未闭合",
    "》",
    "；",
    "？",
    "PM_{2.5}",
    "規?;l展",
    "\ud800",
]
WORDS += [
    "严禁承接省外不符合环保政策、产业政策的落后产能，严防污染转",
    "类区，执行标准。",
    "2020年底前",
    "㎡",
]
FURNITURE = [
    "上一篇：甲",
    "打印本文",
    "当前位置：首页 > 甲",
    "— 12 —",
    "2024年9月3日",
    "海东市人民政府",
    "来源：甲",
]
ENDINGS = [
    "附件：1.甲",
    "附件：",
    "2.乙",
    "附件2",
    "抄送：甲，乙，",
    "2024年9月3日印发",
    "（此件公开发布）",
    "目 录",
    "各县区人民政府：",
    "现将《甲》印发给你们，请认真贯彻执行。",
    "甲市\t12\t3.5",
    "一、\t甲\t",
    "1. | 一、乙 | 丙",
    "|甲|乙|",
    "12.3\n持续改善\n5\n乙\n7\n丙",
]
BREAKS = ["\n", "\n", "\n\n", "\r\n", "\r", " ", "　", "\t"]
PIECES = st.sampled_from([*LABELS, *MARKS, *WORDS, *FURNITURE, *ENDINGS, *BREAKS, *BREAKS, *BREAKS])
TEXTS = st.lists(PIECES | st.text(max_size=3), max_size=60).map("".join)
LINES = st.lists(st.sampled_from(LABELS), max_size=80).map("\n".join)


@given(TEXTS)
def test_any_text_makes_a_sound_plan(text):
    plan = parse_text(text)
    assert_sound(plan, split_passages(plan))


@given(LINES)
def test_any_order_of_labels_makes_a_sound_plan(text):
    plan = parse_text(text)
    passages = split_passages(plan, max_chars=3)
    assert_sound(plan, passages)
    references = [format_reference(plan, clause) for clause in plan.clauses]
    assert all(reference.startswith(plan.title) for reference in references)
    duties = {plan.id: extract_duties(plan)}
    assert len(responsible_offices(passages, duties)) == len(passages)


@given(st.text(st.characters(), max_size=200))
def test_any_characters_make_a_sound_plan(text):
    plan = parse_text(text)
    assert_sound(plan, split_passages(plan))


@given(TEXTS)
def test_reading_again_gives_the_same(text):
    plan = parse_text(text)
    assert parse_text(text) == plan
    assert split_passages(plan) == split_passages(plan)


HOSTILE = {
    "one number": "1.\n",
    "two numbers": "1.甲\n2.乙\n",
    "restarts": "2.\n1.\n",
    "five levels": "一、\n(一)\n1.\n(1)\n①\n",
    "five levels upwards": "①\n(1)\n1.\n(一)\n一、\n",
    "articles": "第二条\n第一条\n",
    "lost headings": "(二)甲。乙\n1.\n2.\n1.\n",
    "open brackets": "(((((((((((((((((((((((((",
    "sentences and open brackets": "。(。(。(。(。(。(。(。(。(",
    "who is responsible, never closed": "(牵头",
    "closed brackets": "(市公安局(牵头))",
    "broken sentences": "严禁承接省外不符合环保政策、产业政策的落后产能，严防污染转\n",
    "page numbers inside sentences": (
        "严禁承接省外不符合环保政策、产业政策的落后产能，严防污染转\n— 12 —\n"
    ),
    "page numbers": "— 12 —\n",
    "rows of numbers": "一、\t甲\t\n（一）\t乙\t\n",
    "page furniture": "当前位置：首页\n甲\n",
    "white space": "甲。  \n \n",
    "signatures": "1.甲。\n海东市人民政府\n2019年3月13日\n",
    "offices": "海东市人民政府\n",
    "dates": "甲。\n2019年3月13日\n",
    "lists of annexes": "1.甲。\n附件：1.乙\n2.丙\n丁\n",
    "copies": "抄送：甲，\n",
    "cells": "甲\n12\n",
    "rows": "1.甲\n甲\t乙\t丙\n",
    "contents": "目录\n一、甲\n",
    "notices": "各县人民政府：\n现将甲印发给你们。\n",
}


def steps(text):
    """Count the lines of Python that reading a text takes."""
    count = 0

    def trace(*_):
        nonlocal count
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        plan = parse_text(text)
        responsible_offices(split_passages(plan), {plan.id: extract_duties(plan)})
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("unit", HOSTILE)
def test_work_grows_with_the_text_and_no_faster(unit):
    steps(HOSTILE[unit] * 400)  # loads all tables: what a short text does not need counts too
    assert steps(HOSTILE[unit] * 400) < 2.2 * steps(HOSTILE[unit] * 200)


@given(st.text(string.printable + "一二三四五六七八九十、（）第章条", max_size=120))
def test_labels_slice_back(text):
    plan = parse_text(text)
    for clause in plan.clauses:
        assert plan.text[clause.start :].startswith(clause.label)
        assert clause.heading in plan.text[clause.start : clause.end]
