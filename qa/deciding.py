"""Which side of yes and no a text takes: by the figures of both, else by how both are put."""

import re
from collections.abc import Iterator
from pathlib import Path

from qa.character_runs import read_regression, runs_in
from qa.quantities import quantities

SIDES_FILE = Path(__file__).with_name("sides.json")
"""What ``python -m training.sides`` fits."""
TEXT_RUN, QUESTION_RUN = 2, 3
"""Characters of a run."""
_NEGATION = re.compile(r"[不未无没禁停免非勿]|除外")
"""The closed class of words that turn a statement round; 不低于 and its like turn nothing."""
_TURN, _NOT = re.compile("[禁停免废]"), re.compile("[不未无没非]")
_BOUND = re.compile(r"不(?:得|能|应|可|准)?(?:低|高|超|少|大|小|多|足)[于过]?|不断|不同|不仅|不但")
_CHOICE = re.compile(r"([\u3400-\u9fff])[不没]\1|有没有|有无|[不没][?]?$")
"""A-not-A asks for both sides alike: 能不能, 有没有, 可以不?"""
_ENGLISH_NEGATION = re.compile(r"\b(?:not|without|prohibit|bann|forbid|exempt|stop|halt)\w*|n't\b")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_UNIT = re.compile(r"(?<=\d)[^\d.\s、,和至~—-].*")
_MORE = re.compile(
    r"(?<!不)超过|(?<!不)[高大多]于|以上|不止|不[低少小]于|至少|more than|over|above|at least"
)
_LESS = re.compile(
    r"不超过|(?<!不)[低小少]于|以下|以内|不到|不[高多大]于|less than|under|below|at most"
)


def side_of(question: str, text: str) -> bool:
    """Return whether a text says yes to a question.

    Args:
        question: Its shadow, lower case.
        text: The shadow of the words that decide.
    """
    said = _side_of_figures(question, text)
    if said is not None:
        return said
    shared = set(_TURN.findall(_CHOICE.sub("", question))) & set(_TURN.findall(text))
    if shared and not _NOT.search(_BOUND.sub("", text)):
        return True  # 是不是禁放: the text forbids as the question supposes
    regression = read_regression(SIDES_FILE, "side")
    chances = regression.probabilities(frozenset(features_of(question, text.lower())))
    return regression.outcomes[int(chances.argmax())] == "yes"


def features_of(question: str, text: str) -> Iterator[str]:
    """Yield what a side is told by: runs of both, and those of each beside the other's turn.

    Args:
        question: Its shadow, lower case.
        text: The shadow of the words that decide, lower case.
    """
    asked = _CHOICE.sub("", question)
    is_turned = bool(_NEGATION.search(_BOUND.sub("", asked)) or _ENGLISH_NEGATION.search(asked))
    is_said = bool(_NEGATION.search(_BOUND.sub("", text)))
    yield f"turned {is_turned}"
    yield f"said {is_said}"
    yield f"alike {is_turned == is_said}"
    for run in set(runs_in(text, TEXT_RUN)):
        yield f"t{run}"
        yield f"t{run} {is_turned}"
    for run in set(runs_in(asked, QUESTION_RUN)):
        yield f"q{run}"
        yield f"q{run} {is_said}"


def _side_of_figures(question: str, text: str) -> bool | None:
    """Return whether a text's figure is what a question says it is; None where one has none.

    The figures must be of one unit, and either text must have only one of it.
    """
    asked = list(_figures(question))
    if len(asked) != 1:
        return None
    value, unit = asked[0]
    said = {own for own, other in _figures(text) if other == unit}
    if len(said) != 1:
        return None
    found = said.pop()
    if _LESS.search(question):
        return found <= value
    if _MORE.search(question):
        return found >= value
    return found == value


def _figures(text: str) -> Iterator[tuple[float, str]]:
    """Yield the numbers of a text with their units."""
    for match in quantities(text):
        values = match["values"]
        number, unit = _NUMBER.search(values), _UNIT.search(values)
        if number and unit:
            yield float(number.group()), unit.group()
