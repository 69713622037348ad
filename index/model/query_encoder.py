"""The same network for single questions in plain numpy: no framework is imported for a search.

Importing PyTorch and Sentence-Transformers takes most of the time from the start of a process to
its first result; a question is a few dozen tokens, which numpy carries through twelve layers in
as many milliseconds. See ``index.model.bert``.
"""

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from index.errors import ModelError
from index.model.bert import Array, Bert
from index.model.locate import ModelFiles
from index.model.query_tokenizer import QueryTokenizer

KEPT_VECTORS = 256
"""Of the questions asked last; 1.5 kB each."""

_MODULES = ["Transformer", "Pooling", "Normalize"]
_POOLING = {"pooling_mode_mean_tokens"}


class QueryEncoder:
    """Encodes questions as the Sentence-Transformers model in the same files does, in fp32.

    A question's vector does not depend on the others in a call. Safe to use from several threads.

    Attributes:
        tokenizer: Of the model.
        network: Of the model; other encoders share it.
    """

    def __init__(self, files: ModelFiles) -> None:
        """Map the weights and read the tokenizer.

        Raises:
            ModelError: the files are damaged.
        """
        try:
            self._prompt: str = _read(files.path / "config_sentence_transformers.json")["prompts"][
                "query"
            ]
            longest = _read(files.path / "sentence_bert_config.json")["max_seq_length"]
            self.tokenizer = QueryTokenizer(files.path, longest)
            self.network = Bert(files.path)
        except Exception as error:  # whatever the damage leads json, tokenizers and numpy to
            raise ModelError(
                f"the embedding model in {files.path} cannot be read ({error}); check that the "
                "directory is whole, or remove it and run: python -m index model"
            ) from error
        # Filters change more often than the question, and an answer asks for its hits again.
        self._vector = lru_cache(maxsize=KEPT_VECTORS)(self._encode_query)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self.network.dimension

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
        return self._encode(self.tokenizer.ids(clean))

    def _encode(self, ids: Sequence[int]) -> Array:
        """Return the vector of one text's tokens: the mean of the last layer, of length 1.

        Source: Wang et al. (2024), the pooling of e5.
        """
        mean: Array = self.network.states(ids).mean(axis=0)
        return mean / np.linalg.norm(mean)


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


def _read(path: Path) -> Any:  # noqa: ANN401 - whatever JSON the file holds
    return json.loads(path.read_bytes())
