"""Which documents a query names by what they are: 国务院2023年空气质量计划, the kiln plan.

A region, an issuer, a year, a kind of place or words of the title before a word for plan name a
document. Words that most titles have (空气质量, 行动) name none alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from index.mentions.dates import YearMention
from index.mentions.divisions import RegionMention
from index.mentions.terms import term_groups
from index.query.catalogue import Catalogue, CataloguedPlan
from index.query.named_places import NamedPlace
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
    r"(?:[那这][份个]|版|年度?|份|的|和|与|及|[、《“\"( \-–—]"
    r"|\b(?:the|a|of|and|its|for|air|clean|s)|')$"
)
_GENERIC = re.compile(
    r"大气|空气|环境|质量|持续|改善|污染物?|防治|治理|综合|行动|实施|工作|三年|年度?|专项|攻坚战?|蓝天|保卫战?"
    r"|打赢|重污染|天气|应急|管理|地区|关于|印发|方案|计划|深入|打好|市|省|县|[\d\-—–()（）]"
)
_YEAR_LEFT = re.compile(r"[\d年度\-—–]")
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
    found: set[str] = set()
    names: list[Range] = []
    for start, end, kinds in _nouns(text):
        reader = _Reader(text, places, regions, years)
        said = {plan.id: s for plan in catalogue.plans if (s := reader.read(start, plan, kinds))}
        best = max((own.rank for own in said.values()), default=None)
        alike = [id_ for id_, own in said.items() if own.rank == best]
        if not alike or (plans and not said[alike[0]].names):
            continue
        has_place = any(catalogue.by_id[id_].place for id_ in alike)
        if _is_named(said[alike[0]], len(alike), has_owner, has_place):
            found.update(alike)
            names.append((said[alike[0]].start, end))
    ids = tuple(plan.id for plan in catalogue.plans if plan.id in found)
    return NamedDocuments(ids, tuple(names))


def _nouns(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield the range of a word for plan, with the words of its kind that titles have."""
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
    """Reads from a word for plan to the left, as far as a document's name can reach."""

    def __init__(
        self,
        text: str,
        places: Sequence[NamedPlace],
        regions: Sequence[RegionMention],
        years: Sequence[YearMention],
    ) -> None:
        self._text, self._lower = text, text.lower()
        self._places = {place.end: place for place in places}
        self._regions = {mention.end: mention for mention in regions}
        self._years = {mention.end: mention for mention in years}

    def read(self, end: int, plan: CataloguedPlan, kinds: tuple[str, ...]) -> _Said | None:
        """Return what is said of a plan before a position, None where another must be meant."""
        if not any(kind in plan.title for kind in kinds):
            return None
        said, position = _Said(start=end), end
        while position > 0:
            step = self._step(position, plan)
            if step is None:
                return None
            position, more = step
            if more is None:
                break
            said = said.plus(replace(more, start=position))
        return said if any(said.rank) else None

    def _step(self, end: int, plan: CataloguedPlan) -> tuple[int, _Said | None] | None:
        """Return where what ends at a position begins, and what it says of a plan.

        None where it says that another plan is meant; nothing said where no name reaches here.
        """
        if (found := self._name(end, plan)) is not None:
            return None if found < 0 else (found, _Said(names=1))
        if year := self._years.get(end):
            return (year.start, _Said(years=1)) if _is_of_years(plan, year.years) else None
        if words := self._words(end, plan.title):
            start, word = words
            return start, _Said(own=len(_GENERIC.sub("", word)), chars=len(word))
        filler = _FILLER.search(self._lower, max(0, end - 5), end)
        return (filler.start(), _Said()) if filler else (end, None)

    def _name(self, end: int, plan: CataloguedPlan) -> int | None:
        """Return where the region, place or office that ends here begins: -1 if not the plan's."""
        if mention := self._regions.get(end):
            return mention.start if mention.region.name in plan.regions else -1
        if place := self._places.get(end):
            is_own = place.place is not None and place.place.full_name == plan.owner
            return place.start if is_own else -1
        return self._office(end, plan)

    def _office(self, end: int, plan: CataloguedPlan) -> int | None:
        """Return where the office or level that ends here begins: -1 where it is not the plan's."""
        for word, issuer in _ISSUERS.items():
            if self._lower.endswith(word, 0, end):
                is_own = plan.level == "nation" and (not issuer or issuer in _who(plan))
                return end - len(word) if is_own else -1
        for word, level in _LEVELS.items():
            if self._lower.endswith(word, 0, end):
                return end - len(word) if plan.level == level else -1
        return None

    def _words(self, end: int, title: str) -> tuple[int, str] | None:
        """Return where the longest part of a title that ends here begins, and that part."""
        for start in range(max(0, end - 12), end - 1):
            word = self._text[start:end]
            if word in title and not word.isascii() and not _YEAR_LEFT.match(word):
                return start, word
        for size in range(_MAX_WORDS, 0, -1):
            pattern = rf"(?<![a-z])[a-z]+(?:[ -][a-z]+){{{size - 1}}}$"
            match = re.search(pattern, self._lower[max(0, end - 60) : end])
            chinese = _chinese_of(match.group()) if match else ()
            if found := next((word for word in chinese if word in title), None):
                return end - len(match.group() if match else ""), found
        return None


def _who(plan: CataloguedPlan) -> str:
    """Return who issued a plan; its letters tell where the issuer is not known."""
    by_letters = "国务院" if plan.number and plan.number[0].startswith("国") else ""
    return f"{plan.issuer}{plan.title}{by_letters}"


def _is_of_years(plan: CataloguedPlan, years: tuple[int, ...]) -> bool:
    """Tell whether a plan is of some years, or was issued in one."""
    first, last = plan.period or (1, 0)
    own = {*range(first, last + 1), plan.issued}
    return bool(own & set(years)) or any(str(year) in plan.title for year in years)


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
