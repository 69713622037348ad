"""What each plan says to a question on several: its targets, or its best sentence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.facts import Target
from qa.abstaining import Evidence
from qa.candidates import Candidate
from qa.citing import cite, cite_target, on_one_line, printed, printed_answer
from qa.comparing.comparability import Measure, measure_in, measure_of
from qa.frames import say_decision
from qa.plain import plain, plain_area
from qa.plans_named import parts_of
from qa.quantities import QUANTITY, wanted_unit
from qa.selection import LIKELY
from qa.spans import find_span, parts_around
from qa.support import unsupported_words
from qa.topics import area_in, indicator_in, names_of, stems_of
from qa.types import Citation
from qa.values import value_words

if TYPE_CHECKING:
    from index import PlanIndex

MAX_SENTENCES = 3
"""Of one plan on a topic."""
BESIDE = 1.3
"""Log odds behind a plan's best sentence to which another one of it answers too, if it has
``MOSTLY`` as many of the question's words."""
MOSTLY = 0.8
MIN_COVERAGE = 0.8
"""Share of a question's words from which a target that the search did not find answers it."""
NEARLY = 0.9
"""Share of the best sentence's words that another of the same passage has that says it too."""
_PART = re.compile(r"[^,，;；。]+[,，;；。]?")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Statement:
    """What one plan says.

    Attributes:
        text: As printed; several values are joined by ；.
        measures: Of each value, None where it has no number; empty where it is no value.
        targets: The quantities that it is, where it was read as such.
    """

    plan_id: str
    text: str
    citations: tuple[Citation, ...]
    measures: tuple[Measure | None, ...] = ()
    targets: tuple[Target, ...] = ()


def statements_of(
    index: "PlanIndex", evidence: Evidence, chosen: Sequence[Candidate], *, reads_targets: bool
) -> list[Statement]:
    """Return what each plan says, in the order of the chosen sentences.

    Args:
        index: Of the plans.
        evidence: Of the question.
        chosen: The best sentence of each plan.
        reads_targets: The question asks for values: of a plan that sets the indicator asked for,
            its target counts, for the area asked for, else its own, else each with its area.
    """
    targets = targets_asked(index, evidence, chosen) if reads_targets else {}
    question = evidence.question
    named = {plan_id: own for plan_id, own in targets.items() if area_in(question.text, own)}
    is_one = evidence.selection.is_open and not (question.extreme or question.wants_each)
    if is_one and len(named) == 1:
        # 关中盆地 is in one plan, and no other's value is its.
        return [_of_targets(index, evidence, own) for own in named.values()]
    names = {name for own in targets.values() for t in own for name in stems_of(t.indicator)}
    found: dict[str, Statement] = {}
    for candidate in chosen:
        own = targets.get(candidate.plan_id)
        if own:
            found[candidate.plan_id] = _of_targets(index, evidence, own)
        # Where others set the indicator, a sentence that does not name it is about something else.
        elif not names or any(name in plain(candidate.shadow.text) for name in names):
            found[candidate.plan_id] = _of_sentence(index, evidence, candidate)
    for plan_id, own in targets.items():
        if plan_id not in found:
            found[plan_id] = _of_targets(index, evidence, own)
    return list(found.values())


def targets_asked(
    index: "PlanIndex", evidence: Evidence, chosen: Sequence[Candidate]
) -> dict[str, list[Target]]:
    """Return the targets of the indicator that a question asks for, by plan.

    None unless one of them stands in a chosen sentence, or has nearly all words of the question:
    PM2.5监测站 is not PM2.5.
    """
    asked = evidence.selection.plans
    question = evidence.question
    all_of = {plan_id: index.facts(plan_id).targets for plan_id in asked}
    name = indicator_in(
        " ".join([question.shadow, *_words(evidence)]), [t for own in all_of.values() for t in own]
    )
    if name is None:
        return {}
    unit = wanted_unit(question.shadow)
    years = {int(year) for year in _YEAR.findall(question.shadow)}
    named = dict(_parts(index, question.text))
    found: dict[str, list[Target]] = {}
    for plan_id, targets in all_of.items():
        own = [t for t in targets if name in names_of(t.indicator)]
        area = area_in(named.get(plan_id, question.text), own)
        own = [t for t in own if plain_area(t.scope) == area] if area else own
        own = [t for t in own if t.year in years] or own
        plans_own = [t for t in own if not plain_area(t.scope)]
        if own:
            found[plan_id] = own if area else plans_own or own
    is_found = any(
        c.start < t.end and t.start < c.end for c in chosen for t in found.get(c.plan_id, ())
    ) or any(_is_asked(evidence, t) for own in found.values() for t in own)
    fits = not unit or any(
        re.search(unit.replace(" ", "|"), plain(t.unit)) for own in found.values() for t in own
    )
    return found if is_found and fits else {}


def _is_asked(evidence: Evidence, target: Target) -> bool:
    """Tell whether a target has nearly all words of a question."""
    said = f"{target.scope or ''}{target.quote}{target.indicator}"
    return evidence.selection.wording.coverage(plain(said)) >= MIN_COVERAGE


