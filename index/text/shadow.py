"""The normalised shadow of a text: what is matched, with a map back to what is quoted.

Simplified characters, NFKC forms, one style of brackets, no stray LaTeX, no line breaks and page
numbers inside a sentence. The source itself is never touched. A ``PrintedLine`` keeps both.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, compress, repeat

import opencc

from index.text.layout import find_page_numbers, subscript_gaps
from index.types import Erratum

_BRACKETS = str.maketrans("〔〕［］【】﹙﹚「」『』﹝﹞", "[][][]()“”“”()")
LATEX = re.compile(r"_\{([^{}\s]{1,8})\}|\^\{([^{}\s]{1,8})\}|(?<=[A-Za-z])[_^](?=[0-9])")
"""Typesetting code that a conversion left in the text: ``PM_{2.5}``, ``m^3``."""
_PINYIN = "a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü"
# 區(qū), 網(wǎng): a conversion's note on how a character sounds; its tone mark gives it away.
PHONETICS = re.compile(
    rf"(?<=[\u3400-\u9fff])[(（](?=[a-zü]{{0,5}}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ])[{_PINYIN}]{{1,6}}[)）]"
)
# 大*气*污*染: one mark after each character, at least three times.
REPEATED_MARK = re.compile(
    r"[\u3400-\u9fff](?P<mark>[*#^~_=+※■◆●★▲·•¤])(?:[\u3400-\u9fff](?P=mark)){2,}(?=[\u3400-\u9fff])"
)
_WHITE_SPACE = re.compile(r"[\s\u200b-\u200d\ufeff]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
# Text in which each character has one normal form and none is dropped: nearly every line. A mark
# such as * may be noise.
_ONE_TO_ONE = re.compile(
    r"[\u4e00-\u9fff!\"$-),-<>-\]`-}、。《》“”‘’—·〔〕【】「」『』\uff01-\uff3d\uff40-\uff5e]*"
)
# The same with white space and with marks that may be noise.
_EACH_TO_ONE = re.compile(r"[\s!-~\u4e00-\u9fff、。《》“”‘’—·〔〕【】「」『』\uff01-\uff5e]*")
_HALF_WIDTH = _BRACKETS | {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}

Range = tuple[int, int]
"""Half-open, in a shadow."""

BLANK = "\0"
"""Stands for each character that was read already; no query holds it."""

_QUOTED_TITLE = re.compile(r"《([^《》]{2,80})》")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACE, _SPACES = re.compile(r"\s"), re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Shadow:
    """A normalised text and where each of its characters came from.

    Attributes:
        text: The normalised text.
        origins: For each character of ``text`` where its source begins; one longer than
            ``text``, the last being the end of the source. Never decreasing.
        ends: For each character of ``text`` where its source ends: one character further, but
            for a repair, all of which stands for all of the damaged stretch. Never decreasing.
    """

    text: str
    origins: tuple[int, ...]
    ends: tuple[int, ...]

    def source_range(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open range of the source that ``text[start:end]`` stands for.

        Raises:
            ValueError: the range is empty or outside the text.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"not a range of the shadow: {start}..{end} of {len(self.text)}")
        return self.origins[start], self.ends[end - 1]


def shadow_of(source: str, errata: Iterable[Erratum] = (), *, start: int = 0) -> Shadow:
    """Return the shadow of a text of any length and content.

    White space stays, as one space, only between two characters of a Latin word or number
    (``GB 37822``), and none before a subscript (``PM 2.5``); between Chinese characters it is an
    accident of layout, a page break in the middle of a word included.

    Args:
        source: The text.
        errata: Of the plan that the text is a part of: those that lie inside the text are
            repaired in the shadow.
        start: Where the text begins in its plan; the shadow's offsets count from the plan's
            beginning then.
    """
    inside = errata_within(errata, start, start + len(source))
    if not inside and _ONE_TO_ONE.fullmatch(source):
        text = simplify(source).translate(_HALF_WIDTH)
        places = range(start, start + len(source) + 1)
        return Shadow(text=text, origins=tuple(places), ends=tuple(places[1:]))
    return _mapped_shadow(source, inside, start)


def plain_texts(sources: Sequence[str]) -> list[str]:
    """Return the texts of the shadows of some words, lower case, all converted at once.

    Args:
        sources: Short, and many: to convert a word alone takes as long as a page.
    """
    joined = "\n".join(sources)
    simplified = simplify(joined).split("\n")
    # One has several lines, or half of a surrogate pair: beside that no words are converted.
    if len(simplified) != len(sources) or _SURROGATE.search(joined):
        return [shadow_of(source).text.lower() for source in sources]
    return [
        (
            words.translate(_HALF_WIDTH) if _ONE_TO_ONE.fullmatch(words) else shadow_of(source).text
        ).lower()
        for source, words in zip(sources, simplified, strict=True)
    ]


def _mapped_shadow(source: str, errata: Sequence[Erratum], start: int) -> Shadow:
    """Return a shadow whose characters are mapped back one by one."""
    words: list[str] = []
    begins: list[int] = []
    ends: list[int] = []
    for piece, (begin, end), is_repair in _pieces(source, errata, start):
        words.append(piece)
        begins += repeat(begin, len(piece)) if is_repair else range(begin, end)
        ends += repeat(end, len(piece)) if is_repair else range(begin + 1, end + 1)
    simplified = simplify("".join(words))
    if _EACH_TO_ONE.fullmatch(simplified):
        text = simplified.translate(_HALF_WIDTH)
    else:
        forms = list(map(_normal_forms, simplified))
        text = "".join(forms)
        sizes = list(map(len, forms))
        if sizes.count(1) < len(sizes):  # a character became several, or none
            begins = list(chain.from_iterable(map(repeat, begins, sizes)))
            ends = list(chain.from_iterable(map(repeat, ends, sizes)))
    kept = _kept_positions(text)
    return Shadow(
        text=_SPACE.sub(" ", "".join(compress(text, kept))),
        origins=(*compress(begins, kept), start + len(source)),
        ends=tuple(compress(ends, kept)),
    )


def errata_within(errata: Iterable[Erratum], start: int, end: int) -> tuple[Erratum, ...]:
    """Return the errata that lie wholly inside a range, in their order."""
    return tuple(found for found in errata if start <= found.start and found.end <= end)


def repair(source: str, errata: Iterable[Erratum], *, start: int = 0) -> str:
    """Return a text with its errata repaired: to be matched, never to be quoted.

    Args:
        source: The text.
        errata: Of the plan that the text is a part of.
        start: Where the text begins in its plan.
    """
    inside = errata_within(errata, start, start + len(source))
    return "".join(words for words, _, _ in _pieces(source, inside, start))


def _pieces(
    source: str, errata: Sequence[Erratum], start: int
) -> Iterator[tuple[str, tuple[int, int], bool]]:
    """Yield a text in pieces: words, their place in the plan, whether they are a repair."""
    position = start
    for erratum in errata:
        words = source[position - start : erratum.start - start]
        yield words, (position, erratum.start), False
        yield erratum.repaired, (erratum.start, erratum.end), True
        position = erratum.end
    yield source[position - start :], (position, start + len(source)), False


def simplify(source: str) -> str:
    """Return a text in Simplified characters, of the same length character by character."""
    if source.isascii():
        return source
    try:
        converted: str = _converter().convert(source)
    except UnicodeEncodeError:  # half of a surrogate pair somewhere
        converted = ""
    if len(converted) == len(source):
        return converted
    # A phrase or a malformed character changed the length: go by single characters, so that
    # offsets hold.
    return "".join(_simplify_character(character) for character in source)


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    """Load OpenCC's tables on first use."""
    return opencc.OpenCC("t2s")


