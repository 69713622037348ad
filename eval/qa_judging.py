"""What an answer is worth against the gold answer."""

import re
from collections import Counter
from pathlib import Path

from eval.qa_types import GoldAnswer, JudgedAnswer
from eval.questions import read_questions
from eval.records import read_records
from index.text import shadow_of
from qa import Answer

_BETWEEN_OFFICES = re.compile(
    r"[、,;:。()\s]|牵头|负责|落实|参与|配合|责任单位|按职责分工|等(?=$|[牵参配负、,])"
)
_OFFICE = re.compile(
    r"[\u4e00-\u9fff]{2,}(?:局|委|委员会|办|办公室|政府|公司|队|中心|厅|部|部门|管委会)"
)
_SIDE = re.compile(r"[是否](?=[：:])|(?:yes|no)(?=:)", re.IGNORECASE)
_NUMERAL = re.compile(r"\d+(?:\.\d+)?")


def read_gold(path: Path) -> tuple[GoldAnswer, ...]:
    """Return a question set with its answers, in the order of the file.

    Args:
        path: A JSON lines file as for ``read_questions``, with ``answer_spans`` and, where yes or
            no is asked, ``yes``.

    Raises:
        SetError: as ``read_questions``.
    """
    spans, sides = {}, {}
    for record in read_records(path):
        id_ = record.text("id")
        spans[id_] = tuple(span.text("text") for span in record.records("answer_spans"))
        sides[id_] = record.truth("yes")
    return tuple(GoldAnswer(own, spans[own.id], sides[own.id]) for own in read_questions(path))


def judge(gold: GoldAnswer, answer: Answer) -> JudgedAnswer:
    """Return what an answer is worth."""
    question = gold.question
    is_answered = answer.status == "answered"
    spans = tuple(dict.fromkeys(bare(span) for span in gold.spans))
    text = bare(answer.text)
    quotes = [bare(citation.quote) for citation in answer.citations]
    has_all = all(span in text or any(span in quote for quote in quotes) for span in spans)
    is_right = is_answered and has_all and not _wrong_numerals(gold, answer)
    is_right = is_right and gold.yes in (None, _side(answer))
    return JudgedAnswer(
        id=question.id,
        language=question.language,
        type=question.type,
        is_answerable=gold.is_answerable,
        is_answered=is_answered,
        is_right=is_right if gold.is_answerable else not is_answered,
        exact=is_answered and _is_exact(text, spans),
        f1=character_f1(text, "".join(spans)) if gold.is_answerable else 0.0,
        cited=_cited(gold, answer),
        found=_found(gold, answer),
        confidence=answer.confidence,
        kind=answer.kind,
        reason=answer.reason,
        text=answer.text,
        spans=_share(spans, text, quotes),
        offices=_office_f1(gold, answer) if question.type == "dept" else None,
    )


def _side(answer: Answer) -> bool | None:
    """Return the side that an answer takes; None where it takes none."""
    said = _SIDE.match(answer.text)
    return None if said is None else said[0].lower() in ("是", "yes")


def bare(text: str) -> str:
    """Return a text without punctuation and white space, Simplified."""
    return re.sub(r"[^\w%]|_", "", shadow_of(text).text.lower())


def character_f1(text: str, gold: str) -> float:
    """Return the F1 of the characters of two texts, each as often as it occurs.

    Source: SQuAD (Rajpurkar et al., 2016), by character as CMRC 2018 does for Chinese.
    """
    shared = sum((Counter(text) & Counter(gold)).values())
    return 2 * shared / (len(text) + len(gold)) if shared else 0.0


def _share(spans: tuple[str, ...], text: str, quotes: list[str]) -> float:
    """Return the share of gold spans that stand in an answer's text or a quotation."""
    found = sum(span in text or any(span in quote for quote in quotes) for span in spans)
    return found / len(spans) if spans else 0.0


def _office_f1(gold: GoldAnswer, answer: Answer) -> float | None:
    """Return the F1 of the offices of an answer against those of the gold spans, as sets."""
    wanted = {name for span in gold.spans for name in _offices(span)}
    found = set(_offices(answer.text))
    if not wanted:
        return None
    return 2 * len(wanted & found) / (len(wanted) + len(found))


def _offices(text: str) -> list[str]:
    """Return the offices of a text."""
    parts = _BETWEEN_OFFICES.split(shadow_of(text).text)
    return [part for part in parts if _OFFICE.fullmatch(part)]


def _is_exact(text: str, spans: tuple[str, ...]) -> bool:
    """Tell whether a text is the one span, or has all of several and little else."""
    if len(spans) == 1:
        return text == spans[0]
    return bool(spans) and all(span in text for span in spans)


def _wrong_numerals(gold: GoldAnswer, answer: Answer) -> set[str]:
    """Return the numerals of an answer that no gold evidence has."""
    known = {n for e in gold.question.evidence for n in _NUMERAL.findall(shadow_of(e.quote).text)}
    return set(_NUMERAL.findall(shadow_of(answer.text).text)) - known


def _cited(gold: GoldAnswer, answer: Answer) -> tuple[bool, ...]:
    """Return for each citation whether it overlaps gold evidence."""
    places = [e.place for e in gold.question.evidence]
    return tuple(
        any(
            p.plan_id == c.plan_id and p.start < c.end and c.start < p.end for p in places
        )
        for c in answer.citations
    )  # fmt: skip


def _found(gold: GoldAnswer, answer: Answer) -> float:
    """Return the share of the gold evidence that a citation overlaps; 0 where there is none."""
    places = [e.place for e in gold.question.evidence]
    hit = sum(
        any(
            p.plan_id == c.plan_id and p.start < c.end and c.start < p.end for c in answer.citations
        )
        for p in places
    )
    return hit / len(places) if places else 0.0
