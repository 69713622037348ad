"""Which of several values stands for what a question names: 甲、乙、丙分别达到80%、75%、85%."""

import re
from collections.abc import Sequence

from qa.quantities import values_in

_RESPECTIVELY = "分别"
_END, _CLAUSE = re.compile(r"[。;；]"), re.compile(r"[,，]")
_JOIN = re.compile(r"、|以及|[和与及]")
_WORD = re.compile(r"[a-z0-9.]+|[^\sa-z0-9.]")
"""A run of letters and digits is one word: SCR is none of SNCR."""
LEAST = 2
"""Characters of an item that a question must have, unless it has no more."""


def place_named(quantity: re.Match[str], question: str) -> int | None:
    """Return which value of a quantity a question names, by its place in the list before it.

    The list is that of the nearest clause of the sentence with as many items as there are values.
    Its first item may have other words before it, its last one behind it. None where there is no
    such list, or where the question names none of its items or several.

    Args:
        quantity: Of a sentence's shadow, as ``quantities`` yields it.
        question: Its shadow, lower case.
    """
    count = sum(1 for _ in values_in(quantity))
    before = quantity.string[: quantity.start("values")].lower()
    *_, clause = _CLAUSE.split(before)
    if count < 2 or _RESPECTIVELY not in clause:
        return None
    asked = _WORD.findall(question)
    *_, sentence = _END.split(before)
    for clause in reversed(_CLAUSE.split(sentence)):
        items = [_WORD.findall(own) for own in _JOIN.split(clause.split(_RESPECTIVELY)[0])]
        if len(items) != count:
            continue
        named = [at for at, own in enumerate(items) if _is_named(own, at, count, asked)]
        if named:
            return named[0] if len(named) == 1 else None
    return None


def _is_named(item: Sequence[str], at: int, count: int, asked: Sequence[str]) -> bool:
    """Tell whether a question has an item, at least its inner end where it is the first or last."""
    if at == 0:
        ends = [item[start:] for start in range(len(item))]
    elif at == count - 1:
        ends = [item[:stop] for stop in range(len(item), 0, -1)]
    else:
        ends = [item] if item else []
    least = min(LEAST, len("".join(item)))
    longest = next((own for own in ends if _has(asked, own)), [])
    return bool(longest) and len("".join(longest)) >= least


def _has(words: Sequence[str], run: Sequence[str]) -> bool:
    """Tell whether some words stand side by side among others."""
    starts = range(len(words) - len(run) + 1)
    return any(list(words[at : at + len(run)]) == list(run) for at in starts)
