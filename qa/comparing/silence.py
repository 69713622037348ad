"""Which plans do not speak of a topic."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.facts import Target
from qa.abstaining import Evidence
from qa.candidates import Candidate
from qa.citing import cite, cite_target, on_one_line, printed_answer
from qa.comparing.phrases import Note, note
from qa.comparing.presence import MAX_UNKNOWN, Presence, presence_of
from qa.comparing.refusing import refuse
from qa.frames import label_of, labelled
from qa.grounding import Draft, grounded
from qa.selection import LIKELY
from qa.topics import indicator_in, names_of
from qa.types import Answer
from qa.wording import Wording

if TYPE_CHECKING:
    from index import PlanIndex

_ASKS_TARGET = re.compile(r"目标|指标|数值|设定|规定|上限|下限|限值|target|limit|goal")


def answer_on_silence(index: "PlanIndex", evidence: Evidence) -> Answer | None:
    """Return the plans that say nothing on a topic, and what the others say, quoted.

    A plan is silent only if none of its passages has the words of the topic or what says the same,
    and none answers as it was read; one that has some of them is named as open. Where no plan
    speaks, the topic is absent: nothing could be cited. None where the question names no topic.

    Args:
        index: Of the plans.
        evidence: Of a question that asks who is silent.
    """
    asked = evidence.selection.plans
    wording = evidence.selection.wording
    if not wording.words:
        return None
    presence = presence_of(index, wording, asked)
    speaking = _with_target(index, evidence)
    if not speaking:
        speaking = _read_to_speak(evidence) | _best(evidence, wording, presence)
    if not speaking:
        return refuse(evidence, "topic absent")
    has_targets = all(isinstance(own, Target) for own in speaking.values())
    groups: dict[Note, list[str]] = {"silent": [], "no value": [], "unclear": []}
    for plan_id in asked:
        if plan_id not in speaking and presence[plan_id] == "silent":
            groups["silent"].append(plan_id)
        elif plan_id not in speaking:
            is_named = has_targets and presence[plan_id] == "speaks"
            groups["no value" if is_named else "unclear"].append(plan_id)
    return _answer(index, evidence, [speaking[own] for own in asked if own in speaking], groups)


def _with_target(index: "PlanIndex", evidence: Evidence) -> "dict[str, Candidate | Target]":
    """Return the first target of each plan where a question asks who sets one, else nothing."""
    if not _ASKS_TARGET.search(evidence.question.shadow):
        return {}
    found = [t for own in evidence.selection.plans for t in index.facts(own).targets]
    name = indicator_in(evidence.question.shadow, found)
    own = [t for t in found if name in names_of(t.indicator) and t.value is not None]
    return {t.plan_id: t for t in reversed(own)}


def _read_to_speak(evidence: Evidence) -> "dict[str, Candidate | Target]":
    """Return the sentence of each plan that likely answers as it was read, in whatever words.

    None where most words of the topic stand in no plan: 核电建设 is no other 建设.
    """
    if evidence.selection.wording.unknown > MAX_UNKNOWN:
        return {}
    chosen = evidence.selection.chosen
    return {own.plan_id: own for own in chosen if own.read and own.score >= LIKELY}


def _best(
    evidence: Evidence, wording: Wording, presence: dict[str, Presence]
) -> "dict[str, Candidate | Target]":
    """Return the sentence of each plan that speaks of a topic which has most of its words."""

    def covered(candidate: Candidate) -> float:
        return wording.coverage(candidate.shadow.text.lower())

    found = [c for c in evidence.selection.candidates if presence.get(c.plan_id) == "speaks"]
    best: dict[str, Candidate | Target] = {}
    for candidate in sorted(found, key=lambda c: (-covered(c), -c.score)):
        best.setdefault(candidate.plan_id, candidate)
    return best


def _answer(
    index: "PlanIndex",
    evidence: Evidence,
    speaking: "Sequence[Candidate | Target]",
    groups: dict[Note, list[str]],
) -> Answer:
    """Return the silent plans, those that are open, and a row for each that speaks."""
    language, asked = evidence.question.language, evidence.selection.plans
    comma = ", " if language == "en" else "、"
    lines = [
        labelled(
            note(kind, language),
            comma.join(label_of(index, own, asked, language) for own in plan_ids),
            language,
        )
        for kind, plan_ids in groups.items()
        if plan_ids
    ]
    rows = tuple(
        labelled(label_of(index, own.plan_id, asked, language), _words(index, own), language)
        for own in speaking
    )
    heading = labelled(note("speaking" if lines else "all speak", language), "", language)
    draft = Draft(
        kind="comparison",
        confidence=evidence.confidence_of_facts,
        text="\n".join([*lines, heading.rstrip(), *rows]),
        citations=tuple(
            cite_target(index, own) if isinstance(own, Target) else cite(index, own)
            for own in speaking
        ),
        items=rows,
    )
    return grounded(evidence.question, draft)


def _words(index: "PlanIndex", own: "Candidate | Target") -> str:
    """Return the part of a sentence, or the target, that speaks of what was asked."""
    if isinstance(own, Target):
        return on_one_line(own.quote)
    return printed_answer(index, own)
