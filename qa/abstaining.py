"""Whether what was found answers, and how sure that is: the only place that refuses."""

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.text import CHINESE_NUMERAL
from qa.agreeing import pollutant_agreement, pollutants_in
from qa.candidates import Candidate
from qa.choosing import CHOICE_FEATURES, asked_for, candidate_area, candidate_year
from qa.fitted import fitted
from qa.plain import plain_area
from qa.question import Question, names_topic
from qa.reader import PASSAGES
from qa.scope import missing_places
from qa.selection import Selection, select
from qa.topics import area_in, names_of, targets_named
from qa.types import NotFoundReason

if TYPE_CHECKING:
    from index import Hits, PlanIndex

_NUMERAL = re.compile(rf"\d|{CHINESE_NUMERAL}|[两半倍]|零增长|负增长")
_CODE = re.compile(r"[A-Za-z]+[0-9.]+")
"""PM2.5 is no number."""
MENTIONED = 0.5
"""Share of a question's words that a passage needs for an answer by words alone."""
LACKING = 0.1
"""Confidence at most, where what an answer cannot do without is not there."""
DECISION_FEATURES = CHOICE_FEATURES | {
    "choice": 1,  # the score that the best sentence was chosen by
    "margin": 1,  # to the best sentence of another passage
    "missing": -1,  # weight of the rarest word that neither the sentence nor its passage has
    "missing_sentence": -1,  # that the sentence has not
    "unknown": -1,  # share of words that no passage of the index has
    "is_english": 0,
    "is_across": 0,
    "is_open": -1,  # no plan is named: all that say something must be found
}
"""What decides and what is sure is made of: the best sentence's features, and these."""
MAX_MARGIN = 6.0
"""Log odds."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found for a question and what it is worth.

    Attributes:
        features: In the order of ``DECISION_FEATURES``; empty where a rule alone decides.
        confidence: That the answer made of the chosen sentences is right, in [0, 1].
        reason: Why they do not answer; None where they do.
        detail: The word, place or year that the reason is about; may be empty.
        is_final: What the question names is not there to be found, a place, a year, an area, an
            indicator or a code: another sentence would be no answer either.
    """

    question: Question
    selection: Selection
    features: tuple[float, ...]
    confidence: float
    reason: NotFoundReason | None
    detail: str = ""
    is_final: bool = False

    @property
    def odds(self) -> float | None:
        """Log odds that the best sentence answers; None where a rule alone decides."""
        if not self.features:
            return None
        return fitted(is_read=self.selection.is_read).supported.log_odds(self.features)

    @property
    def confidence_of_facts(self) -> float:
        """Of an answer read off a plan's facts: no lower than what a sentence needs to answer."""
        return max(self.confidence, fitted(is_read=self.selection.is_read).threshold)


def weigh(
    index: "PlanIndex",
    hits: "Hits",
    question: Question,
    *,
    is_open: bool | None = None,
) -> Evidence:
    """Return what the hits of a question's search are worth as an answer.

    Args:
        index: That was searched.
        hits: Of the question; some may have been left out.
        question: As it was read.
        is_open: No plan is named; None where the search of the question tells.
    """
    selections = select(index, hits, question, is_open=is_open)
    if places := missing_places(hits):
        return Evidence(question, selections[0], (), 0.0, "unknown city", places, is_final=True)
    first = _weighed(index, hits, question, selections[0])
    if first.is_final or not names_topic(question.text):
        return first
    # The reader was taught on questions. Of keywords the surer one tells which sentences answer,
    # each calibrated for itself, and the reader with which of their words.
    for selection in selections[1:]:
        other = _weighed(index, hits, question, selection)
        is_surer = first.reason is not None or other.confidence > first.confidence
        if other.reason is None and is_surer:
            return replace(other, selection=other.selection.read_as(first.selection))
    return first


def weigh_one_of_several(
    index: "PlanIndex", hits: "Hits", question: Question, *, passages: int = PASSAGES
) -> Evidence:
    """Return what the hits for one of several places are worth, whatever the chance of an answer.

    Whether the best sentence that was read answers is told beside those of the other places.

    Args:
        index: That was searched.
        hits: Of what is asked of the place, in its plans.
        question: What is asked of it.
        passages: How many are read.
    """
    selection = select(index, hits, question, is_open=False, passages=passages)[0]
    if places := missing_places(hits):
        return Evidence(question, selection, (), 0.0, "unknown city", places, is_final=True)
    is_read = bool(selection.chosen and selection.chosen[0].read)
    least = 0.0 if is_read else None
    return _weighed(index, hits, question, selection, least)


