"""Which sentence answers, where the reader read its passage: one fitted score over all."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.agreeing import AskedYears, asked_years, pollutant_agreement
from qa.areas import AskedAreas, asked_areas
from qa.confidence import Calibration, Regression, regression_of
from qa.question import Question
from qa.spans import has_expected

if TYPE_CHECKING:
    from index import Plan
    from qa.candidates import Candidate

CHOICE_FILE = Path(__file__).with_name("choice.json")
"""What ``python -m training choice`` fits."""
USUAL_SIMILARITY = {"en": 0.78, "zh-Hans": 0.9, "zh-Hant": 0.89}
"""Of the sentences that answer; an English question is farther from all Chinese text."""
UNREAD = -20.0
"""Score of a sentence whose passage was not read, beside others that were."""
CHOICE_FEATURES = {
    "coverage": 1,  # share of the question's words in the sentence
    "context": 1,  # in its passage and headings
    "similarity": 1,  # of the sentence, times ten, from what is usual in the language
    "score": 1,  # of the hit
    "fitting": 1,  # the kind of thing asked for is there
    "unfitting": -1,  # a number, a date, an office or a meaning was asked for and is not there
    "unexpected": -1,  # the form of what is named is not there: a document, an address
    "heading": -1,  # it is a heading, or stands behind the plan's text
    "relevance": 1,  # log odds, by the reader, that the passage answers
    "ahead": 1,  # of the reader's relevance, before the best other passage
    "span": 1,  # log probability of the reader's answer in the sentence
    "best": 1,  # the passage's likeliest answer lies in the sentence
    "year": 1,  # it is said of the year asked about; -1: of another
    "pollutant": 1,  # the sentence names the pollutant asked about; -1: it does not
    "area": 1,  # it is said of the area asked about; -1: of another
    "part": -1,  # it is said of a part of the plan's area, and no area was asked about
}
"""What a choice is made of, each with the sign its weight may have."""
READING_FEATURES = CHOICE_FEATURES | {
    "choice": 1,  # the score that the best sentence was chosen by
    "margin": 1,  # to the best sentence of another passage
    "missing": -1,  # weight of the rarest word that neither the sentence nor its passage has
    "missing_sentence": -1,  # that the sentence has not
    "unknown": -1,  # share of words that no passage of the index has
    "is_english": 0,
    "is_across": 0,
    "is_open": -1,  # no plan is named: all that say something must be found
}
"""What the confidence is made of, where the reader read."""


@dataclass(frozen=True, slots=True)
class AskedFor:
    """The years and areas of a plan that a value is asked for."""

    years: AskedYears
    areas: AskedAreas


def asked_for(question: Question, plan: "Plan") -> AskedFor:
    """Return what years and areas of a plan a question asks about."""
    return AskedFor(asked_years(question.shadow, plan), asked_areas(question.text, plan))


def choice_features(
    candidate: "Candidate", ahead: float, question: Question, asked: AskedFor
) -> tuple[float, ...]:
    """Return the features of a sentence that was read, in the order of ``CHOICE_FEATURES``."""
    read = candidate.read
    if read is None:
        raise ValueError("the sentence was not read")
    is_fitting = candidate.found.is_fitting
    text = candidate.shadow.text.lower()
    return (
        candidate.coverage,
        candidate.context_coverage,
        10 * (candidate.similarity - USUAL_SIMILARITY[question.language]),
        candidate.hit.score,
        float(is_fitting and question.asks != "passage"),
        float(question.asks in ("number", "when", "definition", "duty") and not is_fitting),
        float(not has_expected(candidate.shadow.text, question.shadow)),
        float(candidate.is_heading),
        read.relevance,
        ahead,
        read.span,
        float(read.is_best),
        candidate_year(candidate, asked.years),
        pollutant_agreement(text, question.shadow, candidate.found.end),
        candidate_area(candidate, asked.areas),
        float(asked.areas.is_of_a_part(candidate.shadow.text, candidate.found.start)),
    )


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


def chosen_by_reading(
    candidates: Sequence["Candidate"],
    question: Question,
    asked: Mapping[str, AskedFor],
) -> list["Candidate"]:
    """Return sentences with the log odds that they answer for their scores.

    Args:
        candidates: Those that were read, and others, which come behind them.
        question: What is asked.
        asked: What it asks about, of each plan.
    """
    best: dict[str, float] = {}
    for own in candidates:
        if own.read:
            best[own.passage.id] = own.read.relevance
    order = sorted(best.values(), reverse=True)
    result = []
    for own in candidates:
        if own.read is None:
            result.append(replace(own, score=UNREAD + own.score))
            continue
        others = order[1] if len(order) > 1 and own.read.relevance == order[0] else order[0]
        ahead = own.read.relevance - others if len(order) > 1 else 0.0
        features = choice_features(own, ahead, question, asked[own.plan_id])
        score = choice().log_odds(features)
        result.append(replace(own, score=score, features=features))
    return result


@cache
def choice() -> Regression:
    """Return the fitted choice.

    Raises:
        ValueError: the file is for other features.
    """
    return regression_of(_record("features", CHOICE_FEATURES)["choice"])


@cache
def decision_on_readings() -> Calibration:
    """Return what decides on the best sentence, where the reader read.

    Raises:
        ValueError: the file is for other features.
    """
    record = _record("reading_features", READING_FEATURES)
    return Calibration(
        supported=regression_of(record["supported"]),
        right=regression_of(record["right"]),
        threshold=record["threshold"],
    )


def _record(name: str, features: Mapping[str, int]) -> dict[str, Any]:
    """Read the file, and check what it is for."""
    record: dict[str, Any] = json.loads(CHOICE_FILE.read_text(encoding="utf-8"))
    if tuple(record[name]) != tuple(features):
        raise ValueError(f"{CHOICE_FILE.name} is for other features; fit it again")
    return record
