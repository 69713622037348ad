"""How well what was found supports an answer, and whether it does."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from qa.candidates import Candidate
from qa.question import Question, read_question
from qa.scope import missing_places
from qa.selection import Selection, select
from qa.spans import has_expected
from qa.types import NotFoundReason

if TYPE_CHECKING:
    from index import Hits, PlanIndex

CALIBRATION_FILE = Path(__file__).with_name("calibration.json")
"""The weights that ``python -m eval qa --calibrate`` fits."""
FEATURES = {
    "coverage": 1,  # share of the question's words in the sentence
    "context": 1,  # in its passage and headings
    "missing": -1,  # weight of the rarest word that neither has
    "missing_sentence": -1,  # that the sentence has not
    "unknown": -1,  # share of words that no passage of the index has
    "similarity": 1,  # of the sentence, times ten, from what is usual in the language
    "score": 1,  # of the hit
    "margin": 1,  # to the best sentence of another passage
    "fitting": 1,  # the kind of thing asked for is there
    "unfitting": -1,  # a number, a date, an office or a meaning was asked for and is not there
    "is_english": 0,
    "is_across": 0,
}
"""What the confidence is made of, each with the sign its weight may have: 1 for what can only
speak for an answer, -1 for what can only speak against it, 0 where the data decide."""
USUAL_SIMILARITY = {"en": 0.78, "zh-Hans": 0.9, "zh-Hant": 0.89}
"""Of the sentences that answer; an English question is farther from all Chinese text."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found for a question and what it is worth.

    Attributes:
        features: In the order of ``FEATURES``; empty where a rule alone decides.
        confidence: That the chosen sentences answer, in [0, 1].
        reason: Why they do not; None where they do.
        detail: The word, place or year that the reason is about; may be empty.
    """

    question: Question
    selection: Selection
    features: tuple[float, ...]
    confidence: float
    reason: NotFoundReason | None
    detail: str = ""


def weigh(index: "PlanIndex", hits: "Hits", text: str) -> Evidence:
    """Return what the hits of a question's search are worth as an answer.

    Args:
        index: That was searched.
        hits: Of the question; some may have been left out.
        text: The question.
    """
    question = read_question(text)
    selection = select(index, hits, question)
    if places := missing_places(hits):
        return Evidence(question, selection, (), 0.0, "unknown city", places)
    if not selection.chosen or (selection.wording.words and selection.wording.unknown > 0.99):
        return Evidence(question, selection, (), 0.0, "topic absent")
    texts = _plan_texts(index, selection.plans)
    if question.language != "en" and (word := selection.wording.said_elsewhere(texts)):
        return Evidence(question, selection, (), 0.05, "topic absent", word)
    features = _features(index, selection, question)
    confidence = _probability(features)
    year = _year_outside(index, hits, selection)
    if year:
        return Evidence(question, selection, (), min(confidence, 0.1), "not stated", year)
    if lacking := _lacking(selection, question):
        reason: NotFoundReason = "topic absent" if lacking[1] else "not stated"
        return Evidence(question, selection, (), min(confidence, 0.1), reason, lacking[0])
    if confidence >= calibration().threshold:
        return Evidence(question, selection, features, confidence, None)
    word = _absent_word(selection)
    reason = "topic absent" if word else "not stated"
    return Evidence(question, selection, features, confidence, reason, word)


def _lacking(selection: Selection, question: Question) -> tuple[str, bool] | None:
    """Return what no answer can do without and the best sentence has not, None if it lacks nothing.

    The second part tells whether it is a word that the passage lacks: an indicator written in
    letters and digits stands for itself alone.
    """
    best = selection.chosen[0]
    if not has_expected(best.shadow.text, question.shadow):
        return "", False
    if question.is_firm and not best.found.is_fitting:
        return "", False
    if county := _absent_county(selection, question):
        return county, False
    code = selection.wording.absent_code(_around(best))
    return (code, True) if code else None


def _absent_county(selection: Selection, question: Question) -> str:
    """Return a county that the question names and no chosen passage does, empty if there is none.

    What a plan says of its city, or of another county, is no answer for this one.
    """
    from index import find_places, shadow_of

    said = "".join(_around(candidate) for candidate in selection.chosen)
    for mention in find_places(question.text):
        if all(place.level == "county" for place in mention.places):
            name = shadow_of(question.text[mention.start : mention.end]).text
            stem = name[:-1] if len(name) > 2 else name
            if stem not in said:
                return name
    return ""


def _year_outside(index: "PlanIndex", hits: "Hits", selection: Selection) -> str:
    """Return the year asked about that no chosen plan covers and no chosen sentence names."""
    years = hits.query.years
    if not years:
        return ""
    for candidate in selection.chosen:
        plan = index.plan(candidate.plan_id)
        first, last = plan.period or (0, 9999)
        issued = plan.issued.year if plan.issued else first
        if any(first <= year <= last or year == issued for year in years):
            return ""
        if any(str(year) in candidate.shadow.text for year in years):
            return ""
    return str(years[0])


def _features(index: "PlanIndex", selection: Selection, question: Question) -> tuple[float, ...]:
    """Return the features of the best sentence."""
    best = selection.chosen[0]
    around = _around(best)
    others = (c.score for c in selection.candidates if c.passage.id != best.passage.id)
    fitting = best.found.is_fitting and question.asks != "passage"
    unfitting = (
        question.asks in ("number", "when", "definition", "duty") and not best.found.is_fitting
    )
    return (
        best.coverage,
        best.context_coverage,
        selection.wording.missing(around),
        selection.wording.missing(best.shadow.text.lower()),
        selection.wording.unknown,
        10 * (best.similarity - USUAL_SIMILARITY[question.language]),
        best.hit.score,
        min(1.5, max(0.0, best.score - next(others, best.score - 1.0))),
        float(fitting),
        float(unfitting),
        float(question.language == "en"),
        float(selection.is_across or len(selection.chosen) > 1),
    )


def _plan_texts(index: "PlanIndex", plan_ids: Sequence[str]) -> tuple[str, ...]:
    """Return the shadows of some plans, lower case."""
    return tuple(index.shadow(plan_id) for plan_id in plan_ids)


def _around(candidate: Candidate) -> str:
    """Return the shadow of a sentence's passage and its headings."""
    from index import shadow_of

    heads = [heading for heading in candidate.hit.path if heading]
    return shadow_of("\n".join([*heads, candidate.passage.text])).text.lower()


