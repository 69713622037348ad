"""A question on several plans, reduced to what is asked of each of them."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from qa.question import WHICH_PLANS, Question
from qa.wording import asks_only, without_frame

if TYPE_CHECKING:
    from index import PlanIndex

_PAUSE = re.compile(r"[,，;；:：?？。]\s*")
# The closed class of words that stand for one of several: a question of which.
_WHICH = re.compile(r"谁|哪一?[个家座份边](?:城?市)?")
_WHICH_PLANS_ENGLISH = re.compile(
    r"\b(?:in )?which (?:cit(?:y|ies)|plans?|places?|count(?:y|ies))(?:'s?)?(?: plans?)?(?= )"
)
_OF_ALL_ENGLISH = re.compile(
    r"\b(?:across|among|of|in|for) (?:all|any|each|every|the|those)(?: of the| the)? "
    r"(?:plans?|cit(?:y|ies)|places?)\b(?: that\b| which\b)?,?"
)
_WHICH_ENGLISH = re.compile(
    r"(?:\b(?:of|between) [^,]*, )?\bwhich(?: one| of them| of the (?:two|three))?(?= )|^who\b"
)
_EACH = re.compile(
    r"分别|各自?(?=[^\u3400-\u9fff]|[是为有定要打指在把由多想设允能需怎说])|\brespectively\b|\beach\b|\bboth\b"
)
_LOOSE_FIRST, _LOOSE_LAST = re.compile(r"^(?:的|'s\b)\s*"), re.compile(r"[在于对由被把的]+$")
MUCH = 0.5
"""Share of what the rest of a question weighs, from which its clause on which says of what."""
SHORT = 2
"""Characters of what is left of a clause that said of which plans: 里，, 比，."""
Word = tuple[int, int, float, bool]
"""Where a word of a question stands, half-open, its weight, 0 of one that only asks, and whether it
does that."""


def reduced(index: "PlanIndex", text: str, question: Question) -> str:
    """Return what a question on several plans asks of each.

    The reader finds what one plan says, and not which of several says it: of
    哪些城市的方案反对乱涨价 it is 反对乱涨价, of 雨水利用率谁定得更高 it is 雨水利用率.

    Args:
        index: Whose words tell what a question is about.
        text: The question's shadow, lower case, perhaps without the names of the plans.
        question: As it was asked.
    """
    text = _EACH.sub("", text)
    if question.language == "en":
        rest = _WHICH_PLANS_ENGLISH.sub("", _OF_ALL_ENGLISH.sub("", text))
        rest = without_frame(_WHICH_ENGLISH.sub("", rest)) if question.extreme else rest
        return _tidy(re.sub(r"(?<=\s)'s\s+|\s+(?=[?,])", "", rest)) or text
    is_of_values = question.extreme or question.asks in ("number", "when")
    which = _WHICH if is_of_values else WHICH_PLANS
    is_of_topic = question.asks in ("passage", "yes_no")
    words = list(_words(index, text, is_known=question.is_over_time))
    clauses = list(_clauses(text, which))
    weights = [_weight(words, *clause) for clause in clauses]
    kept = []
    for (start, end), weight in zip(clauses, weights, strict=True):
        chosen = which.match(text, start)
        others = MUCH * (sum(weights) - weight)
        if weight < others and (chosen or question.is_over_time):
            continue
        if not weight and others and (is_of_topic or end - start <= SHORT):
            continue
        if question.is_over_time:
            start, end = _without_asking(words, start, end)
        elif chosen:
            start, _ = _without_asking(words, chosen.end(), end)
        kept.append(_tidy(text[start:end]))
    return "，".join(filter(None, kept)) or text


def _clauses(text: str, which: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield the clauses of a question; one on which begins where it says so."""
    cuts = {0, len(text)} | {own.end() for own in _PAUSE.finditer(text)}
    return pairwise(sorted(cuts | {own.start() for own in which.finditer(text)}))


def _words(index: "PlanIndex", text: str, *, is_known: bool) -> Iterator[Word]:
    """Yield where the words of a Chinese question stand.

    Args:
        index: Of the plans.
        text: Of the question.
        is_known: A word that no plan has weighs nothing: how a question names two rounds of plans.
    """
    place = 0
    for word in index.words_of(text) if text.strip() else ():
        found = text.find(word.text, place)
        if found >= 0:
            place = found + len(word.text)
            is_asking = asks_only(word.text)
            is_weighed = not is_asking and (word.is_indexed or not is_known)
            yield found, place, word.weight * is_weighed, is_asking


def _weight(words: Sequence[Word], start: int, end: int) -> float:
    """Return what the words of a clause weigh."""
    return sum(weight for first, last, weight, _ in words if start <= first and last <= end)


def _without_asking(words: Sequence[Word], start: int, end: int) -> tuple[int, int]:
    """Return a clause without the words at its ends that only ask; nothing where all do."""
    inside = [word for word in words if start <= word[0] and word[1] <= end]
    telling = [word for word in inside if not word[3]]
    if not telling:
        return end, end
    before = [last for _, last, *_ in inside if last <= telling[0][0]]
    behind = [first for first, *_ in inside if first >= telling[-1][1]]
    return max(before, default=start), min(behind, default=end)


def _tidy(text: str) -> str:
    """Return a clause without what lost its place at its ends."""
    return _LOOSE_LAST.sub("", _LOOSE_FIRST.sub("", text.strip(" ,，、;；:：?？。")))
