"""Which documents a query names by what they are: 国务院2023年空气质量计划, the kiln plan.

A region, an issuer, a year, a kind of place or words of the title before a word for plan name a
document; in English they stand behind it as well: the plan on kilns for 2023. Words that most
titles have (空气质量, 行动) name none alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain

import numpy as np

from index.mentions.dates import YearMention
from index.mentions.divisions import RegionMention
from index.mentions.terms import term_groups
from index.query.catalogue import Catalogue
from index.query.named_places import NamedPlace
from index.query.plan_masks import Mask, PlanMasks
from index.text.shadow import Range, quoted_titles, without

PLAN_WORDS = ("方案", "计划", "规划", "行动", "纲要", "要点")
"""Of which the title of a plan has one."""
_KINDS = (
    PLAN_WORDS,
    ("条例", "办法", "规定"),
    ("意见", "决定"),
    ("预案",),
    ("通知", "通告", "公告"),
)
_NOUN = re.compile(
    r"(?:行动|工作)?(?:方案|规划|条例|办法|意见|预案|纲要|通告|公告)"
    r"|(?:行动)?计划(?!$)(?=[^分提着])|(?:行动)?计划$"
)
# 国务院2023年那份里, 那份城乡空气文件: of whatever kind.
_ANY_KIND = re.compile(r"文件|[那这]份(?=[里中内上的、,;:(和跟与比说让把要]|$)")
_ENGLISH_NOUN = re.compile(
    r"\b(?:action |work )?(?:plans?|program(?:me)?s?|regulations?|measures|opinions?|notice)\b",
    re.IGNORECASE,
)
_ENGLISH_KINDS = {"regulation": "条例", "measures": "办法", "opinion": "意见", "notice": "通知"}

# National offices as people call them, with what an issuer's name has of each.
_ISSUERS = {
    "国务院办公厅": "国务院", "国务院": "国务院", "生态环境部": "生态环境部",
    "环境保护部": "环境保护部", "环保部": "环境保护部", "工业和信息化部": "工业和信息化部",
    "工信部": "工业和信息化部", "国家发展改革委": "发展", "国家发改委": "发展", "财政部": "财政部",
    "国家能源局": "能源局", "中央": "", "国家": "", "全国": "", "部委": "",
    "state council": "国务院", "ministry of ecology and environment": "生态环境部",
    "environment ministry": "环境", "national": "", "china's": "", "central government": "",
}  # fmt: skip
_LEVELS = {"省里": "province", "省": "province", "自治区": "province", "provincial": "province"}
_FILLER = re.compile(
    r"(?:[那这][份个]|版|年度?|份|的|和|与|及|管|关于|[、《“\"( \-–—]"
    r"|\b(?:the|a|of|and|its|for|air|clean|s)|')$"
)
_GENERIC = re.compile(
    r"大气|空气|环境|质量|持续|改善|污染物?|防治|治理|综合|行动|实施|工作|三年|年度?|专项|攻坚战?|蓝天|保卫战?"
    r"|打赢|重污染|天气|应急|管理|地区|关于|印发|方案|计划|深入|打好|市|省|县|[\d\-—–()（）]"
)
_YEAR_LEFT = re.compile(r"[\d年度\-—–]")
# What an English word for plan is joined to what it is about by, and what ends that.
_BEHIND = re.compile(r",? (?:on|for|of|about|against|covering|concerning)\b")
_END_BEHIND = re.compile(
    r"[,.;:?!()]|\b(?:say|says|said|set|sets|is|are|was|were|do|does|did|has|have|must|should|can"
    r"|will|would|and its?|in|that|which|what|who|when)\b"
)
_ENGLISH_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_MAX_WORDS = 6
MIN_WORDS, MAX_ALIKE = 2, 3
"""Characters of a title that are no common words; and so many documents may share them."""
MIN_BESIDE_A_PLACE = 4
"""Where the query names a place that has plans, so many characters of a title must be said."""


@dataclass(frozen=True, slots=True)
class NamedDocuments:
    """The documents that a query names by what they are.

    Attributes:
        plans: Their ids, in the order of the index.
        names: Where the query names them, in its shadow.
    """

    plans: tuple[str, ...]
    names: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """What of a document stands before a word for plan.

    Attributes:
        names: How many of region, issuer and level name it.
        years: It is of the years that are said.
        own: Characters of its title that are no common words.
        chars: All characters of its title that are said.
        start: Where it begins in the query's shadow.
    """

    names: int = 0
    years: int = 0
    own: int = 0
    chars: int = 0
    start: int = 0

    def plus(self, other: "_Said") -> "_Said":
        """Return what both say."""
        return _Said(
            self.names + other.names,
            self.years + other.years,
            self.own + other.own,
            self.chars + other.chars,
            other.start,
        )

    @property
    def rank(self) -> tuple[int, int, int]:
        """What orders documents by how well they fit."""
        return self.names, self.chars, self.years


def find_documents(
    text: str,
    catalogue: Catalogue,
    places: Sequence[NamedPlace],
    regions: Sequence[RegionMention],
    years: Sequence[YearMention],
    plans: Sequence[str] = (),
) -> NamedDocuments:
    """Return the documents that a query names by what they are.

    Args:
        text: The query's shadow.
        catalogue: Of the index.
        places: That the query names.
        regions: That it names.
        years: That it names.
        plans: Ids of those that it names otherwise: by number, title or city.
    """
    has_owner = any(p.place and p.place.full_name in catalogue.owners for p in places)
    text = without(text, quoted_titles(text))
    found = np.zeros(len(catalogue.plans), dtype=np.bool_)
    names: list[Range] = []
    reader = _Reader(text, places, regions, years, catalogue.masks)
    for start, end, kinds in _nouns(text):
        said = reader.read(start, kinds)
        if text[start:end].isascii():
            said, end = reader.read_behind(end, kinds, said)
        best = max((own.rank for own, _ in said), default=None)
        alike = [(own, mask) for own, mask in said if own.rank == best]
        if not alike:
            continue
        # Where they are of several readings, that of the first plan speaks for all.
        first = min(alike, key=lambda pair: int(pair[1].argmax()))[0]
        if plans and not first.names:
            continue
        meant = np.logical_or.reduce([mask for _, mask in alike])
        own = np.flatnonzero(meant).tolist()
        has_place = any(catalogue.plans[number].place for number in own)
        if _is_named(first, len(own), has_owner, has_place):
            found |= meant
            names.append((first.start, end))
    ids = tuple(catalogue.plans[number].id for number in np.flatnonzero(found).tolist())
    return NamedDocuments(ids, tuple(names))


def _nouns(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield the range of a word for plan, with the words of its kind that titles have."""
    for match in _ANY_KIND.finditer(text):
        yield *match.span(), tuple(chain.from_iterable(_KINDS))
    for match in _NOUN.finditer(text):
        yield *match.span(), next(k for k in _KINDS if match.group().endswith(k))
    for match in _ENGLISH_NOUN.finditer(text):
        word = match.group().lower()
        zh = next((zh for en, zh in _ENGLISH_KINDS.items() if en in word), "方案")
        yield *match.span(), next(kinds for kinds in _KINDS if zh in kinds)


