"""A question to an answer: the shortest span of a plan that answers, quoted, or none."""

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.abstaining import Evidence, weigh, weigh_one_of_several
from qa.candidates import HITS, Candidate
from qa.citing import cite, printed, printed_answer
from qa.comparing import (
    Apart,
    Finding,
    Part,
    answer_across,
    answer_on_areas,
    best_of_all,
    compared_answer,
    parts_by_document,
    parts_by_place,
    told_by,
    weigh_at_large,
)
from qa.frames import explain, label_of, labelled, list_in, say_decision
from qa.grounding import Draft, grounded
from qa.indicators import stated, value_of_one, values_asked, values_by_area
from qa.language_model import LanguageModel, answer_by_model, language_model_from
from qa.lookups import look_up
from qa.parts import joined_answer, parts_by_clause, parts_by_year
from qa.question import Question, read_question
from qa.types import Answer, AnswerKind, Citation

if TYPE_CHECKING:
    from index import Hits, PlanIndex

HITS_A_PLAN, MAX_HITS = 6, 1000
"""Of a question on all plans, as many as can be read of each."""
MAX_NEARBY = 3
"""Citations that a refusal shows."""
_NUMBER = re.compile(r"(?<![A-Za-z\d.])\d+(?:\.\d+)?")
_KINDS: dict[str, AnswerKind] = {
    "number": "number",
    "when": "number",
    "duty": "duty",
    "list": "list",
    "yes_no": "yes_no",
    "definition": "definition",
    "passage": "passage",
}


def ask(index: "PlanIndex", question: str) -> Answer:
    """Return what the plans say to a question, each part quoted with its place.

    Where ``LANTIAN_LLM_URL`` names a language model, it is asked too; see ``answers_from``.

    Args:
        index: The plans to ask.
        question: In either script or in English; a city, plan or year that it names restricts
            the answer to it.

    Returns:
        The shortest complete span that answers, of the kind asked for; a question on several
        cities or plans is answered with a row each. ``not_found`` says why, and what the plans
        say that comes nearest. The confidence is calibrated, see eval/README.md.

    Raises:
        QueryError: the question is blank, too long, or has control characters.
        ModelError: the embedding model cannot be loaded.
        LanguageModelError: a variable ``LANTIAN_LLM_…`` cannot be used.
    """
    model = language_model_from(os.environ)
    hits = index.search(question, k=hits_needed(index, question))
    *_, answer = answers_from(index, hits, question, model)
    return answer


def extract(index: "PlanIndex", question: str) -> Answer:
    """Return what ``ask`` says without a language model, whatever the environment names."""
    hits = index.search(question, k=hits_needed(index, question))
    return answer_from(index, hits, question)


def hits_needed(index: "PlanIndex", question: str) -> int:
    """Return how many hits answer a question: on all plans, some of each.

    Args:
        index: That will be searched.
        question: As it was asked.
    """
    if not isinstance(question, str) or not read_question(question).is_across:
        return HITS
    return min(MAX_HITS, max(HITS, HITS_A_PLAN * len(index.heads())))


def answer_from(index: "PlanIndex", hits: "Hits", question: str) -> Answer:
    """Return the answer that the hits of a question's search give, without a language model.

    Args:
        index: That was searched.
        hits: Of the question; some may have been left out.
        question: As it was asked.
    """
    return next(answers_from(index, hits, question))


def answers_from(
    index: "PlanIndex", hits: "Hits", question: str, model: LanguageModel | None = None
) -> Iterator[Answer]:
    """Yield the answer that the hits of a question's search give, then a language model's.

    The model is asked where a text had to be read for the answer. It is not where the answer was
    looked up (a clause, a term, an office's tasks), where plans are set side by side, and where
    what the question names is not held.

    Args:
        index: That was searched.
        hits: Of the question; some may have been left out.
        question: As it was asked.
        model: None for none.

    Yields:
        One answer, or a second one that takes its place.
    """
    asked = read_question(question)
    apart = _apart(index, hits, asked)
    if known := _without_weighing(index, hits, asked, apart):
        yield known
        return
    evidence = weigh_at_large(index, hits, weigh(index, hits, asked))
    answer = answer_of(index, hits, evidence)
    if answer.status == "not_found" and apart and not apart.is_first:
        answer = _compared(index, asked, apart) or answer
    yield answer
    if model is not None and (written := answer_by_model(index, hits, evidence, answer, model)):
        yield written


