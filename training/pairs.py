"""Pairs of a question and a passage: those that answer, and those that only look like it."""

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.text import shadow_of
from qa.reader.inputs import ReaderInput, asked_of, input_of, shown
from training.near_misses import near_misses
from training.questions import FieldQuestion, PublicQuestion

if TYPE_CHECKING:
    from index import Hit, PlanIndex

HARD, NEAREST, NEAR = 12, 4, 2
"""Passages of a search that those which do not answer are drawn from; of the same document ``NEAR``
of the nearest."""
SAME = 50
"""Passages of a document that its own sentence is looked for in."""
WINDOW = 260
"""Characters of an encyclopedia's paragraph; passages of plans have fewer than 400."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A question beside a passage, and what is right.

    Attributes:
        span: The answer in ``shown.context``, half-open; None where the passage does not answer.
    """

    shown: ReaderInput
    span: tuple[int, int] | None


def field_groups(index: "PlanIndex", questions: Iterable[FieldQuestion]) -> Iterator[list[Pair]]:
    """Yield the pairs of this field's questions, those of one question together.

    Beside the passage that answers, or comes nearest, two of the nearest of the same document
    and, for every other question, one of another document: what a search would have shown. What
    several documents are asked, a comparison, other documents may answer. The question put to
    another year or pollutant, which the passage does not answer, is a group of its own.

    Args:
        index: Of the questions' documents; a document's id is its file's stem.
        questions: To pair.

    Raises:
        ValueError: a question's sentence is not in its document.
    """
    choose = random.Random(0)
    asked = list(questions)
    documents: dict[str, set[str]] = {}
    for question in asked:
        documents.setdefault(question.text, set()).add(question.document)
    for number, question in enumerate(asked):
        own, wrong = _own_pairs(index, question), _wrong_pairs(index, question)
        held = {pair.shown.context for pair in own}
        near, far = ([p for p in pairs if p.shown.context not in held] for pairs in wrong)
        group = [*own, *choose.sample(near[:NEAREST], min(NEAR, len(near)))]
        if far and number % 2 and len(documents[question.text]) == 1:
            group.append(choose.choice(far))
        yield group
        yield from ([pair] for pair in _missed(own, question, choose))


def _own_pairs(index: "PlanIndex", question: FieldQuestion) -> list[Pair]:
    """Return the pairs with the passages of a question's sentence."""
    plan_id = _plan_of(question)
    plan = index.plan(plan_id)
    start = plan.text.find(question.sentence)
    if start < 0:
        raise ValueError(f"{question.id}: its sentence is not in {question.document}")
    end = start + len(question.sentence)
    ranges = list(_ranges(question, start))
    found: dict[str, Pair] = {}
    hits = index.search(question.sentence[:200], k=SAME, plans=(plan_id,), mode="lexical")
    for hit in hits:
        for passage in hit.passages:
            is_inside = passage.plan_id == plan_id and passage.start < end and start < passage.end
            if not is_inside or passage.id in found:
                continue
            made = input_of(question.text, hit, passage, plan.errata)
            held = [r for r in ranges if passage.start <= r[0] and r[1] <= passage.end]
            span = span_in(made, held[0][0], held[-1][1]) if held else None
            if span:
                found[passage.id] = Pair(made, span)
            elif not ranges:
                found[passage.id] = Pair(made, None)
    return list(found.values())


def _missed(own: Iterable[Pair], question: FieldQuestion, choose: random.Random) -> Iterator[Pair]:
    """Yield the pairs that answer with questions which they do not answer."""
    for pair in own:
        if pair.span:
            for text in near_misses(question.text, pair.shown.context, choose):
                asked = asked_of(text)
                yield Pair(replace(pair.shown, question=asked), None)


def _wrong_pairs(index: "PlanIndex", question: FieldQuestion) -> tuple[list[Pair], list[Pair]]:
    """Return pairs with passages of the same document, and with those of others, best first."""
    plan_id = _plan_of(question)
    near = index.search(question.text, k=HARD, plans=(plan_id,))
    far = [hit for hit in index.search(question.text, k=HARD) if hit.passage.plan_id != plan_id]
    return _not_answering(index, question, near), _not_answering(index, question, far)


def _not_answering(
    index: "PlanIndex", question: FieldQuestion, hits: Iterable["Hit"]
) -> list[Pair]:
    """Return the pairs of hits that have not the words which answer a question."""
    return [
        Pair(
            input_of(question.text, hit, hit.passage, index.plan(hit.passage.plan_id).errata), None
        )
        for hit in hits
        # The same words in another place answer as well.
        if not (question.answers and _same(question, hit.passage.text))
    ]


def _plan_of(question: FieldQuestion) -> str:
    """Return the id of a question's document."""
    return question.document.rsplit(".", 1)[0]


def _ranges(question: FieldQuestion, start: int) -> Iterator[tuple[int, int]]:
    """Yield where a question's answers stand in its document: one behind the other."""
    position = 0
    for answer in question.answers:
        place = question.sentence.find(answer, position)
        place = question.sentence.find(answer) if place < 0 else place
        position = place + len(answer)
        yield start + place, start + position


def _same(question: FieldQuestion, text: str) -> bool:
    """Tell whether a passage has a question's sentence in other print."""
    bare = re.sub(r"\W", "", shadow_of(text).text)
    return re.sub(r"\W", "", shadow_of(question.sentence).text)[:30] in bare


def span_in(made: ReaderInput, start: int, end: int) -> tuple[int, int] | None:
    """Return where a range of the plan stands in what the reader is shown; None if nowhere."""
    shadow = made.shadow
    inside = [
        place
        for place in range(len(shadow.text))
        if start <= shadow.origins[place] and shadow.ends[place] <= end
    ]
    if not inside:
        return None
    return made.start + inside[0], made.start + inside[-1] + 1


def public_groups(questions: Iterable[PublicQuestion]) -> Iterator[list[Pair]]:
    """Yield pairs of an encyclopedia's questions: a window that answers, one that does not."""
    choose = random.Random(1)
    kept = list(questions)
    for place, question in enumerate(kept):
        window = _window(question, choose)
        text = question.context[window[0] : window[1]]
        shadow = shadow_of(text)
        made = shown(question.text, "", (), shadow)
        span = span_in(made, question.start - window[0], question.end - window[0])
        group = [Pair(made, span)] if span else []
        if place % 2 == 0:
            other = kept[(place + choose.randrange(2, 6)) % len(kept)]
            answer = question.context[question.start : question.end]
            begin = choose.randrange(max(1, len(other.context) - WINDOW))
            text = other.context[begin : begin + WINDOW]
            if other.context != question.context and answer not in text:
                group.append(Pair(shown(question.text, "", (), shadow_of(text)), None))
        if group:
            yield group


def _window(question: PublicQuestion, choose: random.Random) -> tuple[int, int]:
    """Return a part of a paragraph around its answer."""
    length = max(WINDOW, question.end - question.start)
    first = max(0, question.end - length)
    last = max(first, min(question.start, len(question.context) - length))
    start = choose.randint(first, last)
    return start, min(len(question.context), start + length)
