"""What became new, gone or changed from a city's plan to the next one, as an answer."""

from operator import attrgetter
from typing import TYPE_CHECKING

from qa.abstaining import Evidence
from qa.citing import on_one_line
from qa.comparing.over_time import changes_between
from qa.comparing.phrases import fate_of
from qa.frames import labelled
from qa.grounding import Draft, grounded
from qa.intent import Became
from qa.types import Answer, Change

if TYPE_CHECKING:
    from index import PlanIndex

CONFIDENCE = 0.6
"""Of a list of matched clauses; a guess, for no set of questions measures it."""


def answer_on_changes(index: "PlanIndex", evidence: Evidence, became: Became) -> Answer | None:
    """Return the clauses that became new, gone or changed, by their headings.

    None where the question is not about one city that the index has several plans of.

    Args:
        index: Of the plans.
        evidence: Of the question.
        became: What it asks for; all kinds of changes where it asks for what changed.
    """
    asked = {plan.place for plan in map(index.plan, evidence.selection.plans)}
    heads = (plan for plan in index.heads() if plan.place in asked)
    own = sorted(heads, key=attrgetter("when"))
    if len(asked) != 1 or len(own) < 2:
        return None
    found = changes_between(index, index.plan(own[-2].id), index.plan(own[-1].id))
    wanted: tuple[Became, ...] = ("changed", "new", "gone")
    if became != "changed":
        wanted = (became,)
    kept = {kind: getattr(found, kind) for kind in wanted if getattr(found, kind)}
    if not kept:
        return None
    return _answer(evidence, kept)


def _answer(evidence: Evidence, kept: dict[Became, tuple[Change, ...]]) -> Answer:
    """Return changes by their kind, one on a line."""
    language = evidence.question.language
    lines: list[str] = []
    for kind, changes in kept.items():
        lines += [labelled(fate_of(kind, language), "", language).rstrip(), *map(_words, changes)]
    everything = [change for changes in kept.values() for change in changes]
    cited = [place for own in everything for place in (own.earlier, own.later) if place]
    draft = Draft(
        kind="comparison",
        confidence=CONFIDENCE,
        text="\n".join(lines),
        citations=tuple(dict.fromkeys(cited)),
        items=tuple(map(_words, everything)),
    )
    return grounded(evidence.question, draft)


def _words(change: Change) -> str:
    """Return what changed, from the earlier to the later plan."""
    quotes = (on_one_line(cited.quote) for cited in (change.earlier, change.later) if cited)
    return " → ".join(quotes)
