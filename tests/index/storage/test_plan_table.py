"""Plans in a file: what comes back, and what is refused."""

import sqlite3
import threading
from contextlib import closing
from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Anomaly, Clause, Plan, Span
from index.facts.types import Definition, Duty, Facts, Target, Threshold
from index.query.catalogue import catalogued, labels_of
from index.storage.plan_table import (
    PlanRow,
    PlanTable,
    decode,
    digest_of,
    encode,
    write_plans,
)
from index.storage.preparing import prepare
from index.types import Erratum, PlanHead, Reference
from tests.index.texts import parse_text


def plan_of(text, plan_id="p", issued=None, period=None):
    """A plan with every field filled."""
    clauses = (Clause(plan_id, "0", (None, "一、"), "", 0, "", 0, len(text), "front"),)
    boilerplate = (Span(0, 1, "advert"),)
    anomalies = (Anomaly(0, 0, "missing", "1. is missing"),)
    return Plan(
        plan_id,
        f"题{plan_id}",
        None,
        "省",
        None,
        issued,
        period,
        text,
        "ab",
        clauses,
        boilerplate,
        anomalies,
        tuple(
            Erratum(i, i + 1, text[i], "改", "因")
            for i in range(0, len(text), 2)
            if text[i] != "改"
        ),
        issuer="甲市人民政府",
        references=(Reference("国发〔2013〕37号", None, "cites", 0, 1),),
        parts=(Span(0, 1, "signature"),),
    )


def facts_of(plan):
    """Facts with every field filled."""
    place = plan.id, plan.city, "0"
    quote = plan.text[:1]
    return Facts(
        targets=(
            Target(
                *place, "PM2.5", "市区", "至", 5.5, "%", 2020, 2015, True, "binding", 0, 1, quote
            ),
            Target(*place, "销量", None, "零增长", None, "", None, None, True, None, 0, 1, quote),
        ),
        thresholds=(Threshold(*place, "锅炉", "", "以下", 35.0, "蒸吨", 0, 1, quote),),
        duties=(
            Duty(*place, "事", ("甲局",), ("乙局",), (), 0, 1, quote, True, True, ("甲局", "乙局")),
        ),
        definitions=(Definition(*place, "词", "义一、义二", ("义一", "义二"), 0, 1, quote),),
    )


OFFICES = (("甲局", (0, 2)), ("乙局", (1,)))


def parts_of(plan):
    """What is kept of a plan, by part."""
    return {
        "head": plan.head,
        "entry": catalogued(plan),
        "labels": labels_of(plan),
        "body": plan,
        "facts": facts_of(plan),
        "offices": OFFICES,
    }


def row_of(plan):
    parts = {part: encode(value) for part, value in parts_of(plan).items()}
    return PlanRow(id=plan.id, digest=digest_of(plan), passages=3, **parts)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "plans.sqlite"


@given(st.lists(st.text(min_size=1, max_size=12), max_size=5))
def test_everything_comes_back(tmp_path_factory, texts):
    plans = [plan_of(text, f"p{number}") for number, text in enumerate(texts)]
    rows = [row_of(plan) for plan in plans]
    path = tmp_path_factory.mktemp("plans") / "plans.sqlite"
    write_plans(path, rows)
    table = PlanTable(path)
    assert list(table.rows(range(len(rows)))) == rows
    for number, plan in enumerate(plans):
        own = table.listed[number]
        assert (own.id, own.digest, own.passages) == (plan.id, digest_of(plan), 3)
        assert (own.head, own.entry) == (rows[number].head, rows[number].entry)
        for part, value in parts_of(plan).items():
            assert table.read(number, part) == value


@pytest.mark.parametrize("text", ["\x00\r\n\u2028", "𠀀", '"\\', "'; DROP TABLE plans; --"])
def test_any_character_comes_back(path, text):
    plan = plan_of(text, text)
    write_plans(path, [row_of(plan)])
    assert PlanTable(path).read(0, "body") == plan
    assert PlanTable(path).listed[0].id == text


def test_a_lone_surrogate_is_refused():
    with pytest.raises(UnicodeEncodeError):
        encode(plan_of("公\ud800交"))


@pytest.mark.parametrize(
    ("issued", "period"), [(None, None), (date(2024, 9, 3), (2024, 2025)), (date(1, 1, 1), (0, 0))]
)
def test_dates_come_back(issued, period):
    plan = plan_of("字", issued=issued, period=period)
    assert decode("body", encode(plan)) == plan
    assert decode("head", encode(plan.head)) == plan.head


