import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from eval.errors import SetError
from eval.questions import check_evidence, read_questions
from eval.types import Evidence, Place, Question

DEVELOPMENT = Path(__file__).parents[2] / "eval" / "questions" / "lantian-dev.jsonl"
PLANS = Path(__file__).parents[2] / "corpus" / "plans"

RECORD = {
    "id": "d002",
    "q": "到2020年，海东的用煤总量要比2015年减少百分之几？",
    "lang": "zh-Hans",
    "type": "number",
    "plans": ["haidong"],
    "evidence": [{"plan": "haidong", "start": 2, "end": 10, "quote": "煤炭消費下降5%"}],
}
EVIDENCE = RECORD["evidence"][0]


def write(path, *records):
    lines = (r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in records)
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return path


def without(field):
    return {name: value for name, value in RECORD.items() if name != field}


def with_evidence(**changes):
    return {**RECORD, "evidence": [{**EVIDENCE, **changes}]}


def test_a_question_is_read_whole(tmp_path):
    path = write(tmp_path / "dev.jsonl", RECORD)
    assert read_questions(path) == (
        Question(
            id="d002",
            text="到2020年，海东的用煤总量要比2015年减少百分之几？",
            language="zh-Hans",
            type="number",
            evidence=(Evidence(Place("haidong", 2, 10), "煤炭消費下降5%"),),
        ),
    )


def test_blank_lines_and_a_byte_order_mark_do_no_harm(tmp_path):
    path = tmp_path / "dev.jsonl"
    path.write_text(json.dumps(RECORD) + "\r\n\r\n", encoding="utf-8-sig", newline="")
    assert [question.id for question in read_questions(path)] == ["d002"]


MALFORMED = [
    ('{"id": "d001"', r"line 1: not JSON: Expecting ',' delimiter"),
    ("[1, 2]", r"line 1: a JSON object is expected, not \[1, 2\]"),
    (without("id"), "line 1: field 'id' is missing"),
    (without("q"), r"line 1 \(d002\): field 'q' is missing"),
    (without("lang"), r"\(d002\): field 'lang' is missing"),
    (without("type"), r"\(d002\): field 'type' is missing"),
    (without("evidence"), r"\(d002\): field 'evidence' is missing"),
    ({**RECORD, "q": " \n"}, r"\(d002\): field 'q' is blank"),
    ({**RECORD, "q": 7}, r"\(d002\): field 'q' must be text, not 7"),
    ('{"id": "d002\\ud800"}', "field 'id' holds half of a surrogate pair"),
    ({**RECORD, "evidence": "p. 3"}, "field 'evidence' must be a list of objects"),
    ({**RECORD, "evidence": [3]}, "field 'evidence' must be a list of objects"),
    ({**RECORD, "evidence": []}, "no evidence; if the plans do not answer, the type is"),
    ({**RECORD, "type": "unanswerable"}, "type 'unanswerable', yet it has evidence"),
    (with_evidence(start="2"), r"evidence 1: field 'start' must be a whole number, not \"2\""),
    (with_evidence(start=True), "field 'start' must be a whole number, not true"),
    (with_evidence(start=10), r"plan 'haidong': not a range of characters: 10\.\.10"),
    (with_evidence(start=-1), r"plan 'haidong': not a range of characters: -1\.\.10"),
    (with_evidence(end=11), r"plan 'haidong': the quote has 8 characters, 2\.\.11 has 9"),
    (with_evidence(quote=" "), "evidence 1: field 'quote' is blank"),
    (
        {**RECORD, "evidence": [EVIDENCE, EVIDENCE]},
        r"evidence 2\.\.10 and 2\.\.10 of plan 'haidong' overlap",
    ),
]


@pytest.mark.parametrize(("record", "message"), MALFORMED)
def test_a_malformed_record_is_named(tmp_path, record, message):
    path = write(tmp_path / "dev.jsonl", record)
    with pytest.raises(SetError, match=message) as caught:
        read_questions(path)
    assert "dev.jsonl, line 1" in str(caught.value)


def test_the_line_is_that_of_the_file(tmp_path):
    path = write(tmp_path / "dev.jsonl", RECORD, "", "{}")
    with pytest.raises(SetError, match="line 3: field 'id' is missing"):
        read_questions(path)


def test_an_id_that_occurs_twice(tmp_path):
    path = write(tmp_path / "dev.jsonl", RECORD, RECORD)
    with pytest.raises(SetError, match="line 2: the id 'd002' occurs twice"):
        read_questions(path)


@pytest.mark.parametrize("content", ["", "\n \n"])
def test_an_empty_file(tmp_path, content):
    path = tmp_path / "dev.jsonl"
    path.write_text(content)
    with pytest.raises(SetError, match="the file is empty; one JSON object a line"):
        read_questions(path)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(SetError, match=r"none\.jsonl: there is no such file; check the path"):
        read_questions(tmp_path / "none.jsonl")


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(SetError, match="cannot be read"):
        read_questions(tmp_path)


def test_a_file_that_is_not_utf_8(tmp_path):
    path = tmp_path / "dev.jsonl"
    path.write_bytes(json.dumps(RECORD, ensure_ascii=False).encode("gb18030"))
    with pytest.raises(SetError, match="not UTF-8; save the file as UTF-8"):
        read_questions(path)


def plan(id_, text):
    return SimpleNamespace(id=id_, text=text)


def question():
    evidence = Evidence(Place("haidong", 2, 10), "煤炭消費下降5%")
    return Question("d002", "?", "zh-Hans", "number", (evidence,))


def test_evidence_that_stands_where_it_should():
    check_evidence([question()], [plan("haidong", "到，煤炭消費下降5%。"), plan("yangquan", "")])


def test_an_unknown_plan():
    with pytest.raises(SetError, match="question d002: the index has no plan 'haidong'") as caught:
        check_evidence([question()], [plan("yangquan", ""), plan("guigang", "")])
    assert "(it has guigang, yangquan)" in str(caught.value)
    assert "build the index again" in str(caught.value)


def test_an_index_without_plans():
    with pytest.raises(SetError, match="it has no plan at all"):
        check_evidence([question()], [])


@pytest.mark.parametrize("text", ["到2，煤炭消費下降5%。", "短"])
def test_a_quote_that_stands_elsewhere(text):
    with pytest.raises(SetError, match=r"question d002: plan 'haidong' reads .* at 2\.\.10"):
        check_evidence([question()], [plan("haidong", text)])


def test_the_development_set_fits_the_plans():
    questions = read_questions(DEVELOPMENT)
    texts = [
        plan(path.stem, path.read_bytes().decode("utf-8")) for path in sorted(PLANS.glob("*.txt"))
    ]
    check_evidence(questions, texts)
    assert len(questions) == 120
    assert sum(not q.evidence for q in questions) == 18
    assert sum(len(q.evidence) for q in questions) == 141
