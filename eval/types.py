"""The nouns: what is asked, what was ranked, and what the ranking was worth."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, Protocol

from eval.significance import Estimate
from index.types import Mode

SetKind = Literal["questions", "beir"]


@dataclass(frozen=True, slots=True)
class Place:
    """A half-open range of code points in a plan's text.

    Raises:
        ValueError: the range is empty or reversed.
    """

    plan_id: str
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a range of characters: {self.start}..{self.end}")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A stretch of a plan that answers a question; ``plan.text[start:end] == quote``.

    Raises:
        ValueError: the quote's length is not the range's, or it is white space only.
    """

    place: Place
    quote: str

    def __post_init__(self) -> None:
        length = self.place.end - self.place.start
        if len(self.quote) != length:
            raise ValueError(
                f"the quote has {len(self.quote)} characters, "
                f"{self.place.start}..{self.place.end} has {length}"
            )
        if not self.quote.strip():
            raise ValueError("the quote is white space only")


@dataclass(frozen=True, slots=True)
class Question:
    """A question on the plans with all the evidence that answers it.

    Attributes:
        language: ``zh-Hans``, ``zh-Hant`` or ``en`` in the project's own sets.
        type: What kind of answer is asked for: ``number``, ``list``, ``unanswerable``…
        evidence: Empty for a question the plans do not answer.

    Raises:
        ValueError: two pieces of evidence share characters; they would be counted twice.
    """

    id: str
    text: str
    language: str
    type: str
    evidence: tuple[Evidence, ...]

    def __post_init__(self) -> None:
        places = sorted((e.place for e in self.evidence), key=lambda p: (p.plan_id, p.start))
        for one, other in pairwise(places):
            if one.plan_id == other.plan_id and other.start < one.end:
                raise ValueError(
                    f"evidence {one.start}..{one.end} and {other.start}..{other.end} "
                    f"of plan {one.plan_id!r} overlap"
                )


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for.

    Attributes:
        labels: Pairs of a slice's kind and its value, ``("lang", "zh-Hans")``; empty where the
            set has no slices.
    """

    id: str
    text: str
    labels: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text of a set that may be ranked.

    Attributes:
        text: The words themselves, as printed.
        header: What stands for its surroundings in the index: city, title and headings of a
            plan's passage; empty for a document of a BEIR set.
        place: None where the set's texts stand in no plan.
    """

    id: str
    text: str
    header: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage in a ranking; ``place`` is None where the set's passages stand in no plan."""

    id: str
    score: float
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """What a search returned for one query, best first."""

    query_id: str
    items: tuple[Ranked, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Where in a ranking the things that should be found were found.

    Attributes:
        pieces: How many things there are to find, at least 1: pieces of evidence of a question,
            relevant documents of a BEIR query.
        ranks: The rank, from 1, of each piece that was found; ascending. Pieces found in the
            same passage share its rank.
        shown: How many pieces the first 1,000 characters of the ranking show, at most as many
            as were found.

    Raises:
        ValueError: the promises above are broken.
    """

    pieces: int
    ranks: tuple[int, ...]
    shown: int = 0

    def __post_init__(self) -> None:
        if self.pieces < 1:
            raise ValueError(f"nothing to find: pieces={self.pieces}")
        if len(self.ranks) > self.pieces:
            raise ValueError(f"{len(self.ranks)} pieces found of {self.pieces}")
        if list(self.ranks) != sorted(self.ranks) or any(rank < 1 for rank in self.ranks):
            raise ValueError(f"not ascending ranks from 1: {self.ranks}")
        if not 0 <= self.shown <= len(self.ranks):
            raise ValueError(f"{self.shown} pieces shown of {len(self.ranks)} found")

    @property
    def first(self) -> int | None:
        """Rank of the first relevant passage, None where none was found."""
        return self.ranks[0] if self.ranks else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One query's ranking and its worth; ``scores`` maps a measure's name to [0, 1]."""

    query: Query
    ranking: Ranking
    judgement: Judgement
    scores: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Run:
    """The outcomes of one system over a set, in the set's order.

    Attributes:
        system: A mode of search or the name of a baseline.
    """

    system: str
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class SetResult:
    """All that one evaluation of a set produced; every run has the same queries.

    Attributes:
        left_out: How many queries of the set have nothing to find and so no score.
        configuration: Model, weights and versions of the index that answered.
        corpus_hash: SHA-256 that changes with any text searched in.
    """

    name: str
    kind: SetKind
    left_out: int
    configuration: Mapping[str, str | float | int]
    corpus_hash: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: the means over the queries of one run or of a slice of it.

    Attributes:
        label: The system, or the slice's kind and value.
        measures: Measure name to its mean in [0, 1] with its interval, in the order of
            ``eval.measures.MEASURES``.
    """

    set_name: str
    kind: SetKind
    label: str
    queries: int
    measures: Mapping[str, Estimate]


class EvaluationSet(Protocol):
    """Queries with the means to rank passages for them and to judge a ranking.

    ``queries`` holds only those that have something to find.
    """

    @property
    def name(self) -> str:
        """What the set is called in tables and results files."""

    @property
    def kind(self) -> SetKind:
        """Where the set's judgements come from."""

    @property
    def queries(self) -> tuple[Query, ...]:
        """What is asked, in the order of the file."""

    @property
    def left_out(self) -> int:
        """How many queries of the file have nothing to find."""

    @property
    def configuration(self) -> Mapping[str, str | float | int]:
        """Settings of the index that answers."""

    @property
    def corpus_hash(self) -> str:
        """SHA-256, hexadecimal, over what is searched."""

    def candidates(self) -> tuple[Candidate, ...]:
        """Return everything that may be ranked, in the order of the index."""

    def embed(self, query: Query) -> object:
        """Turn the query into a vector and do nothing else, as a measure of time."""

    def rank(self, query: Query, *, k: int, mode: Mode) -> Ranking:
        """Return at most ``k`` passages for the query, best first."""

    def judge(self, ranking: Ranking) -> Judgement:
        """Return where the ranking has what its query should find."""
