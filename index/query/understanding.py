"""One query, refused or read from end to end."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from index.errors import QueryError
from index.mentions.codes import find_document_numbers, find_standards
from index.mentions.dates import YearMention, find_years
from index.mentions.divisions import Place, find_regions
from index.mentions.offices import NamedOffice, find_offices
from index.mentions.quantities import find_asked_quantities
from index.query.catalogue import Catalogue, CataloguedPlan
from index.query.named_clauses import NamedClause, find_clauses
from index.query.named_documents import PLAN_WORDS, find_documents
from index.query.named_places import NamedPlace, asked_of, find_named_places, regions_asked
from index.query.named_plans import find_plans
from index.query.types import AmbiguousName, ClauseMention, DepartmentMention, Mention, Query
from index.ranking.tokens import tokens_of
from index.text.shadow import Range, Shadow, shadow_of, without
from index.types import Level

_LEFT_OVER = re.compile(
    r"^(?:(?:在|按照?|根据|依据?|据|照|under|in|according to)\b ?)?[里中下内的,，、:： ]*|"
    r"[,， ]*\b(?:under|in|of|according to)(?: the)?(?=[?？. ]*$)",
    re.IGNORECASE,
)
"""What is left around a document's name that is taken out of a query."""

MAX_QUERY_CHARS = 1000
"""A question or a quoted sentence is far shorter; more is a document pasted by mistake."""

# 哪个城市的目标最高 asks about cities at large: no notice of a ministry answers it.
_AT_LARGE: tuple[tuple[Level, re.Pattern[str]], ...] = (
    (
        "nation",
        re.compile(
            r"部委|(?:中央|国务院)(?:各?部门|单位|机构)|国务院(?:的)?文件"
            r"|\b(?:which|what)\b[^,;?]*\b(?:ministr(?:y|ies)"
            r"|(?:central|national) (?:bod|agenc|depart))",
            re.I,
        ),
    ),
    (
        "city",
        re.compile(
            r"[哪各]\w{0,2}城市|[哪各](?:个|些)?地?级?市(?![场区])|\b(?:which|what) cit(?:y|ies)\b",
            re.I,
        ),
    ),
    (
        "county",
        re.compile(
            r"[哪各](?:个|些)(?:区县|县区|县)|\bwhich (?:count(?:y|ies)|districts?)\b", re.I
        ),
    ),
)
# 这几份方案 and 方案里 are documents that call themselves plans, no ministry's notice.
_PLANS_AT_LARGE = re.compile(
    r"[这哪各那每几](?:\w?份|些|个)?(?:方案|计划)|(?:^|[,。?!，])(?:方案|计划)[里中]"
    r"|\b(?:the|these|which|all|any|each|every)(?: of the(?:se)?)? plans?\b",
    re.IGNORECASE,
)
_WHITE_CONTROLS = frozenset("\t\n\r\v\f")


def read(text: str) -> tuple[str, Shadow]:
    """Return a query without white space at its edges and line breaks, and its shadow.

    Args:
        text: As the user typed it, in either script or in English.

    Raises:
        QueryError: the text is blank, too long, or has control characters.
    """
    if not isinstance(text, str):
        raise QueryError(f"a query must be a text, not {type(text).__name__}")
    if not text.strip():
        raise QueryError("the query is empty; type a question or a few keywords")
    if len(text) > MAX_QUERY_CHARS:
        raise QueryError(
            f"the query has {len(text)} characters, {MAX_QUERY_CHARS} are allowed; "
            "ask for one thing at a time"
        )
    if not text.isprintable():
        _require_no_control(text)
    asked = " ".join(text.split())
    return asked, shadow_of(asked)


def _require_no_control(text: str) -> None:
    """Refuse control characters, which no keyboard writes and a terminal would obey."""
    for position, character in enumerate(text, start=1):
        if unicodedata.category(character) in ("Cc", "Cs") and character not in _WHITE_CONTROLS:
            raise QueryError(
                f"the query has a control character U+{ord(character):04X} at position {position}; "
                "delete it and ask again"
            )


_NOTHING = Catalogue.of(())


def understand(text: str, catalogue: Catalogue = _NOTHING) -> Query:
    """Return what a query says.

    Args:
        text: As the user typed it, in either script, in English or in pinyin.
        catalogue: Of the index that is asked.

    Raises:
        QueryError: the text is blank, too long, has control characters, or holds no word.
    """
    asked, shadow = read(text)
    terms = tuple(token.term for token in tokens_of(shadow))
    if not terms:
        raise QueryError(
            f"the query {text.strip()!r} holds no word; type a question or a few keywords"
        )
    return _understood(asked, shadow, terms, catalogue)


