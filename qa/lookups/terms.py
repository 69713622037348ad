"""A term that a plan explains: 什么是“两断三清”."""

import re
from typing import TYPE_CHECKING

from index.text import in_figures, shadow_of
from qa.citing import on_one_line
from qa.lookups.answers import Row, answer_of_rows, cite_marked
from qa.question import Question
from qa.scope import asked_plans
from qa.spans import quoted_terms
from qa.types import Answer

if TYPE_CHECKING:
    from index import Hits, PlanIndex
    from index.facts import Definition


_ASKS_WHAT_IT_IS = re.compile(
    r"[^,，。]*?(?:(?:是|指)(?:的是)?(?:什么|啥)|(?:有|包括|包含|具体是|是|指)哪(?:些|[几两\d]*[项条个类种]?))[?？]?"
)


def find_term(index: "PlanIndex", hits: "Hits", question: Question) -> Answer | None:
    """Return what the plans explain a term with, a row a plan.

    Where a question puts a term in quotation marks, that one counts; else the longest that it has.
    """
    is_definition = question.asks == "definition"
    if not is_definition and not _ASKS_WHAT_IT_IS.fullmatch(question.shadow):
        return None
    found = [
        definition
        for plan_id in asked_plans(index, hits, question)
        for definition in index.facts(plan_id).definitions
        if _key(definition.term) in _plain(question.shadow)
        and (is_definition or _is_subject(_key(definition.term), _plain(question.shadow)))
    ]
    quoted = quoted_terms(_plain(question.shadow))
    if quoted:
        found = [own for own in found if _key(own.term) in quoted]
    longest = max((len(_key(own.term)) for own in found), default=0)
    chosen: dict[str, Definition] = {}
    for own in found:
        if len(_key(own.term)) == longest:
            chosen.setdefault(own.plan_id, own)
    if not chosen:
        return None
    rows = [_row(index, own) for own in chosen.values()]
    return answer_of_rows(index, question, "definition", rows)


def _is_subject(term: str, asked: str) -> bool:
    """Tell whether a question asks what a term is, and not what something of it is."""
    return re.search(rf"{re.escape(term)}[”\"]?(?:具体)?(?:是|指|有|包)", asked) is not None


def _key(term: str) -> str:
    """Return a term as it is matched: 6个100% is 六个百分之百."""
    return _plain(shadow_of(term).text.lower())


def _plain(text: str) -> str:
    """Return a shadow with one way to write shares and small numbers."""
    return re.sub(r"百分之百|百分百", "100%", in_figures(text))


def _row(index: "PlanIndex", own: "Definition") -> Row:
    """Return what a plan explains a term with."""
    citation = cite_marked(index, own.plan_id, own.clause_id, own.start, own.end)
    return Row(own.plan_id, on_one_line(own.meaning), (citation,), own.members)
