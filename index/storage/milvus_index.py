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
from index.storage.segment import SENTENCES, Segment


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
        for name in (self.passages, self.sentences):
            if not self.engine.has(name):
                raise IndexMissingError(
                    f"{self.place}: there is no collection {name!r}; {self._remedy}"
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
        sizes = {
            self.passages: sum(entry.passages for entry in entries),
            self.sentences: sum(entry.files[SENTENCES].shape[0] for entry in entries),
        }
        for (name, size), what in zip(sizes.items(), ("passages", "sentences"), strict=True):
            if entries and self.engine.count(name, f"segment in {numbers}") != size:
                raise self._lacks(what)

    def require_terms(self, segments: Sequence[Segment]) -> None:
        """Refuse to search where words have lost their numbers; all are looked up.

        Raises:
            IndexDamagedError: some have.
        """
        known = self.terms.all()
        if any(term not in known for own in segments for term in own.data.terms.vocabulary):
            raise self._lacks("words")

    def drop_without_terms(self, segments: Sequence[Segment]) -> None:
        """Let all be filled anew where words have lost their numbers, which rows are written with.

        Args:
            segments: That were put in.
        """
        there = [own for own in segments if number_of(own.entry) in self._noted]
        if not there or not self.engine.has(self.passages) or not self.terms.mark():
            return
        try:
            self.require_terms(there)
        except IndexDamagedError:
            self.engine.drop(self.passages)

    def _lacks(self, what: str) -> IndexDamagedError:
        """Return the error for what is missing."""
        return IndexDamagedError(
            f"{self.place}: lacks {what} of the index in {self.place.folder}; {self._remedy}"
        )

    @property
    def _noted(self) -> Mapping[int, tuple[int, int]]:
        """What was put in, by the numbers of segments."""
        return EngineNote.of(self.place.folder).rows

    @property
    def _remedy(self) -> str:
        return f"bring it up to date with: python -m index build --index '{self.place.address}'"

    def fill(self, configuration: Configuration, segments: Sequence[Segment]) -> None:
        """Put in what is missing of some segments.

        Raises:
            EngineError: a collection of the name is another program's, or Milvus does not answer.
            IndexWriteError: the folder was fetched, and has no vectors.
        """
        served = EngineNote.of(self.place.folder)
        served.require_built(own.entry for own in segments)
        if not segments:
            return
        dimension = int(segments[0].data.vectors.shape[1])
        mark = mark_of(configuration, dimension)
        if not self._is_ready(mark):
            self._begin(mark, dimension)
            served = replace(served, rows={})
        missing = [own for own in segments if self._counted(number_of(own.entry)) != _size_of(own)]
        rows = {**served.rows, **{number_of(own.entry): _size_of(own) for own in segments}}
        # Before they are there: what is left of a broken attempt goes with them.
        replace(served, rows=rows).write()
        if not missing:
            return
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
        if self.engine.has(self.passages) and self.terms.mark():  # else they are lost already
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
        return found == mark and self.engine.has(self.sentences)

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
        """Take out the rows of some segments; a collection that is lost has none."""
        for name in filter(self.engine.has, (self.passages, self.sentences)):
            self.engine.delete(name, f"segment in {list(numbers)}")


def _size_of(segment: Segment) -> tuple[int, int]:
    """Return how many passages and sentences a segment has."""
    return segment.data.size, len(segment.data.sentences)
