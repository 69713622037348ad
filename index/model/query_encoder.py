"""The same network for single questions in plain numpy: no framework is imported for a search.

Importing PyTorch and Sentence-Transformers takes most of the time from the start of a process to
its first result; a question is a few dozen tokens, which numpy carries through twelve layers in
as many milliseconds. The weights are mapped, not read: of the vocabulary matrix, four fifths of
the file, only the rows of the question's own tokens come into memory.
"""

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError
from index.model.locate import ModelFiles
from index.model.query_tokenizer import QueryTokenizer

Array = NDArray[np.float32]

KEPT_VECTORS = 256
"""Of the questions asked last; 1.5 kB each."""

_MODULES = ["Transformer", "Pooling", "Normalize"]
_POOLING = {"pooling_mode_mean_tokens"}


@dataclass(frozen=True, slots=True)
class _Layer:
    """The weights of one encoder layer; matrices are transposed, inputs by outputs."""

    attention: tuple[Array, Array]
    """Of query, key and value side by side."""
    joined: tuple[Array, Array]
    joined_norm: tuple[Array, Array]
    widened: tuple[Array, Array]
    narrowed: tuple[Array, Array]
    output_norm: tuple[Array, Array]


class QueryEncoder:
    """Encodes questions as the Sentence-Transformers model in the same files does, in fp32.

    A question's vector does not depend on the others in a call. Safe to use from several threads.
    """

    def __init__(self, files: ModelFiles) -> None:
        """Map the weights and read the tokenizer.

        Raises:
            ModelError: the files are damaged.
        """
        try:
            self._config = _read(files.path / "config.json")
            self._prompt: str = _read(files.path / "config_sentence_transformers.json")["prompts"][
                "query"
            ]
            longest = _read(files.path / "sentence_bert_config.json")["max_seq_length"]
            self._tokenizer = QueryTokenizer(files.path, longest)
            tensors = _map_tensors(files.path / "model.safetensors")
            self._words = tensors["embeddings.word_embeddings.weight"]
            self._places = np.array(tensors["embeddings.position_embeddings.weight"])
            self._places += tensors["embeddings.token_type_embeddings.weight"][0]
            self._norm = _weights(tensors, "embeddings.LayerNorm")
            self._layers = [
                _layer(tensors, f"encoder.layer.{number}")
                for number in range(self._config["num_hidden_layers"])
            ]
        except Exception as error:  # whatever the damage leads json, tokenizers and numpy to
            raise ModelError(
                f"the embedding model in {files.path} cannot be read ({error}); check that the "
                "directory is whole, or remove it and run: python -m index model"
            ) from error
        # Tokenizers are not safe to share.
        self._tokenizing = threading.Lock()
        # Filters change more often than the question, and an answer asks for its hits again.
        self._vector = lru_cache(maxsize=KEPT_VECTORS)(self._encode_query)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._config["hidden_size"])

    def encode_queries(self, queries: Sequence[str]) -> Array:
        """Return the vectors of questions, with the model's own ``query`` prompt before each.

        Returns:
            Shape (n, dimension), float32, rows of length 1, in the order given.

        Raises:
            ValueError: a single text was given in place of a sequence of texts.
        """
        if isinstance(queries, str):
            raise ValueError(f"expected a sequence of texts, not the text {queries[:40]!r}")
        vectors = np.empty((len(queries), self.dimension), dtype=np.float32)
        for place, query in enumerate(queries):
            vectors[place] = self._vector(query)
        return vectors

    def _encode_query(self, query: str) -> Array:
        """Return the vector of one question."""
        # Half a surrogate pair is no text to a tokenizer.
        clean = (self._prompt + query).encode(errors="replace").decode()
        with self._tokenizing:
            ids = self._tokenizer.ids(clean)
        return self._encode(ids)

    def _encode(self, ids: Sequence[int]) -> Array:
        """Return the vector of one text's tokens: the mean of the last layer, of length 1.

        Source: Devlin et al. (2019), the encoder; Wang et al. (2024), the pooling of e5.
        """
        state = self._normalised(self._words[ids] + self._places[: len(ids)], self._norm)
        for layer in self._layers:
            context = self._attend(_linear(state, layer.attention))
            state = self._normalised(_linear(context, layer.joined) + state, layer.joined_norm)
            wide = _gelu(_linear(state, layer.widened))
            state = self._normalised(_linear(wide, layer.narrowed) + state, layer.output_norm)
        mean: Array = state.mean(axis=0)
        return mean / np.linalg.norm(mean)

    def _attend(self, projected: Array) -> Array:
        """Return what each token takes from the others, shape (tokens, hidden).

        Args:
            projected: Query, key and value of each token, shape (tokens, 3 hidden).
        """
        heads = self._config["num_attention_heads"]
        tokens = len(projected)
        queries, keys, values = projected.reshape(tokens, 3, heads, -1).transpose(1, 2, 0, 3)
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
        centred /= np.sqrt(variance + np.float32(self._config["layer_norm_eps"]))
        return centred * scale + shift


def can_encode_queries(files: ModelFiles) -> bool:
    """Tell whether a model is what this module computes: BERT, mean of the tokens, length 1."""
    try:
        config = _read(files.path / "config.json")
        modules = _read(files.path / "modules.json")
        pooling = _read(files.path / "1_Pooling" / "config.json")
        prompts = _read(files.path / "config_sentence_transformers.json")["prompts"]
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return False
    return (
        config.get("model_type") == "bert"
        and config.get("hidden_act") == "gelu"
        and config.get("dtype") == "float32"
        and config.get("position_embedding_type", "absolute") == "absolute"
        and [module["type"].rpartition(".")[2] for module in modules] == _MODULES
        and {name for name, value in pooling.items() if value is True} == _POOLING
        and bool(prompts.get("query"))
        and (files.path / "tokenizer.json").is_file()
        and (files.path / "model.safetensors").is_file()
    )


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


def _layer(tensors: Mapping[str, Array], name: str) -> _Layer:
    """Read the weights of one layer."""
    own = [_weights(tensors, f"{name}.attention.self.{part}") for part in ("query", "key", "value")]
    matrices, biases = zip(*own, strict=True)
    return _Layer(
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


def _read(path: Path) -> Any:  # noqa: ANN401 - whatever JSON the file holds
    return json.loads(path.read_bytes())
