"""A question to an answer: the best passage's best sentence, or that nothing supports one."""

import re
from typing import TYPE_CHECKING

from index import Hit
from qa.types import Answer, Citation, NotFoundReason

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index import PlanIndex

_CHINESE = re.compile(r"[\u3400-\u9fff]")

MIN_SUPPORT = 1.4
"""Dense part of the best hit's score below which the plans do not answer. On the development
questions this refuses 10 of 18 unanswerable and 9 of 102 answerable ones."""
FULL_SUPPORT = 3.0
"""Dense part at which the confidence is 1; the best hits of the development questions reach it."""


def ask(index: "PlanIndex", question: str) -> Answer:
    """Return the sentence of the plans that answers a question, quoted with its place.

    Args:
        index: The plans to ask.
        question: In either script or in English; a city it names restricts the answer to it.

    Returns:
        An answer of kind ``passage`` whose text is its citation's quote; ``not_found`` where no
        passage stands out from the others, or where none shares a word with a Chinese question.
        It knows nothing of years, or of places that no plan is for. The confidence grows with
        how far the best passage stands out; it is not calibrated.

    Raises:
        QueryError: the question is blank, too long, or has control characters.
        ModelError: the embedding model cannot be loaded.
    """
    hits = index.search(question, k=1)
    if not hits:
        return _not_found(question, 0.0)
    best = hits[0]
    confidence = min(1.0, max(0.0, best.dense / FULL_SUPPORT))
    if _CHINESE.search(question) and not best.matches:
        return _not_found(question, confidence, "topic absent")
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


def _not_found(question: str, confidence: float, reason: NotFoundReason = "not stated") -> Answer:
    """Return the answer that the plans do not say."""
    return Answer(question, "not_found", "passage", "", (), (), confidence, reason)


def _cite_best_sentence(index: "PlanIndex", hit: Hit, question: str) -> Citation:
    """Return the passage's sentence that answers the question best, as a citation."""
    import numpy as np

    passage = hit.passage
    spans = _sentences(hit)
    texts = [passage.text[start:end] for start, end in spans]
    similarities = (
        index.encoder.encode_passages(texts) @ index.encoder.encode_queries([question])[0]
    )
    coverages = np.array([_coverage(text, question) for text in texts])
    # Over a handful of sentences BM25's idf says nothing, so words count alike.
    start, end = spans[int(np.argmax(_standardized(similarities) + _standardized(coverages)))]
    return Citation(
        plan_id=passage.plan_id,
        clause_id=passage.clause_id,
        start=passage.start + start,
        end=passage.start + end,
        quote=passage.text[start:end],
        reference=hit.reference,
    )


def _sentences(hit: Hit) -> list[tuple[int, int]]:
    """Return the passage's sentences but for its heading, which names a topic and says nothing."""
    from index import split_sentences

    text = hit.passage.text
    heading = hit.path[-1] if hit.path else None
    spans = list(split_sentences(text))
    telling = [span for span in spans if text[span[0] : span[1]].rstrip("。：: ") != heading]
    return telling or spans


def _coverage(text: str, question: str) -> float:
    """Return the share of the question's words, single characters aside, that a text has."""
    from index import tokenize

    asked = {term for term in tokenize(question) if len(term) > 1 or term.isdigit()}
    return len(asked & set(tokenize(text))) / max(1, len(asked))


def _standardized(scores: "NDArray[np.floating]") -> "NDArray[np.floating]":
    """Return scores with mean 0 and deviation 1; all zero where they do not differ."""
    import numpy as np

    standardized: NDArray[np.floating] = (scores - np.mean(scores)) / (np.std(scores) + 1e-9)
    return standardized