@pytest.mark.parametrize("value", [0.1, 1e300, 5e-324, 35.0])
def test_numbers_come_back_to_the_last_bit(value):
    facts = Facts(
        thresholds=(Threshold("p", None, "0", "锅炉", "", "以下", value, "t", 0, 1, "x"),)
    )
    assert decode("facts", encode(facts)).thresholds[0].value == value


def test_a_head_is_a_plan_without_its_text():
    plan = plan_of("字")
    for field in fields(PlanHead):
        assert getattr(plan.head, field.name) == getattr(plan, field.name)


def test_the_digest_changes_with_everything():
    plan = plan_of("字句")
    others = [
        replace(plan, id="q"),
        replace(plan, title="别"),
        replace(plan, city="甲市"),
        replace(plan, issued=date(2024, 1, 1)),
        replace(plan, period=(2024, 2024)),
        replace(plan, text="字据"),
        replace(plan, sha256="cd"),
        replace(plan, clauses=()),
        replace(plan, boilerplate=()),
        replace(plan, anomalies=()),
        replace(plan, errata=()),
        replace(plan, issuer=None),
        replace(plan, references=()),
        replace(plan, parts=()),
    ]
    assert len({digest_of(own) for own in (plan, *others)}) == len(others) + 1
    assert digest_of(plan_of("字句")) == digest_of(plan)


def test_what_is_prepared_of_a_plan_is_what_is_kept():
    plan = parse_text("甲市方案\n\n一、更换公交车。(市交通局牵头)\n")
    row = prepare(plan).row
    assert decode("body", row.body) == plan
    assert (row.id, row.digest) == (plan.id, digest_of(plan))
    ((name, passages),) = decode("offices", row.offices)
    assert name.endswith("交通局")
    assert len(passages) == 1


def test_what_is_opened_may_be_removed(path):
    plan = plan_of("字")
    write_plans(path, [row_of(plan)])
    table = PlanTable(path)
    path.unlink()
    assert table.read(0, "body") == plan
    assert list(table.rows([0])) == [row_of(plan)]


def test_nothing_is_written_beside_it(path):
    write_plans(path, [row_of(plan_of("字"))])
    PlanTable(path).read(0, "facts")
    assert [own.name for own in path.parent.iterdir()] == [path.name]


def test_the_same_plans_make_the_same_file(path):
    rows = [row_of(plan_of("字" * 3000, f"p{number}")) for number in range(9)]
    other = path.with_name("other")
    write_plans(path, rows)
    write_plans(other, rows)
    assert path.read_bytes() == other.read_bytes()


def test_threads_share_it(path):
    plans = [plan_of("字" * (number + 1), f"p{number}") for number in range(20)]
    write_plans(path, map(row_of, plans))
    table, wrong = PlanTable(path), []

    def read():
        wrong.extend(n for n, plan in enumerate(plans) if table.read(n, "body") != plan)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


# What is refused


def test_a_file_that_is_there_already_is_not_written_over(path):
    write_plans(path, [row_of(plan_of("字"))])
    with pytest.raises(OSError, match="table plans already exists"):
        write_plans(path, [])
    assert len(PlanTable(path).listed) == 1


def test_an_id_that_is_there_twice(path):
    with pytest.raises(OSError, match="UNIQUE"):
        write_plans(path, [row_of(plan_of("字")), row_of(plan_of("句"))])


def test_a_place_that_cannot_be_written(tmp_path):
    with pytest.raises(OSError, match="unable to open"):
        write_plans(tmp_path / "nowhere" / "plans.sqlite", [])


@pytest.mark.parametrize("data", [b"", b"x", b"SQLite format 3\0", bytes(5000)])
def test_what_holds_no_plans(path, data):
    path.write_bytes(data)
    with pytest.raises(ValueError, match=r"plans\.sqlite holds no plans"):
        PlanTable(path)


def test_a_file_that_is_missing(path):
    with pytest.raises(ValueError, match="holds no plans"):
        PlanTable(path)
    assert not path.exists()


def test_a_plan_that_is_not_there(path):
    write_plans(path, [row_of(plan_of("字"))])
    with pytest.raises(ValueError, match="there is no plan 1"):
        PlanTable(path).read(1, "body")


@pytest.mark.parametrize("cell", [b"", b"\xc1", b"\x90", b"\x80"])
@pytest.mark.parametrize("part", ["body", "entry", "head"])
def test_a_part_that_is_none(path, part, cell):
    write_plans(path, [row_of(plan_of("字"))])
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(f"UPDATE plans SET {part} = ?", (cell,))
    with pytest.raises(ValueError):
        PlanTable(path).read(0, part)
