"""Which sentence answers: one fitted score over all that were found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa.agreeing import AskedYears, asked_years, pollutant_agreement
from qa.areas import AskedAreas, asked_areas
from qa.fitted import fitted
from qa.question import Question
from qa.spans import has_expected

if TYPE_CHECKING:
    from index import Plan
    from qa.candidates import Candidate

USUAL_SIMILARITY = {"en": 0.78, "zh-Hans": 0.9, "zh-Hant": 0.89}
"""Of the sentences that answer; an English question is farther from all Chinese text."""
UNUSUAL = 1.5
"""Farther from what is usual, times ten, no cosine of the default model lies; others' do."""
CHOICE_FEATURES = {
    "coverage": 1,  # share of the question's words in the sentence
    "context": 1,  # in its passage and headings
    "similarity": 1,  # of the sentence, times ten, from what is usual in the language
    "score": 1,  # of the hit
    "fitting": 1,  # the kind of thing asked for is there
    "unfitting": -1,  # a number, a date, an office or a meaning was asked for and is not there
    "unexpected": -1,  # the form of what is named is not there: a document, an address
    "heading": -1,  # it is a heading, or stands behind the plan's text
    "year": 1,  # it is said of the year asked about; -1: of another
    "pollutant": 1,  # the sentence names the pollutant asked about; -1: it does not
    "area": 1,  # it is said of the area asked about; -1: of another
    "part": -1,  # it is said of a part of the plan's area, and no area was asked about
    "read": 0,  # its passage was read; what follows is 0 where it was not
    "relevance": 1,  # log odds, by the reader, that the passage answers
    "ahead": 1,  # of the reader's relevance, before the best other passage
    "span": 1,  # log probability of the reader's answer in the sentence
    "best": 1,  # the passage's likeliest answer lies in the sentence
}
"""What a score is made of, each with the sign its weight may have: 1 for what can only speak for an
answer, -1 for what can only speak against it, 0 where the data decide."""


@dataclass(frozen=True, slots=True)
class AskedFor:
    """The years and areas of a plan that a value is asked for."""

    years: AskedYears
    areas: AskedAreas


def asked_for(question: Question, plan: "Plan") -> AskedFor:
    """Return what years and areas of a plan a question asks about."""
    return AskedFor(asked_years(question.shadow, plan), asked_areas(question.text, plan))


def scored(
    candidates: Sequence["Candidate"],
    question: Question,
    asked: Mapping[str, AskedFor],
    *,
    is_read: bool,
) -> tuple["Candidate", ...]:
    """Return sentences with the log odds that they answer for their scores, best first.

    Args:
        candidates: Found for the question; the reader may have read some.
        question: What is asked.
        asked: What it asks about, of each plan.
        is_read: The reader read some of them.
    """
    choice = fitted(is_read=is_read).choice
    relevance = sorted({c.passage.id: c.read.relevance for c in candidates if c.read}.values())
    found = []
    for own in candidates:
        features = _features(own, relevance, question, asked[own.plan_id])
        found.append(replace(own, score=choice.log_odds(features), features=features))
    return tuple(sorted(found, key=lambda own: (-own.score, own.plan_id, own.start)))


def _features(
    candidate: "Candidate", relevance: Sequence[float], question: Question, asked: AskedFor
) -> tuple[float, ...]:
    """Return the features of a sentence, in the order of ``CHOICE_FEATURES``.

    Args:
        candidate: The sentence.
        relevance: Of the passages that were read, ascending.
        question: What is asked.
        asked: What it asks about, of the sentence's plan.
    """
    is_fitting = candidate.found.is_fitting
    text = candidate.shadow.text.lower()
    return (
        candidate.coverage,
        candidate.context_coverage,
        max(
            -UNUSUAL,
            min(UNUSUAL, 10 * candidate.similarity - 10 * USUAL_SIMILARITY[question.language]),
        ),
        candidate.hit.score,
        float(is_fitting and question.asks != "passage"),
        float(question.asks in ("number", "when", "definition", "duty") and not is_fitting),
        float(not has_expected(candidate.shadow.text, question.shadow)),
        float(candidate.is_heading),
        candidate_year(candidate, asked.years),
        pollutant_agreement(text, question.shadow, candidate.found.end),
        candidate_area(candidate, asked.areas),
        float(asked.areas.is_of_a_part(candidate.shadow.text, candidate.found.start)),
        *_of_reading(candidate, relevance),
    )


def _of_reading(candidate: "Candidate", relevance: Sequence[float]) -> tuple[float, ...]:
    """Return what the reader says of a sentence."""
    read = candidate.read
    if read is None:
        return (0.0,) * 5
    is_first = read.relevance == relevance[-1]
    ahead = read.relevance - relevance[-2 if is_first else -1] if len(relevance) > 1 else 0.0
    return 1.0, read.relevance, ahead, read.span, float(read.is_best)


def candidate_year(candidate: "Candidate", years: AskedYears) -> float:
    """Return how the year that a sentence's answer is said of agrees with those asked about.

    Where the sentence names none, the last one before it in its passage counts.
    """
    passage, text, found = candidate.passage, candidate.shadow.text, candidate.found
    before = passage.text[: max(0, candidate.start - passage.start)] + text[: found.start]
    return years.agreement(before, text[found.start : found.end])


def candidate_area(candidate: "Candidate", areas: AskedAreas) -> float:
    """Return how the area that a sentence's answer is said of agrees with those asked about."""
    found = candidate.found
    return areas.agreement(candidate.shadow.text, found.start, found.end)