def _absent_word(selection: Selection) -> str:
    """Return the weightiest word of the question where no hit has anything of it."""
    words = sorted(selection.wording.words, key=lambda word: -word.weight)
    texts = [_around(candidate) for candidate in selection.candidates]
    for word in words[:1]:
        spellings = (word.text, *word.alternatives)
        if not any(spelling in text for spelling in spellings for text in texts):
            return word.text
    return ""


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic regression.

    Attributes:
        weights: One a feature; ``means`` and ``scales`` standardise them first.
        threshold: The confidence from which a question counts as answered.
    """

    weights: tuple[float, ...]
    bias: float
    means: tuple[float, ...]
    scales: tuple[float, ...]
    threshold: float


@cache
def calibration() -> Calibration:
    """Return the weights in use.

    Raises:
        ValueError: the file is for other features.
    """
    record = json.loads(CALIBRATION_FILE.read_text(encoding="utf-8"))
    if tuple(record["features"]) != tuple(FEATURES):
        raise ValueError(f"{CALIBRATION_FILE.name} is for other features; fit it again")
    return Calibration(
        weights=tuple(record["weights"]),
        bias=record["bias"],
        means=tuple(record["means"]),
        scales=tuple(record["scales"]),
        threshold=record["threshold"],
    )


def _probability(features: tuple[float, ...]) -> float:
    """Return the probability that an answer with these features is right."""
    fitted = calibration()
    parts = zip(features, fitted.means, fitted.scales, fitted.weights, strict=True)
    total = fitted.bias + sum(w * (x - mean) / scale for x, mean, scale, w in parts)
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))
