"""How often each term stands in each passage: what BM25 weights are made from."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Postings:
    """For each of some terms the passages that have it, and a number for each of these.

    Attributes:
        starts: Where each term begins, and where the last ends, shape (terms + 1,).
        passages: Ascending for each term, shape (p,), integers.
        values: Shape (p,).
        size: How many passages there are.
    """

    starts: NDArray[np.integer[Any]]
    passages: NDArray[np.integer[Any]]
    values: NDArray[Any]
    size: int

    @property
    def frequencies(self) -> NDArray[np.integer[Any]]:
        """How many passages have each term, shape (terms,)."""
        frequencies: NDArray[np.integer[Any]] = np.diff(self.starts)
        return frequencies

    def before(self, passage: int) -> NDArray[np.int64]:
        """Return how many passages before a given one have each term, shape (terms,).

        A binary search in all lists at once: few of their entries are read.
        """
        low, high = self.starts[:-1].astype(np.int64), self.starts[1:].astype(np.int64)
        while (is_open := low < high).any():
            middle = (low + high) // 2
            is_before = is_open.copy()
            is_before[is_open] = self.passages[middle[is_open]] < passage
            low = np.where(is_before, middle + 1, low)
            high = np.where(is_open & ~is_before, middle, high)
        before: NDArray[np.int64] = low - self.starts[:-1]
        return before

    @classmethod
    def of(
        cls,
        rows: NDArray[np.intp],
        passages: NDArray[Any],
        values: NDArray[Any],
        shape: tuple[int, int],
    ) -> "Postings":
        """Return the postings of some terms.

        Args:
            rows: The term of each, in any order, shape (p,).
            passages: Of the same, shape (p,).
            values: Of the same, shape (p,).
            shape: How many terms and how many passages there are.
        """
        terms, size = shape
        order = np.argsort(rows.astype(np.int64) * max(size, 1) + passages, kind="stable")
        starts = np.zeros(terms + 1, dtype=np.int64)
        np.cumsum(np.bincount(rows, minlength=terms), out=starts[1:])
        return cls(starts, passages[order].astype(np.int32), values[order], size)


@dataclass(frozen=True, slots=True)
class TermCounts:
    """How often each term stands in each passage: what BM25 weights are made from.

    Attributes:
        vocabulary: Each term's row, terms in ascending order; each stands in some passage.
        counts: Of the terms in their rows, integers, none of them zero.
        lengths: How many terms each passage has, repetitions counted, shape (n,), integers.
    """

    vocabulary: Mapping[str, int]
    counts: Postings
    lengths: NDArray[np.integer[Any]]

    @classmethod
    def of(cls, documents: Sequence[Sequence[str]]) -> "TermCounts":
        """Return the counts of some tokenised passages; a passage may be empty."""
        vocabulary = {term: row for row, term in enumerate(sorted(set().union(*documents)))}
        frequencies = [Counter(document) for document in documents]
        rows = np.array([vocabulary[term] for own in frequencies for term in own], dtype=np.intp)
        passages = np.repeat(np.arange(len(documents)), [len(own) for own in frequencies])
        values = np.array([count for own in frequencies for count in own.values()], dtype=np.int32)
        counts = Postings.of(rows, passages, values, (len(vocabulary), len(documents)))
        lengths = np.array([len(document) for document in documents], dtype=np.int32)
        return cls(vocabulary, counts, lengths)

    @classmethod
    def merged(
        cls, parts: Sequence[tuple["TermCounts", NDArray[np.intp]]], size: int
    ) -> "TermCounts":
        """Return the counts of passages that were counted in several groups.

        Args:
            parts: The counts of each group, and the new place of each of its passages; -1 leaves
                one out.
            size: How many passages have a place, from 0.
        """
        kept = [_Kept.of(counts, places) for counts, places in parts]
        terms = sorted(set().union(*(own.terms for own in kept)))
        vocabulary = {term: row for row, term in enumerate(terms)}
        rows: list[NDArray[np.intp]] = [np.zeros(0, dtype=np.intp)]
        lengths = np.zeros(size, dtype=np.int32)
        for (counts, places), own in zip(parts, kept, strict=True):
            new = np.array([vocabulary[term] for term in own.terms], dtype=np.intp)
            rows.append(new[own.rows])
            lengths[places[places >= 0]] = counts.lengths[places >= 0]
        passages = np.concatenate([np.zeros(0, dtype=np.int64), *(own.passages for own in kept)])
        values = np.concatenate([np.zeros(0, dtype=np.int32), *(own.values for own in kept)])
        counts_of_all = Postings.of(np.concatenate(rows), passages, values, (len(terms), size))
        return cls(vocabulary, counts_of_all, lengths)

    def frequencies_within(self, start: int, end: int) -> dict[str, int]:
        """Return how many of some neighbouring passages have each term that one of them has.

        They are looked up in the list of each term: what it costs goes by the terms, and hardly by
        the passages that have them.
        """
        frequencies = self.counts.before(end) - self.counts.before(start)
        terms = zip(self.vocabulary, frequencies.tolist(), strict=True)
        return {term: frequency for term, frequency in terms if frequency}


@dataclass(frozen=True, slots=True)
class _Kept:
    """What stays of a group of passages: its postings with new places, one row a kept term."""

    terms: list[str]
    rows: NDArray[np.intp]
    passages: NDArray[np.int64]
    values: NDArray[Any]

    @classmethod
    def of(cls, counts: TermCounts, places: NDArray[np.intp]) -> "_Kept":
        """Return what stays of some counts; see ``TermCounts.merged``."""
        own = counts.counts
        terms = list(counts.vocabulary)
        rows = np.repeat(np.arange(len(terms)), own.frequencies)
        passages = places.astype(np.int64)[own.passages]
        values = np.asarray(own.values)
        if (places < 0).any():
            is_kept = passages >= 0
            rows, passages, values = rows[is_kept], passages[is_kept], values[is_kept]
            used, rows = np.unique(rows, return_inverse=True)
            terms = [terms[row] for row in used.tolist()]
        return cls(terms, rows, passages, values)
