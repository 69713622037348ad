"""Which files a name stands for, and what identifies them."""

import json

import pytest

from index.errors import ModelError
from index.model import load_encoder
from index.model.locate import locate_model, requested_model


@pytest.fixture
def directory(tmp_path):
    """A directory with the outline of a Sentence-Transformers model."""
    path = tmp_path / "my-model"
    path.mkdir()
    (path / "modules.json").write_text("[]")
    (path / "model.safetensors").write_bytes(b"weights")
    return path


@pytest.mark.parametrize(
    ("argument", "environment", "expected"),
    [
        (None, None, "multilingual-e5-small"),
        (None, "", "multilingual-e5-small"),
        (None, "other/model", "other/model"),
        ("given/model", "other/model", "given/model"),
    ],
)
def test_argument_then_environment_then_default(monkeypatch, argument, environment, expected):
    monkeypatch.delenv("LANTIAN_MODEL", raising=False)
    if environment is not None:
        monkeypatch.setenv("LANTIAN_MODEL", environment)
    assert requested_model(argument) == expected


def test_directory_is_named_and_fingerprinted(directory):
    files = locate_model(str(directory))
    assert (files.name, files.path) == ("my-model", directory)
    assert files.id == f"my-model@{files.fingerprint}"
    assert len(files.fingerprint) == 12


@pytest.mark.parametrize(
    ("name", "content", "is_changed"),
    [
        ("model.safetensors", "altered", True),
        ("config_sentence_transformers.json", json.dumps({"prompts": {}}), True),
        ("1_Pooling/config.json", "{}", True),
        ("README.md", "words", False),
        ("onnx/model.json", "{}", False),
    ],
)
def test_fingerprint_follows_what_affects_the_vectors(directory, name, content, is_changed):
    before = locate_model(str(directory)).fingerprint
    (directory / name).parent.mkdir(exist_ok=True)
    (directory / name).write_text(content)
    assert (locate_model(str(directory)).fingerprint != before) is is_changed


@pytest.mark.parametrize("name", ["no-such/model", "no-such-model", "not a name!", "a/b/c"])
def test_missing_model_is_named_and_never_replaced(monkeypatch, name):
    monkeypatch.setenv("LANTIAN_MODEL", name)
    with pytest.raises(ModelError, match=rf"no embedding model '{name}'.*LANTIAN_MODEL"):
        load_encoder()


def test_directory_that_is_no_model(tmp_path):
    with pytest.raises(ModelError, match=r"is not a Sentence-Transformers model.*modules\.json"):
        load_encoder(str(tmp_path))


@pytest.mark.model
def test_broken_model_is_named(directory):
    with pytest.raises(ModelError, match=r"my-model cannot be loaded"):
        load_encoder(str(directory))


def test_model_in_the_hugging_face_cache(monkeypatch, tmp_path):
    monkeypatch.setenv("SENTENCE_TRANSFORMERS_HOME", str(tmp_path))
    repository = tmp_path / "models--some--model"
    snapshot = repository / "snapshots" / "0123abcd"
    snapshot.mkdir(parents=True)
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text("0123abcd")
    blob = repository / "blobs" / "feed"
    blob.parent.mkdir()
    blob.write_bytes(b"[]")
    (snapshot / "modules.json").symlink_to(blob)
    files = locate_model("some/model")
    assert (files.name, files.path) == ("some/model", snapshot)
