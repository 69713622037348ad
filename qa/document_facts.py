"""Which facts of a document itself a question asks for: regressions over its runs of characters."""

import json
import math
import re
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from index.mentions import find_printed_numbers
from qa.character_runs import read_regression
from qa.intent import runs_of, without_places

Fact = Literal[
    "number", "issued", "issuer", "drafter", "acts_on", "in_force", "effective", "expires",
    "period", "replaces", "title",
]  # fmt: skip

FACTS_FILE = Path(__file__).with_name("document_facts.json")
"""What ``python -m training.document_facts`` fits."""
WORDS_FILE = Path(__file__).with_name("document_words.json")
"""The same finds it among its questions."""
LIKELY, BESIDE = 0.3, 0.25
"""Probability from which some fact is asked for, and from which one then is."""
_TITLE = re.compile(r"《[^》]*》")


def facts_asked(question: str) -> tuple[Fact, ...]:
    """Return the facts of the document itself that a question asks for; none asks for its contents.

    Args:
        question: In either script or in English.
    """
    runs = runs_without_names(question)
    chances = {fact: _chance(fact, runs) for fact in get_args(Fact)}
    if math.prod(1.0 - chance for chance in chances.values()) > 1.0 - LIKELY:
        return ()
    return tuple(fact for fact, chance in chances.items() if chance >= BESIDE)


@cache
def words_of_documents() -> frozenset[str]:
    """Return words that are said of documents and hardly of what plans say: 落款, 文号."""
    return frozenset(json.loads(WORDS_FILE.read_bytes()))


def _chance(fact: Fact, runs: frozenset[str]) -> float:
    """Return the probability that a fact is asked for."""
    regression = read_regression(FACTS_FILE, fact)
    chances = regression.probabilities(runs)
    return float(chances[regression.outcomes.index("yes")])


def runs_without_names(question: str) -> frozenset[str]:
    """Return the runs of a question in which a place, a title and a number stand for any."""
    return runs_of(without_names(question))


def without_names(question: str) -> str:
    """Return a question in which a place, a title and a number stand for any."""
    text = _TITLE.sub("《》", question)
    for (start, end), _ in sorted(find_printed_numbers(text), reverse=True):
        text = f"{text[:start]}#{text[end:]}"
    return without_places(text)
