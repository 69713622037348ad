"""BERT in plain numpy: one text through the layers, no framework imported.

Importing PyTorch takes most of the time from the start of a process to its first result. The
weights are mapped, not read: of the vocabulary matrix, four fifths of the file, only the rows of
the text's own tokens come into memory.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Tokens = Sequence[int] | NDArray[np.intp]
"""A number a token."""


@dataclass(frozen=True, slots=True)
class Layer:
    """The weights of one encoder layer; matrices are transposed, inputs by outputs."""

    attention: tuple[Array, Array]
    """Of query, key and value side by side."""
    joined: tuple[Array, Array]
    joined_norm: tuple[Array, Array]
    widened: tuple[Array, Array]
    narrowed: tuple[Array, Array]
    output_norm: tuple[Array, Array]


class Bert:
    """The encoder of Devlin et al. (2019), in fp32; safe to use from several threads at once.

    Attributes:
        words: The vocabulary's embeddings, shape (pieces, dimension), mapped.
        norm: Scale and shift of the embeddings.
        layers: From the first to the last.
    """

    def __init__(self, folder: Path, changes: Mapping[str, Array] | None = None) -> None:
        """Map the weights of a model.

        Args:
            folder: Of the model: ``config.json`` and ``model.safetensors``.
            changes: What is added to some of its tensors, by their names.

        Raises:
            OSError, ValueError, LookupError: the files are damaged.
        """
        self._config = json.loads((folder / "config.json").read_bytes())
        tensors = dict(_map_tensors(folder / "model.safetensors"))
        for name, change in (changes or {}).items():
            tensors[name] = tensors[name] + change
        self.words = tensors["embeddings.word_embeddings.weight"]
        self._places = np.array(tensors["embeddings.position_embeddings.weight"])
        self._places += tensors["embeddings.token_type_embeddings.weight"][0]
        self.norm = _weights(tensors, "embeddings.LayerNorm")
        self.layers = [
            _layer(tensors, f"encoder.layer.{number}")
            for number in range(self._config["num_hidden_layers"])
        ]

    @property
    def dimension(self) -> int:
        """Length of a token's state."""
        return int(self._config["hidden_size"])

    @property
    def heads(self) -> int:
        """How many heads attention has."""
        return int(self._config["num_attention_heads"])

    @property
    def epsilon(self) -> float:
        """What is added to a variance before its root is taken."""
        return float(self._config["layer_norm_eps"])

    def embedded(self, ids: Tokens, places: Tokens) -> Array:
        """Return the sum of each token's embeddings, not normalised, shape (tokens, dimension).

        Args:
            ids: Of the tokens.
            places: Of each token in its text.
        """
        found: Array = self.words[ids]
        found += self._places[places]
        return found

    def states(self, ids: Sequence[int]) -> Array:
        """Return the last layer's state of each token of a text, shape (tokens, dimension).

        Args:
            ids: Of the tokens, no more than the model has places for.
        """
        state = self._normalised(self.embedded(ids, range(len(ids))), self.norm)
        for layer in self.layers:
            context = self._attend(_linear(state, layer.attention))
            state = self._normalised(_linear(context, layer.joined) + state, layer.joined_norm)
            wide = _gelu(_linear(state, layer.widened))
            state = self._normalised(_linear(wide, layer.narrowed) + state, layer.output_norm)
        return state

    def _attend(self, projected: Array) -> Array:
        """Return what each token takes from the others, shape (tokens, hidden).

        Args:
            projected: Query, key and value of each token, shape (tokens, 3 hidden).
        """
        tokens = len(projected)
        queries, keys, values = projected.reshape(tokens, 3, self.heads, -1).transpose(1, 2, 0, 3)
        scores: Array = queries @ keys.transpose(0, 2, 1)
        scores /= np.float32(queries.shape[-1] ** 0.5)
        scores -= scores.max(axis=-1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=-1, keepdims=True)
        context: Array = scores @ values
        return context.transpose(1, 0, 2).reshape(tokens, -1)

    def _normalised(self, state: Array, weights: tuple[Array, Array]) -> Array:
        """Return each token's state with mean 0 and variance 1, scaled and shifted."""
        scale, shift = weights
        centred: Array = state - state.mean(axis=-1, keepdims=True)
        variance: Array = (centred * centred).mean(axis=-1, keepdims=True)
        centred /= np.sqrt(variance + np.float32(self.epsilon))
        return centred * scale + shift


def _map_tensors(path: Path) -> Mapping[str, Array]:
    """Return the tensors of a safetensors file, each mapped where it lies.

    Source: the format, eight bytes with the length of a JSON header, the header, the numbers.
    """
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header: dict[str, Any] = json.loads(file.read(length))
    data = np.memmap(path, dtype=np.uint8, mode="r", offset=8 + length)
    return {
        name: data[slice(*entry["data_offsets"])].view("<f4").reshape(entry["shape"])
        for name, entry in header.items()
        if name != "__metadata__" and entry["dtype"] == "F32"
    }


def _layer(tensors: Mapping[str, Array], name: str) -> Layer:
    """Read the weights of one layer."""
    own = [_weights(tensors, f"{name}.attention.self.{part}") for part in ("query", "key", "value")]
    matrices, biases = zip(*own, strict=True)
    return Layer(
        attention=(np.concatenate(matrices).T, np.concatenate(biases)),
        joined=_matrix(tensors, f"{name}.attention.output.dense"),
        joined_norm=_weights(tensors, f"{name}.attention.output.LayerNorm"),
        widened=_matrix(tensors, f"{name}.intermediate.dense"),
        narrowed=_matrix(tensors, f"{name}.output.dense"),
        output_norm=_weights(tensors, f"{name}.output.LayerNorm"),
    )


def _weights(tensors: Mapping[str, Array], name: str) -> tuple[Array, Array]:
    return np.array(tensors[f"{name}.weight"]), np.array(tensors[f"{name}.bias"])


def _matrix(tensors: Mapping[str, Array], name: str) -> tuple[Array, Array]:
    """Return a matrix, inputs by outputs, and its bias."""
    matrix, bias = _weights(tensors, name)
    return matrix.T, bias


def _linear(state: Array, weights: tuple[Array, Array]) -> Array:
    matrix, bias = weights
    result: Array = state @ matrix
    result += bias
    return result


_ERF = (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)
_ERF_SCALE = 0.3275911
"""Source: Abramowitz and Stegun (1964), 7.1.26: erf to 1.5e-7, which is float32's own step."""


def _gelu(state: Array) -> Array:
    """Return the Gaussian error linear unit. Source: Hendrycks and Gimpel (2016).

    Importing scipy for its erf would take longer than the twelve layers of a question.
    """
    scaled = np.abs(state) * np.float32(np.sqrt(0.5))
    share = 1 / (1 + np.float32(_ERF_SCALE) * scaled)
    series = np.zeros_like(share)
    for coefficient in _ERF:
        series += np.float32(coefficient)
        series *= share
    error = np.copysign(1 - series * np.exp(-scaled * scaled), state)
    activated: Array = state * np.float32(0.5) * (1 + error)
    return activated
