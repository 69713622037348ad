"""An encoder for tests in which the meaning of the words does not matter."""

import hashlib

import numpy as np


class HashingEncoder:
    """The same text, the same vector, whoever asks; keeps the texts it was given."""

    def __init__(self, identity="hashing@1", dimension=16):
        self.id = identity
        self.dimension = dimension
        self.passages = []
        self.queries = []

    def encode_queries(self, queries):
        self.queries += queries
        return self._encode(queries)

    def encode_passages(self, passages, *, progress=False):
        self.passages += passages
        return self._encode(passages)

    def _encode(self, texts):
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            seed = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
            vectors[row] = np.random.default_rng(list(seed)).standard_normal(self.dimension)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