def _weighed(
    index: "PlanIndex",
    hits: "Hits",
    question: Question,
    selection: Selection,
    least: float | None = None,
) -> Evidence:
    """Return what a selection of sentences is worth as an answer.

    Args:
        index: That was searched.
        hits: Of the question.
        question: As it was read.
        selection: Its sentences.
        least: Probability from which the best answers, in place of the one fitted.
    """
    if not selection.chosen or _asks_nothing(hits, selection):
        return Evidence(question, selection, (), 0.0, "topic absent")
    decision = fitted(is_read=selection.is_read)
    features = decision_features(selection, question)
    confidence = decision.right.probability(features)
    lacking = lacking_of(index, hits, selection, question)
    if lacking is not None:
        final, at_most = bool(lacking), min(confidence, LACKING)
        detail = lacking or _absent_word(selection)
        missed: NotFoundReason = "topic absent" if detail and not lacking else "not stated"
        return Evidence(question, selection, (), at_most, missed, detail, is_final=final)
    if not selection.is_read and (word := _lacking_words(index, selection, question)) is not None:
        return Evidence(question, selection, (), LACKING / 2, "topic absent", word)
    threshold = decision.threshold if least is None else least
    if decision.supported.probability(features) >= threshold:
        return Evidence(question, selection, features, confidence, None)
    absent = _absent_word(selection)
    reason: NotFoundReason = "topic absent" if absent else "not stated"
    return Evidence(question, selection, features, confidence, reason, absent)


def _asks_nothing(hits: "Hits", selection: Selection) -> bool:
    """Tell whether a question has no word that tells what it is about, and names nothing."""
    query = hits.query
    named = (*query.cities, *query.provinces, *query.regions, *query.plans, *query.years)
    return not selection.wording.words and not named


def decision_features(selection: Selection, question: Question) -> tuple[float, ...]:
    """Return the features of the best sentence, in the order of ``DECISION_FEATURES``."""
    best, wording = selection.chosen[0], selection.wording
    others = (c.score for c in selection.candidates if c.passage.id != best.passage.id)
    return (
        *best.features,
        best.score,
        min(MAX_MARGIN, max(0.0, best.score - next(others, best.score - MAX_MARGIN))),
        wording.missing(_around(best)),
        wording.missing(best.shadow.text.lower()),
        wording.unknown,
        float(question.language == "en"),
        float(selection.is_across or len(selection.chosen) > 1),
        float(selection.is_open),
    )


def lacking_of(
    index: "PlanIndex", hits: "Hits", selection: Selection, question: Question
) -> str | None:
    """Return what no answer can do without and the best sentence has not; None where it lacks none.

    A county, an area, a code, a date or number, the pollutant or the year of a value: what is said
    of another is no answer. Empty where it has no name of its own.
    """
    best = selection.chosen[0]
    if not selection.is_across and (year := _year_outside(index, hits, selection)):
        return year
    if county := _absent_county(index, selection, question):
        return county
    if not selection.is_across and (area := _area_not_set(index, selection, question)):
        return area
    if code := selection.wording.absent_code(_around(best)):
        return code
    if question.is_firm and _has_no_value(best, question):
        return ""
    return _said_of_another(index, selection, question)


def _said_of_another(index: "PlanIndex", selection: Selection, question: Question) -> str | None:
    """Return the pollutant, year or area that a value is asked of, where it is said of another.

    None where it is not, empty where what is asked of has no name of its own.
    """
    if question.asks != "number" or len(selection.chosen) > 1:
        return None
    best = selection.chosen[0]
    text = best.shadow.text.lower()
    agrees = pollutant_agreement(text, question.shadow, best.found.end) >= 0
    names_another = any(pollutants_in(text))
    if names_another and not (agrees or _is_said_of(index, best, question)):
        return selection.wording.absent_code(text)
    asked = asked_for(question, index.plan(best.plan_id))
    if candidate_year(best, asked.years) <= -1:
        return str(max(asked.years.of_values))
    if candidate_area(best, asked.areas) <= -1:
        return asked.areas.printed
    return None


