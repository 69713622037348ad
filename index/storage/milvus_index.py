"""The rows of an index in Milvus: put there segment by segment, checked, and taken out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from index.errors import EngineError, IndexDamagedError, IndexMissingError, ModelMismatchError
from index.milvus.engine import Engine
from index.place import IndexPlace
from index.storage.engine_note import EngineNote
from index.storage.manifest import Configuration, SegmentEntry
from index.storage.milvus_rows import (
    mark_of,
    number_of,
    passage_fields,
    passage_rows,
    sentence_fields,
    sentence_rows,
)
from index.storage.milvus_terms import Terms
from index.storage.segment import Segment


class MilvusIndex:
    """The collections of an index in Milvus."""

    def __init__(self, place: IndexPlace) -> None:
        """Connect.

        Raises:
            EngineError: Milvus cannot be reached.
        """
        if place.milvus is None:
            raise ValueError(f"{place} is a folder and no Milvus")
        self.place = place
        self.engine = Engine(place.milvus)
        self.passages = place.milvus.name
        self.sentences = f"{place.milvus.name}_sentences"
        self.terms = Terms(self.engine, f"{place.milvus.name}_terms")

    def require(self, configuration: Configuration, entries: Sequence[SegmentEntry]) -> None:
        """Refuse to search what is not, or not wholly, in Milvus.

        Raises:
            IndexMissingError: there is no such collection.
            ModelMismatchError: another model filled it.
            IndexDamagedError: another version of the program did, or rows are missing.
        """
        if not self.engine.has(self.passages):
            raise IndexMissingError(
                f"{self.place}: there is no collection {self.passages!r}; {self._remedy}"
            )
        found = self.terms.mark()
        wanted = mark_of(configuration, int(found.get("dimension", 0)))
        if found.get("model") != wanted["model"]:
            raise ModelMismatchError(
                f"{self.place}: was filled with the model {found.get('model')}, the index in "
                f"{self.place.folder} has {wanted['model']}; {self._remedy}"
            )
        if found != wanted:
            raise IndexDamagedError(
                f"{self.place}: another version of the program filled it; {self._remedy}"
            )
        numbers = [number_of(entry) for entry in entries]
        passages = sum(entry.passages for entry in entries)
        if entries and self.engine.count(self.passages, f"segment in {numbers}") != passages:
            raise IndexDamagedError(
                f"{self.place}: lacks passages of the index in {self.place.folder}; {self._remedy}"
            )

    @property
    def _remedy(self) -> str:
        return f"bring it up to date with: python -m index build --index {self.place.address}"

    def fill(self, configuration: Configuration, segments: Sequence[Segment]) -> None:
        """Put in what is missing of some segments.

        Raises:
            EngineError: a collection of the name is another program's, or Milvus does not answer.
        """
        if not segments:
            return
        dimension = int(segments[0].data.vectors.shape[1])
        mark = mark_of(configuration, dimension)
        served = EngineNote.of(self.place.folder)
        if not self._is_ready(mark):
            self._begin(mark, dimension)
            served = replace(served, rows={})
        known = {number: self._counted(number) for number in served.rows}
        missing = [own for own in segments if known.get(number_of(own.entry)) != _size_of(own)]
        if not missing:
            return
        fresh = {number_of(own.entry): _size_of(own) for own in missing}
        served = replace(served, rows={**served.rows, **fresh})
        served.write()  # before they are there: what is left of a broken attempt goes with them
        self.terms.add(term for own in missing for term in own.data.terms.vocabulary)
        for own in missing:
            self._remove([number_of(own.entry)])
            self.engine.insert(self.passages, passage_rows(own, self.terms.all()))
            self.engine.insert(self.sentences, sentence_rows(own))

    def drop_others(self, kept: Iterable[SegmentEntry]) -> None:
        """Take out the rows of all segments but some."""
        served = EngineNote.of(self.place.folder)
        numbers = {number_of(entry) for entry in kept}
        gone = sorted(served.rows.keys() - numbers)
        if not gone:
            return
        self._remove(gone)
        replace(served, rows={n: own for n, own in served.rows.items() if n in numbers}).write()

    def _is_ready(self, mark: Mapping[str, object]) -> bool:
        """Tell whether the collections are there and of this model.

        Raises:
            EngineError: one is another program's.
        """
        if not self.engine.has(self.passages):
            return False
        found = self.terms.mark()
        if not found:
            raise EngineError(
                f"{self.place}: holds a collection {self.passages!r} that is not Lantian's; choose "
                "another name"
            )
        return found == mark

    def _begin(self, mark: Mapping[str, object], dimension: int) -> None:
        """Make the collections anew, empty."""
        for name in (self.passages, self.sentences):
            self.engine.drop(name)
        self.terms.create(mark)
        self.engine.create(self.sentences, sentence_fields(dimension))
        self.engine.create(self.passages, passage_fields(dimension))  # last: with it all are there

    def _counted(self, number: int) -> tuple[int, int]:
        """Return how many passages and sentences of a segment there are."""
        own = f"segment == {number}"
        return self.engine.count(self.passages, own), self.engine.count(self.sentences, own)

    def _remove(self, numbers: Sequence[int]) -> None:
        """Take out the rows of some segments."""
        for name in (self.passages, self.sentences):
            self.engine.delete(name, f"segment in {list(numbers)}")


def _size_of(segment: Segment) -> tuple[int, int]:
    """Return how many passages and sentences a segment has."""
    return segment.data.size, len(segment.data.sentences)
