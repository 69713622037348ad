"""A segment: some plans with their passages, words and vectors, written once and then mapped."""

import hashlib
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import marisa_trie
import numpy as np
from numpy.typing import NDArray

from index.errors import EngineError, IndexDamagedError
from index.facts.types import Facts
from index.ranking.faiss_files import NearestIndex
from index.ranking.phrases import BareTexts
from index.ranking.term_counts import Postings, TermCounts
from index.ranking.vocabulary import Vocabulary
from index.storage.manifest import REMEDY, FileEntry, SegmentEntry
from index.storage.plan_table import Listed, PlanRow, PlanTable
from index.storage.postgres import PostgresTable
from index.types import Brief

PLANS, TERMS, NEAREST = "plans.sqlite", "terms.marisa", "nearest.faiss"
SENTENCES = "sentences.npy"
CLAUSE, ORDINAL, START, END = range(4)
"""Columns of ``passages``: the clause's place in its plan, the passage's in its clause from 1, and
its range in the plan's text."""
BARE_HEADING, LETTERHEAD = 1, 2
"""Bits of ``flags``."""
CHECKED_AT_ONCE = 128 * 2**20
"""Bytes; segments up to this size are read and compared with their checksums when they are
opened, 0.1 s. Of larger ones the sizes are; ``Segment.require_whole`` reads them."""
DIGEST_BYTES = 32
KEPT_FACTS = 2_048
"""Decoded, 0.1 MB each: a table reads those of every plan, and one that begins again where fewer
are kept would read each of them anew. A generation that keeps the segment keeps them."""
KEPT_BRIEFS = 20_000
"""Decoded too, a hundredth of that."""


@dataclass(frozen=True, slots=True)
class SegmentData:
    """n passages of some plans, the plans side by side; mapped or in memory.

    Attributes:
        listed: What is known of each plan at once.
        rows: Returns some plans as they are kept, given by their places, in the order given.
        plan_starts: Where the passages of each plan begin, and the end, shape (plans + 1,).
        passages: Shape (n, 4), int32; see ``CLAUSE``.
        flags: Shape (n,), uint8; see ``BARE_HEADING``.
        terms: Of the n passages.
        texts: The bare texts of the n passages.
        vectors: Shape (n, dimension), float32.
        sentence_starts: Where the sentences of each passage begin, and the end, shape (n + 1,).
        sentences: Shape (m, dimension), float32.
        keys: SHA-256 of what was embedded for each passage, shape (n, 32), uint8.
        sentence_keys: The same of each sentence, shape (m, 32), uint8.

    Raises:
        ValueError: the parts differ in their number of passages or of sentences.
    """

    listed: Sequence[Listed | PlanRow]
    rows: Callable[[Sequence[int]], Iterable[PlanRow]]
    plan_starts: NDArray[np.int64]
    passages: NDArray[np.int32]
    flags: NDArray[np.uint8]
    terms: TermCounts
    texts: BareTexts
    vectors: NDArray[np.float32]
    sentence_starts: NDArray[np.int64]
    sentences: NDArray[np.float32]
    keys: NDArray[np.uint8]
    sentence_keys: NDArray[np.uint8]

    def __post_init__(self) -> None:
        found = {
            int(self.plan_starts[-1]),
            len(self.passages),
            len(self.flags),
            self.terms.counts.size,
            len(self.terms.lengths),
            len(self.texts.starts) - 1,
            len(self.vectors),
            len(self.sentence_starts) - 1,
            len(self.keys),
        }
        if len(found) != 1 or len(self.plan_starts) != len(self.listed) + 1:
            raise ValueError(f"its parts differ in their number of passages: {sorted(found)}")
        sentences = {len(self.sentences), len(self.sentence_keys), int(self.sentence_starts[-1])}
        if len(sentences) != 1:
            raise ValueError(f"its parts differ in their number of sentences: {sorted(sentences)}")

    @property
    def size(self) -> int:
        """How many passages there are."""
        return len(self.passages)