def _apart(index: "PlanIndex", hits: "Hits", asked: Question) -> Apart | None:
    """Return a question taken apart by the places or the documents that it names, if it is."""
    return parts_by_place(index, hits, asked) or parts_by_document(index, hits, asked)


def _without_weighing(
    index: "PlanIndex", hits: "Hits", asked: Question, apart: Apart | None
) -> Answer | None:
    """Return the answer to a question that is looked up, or taken apart; None to all others."""
    if found := look_up(index, hits, asked):
        return found
    if apart and apart.is_first and (compared := _compared(index, asked, apart)):
        return compared
    if parts := parts_by_year(asked) or parts_by_clause(index, asked):
        return joined_answer(asked, parts, lambda part: _answer_part(index, hits, part))
    return None


def _compared(index: "PlanIndex", asked: Question, apart: Apart) -> Answer | None:
    """Return the answers to the parts of a question, a row each."""
    if apart.of_all:
        apart = replace(apart, parts=(*_best_parts(index, apart, apart.of_all), *apart.parts))
    return compared_answer(asked, apart, lambda part, unit: _find_on_place(index, part, unit))


def _best_parts(index: "PlanIndex", apart: Apart, of_all: Question) -> Iterator[Part]:
    """Yield what is asked of places, of the plans that are the extreme of all and of no place."""
    hits = index.search(of_all.text, k=hits_needed(index, of_all.text))
    best = best_of_all(index, hits, weigh(index, hits, of_all))
    asked = apart.parts[0].question
    for plan_id in sorted(best - {own for part in apart.parts for own in part.plans}):
        place = index.plan(plan_id).place
        own = [plan_id, *(head.id for head in index.heads() if place and head.place == place)]
        label = label_of(index, plan_id, own, asked.language)
        yield Part(place or label, asked, (plan_id,), label=label)


def _answer_part(index: "PlanIndex", hits: "Hits", part: Question) -> Answer:
    """Return the answer to a part of a question, in the plans that were searched for it."""
    own = index.search(part.text, k=HITS, plans=tuple(sorted(hits.plans)))
    if found := look_up(index, own, part):
        return found
    return answer_of(index, own, weigh(index, own, part))


def _find_on_place(index: "PlanIndex", part: Part, unit: str) -> Finding:
    """Return what is found for one of the places that a question names side by side.

    Args:
        index: That is asked.
        part: The place, and what is asked of it.
        unit: That a value is asked in, as a pattern; empty for any.
    """
    if unit:
        part = replace(part, question=replace(part.question, unit=unit))
    hits = index.search(part.question.text, k=HITS, plans=part.plans)
    if found := look_up(index, hits, part.question):
        return Finding(part, found, found)
    evidence = weigh_one_of_several(index, hits, part.question)
    answer = answer_of(index, hits, evidence)
    if not part.plans and any(_lies_in(index, own, part.place) for own in answer.citations):
        # A city's value is none of its province, which has no plan.
        answer = _refusal(index, replace(evidence, reason="unknown city", detail=part.place))
        return Finding(part, answer, answer)
    told = told_by(evidence)
    if told is None:
        return Finding(part, answer, answer)
    silent = answer_of(index, hits, replace(evidence, reason="not stated"))
    return Finding(part, answer, silent, told)


def _lies_in(index: "PlanIndex", cited: Citation, place: str) -> bool:
    """Tell whether a citation is of a plan of what lies in a place."""
    head = index.plan(cited.plan_id)
    return head.place != place and place in (head.city, head.province)


def answer_of(index: "PlanIndex", hits: "Hits", evidence: Evidence) -> Answer:
    """Return the answer that some evidence gives.

    Args:
        index: That was searched.
        hits: Of the question.
        evidence: What they are worth; with a reason, nothing was found.
    """
    if across := answer_across(index, hits, evidence):
        return across
    if by_area := answer_on_areas(index, hits, evidence):
        return by_area
    if value := _value(index, hits, evidence):
        return value
    return _answered(index, evidence) if evidence.reason is None else _refusal(index, evidence)


