"""A clause named by its number: 第20条写了什么."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from qa.citing import cite_range, on_one_line
from qa.lookups.answers import Row, answer_of_rows, refusal
from qa.question import Question
from qa.types import Answer

if TYPE_CHECKING:
    from index import Hits, PlanIndex

_WHAT_IT_SAYS = re.compile(
    r"内容|原文|全文|(?:写|说|讲|规定|要求|提)了?[些的是]*(?:什么|啥|哪些)|是什么|指什么"
    r"|what does|what is in|text of",
    re.IGNORECASE,
)
_NOTHING_ELSE = re.compile(
    r"[\s?？。，,的是“”\"]*(?:方案|计划|文件|plan)?[\s?？。，,的“”\"]*", re.IGNORECASE
)
MAX_CHARS = 800
"""Of a clause that is shown; a chapter goes on in its citation."""


def find_clause(index: "PlanIndex", hits: "Hits", question: Question) -> Answer | None:
    """Return the text of the clauses that a question names, where it asks for nothing else.

    One that no plan has is not stated.
    """
    mentions = hits.query.clauses
    if not mentions or not _asks_for_it(hits, question):
        return None
    named = [place for mention in mentions for place in mention.clauses]
    if not named:
        return refusal(question, "passage", "、".join(mention.text for mention in mentions))
    clauses: dict[str, dict[str, None]] = {}
    for plan_id, clause_id in named:
        clauses.setdefault(plan_id, {})[clause_id] = None
    rows = [_row(index, plan_id, tuple(ids)) for plan_id, ids in clauses.items()]
    return answer_of_rows(index, question, "passage", rows)


def _asks_for_it(hits: "Hits", question: Question) -> bool:
    """Tell whether a question asks what a clause says, rather than something about it."""
    if _WHAT_IT_SAYS.search(question.shadow):
        return True
    rest = hits.query.text
    for mention in hits.query.clauses:
        rest = rest.replace(mention.text, "")
    for city in hits.query.cities:
        rest = rest.replace(city, "").replace(city.removesuffix("市"), "")
    return _NOTHING_ELSE.fullmatch(rest) is not None


def _row(index: "PlanIndex", plan_id: str, clause_ids: Sequence[str]) -> Row:
    """Return what some clauses of a plan say, each as far as it is shown."""
    clauses = {clause.id: clause for clause in index.plan(plan_id).clauses}
    own = [clauses[clause_id] for clause_id in clause_ids]
    citations = tuple(cite_range(index, plan_id, c.id, c.start, c.end) for c in own)
    texts = tuple(_shown(citation.quote) for citation in citations)
    return Row(plan_id, "\n".join(texts), citations, texts if len(texts) > 1 else ())


def _shown(quote: str) -> str:
    """Return the beginning of a clause, to the end of a sentence."""
    text = on_one_line(quote)
    if len(text) > MAX_CHARS:
        cut = max(text.rfind(mark, 0, MAX_CHARS) for mark in "。；;") + 1
        text = text[: cut or MAX_CHARS]
    return text
