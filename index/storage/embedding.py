"""Plans made ready to the content of a segment: with the vectors that are known, and new ones."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from index.model import Encoder
from index.ranking.dense import flatten, require_unit_vectors
from index.ranking.phrases import BareTexts
from index.ranking.term_counts import TermCounts
from index.storage.collection import Collection
from index.storage.preparing import Prepared
from index.storage.segment import DIGEST_BYTES, SegmentData

AT_ONCE = 25_000
"""Passages that are embedded in one call; what was embedded survives a build that is stopped."""

_Vectors = NDArray[np.float32]


def chunks(fresh: Iterable[Prepared]) -> Iterator[list[Prepared]]:
    """Yield some plans in groups, each of a bounded number of passages."""
    waiting: list[Prepared] = []
    size = 0
    for prepared in fresh:
        waiting.append(prepared)
        size += prepared.row.passages
        if size >= AT_ONCE:
            yield waiting
            waiting, size = [], 0
    if waiting:
        yield waiting


def known_vectors(
    old: Collection | None, ids: Sequence[str] | None, encoder: Encoder
) -> Mapping[bytes, _Vectors]:
    """Return the vectors that an old index has of some plans, by key; of all where ids is None.

    They are views of what is mapped; of another model's index there is none.
    """
    if old is None or old.configuration.get("model") != encoder.id:
        return {}
    wanted = old.numbers if ids is None else old.numbers.keys() & set(ids)
    places = map(old.place_of, wanted)
    found: dict[bytes, _Vectors] = {}
    for place, number in places:
        data = old.segments[place].data
        start, end = data.plan_starts[number : number + 2].tolist()
        first, last = data.sentence_starts[[start, end]].tolist()
        for keys, vectors in (
            (data.keys[start:end], data.vectors[start:end]),
            (data.sentence_keys[first:last], data.sentences[first:last]),
        ):
            found.update(zip(map(bytes, keys), vectors, strict=True))
    return found


def segment_of(
    plans: Sequence[Prepared], known: Mapping[bytes, _Vectors], encoder: Encoder, progress: bool
) -> SegmentData:
    """Return some plans as a segment's content, in their order."""
    texts = [text for own in plans for text in own.texts]
    split = [sentences for own in plans for sentences in own.sentences]
    sentences = flatten(split)
    keys = [_key(text) for text in (*texts, *sentences)]
    vectors = _vectors(keys, (*texts, *sentences), known, encoder, progress)
    digests = np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(-1, DIGEST_BYTES)
    rows = [own.row for own in plans]
    return SegmentData(
        listed=rows,
        rows=lambda numbers: map(rows.__getitem__, numbers),
        plan_starts=np.cumsum([0, *(own.row.passages for own in plans)], dtype=np.int64),
        passages=np.concatenate([own.passages for own in plans]),
        flags=np.concatenate([own.flags for own in plans]),
        terms=TermCounts.of([terms for own in plans for terms in own.terms]),
        texts=BareTexts.of([bare for own in plans for bare in own.bare]),
        vectors=vectors[: len(texts)],
        sentence_starts=np.cumsum([0, *map(len, split)], dtype=np.int64),
        sentences=vectors[len(texts) :],
        keys=digests[: len(texts)],
        sentence_keys=digests[len(texts) :],
    )


def _vectors(
    keys: Sequence[bytes],
    texts: Sequence[str],
    known: Mapping[bytes, _Vectors],
    encoder: Encoder,
    progress: bool,
) -> _Vectors:
    """Return a row for each key: one that is known, else a new one.

    Raises:
        ValueError: the encoder's vectors are not of unit length.
    """
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    rows: dict[bytes, _Vectors] = {}
    if missing:
        fresh = encoder.encode_passages(list(missing.values()), progress=progress)
        require_unit_vectors(fresh)
        rows = dict(zip(missing, fresh, strict=True))
    return np.stack([rows[key] if key in rows else known[key] for key in keys])


def _key(text: str) -> bytes:
    """Return the SHA-256 of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
