"""Quantities, units and comparators: every row of the lexicons, and one grammar for all."""

import tomllib
from pathlib import Path

import pytest

import index.mentions
from index.mentions import (
    action_words,
    find_quantities,
    goal_operator,
    normal_unit,
    operator_of,
)
from index.text import parse_number, shadow_of

LEXICONS = Path(index.mentions.__file__).with_name("lexicons")
UNITS = tomllib.loads((LEXICONS / "units.toml").read_text(encoding="utf-8"))["unit"]
_COMPARING = tomllib.loads((LEXICONS / "comparators.toml").read_text(encoding="utf-8"))
COMPARATORS, GOALS = _COMPARING["comparator"], _COMPARING["goal"]
SAYS = [(row.get("operator") or row["to"], row) for row in COMPARATORS]
ACTIONS = tomllib.loads((LEXICONS / "actions.toml").read_text(encoding="utf-8"))["row"]


def units_in(text):
    shadow = shadow_of(text).text
    return [
        item.unit_as(shadow[slice(*item.unit)])
        for found in find_quantities(shadow)
        for item in found.items
        if item.has_unit
    ]


@pytest.mark.parametrize(
    ("row", "text"), [(row, text) for row in UNITS for text in row["examples"]]
)
def test_a_unit_is_found_in_its_examples(row, text):
    sign = row.get("sign") or next(n for n in row["names"] if n in shadow_of(text).text)
    assert any(sign in normal_unit(unit) for unit in units_in(text)), units_in(text)


@pytest.mark.parametrize(("row", "text"), [(row, text) for row in UNITS for text in row["not"]])
def test_a_unit_is_not_found(row, text):
    assert units_in(text) == []


@pytest.mark.parametrize(
    ("operator", "words"), [(operator, w) for operator, row in SAYS for w in row["examples"]]
)
def test_what_a_comparator_says(operator, words):
    assert operator_of(shadow_of(words).text) == operator


@pytest.mark.parametrize(
    ("operator", "words"), [(operator, w) for operator, row in SAYS for w in row["not"]]
)
def test_what_a_comparator_does_not_say(operator, words):
    assert operator_of(shadow_of(words).text) != operator


@pytest.mark.parametrize("row", ACTIONS, ids=lambda row: row["name"])
def test_words_around_a_quantity(row):
    words = action_words(row["name"])
    assert [text for text in row["examples"] if not words.search(shadow_of(text).text)] == []
    assert [text for text in row["not"] if words.search(shadow_of(text).text)] == []


@pytest.mark.parametrize("row", GOALS)
def test_what_a_goal_without_a_comparator_sets(row):
    assert {goal_operator(words) for words in row["examples"]} == {row["operator"]}
    assert row["operator"] not in {goal_operator(words) for words in row["not"]}


@pytest.mark.parametrize(
    ("printed", "sign"),
    [
        *((unit, "µg/m³") for unit in ("微克/立方米", "微克每立方米", "μg/m³", "ug/m3", "µg/m³")),
        *((unit, "µg/m³") for unit in ("微克\uff0f立方米", "微克/立方公尺", "微克/标准立方米")),
        *((unit, "t/月·km²") for unit in ("吨/月·平方公里", "吨/平方公里·月", "t/月·km2")),
        *(
            (
                ("毫克/立方米", "mg/m³"),
                ("万吨", "万t"),
                ("个小时", "h"),
                ("天", "d"),
                ("公里", "km"),
            )
        ),
        *((("千瓦时", "kWh"), ("家", "家"), ("蒸吨/小时", "蒸吨/h"), ("无此单位", "无此单位"))),
    ],
)
def test_units_have_one_spelling(printed, sign):
    assert normal_unit(printed) == sign


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("41.\n2微克/立方米", [41.2]),
        ("34\n.6微克/立方米", [34.6]),
        ("8\n8%以上", [88]),
        ("15\n8微克/立方米", [158]),
        ("一万六千户", [16_000]),
        ("两万五千亩", [25_000]),
        ("十八万亩", [18]),
        ("三成以上", [30]),
        ("PM2.5 35微克/立方米", [35]),
        ("每立方米一百四十五微克", [145]),
        ("\uff14\uff11\uff0e\uff12\uff05", [41.2]),
        ("三点五个百分点", [3.5]),
        ("1,300户", [1300]),
        ("35、60、160微克/立方米", [35, 60, 160]),
        *((text, []) for text in ("一次性塑料", "三产融合", "十四五", "双一流", "6.1人力资源")),
        *((text, []) for text in ("PM2.5", "2020年", "第3章", "10月30日")),
    ],
)
def test_numbers_that_are_quantities(text, values):
    found = find_quantities(shadow_of(text).text)
    assert [item.value for each in found for item in each.items] == values


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        *((("一百四十五", 145), ("三点五", 3.5), ("二〇二五", 2025), ("两", 2), ("两万", 20_000))),
        *((("百分之五", 5), ("千分之三", 3), ("1.5万", 15_000), ("3亿", 3e8), ("半", 0.5))),
        *(
            (
                ("三成", 30),
                ("\uff14\uff11\uff0e\uff12", 41.2),
                ("1,300", 1300),
                ("①", 1),
                ("㈩", 10),
            )
        ),
    ],
)
def test_numerals(numeral, value):
    assert parse_number(numeral) == value
