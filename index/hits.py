"""What a search returns: passages in their places of a ranking, and what filters would leave."""

from collections.abc import Mapping
from dataclasses import dataclass

from index.types import ClauseKind, Erratum, Passage, Span


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage in its place of a ranking.

    Attributes:
        rank: From 1; ties are broken by the passage's id.
        score: Higher is better; comparable within one result list only.
        title: The plan's title.
        path: The clause's printed headings from the top, None where the source lost one.
        reference: City, title and clause as a person would cite them.
        lexical: The part of ``score`` that comes from words, and from what the query names: a
            clause, a year, a quotation; ``score = lexical + dense``.
        dense: The part that comes from the embedding. Either part can be negative.
        matches: Spans of the plan's text, inside the passage, that the query's words match;
            in order, disjoint. ``kind`` is ``word``.
        repairs: The plan's errata that lie inside the passage, in order.
        clause_kind: ``front`` and ``back`` are cited as 正文前 and 正文后, not by a number.
        is_exact: The passage has what was asked in its own words, script, width and punctuation
            aside: the query as it was typed, what it quotes (“…”), or else all of its content
            words; the place that it names and a year may be its plan's. Any other is related.
        also_in: Passages of other plans that say the same in nearly the same words; they have no
            hit of their own.
    """

    rank: int
    score: float
    passage: Passage
    city: str | None
    title: str
    path: tuple[str | None, ...]
    reference: str
    lexical: float
    dense: float
    matches: tuple[Span, ...]
    repairs: tuple[Erratum, ...] = ()
    clause_kind: ClauseKind = "body"
    is_exact: bool = False
    also_in: tuple["Repetition", ...] = ()

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The passage, then those of other plans that repeat it."""
        return (self.passage, *(other.passage for other in self.also_in))


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of some passages each value of a filter leaves, beside the other filters.

    Every value that can be chosen is there, with 0 too.

    Attributes:
        passages: How many were counted.
        cities: By city or county, as it is cited, ascending.
        plans: By id, ascending.
        years: Passages of the plans that cover a year, by year, ascending.
        offices: Of those whose duties most passages state, by the name that most of these print;
            as the filter finds it, under its other names too.
    """

    passages: int
    cities: Mapping[str, int]
    plans: Mapping[str, int]
    years: Mapping[int, int]
    offices: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Repetition:
    """A passage that says what a hit says, and where it stands."""

    passage: Passage
    reference: str
