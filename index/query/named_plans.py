"""Which plans a query names: by number, by title, or as a city's plan of some years."""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from operator import attrgetter

from index.mentions.codes import DocumentNumber
from index.mentions.dates import YEARS_LONG, YearMention
from index.mentions.places import find_places, resolve
from index.query.catalogue import Catalogue, CataloguedPlan
from index.query.named_places import NamedPlace
from index.text.numerals import CHINESE_COUNT, CHINESE_NUMERAL, parse_chinese_numeral
from index.text.shadow import Range, is_within, quoted_titles, without

MIN_TITLE_CHARS = 8
"""A shorter part of a title (蓝天保卫战) is a topic, not a name."""

_SPACES = re.compile(r"[\s\"'“”]")
_YEARS = r"(?:(?:19|20)\d{2}\D{0,2}?(?:(?:19|20)\d{2}|\d{2}(?=年))?年?度?版?)"
_DURATION = rf"(?P<duration>{YEARS_LONG}|3)年"
# What may stand between a city, its years and the word for plan; all of it is in titles.
_FILLER = (
    r"(?:市|省|政府|人民政府|的|这|那|份|个|里|现行|最新|新|老|旧|前后|两|打赢|蓝天|保卫战|大气|污染|防治|空气|质量"
    r"|环境|持续|改善|攻坚战?|行动|实施|工作|决战|秋冬季|专项|年度|治理|综合|以及|和|与|、|及|,|\(|\)|《|\[|\])"
)
_ROUND = (
    r"[新旧老上前后这头首]一?轮|第[一二]轮|[前后]一?份|[新旧老]版|[新旧老]的?(?:方案|计划|文件)"
    r"|[新旧老]的?[那这]一?[份个版]"
)
# 海东计划把条例送审: 计划 is a verb as well, unless a word before or behind it makes it a noun.
_NOUN_BEFORE = r"(?:(?<=行动|实施|工作|攻坚|防治|改善|治理|年度|专项|两个|这个|那个)|(?<=份))"
_CHINESE_PLAN = (
    rf"(?P<plan>方案|文件|行动期间|{_NOUN_BEFORE}计划"
    r"|(?:计划|规划)(?=$|[的中里内第,。?!、:;《(]|是|有[哪什几多没无]))"
)
_AFTER_CITY = re.compile(
    rf"(?:{_FILLER}|(?P<years>{_YEARS})|{_DURATION}){{0,14}}?(?:{_CHINESE_PLAN}|{_ROUND})"
)
_BEFORE_CITY = re.compile(rf"(?:(?:{_YEARS}(?:和|与|、)?)+|{_ROUND})(?:的|那|这|份|度)*$")
# The closed classes of words that tell one round of plans from the other.
_NEW = re.compile(r"新|现行|[后这]一?[轮份]|第二轮|\b(?:new(?:er)?|lat(?:est|er)|current|recent)\b")
_OTHER_ROUND = re.compile(
    r"(?:方案|计划|文件)?(?:里|中)?的?"
    r"(?:和|与|、|跟|同|比|以及|较|相比|对比|,? and | than ){1,2}(?:the )?"
    rf"(?:{_ROUND}|(?:new|old|earli|lat|previous)\w* (?:one|plan))"
)
_OLD = re.compile(
    r"旧|老|[上前头首]一?轮|前一?份|第一轮|\b(?:old(?:er)?|earlier|previous|former)\b"
)
# A query about one city need not name it again: 海东的目标，2018-2020年方案和2024年方案有何不同.
_ANYWHERE = re.compile(
    rf"(?P<years>{_YEARS})(?:{_FILLER}|{_DURATION}){{0,8}}?{_CHINESE_PLAN}"
    rf"|(?P<only>{YEARS_LONG}|3)年(?:专项)?行动(?:实施)?(?:方案|计划)"
)
_ENGLISH_FILLER = (
    r"(?: ?'s|’s|(?<= )(?:city|municipal|government|and|the|air|quality|blue|sky|skies|clean|action"
    r"|work|"
    r"implementation|pollution|prevention|control|defen[cs]e|battle|improvement|annual|new|old|"
    r"newer|older|latest|later|current|recent|earlier|previous|former)"
    r"| ?(?:19|20)\d{2}(?: ?[-–—\u2212] ?(?:19|20)?\d{2}| to (?:19|20)\d{2})?|[ ,-]"
    r"|(?P<duration>two|three|four|five|[2-5])[- ]year)"
)
_AFTER_CITY_ENGLISH = re.compile(rf"{_ENGLISH_FILLER}{{0,16}}?\bplans?\b(?! to )", re.IGNORECASE)
_FOR_YEARS = re.compile(r" (?:for|of|from|in|covering) ", re.IGNORECASE)
_BEFORE_CITY_ENGLISH = re.compile(
    r"\bplans? (?:of|for|from|in) (?:the city of )?(?:[a-z' ]{3,24}(?:, | and ))*$", re.IGNORECASE
)
_LABEL_AFTER = re.compile(rf" ?(?:第(?:\d|{CHINESE_NUMERAL})|[(](?:{CHINESE_COUNT}|\d{{1,2}}\)))")
_LIST = re.compile(r"[、,和与及]|,? and ")
_ENGLISH_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5}