def _has_no_value(best: Candidate, question: Question) -> bool:
    """Tell whether how much or when was asked, and an answer has no date, or no numeral at all."""
    if question.asks not in ("number", "when") or best.found.is_fitting:
        return False
    said = best.shadow.text[best.found.start : best.found.end]
    return question.asks == "when" or not _NUMERAL.search(_CODE.sub("", said))


def _is_said_of(index: "PlanIndex", best: Candidate, question: Question) -> bool:
    """Tell whether an answer is a target of the pollutant asked about, named farther before."""
    start, end = best.shadow.source_range(best.found.start, best.found.end)
    return any(
        start < target.end
        and target.start < end
        and pollutant_agreement("\n".join(names_of(target.indicator)), question.shadow) > 0
        for target in index.facts(best.plan_id).targets
    )


def _area_not_set(index: "PlanIndex", selection: Selection, question: Question) -> str:
    """Return the area that a value is asked of, where what was found is not set for it.

    It is set for another area or for the whole, or its passage does not name the city asked about.
    """
    if question.asks != "number":
        return ""
    best = selection.chosen[0]
    asked_of = asked_for(question, index.plan(best.plan_id))
    asked, years = asked_of.areas, asked_of.years
    area = area_in(question.text, index.facts(best.plan_id).targets)
    if not (asked.asked or area):
        return ""
    own = targets_named(index, question, [best.plan_id])
    start, end = best.shadow.source_range(best.found.start, best.found.end)
    held = [target for target in own if start < target.end and target.start < end]
    of_year = (years.of_values | years.naming) & {target.year for target in own}
    if held and of_year and not of_year & {target.year for target in held}:
        return str(max(of_year))
    if candidate_area(best, asked) > 0:
        return ""
    scopes = {plain_area(target.scope) for target in held or own}
    is_set = area_in(question.text, held or own) or (area and any(
        scope and (area in scope or scope in area) for scope in scopes
    ))  # fmt: skip
    if own and not is_set and (held or "" not in scopes):
        return f"{own[0].indicator}，{asked.printed or area}"
    stems = {re.sub("(?<=..)[省市州]$", "", name) for one in asked.asked for name in one.names}
    is_absent = stems and not any(stem in _around(best) for stem in stems)
    return asked.printed if is_absent and not index.plan(best.plan_id).city else ""


def _absent_county(index: "PlanIndex", selection: Selection, question: Question) -> str:
    """Return a county that the question names and no chosen passage does, empty if there is none.

    What a plan says of its city, or of another county, is no answer for this one; a county's own
    plan need not name it.
    """
    from index.mentions import find_places
    from index.text import shadow_of

    said = "".join(_around(candidate) for candidate in selection.chosen)
    own = {index.plan(candidate.plan_id).place for candidate in selection.chosen}
    for mention in find_places(question.text):
        is_own = any(place.full_name in own for place in mention.places)
        if not is_own and all(place.level == "county" for place in mention.places):
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


def _lacking_words(index: "PlanIndex", selection: Selection, question: Question) -> str | None:
    """Return the word that tells words alone that the topic is absent; None where there is none.

    The best sentence's passage has less than half of the question; or other plans use a word that
    much hangs on, and those asked about do not. Empty where it is no single word.
    """
    wording, best = selection.wording, selection.chosen[0]
    is_known = best.context_coverage * (1 - wording.unknown) >= MENTIONED
    if wording.words and not is_known and question.language != "en":
        return _absent_word(selection)
    # An English word leads to several Chinese ones, of which a plan may use another.
    if question.language == "en":
        return None
    own = [index.shadow(plan_id) for plan_id in selection.plans]
    others = [index.shadow(plan.id) for plan in index.heads() if plan.id not in selection.plans]
    return (wording.said_elsewhere(own, others) if others else "") or None


def _around(candidate: Candidate) -> str:
    """Return the shadow of a sentence's passage and its headings."""
    from index.text import shadow_of

    heads = [heading for heading in candidate.hit.path if heading]
    return shadow_of("\n".join([*heads, candidate.passage.text])).text.lower()


def _absent_word(selection: Selection) -> str:
    """Return the weightiest word of the question where no hit has anything of it."""
    words = sorted(selection.wording.words, key=lambda word: -word.weight)
    passages = {own.passage.id: own for own in selection.candidates}
    texts = [_around(candidate) for candidate in passages.values()]
    for word in words[:1]:
        spellings = (word.text, *word.alternatives)
        if not any(spelling in text for spelling in spellings for text in texts):
            return word.text
    return ""