@lru_cache(maxsize=30_000)
def _simplify_character(character: str) -> str:
    """Convert one character, keeping it where the conversion is not one to one."""
    try:
        converted: str = _converter().convert(character)
    except UnicodeEncodeError:  # half of a surrogate pair
        return character
    return converted if len(converted) == 1 else character


def traditional(text: str) -> str:
    """Return a text in Traditional characters, in OpenCC's standard forms (爲, 裏, 羣, 覈對).

    What other machines convert mostly looks like this, and most of what is Traditional stays as
    it is; for words that are to be read see ``traditional_usual``. One with half of a surrogate
    pair comes back unchanged.
    """
    return _converted(text, "s2t")


def traditional_usual(text: str) -> str:
    """Return a text in Traditional characters as they are usual in Taiwan (為, 裡, 群, 核對).

    One with half of a surrogate pair comes back unchanged.
    """
    # OpenCC writes 汙; Taiwan's own 空氣污染防制法 and Hong Kong write 污.
    return _converted(text, "s2tw").replace("汙", "污")


def _converted(text: str, configuration: str) -> str:
    try:
        converted: str = _to_traditional(configuration).convert(text)
    except UnicodeEncodeError:
        return text
    return converted


@lru_cache(maxsize=2)
def _to_traditional(configuration: str) -> opencc.OpenCC:
    """Load OpenCC's tables of the other direction on first use."""
    return opencc.OpenCC(configuration)