def _value(index: "PlanIndex", hits: "Hits", evidence: Evidence) -> Answer | None:
    """Return the value that a plan sets for just what is asked, where its sentence was missed."""
    chosen = evidence.selection.chosen
    if evidence.reason == "unknown city" or len(chosen) > 1:
        return None
    said = value_of_one(index, hits, evidence)
    if not said.values:
        return None
    cited = said.citations[0]
    best = chosen[0] if chosen and evidence.reason is None else None
    if best and best.plan_id == cited.plan_id and best.found.is_fitting:
        first, last = best.shadow.source_range(best.found.start, best.found.end)
        value = printed_answer(index, best)
        is_same = cited.start < last and first < cited.end and value in cited.quote
        numbers, set_to = (set(_NUMBER.findall(own)) for own in (value, " ".join(said.values)))
        # 降至27微克和25微克 says that of another area too.
        if is_same and numbers and (numbers <= set_to or evidence.question.wants_each):
            return None
    draft = Draft(
        kind="number",
        confidence=evidence.confidence_of_facts,
        text=list_in(said.values, evidence.question.language),
        citations=said.citations,
        items=said.values if len(said.values) > 1 else (),
    )
    return grounded(evidence.question, draft)


def _answered(index: "PlanIndex", evidence: Evidence) -> Answer:
    """Return the answer that the chosen sentences give."""
    chosen = evidence.selection.chosen
    by_area = values_by_area(index, evidence)
    if by_area.values:
        return grounded(
            evidence.question,
            Draft(
                kind="number",
                confidence=evidence.confidence,
                text=list_in(by_area.values, evidence.question.language),
                citations=by_area.citations,
                items=by_area.values,
            ),
        )
    citations = tuple(cite(index, candidate) for candidate in chosen)
    is_across = evidence.selection.is_across or len(chosen) > 1
    rows = tuple(_row(index, evidence, candidate) for candidate in chosen)
    items = rows if is_across else _items(index, chosen[0])
    return grounded(
        evidence.question,
        Draft(
            kind="comparison" if is_across else _KINDS[evidence.question.asks],
            confidence=evidence.confidence,
            text="\n".join(rows),
            citations=citations,
            items=items,
        ),
    )


def _refusal(index: "PlanIndex", evidence: Evidence) -> Answer:
    """Return the answer that the plans do not say, with what they say nearby."""
    question = evidence.question
    nearby: tuple[Citation, ...] = ()
    instead = ""
    if evidence.reason != "unknown city":
        said = stated(index, values_asked(index, evidence))
        instead, nearby = list_in(said.values, question.language), said.citations
    if evidence.reason != "unknown city" and not nearby:
        near = [c for c in evidence.selection.candidates if c.coverage > 0][:MAX_NEARBY]
        nearby = tuple(cite(index, candidate) for candidate in near)
    reason = evidence.reason or "not stated"
    explanation = explain(
        reason,
        evidence.detail,
        question.language,
        bool(nearby),
        instead=instead,
        city=_one_city(index, evidence),
    )
    return grounded(
        question,
        Draft(
            kind=_KINDS[question.asks],
            confidence=evidence.confidence,
            reason=reason,
            explanation=explanation,
            nearby=nearby,
        ),
    )


def _one_city(index: "PlanIndex", evidence: Evidence) -> str:
    """Return the city whose plans a question is about; empty where there are several."""
    cities = {index.plan(plan_id).place for plan_id in evidence.selection.plans}
    city = cities.pop() if len(cities) == 1 and not evidence.selection.is_open else None
    return city or ""


def _row(index: "PlanIndex", evidence: Evidence, candidate: Candidate) -> str:
    """Return the span of a sentence that answers, with its plan's label where there are several."""
    span = printed_answer(index, candidate)
    question, selection = evidence.question, evidence.selection
    if candidate.found.polarity is not None:
        span = say_decision(candidate.found.polarity, span, question.language)
    if not (selection.is_across or len(selection.chosen) > 1):
        return span
    plans = [own.plan_id for own in selection.chosen]
    label = label_of(index, candidate.plan_id, plans, question.language)
    return labelled(label, span, question.language)


def _items(index: "PlanIndex", candidate: Candidate) -> tuple[str, ...]:
    """Return the parts of a list, each as the plan has it."""
    return tuple(printed(index, candidate, start, end) for start, end in candidate.found.items)
