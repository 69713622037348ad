"""Questions encoded without a framework: the same vectors, and nothing heavy imported."""

import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from index.errors import ModelError
from index.model import DEFAULT_MODEL, default_model_path
from index.model.encoder import load_query_encoder
from index.model.locate import locate_model
from index.model.query_encoder import QueryEncoder, can_encode_queries
from index.model.sentence_encoder import open_sentence_encoder

pytestmark = pytest.mark.model

QUESTIONS = (
    "秸秆综合利用率要达到多少？",
    "PM₂.₅",
    "How many coal-fired boilers below 35 t/h must be closed by the end of 2020?",
    "公車更新要求" * 300,  # beyond the longest input
    " ",
    "咸阳\ud800",
)

SEARCH = """
import sys
from index.model import LateEncoder
assert LateEncoder().encode_queries(["公交车"]).shape == (1, 384)
print([name for name in ("torch", "transformers", "sentence_transformers") if name in sys.modules])
"""


@pytest.fixture(scope="module")
def queries():
    return load_query_encoder()


def test_vectors_are_those_of_sentence_transformers(queries):
    peer = open_sentence_encoder(locate_model(DEFAULT_MODEL), "fp32")
    expected = peer.encode_queries(QUESTIONS)
    found = queries.encode_queries(QUESTIONS)
    assert found.shape == expected.shape == (len(QUESTIONS), queries.dimension)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, expected, atol=2e-6)


def test_no_vector_depends_on_the_others_in_a_call(queries):
    together = queries.encode_queries(QUESTIONS)
    for question, vector in zip(QUESTIONS, together, strict=True):
        np.testing.assert_array_equal(queries.encode_queries([question])[0], vector)
    assert queries.encode_queries([]).shape == (0, 384)


def test_threads_share_it(queries):
    expected = queries.encode_queries(QUESTIONS)
    another = QueryEncoder(locate_model(DEFAULT_MODEL))  # which has none of them yet
    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(another.encode_queries, [QUESTIONS] * 4):
            np.testing.assert_array_equal(found, expected)


def test_a_single_text_is_refused(queries):
    with pytest.raises(ValueError, match="sequence of texts"):
        queries.encode_queries("PM2.5")


def test_no_framework_is_imported():
    done = subprocess.run(
        [sys.executable, "-c", SEARCH], capture_output=True, text=True, check=False
    )
    assert done.stdout == "[]\n", done.stderr


@pytest.fixture
def copied(tmp_path):
    """A copy of the model that may be changed; its weights are linked, not copied."""
    for path in default_model_path().rglob("*.json"):
        target = tmp_path / path.relative_to(default_model_path())
        target.parent.mkdir(exist_ok=True)
        shutil.copy(path, target)
    weights = "model.safetensors"
    (tmp_path / weights).symlink_to(default_model_path() / weights)
    return tmp_path


def test_a_copy_is_the_same_model(queries, copied):
    own = QueryEncoder(locate_model(str(copied)))
    np.testing.assert_array_equal(own.encode_queries(["雾霾"]), queries.encode_queries(["雾霾"]))


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        ("config.json", "model_type", "roberta"),
        ("config.json", "hidden_act", "relu"),
        ("config.json", "position_embedding_type", "relative_key"),
        ("1_Pooling/config.json", "pooling_mode_cls_token", True),
        ("config_sentence_transformers.json", "prompts", {}),
    ],
)
def test_another_network_is_left_to_the_framework(copied, name, field, value):
    path = copied / name
    path.write_text(json.dumps(json.loads(path.read_bytes()) | {field: value}), encoding="utf-8")
    assert can_encode_queries(locate_model(DEFAULT_MODEL))
    assert not can_encode_queries(locate_model(str(copied)))


def test_damaged_files_are_named(copied):
    (copied / "model.safetensors").unlink()
    (copied / "model.safetensors").write_bytes(b"\xff" * 100)
    with pytest.raises(ModelError, match="cannot be read"):
        QueryEncoder(locate_model(str(copied)))
