"""The fields of pages: every example of ``page_fields.toml`` holds."""

import tomllib

import pytest

from index.metadata.page_fields import RULES_FILE, read_fields
from index.text.shadow import printed_lines

RULES = tomllib.loads(RULES_FILE.read_text(encoding="utf-8"))["field"]


def values(line, kind):
    return [field.printed for field in read_fields(printed_lines([line]))[0] if field.kind == kind]


@pytest.mark.parametrize(
    ("kind", "line", "value"), [(rule["kind"], *row) for rule in RULES for row in rule["match"]]
)
def test_examples(kind, line, value):
    assert value in values(line, kind)


@pytest.mark.parametrize(
    ("kind", "line"), [(rule["kind"], line) for rule in RULES for line in rule["none"]]
)
def test_no_fields(kind, line):
    assert values(line, kind) == []


def test_every_rule_has_examples():
    assert all(rule["match"] and rule["none"] for rule in RULES)
