"""The reader's span and that of the rules, settled into one."""

import re
from bisect import bisect_left
from dataclasses import replace

from index.text import Shadow
from qa.agreeing import pollutant_agreement
from qa.narrowing import narrowed
from qa.quantities import fitting_quantities, times
from qa.question import Question
from qa.reader import SentenceReading
from qa.spans import Found, decision_in, has_count

SURE = -1.5
"""Log probability from which the reader's span stands for a statement: better than one in five."""
SURER = -0.6
"""The same where the sentence says in so many words who is responsible, and the span is another
office: better than a half."""
_LABEL = re.compile(r"\d{1,2}[.．、] ?(?=20\d\d年)")
"""The number of an item, run into a date: 9.2024年底前."""
_ITEM_MARK = re.compile(r"、|；|;|以及|(?<=[\u4e00-\u9fff])(?:和|与|及)(?=[\u4e00-\u9fff])")

Range = tuple[int, int]


def settle(found: Found, read: SentenceReading | None, shadow: Shadow, question: Question) -> Found:
    """Return what answers in a sentence, by its form and by the reader together.

    Args:
        found: By the form of what is asked for, in the shadow.
        read: By the reader; None where it says nothing.
        shadow: Of the sentence.
        question: What is asked.
    """
    own = _in_shadow(read, shadow) if read else None
    if own is None or read is None or found.is_led_to:
        return found
    meets = own[0] < found.end and found.start < own[1]
    if question.asks in ("number", "when"):
        settled = _settled_value(found, own, meets, shadow, question)
        return narrowed(settled, read, shadow, question)
    if question.asks == "duty":
        is_meant = read.span >= SURER and not meets if found.is_fitting else read.span >= SURE
        return replace(found, start=own[0], end=own[1]) if is_meant else found
    if question.asks == "list":
        if found.is_fitting and meets and len(found.items) > 1:
            return found
        items = _items(shadow.text, own)
        is_fitting = len(items) > 1 and has_count(shadow.text, items, question.count)
        return Found(own[0], own[1], items=items, is_fitting=is_fitting)
    if question.asks == "passage" and read.span >= SURE:
        return replace(found, start=own[0], end=own[1])
    if question.asks == "yes_no" and read.span >= SURE:
        return decision_in(shadow.text, own, question)
    if question.asks == "definition" and not found.is_fitting and read.span >= SURE:
        return Found(own[0], own[1])
    return found


def _in_shadow(read: SentenceReading, shadow: Shadow) -> Range | None:
    """Return where the reader's span lies in the sentence's shadow."""
    first = bisect_left(shadow.origins, read.start)
    last = min(len(shadow.text), bisect_left(shadow.origins, read.end))
    while first < last and shadow.text[first].isspace():
        first += 1
    return (first, last) if first < last else None


def _settled_value(
    found: Found, own: Range, meets: bool, shadow: Shadow, question: Question
) -> Found:
    """Return a value or a date: that of the rules where the reader means it, else the reader's."""
    if found.is_fitting and (found.items or meets):
        return found
    if found.is_fitting and question.asks == "number":
        text = shadow.text.lower()
        agreements = [pollutant_agreement(text, question.shadow, e) for e in (found.end, own[1])]
        if agreements[0] > agreements[1]:
            return found
    if question.asks == "when":
        matches = list(times(shadow.text))
    else:
        matches = fitting_quantities(shadow.text, question.units, question.shadow)
    inside = [m for m in matches if m.start() < own[1] and own[0] < m.end()]
    if inside:
        start, end = min(own[0], inside[0].start()), max(own[1], inside[-1].end())
        label = _LABEL.match(shadow.text, start, end) if question.asks == "when" else None
        return Found(label.end() if label else start, end)
    if found.is_fitting:
        return found
    has_figure = any(character.isdigit() for character in shadow.text[own[0] : own[1]])
    is_free = question.asks == "number" and not question.units
    return Found(own[0], own[1], is_fitting=has_figure and is_free)


def _items(text: str, own: Range) -> tuple[Range, ...]:
    """Return the members of a list that the reader marked as a whole."""
    items, position = [], own[0]
    for mark in _ITEM_MARK.finditer(text, own[0], own[1]):
        if mark.start() > position:
            items.append((position, mark.start()))
        position = mark.end()
    if position < own[1]:
        items.append((position, own[1]))
    return tuple(items)
