"""Which sentences answer together: one, or one a plan."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.mentions import spoken_names
from index.text import shadow_of
from qa.candidates import Candidate, candidates_of, read_candidates
from qa.quantities import chinese_numbers, has_unit, quantities
from qa.question import Question
from qa.reader import PASSAGES, readings_of
from qa.scope import asked_plans, missing_places, place_names
from qa.wording import Wording, without_frame, wording_of

if TYPE_CHECKING:
    from index import Hits, PlanIndex

OPEN_COVERAGE, BEHIND = 0.8, 0.9
"""Where no plan is named each one's best sentence counts that has this share of the words of the
best of all, and whose log odds are no more than so much less."""
LIKELY = -1.6
"""Log odds from which a plan's best sentence answers for it, where several are asked."""
FAR_BEHIND = 2.0
"""Log odds behind the best of all to which it does, where no plan is named."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What was found for a question.

    Attributes:
        chosen: The sentences that answer, best first; at most one a plan.
        candidates: All, best first.
        is_across: The question is about several plans.
        is_open: The question names no plan, city or province.
        plans: Ids of those that it is about.
        without_reader: The best sentence without the reader; None where it read none of them.
    """

    wording: Wording
    chosen: tuple[Candidate, ...]
    candidates: tuple[Candidate, ...]
    is_across: bool
    is_open: bool
    plans: tuple[str, ...]
    without_reader: Candidate | None = None

    @property
    def is_read(self) -> bool:
        """Whether the reader read some of the sentences."""
        return any(own.read for own in self.candidates)

    def read_as(self, other: "Selection") -> "Selection":
        """Return the same sentences, answering with the words that another selection found."""
        read = {(own.plan_id, own.start): own for own in other.candidates if own.read}
        chosen = tuple(read.get((own.plan_id, own.start), own) for own in self.chosen)
        return replace(self, chosen=chosen)


def select(
    index: "PlanIndex",
    hits: "Hits",
    question: Question,
    *,
    is_open: bool | None = None,
    passages: int = PASSAGES,
) -> tuple[Selection, ...]:
    """Return the sentences that answer a question best: by the reader too, and without it.

    Where nothing was read there is only the second.

    Args:
        index: That was searched.
        hits: Of the question.
        question: What is asked.
        is_open: No plan is named; None where the search of the question tells.
        passages: How many are read, where the question is not on several plans.
    """
    query = hits.query
    asked = asked_plans(index, hits, question)
    named = _names_several(index, hits)
    if is_open is None:
        is_open = not (query.cities or query.plans or query.provinces or query.regions)
    is_across = named or (question.is_over_time and len(asked) > 1) or (
        is_open and question.is_across
    )  # fmt: skip
    # The names of the documents say where to look, and are in no sentence that answers.
    content = query.content or query.text
    words = index.words_of(without_frame(content))
    if question.asks == "yes_no":
        # Whether it is 100% may be asked of one that is 60%.
        words = tuple(word for word in words if not word.text[0].isdigit())
    absent = {name for own in query.places_not_indexed for name in spoken_names(own)}
    wording = wording_of(words, place_names(index) | absent)
    # Of a place without a plan nothing is an answer, whatever is read.
    read_of = frozenset(() if missing_places(hits) else asked)
    shown = question.whole or question.text
    readings = readings_of(index, hits, shown, read_of, each=is_across, passages=passages)
    found = candidates_of(index, hits, question, wording, readings)
    candidates = tuple(c for c in found if c.plan_id in asked)
    if question.asks != "yes_no":
        candidates = _with_codes(candidates, hits)
    if question.unit:
        candidates = _in_unit(candidates, question.unit) or candidates
    is_single = not is_open or len(index.heads()) == 1

    def selection(ordered: tuple[Candidate, ...], other: Candidate | None = None) -> Selection:
        if is_across:
            chosen = _likely_of_each(ordered, is_open=is_open)
        else:
            chosen = list(ordered[:1]) if is_single else _nearly_as_good(ordered)
        return Selection(wording, tuple(chosen), ordered, is_across, is_open, asked, other)

    read = read_candidates(index, candidates, question, readings) if readings else ()
    if not any(own.read for own in read):
        return (selection(candidates),)
    return selection(read, candidates[0]), selection(candidates)


def _names_several(index: "PlanIndex", hits: "Hits") -> bool:
    """Tell whether a question names several plans or places.

    Places of which none has a plan are what a plan of more than them is asked about.
    """
    query = hits.query
    owners = {head.province for head in index.heads() if head.id in hits.plans}
    is_held = bool(query.cities or query.regions or owners & {*query.provinces})
    places = (*query.cities, *query.regions, *query.places_not_indexed)
    return len(query.plans) > 1 or (is_held and len(places) > 1)


def _with_codes(candidates: tuple[Candidate, ...], hits: "Hits") -> tuple[Candidate, ...]:
    """Return the sentences with a quantity or code that is asked about; all where none has it."""
    query = hits.query
    mentions = (*query.quantities, *query.standards, *query.document_numbers)
    codes = [(_bare(mention.text), *chinese_numbers(mention.text)) for mention in mentions]
    having = tuple(
        c
        for c in candidates
        if all(any(code in _bare(c.shadow.text) for code in spellings) for spellings in codes)
    )
    return having or candidates


def _in_unit(candidates: tuple[Candidate, ...], unit: str) -> tuple[Candidate, ...]:
    """Return the sentences with a quantity in a unit, given as a pattern."""
    return tuple(
        own
        for own in candidates
        if any(has_unit(quantity, unit) for quantity in quantities(own.shadow.text))
    )


def _bare(text: str) -> str:
    """Return a code without what is written in several ways."""
    return re.sub(r"[\s—–－-]", "", shadow_of(text).text.lower())


def _likely_of_each(candidates: Sequence[Candidate], *, is_open: bool) -> list[Candidate]:
    """Return the best sentence of each plan, where it likely answers; the best of all anyhow.

    Args:
        candidates: Best first.
        is_open: No plan is named: only sentences with the kind of thing asked for count, where one
            of them has it.
    """
    best = _best_of_each(candidates)
    least = max(LIKELY, best[0].score - FAR_BEHIND) if best and is_open else LIKELY
    likely = [own for own in best if own is best[0] or own.score >= least]
    return [own for own in likely if own.found.is_fitting or not is_open] or likely


def _nearly_as_good(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the best sentence of each plan that is nearly as good as the best of all.

    Only those with the kind of thing asked for, where the best of all has it.
    """
    if not candidates:
        return []
    first, best = candidates[0], _best_of_each(candidates)
    most = max(candidate.coverage for candidate in best)
    return [
        own
        for own in best
        if own is first
        or (
            own.coverage >= OPEN_COVERAGE * most
            and own.score >= first.score - BEHIND
            and own.found.is_fitting >= first.found.is_fitting
        )
    ]


def _best_of_each(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the first sentence of each plan."""
    best: dict[str, Candidate] = {}
    for candidate in candidates:
        best.setdefault(candidate.plan_id, candidate)
    return list(best.values())