def _is_named(said: _Said, alike: int, has_owner: bool, has_place: bool) -> bool:
    """Tell whether what is said of some documents, all alike, is their name.

    Args:
        said: Of each of them.
        alike: How many they are.
        has_owner: The query names a place that has plans.
        has_place: One of them is a city's or a county's.
    """
    if said.names and (said.years or said.chars):
        return not has_owner or said.years > 0 or said.chars >= MIN_WORDS
    if alike > MAX_ALIKE:
        return False
    if said.own >= (MIN_BESIDE_A_PLACE if has_owner else MIN_WORDS):
        return True
    is_common = bool(said.years) and said.chars >= MIN_BESIDE_A_PLACE
    return is_common and not (has_owner or has_place)


class _Reader:
    """Reads from a word for plan to the left, as far as documents' names can reach."""

    def __init__(
        self,
        text: str,
        places: Sequence[NamedPlace],
        regions: Sequence[RegionMention],
        years: Sequence[YearMention],
        masks: PlanMasks,
    ) -> None:
        self._text, self._lower = text, text.lower()
        self._places = {place.end: place for place in places}
        self._regions = {mention.end: mention for mention in regions}
        self._years = {mention.end: mention for mention in years}
        self._masks = masks

    def read(self, end: int, kinds: tuple[str, ...]) -> list[tuple[_Said, Mask]]:
        """Return what is said before a position, each with the plans of which it is said.

        Plans of which nothing is said, or where another must be meant, are in none.
        """
        of_kind = np.logical_or.reduce([self._masks.titled(kind) for kind in kinds])
        found: list[tuple[_Said, Mask]] = []
        waiting = [(end, _Said(start=end), of_kind)]
        while waiting:
            position, said, plans = waiting.pop()
            for start, more, own in self._steps(position, plans):
                if more is not None and start > 0:
                    waiting.append((start, said.plus(replace(more, start=start)), own))
                    continue
                whole = said if more is None else said.plus(replace(more, start=start))
                if any(whole.rank):
                    found.append((whole, own))
        return found

    def read_behind(
        self, start: int, kinds: tuple[str, ...], said: Sequence[tuple[_Said, Mask]]
    ) -> tuple[list[tuple[_Said, Mask]], int]:
        """Return what is said with what stands behind an English word for plan, and its end.

        Words that no plan of those that can be meant has in its title say nothing.

        Args:
            start: Where the word for plan ends.
            kinds: Words of which the titles of its kind have one.
            said: What stands before it says.
        """
        joined = _BEHIND.match(self._lower, start)
        if not joined:
            return list(said), start
        stop = _END_BEHIND.search(self._lower, joined.end())
        phrase = self._lower[joined.end() : stop.start() if stop else len(self._lower)]
        of_kind = np.logical_or.reduce([self._masks.titled(kind) for kind in kinds])
        found = []
        end = start
        for own, plans in said or [(_Said(start=start), of_kind)]:
            for last, more, meant in self._said_in(phrase, joined.end(), plans):
                own, plans = own.plus(replace(more, start=own.start)), meant
                end = max(end, last)
            found.append((own, plans))
        return (found, end) if end > start else (list(said), start)

    def _said_in(self, phrase: str, start: int, plans: Mask) -> Iterator[tuple[int, _Said, Mask]]:
        """Yield what years and words of an English phrase say, where each ends, and of which plans.

        Args:
            phrase: Of the text.
            start: Where it begins.
            plans: That can be meant.
        """
        for end, year in self._years.items():
            own = plans & self._masks.of_years(tuple(year.years))
            if start <= year.start and end <= start + len(phrase) and own.any():
                plans = own
                yield end, _Said(years=1), plans
        for end, words in _known_phrases(phrase):
            own = plans & np.logical_or.reduce([self._masks.titled(word) for word in words])
            if own.any():
                plans, word = own, min(words, key=len)
                said = _Said(own=len(_GENERIC.sub("", word)), chars=len(word))
                yield start + end, said, plans

    def _steps(self, end: int, plans: Mask) -> Iterator[tuple[int, _Said | None, Mask]]:
        """Yield where what ends at a position begins, what it says, and of which plans.

        Plans of which it says that another is meant are in none; of some nothing may be said,
        where no name reaches here.
        """
        if (named := self._name(end)) is not None:
            yield from _of_some(named[0], _Said(names=1), plans & named[1])
            return
        if year := self._years.get(end):
            own = self._masks.of_years(tuple(year.years))
            yield from _of_some(year.start, _Said(years=1), plans & own)
            return
        for start, word in self._words(end):
            own = plans & self._masks.titled(word)
            said = _Said(own=len(_GENERIC.sub("", word)), chars=len(word))
            yield from _of_some(start, said, own)
            plans = plans & ~own
        filler = _FILLER.search(self._lower, max(0, end - 5), end)
        if filler:
            yield from _of_some(filler.start(), _Said(), plans)
        else:
            yield from _of_some(end, None, plans)

    def _name(self, end: int) -> tuple[int, Mask] | None:
        """Return where the region, place or office that ends here begins, and whose plans."""
        if mention := self._regions.get(end):
            return mention.start, self._masks.of_region(mention.region.name)
        if place := self._places.get(end):
            owner = place.place.full_name if place.place is not None else "\0"
            return place.start, self._masks.of_owner(owner)
        for word, issuer in _ISSUERS.items():
            if self._lower.endswith(word, 0, end):
                return end - len(word), self._masks.issued_by(issuer)
        for word, level in _LEVELS.items():
            if self._lower.endswith(word, 0, end):
                return end - len(word), self._masks.of_level(level)
        return None

    def _words(self, end: int) -> Iterator[tuple[int, str]]:
        """Yield what may be part of a title and ends here, with its start, the longest first."""
        for start in range(max(0, end - 12), end - 1):
            word = self._text[start:end]
            if not word.isascii() and not _YEAR_LEFT.match(word):
                yield start, word
        for size in range(_MAX_WORDS, 0, -1):
            pattern = rf"(?<![a-z])[a-z]+(?:[ -][a-z]+){{{size - 1}}}$"
            match = re.search(pattern, self._lower[max(0, end - 60) : end])
            for word in _chinese_of(match.group()) if match else ():
                yield end - len(match.group() if match else ""), word


