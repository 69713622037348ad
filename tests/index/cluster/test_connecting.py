"""What is said where there is no cluster to build on, and what is kept without one."""

import socket
import sys
from dataclasses import replace

import numpy as np
import pytest

from index import parse_plan
from index.cluster import connect, connecting
from index.cluster.readings import Readings
from index.errors import ClusterError
from index.model import load_encoder
from index.storage.preparing import prepare
from tests.index.commands import failed
from tests.index.index_folder import ROOT
from tests.processes import free_port


def test_without_ray_the_command_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    message = "Ray is not installed .*; run: python -m pip install -r requirements-ray.txt"
    with pytest.raises(ClusterError, match=message), connect("local", 2):
        pass


def test_no_workers(corpus, folder, capsys):
    command = ["build", corpus, "--index", folder]
    assert "0 workers: give 1 or more" in failed(capsys, *command, "--ray", "local", "--workers", 0)
    assert "give --ray ADDRESS too" in failed(capsys, *command, "--workers", 2)
    assert not folder.exists()


def test_an_address_where_nobody_answers(corpus, folder, capsys):
    pytest.importorskip("ray")
    said = failed(capsys, "build", corpus, "--index", folder, "--ray", f"127.0.0.1:{free_port()}")
    assert said.startswith("ClusterError: no Ray cluster answers at '127.0.0.1:")
    assert "start one with: ray start --head" in said
    assert not folder.exists()


def test_an_address_of_a_ray_client_is_asked_at_its_host():
    pytest.importorskip("ray")
    with socket.create_server(("127.0.0.1", 0)) as server:
        connecting._require_answer(f"ray://127.0.0.1:{server.getsockname()[1]}")
    with pytest.raises(ConnectionRefusedError):
        connecting._require_answer(f"ray://127.0.0.1:{free_port()}")


def test_what_fails_at_the_end_leaves_no_cluster(monkeypatch):
    ray = pytest.importorskip("ray")

    def broken(_):
        raise ClusterError("the workers cannot be ended")

    monkeypatch.setattr(connecting.Cluster, "close", broken)
    with pytest.raises(ClusterError, match="cannot be ended"), connect("local", 1):
        assert ray.is_initialized()
    assert not ray.is_initialized()


def test_a_plan_is_kept_as_it_was_read(corpus, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    paths = sorted((corpus / "plans").iterdir())
    plans = [prepare(parse_plan(path), path.name) for path in paths]
    readings = Readings(paths)
    assert readings[paths[0]] is None
    for path, plan in zip(paths, plans, strict=True):
        readings.keep(path, plan)
    readings.write()
    again = Readings(paths)
    for path, plan in zip(paths, plans, strict=True):
        kept = again[path]
        arrays = ("passages", "flags")
        for name in arrays:
            expected = getattr(plan, name)
            np.testing.assert_array_equal(getattr(kept, name), expected, strict=True)
        without = dict.fromkeys(arrays)
        assert replace(kept, **without) == replace(plan, **without)
    manifest = corpus / "manifest.toml"
    manifest.write_text(manifest.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert Readings(paths)[paths[0]] is None  # what it says may be another
    again.drop()
    assert again[paths[1]] is None
    assert list((tmp_path / "cache" / "lantian" / "readings").iterdir()) == []


def test_a_damaged_file_of_readings_is_passed_over(corpus, tmp_path, monkeypatch, caplog):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    paths = sorted((corpus / "plans").iterdir())
    readings = Readings(paths)
    readings.keep(paths[0], prepare(parse_plan(paths[0])))
    readings.write()
    (file,) = (tmp_path / "cache" / "lantian" / "readings").iterdir()
    file.write_bytes(b"no database" * 1000)
    assert readings[paths[0]] is None
    assert "cannot be read" in caplog.text


@pytest.mark.model
@pytest.mark.parametrize("precision", ["fp32", "bf16"])
def test_a_batch_alone_has_the_vectors_that_it_has_among_others(precision):
    encoder = load_encoder(precision=precision)
    text = (ROOT / "corpus" / "plans" / "xianyang-2020.txt").read_text(encoding="utf-8")
    texts = [line for line in text.splitlines() if line.strip()][:40]
    parts = list(encoder.passages_in_parts(texts))
    assert [list(places) for places, _ in parts] == encoder.batches(encoder.sizes(texts))
    assert len(parts) >= 2
    for places, vectors in parts:
        alone = encoder.encode_batch([texts[place] for place in places])
        np.testing.assert_array_equal(alone, vectors)
