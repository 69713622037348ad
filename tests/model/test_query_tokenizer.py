"""Questions cut with a part of the vocabulary: the same pieces as with the whole of it."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.model.query_tokenizer import CHINESE_IDS, WHOLE, QueryTokenizer, is_covered

pytestmark = pytest.mark.model

MAX_TOKENS = 512
QUESTIONS = Path(__file__).parents[2] / "eval" / "questions"
COMMON = (
    "咸阳海东全市年均浓度目标是多少？，。（）“”《》、0123456789 .%"
    "PMVOCsNOxquerymask<>-—~/①㎡℃\u3000"
)


@pytest.fixture(scope="module")
def tokenizer(model_path):
    return QueryTokenizer(model_path, MAX_TOKENS)


@pytest.fixture(scope="module")
def whole(model_path):
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(model_path / WHOLE))
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


def test_questions_of_the_evaluation(tokenizer, whole):
    lines = [
        json.loads(line)["q"]
        for path in QUESTIONS.glob("lantian-*.jsonl")
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    for line in lines:
        assert tokenizer.ids(f"query: {line}") == whole.encode(f"query: {line}").ids
    normal = [whole.normalizer.normalize_str(f"query: {line}") for line in lines]
    assert sum(map(is_covered, normal)) > len(lines) / 2


@given(st.text(st.one_of(st.sampled_from(COMMON), st.characters(codec="utf-8"))))
def test_any_text(tokenizer, whole, text):
    for asked in (text, f"query: {text}"):
        assert tokenizer.ids(asked) == whole.encode(asked).ids


@given(st.text(st.sampled_from(COMMON)))
def test_text_of_the_field(tokenizer, whole, text):
    assert tokenizer.ids(f"query: {text}") == whole.encode(f"query: {text}").ids


def test_a_long_question_is_cut_at_the_same_place(tokenizer, whole):
    text = "query: " + "公车更新要求" * 300
    assert tokenizer.ids(text) == whole.encode(text).ids
    assert len(tokenizer.ids(text)) == MAX_TOKENS


def test_a_model_with_the_whole_vocabulary_alone(model_path, tmp_path, whole):
    (tmp_path / WHOLE).symlink_to(model_path / WHOLE)
    assert QueryTokenizer(tmp_path, MAX_TOKENS).ids("公交车") == whole.encode("公交车").ids


def test_the_part_is_a_part(model_path):
    ids = json.loads((model_path / CHINESE_IDS).read_bytes())
    assert ids == sorted(set(ids))
    assert len(ids) < 100_000
