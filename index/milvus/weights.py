"""Words in Milvus: BM25 over the passages of an index, with the embedded engine's weights.

A row's sparse vector has for each of its terms what ``saturation`` says, which depends on nothing
but the passage. How often the term stands there follows from it, and with the statistics of the
generation that is searched its weight: plans may come and go, and no row is written again.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from index.milvus.engine import MOST, Engine, Found
from index.milvus.places import Places
from index.milvus.vectors import BEYOND, SPARE, missing_rows
from index.ranking.bm25 import K1, KEPT_BYTES, B, Bm25Index
from index.ranking.kept import Kept
from index.ranking.lexical import Statistics, Weights, phrase_scores
from index.ranking.term_counts import Postings, TermCounts
from index.ranking.within import Within

FIELD = "words"
PRESENT = 0
"""A dimension that every passage has: Milvus takes no vector that is empty."""
LENGTH = 60.0
"""Terms of a passage of usual length; what is far from it makes the first choice of candidates
worse, and no score."""
QUERIES_AT_ONCE = 64
KEPT_EXCERPTS = 16
"""Of 5,000 passages at most, 3 MB."""

_Floats = NDArray[np.float64]


def saturation(counts: _Floats, lengths: _Floats) -> _Floats:
    """Return what a term weighs but for its rarity, in a collection of usual length.

    Args:
        counts: How often it stands in each of p passages, shape (p,).
        lengths: How many terms these have, shape (p,).
    """
    found: _Floats = counts * (K1 + 1) / (counts + _norms(lengths))
    return found


def counts_from(saturations: _Floats, lengths: _Floats) -> NDArray[np.int64]:
    """Return the counts that ``saturation`` was given; exact for those below a thousand."""
    norms = _norms(lengths)
    counts = saturations * norms / np.maximum(K1 + 1 - saturations, 1e-9)
    return np.rint(counts).astype(np.int64)


def _norms(lengths: _Floats) -> _Floats:
    """Return what a count is held against in passages of so many terms."""
    norms: _Floats = K1 * (1 - B + B * lengths / LENGTH)
    return norms


def sparse(terms: TermCounts, dimensions: Mapping[str, int]) -> Iterator[Mapping[int, float]]:
    """Yield the sparse vector of each of some passages, in order.

    Args:
        terms: Of the passages.
        dimensions: Of each term, from 1.
    """
    of_row = np.zeros(len(terms.vocabulary), dtype=np.int64)
    for term, row in terms.vocabulary.items():
        of_row[row] = dimensions[term]
    owners = np.asarray(terms.counts.passages)
    lengths = np.asarray(terms.lengths, dtype=np.float64)
    values = saturation(np.asarray(terms.counts.values, dtype=np.float64), lengths[owners])
    own = np.repeat(of_row, terms.counts.frequencies)
    order = np.argsort(owners, kind="stable")
    start = 0
    for size in np.bincount(owners, minlength=terms.counts.size).tolist():
        places = order[start : start + size]
        pairs = zip(own[places].tolist(), values[places].tolist(), strict=True)
        yield {PRESENT: 1.0, **dict(pairs)}
        start += size


class _Dimensions(Mapping[str, int]):
    """The rows of terms that some passages have, told by the terms' dimensions."""

    def __init__(self, dimensions: Mapping[str, int], rows: Mapping[int, int]) -> None:
        """Take the dimension of every term, and the row of each dimension."""
        self._dimensions = dimensions
        self._rows = rows

    def __getitem__(self, term: str) -> int:
        return self._rows[self._dimensions[term]]

    def __iter__(self) -> Iterator[str]:
        return (term for term, own in self._dimensions.items() if own in self._rows)

    def __len__(self) -> int:
        return len(self._rows)


