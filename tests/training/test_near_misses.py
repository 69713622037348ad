"""Questions that a passage nearly answers."""

import random
import re

import pytest

from qa.agreeing import pollutants_in
from training.near_misses import near_misses

PASSAGE = "某市方案 一、目标\n到2025年,细颗粒物浓度降至31微克/立方米,到2030年降至28微克/立方米。"


@pytest.mark.parametrize("seed", range(20))
def test_the_year_becomes_one_that_the_passage_has_not(seed):
    question = "2023年方案里2025年优良天数比例是多少？"
    (changed,) = near_misses(question, PASSAGE, random.Random(seed))
    year = re.fullmatch(r"2023年方案里(20\d\d)年优良天数比例是多少？", changed)[1]
    assert year not in PASSAGE + question


@pytest.mark.parametrize(
    "question", ["细颗粒物降到多少？", "What is the PM2.5 goal?", "細顆粒物？"]
)
@pytest.mark.parametrize("seed", range(20))
def test_what_is_measured_becomes_something_else(question, seed):
    (changed,) = near_misses(question, PASSAGE, random.Random(seed))
    (named,) = pollutants_in(changed.lower())
    assert named[2] not in {own for _, _, own in pollutants_in(PASSAGE)}
    assert changed.isascii() == question.isascii()  # a code stays a code


@pytest.mark.parametrize("question", ["谁来牵头？", "PM2.5和PM10分别是多少？", ""])
def test_a_question_without_one_year_or_pollutant_has_none(question):
    assert not list(near_misses(question, PASSAGE, random.Random(0)))
