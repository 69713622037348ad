"""A question to an answer: the best passage's best sentence, or that nothing supports one."""

from typing import TYPE_CHECKING

from index import Hit
from qa.types import Answer, Citation

if TYPE_CHECKING:
    from index import PlanIndex

MIN_SUPPORT = 1.4
"""Dense part of the best hit's score below which the plans do not answer. On the development
questions this refuses 10 of 18 unanswerable and 8 of 102 answerable ones."""
FULL_SUPPORT = 3.0
"""Dense part at which the confidence is 1; the best hits of the development questions reach it."""


def ask(index: "PlanIndex", question: str) -> Answer:
    """Return the sentence of the plans that answers a question, quoted with its place.

    Args:
        index: The plans to ask.
        question: In either script or in English; a city it names restricts the answer to it.

    Returns:
        An answer of kind ``passage`` whose text is its citation's quote; ``not_found`` where no
        passage stands out from the others. The confidence grows with how far the best passage
        stands out; it is not calibrated.

    Raises:
        QueryError: the question is blank, too long, or has control characters.
        ModelError: the embedding model cannot be loaded.
    """
    hits = index.search(question, k=1)
    if not hits:
        return _not_found(question, 0.0)
    best = hits[0]
    confidence = min(1.0, max(0.0, best.dense / FULL_SUPPORT))
    if best.dense < MIN_SUPPORT:
        return _not_found(question, confidence)
    citation = _cite_best_sentence(index, best, question)
    return Answer(
        question=question,
        status="answered",
        kind="passage",
        text=citation.quote,
        items=(),
        citations=(citation,),
        confidence=confidence,
    )


def _not_found(question: str, confidence: float) -> Answer:
    """Return the answer that the plans do not say."""
    return Answer(question, "not_found", "passage", "", (), (), confidence, "not stated")


def _cite_best_sentence(index: "PlanIndex", hit: Hit, question: str) -> Citation:
    """Return the passage's sentence that answers the question best, as a citation."""
    from index import PassageIndex, split_sentences

    passage = hit.passage
    spans = list(split_sentences(passage.text))
    texts = [passage.text[start:end] for start, end in spans]
    ranking = PassageIndex.from_texts(
        [str(number) for number in range(len(spans))], texts, index.encoder, progress=False
    )
    start, end = spans[int(ranking.rank(question, k=1)[0][0])]
    return Citation(
        plan_id=passage.plan_id,
        clause_id=passage.clause_id,
        start=passage.start + start,
        end=passage.start + end,
        quote=passage.text[start:end],
        reference=hit.reference,
    )