@lru_cache(maxsize=30_000)
def _normal_forms(character: str) -> str:
    """Return what one character becomes: itself as a rule, ``m3`` for ㎥, nothing for a control."""
    if character.isspace():
        return character
    if _CONTROL.match(character):
        return ""
    return unicodedata.normalize("NFKC", character).translate(_BRACKETS)


def _kept_positions(text: str) -> bytearray:
    """Return 1 for what stays without stray LaTeX, white space and page numbers, else 0."""
    kept = bytearray(b"\1") * len(text)
    for match in LATEX.finditer(text):
        start, end = match.span()
        first, last = match.span(match.lastindex) if match.lastindex else (end, end)
        kept[start:first] = bytes(first - start)
        kept[last:end] = bytes(end - last)
    for start, end in find_noise(text):
        kept[start:end] = bytes(end - start)
    for start, end in find_page_numbers(text):
        kept[start:end] = bytes(end - start)
    for match in _WHITE_SPACE.finditer(text):
        start, end = match.span()
        joins_words = (
            start > 0 and end < len(text) and _is_latin(text[start - 1]) and _is_latin(text[end])
        )
        kept[start + joins_words : end] = bytes(end - start - joins_words)
    for start, end in subscript_gaps(text):
        kept[start:end] = bytes(end - start)
    return kept


def find_noise(text: str) -> Iterator[tuple[int, int]]:
    """Yield what stands between the characters of a text and belongs to none of its words."""
    yield from (match.span() for match in PHONETICS.finditer(text))
    for match in REPEATED_MARK.finditer(text):
        yield from ((start, start + 1) for start in range(match.start() + 1, match.end(), 2))


def without_noise(text: str) -> str:
    """Return a text without what stands between its characters and belongs to none of its words."""
    pieces, position = [], 0
    for start, end in sorted(find_noise(text)):
        pieces.append(text[position:start])
        position = end
    return "".join([*pieces, text[position:]])


def _is_latin(character: str) -> bool:
    """Tell whether a character belongs to words that white space separates."""
    return (character.isascii() and not character.isspace()) or (
        character.isalpha() and character < "\u2e80"
    )


def without(text: str, ranges: Iterable[Range]) -> str:
    """Return a text of the same length in which some ranges are blank."""
    for start, end in ranges:
        text = text[:start] + BLANK * (end - start) + text[end:]
    return text


def quoted_titles(text: str) -> tuple[Range, ...]:
    """Return what stands between 《 and 》."""
    return tuple(match.span(1) for match in _QUOTED_TITLE.finditer(text))


def is_within(inner: Range, outer: Iterable[Range]) -> bool:
    """Tell whether a range lies inside one of others."""
    return any(start <= inner[0] and inner[1] <= end for start, end in outer)


@dataclass(frozen=True)
class PrintedLine:
    """A line, or several that were one before a page was set.

    Attributes:
        text: As printed, without white space around it.
    """

    text: str

    @cached_property
    def shadow(self) -> Shadow:
        """What is matched, made when first asked for: most of a long document is never."""
        return shadow_of(self.text)

    @property
    def plain(self) -> str:
        """The shadow's text: Simplified, no white space between Chinese characters."""
        return self.shadow.text

    def printed(self, start: int, end: int) -> str:
        """Return what a range of ``plain`` is in print, without accidental white space."""
        first, last = self.shadow.source_range(start, end)
        return without_gaps(self.text[first:last])


def printed_lines(lines: Iterable[str]) -> tuple[PrintedLine, ...]:
    """Return lines to match, empty ones left out."""
    return tuple(PrintedLine(stripped) for line in lines if (stripped := line.strip()))


def joined(lines: Sequence[PrintedLine]) -> PrintedLine:
    """Return consecutive lines as one."""
    return PrintedLine("\n".join(line.text for line in lines))


def without_gaps(text: str) -> str:
    """Return a text without noise, with white space only between two Latin words or numbers."""
    text = without_noise(text).strip()
    return _SPACES.sub(
        lambda gap: " " if text[gap.start() - 1].isascii() and text[gap.end()].isascii() else "",
        text,
    )