def _understood(asked: str, shadow: Shadow, terms: tuple[str, ...], catalogue: Catalogue) -> Query:
    """Return what a query says; each reader sees only what those before it left."""
    numbers = tuple(find_document_numbers(shadow.text, catalogue.document_numbers))
    prose = without(shadow.text, ((number.start, number.end) for number in numbers))
    standards = find_standards(prose)
    prose = without(prose, standards)
    quantities = find_asked_quantities(prose)
    uncounted = without(prose, quantities)
    years = find_years(uncounted)
    regions = find_regions(prose)
    spoken = without(prose, ((r.start, r.end) for r in regions))
    places, excluded = asked_of(spoken, find_named_places(spoken, catalogue))
    plans = find_plans(prose, catalogue, places, years, numbers)
    described = find_documents(prose, catalogue, places, regions, years, plans)
    plans = catalogue.in_order({*plans, *described.plans})
    places = _restricting(catalogue, places, plans)
    meant = regions_asked(prose, regions, places) if places or plans else regions
    own_regions = {mention.region.name for mention in meant} & catalogue.regions
    clauses = find_clauses(
        uncounted, lambda: _plans_in_scope(catalogue, plans, places, years), catalogue.labels_of
    )
    offices = find_offices(prose, lambda: catalogue.offices)
    return Query(
        text=asked,
        content=_content(asked, shadow, described.names),
        terms=terms,
        cities=_cities(catalogue, places, plans),
        provinces=_provinces(catalogue, places),
        regions=tuple(sorted(own_regions)),
        subjects=_subjects(catalogue, places),
        kinds=PLAN_WORDS if _PLANS_AT_LARGE.search(prose) else (),
        levels=tuple(level for level, asked_of in _AT_LARGE if asked_of.search(prose)),
        places_not_indexed=_not_indexed(catalogue, places),
        ambiguous=_ambiguous(asked, shadow, catalogue, places),
        excluded=tuple(dict.fromkeys(own.place.full_name for own in excluded if own.place)),
        years=_united(year for year in years if not year.is_base),
        base_years=_united(year for year in years if year.is_base),
        plans=plans,
        clauses=_clauses(asked, shadow, clauses),
        document_numbers=_mentions(asked, shadow, ((n.start, n.end) for n in numbers)),
        standards=_mentions(asked, shadow, standards),
        quantities=_mentions(asked, shadow, quantities),
        departments=_departments(asked, shadow, offices),
    )


def _content(asked: str, shadow: Shadow, names: Sequence[Range]) -> str:
    """Return a query without the names of the documents it is asked of.

    They say where to look; among the passages found there they only draw those that repeat the
    title (evidence first for 0.50 against 0.29 of 24 questions on national and regional plans).
    """
    words = asked
    for start, end in sorted(names, reverse=True):
        first, last = shadow.source_range(start, end)
        words = f"{words[:first]} {words[last:]}"
    words = _LEFT_OVER.sub("", " ".join(words.split()))
    return words if any(True for _ in tokens_of(shadow_of(words))) else asked


def _restricting(
    catalogue: Catalogue, places: Sequence[NamedPlace], plans: Sequence[str]
) -> tuple[NamedPlace, ...]:
    """Return the places that say whose plan is asked for.

    Beside a document that the query names they only say what it is asked about: all beside one of
    no city, the counties of its city beside a city's; but for those that have a plan named. So do
    the cities and counties without a plan beside the province or city that they lie in and that has
    one: 黑龙江省方案附表，绥化市.
    """
    holding = {own.place.full_name for own in places if own.place} & catalogue.owners
    places = [
        own
        for own in places
        if not own.place
        or own.place.full_name in catalogue.owners
        or not holding & {own.place.city, own.place.province}
    ]
    named = [catalogue.by_id[id_] for id_ in plans]
    owners = {plan.owner for plan in named}
    if not all(plan.place for plan in named):
        return tuple(own for own in places if own.place and own.place.full_name in owners)
    return tuple(
        own
        for own in places
        if not own.place
        or own.place.level != "county"
        or own.place.full_name in owners
        or own.place.city not in owners
    )


def _plans_in_scope(
    catalogue: Catalogue,
    plans: Sequence[str],
    places: Sequence[NamedPlace],
    years: Sequence[YearMention],
) -> list[CataloguedPlan]:
    """Return the plans whose clauses can be meant.

    Those named; else those of the cities and provinces named, of the years named where such are
    among them; else all, unless the query is about places the index does not have.
    """
    if plans:
        return [catalogue.by_id[id_] for id_ in plans]
    if not places:
        return list(catalogue.plans)
    cities, provinces = _cities(catalogue, places, ()), _provinces(catalogue, places)
    own = [p for p in catalogue.plans if p.place in cities or p.province in provinces]
    wanted = {year for mention in years if not mention.is_base for year in mention.years}
    of_years = [p for p in own if p.period and wanted & set(range(p.period[0], p.period[1] + 1))]
    return of_years or own


