"""The nouns: a query with everything that it was understood to name, and the hits of a search.

Offsets count code points in ``Query.text``, half-open.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from index.hits import Hit
from index.mentions.divisions import Place
from index.types import Level

_UPPER = ("省", "市", "自治区", "州", "盟")
"""What the names of provinces and cities end with."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of a query: ``query.text[start:end] == text``.

    Raises:
        ValueError: the range does not fit the text.
    """

    text: str
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or len(self.text) != self.end - self.start:
            raise ValueError(f"{self.text!r} cannot stand at {self.start}..{self.end}")


@dataclass(frozen=True, slots=True)
class AmbiguousName(Mention):
    """A name that several places bear, where nothing tells which is meant.

    Attributes:
        places: All of them, Simplified and in full.
        cities: Those cities of the index that are among them, or that one of them lies in.
    """

    places: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClauseMention(Mention):
    """A clause named by its number.

    Attributes:
        clauses: Plan and clause ids of all that it fits in the plans that can be meant; empty
            where it fits none.
    """

    clauses: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DepartmentMention(Mention):
    """An office.

    Attributes:
        names: The names under which the plans' responsibility brackets know it; empty where no
            bracket does.
    """

    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A query that can be searched for.

    Attributes:
        text: As it was asked, white space at its edges and line breaks apart.
        terms: Its tokens, in order, repeated as often as they occur.
        content: The text without the names of the documents it is asked of: what the passages of
            these are ranked by.
        cities: The cities and counties (焦作市温县) whose plans it asks for, in the order of the
            index; of a county without a plan its city. None that a document it names is only
            asked about.
        provinces: The provinces it names of which the index has plans; none that only says which
            of its cities is meant, or that stands in a standard's name.
        regions: The regions it names of which the index has plans, where it names nothing else, or
            side by side with places: 自贡和成渝.
        subjects: Places that it asks about and that have no plan of their own: those not indexed,
            and counties of the cities that are not named themselves.
        levels: Of the plans that it asks about at large: which cities, which counties.
        kinds: Words of which their titles have one, where it asks what the plans say: 方案, 计划.
        places_not_indexed: Cities, provinces and counties that it names for certain and of which
            the index has no plan; Simplified, in full, in their order.
        ambiguous: Names that several places bear.
        excluded: Places whose plans it leaves out (除咸阳外), Simplified, in full.
        years: Ascending, ranges resolved.
        base_years: Years that something is compared with, ascending.
        plans: Ids of the plans that it names, in the order of the index; empty where it only
            names a city.
        clauses: Clauses named by number.
        document_numbers: Such as ``东政〔2024〕24号``.
        standards: Such as ``GB 37822-2019``.
        quantities: Numbers with their unit.
        departments: Offices.
    """

    text: str
    terms: tuple[str, ...]
    cities: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    subjects: tuple[Place, ...] = ()
    levels: tuple[Level, ...] = ()
    kinds: tuple[str, ...] = ()
    places_not_indexed: tuple[str, ...] = ()
    ambiguous: tuple[AmbiguousName, ...] = ()
    excluded: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    base_years: tuple[int, ...] = ()
    plans: tuple[str, ...] = ()
    clauses: tuple[ClauseMention, ...] = ()
    document_numbers: tuple[Mention, ...] = ()
    standards: tuple[Mention, ...] = ()
    quantities: tuple[Mention, ...] = ()
    departments: tuple[DepartmentMention, ...] = ()
    content: str = ""

    @property
    def absent(self) -> tuple[str, ...]:
        """What it names for certain and the index has no plan of.

        The places not indexed, and a name such as 吉林: province or city, neither has a plan. A
        district's name may be an ordinary word as well, and counts as open.
        """
        open_names = (
            name.text
            for name in self.ambiguous
            if not name.cities and all(place.endswith(_UPPER) for place in name.places)
        )
        return (*self.places_not_indexed, *open_names)

    def describe(self) -> str:
        """Return what was understood: ``city=咸阳市, year=2020``; empty where nothing was."""
        return ", ".join(f"{english}={value}" for english, _, value in self._understood("、"))

    def describe_in_chinese(self) -> str:
        """Return what was understood for the page: ``城市：咸阳市；年份：2020``."""
        return "；".join(f"{chinese}：{value}" for _, chinese, value in self._understood("、"))

    def _understood(self, separator: str) -> Iterator[tuple[str, str, str]]:
        """Yield what is not empty: its English and Chinese name, and its value."""
        ambiguous = (f"{name.text}({'/'.join(name.places)})" for name in self.ambiguous)
        fields: tuple[tuple[str, str, list[str]], ...] = (
            ("city", "城市", list(self.cities)),
            ("province", "省份", list(self.provinces)),
            ("region", "区域", list(self.regions)),
            ("not indexed", "未收录", list(self.places_not_indexed)),
            ("ambiguous", "地名不明确", list(ambiguous)),
            ("without", "不含", list(self.excluded)),
            ("year", "年份", _ranges(self.years)),
            ("base year", "基准年", _ranges(self.base_years)),
            ("plan", "方案", list(self.plans)),
            ("clause", "条款", [mention.text for mention in self.clauses]),
            ("document", "文号", [mention.text for mention in self.document_numbers]),
            ("standard", "标准", [mention.text for mention in self.standards]),
            ("quantity", "数量", [mention.text for mention in self.quantities]),
            ("department", "部门", [mention.text for mention in self.departments]),
        )
        for english, chinese, values in fields:
            if values:
                yield english, chinese, separator.join(dict.fromkeys(values))


def _ranges(years: tuple[int, ...]) -> list[str]:
    """Return years as people write them: 2018–2020, 2024."""
    runs: list[list[int]] = []
    for year in years:
        if runs and runs[-1][-1] + 1 == year:
            runs[-1].append(year)
        else:
            runs.append([year])
    return [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]


class Hits(tuple[Hit, ...]):
    """The hits of a search, best first; a tuple that knows what was asked.

    Attributes:
        query: What the query was understood to name.
        notice: Why the result is empty or narrower than the question, in Chinese and English;
            empty where there is nothing to say.
        plans: Ids of the plans that were searched: those the question is about.
        similarities: For each passage of a hit, by id, the cosine similarity of each of its
            sentences, in the order of ``split_sentences``; empty in lexical mode.
    """

    query: Query
    notice: str
    similarities: Mapping[str, tuple[float, ...]]
    plans: frozenset[str]

    def __new__(
        cls,
        hits: Iterable[Hit],
        query: Query,
        notice: str = "",
        similarities: Mapping[str, tuple[float, ...]] | None = None,
        plans: Iterable[str] = (),
    ) -> "Hits":
        """Take the hits in the order of their ranks."""
        found = super().__new__(cls, hits)
        found.query = query
        found.notice = notice
        found.similarities = similarities or {}
        found.plans = frozenset(plans)
        return found

    def __getnewargs__(
        self,
    ) -> tuple[tuple[Hit, ...], Query, str, Mapping[str, tuple[float, ...]], frozenset[str]]:
        """Return what ``pickle`` and ``copy`` make another one of."""
        return tuple(self), self.query, self.notice, self.similarities, self.plans
