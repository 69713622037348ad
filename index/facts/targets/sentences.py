"""Sentences of a plan as targets are looked for in them, and the statements in them."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from index.facts.types import Binding
from index.mentions.actions import action_words
from index.mentions.dates import YearMention, find_years
from index.mentions.indicators import BLANK
from index.mentions.quantities import Quantities, Quantity
from index.text.layout import read_text
from index.text.shadow import Shadow, shadow_of
from index.types import Erratum

_INNERMOST = re.compile(r"\([^()]*\)|《[^《》]*》|\[[^\[\]]*\]")
_PAUSE = re.compile(r"(?<![0-9]),|,(?![0-9]{3}(?![0-9]))|[;。:!?\n]")
_LEADING = re.compile(
    r"(?:(?:[,:、;]|到|至|于|在|自|从|截止)?(?:(?:每|当)年|(?:19|20)[0-9]{2}年?(?:[-~—至到](?:19|20)[0-9]{2}年?)?"
    r"(?:底|末|度|初)?|[0-9]{1,2}(?:月份?)(?:[0-9]{1,2}日)?(?:底)?|年底|采暖季|(?:秋?冬|夏|春|秋)季(?:期间)|[“\"]?十[二三四五]五[”\"]?(?:时期|期间|期末|末)?"
    r")(?:之?前|以前|末|时|起|期间|内|止)?[,:]?"
    r"|其中|同时|并且|并|且|使得?(?!用)|确保|力争|争取|保证|实现|推动|保持|努力|达到(?![^,。;]{1,16}的)|全力冲刺|完成|按照?(?=[一-鿿A-Z])|落实|严格|全面|控制(?!区)|到|即|要(?!素)|将|须|应(?!急)"
    r"|原则上|进一步|因地制宜|基本|[^,。;]{0,16}下达的|[:,、;“\"\x01]|各(?=类))*"
)
"""What may stand before the phrase that is measured, again and again."""
MAX_DEPTH = 3
"""Brackets in brackets in brackets: deeper ones are damage."""


@dataclass(frozen=True)
class Sentence:
    """A sentence's shadow, its brackets blanked.

    Attributes:
        shadow: With offsets into the plan.
        text: The shadow's text; each character of a bracket is ``BLANK``.
        start: Where the statement begins in ``text``: a bracket's content is a sentence too.
        end: Where it ends.
    """

    shadow: Shadow
    text: str
    start: int
    end: int

    @cached_property
    def pauses(self) -> tuple[int, ...]:
        """Where the segments between commas begin, in order."""
        found = (mark.end() for mark in _PAUSE.finditer(self.text, self.start, self.end))
        return (self.start, *found)

    @cached_property
    def years(self) -> tuple[YearMention, ...]:
        """The years that it names."""
        return tuple(
            y for y in find_years(self.text, is_prose=True) if self.start <= y.start < self.end
        )

    def segment(self, position: int) -> tuple[int, int]:
        """Return the range between two commas that holds a position, without the commas."""
        place = bisect_right(self.pauses, position) - 1
        is_last = place + 1 == len(self.pauses)
        return self.pauses[place], self.end if is_last else self.pauses[place + 1] - 1

    def segment_before(self, start: int) -> tuple[int, int]:
        """Return the segment before the one that begins at a position; empty where none is."""
        return self.segment(start - 1) if start > self.start else (start, start)

    def printed(self, source: str, start: int, end: int) -> str:
        """Return what the source prints in a range of the shadow, white space trimmed."""
        if start >= end:
            return ""
        begin, stop = self.shadow.source_range(start, end)
        return read_text(source[begin:stop]).strip()


Form = Literal["measure", "count", "direction", "part", "area", "threshold"]


@dataclass(frozen=True, slots=True)
class Statement:
    """A quantity with the words around it; ranges of the sentence's shadow.

    Attributes:
        form: ``measure``: 浓度不高于53; ``count``: 完成51家企业…; ``direction``: 较2015年负增长;
            ``part``: 其中甲县3家, a share of the count before;
            ``area``: 甲县39微克/立方米, what was said before or is the head of the list;
            ``threshold``: a quantity that only says who is meant.
        phrase: What is measured or counted.
        comparator: As the shadow has it.
        quantity: None where there is no number.
    """

    form: Form
    start: int
    end: int
    phrase: tuple[int, int]
    comparator: tuple[tuple[int, int], ...]
    quantity: Quantity | None
    items: int = 1
    item: int = 0
    place: tuple[int, int] | None = None


def each(
    form: Form,
    whole: tuple[int, int],
    phrase: tuple[int, int],
    comparator: tuple[tuple[int, int], ...],
    found: Quantities,
    place: tuple[int, int] | None = None,
) -> Iterator[Statement]:
    """Yield a statement for each number of a list."""
    for number, item in enumerate(found.items):
        yield Statement(form, *whole, phrase, comparator, item, len(found.items), number, place)


def read_sentences(
    source: str, start: int, end: int, errata: Sequence[Erratum]
) -> Iterator[Sentence]:
    """Yield a sentence, and then the contents of its brackets, each a sentence of its own.

    Args:
        source: The plan's text.
        start: Where the sentence begins.
        end: Where it ends.
        errata: Of the plan.
    """
    shadow = shadow_of(source[start:end], errata, start=start)
    yield from _nested(shadow, shadow.text)


def _nested(shadow: Shadow, text: str) -> Iterator[Sentence]:
    """Yield a text with its brackets blanked, then what the brackets hold."""
    inner: list[Sentence] = []
    for _ in range(MAX_DEPTH):
        found = list(_INNERMOST.finditer(text))
        if not found:
            break
        for match in found:
            if match.group()[0] != "《":
                inner.append(Sentence(shadow, text, match.start() + 1, match.end() - 1))
        text = _INNERMOST.sub(lambda match: BLANK * len(match.group()), text)
    yield Sentence(shadow, text, 0, len(text))
    yield from sorted(inner, key=lambda sentence: sentence.start)


def binding_of(*texts: str) -> Binding | None:
    """Return what the first text that says it says of a target's kind."""
    kinds: tuple[Binding, ...] = ("expected", "binding")
    return next((kind for t in texts for kind in kinds if action_words(kind).search(t)), None)


def trimmed(text: str, start: int, end: int) -> int:
    """Return where a phrase begins behind dates, 力争 and the like."""
    match = _LEADING.match(text, start, end)
    position = match.end() if match else start
    is_quoted = start < position and text[position - 1] == "“" and "”" in text[position:end]
    return position - 1 if is_quoted else position
