"""Writes a packed model of the smallest size that has every part of the real one."""

import struct

import numpy as np

HIDDEN, LAYERS, HEADS, INNER, POSITIONS = 32, 1, 2, 64, 16
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "▁蓝", "天", "蓝天", "0", "<mask>"]
SCORES = [0.0, 0.0, 0.0, 0.0, -2.0, -5.0, -4.0, -3.0, -6.0, 0.0]
CHARACTERS = {0x3000: [0x20], 0x01: [], 0x2173: [0x69, 0x76]}
_QUANTIZED = {"word", "q", "k", "v", "ao", "fi", "fo"}


def tensor_sizes() -> dict[str, int]:
    """Number of weights of every tensor."""
    sizes = {
        "emb.word": (len(PIECES) + 6) * HIDDEN,
        "emb.pos": POSITIONS * HIDDEN,
        "emb.type": 2 * HIDDEN,
        "emb.ln.w": HIDDEN,
        "emb.ln.b": HIDDEN,
    }
    for part in ("q", "k", "v", "ao", "aln", "fi", "fo", "oln"):
        rows = {"aln": 1, "oln": 1, "fi": INNER * HIDDEN // HIDDEN, "fo": INNER}.get(part, HIDDEN)
        sizes[f"l0.{part}.w"] = rows * HIDDEN
        sizes[f"l0.{part}.b"] = INNER if part == "fi" else HIDDEN
    return sizes


def packed_model(seed: int = 0) -> bytes:
    """The file's bytes."""
    text = [piece.encode() for piece in PIECES]
    offsets = np.cumsum([0, *map(len, text)])
    numbers = (1, HIDDEN, LAYERS, HEADS, INNER, len(PIECES) + 6, POSITIONS, 2)
    head = b"E5S1" + struct.pack("<I7ifi", *numbers, 1e-12, 32)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, offsets[-1])
    head += offsets.astype("<u4").tobytes() + np.array(SCORES, "<f4").tobytes() + b"".join(text)
    entries = b"".join(
        struct.pack(f"<IB{len(out)}I", code, len(out), *out) for code, out in CHARACTERS.items()
    )
    head += struct.pack("<iI", len(CHARACTERS), len(entries)) + entries
    return head + _tensors(len(head), np.random.default_rng(seed))


def _tensors(start: int, random: np.random.Generator) -> bytes:
    """The directory and the tensors it points to."""
    sizes = tensor_sizes()
    directory_size = 4 + sum(2 + len(name) + 21 for name in sizes)
    directory, data = struct.pack("<i", len(sizes)), b""
    for name, count in sizes.items():
        is_quantized = name == "emb.word" or (
            name.endswith(".w") and name.split(".")[1] in _QUANTIZED
        )
        if is_quantized:
            content = b"".join(
                np.float16(0.01).tobytes() + random.bytes(16) for _ in range(count // 32)
            )
        else:
            content = random.normal(0, 0.02, count).astype("<f4").tobytes()
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack(
            "<BIQQ", is_quantized, count, start + directory_size + len(data), len(content)
        )
        data += content
    return directory + data