class MilvusWeights:
    """BM25 over n passages; see ``LexicalIndex``."""

    def __init__(
        self,
        engine: Engine,
        collection: str,
        places: Places,
        dimensions: Callable[[], Mapping[str, int]],
        counted: Bm25Index,
        lengths: NDArray[np.int64],
        is_live: NDArray[np.bool_] | None = None,
        narrowed: Callable[[Within], str] = lambda _: "",
    ) -> None:
        """Take the rows of some segments.

        Args:
            engine: That has them.
            collection: Its name there.
            places: Where the rows stand.
            dimensions: Returns the dimension of each term, from 1.
            counted: How many passages have each term, and what it weighs.
            lengths: How many terms each passage has, shape (n,).
            is_live: Shape (n,), False for passages that were removed; None where none was.
            narrowed: Returns the expression of plans and offices; empty where none is.
        """
        self._engine = engine
        self._collection = collection
        self._places = places
        self._dimensions = dimensions
        self._counted = counted
        self._lengths = lengths
        self._is_live = is_live
        self._narrowed = narrowed
        self._postings: Kept[str, Weights] = Kept(
            KEPT_BYTES, lambda own: own[0].nbytes + own[1].nbytes + 500
        )
        self._phrases: Kept[tuple[str, ...], Weights] = Kept(1_000, lambda _: 1)
        self._excerpts: Kept[int, tuple[NDArray[np.intp], Bm25Index]] = Kept(
            KEPT_EXCERPTS, lambda _: 1
        )

    @property
    def size(self) -> int:
        """How many positions there are."""
        return self._places.size

    @property
    def statistics(self) -> Statistics:
        """Of the passages that are live."""
        return self._counted.statistics

    def __contains__(self, term: object) -> bool:
        return term in self._counted

    def frequency(self, term: str) -> int:
        """Return how many live passages have a term."""
        return self._counted.frequency(term)

    def expect(self, terms: Iterable[str]) -> None:
        """Ask for the postings of some terms, all at once; see ``WordsElsewhere``."""
        own = dict.fromkeys(terms)
        missing = [t for t in own if t not in self._postings and self.frequency(t)]
        for start in range(0, len(missing), QUERIES_AT_ONCE):
            batch = missing[start : start + QUERIES_AT_ONCE]
            for term, weights in zip(batch, self._read_postings(batch), strict=True):
                self._postings.get(term, partial(_itself, weights))

    def excerpt(self, positions: NDArray[np.intp]) -> Bm25Index:
        """Return some passages with their weights, at hand; see ``WordsElsewhere``.

        Those of the scopes asked lately are kept: the same array stands for the same scope.
        """
        # The array is kept with its excerpt: as long as it lives no other has its identity.
        made = self._excerpts.get(id(positions), lambda: (positions, self._read(positions)))
        return made[1]

    def postings(self, term: str) -> Weights:
        """Return the live passages that have a term, ascending, and what it weighs in each."""
        if not self.frequency(term):
            return np.zeros(0, dtype=np.intp), np.zeros(0)
        return self._postings.get(term, lambda: self._read_postings([term])[0])

    def weights_at(
        self, term: str, positions: NDArray[np.intp]
    ) -> tuple[_Floats, NDArray[np.bool_]]:
        """Return what a term weighs at some positions, and where it is; see ``LexicalIndex``."""
        weights, is_there = np.zeros(len(positions)), np.zeros(len(positions), dtype=np.bool_)
        if not self.frequency(term):
            return weights, is_there
        query = {self._dimensions()[term]: 1.0}
        for expression, _, covered in self._places.chunks(positions):
            ((keys, saturations),) = self._search([query], covered, expression)
            own = self._places.positions(keys)
            places = np.searchsorted(positions, own)
            places[places == len(positions)] = 0
            is_asked = positions[places] == own
            if self._is_live is not None:
                is_asked &= self._is_live[own]
            found = self._weights(term, own[is_asked], saturations[is_asked])
            weights[places[is_asked]] = found
            is_there[places[is_asked]] = True
        return weights, is_there

    def phrase(self, terms: Sequence[str]) -> Weights:
        """Return the passages that have every one of some terms; see ``LexicalIndex``."""
        own = tuple(terms)
        return self._phrases.get(own, lambda: phrase_scores(self, own))

    def best(
        self,
        terms: Mapping[str, float],
        number: int,
        within: Within | None = None,
        is_allowed: NDArray[np.bool_] | None = None,
    ) -> NDArray[np.intp]:
        """Return the positions of about the best passages for some terms; see ``LexicalIndex``."""
        dimensions = self._dimensions()
        query = {
            dimensions[term]: worth * self._counted.idf(term)
            for term, worth in terms.items()
            if self.frequency(term) and self._counted.idf(term) > 0
        }
        if not query:
            return np.zeros(0, dtype=np.intp)
        narrowed = self._narrowed(within) if within is not None else ""
        expression = " and ".join(filter(None, [self._places.expression, narrowed]))
        found = np.zeros(0, dtype=np.intp)
        # The rows cannot say of every scope what is in it: then the best of all are looked through.
        for limit in dict.fromkeys((min(int(BEYOND * number) + SPARE, MOST), MOST)):
            ((keys, _),) = self._search([query], limit, expression)
            found = self._places.positions(keys)
            for mask in (self._is_live, is_allowed):
                found = found if mask is None else found[mask[found]]
            if len(found) >= number or len(keys) < limit:
                break
        return np.sort(found[:number])

    def _search(
        self, queries: Sequence[Mapping[int, float]], limit: int, expression: str
    ) -> list[Found]:
        """Return the best rows of each query."""
        own = [dict(query) for query in queries]
        return self._engine.search(self._collection, FIELD, own, limit, expression)

    def _read_postings(self, terms: Sequence[str]) -> list[Weights]:
        """Return the postings of some terms, each of which a live passage has.

        Raises:
            IndexDamagedError: Milvus lacks some.
        """
        dead = 0 if self._is_live is None else int((~self._is_live).sum())
        limits = [self.frequency(term) + dead for term in terms]
        queries = [{self._dimensions()[term]: 1.0} for term in terms]
        # All that have a term fit into one answer, or else the passages are asked for in blocks.
        whole = [place for place, limit in enumerate(limits) if limit <= MOST]
        split = [place for place, limit in enumerate(limits) if limit > MOST]
        parts: dict[int, list[Found]] = {place: [] for place in range(len(terms))}
        if whole:
            limit = max(limits[place] for place in whole)
            found = self._search([queries[p] for p in whole], limit, self._places.expression)
            for place, own in zip(whole, found, strict=True):
                parts[place].append(own)
        if split:
            for expression, _, covered in self._places.chunks(np.arange(self.size)):
                found = self._search([queries[place] for place in split], covered, expression)
                for place, own in zip(split, found, strict=True):
                    parts[place].append(own)
        return [self._weighed(term, parts[place]) for place, term in enumerate(terms)]

    def _weighed(self, term: str, found: Sequence[Found]) -> Weights:
        """Return the postings of a term from the rows that have it."""
        positions = self._places.positions(np.concatenate([keys for keys, _ in found]))
        saturations = np.concatenate([scores for _, scores in found])
        if self._is_live is not None:
            is_live = self._is_live[positions]
            positions, saturations = positions[is_live], saturations[is_live]
        if len(positions) != self.frequency(term):
            raise missing_rows(self._engine, self.frequency(term) - len(positions))
        order = np.argsort(positions)
        positions = positions[order]
        return positions, self._weights(term, positions, saturations[order])

    def _weights(self, term: str, positions: NDArray[np.intp], saturations: _Floats) -> _Floats:
        """Return what a term weighs at some positions, given what their rows say."""
        lengths = self._lengths[positions]
        counts = counts_from(saturations, lengths.astype(np.float64))
        return self._counted.weights_of(term, counts, lengths)

    def _read(self, positions: NDArray[np.intp]) -> Bm25Index:
        """Return some passages with their weights.

        Raises:
            IndexDamagedError: Milvus lacks one.
        """
        keys = self._places.keys(positions)
        words = self._engine.words(self._collection, FIELD, keys)
        if len(words) < len(keys):
            raise missing_rows(self._engine, len(keys) - len(words))
        own = [words[key] for key in keys.tolist()]
        sizes = [len(row) for row in own]
        dimensions = np.fromiter((d for row in own for d in row), dtype=np.int64)
        values = np.fromiter((v for row in own for v in row.values()), dtype=np.float64)
        passages = np.repeat(np.arange(len(own)), sizes)
        is_term = dimensions != PRESENT
        if self._is_live is not None:
            is_term &= self._is_live[positions][passages]
        dimensions, values, passages = dimensions[is_term], values[is_term], passages[is_term]
        used, rows = np.unique(dimensions, return_inverse=True)
        lengths = self._lengths[positions]
        counts = counts_from(values, lengths[passages].astype(np.float64))
        vocabulary = _Dimensions(
            self._dimensions(), {d: row for row, d in enumerate(used.tolist())}
        )
        postings = Postings.of(rows, passages, counts, (len(used), len(own)))
        terms = TermCounts(vocabulary, postings, lengths)
        return Bm25Index([terms], self.statistics, idf=self._counted.idf)


def _itself(weights: Weights) -> Weights:
    """Return what it is given."""
    return weights
