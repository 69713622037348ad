"""Documents of cities, counties and ministries, and what each says of itself."""

import tomllib
from pathlib import Path

import pytest

from tests.index.texts import parse_text

FILE = Path(__file__).with_name("front_matter.toml")
DOCUMENTS = {
    document["name"]: document
    for document in tomllib.loads(FILE.read_text(encoding="utf-8"))["document"]
}
FIELDS = ("title", "city", "province", "document_number", "issuer", "issued", "period", "status")
BODY = "一、总体要求\n持续改善空气质量。\n二、重点任务\n严格控制扬尘。\n"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents(name):
    document = DOCUMENTS[name]
    plan = parse_text(document["front"] + BODY + document.get("end", ""))
    expected = {field: document.get(field) for field in FIELDS}
    if expected["period"]:
        expected["period"] = tuple(expected["period"])
    assert {field: getattr(plan, field) for field in FIELDS} == expected
    for field in ("level", "county"):
        assert field not in document or getattr(plan, field) == document[field]


def test_there_are_enough_of_them():
    assert len(DOCUMENTS) >= 60
