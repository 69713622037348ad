"""The sentences of the hits of a search, each weighed as an answer."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index import Hit, Passage
from index.text import Shadow, shadow_of, split_sentences
from qa.choosing import AskedFor, asked_for, scored
from qa.leading import led_to, members
from qa.quantities import goes_on
from qa.question import Question
from qa.reader import Readings, SentenceReading, reading_of_sentence
from qa.settling import settle
from qa.spans import Found, find_span
from qa.wording import Wording

if TYPE_CHECKING:
    from index import Hits, Plan, PlanIndex

HITS = 30
"""Of a search, to have a few passages of each of a handful of plans."""
MAX_PASSAGES = 8
"""Of one plan: the evidence of 0.97 of the questions in everyday words is in its first eight."""
MAX_TO_BRACKET = 1500
"""Characters from a sentence to the bracket that governs it; clauses beyond that govern none."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer.

    Attributes:
        start: In the plan's text; ``end`` is exclusive.
        own_end: Of the sentence itself; ``end`` may be that of the bracket that governs it.
        shadow: Of the sentence.
        coverage: Share of the question's words in it, ``context_coverage`` in the whole passage.
        similarity: Cosine to the question.
        found: What answers, in the shadow.
        score: Log odds that it answers.
        is_heading: The sentence is a heading, or stands in what follows the plan's text.
        read: What the reader says of it; None where its passage was not read.
        features: That its score is made of.
    """

    plan_id: str
    passage: Passage
    hit: Hit
    start: int
    end: int
    own_end: int
    shadow: Shadow
    coverage: float
    context_coverage: float
    similarity: float
    found: Found
    is_heading: bool = False
    read: SentenceReading | None = None
    score: float = 0.0
    features: tuple[float, ...] = ()


def candidates_of(
    index: "PlanIndex",
    hits: "Hits",
    question: Question,
    wording: Wording,
    read: Iterable[str] = (),
) -> tuple[Candidate, ...]:
    """Return the sentences of the first hits of each plan, the one that answers best first.

    Args:
        index: That was searched.
        hits: Of the question.
        question: What is asked.
        wording: Its telling words.
        read: Ids of passages that count beside the first few of their plan.
    """
    seen: dict[str, int] = {}
    found: list[Candidate] = []
    kept = frozenset(read)
    for hit in hits:
        for passage in hit.passages:
            seen[passage.plan_id] = seen.get(passage.plan_id, 0) + 1
            if seen[passage.plan_id] <= MAX_PASSAGES or passage.id in kept:
                similarities = hits.similarities.get(passage.id, ())
                plan = index.plan(passage.plan_id)
                found += _of_passage(plan, hit, passage, similarities, question, wording)
    return scored(found, question, _asked(index, found, question), is_read=False)


def read_candidates(
    index: "PlanIndex", candidates: Sequence[Candidate], question: Question, readings: Readings
) -> tuple[Candidate, ...]:
    """Return sentences with what the reader says of them, the one that answers best first.

    Args:
        index: Of their plans.
        candidates: Any.
        question: What is asked.
        readings: Of some of their passages.
    """
    found = [_read(own, question, readings) for own in candidates]
    return scored(found, question, _asked(index, found, question), is_read=True)


def _asked(
    index: "PlanIndex", candidates: Iterable[Candidate], question: Question
) -> dict[str, AskedFor]:
    """Return what a question asks about, of each plan of some sentences."""
    plans = {own.plan_id for own in candidates}
    return {plan_id: asked_for(question, index.plan(plan_id)) for plan_id in plans}


def _read(candidate: Candidate, question: Question, readings: Readings) -> Candidate:
    """Return a sentence with what the reader says of it."""
    if candidate.passage.id not in readings:
        return candidate
    made = readings[candidate.passage.id]
    read = reading_of_sentence(*made, candidate.start, candidate.own_end)
    found = settle(candidate.found, read, candidate.shadow, question)
    return replace(candidate, read=read, found=found)


def _of_passage(
    plan: "Plan",
    hit: Hit,
    passage: Passage,
    similarities: tuple[float, ...],
    question: Question,
    wording: Wording,
) -> Iterator[Candidate]:
    """Yield the sentences of a passage."""
    heads = [shadow_of(heading).text.lower() for heading in hit.path if heading]
    whole = shadow_of(passage.text, plan.errata, start=passage.start).text.lower()
    around = " ".join([*heads, whole])
    ranges = list(split_sentences(plan.text, passage.start, passage.end))
    if len(similarities) != len(ranges):
        similarities = (0.8,) * len(ranges)
    ranges, similarities = _with_what_goes_on(plan, ranges, similarities)
    context = wording.coverage(around)
    for (start, last), similarity in zip(ranges, similarities, strict=True):
        end = last
        shadow = shadow_of(plan.text[start:end], plan.errata, start=start)
        if not shadow.text.strip():
            continue
        coverage = wording.coverage(shadow.text.lower())
        found = find_span(shadow.text, question, wording)
        if question.asks == "duty" and not found.is_fitting:
            end = _end_of_duty(plan, passage, end)
            shadow = shadow_of(plan.text[start:end], plan.errata, start=start)
            found = find_span(shadow.text, question, wording)
        if question.asks in ("list", "passage") and (led := led_to(plan, passage, (start, last))):
            end = led[-1][1]
            shadow = shadow_of(plan.text[start:end], plan.errata, start=start)
            found = members(shadow, led)
        is_heading = shadow.text.lower().rstrip("。：: ") in heads and len(ranges) > 1
        yield Candidate(
            passage.plan_id, passage, hit, start, end, last, shadow,
            coverage, context, similarity, found,
            is_heading or hit.clause_kind == "back",
        )  # fmt: skip


def _with_what_goes_on(
    plan: "Plan", ranges: list[tuple[int, int]], similarities: tuple[float, ...]
) -> tuple[list[tuple[int, int]], tuple[float, ...]]:
    """Return sentences together with those behind them that only go on with another value.

    Of 2018年底清洁能源车比重不低于75%;2019年底不低于85% the second part does not say of what.
    """
    joined: list[tuple[int, int]] = []
    kept: list[float] = []
    for (start, end), similarity in zip(ranges, similarities, strict=True):
        if joined and goes_on(shadow_of(plan.text[start:end], plan.errata, start=start).text):
            joined[-1] = (joined[-1][0], end)
            kept[-1] = max(kept[-1], similarity)
        else:
            joined.append((start, end))
            kept.append(similarity)
    return joined, tuple(kept)


def _end_of_duty(plan: "Plan", passage: Passage, end: int) -> int:
    """Return where the bracket ends that governs a sentence; the sentence's own end without one.

    It is the first one behind the sentence in the same clause.
    """
    clause = next(c for c in plan.clauses if c.id == passage.clause_id)
    last = min(clause.end, end + MAX_TO_BRACKET)
    brackets = (part for part in plan.parts if part.kind == "responsibility")
    return next((part.end for part in brackets if end <= part.start and part.end <= last), end)
