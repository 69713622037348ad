"""Vectors of passages that were embedded before, by content, for all indexes of one model."""

import hashlib
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.cache import cache_path
from index.kept_rows import KeptRows
from index.model.parts import Part

WRITTEN_EVERY_S = 5.0
"""So much work is lost when a build is killed."""

Vectors = NDArray[np.float32]
Embed = Callable[[Sequence[str]], Iterable[Part]]


class VectorCache:
    """Vectors on disk, each under the SHA-256 of the text it stands for.

    It saves time and is never needed: see ``KeptRows``.
    """

    def __init__(self, path: Path, dimension: int) -> None:
        """Take a file, which need not exist.

        Args:
            path: Of the cache.
            dimension: Length of a vector.
        """
        self._rows = KeptRows(path, "vector")
        self._dimension = dimension

    def embed(self, texts: Sequence[str], embed: Embed) -> Vectors:
        """Return the vectors of some texts, of those that are not cached by ``embed``.

        Args:
            texts: Any, repeated ones too.
            embed: Returns the vectors of different texts in parts. What it has given is kept every
                few seconds, also if it is stopped then.

        Returns:
            Shape (n, dimension), float32, in the order of the texts.
        """
        keys = [_key(text) for text in texts]
        known = self._read(keys)
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if missing:
            known.update(self._embedded(missing, embed))
        found = np.empty((len(texts), self._dimension), dtype=np.float32)
        for row, key in enumerate(keys):
            found[row] = known[key]
        return found

    def _embedded(self, missing: Mapping[bytes, str], embed: Embed) -> dict[bytes, Vectors]:
        """Return the vectors of texts that are not cached, and keep them."""
        keys = list(missing)
        done: dict[bytes, Vectors] = {}
        waiting: dict[bytes, Vectors] = {}
        written = time.monotonic()
        try:
            for places, vectors in embed(list(missing.values())):
                waiting.update(zip((keys[place] for place in places), vectors, strict=True))
                if time.monotonic() - written > WRITTEN_EVERY_S:
                    self._write(waiting)
                    done.update(waiting)
                    waiting, written = {}, time.monotonic()
        finally:
            if waiting:
                self._write(waiting)
        return {**done, **waiting}

    def _read(self, keys: Sequence[bytes]) -> dict[bytes, Vectors]:
        """Return the vectors of the keys that are there."""
        found: dict[bytes, Vectors] = {}
        for key, stored in self._rows.read(keys).items():
            whole = len(stored) == 4 * self._dimension
            vector = np.frombuffer(stored if whole else b"", dtype="<f4")
            if whole and np.isfinite(vector).all():
                found[key] = vector
        return found

    def _write(self, vectors: Mapping[bytes, Vectors]) -> None:
        """Keep some vectors."""
        self._rows.write((key, np.asarray(v, dtype="<f4").tobytes()) for key, v in vectors.items())


def cache_of(model: str, precision: str, dimension: int) -> VectorCache:
    """Return the cache of a model's vectors in one number format.

    Args:
        model: The encoder's id.
        precision: ``fp32`` or ``bf16``; their vectors are not the same.
        dimension: Length of a vector.
    """
    name = hashlib.sha256(f"{model}\0{precision}".encode()).hexdigest()[:16]
    return VectorCache(cache_path() / "vectors" / f"{name}.sqlite", dimension)


def _key(text: str) -> bytes:
    """Return the SHA-256 of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
