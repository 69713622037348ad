"""The table of queries, and what holds for any text."""

import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from index import QueryError
from index.query import Catalogue, understand
from tests.effort import effort

TABLE = tomllib.loads(Path(__file__).with_name("queries.toml").read_text(encoding="utf-8"))
ROWS = [(text, said) for theme in TABLE.values() for text, said in theme.items()]
NEGATIVE = ("no_place", "no_year", "no_plan", "no_clause", "ambiguous")


def description(query):
    """What was understood, with what each clause resolves to."""
    parts = []
    for part in query.describe().split(", "):
        if part.startswith("clause="):
            resolved = (
                f"{clause.text}>{' '.join(f'{plan} {id_}' for plan, id_ in clause.clauses)}"
                for clause in query.clauses
            )
            part = f"clause={'、'.join(resolved)}"
        parts.append(part)
    return ", ".join(parts)


@pytest.mark.parametrize(("text", "said"), ROWS, ids=[text for text, _ in ROWS])
def test_what_a_query_says(catalogue, text, said):
    assert description(understand(text, catalogue)) == said


def test_the_table_is_large():
    assert len(ROWS) >= 170
    assert sum(len(TABLE[theme]) for theme in NEGATIVE) >= 40


def test_the_description_for_the_page(catalogue):
    query = understand("咸陽2020年方案第20條比2015年，西安和吉林的住建局呢", catalogue)
    assert query.describe_in_chinese() == (
        "城市：咸阳市；未收录：西安市；地名不明确：吉林(吉林省/吉林市)；年份：2020；基准年：2015"
        "；方案：xianyang-2020；条款：第20條；部门：住建局"
    )
    assert understand("公交车", catalogue).describe_in_chinese() == ""


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "住建局",
            {"住建局", "市住建局", "市住房和城乡建设局", "市住房建设局", "市住房城乡建设局"},
        ),
        ("市住房和城乡建设局", {"市住房和城乡建设局"}),
        ("环保局", {"生态环境局", "市生态环境局"}),
        ("環保局", {"生态环境局", "市生态环境局"}),
        ("发改委", {"市发改委", "市发展改革委", "市发展和改革委员会"}),
        ("气象局", {"市气象局"}),
        ("交警", {"市交警支队"}),
        ("the transport bureau", {"市交通运输局", "交通运输局"}),
        ("市教育局", set()),
    ],
)
def test_offices_under_the_names_of_the_brackets(catalogue, text, names):
    (department,) = understand(text, catalogue).departments
    assert set(department.names) == names


def test_an_ambiguous_name_knows_which_cities_of_the_index_it_can_mean(catalogue):
    (name,) = understand("城区的扬尘，鼓楼区的扬尘", catalogue).ambiguous or (None,)
    assert (name.text, name.cities) == ("鼓楼区", ())


@pytest.mark.parametrize(
    "text", ["海东2024（十三）住建局 GB 37822-2019 45% 东政〔2024〕24号", "吉林 附件1"]
)
def test_mentions_stand_where_they_say(catalogue, text):
    query = understand(f"  {text}\n", catalogue)
    assert spans(query)


def spans(query):
    """All mentions of a query, checked against its text."""
    fields = (query.ambiguous, query.clauses, query.document_numbers, query.standards)
    fields += (query.quantities, query.departments)
    found = [mention for field in fields for mention in field]
    for mention in found:
        assert query.text[mention.start : mention.end] == mention.text
    for field in fields:
        for before, after in pairwise(field):
            assert before.end <= after.start
    return found


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)
@given(
    st.one_of(
        st.text(max_size=80),
        st.text(
            alphabet="海东咸阳2018204年第二十三条、（()）〔〕《》方案计划市局委-–—比较政号%吨附件"
            ".xi'an Yg/",
            max_size=60,
        ),
        st.lists(st.sampled_from([text for text, _ in ROWS]), max_size=4).map("".join),
    )
)
@example("\u0345")
@example("\u017f\u212a")
@example("《》〔〕第条")
@example("第〇条第零章附件零")
@example("二、" * 300)
@example("(" * 900)
@example("海东" + "2018-" * 150)
@example("海东" + "和" * 500 + "方案")
@example("Haidong " + "and the " * 100 + "plan")
@example("政〔2024〕0号")
def test_any_text_is_understood_or_refused(catalogue, text):
    try:
        query = understand(text, catalogue)
    except QueryError:
        return
    spans(query)
    assert set(query.cities) <= set(catalogue.cities)
    assert set(query.plans) <= {plan.id for plan in catalogue.plans}
    assert all(1900 <= year <= 2099 for year in (*query.years, *query.base_years))
    known = {
        (plan.id, label.clause_id)
        for plan in catalogue.plans
        for label in catalogue.labels_of(plan.id)
    }
    assert all(set(clause.clauses) <= known for clause in query.clauses)
    assert not set(query.places_not_indexed) & {*catalogue.cities, *catalogue.provinces}


@pytest.mark.parametrize(
    "text",
    [
        "海东" + "《打赢蓝天保卫战" * 120,
        "海东" + "2018-2020年和" * 90,
        "Haidong " + "air quality " * 80,
        "第二章" * 300,
        "市生态环境局、" * 140,
    ],
    ids=["titles", "years", "english", "clauses", "offices"],
)
def test_a_long_query_takes_no_time(catalogue, text):
    understand(text, catalogue)
    assert effort(lambda: understand(text, catalogue)) < 50


def test_an_index_without_plans():
    query = understand("海东2024年方案第20条", Catalogue.of(()))
    assert query.describe() == "not indexed=海东市, year=2024, clause=第20条"