def find_plans(
    text: str,
    catalogue: Catalogue,
    named: Sequence[NamedPlace],
    years: Sequence[YearMention],
    numbers: Sequence[DocumentNumber],
) -> tuple[str, ...]:
    """Return the ids of the plans a query names, in the order of the index.

    Args:
        text: The query's shadow.
        catalogue: Of the index.
        named: The places it names.
        years: The years it names.
        numbers: The document numbers in it.
    """
    found = {number.plan for number in numbers}
    found.update(_by_id(text, catalogue))
    quoted = list(_by_quoted_title(text, catalogue))
    titles = list(_by_title(text, catalogue, named))
    found.update(plan_id for _, plan_id in [*quoted, *titles])
    starts = {start for start, _ in titles}
    ranges = [range_ for range_, _ in quoted]
    # A whole title names its plan, and no other of the place at its head.
    titled = {p.end for p in named if p.end in starts or is_within((p.start, p.end), ranges)}
    found.update(_by_city(text, catalogue, named, years, titled))
    return catalogue.in_order(found)


def _by_id(text: str, catalogue: Catalogue) -> Iterator[str]:
    """Yield the plans whose id stands in a query as a word."""
    if text.isascii() or re.search("[a-z]", text):
        for plan in catalogue.plans:
            if plan.id in text and re.search(rf"(?<![\w-]){re.escape(plan.id)}(?![\w-])", text):
                yield plan.id


def _by_quoted_title(text: str, catalogue: Catalogue) -> Iterator[tuple[Range, str]]:
    """Yield where a plan's title, or a part that no other has, stands in 《》, and the plan."""
    for quoted in quoted_titles(text):
        start, end = quoted
        title = _SPACES.sub("", text[start:end])
        mentions = find_places(title)
        place, end = None, 0
        for mention in mentions:
            if mention.start != end or (found := resolve(mention)) is None:
                break
            place, end = found, mention.end
        core = title[end:]
        candidates = [
            plan for plan in catalogue.plans if place is None or place.full_name == plan.owner
        ]
        whole = [plan for plan in candidates if core in (plan.core, plan.title)]
        whole = whole or [plan for plan in candidates if _begins_alike(core, plan)]
        parts = [plan for plan in candidates if len(core) >= MIN_TITLE_CHARS and core in plan.title]
        yield from ((quoted, plan.id) for plan in whole or (parts if len(parts) == 1 else ()))


def _begins_alike(core: str, plan: CataloguedPlan) -> bool:
    """Tell whether a quoted title is a plan's but for its years: …方案(2018-2020年)."""
    return len(plan.core) >= MIN_TITLE_CHARS and core.startswith(plan.core + "(")


def _by_title(
    text: str, catalogue: Catalogue, named: Sequence[NamedPlace]
) -> Iterator[tuple[int, str]]:
    """Yield where a title stands without 《》, with no other place before it, and the plan."""
    text = without(text, quoted_titles(text))
    for core in _cores_in(text, catalogue):
        start = text.find(core)
        owners = {place.place for place in named if place.end == start} if start > 0 else set()
        for plan in catalogue.by_core[core]:
            if all(place and place.full_name == plan.owner for place in owners):
                yield start, plan.id


def _cores_in(text: str, catalogue: Catalogue) -> set[str]:
    """Return the titles, without place and years, that stand in a text."""
    by_core = catalogue.by_core
    sizes = {len(core) for core in by_core if len(core) >= MIN_TITLE_CHARS}
    if len(by_core) < len(text) * len(sizes):
        return {core for core in by_core if len(core) >= MIN_TITLE_CHARS and core in text}
    pieces = (text[start : start + size] for size in sizes for start in range(len(text)))
    return {piece for piece in pieces if piece in by_core and len(piece) >= MIN_TITLE_CHARS}


def _by_city(
    text: str,
    catalogue: Catalogue,
    named: Sequence[NamedPlace],
    years: Sequence[YearMention],
    titled: Set[int],
) -> Iterator[str]:
    """Yield the plans that are named as a city's: 海东2024年方案, Haidong's 2024 plan.

    Args:
        text: The query's shadow.
        catalogue: Of the index.
        named: The places that it names.
        years: The years that it names.
        titled: Where places end that stand at the head of a plan's whole title.
    """
    following = len(text)
    pending = False
    for place in reversed(named):
        own = () if place.end in titled else _plans_of(place, catalogue)
        is_listed = pending and _LIST.fullmatch(text[place.end : following]) is not None
        bound = _bound(text, place, following, years) if own else None
        if bound is not None:
            of_years = _of_years(own, bound.years, bound.duration)
            yield from (plan.id for plan in _of_round(of_years, bound.words))
        elif own and is_listed:  # 咸阳、阳泉方案
            yield from (plan.id for plan in own)
        pending = bool(own) and (bound is not None or is_listed)
        following = place.start
    if len({place.place for place in named}) == 1:
        yield from _of_one_city(text, _plans_of(named[0], catalogue), years)


