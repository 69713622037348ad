import logging
from pathlib import Path

import pytest

from ui.search.examples import read_examples

ROOT = Path(__file__).parents[2]


def test_the_corpus_brings_examples_of_every_kind():
    examples = read_examples(ROOT / "corpus/examples.toml")
    assert 6 <= len(examples) <= 8
    assert len(set(examples)) == len(examples)
    assert any(example.isascii() for example in examples)
    assert any("東" in example for example in examples)


def test_no_file_means_no_examples(tmp_path):
    assert read_examples(tmp_path / "none.toml") == ()


@pytest.mark.parametrize("content", ["not toml", "examples = 3", "[[examples]]\nname = 1\n"])
def test_a_wrong_file_costs_a_warning(content, tmp_path, caplog):
    path = tmp_path / "examples.toml"
    path.write_text(content, encoding="utf-8")
    with caplog.at_level(logging.WARNING):
        assert read_examples(path) == ()
    assert str(path) in caplog.text