class Segment:
    """A segment's folder, opened; the files may be removed afterwards."""

    def __init__(self, place: Path, entry: SegmentEntry) -> None:
        """Map the files.

        Raises:
            IndexDamagedError: one is missing, or not of the size or the kind that was written.
            OSError: one cannot be read.
        """
        self.place = place
        self.entry = entry
        self.facts = lru_cache(maxsize=KEPT_FACTS)(self._read_facts)
        self.brief = lru_cache(maxsize=KEPT_BRIEFS)(self._read_brief)
        self.require_sizes()
        if entry.size <= CHECKED_AT_ONCE:
            self.require_whole()
        try:
            self._table = self._opened_table()
            self.nearest = NearestIndex.read(place / NEAREST) if NEAREST in entry.files else None
            self.data = self._mapped()
            if (self.data.size, len(self.data.listed)) != (entry.passages, entry.plans):
                raise ValueError("it holds more or less than was written down")
        except KeyError as error:
            raise IndexDamagedError(f"{place}: {error} is missing; {REMEDY}") from error
        except (OSError, MemoryError, EngineError):
            raise
        except Exception as error:  # whatever a damaged file makes of SQLite, FAISS or NumPy
            raise IndexDamagedError(f"{place}: cannot be read ({error}); {REMEDY}") from error

    def _opened_table(self) -> "PlanTable | PostgresTable":
        """Return the plans, where they are.

        Raises:
            ValueError: the file holds none.
            EngineError: the database cannot be asked.
        """
        if self.entry.files[PLANS].sha256:
            return PlanTable(self.place / PLANS)
        from index.storage.engine_note import plans_of  # an embedded index needs no database

        return PostgresTable(plans_of(self.place.parent), self.entry.name)

    def _mapped(self) -> SegmentData:
        """Return the content.

        Raises:
            KeyError: a file is missing.
            ValueError: the files do not fit together.
        """
        arrays = {
            name.removesuffix(".npy"): _map(self.place / name, written)
            for name, written in self.entry.files.items()
            if written.dtype
        }
        trie = marisa_trie.BinaryTrie()
        trie.mmap(str(self.place / TERMS))
        counts = Postings(
            arrays["term_starts"],
            arrays["term_passages"],
            arrays["term_counts"],
            self.entry.passages,
        )
        pairs = (arrays.get(name) for name in ("pairs", "pair_starts", "pair_places"))
        listed = self._table.listed
        return SegmentData(
            listed=listed,
            rows=self._rows,
            plan_starts=np.cumsum([0, *(own.passages for own in listed)], dtype=np.int64),
            passages=arrays["passages"],
            flags=arrays["flags"],
            terms=TermCounts(Vocabulary(trie, arrays["term_rows"]), counts, arrays["lengths"]),
            texts=BareTexts(arrays["text"], arrays["text_starts"], *pairs),
            vectors=arrays["vectors"],
            sentence_starts=arrays["sentence_starts"],
            sentences=arrays["sentences"],
            keys=arrays["keys"],
            sentence_keys=arrays["sentence_keys"],
        )

    def _rows(self, numbers: Sequence[int]) -> Iterator[PlanRow]:
        """Yield some plans as they are kept; see ``SegmentData``.

        Raises:
            IndexDamagedError: the file is damaged.
        """
        try:
            yield from self._table.rows(numbers)
        except ValueError as error:
            raise IndexDamagedError(
                f"{self.place}: {PLANS} cannot be read ({error}); {REMEDY}"
            ) from error

    def read(self, number: int, part: Any) -> Any:  # noqa: ANN401 - as PlanTable.read has it
        """Return a part of a plan; see ``PlanTable.read``.

        Raises:
            IndexDamagedError: the file is damaged.
        """
        try:
            return self._table.read(number, part)
        except ValueError as error:
            raise IndexDamagedError(
                f"{self.place}: {PLANS} cannot be read ({error}); {REMEDY}"
            ) from error

    def _read_facts(self, number: int) -> Facts:
        """Return what a plan commits to; see ``read``."""
        facts: Facts = self.read(number, "facts")
        return facts

    def _read_brief(self, number: int) -> Brief:
        """Return what a table says of a plan; see ``PlanTable.brief``.

        Raises:
            IndexDamagedError: the file is damaged.
        """
        try:
            return self._table.brief(number)
        except ValueError as error:
            raise IndexDamagedError(
                f"{self.place}: {PLANS} cannot be read ({error}); {REMEDY}"
            ) from error

    def require_sizes(self) -> None:
        """Refuse a segment that lacks a file, or has one of another size than was written.

        Raises:
            IndexDamagedError: this one does.
        """
        for name, written in self.entry.files.items():
            _require_size(self.place / name, written)

    def require_whole(self) -> None:
        """Read every file to its end and compare it with what was written down.

        Raises:
            IndexDamagedError: one is not as it was written.
            OSError: one cannot be read.
        """
        require_whole(self.place, self.entry)


def require_whole(place: Path, entry: SegmentEntry) -> None:
    """Read every file of a segment to its end and compare it with what was written down.

    Raises:
        IndexDamagedError: one is missing or not as it was written.
        OSError: one cannot be read.
    """
    for name, written in entry.files.items():
        _require_size(place / name, written)
        if written.sha256 and sha256_of(place / name) != written.sha256:
            raise IndexDamagedError(f"{place}: {name} was altered after it was written; {REMEDY}")


def segment_name(entry: SegmentEntry) -> str:
    """Return the name of a segment, which tells its content."""
    rows = "".join(f"{name}\0{own.sha256}\n" for name, own in sorted(entry.files.items()))
    return f"segment-{hashlib.sha256(rows.encode()).hexdigest()[:12]}"


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _map(path: Path, written: FileEntry) -> NDArray[Any]:
    """Return an array, mapped.

    Its dtype and shape are those that were written down: NumPy evaluates the header as Python,
    which may fail where several threads do so at once. A plain view is returned, for what NumPy
    adds to a map takes longer than reading a few rows of it.

    Raises:
        ValueError: the file is too short.
    """
    kind = np.dtype(written.dtype)
    size = math.prod(written.shape) * kind.itemsize
    if not written.sha256:  # asked of Milvus
        return np.broadcast_to(np.zeros((), dtype=kind), written.shape)
    if not size:
        return np.zeros(written.shape, dtype=kind)
    offset = written.size - size
    return np.memmap(path, kind, "r", offset, written.shape).view(np.ndarray)


def _require_size(path: Path, written: FileEntry) -> None:
    """Refuse a file that cannot be the one that was written."""
    if not written.sha256:
        return
    try:
        found = path.stat()
    except FileNotFoundError:
        raise IndexDamagedError(f"{path.parent}: {path.name} is missing; {REMEDY}") from None
    if not path.is_file() or found.st_size != written.size:
        raise IndexDamagedError(
            f"{path.parent}: {path.name} was altered after it was written; {REMEDY}"
        )
