"""The table of queries, and what holds for any text."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index import QueryError
from index.understanding import understand

TABLE = tomllib.loads(Path(__file__).with_name("queries.toml").read_text(encoding="utf-8"))
ROWS = [(text, said) for theme in TABLE.values() for text, said in theme.items()]


def description(query):
    """What was understood, with what each clause resolves to."""
    parts = []
    for part in query.describe().split(", "):
        name, _, value = part.partition("=")
        if name == "clause":
            resolved = [
                f"{clause.text}>{' '.join(f'{plan} {id_}' for plan, id_ in clause.clauses)}"
                for clause in query.clauses
            ]
            value = "、".join(resolved)
        parts.append(f"{name}={value}" if value or name == "clause" else "")
    return ", ".join(parts)


@pytest.mark.parametrize(("text", "said"), ROWS, ids=[text for text, _ in ROWS])
def test_what_a_query_says(catalogue, text, said):
    assert description(understand(text, catalogue)) == said


def test_the_table_is_large():
    assert len(ROWS) >= 170
