"""Lists that stand behind a colon: the rest of a passage, the clauses below, numbered items."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from index import Passage
from index.text import CHINESE_COUNT, Shadow, shadow_of, split_sentences
from qa.spans import Found

if TYPE_CHECKING:
    from index import Plan

Range = tuple[int, int]

MAX_ITEMS = 12
MAX_LENGTH = 1500
"""Characters from a colon to the end of the clauses behind it."""
_LABEL = re.compile(
    rf"\s*(?:[(]?(?:\d{{1,2}}|{CHINESE_COUNT}+)[)]|\d{{1,2}}[.、]|[①-⑳]|{CHINESE_COUNT}是)\s*"
)
_NUMBERED = re.compile(r"[:：]\s*(?=[(（]1[)）]|①|1[.．、]|一是)")


def led_to(plan: "Plan", passage: Passage, sentence: Range) -> list[Range]:
    """Return what a sentence leads to with a colon; nothing for one without.

    It is the rest of its passage or, where that ends there, the clauses behind it. Of a sentence
    that goes on with a numbered item, 包括：（1）甲；（2）乙, it is the items.

    Args:
        plan: Of the passage.
        passage: That the sentence stands in.
        sentence: Where, in the plan's text, half-open.
    """
    start, end = sentence
    behind = list(split_sentences(plan.text, end, passage.end))
    if inline := _NUMBERED.search(plan.text, start, end):
        items = takewhile(lambda own: _is_labelled(plan.text[slice(*own)]), behind)
        return [(inline.end(), end), *items][:MAX_ITEMS]
    if plan.text[start:end].rstrip()[-1:] not in (":", "："):
        return []
    rest = [own for own in behind if plan.text[slice(*own)].strip()]
    return rest[:MAX_ITEMS] or _clauses_behind(plan, end)


def _clauses_behind(plan: "Plan", end: int) -> list[Range]:
    """Return the clauses right behind a place that stand side by side."""
    behind = [clause for clause in plan.clauses if clause.start >= end]
    if not behind or plan.text[end : behind[0].start].strip():
        return []
    parent = behind[0].id.rpartition(".")[0]
    own = [clause for clause in behind if clause.id.rpartition(".")[0] == parent]
    ranges = [(clause.start, clause.end) for clause in own][:MAX_ITEMS]
    return ranges if ranges[-1][1] - end <= MAX_LENGTH else []


def _is_labelled(text: str) -> bool:
    """Tell whether a text begins with a label: (2), ②, 二是."""
    return _LABEL.match(shadow_of(text).text) is not None


def members(shadow: Shadow, led: Sequence[Range]) -> Found:
    """Return what a sentence leads to as the items of a list, without their labels.

    Args:
        shadow: Of the sentence and of what it leads to.
        led: Where that stands in the plan's text, as ``led_to`` returns it.
    """
    items = []
    for start, end in led:
        first, last = bisect_left(shadow.origins, start), bisect_left(shadow.origins, end)
        label = _LABEL.match(shadow.text, first, last)
        first = label.end() if label else first
        items.append((first, first + len(shadow.text[first:last].rstrip(" \n;；。,，"))))
    own = tuple(item for item in items if item[0] < item[1])
    if not own:
        return Found(0, len(shadow.text), is_fitting=False)
    return Found(own[0][0], own[-1][1], items=own, is_led_to=True)
