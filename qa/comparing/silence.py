"""Which plans do not speak of a topic."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.candidates import Candidate
from qa.citing import cite, printed
from qa.comparing.phrases import labelled, note, plan_label
from qa.comparing.presence import presence_of
from qa.comparing.wanted import topic_asked
from qa.evidence import Evidence, calibration
from qa.frames import explain
from qa.types import Answer
from qa.wording import wording_of

if TYPE_CHECKING:
    from index import PlanIndex

ABSENT = 0.1
"""Confidence that there is an answer where no plan speaks of the topic, at most."""


def answer_on_silence(index: "PlanIndex", evidence: Evidence) -> Answer | None:
    """Return the plans that say nothing on a topic, and what the others say, quoted.

    A plan is silent only if none of its passages has the words of the topic or what says the same;
    one that has some of them is named as open. Where no plan speaks, the topic is absent: nothing
    could be cited. None where the question names no topic.

    Args:
        index: Of the plans.
        evidence: Of a question that asks who is silent.
    """
    question, asked = evidence.question, evidence.selection.plans
    plans = index.plans()
    words = index.words_of(topic_asked(question) or question.text)
    wording = wording_of(words, {plan.city for plan in plans if plan.city})
    if not wording.words:
        return None
    presence = presence_of(index, wording, asked)
    speaking = [
        replace(c, coverage=wording.coverage(c.shadow.text.lower()))
        for c in evidence.selection.candidates
        if presence.get(c.plan_id) == "speaks"
    ]
    best: dict[str, Candidate] = {}
    for candidate in sorted(speaking, key=lambda c: (-c.coverage, -c.score)):
        best.setdefault(candidate.plan_id, candidate)
    if not best:
        return _absent(evidence)
    groups = {
        "silent": [own for own in asked if presence[own] == "silent"],
        "unclear": [own for own in asked if presence[own] != "silent" and own not in best],
    }
    return _answer(index, evidence, [best[own] for own in asked if own in best], groups)


def _absent(evidence: Evidence) -> Answer:
    """Return that no plan speaks of what was asked."""
    language = evidence.question.language
    return Answer(
        question=evidence.question.text,
        status="not_found",
        kind="comparison",
        text="",
        items=(),
        citations=(),
        confidence=min(evidence.confidence, ABSENT),
        reason="topic absent",
        explanation=explain("topic absent", "", language, has_nearby=False),
    )


def _answer(
    index: "PlanIndex",
    evidence: Evidence,
    speaking: Sequence[Candidate],
    groups: dict[str, list[str]],
) -> Answer:
    """Return the silent plans, those that are open, and a row for each that speaks."""
    language = evidence.question.language
    comma = ", " if language == "en" else "、"

    def listed(plan_ids: Sequence[str]) -> str:
        return comma.join(plan_label(index, own, language) for own in plan_ids)

    citations = tuple(cite(index, candidate) for candidate in speaking)
    rows = tuple(labelled(listed([own.plan_id]), _words(index, own), language) for own in speaking)
    lines = []
    if groups["silent"]:
        lines.append(labelled(note("silent", language), listed(groups["silent"]), language))
    if groups["unclear"]:
        lines.append(labelled(note("unclear", language), listed(groups["unclear"]), language))
    heading = note("speaking" if lines else "all speak", language)
    text = "\n".join([*lines, labelled(heading, "", language).rstrip(), *rows])
    return Answer(
        question=evidence.question.text,
        status="answered",
        kind="comparison",
        text=text,
        items=rows,
        citations=citations,
        confidence=max(evidence.confidence, calibration().threshold),
    )


def _words(index: "PlanIndex", candidate: Candidate) -> str:
    """Return the part of a sentence that speaks of what was asked."""
    return printed(index, candidate, candidate.found.start, candidate.found.end)
