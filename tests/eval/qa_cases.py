"""Questions, answers and judgements made by hand."""

from eval.qa_types import GoldAnswer, JudgedAnswer
from eval.types import Evidence, Place, Question
from qa import Answer, Citation

TEXT = "到2020年,秸秆综合利用率达到95%。由市农业农村局牵头。淘汰锅炉12台。"


def place_of(words):
    start = TEXT.index(words)
    return start, start + len(words)


def gold_of(spans, evidence, type_="number", yes=None):
    """A question on TEXT with the answer's spans and the pieces of text that are its evidence."""
    pieces = tuple(Evidence(Place("plan", *place_of(words)), words) for words in evidence)
    return GoldAnswer(Question("q1", "问？", "zh-Hans", type_, pieces), tuple(spans), yes)


def answer_of(text, quotes, confidence=0.9, plan_id="plan"):
    """An answer that quotes pieces of TEXT."""
    citations = tuple(
        Citation(plan_id, "1", *place_of(words), words, "某市 · 方案") for words in quotes
    )
    return Answer("问？", "answered", "number", text, (), citations, confidence)


def refusal(confidence=0.1):
    return Answer("问？", "not_found", "number", "", (), (), confidence, "not stated")


def judged(
    *, is_answerable=True, is_answered=True, is_right=True, confidence=0.9, cited=(), **fields
):
    """A judged answer; what matters is named."""
    given = {
        "id": "q1",
        "language": "zh-Hans",
        "type": "number",
        "exact": False,
        "f1": 0.0,
        "found": 0.0,
        "kind": "number",
        "reason": None if is_answered else "not stated",
    }
    return JudgedAnswer(
        is_answerable=is_answerable,
        is_answered=is_answered,
        is_right=is_right,
        confidence=confidence,
        cited=tuple(cited),
        **(given | fields),
    )
