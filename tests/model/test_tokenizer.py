"""The prepared tokenizer against known ids and against the packed model's own tables."""

from unicodedata import combining

import pytest

from index.model.prepare import source_path
from index.model.weights import read_packed_model

pytestmark = pytest.mark.model

UNKNOWN = 3


@pytest.fixture(scope="module")
def tokenizer(model_path):
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(model_path / "tokenizer.json"))


@pytest.fixture(scope="module")
def packed_tables():
    return read_packed_model(source_path())


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        # Published ids of XLM-RoBERTa.
        ("Hello world", [0, 35378, 8999, 2]),
        ("Hello world!", [0, 35378, 8999, 38, 2]),
        ("", [0, 2]),
        # Found with the C engine that the weights come with.
        (
            "query: 咸阳2020年PM2.5目标是多少？",
            [0, 41, 1294, 12, 6, 204416, 23270, 49409, 470, 20266, 48413, 19186, 354, 22517, 32, 2],
        ),
        ("passage: 公車更新要求", [0, 46692, 12, 6, 4441, 3009, 14371, 5207, 2]),
    ],
)
def test_known_ids(tokenizer, text, ids):
    assert tokenizer.encode(text).ids == ids


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("2018\uff5e2020年", ["▁2018", "\uff5e", "2020", "年"]),
        (" a\u200bb\tc\u3000d \x01 ", ["▁a", "▁b", "▁c", "▁d"]),
        ("\uff30\uff2d\uff12\uff0e\uff15", ["▁PM", "2.5"]),
        ("㎡", ["▁m", "2"]),
    ],
)
def test_normalisation(tokenizer, text, tokens):
    assert tokenizer.encode(text, add_special_tokens=False).tokens == tokens


def test_special_ids(tokenizer):
    specials = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    assert [tokenizer.token_to_id(token) for token in specials] == [0, 1, 2, 3, 250001]


def test_normaliser_writes_what_the_models_own_map_writes(tokenizer, packed_tables):
    # Between two letters, so that the ends are not stripped. The map knows single characters
    # only; NFKC, as XLM-R's own normaliser, also joins an accent to the letter before it.
    wrong = {
        character: found
        for character, expected in packed_tables.characters.items()
        if not combining(expected[:1] or " ")
        and (found := tokenizer.normalizer.normalize_str(f"a{character}b")) != f"a{expected}b"
    }
    assert wrong == {}


def test_characters_outside_the_map_stay(tokenizer, packed_tables, paragraphs):
    for character in sorted(set("".join(paragraphs)) - set(packed_tables.characters)):
        if not character.isspace():
            assert tokenizer.normalizer.normalize_str(f"a{character}b") == f"a{character}b"


def test_ids_are_those_of_the_best_path_through_the_vocabulary(
    tokenizer, packed_tables, paragraphs
):
    ids = {piece: place for place, piece in enumerate(packed_tables.pieces)}
    scores = packed_tables.scores.tolist()
    for text in paragraphs:
        normal = tokenizer.normalizer.normalize_str(text)
        words = ["▁" + word for word in normal.split(" ")]
        expected = [token for word in words for token in best_path(word, ids, scores)]
        assert tokenizer.encode(text, add_special_tokens=False).ids == expected


def best_path(word, ids, scores):
    """Viterbi as in the C engine; neighbouring unknown characters count once, as in XLM-R."""
    worst = min(scores) - 10
    best = [(0.0, 0, 0)] + [(-1e30, 0, 0)] * len(word)
    for start in range(len(word)):
        for end in range(start + 1, min(len(word), start + 16) + 1):
            token = ids.get(word[start:end])
            if token is None and end > start + 1:
                continue
            score = best[start][0] + (worst if token is None else scores[token])
            if score > best[end][0]:
                best[end] = (score, start, UNKNOWN if token is None else token)
    path, end = [], len(word)
    while end > 0:
        _, end, token = best[end]
        if not (token == UNKNOWN and path[-1:] == [UNKNOWN]):
            path.append(token)
    return path[::-1]
