"""Whether an answer's numerals and offices stand in what it cites."""

import re
from collections.abc import Iterable, Sequence
from functools import cache

_LABEL = re.compile(r"^\d{1,3}\.(?=(?:19|20)\d\d年)")
"""1.2025年底前: the number of an item, and no 1.2025."""
_APART = re.compile(r"(?<![\d.])\s+|\s+(?![\d.])")
"""White space that keeps no two numbers apart."""
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
"""1,200 is 1200."""
_OFFICE = re.compile(
    r"(?:[\u3400-\u9fff]{1,18}?)(?:局|委员会|发展改革委|发改委|工信委|经信委|管委会|管委|办公室|人民政府|支队|大队|指挥部|领导小组)"
)
_BEFORE_OFFICE = re.compile(
    r"(?:[是由为和及与或向对按经在的即有]|单位|部门|机构|包括|分别|配合|参与|主管|会同)$"
)
"""What ends right before a name: 由市公安局."""
MIN_OFFICE_CHARS = 3
_YEAR = re.compile(r"(?:19|20)\d\d年")
_NO_NUMERAL = re.compile(r"进一步|统一|一律|一般|一定|一些|一体|一切|一旦|唯一|十分")
"""Ordinary words of a text that hold no number."""


def unsupported_words(text: str, quotes: Sequence[str]) -> tuple[str, ...]:
    """Return the numerals and offices of a text that no quotation has, in order.

    Both are compared in Simplified characters and one width, and a number in figures by its value
    with one in Chinese (145, 一百四十五), without white space but between two numbers: ``38 310``
    is neither 38310 nor anything that holds it. None goes on from one line of the text to the
    next, or over the name of a place; in a quotation a numeral may go on (三⏎十) or not.

    Args:
        text: Of an answer.
        quotes: Of its citations.
    """
    if not text or any(_stands_whole(text, quote) for quote in quotes):
        return ()
    lines = [_NO_NUMERAL.sub("", line) for line in _lines(_without_places(text))]
    words = [word for said in lines for word in (*_numeral().findall(said), *_offices(said))]
    known = [_bare(quote) for quote in quotes]
    read = [*known, *(line for quote in quotes for line in _lines(quote))]
    numbers = {number for said in read for number in _numeral().findall(_LABEL.sub("", said))}
    numbers |= {number for said in read for number in _numeral().findall(said)}
    numbers |= {n for said in read for n in _numeral().findall(_THOUSANDS.sub("", said))}
    return tuple(
        word
        for word in words
        if word not in numbers
        and not (_is_office(word) and _is_named_in(word, known))
        and not _is_value_of(word, numbers)
    )


@cache
def _numeral() -> re.Pattern[str]:
    """Return what a numeral looks like, in figures or in Chinese."""
    from index.text import CHINESE_NUMERAL

    return re.compile(rf"\d+(?:\.\d+)?|(?:{CHINESE_NUMERAL}|[万亿两])+")


def _without_places(text: str) -> str:
    """Return a text without the names of places: 六安市 and 四川省 hold no numeral."""
    from index.mentions import find_places

    for mention in reversed(find_places(text)):
        text = f"{text[: mention.start]}\n{text[mention.end :]}"
    return text


def _offices(text: str) -> Iterable[str]:
    """Yield the offices of a text."""
    for run in re.split(r"[^\u3400-\u9fff]+", text):
        yield from (match.group() for match in _OFFICE.finditer(run))


def _is_office(word: str) -> bool:
    """Tell whether a word is an office and no numeral."""
    return _OFFICE.fullmatch(word) is not None


def _is_value_of(word: str, numbers: Iterable[str]) -> bool:
    """Tell whether a number in figures is one that a quotation has in Chinese: 145, 一百四十五."""
    from index.text import parse_number

    if not word[0].isascii():
        return False
    chinese = (number for number in numbers if not number[0].isascii())
    for number in chinese:
        try:
            if parse_number(number) == float(word):
                return True
        except ValueError:
            continue
    return False


def _stands_whole(text: str, quote: str) -> bool:
    """Tell whether a quotation has a text without a number that goes on: 95% has no 5%."""
    start = quote.find(text)
    while start >= 0:
        end = start + len(text)
        if not (cuts_number(quote, start) or cuts_number(quote, end)):
            return True
        start = quote.find(text, start + 1)
    return False


def cuts_number(text: str, position: int) -> bool:
    """Tell whether a position lies inside a number: of 35 and 2.5, but of no label as in 1.2025年.

    Args:
        text: As it is printed.
        position: Between two of its characters, or at an end.
    """
    before, after = text[:position], text[position : position + 5]
    if not before or not after:
        return False
    if _numeral().fullmatch(before[-1]) and _numeral().fullmatch(after[0]):
        return before[-1].isdigit() == after[0].isdigit()
    has_point_before = before[-1] in ".．" and before[-2:-1].isdigit() and after[0].isdigit()
    has_point_behind = before[-1].isdigit() and after[0] in ".．" and after[1:2].isdigit()
    return has_point_behind or (has_point_before and not _YEAR.match(after))


def _is_named_in(office: str, quotes: Sequence[str]) -> bool:
    """Tell whether a quotation has an office, without the words of a sentence before its name.

    配合单位是市公安局 names 市公安局; the 公安局 of 县公安局 is none that 市公安局 bears out.
    """
    for start in range(len(office) - MIN_OFFICE_CHARS + 1):
        if any(office[start:] in quote for quote in quotes):
            return start == 0 or _BEFORE_OFFICE.search(office[:start]) is not None
    return False


def _lines(text: str) -> list[str]:
    """Return the lines of a text as they are compared."""
    return [_bare(line) for line in text.splitlines()]


def _bare(text: str) -> str:
    """Return a text as it is compared."""
    from index.text import shadow_of

    return _APART.sub("", shadow_of(text).text)