def _words(evidence: Evidence) -> list[str]:
    """Return what stands for the words of an English question."""
    if evidence.question.language != "en":
        return []
    words = evidence.selection.wording.words
    return [spelling for word in words for spelling in (word.text, *word.alternatives)]


def _parts(index: "PlanIndex", question: str) -> list[tuple[str, str]]:
    """Return for each plan of a city that a question names the words about it."""
    return [
        (plan.id, words)
        for cities, words in parts_of(question, index.heads())
        for plan in index.heads()
        if plan.place in cities
    ]


def _of_targets(index: "PlanIndex", evidence: Evidence, own: Sequence[Target]) -> Statement:
    """Return the statement of one or several targets of a plan, each with its area."""
    plan = index.plan(own[0].plan_id)
    named = dict(_parts(index, evidence.question.text)).get(plan.id)
    texts, measures, citations = [], [], []
    for target in own:
        citations.append(_citation(index, evidence, target))
        words = on_one_line(value_words(plan, target))
        is_chosen = named is not None and bool(area_in(named, [target]))
        scope = on_one_line(target.scope or "")
        if unsupported_words(scope, [citations[-1].quote]):
            scope = ""
        texts.append(words if words.startswith(scope) else f"{scope}{words}")
        measure = measure_of(target)
        # The area that a question names for a city is what it wants to see compared.
        measures.append(replace(measure, area="") if measure and is_chosen else measure)
    return Statement(
        plan_id=plan.id,
        text="；".join(dict.fromkeys(texts)),
        citations=tuple(dict.fromkeys(citations)),
        measures=tuple(measures),
        targets=tuple(own),
    )


def _citation(index: "PlanIndex", evidence: Evidence, target: Target) -> Citation:
    """Return the citation of the sentence that a target stands in, else of the target."""
    for candidate in evidence.selection.candidates:
        if (
            candidate.plan_id == target.plan_id
            and candidate.start <= target.start
            and target.end <= candidate.end
        ):
            return cite(index, candidate)
    return cite_target(index, target)


def _of_sentence(index: "PlanIndex", evidence: Evidence, candidate: Candidate) -> Statement:
    """Return the statement of a plan's best sentence, and of others that say nearly as much."""
    question = evidence.question
    said: dict[str, Candidate] = {}
    for own in (candidate, *_beside(evidence, candidate)):
        is_passage = question.asks == "passage"
        words = (
            printed(index, own, *_without_others(evidence, own))
            if is_passage
            else printed_answer(index, own)
        )
        said.setdefault(words, own)
    kept = dict(list(said.items())[:MAX_SENTENCES])
    text = "；".join(kept)
    measure = measure_in(text) if question.asks in ("number", "passage") else None
    if candidate.found.polarity is not None:
        text = say_decision(candidate.found.polarity, text, question.language)
    citations = tuple(cite(index, own) for own in kept.values())
    return Statement(candidate.plan_id, text, citations, (measure,) if measure else ())


def _beside(evidence: Evidence, best: Candidate) -> Iterator[Candidate]:
    """Yield the sentences of a plan that answer beside its best one.

    Who is responsible a passage may say in its text and in a bracket; what is said of a topic may
    stand in several places. Of a value, a date, a meaning, and of yes and no there is one.
    """
    asks = evidence.question.asks
    others = [c for c in evidence.selection.candidates if c.plan_id == best.plan_id]
    if asks == "duty":
        yield from (
            own
            for own in others
            if own.passage.id == best.passage.id
            and own.found.is_fitting
            and own.coverage >= NEARLY * best.coverage
        )
    if asks in ("passage", "list"):
        least = best.score - BESIDE
        least = max(LIKELY, least) if evidence.selection.is_open else least
        yield from (
            own for own in others if own.score >= least and own.coverage >= MOSTLY * best.coverage
        )


def _without_others(evidence: Evidence, candidate: Candidate) -> tuple[int, int]:
    """Return a span without parts at its end that say how much of something else.

    Such a part has none of the question's words and a quantity of its own.
    """
    wording, text = evidence.selection.wording, candidate.shadow.text
    # The reader marks a word or two of what is said on a topic.
    found = find_span(text, evidence.question, wording) if candidate.coverage else candidate.found
    start, end = parts_around(text, (found.start, found.end))
    parts = list(_PART.finditer(candidate.shadow.text, start, end))
    while len(parts) > 1:
        last = parts[-1].group()
        if wording.coverage(last.lower()) or not _has_quantity(last):
            break
        parts.pop()
    return (start, len(candidate.shadow.text[: parts[-1].end()].rstrip(",，;；"))) if parts else (
        start, end,
    )  # fmt: skip


def _has_quantity(text: str) -> bool:
    """Tell whether a text has a number."""
    return any(any(map(str.isdigit, match["values"])) for match in QUANTITY.finditer(text))