def _of_one_city(
    text: str, own: Sequence[CataloguedPlan], years: Sequence[YearMention]
) -> Iterator[str]:
    """Yield the plans of a query's only city that years or a duration name, wherever they stand."""
    for match in _ANYWHERE.finditer(text) if own else ():
        inside = _years_in(years, match.start(), match.end())
        duration = _value(match["only"] or match["duration"])
        if any(year.is_base for year in inside) or not (inside or duration):
            continue
        yield from (plan.id for plan in _of_years(own, inside, duration))


def _plans_of(named: NamedPlace, catalogue: Catalogue) -> Sequence[CataloguedPlan]:
    """Return a place's own plans."""
    return catalogue.plans_of(named.place.full_name) if named.place else ()


@dataclass(frozen=True, slots=True)
class _Bound:
    """What tells a city's plans apart where a word for plan names them.

    Attributes:
        years: Of the plans.
        duration: In years; None where none is said.
        words: Around the city's name.
    """

    years: list[YearMention]
    duration: int | None = None
    words: str = ""


def _bound(
    text: str, place: NamedPlace, following: int, years: Sequence[YearMention]
) -> "_Bound | None":
    """Return what a word for plan binds to a city, None without one.

    Args:
        text: The query's shadow.
        place: The city.
        following: Where the next place begins; nothing is bound beyond.
        years: Those of the query.
    """
    before = _BEFORE_CITY.search(text[: place.start])
    start = before.start() if before else place.start
    for pattern in (_AFTER_CITY, _AFTER_CITY_ENGLISH):
        match = pattern.match(text, place.end, following)
        if match:
            end = match.end()
            if pattern is _AFTER_CITY_ENGLISH and (tail := _FOR_YEARS.match(text, end)):
                end = next((y.end for y in years if y.start == tail.end()), end)
            inside = _years_in(years, start, _with_list(text, years, end))
            words = text[start : place.start] + text[place.end : end]
            if other := _OTHER_ROUND.match(text, end, following):
                words += other.group()
            return _Bound(inside, _value(match["duration"]), words)
    if _BEFORE_CITY_ENGLISH.search(text[: place.start]):
        return _Bound([y for y in years if place.end <= y.start <= place.end + 6])
    own = [y for y in years if place.end <= y.start <= place.end + 2]
    if own and _LABEL_AFTER.match(text, own[-1].end):  # 海东2024(十三)
        return _Bound(own)
    return None


def _with_list(text: str, years: Sequence[YearMention], end: int) -> int:
    """Return where a list of plans that begins before ``end`` ends: 2018-2020年方案和2024年方案."""
    for year in years:
        if 0 <= year.start - end <= 2 and _LIST.fullmatch(text[end : year.start]):
            tail = re.compile(rf"年?度?的?(?:{_FILLER}){{0,4}}?{_CHINESE_PLAN}").match(
                text, year.end
            )
            if tail:
                end = tail.end()
    return end


def _years_in(years: Sequence[YearMention], start: int, end: int) -> list[YearMention]:
    """Return the years inside a range."""
    return [year for year in years if start <= year.start and year.end <= end]


def _value(duration: str | None) -> int | None:
    """Return a duration as a number of years."""
    if duration is None:
        return None
    word = duration.lower()
    if word in _ENGLISH_NUMBERS or word.isdecimal():
        return _ENGLISH_NUMBERS.get(word) or int(word)
    return parse_chinese_numeral(word)


def _of_years(
    plans: Sequence[CataloguedPlan], years: Sequence[YearMention], duration: int | None
) -> list[CataloguedPlan]:
    """Return the plans of a city that cover the years named, and last as long as is said."""
    if not years and duration is None:
        return list(plans)
    return [
        plan
        for plan in plans
        if (not years and duration == _length(plan))
        or any(_covers(plan, year.years, plans) for year in years)
    ]


def _of_round(plans: Sequence[CataloguedPlan], words: str) -> list[CataloguedPlan]:
    """Return the latest of a city's plans where the words say the new one, the first for 旧."""
    is_new, is_old = (bool(form.search(words)) for form in (_NEW, _OLD))
    if is_new == is_old or len(plans) < 2:
        return list(plans)
    return [(max if is_new else min)(plans, key=attrgetter("when"))]


def _covers(plan: CataloguedPlan, years: tuple[int, ...], others: Sequence[CataloguedPlan]) -> bool:
    """Tell whether a plan is of some years, or was issued then where no plan is of them."""
    if plan.period is None:
        return plan.issued in years
    exact = any(other.period == (years[0], years[-1]) for other in others)
    if exact:
        return plan.period == (years[0], years[-1])
    return plan.period[0] <= years[-1] and years[0] <= plan.period[1]


def _length(plan: CataloguedPlan) -> int | None:
    """Return how many years a plan says it lasts, or covers."""
    if plan.duration:
        return plan.duration
    return plan.period[1] - plan.period[0] + 1 if plan.period else None
