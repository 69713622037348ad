"""An index as bytes: what comes back, and what is refused."""

import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Anomaly, Clause, IndexDamagedError, Passage, Plan, Span
from index.facts.types import Definition, Duty, Facts, Target, Threshold
from index.ranking.dense import DenseIndex, SentenceVectors
from index.ranking.lexical import LexicalIndex
from index.ranking.tokens import tokenize
from index.storage.snapshot import (
    FORMAT_VERSION,
    HEADER,
    Snapshot,
    content_hash,
    from_files,
    to_files,
)
from index.types import Erratum, Reference
from tests.index.encoders import HashingEncoder

CONFIGURATION = {"model": "hashing@1", "tokens": 1, "bm25_b": 0.75}


def plan_of(text, plan_id="p", issued=None, period=None):
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


def snapshot_of(*texts):
    plans = tuple(plan_of(text, f"p{number}") for number, text in enumerate(texts))
    passages = tuple(
        Passage(f"{plan.id}/0/1", plan.id, "0", 0, len(plan.text), plan.text) for plan in plans
    )
    return Snapshot(
        plans=plans,
        facts=tuple(facts_of(plan) for plan in plans),
        passages=passages,
        keys=tuple(str(number) for number in range(len(texts))),
        lexical=LexicalIndex.build([tokenize(text) for text in texts]),
        dense=DenseIndex.build(HashingEncoder().encode_passages(texts)),
        sentence_keys=tuple(str(number) for number in range(2 * len(texts))),
        sentences=SentenceVectors.build(
            HashingEncoder().encode_passages([*texts, *texts]), [2] * len(texts)
        ),
        configuration=CONFIGURATION,
    )


def assert_equal(one, other):
    assert other.plans == one.plans
    assert other.facts == one.facts
    assert other.passages == one.passages
    assert other.keys == one.keys
    assert other.configuration == one.configuration
    assert other.lexical.vocabulary == one.lexical.vocabulary
    assert np.array_equal(other.dense.vectors, one.dense.vectors)
    assert other.sentence_keys == one.sentence_keys
    assert other.sentences.counts == one.sentences.counts
    assert np.array_equal(other.sentences.dense.vectors, one.sentences.dense.vectors)
    for term in one.lexical.vocabulary:
        assert np.array_equal(other.lexical.scores([term]), one.lexical.scores([term]))
        assert np.array_equal(other.lexical.matches([term]), one.lexical.matches([term]))


@given(st.lists(st.text(min_size=1, max_size=12), max_size=5))
def test_everything_comes_back(texts):
    snapshot = snapshot_of(*texts)
    again = from_files(to_files(snapshot), "place")
    assert_equal(snapshot, again)
    assert to_files(again) == to_files(snapshot)


@pytest.mark.parametrize("text", ["公\ud800交", "\x00\r\n\u2028", "𠀀", '"\\'])
def test_any_character_comes_back(text):
    assert from_files(to_files(snapshot_of(text)), "place").plans[0].text == text


@pytest.mark.parametrize(
    ("issued", "period"), [(None, None), (date(2024, 9, 3), (2024, 2025)), (date(1, 1, 1), (0, 0))]
)
def test_dates_come_back(issued, period):
    plan = plan_of("字", issued=issued, period=period)
    passage = Passage("p/0/1", "p", "0", 0, 1, "字")
    base = snapshot_of("字")
    snapshot = replace(base, plans=(plan,), passages=(passage,))
    assert from_files(to_files(snapshot), "place").plans == (plan,)


@pytest.mark.parametrize("left_out", ["passages", "keys", "lexical", "dense", "sentences"])
def test_parts_must_agree_in_number(left_out):
    parts = {name: getattr(snapshot_of("一", "二"), name) for name in Snapshot.__slots__}
    parts[left_out] = getattr(snapshot_of("一"), left_out)
    with pytest.raises(ValueError, match=r"number of passages: \[1, 2\]"):
        Snapshot(**parts)


def test_each_sentence_has_a_key():
    with pytest.raises(ValueError, match="1 keys for the vectors of sentences"):
        replace(snapshot_of("一"), sentence_keys=("0",))


FILES = sorted(to_files(snapshot_of("新增公交车", "散煤治理")))


def test_the_files():
    assert FILES == [
        "configuration.json",
        "dense.faiss",
        "facts.json",
        HEADER,
        "lexical.npz",
        "passages.json",
        "plans.json",
        "sentences.faiss",
        "sentences.json",
        "vocabulary.json",
    ]


def refused(files):
    with pytest.raises(IndexDamagedError) as caught:
        from_files(files, "data/index/snapshot-1")
    message = str(caught.value)
    assert message.startswith("data/index/snapshot-1: ")
    assert message.endswith("; build it anew with: python -m index build")
    return message


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_missing(name):
    files = to_files(snapshot_of("新增公交车", "散煤治理"))
    del files[name]
    assert f"'{name}' is missing" in refused(files)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("kept", [0, 0.5, -1])
def test_a_file_that_is_cut_short(name, kept):
    files = to_files(snapshot_of("新增公交车", "散煤治理"))
    files[name] = files[name][: int(len(files[name]) * kept) if kept != -1 else -1]
    assert (name in refused(files)) or name == HEADER


@pytest.mark.parametrize("name", FILES)
def test_any_byte_that_is_changed(name):
    intact = to_files(snapshot_of("新增公交车", "散煤治理"))
    data = intact[name]
    for position in range(0, len(data), 1 if name == HEADER else 7):
        for flipped in (data[position] ^ 1, data[position] ^ 0x20, 0xFF):
            changed = data[:position] + bytes([flipped]) + data[position + 1 :]
            if changed != data:
                refused({**intact, name: changed})


@pytest.mark.parametrize("version", [1, FORMAT_VERSION + 1, str(FORMAT_VERSION), None])
def test_another_version(version):
    files = to_files(snapshot_of("字"))
    header = json.loads(files[HEADER])
    files[HEADER] = json.dumps({**header, "format_version": version}).encode()
    assert f"has format version {version!r}, this program reads {FORMAT_VERSION}" in refused(files)


@pytest.mark.parametrize(
    "header", [b"null", b"[]", b"{}", b'"x"', b"\xff", b'{"format_version":2}']
)
def test_a_header_that_is_none(header):
    refused({**to_files(snapshot_of("字")), HEADER: header})


def test_files_that_are_not_ours_are_let_be():
    files = {**to_files(snapshot_of("字")), ".DS_Store": b"x"}
    assert from_files(files, "place").plans[0].text == "字"


def test_the_hash_changes_with_everything_that_counts():
    base = snapshot_of("新增公交车", "散煤治理")
    moved = Passage("p1/0/2", "p1", "0", 0, 2, "散煤")
    hashes = [
        content_hash(*parts)
        for parts in (
            (base.plans, base.passages, base.keys, CONFIGURATION),
            (base.plans[::-1], base.passages, base.keys, CONFIGURATION),
            (base.plans, (base.passages[0], moved), base.keys, CONFIGURATION),
            (base.plans, base.passages, ("0", "x"), CONFIGURATION),
            (base.plans, base.passages, base.keys, {**CONFIGURATION, "tokens": 2}),
        )
    ]
    assert len(set(hashes)) == 5
    assert content_hash(base.plans, base.passages, base.keys, CONFIGURATION) == hashes[0]
