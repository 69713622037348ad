"""The reader of the packed weights, on hand-written bytes."""

import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ModelError
from index.model.prepare import safetensors_chunks
from index.model.weights import BLOCK_DTYPE, dequantize, read_packed_model
from tests.model import packed


@pytest.fixture
def packed_file(tmp_path):
    path = tmp_path / "tiny.bin"
    path.write_bytes(packed.packed_model())
    return path


@pytest.mark.parametrize(
    ("scale", "nibbles", "expected"),
    [
        # Byte 0 holds weight 0 below and weight 16 above; 8 stands for zero.
        (1.0, {0: 0x98}, {0: 0.0, 16: 1.0}),
        (0.5, {0: 0x0F, 15: 0xF0}, {0: 3.5, 16: -4.0, 15: -4.0, 31: 3.5}),
        (-2.0, {3: 0x7A}, {3: -4.0, 19: 2.0}),
    ],
)
def test_hand_worked_block(scale, nibbles, expected):
    levels = bytearray([0x88] * 16)
    for place, value in nibbles.items():
        levels[place] = value
    block = np.frombuffer(struct.pack("<e", scale) + bytes(levels), BLOCK_DTYPE)
    weights = np.zeros(32, np.float32)
    weights[list(expected)] = list(expected.values())
    assert dequantize(block).tolist() == weights.tolist()


def test_blocks_follow_each_other():
    data = struct.pack("<e", 1.0) + b"\x88" * 16 + struct.pack("<e", 2.0) + b"\x99" * 16
    weights = dequantize(np.frombuffer(data, BLOCK_DTYPE))
    assert weights.dtype == np.float32
    assert weights.tolist() == [0.0] * 32 + [2.0] * 32


def test_everything_is_read(packed_file):
    model = read_packed_model(packed_file)
    assert model.pieces == tuple(packed.PIECES)
    assert model.scores.tolist() == packed.SCORES
    assert model.special_ids == (0, 2, 1, 3)
    assert model.characters == {"\u3000": " ", "\x01": "", "ⅳ": "iv"}
    assert {name: t.weights for name, t in model.tensors.items()} == packed.tensor_sizes()
    assert (model.sizes.hidden, model.sizes.layers, model.sizes.vocabulary) == (32, 1, 16)
    assert model.sizes.epsilon == pytest.approx(1e-12)


def test_export_is_read_by_safetensors(packed_file, tmp_path):
    from safetensors.numpy import load_file

    model = read_packed_model(packed_file)
    path = tmp_path / "model.safetensors"
    path.write_bytes(b"".join(safetensors_chunks(model)))
    found = load_file(path)
    assert len(found) == len(model.tensors)
    assert found["embeddings.word_embeddings.weight"].shape == (16, 32)
    assert found["encoder.layer.0.intermediate.dense.weight"].shape == (64, 32)
    assert found["encoder.layer.0.output.dense.weight"].shape == (32, 64)
    assert found["encoder.layer.0.intermediate.dense.bias"].shape == (64,)
    assert np.array_equal(
        found["encoder.layer.0.attention.self.query.weight"].ravel(),
        model.tensors["l0.q.w"].rows(0, 1024),
    )
    assert np.array_equal(
        found["encoder.layer.0.output.LayerNorm.bias"], model.tensors["l0.oln.b"].rows(0, 32)
    )


def test_missing_file_says_what_to_do(tmp_path):
    with pytest.raises(ModelError, match=r"none\.bin.*pip install -r requirements\.txt"):
        read_packed_model(tmp_path / "none.bin")


@pytest.mark.parametrize("content", [b"", b"E5", b"GGUF" + b"\0" * 100, b"E5S1" + b"\0" * 100])
def test_another_file_is_refused(tmp_path, content):
    path = tmp_path / "other.bin"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=r"other\.bin.*pip install"):
        read_packed_model(path)


def test_every_truncation_is_noticed(tmp_path):
    whole = packed.packed_model()
    path = tmp_path / "cut.bin"
    for length in (*range(0, 800, 7), len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(ModelError, match=r"cut\.bin"):
            read_packed_model(path)


@given(st.integers(0, 700), st.integers(0, 255))
def test_damage_is_refused_or_read_but_never_crashes(tmp_path_factory, place, value):
    content = bytearray(packed.packed_model())
    content[place] = value
    path = tmp_path_factory.getbasetemp() / "damaged.bin"
    path.write_bytes(content)
    try:
        read_packed_model(path)
    except ModelError as error:
        assert "damaged.bin" in str(error)
