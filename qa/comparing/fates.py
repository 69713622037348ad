"""What became of one topic between a city's plans: the same, changed, new or gone."""

from operator import attrgetter
from typing import TYPE_CHECKING

from index.text import shadow_of
from qa.abstaining import Evidence
from qa.citing import cite_range, on_one_line
from qa.comparing.comparability import remarks_of
from qa.comparing.over_time import SAME, is_same_value
from qa.comparing.phrases import Fate, fate_of, not_comparable
from qa.comparing.presence import presence_of
from qa.comparing.statements import Statement
from qa.plain import plain
from qa.question import Language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index import Clause, Plan, PlanIndex

MAX_TITLED = 300
"""Characters of a clause that is quoted whole because its heading is what was asked for."""
MIN_WEIGHT = 0.3
"""Share of a question's words that such a heading is."""


def fate_of_topic(
    index: "PlanIndex", evidence: Evidence, stated: "Sequence[Statement]"
) -> Fate | None:
    """Return what became of a topic between two plans of one city, None where that is not known.

    New and gone are said only where the other plan has none of the topic's words.
    """
    heads = (own for own in index.heads() if own.id in evidence.selection.plans)
    plans = sorted(heads, key=attrgetter("when"))
    if len({plan.place for plan in plans}) != 1 or len(plans) != 2:
        return None
    earlier, later = (index.plan(own.id) for own in plans)
    said = {own.plan_id: own for own in stated}
    if earlier.id in said and later.id in said:
        return "same" if _is_same(said[earlier.id], said[later.id]) else "changed"
    absent = later if earlier.id in said else earlier
    wording = evidence.selection.wording
    is_known = any(word.is_indexed for word in wording.words)
    if not is_known or presence_of(index, wording, [absent.id])[absent.id] != "silent":
        return None
    return "gone" if absent is later else "new"


def fate_words(fate: Fate, stated: "Sequence[Statement]", language: Language) -> str:
    """Return what became of a topic, and why its values cannot be compared where that is so."""
    words = fate_of(fate, language)
    measures = [own.measures[0] for own in stated if len(own.measures) == 1 and own.targets]
    if fate != "changed" or len(measures) != len(stated):
        return words
    remark = next(filter(None, remarks_of(measures, [own.plan_id for own in stated])), "")
    return words + not_comparable(remark, language) if remark else words


def _is_same(one: Statement, other: Statement) -> bool:
    """Tell whether two statements say the same: their values, or nearly the same words."""
    if one.targets and other.targets:
        return len(one.targets) == len(other.targets) and all(
            map(is_same_value, one.targets, other.targets)
        )
    first, second = (_pairs(plain(own.text)) for own in (one, other))
    return len(first & second) >= SAME * len(first | second)


def _pairs(text: str) -> set[str]:
    """Return the pairs of neighbouring characters of a text; the text where it is one character."""
    return {text[at : at + 2] for at in range(len(text) - 1)} or {text}


def titled_statements(index: "PlanIndex", evidence: Evidence) -> list[Statement]:
    """Return the short clauses whose heading is what a question asks for, where each plan has one.

    重点区域 is answered by the clause of that name, not by another that mentions it.
    """
    words = evidence.selection.wording.words
    total = sum(word.weight for word in words)
    for word in sorted(words, key=lambda word: -word.weight):
        if word.weight < MIN_WEIGHT * total or len(word.text) < 2:
            continue
        names = {plain(name) for name in (word.text, *word.alternatives)}
        found = [_titled(index.plan(own), names) for own in evidence.selection.plans]
        if len(found) > 1 and all(found):
            return [_statement(index, clause) for clause in found if clause]
    return []


def _titled(plan: "Plan", names: set[str]) -> "Clause | None":
    """Return a plan's short clause whose heading is one of some names."""
    for clause in plan.clauses:
        heading = shadow_of(clause.heading).text.lower().strip("。:： ")
        is_short = clause.end - clause.start <= MAX_TITLED
        has_body = clause.end - clause.start > len(clause.label) + len(clause.heading) + 4
        if heading in names and is_short and has_body and clause.kind == "body":
            return clause
    return None


def _statement(index: "PlanIndex", clause: "Clause") -> Statement:
    """Return what a clause says below its heading."""
    text = index.plan(clause.plan_id).text
    start = text.index(clause.heading, clause.start + len(clause.label)) + len(clause.heading)
    while start < clause.end and (text[start].isspace() or text[start] in "。.：:"):
        start += 1
    cited = cite_range(index, clause.plan_id, clause.id, start, clause.end)
    return Statement(clause.plan_id, on_one_line(cited.quote), (cited,))