def _cities(
    catalogue: Catalogue, places: Sequence[NamedPlace], plans: Sequence[str]
) -> tuple[str, ...]:
    """Return the index's cities and counties that are named, themselves or by a plan.

    A county without a plan stands for its city.
    """
    named = {own for place in places if (own := _owner_of(catalogue, place)) is not None}
    named |= {own for id_ in plans if (own := catalogue.by_id[id_].place) is not None}
    return tuple(own for own in catalogue.cities if own in named)


def _owner_of(catalogue: Catalogue, named: NamedPlace) -> str | None:
    """Return the place with plans that a name means or lies in, None where there is none."""
    if named.place is not None:
        names: tuple[str | None, ...] = (named.place.full_name, named.place.city)
    else:
        cities = {place.city for place in named.places}
        names = (cities.pop(),) if len(cities) == 1 else ()
    return next((name for name in names if name in catalogue.cities), None)


def _subjects(catalogue: Catalogue, places: Sequence[NamedPlace]) -> tuple[Place, ...]:
    """Return the places without a plan of their own that are named for certain.

    None of a city that is named itself, for its plans are asked for whole.
    """
    certain = [named.place for named in places if named.place is not None]
    own = {place.full_name for place in certain}
    return tuple(
        dict.fromkeys(
            place
            for place in certain
            if place.full_name not in catalogue.owners
            and place.name not in catalogue.provinces
            and (place.level != "county" or place.city not in own)
        )
    )


def _provinces(catalogue: Catalogue, places: Sequence[NamedPlace]) -> tuple[str, ...]:
    """Return the provinces that are named and have plans in the index."""
    named = {place.place.name for place in places if place.place and not place.place.city}
    return tuple(province for province in catalogue.provinces if province in named)


def _not_indexed(catalogue: Catalogue, places: Sequence[NamedPlace]) -> tuple[str, ...]:
    """Return the places that are meant for certain and of which there is no plan."""
    names = []
    for named in places:
        if _owner_of(catalogue, named) is not None:
            continue
        city = _city_of(named)
        if named.place and named.place.name not in catalogue.provinces:
            names.append(named.place.name)
        elif city and not named.place:
            names.append(city)
    return tuple(dict.fromkeys(names))


def _city_of(named: NamedPlace) -> str | None:
    """Return the one city that a name means or lies in, None where it could be several."""
    if named.place is not None:
        return named.place.city
    cities = {place.city for place in named.places}
    return cities.pop() if len(cities) == 1 else None


def _ambiguous(
    asked: str, shadow: Shadow, catalogue: Catalogue, places: Sequence[NamedPlace]
) -> tuple[AmbiguousName, ...]:
    """Return the names that several places bear."""
    found = []
    for named in places:
        if named.place is None and _city_of(named) is None:
            mention = _mention(asked, shadow, named.start, named.end)
            cities = {place.city for place in named.places}
            found.append(
                AmbiguousName(
                    mention.text,
                    mention.start,
                    mention.end,
                    tuple(dict.fromkeys(place.full_name for place in named.places)),
                    tuple(
                        own
                        for own in catalogue.cities
                        if own in cities or own in {place.full_name for place in named.places}
                    ),
                )
            )
    return tuple(found)


def _united(years: Iterable[YearMention]) -> tuple[int, ...]:
    """Return all years of some mentions, ascending."""
    return tuple(sorted({year for mention in years for year in mention.years}))


def _mention(asked: str, shadow: Shadow, start: int, end: int) -> Mention:
    """Return a range of the shadow as it stands in the query."""
    first, last = shadow.source_range(start, end)
    return Mention(asked[first:last], first, last)


def _mentions(asked: str, shadow: Shadow, ranges: Iterable[Range]) -> tuple[Mention, ...]:
    """Return ranges of the shadow as they stand in the query."""
    return tuple(_mention(asked, shadow, *found) for found in ranges)


def _clauses(asked: str, shadow: Shadow, found: Sequence[NamedClause]) -> tuple[ClauseMention, ...]:
    """Return clauses as they stand in the query."""
    mentions = ((_mention(asked, shadow, c.start, c.end), c.clauses) for c in found)
    return tuple(ClauseMention(m.text, m.start, m.end, clauses) for m, clauses in mentions)


def _departments(
    asked: str, shadow: Shadow, found: Sequence[NamedOffice]
) -> tuple[DepartmentMention, ...]:
    """Return offices as they stand in the query."""
    mentions = ((_mention(asked, shadow, o.start, o.end), o.names) for o in found)
    return tuple(DepartmentMention(m.text, m.start, m.end, names) for m, names in mentions)
