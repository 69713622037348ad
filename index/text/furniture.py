"""The rules of ``furniture.toml``: lines that belong to a page, and page breaks in a text."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

RULES_FILE = Path(__file__).with_name("furniture.toml")

_NUMBER_ON_A_LINE = re.compile(r"(?<=[\r\n])[ \t\u3000]*([^\s][^\r\n]{0,38}\S)[ \t\u3000]*[\r\n]")


@dataclass(frozen=True, slots=True)
class FurnitureRule:
    """One rule of ``furniture.toml``: what gives a line away.

    Attributes:
        kind: Goes into the span.
        pattern: Is searched for in the Simplified line.
        sentence: Lines with a full stop can match too.
    """

    kind: str
    pattern: re.Pattern[str]
    sentence: bool


@cache
def furniture_rules() -> tuple[FurnitureRule, ...]:
    """Return the rules in file order."""
    rules = tomllib.loads(RULES_FILE.read_text(encoding="utf-8"))["rule"]
    return tuple(
        FurnitureRule(
            rule["kind"], re.compile(rule["pattern"], re.IGNORECASE), rule.get("sentence", False)
        )
        for rule in rules
    )


def find_page_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a page's number stands on a line of its own between two others, in order.

    A sentence runs over it: it is a part of no quotation's words, though of its place.
    """
    position = 0
    while match := _NUMBER_ON_A_LINE.search(text, position):
        if any(rule.pattern.search(match[1]) for rule in _page_number_rules()):
            yield match.span(1)
        position = match.end() - 1


@cache
def _page_number_rules() -> tuple[FurnitureRule, ...]:
    """Return the rules for the numbers of pages."""
    return tuple(rule for rule in furniture_rules() if rule.kind == "page number")
