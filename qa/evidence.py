"""How well what was found supports an answer, and whether it does."""

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.text import CHINESE_NUMERAL
from qa.agreeing import pollutant_agreement
from qa.candidates import Candidate
from qa.choosing import (
    USUAL_SIMILARITY,
    asked_for,
    candidate_area,
    candidate_year,
    decision_on_readings,
)
from qa.confidence import calibration
from qa.plain import plain_area
from qa.question import Question
from qa.scope import missing_places
from qa.selection import Selection, select, select_by_reading
from qa.spans import has_expected
from qa.topics import area_in, indicator_in, names_of, targets_asked
from qa.types import NotFoundReason

if TYPE_CHECKING:
    from index import Hits, PlanIndex

_NUMERAL = re.compile(rf"\d|{CHINESE_NUMERAL}|[两半倍]|零增长|负增长")
_CODE = re.compile(r"[A-Za-z]+[0-9.]+")
"""PM2.5 is no number."""
MIN_CONFIDENCE = 0.1
"""Nobody is served by an answer that is less sure, whatever speaks for it."""
MENTIONED = 0.5
"""Share of a question's words from which a plan speaks of the topic somewhere."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found for a question and what it is worth.

    Attributes:
        features: In the order of ``FEATURES``; empty where a rule alone decides.
        confidence: That the answer made of the chosen sentences is right, in [0, 1].
        reason: Why they do not; None where they do.
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


def weigh(
    index: "PlanIndex",
    hits: "Hits",
    question: Question,
    *,
    is_open: bool | None = None,
    least: float = 1.0,
) -> Evidence:
    """Return what the hits of a question's search are worth as an answer.

    Args:
        index: That was searched.
        hits: Of the question; some may have been left out.
        question: As it was read.
        is_open: No plan is named; None where the search of the question tells.
        least: Probability from which a sentence that was read answers, where that is lower than
            the one fitted.
    """
    selection = select(index, hits, question, is_open=is_open)
    if places := missing_places(hits):
        return Evidence(question, selection, (), 0.0, "unknown city", places, is_final=True)
    if not selection.chosen or _asks_nothing(hits, selection):
        return Evidence(question, selection, (), 0.0, "topic absent")
    by_reading = select_by_reading(index, hits, question, selection)
    read = _weigh_reading(index, hits, question, by_reading, least) if by_reading else None
    if read and read.is_final:
        return read
    worded = _weigh_words(index, hits, question, selection)
    if read is None:
        return worded
    if worded.reason is not None:
        return read
    # Each is calibrated for itself: the surer one tells which sentences answer, and the reader
    # with which of their words.
    if read.reason is None and worded.confidence < read.confidence:
        return read
    return replace(worded, selection=worded.selection.read_as(read.selection))


def _weigh_words(
    index: "PlanIndex", hits: "Hits", question: Question, selection: Selection
) -> Evidence:
    """Return what sentences are worth by their form and the words that they share."""
    if selection.wording.words and selection.wording.unknown > 0.99:
        return Evidence(question, selection, (), 0.0, "topic absent")
    # An English word leads to several Chinese ones, of which a plan may use another.
    if question.language != "en" and (word := _said_elsewhere(index, selection)):
        return Evidence(question, selection, (), 0.05, "topic absent", word)
    features = _features(index, selection, question)
    confidence = calibration().right.probability(features)
    year = _year_outside(index, hits, selection)
    if year:
        at_most = min(confidence, 0.1)
        return Evidence(question, selection, (), at_most, "not stated", year, is_final=True)
    if lacking := _lacking(index, selection, question):
        is_absent = lacking[1] or (not lacking[0] and bool(_absent_word(selection)))
        reason: NotFoundReason = "topic absent" if is_absent else "not stated"
        at_most, word = min(confidence, 0.1), lacking[0]
        return Evidence(question, selection, (), at_most, reason, word, is_final=bool(word))
    is_supported = calibration().supported.probability(features) >= calibration().threshold
    if is_supported and confidence >= MIN_CONFIDENCE:
        return Evidence(question, selection, features, confidence, None)
    word = _absent_word(selection)
    reason = "topic absent" if word else "not stated"
    return Evidence(question, selection, features, confidence, reason, word)


def _asks_nothing(hits: "Hits", selection: Selection) -> bool:
    """Tell whether a question has no word that tells what it is about, and names nothing."""
    query = hits.query
    named = (*query.cities, *query.provinces, *query.regions, *query.plans, *query.years)
    return not selection.wording.words and not named


def _weigh_reading(
    index: "PlanIndex", hits: "Hits", question: Question, selection: Selection, least: float
) -> Evidence:
    """Return what sentences are worth that the reader read."""
    features = reading_features(selection, question)
    decision = decision_on_readings()
    confidence = decision.right.probability(features)
    lacking = lacking_where_read(index, hits, selection, question)
    if lacking is not None:
        final, at_most = bool(lacking), min(confidence, 0.1)
        return Evidence(question, selection, (), at_most, "not stated", lacking, is_final=final)
    if decision.supported.probability(features) >= min(least, decision.threshold):
        return Evidence(question, selection, features, confidence, None)
    word = _absent_word(selection)
    reason: NotFoundReason = "topic absent" if word else "not stated"
    return Evidence(question, selection, features, confidence, reason, word)


def reading_features(selection: Selection, question: Question) -> tuple[float, ...]:
    """Return the features of the best sentence, in the order of ``READING_FEATURES``."""
    best = selection.chosen[0]
    around = _around(best)
    others = (c.score for c in selection.candidates if c.passage.id != best.passage.id and c.read)
    return (
        *best.features,
        best.score,
        min(6.0, max(0.0, best.score - next(others, best.score - 6.0))),
        selection.wording.missing(around),
        selection.wording.missing(best.shadow.text.lower()),
        selection.wording.unknown,
        float(question.language == "en"),
        float(selection.is_across or len(selection.chosen) > 1),
        float(selection.is_open),
    )


def lacking_where_read(
    index: "PlanIndex", hits: "Hits", selection: Selection, question: Question
) -> str | None:
    """Return what no answer can do without and the best sentence has not; None where it lacks none.

    A county, an area, a code, a date or number, the pollutant or the year of a value: what is said
    of another is no answer. Empty where it has no name of its own.
    """
    best = selection.chosen[0]
    if year := _year_outside(index, hits, selection):
        return year
    if county := _absent_county(index, selection, question):
        return county
    if question.is_firm and (area := _area_not_set(index, selection, question)):
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
    if not (agrees or _is_said_of(index, best, question)):
        return selection.wording.absent_code(text)
    asked = asked_for(question, index.plan(best.plan_id))
    if candidate_year(best, asked.years) <= -1:
        return str(max(asked.years.of_values))
    if candidate_area(best, asked.areas) <= -1:
        return asked.areas.printed
    return None


def _lacking(
    index: "PlanIndex", selection: Selection, question: Question
) -> tuple[str, bool] | None:
    """Return what no answer can do without and the best sentence has not, None if it lacks nothing.

    The second part tells whether it is a word that the passage lacks: an indicator written in
    letters and digits stands for itself alone.
    """
    best = selection.chosen[0]
    if not has_expected(best.shadow.text, question.shadow):
        return "", False
    if question.is_firm and not best.found.is_fitting:
        return "", False
    if question.is_firm and (indicator := _set_elsewhere(index, selection, question)):
        texts = (index.shadow(plan_id) for plan_id in selection.plans)
        return indicator, max(map(selection.wording.coverage, texts), default=0.0) < MENTIONED
    if county := _absent_county(index, selection, question):
        return county, False
    if question.is_firm and (area := _area_not_set(index, selection, question)):
        return area, False
    if (other := _said_of_another(index, selection, question)) is not None:
        return other, False
    code = selection.wording.absent_code(_around(best))
    if not code and question.asks == "number" and not _is_set_in(index, best, selection):
        said = selection.wording.absent_code(best.shadow.text.lower())
        return (said, False) if said else None
    return (code, True) if code else None


def _is_set_in(index: "PlanIndex", best: Candidate, selection: Selection) -> bool:
    """Tell whether a sentence sets an indicator that the question names by a code.

    Its name may stand before: PM2.5年均浓度到2020年为35,到2025年为32.
    """
    return any(
        best.start < target.end
        and target.start < best.end
        and not selection.wording.absent_code("".join(names_of(target.indicator)))
        for target in index.facts(best.plan_id).targets
    )


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
    """Return the area a question names for which its indicator is not set, though for others it is.

    Only an area that a plan asked about sets something else for; where the plan has a value of its
    own, that one holds for the area too.
    """
    if question.asks != "number":
        return ""
    own = targets_asked(index, question.shadow, selection.plans)
    areas = {plain_area(target.scope) for target in own}
    every = (t for plan_id in selection.plans for t in index.facts(plan_id).targets)
    area = area_in(question.shadow, every)
    is_set = not own or not area or "" in areas or any(area in o or o in area for o in areas)
    return "" if is_set else f"{own[0].indicator}，{area}"


def _set_elsewhere(index: "PlanIndex", selection: Selection, question: Question) -> str:
    """Return the indicator that a question asks the value of, where only other plans set it.

    A chosen sentence that names it may set it all the same, in words that were not read so.
    """
    if question.asks != "number":
        return ""
    every = [target for plan in index.heads() for target in index.facts(plan.id).targets]
    name = indicator_in(question.shadow, every)
    own = [target for target in every if target.plan_id in selection.plans]
    if name is None or indicator_in(question.shadow, own):
        return ""
    is_set = any(name in names_of(target.indicator) for target in own)
    said = [candidate.shadow.text.lower() for candidate in selection.chosen]
    is_named = any(word in text for word in names_of(name) for text in said)
    return "" if is_set or is_named else name


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
        float(selection.is_open),
    )


def _said_elsewhere(index: "PlanIndex", selection: Selection) -> str:
    """Return a word that other plans use and those asked about do not, if much hangs on it."""
    own = [index.shadow(plan_id) for plan_id in selection.plans]
    others = [index.shadow(plan.id) for plan in index.heads() if plan.id not in selection.plans]
    return selection.wording.said_elsewhere(own, others) if others else ""


def _around(candidate: Candidate) -> str:
    """Return the shadow of a sentence's passage and its headings."""
    from index.text import shadow_of

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