def _known_phrases(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield where each English phrase of a text that the plans know ends, and its Chinese words.

    Of phrases that overlap the longest.
    """
    words = list(_ENGLISH_WORD.finditer(text))
    at = 0
    while at < len(words):
        for size in range(min(_MAX_WORDS, len(words) - at), 0, -1):
            chinese = _chinese_of(" ".join(own.group() for own in words[at : at + size]))
            if chinese:
                yield words[at + size - 1].end(), chinese
                break
        at += size


def _of_some(
    start: int, said: _Said | None, plans: Mask
) -> Iterator[tuple[int, _Said | None, Mask]]:
    """Yield what is said of some plans, if there are any."""
    if plans.any():
        yield start, said, plans


@cache
def _chinese_of(phrase: str) -> tuple[str, ...]:
    """Return the Chinese words of an English phrase, in the plural too."""
    return _by_english().get(phrase.replace("-", " ").rstrip("s"), ())


@cache
def _by_english() -> dict[str, tuple[str, ...]]:
    """Return the Chinese words by the English ones of the term groups."""
    found: dict[str, tuple[str, ...]] = {}
    for group in term_groups():
        for phrase in group.english:
            key = phrase.lower().replace("-", " ").rstrip("s")
            found[key] = (*found.get(key, ()), *group.chinese)
    return found
