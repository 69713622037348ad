"""Writes the network's weights under their Transformers names, a piece at a time.

The safetensors package would hold every tensor twice in memory; the format is simple enough to
stream: u64 length of a JSON header, the header, the tensors end to end.
"""

import json
from collections.abc import Iterator
from itertools import accumulate

import numpy as np

from index.model.weights import PackedModel, PackedTensor

_CHUNK = 1 << 20
"""Weights dequantised at once; a multiple of the 32 of a block."""

_EMBEDDINGS = {
    "emb.word": "word_embeddings.weight",
    "emb.pos": "position_embeddings.weight",
    "emb.type": "token_type_embeddings.weight",
    "emb.ln.w": "LayerNorm.weight",
    "emb.ln.b": "LayerNorm.bias",
}
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def tensor_names(layers: int) -> dict[str, str]:
    """Return the Transformers name of each tensor of the packed file, in writing order."""
    names = {packed: f"embeddings.{name}" for packed, name in _EMBEDDINGS.items()}
    for layer in range(layers):
        for packed, name in _LAYER.items():
            for short, long in (("w", "weight"), ("b", "bias")):
                names[f"l{layer}.{packed}.{short}"] = f"encoder.layer.{layer}.{name}.{long}"
    return names


def safetensors_chunks(model: PackedModel) -> Iterator[bytes]:
    """Yield the bytes of ``model.safetensors`` in fp32, about 4 MB at a time.

    Raises:
        KeyError: the packed file lacks a tensor.
        ValueError: a tensor has another size than the network needs.
    """
    shapes = _shapes(model)
    names = tensor_names(model.sizes.layers)
    tensors = [_checked(model.tensors[packed], shapes[packed]) for packed in names]
    ends = list(accumulate(4 * tensor.weights for tensor in tensors))
    header = json.dumps(
        {"__metadata__": {"format": "pt"}}
        | {
            names[tensor.name]: {
                "dtype": "F32",
                "shape": shapes[tensor.name],
                "data_offsets": [end - 4 * tensor.weights, end],
            }
            for tensor, end in zip(tensors, ends, strict=True)
        }
    ).encode()
    header += b" " * (-len(header) % 8)
    yield len(header).to_bytes(8, "little") + header
    for tensor in tensors:
        for start in range(0, tensor.weights, _CHUNK):
            yield tensor.rows(start, min(start + _CHUNK, tensor.weights)).astype("<f4").tobytes()


def _checked(tensor: PackedTensor, shape: tuple[int, ...]) -> PackedTensor:
    """Return the tensor if it has as many weights as its shape needs."""
    if tensor.weights != (needed := int(np.prod(shape))):
        raise ValueError(f"tensor {tensor.name} has {tensor.weights} weights, not {needed}")
    return tensor


def _shapes(model: PackedModel) -> dict[str, tuple[int, ...]]:
    """Return the shape of each tensor, by its packed name."""
    sizes = model.sizes
    hidden, inner = sizes.hidden, sizes.feed_forward
    shapes: dict[str, tuple[int, ...]] = {
        "emb.word": (sizes.vocabulary, hidden),
        "emb.pos": (sizes.positions, hidden),
        "emb.type": (sizes.token_types, hidden),
    }
    wide = {"fi": (inner, hidden), "fo": (hidden, inner)}
    for packed in tensor_names(sizes.layers):
        part, kind = packed.split(".")[-2:]
        if packed in shapes:
            continue
        if kind == "w" and part not in ("ln", "aln", "oln"):
            shapes[packed] = wide.get(part, (hidden, hidden))
        else:
            shapes[packed] = (inner,) if part == "fi" else (hidden,)
    return shapes
