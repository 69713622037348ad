"""The terms of a segment in a file that opens at once and is never read whole."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Self

import marisa_trie
import numpy as np
from numpy.typing import NDArray


class Vocabulary(Mapping[str, int]):
    """Each term's row, the terms in ascending order; it never changes."""

    def __init__(self, trie: marisa_trie.BinaryTrie, rows: NDArray[np.integer[Any]]) -> None:
        """Take the terms.

        Args:
            trie: Of the terms as ``_encoded``; it numbers them as it likes.
            rows: The row of each, by the trie's own number, shape (terms,), integers.

        Raises:
            ValueError: the two differ in their number of terms.
        """
        if len(trie) != len(rows):
            raise ValueError(f"{len(trie)} terms and {len(rows)} rows")
        self._trie = trie
        self.rows = rows

    @classmethod
    def of(cls, terms: Sequence[str]) -> Self:
        """Return the vocabulary of some terms, ascending and unique."""
        encoded = [_encoded(term) for term in terms]
        trie = marisa_trie.BinaryTrie(encoded)
        rows = np.empty(len(encoded), dtype=np.int32)
        rows[[trie[term] for term in encoded]] = np.arange(len(encoded))
        return cls(trie, rows)

    @property
    def trie(self) -> marisa_trie.BinaryTrie:
        """The terms as they are kept."""
        return self._trie

    def __getitem__(self, term: str) -> int:
        return int(self.rows[self._trie[_encoded(term)]])

    def get(self, term: str, default: Any = None) -> Any:  # noqa: ANN401 - as Mapping has it
        """Return the row of a term, ``default`` where it is unknown."""
        number = self._trie.get(_encoded(term))
        return default if number is None else int(self.rows[number])

    def __contains__(self, term: object) -> bool:
        return isinstance(term, str) and _encoded(term) in self._trie

    def __iter__(self) -> Iterator[str]:
        encoded = sorted(self._trie.keys())
        return (term.decode("utf-8", "surrogatepass") for term in encoded)

    def __len__(self) -> int:
        return len(self.rows)


def _encoded(term: str) -> bytes:
    """Return a term as the trie keeps it; the order of bytes is that of characters."""
    return term.encode("utf-8", "surrogatepass")
