"""Offices and statements of responsibility: every row of the lexicon, and what the rules say."""

import tomllib
from pathlib import Path

import pytest

import index.mentions
from index.mentions import (
    find_offices,
    find_statement,
    is_office,
    is_office_surely,
    is_same_office,
    office_groups,
    offices_of,
    part_in_role,
    responsibility_brackets,
)
from index.text import shadow_of

LEXICON = tomllib.loads(
    Path(index.mentions.__file__)
    .with_name("lexicons")
    .joinpath("offices.toml")
    .read_text(encoding="utf-8")
)
ROWS = LEXICON["office"]


def test_an_office_is_listed_once_under_the_name_that_comes_first():
    names = [
        "市住房和城乡建设局",
        "市环保局",
        "市住建局",
        "县区政府",
        "住建局",
        "市生态环境局",
        "委",
    ]
    assert office_groups(names) == [
        ("市住房和城乡建设局", ("市住房和城乡建设局", "市住建局", "住建局")),
        ("市环保局", ("市环保局",)),
        ("县区政府", ("县区政府",)),
        ("市生态环境局", ("市生态环境局",)),
    ]


def named_in(text, row):
    known = offices_of([f"市{row['name']}"])
    return [
        name for found in find_offices(shadow_of(text).text, lambda: known) for name in found.names
    ]


@pytest.mark.parametrize(("row", "text"), [(row, text) for row in ROWS for text in row["match"]])
def test_an_office_is_named(row, text):
    assert named_in(text, row) == [f"市{row['name']}"]


@pytest.mark.parametrize(("row", "text"), [(row, text) for row in ROWS for text in row["no_match"]])
def test_an_office_is_not_named(row, text):
    assert named_in(text, row) == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_all_names_of_a_row_are_read(row):
    for name in [row["name"], *row["others"], *row["english"]]:
        assert named_in(name, row) == [f"市{row['name']}"], name


def test_ends_of_names():
    ends = LEXICON["endings"]
    assert [name for name in ends["offices"] if not is_office_surely(name)] == []
    assert [name for name in ends["likely_offices"] if not is_office(name)] == []
    assert [name for name in ends["likely_offices"] if is_office_surely(name)] == []
    assert [name for name in ends["neither"] if is_office(name)] == []


@pytest.mark.parametrize(
    ("asked", "printed", "is_same"),
    [
        ("住建局", "市住房和城乡建设局", True),
        ("市住建局", "住房城乡建设局", True),
        ("发改委", "市发展和改革委员会", True),
        ("环保局", "市生态环境局", False),
        ("建设局", "市住房和城乡建设局", False),
        ("贵港中心", "贵港公路发展中心", False),
        ("局", "市公安局", False),
    ],
)
def test_one_office_under_two_names(asked, printed, is_same):
    assert is_same_office(asked, printed) is is_same


@pytest.mark.parametrize(
    ("sentence", "statement", "lead"),
    [
        ("关停。(市工信局牵头,市财政局配合)", "市工信局牵头,市财政局配合", "市工信局牵头"),
        ("关停。〔市工信局牵头〕", "市工信局牵头", "市工信局牵头"),
        ("关停(含砖瓦窑)。[市工信局牵头]", "市工信局牵头", "市工信局牵头"),
        ("关停。责任单位：市工信局", "责任单位:市工信局", "责任单位:市工信局"),
        ("月底完成(牵头考核单位：市工信局)。", "牵头考核单位:市工信局", "牵头考核单位:市工信局"),
        ("由市工信局负责关停。", "由市工信局负责", "由市工信局负责"),
        ("企业负责人参加(企业负责人)", None, None),
        ("落实(市长负责制)", None, None),
    ],
)
def test_where_a_sentence_says_who(sentence, statement, lead):
    shadow = shadow_of(sentence).text
    found = find_statement(shadow)
    assert (found and shadow[slice(*found)]) == statement
    if found:
        assert shadow[slice(*part_in_role(shadow, *found, "lead"))] == lead


@pytest.mark.parametrize(
    ("text", "brackets"),
    [
        ("以下任务(由各县(市、区)政府负责)从略", ["(由各县(市、区)政府负责)"]),
        ("(重点(市工信局牵头)项目)", ["(市工信局牵头)"]),
        ("(未闭合,市工信局牵头", []),
        ("(未闭合。(市工信局牵头)", ["(市工信局牵头)"]),
        ("多余)括号(市工信局牵头)", ["(市工信局牵头)"]),
        ("((市工信局牵头)负责)", ["((市工信局牵头)负责)"]),
        ("(企业负责人)(市长负责制)(细颗粒物)", []),
    ],
)
def test_brackets_that_say_who(text, brackets):
    assert [text[start:end] for start, end in responsibility_brackets(text)] == brackets
