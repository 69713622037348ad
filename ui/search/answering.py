"""The answer that belongs above the hits: what ``qa.ask`` says, within what the filters leave."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from index import Hits, PlanIndex
from index.types import Mode
from qa import Answer, LanguageModel, answers_from, facts_asked, names_topic

TELLING = 1.5
"""Weight of a word that a fifth of the passages have at most; all are about 大气污染."""
_MARKS = " \u3000?？。.!！"


def as_asked(query: str) -> str:
    """Return a query as it is searched for: a question ends with its mark, typed or not.

    The mark has a small part in how a text is embedded, and should not decide what is answered.
    """
    bare = query.rstrip(_MARKS)
    if names_topic(query) or not bare:
        return query
    return bare + ("?" if bare.isascii() else "？")


def answers_to(
    index: PlanIndex,
    hits: Hits,
    query: str,
    *,
    is_filtered: bool = False,
    model: LanguageModel | None = None,
) -> Iterator[Answer]:
    """Yield the answer to show above the hits of a query, none where the hits say it all.

    A second one, of the language model, takes the place of the first.

    Args:
        index: That was searched.
        hits: Of the query, as many as ``qa.hits_needed``.
        query: As it was typed.
        is_filtered: Filters restricted the hits; nothing of another plan is part of the answer.
        model: To be asked too, but not of keywords; None for none.
    """
    plans = _plans_of(index, hits)
    within = _narrowed(hits, plans) if is_filtered else hits
    is_topic = names_topic(query)
    for answer in answers_from(index, within, query, None if is_topic else model):
        is_shown = not is_filtered or _is_within(answer, plans)
        if is_shown and (not is_topic or _is_worth_showing(index, answer)):
            yield answer


def is_answered(query: str, mode: Mode) -> bool:
    """Tell whether a query gets an answer or a refusal, and not its passages alone."""
    return mode == "hybrid" and not names_topic(query)


def _is_worth_showing(index: PlanIndex, answer: Answer) -> bool:
    """Tell whether an answer to keywords belongs above the hits: no refusal does.

    One that passes over a word which no plan has is about another thing: 量子计算 is no 计算. Where
    every word stands all over the plans, nothing is asked. What is asked of a document itself is in
    no passage's words: 文号.
    """
    if answer.status == "answered" and facts_asked(answer.question):
        return True
    words = index.words_of(answer.question)
    is_known = all(word.is_indexed for word in words)
    is_telling = any(word.weight >= TELLING for word in words) or not words
    return answer.status == "answered" and is_known and is_telling


def _narrowed(hits: Hits, plans: tuple[str, ...]) -> Hits:
    """Return hits as if the query had named the plans that the filters left."""
    query = replace(hits.query, plans=plans)
    return Hits(hits, query, hits.notice, hits.similarities, plans)


def _is_within(answer: Answer, plans: Collection[str]) -> bool:
    """Tell whether an answer cites only some plans."""
    return all(cited.plan_id in plans for cited in (*answer.citations, *answer.nearby))


def _plans_of(index: PlanIndex, hits: Hits) -> tuple[str, ...]:
    """Return the ids of the plans that some hits are of, in the order of the index."""
    found = {hit.passage.plan_id for hit in hits}
    return tuple(plan.id for plan in index.heads() if plan.id in found)
