"""``/compare``: an indicator or topic across plans, a row each, and who is silent."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from index import PlanIndex
from index.types import PlanHead
from qa import Citation, Comparison, ComparisonRow, compare
from ui import texts
from ui.addresses import address, plan_address
from ui.citation import Cited, format_footnote
from ui.views.asked import known_places, places_asked, text_asked, whole
from ui.views.bars import Bar, bars
from ui.views.paging import page_of
from ui.views.per_index import kept_an_index, once_an_index
from ui.views.sheets import Sheet
from ui.views.shell import render

MAX_BARS, MAX_OFFERED = 40, 300
"""Values that are drawn, and indicators that the box offers."""
SUGGESTED = 12
"""Indicators that the most plans set, offered where nothing is asked yet."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A name that plans set targets under, and how many plans do."""

    name: str
    plans: int


def compare_page(index: PlanIndex, request: Request) -> Response:
    """Return the comparison of what ``topic`` names, in the plans of ``place``, as a view."""
    topic, places = text_asked(request, "topic"), places_asked(request)
    compared = compared_on(index, (topic, places)) if topic else None
    titles = {head.id: head.title for head in index.heads()}
    given = {"topic": topic, "place": places}
    names = indicators(index)
    return render(
        request,
        "compare.html",
        title=f"{texts.COMPARE} {topic}".strip(),
        active="/compare",
        topic=topic,
        chosen=_in_full(index, places),
        places=known_places(index),
        indicators=names[:MAX_OFFERED],
        suggested=names[:SUGGESTED],
        compared=compared,
        page=page_of(request, "/compare", given, compared.rows) if compared else None,
        stated=sum(row.status == "stated" for row in compared.rows) if compared else 0,
        titles=titles,
        chart=bars(_bars(compared)) if compared else "",
        has_several_years=len(_years(compared)) > 1 if compared else False,
        here=address("/compare", given),
        several=_with_several(index, compared) if compared else [],
        over_time=_places_with_several(index)[:SUGGESTED],
        csv=address("/compare.csv", given),
        xlsx=address("/compare.xlsx", given),
    )


def compare_file(index: PlanIndex, request: Request) -> Response:
    """Return the comparison as a file, CSV or XLSX."""
    topic, places = text_asked(request, "topic"), places_asked(request)
    compared = compared_on(index, (topic, places))
    heads = {head.id: head for head in index.heads()}
    columns = (
        "place", "plan", "title", "status", "scope", "text", "comparator", "value", "value_max",
        "unit", "year", "base_year", "comparable", "remark", "reference", "start", "end", "quote",
        "footnote", "address",
    )  # fmt: skip
    rows = [_cells(request, row, heads) for row in compared.rows]
    name = "-".join(("lantian-compare", topic, *places))
    return Sheet(name, columns, rows).download(request)


def _cells(
    request: Request, row: ComparisonRow, heads: Mapping[str, PlanHead]
) -> tuple[str | int | float | None, ...]:
    """Return a row of the file; numbers are in the unit beside them."""
    target, cited = row.target, row.citation
    head = heads.get(row.plan_id or "")
    return (
        row.city,
        row.plan_id,
        head.title if head else "",
        row.status,
        target.scope if target else None,
        row.text,
        target.comparator if target else None,
        target.value if target else None,
        target.value_max if target else None,
        target.unit if target else None,
        target.year if target else None,
        target.base_year if target else None,
        "yes" if row.comparable else "no",
        row.remark,
        cited.reference if cited else None,
        cited.start if cited else None,
        cited.end if cited else None,
        cited.quote if cited else None,
        format_footnote(Cited.of(cited, cited.quote, cited.reference, heads)) if cited else None,
        whole(request, _address_of(cited)) if cited else None,
    )


def _address_of(cited: Citation) -> str:
    """Return where a citation is read."""
    return plan_address(cited.plan_id, cited.start, cited.end, quote=cited.quote)


def _bars(compared: Comparison) -> list[Bar]:
    """Return the values that may be set against each other, where there are two at least."""
    rows = [row for row in compared.rows if row.comparable and row.target]
    units = {row.target.normal_unit for row in rows if row.target}
    found = [
        Bar(
            " ".join(str(part) for part in (row.city, row.target.scope, row.target.year) if part),
            row.target.value,
            row.text,
        )
        for row in rows
        if row.target and row.target.value is not None
    ]
    return found[:MAX_BARS] if len(found) > 1 and len(units) == 1 else []


def _years(compared: Comparison) -> set[int | None]:
    """Return the years of the values that are drawn."""
    return {row.target.year for row in compared.rows if row.comparable and row.target}


def _with_several(index: PlanIndex, compared: Comparison) -> list[str]:
    """Return the places of a comparison that have several plans: they can be read over time."""
    places = dict.fromkeys(row.city for row in compared.rows if row.city)
    several = _places_with_several(index)
    return [place for place in places if place in several]


@once_an_index
def _places_with_several(index: PlanIndex) -> list[str]:
    """Return all places with several plans."""
    plans = Counter(head.place for head in index.heads() if head.place)
    return [place for place, count in plans.items() if count > 1]


def _in_full(index: PlanIndex, places: tuple[str, ...]) -> list[str]:
    """Return places as they are offered: a city may be asked for without 市."""
    known = known_places(index)
    return [
        next((name for name in known if name in (place, f"{place}市")), place) for place in places
    ]


@kept_an_index
def compared_on(index: PlanIndex, asked: tuple[str, tuple[str, ...]]) -> Comparison:
    """Return the comparison of a topic in some places; who turns its pages asks for it again.

    Raises:
        QueryError: the topic is none.
    """
    topic, places = asked
    return compare(index, topic, places)


@once_an_index
def indicators(index: PlanIndex) -> list[Indicator]:
    """Return what plans set targets for, what the most plans do first."""
    counted: Counter[str] = Counter()
    for head in index.heads():
        counted.update(set(index.brief(head.id).indicators))
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return [Indicator(name, count) for name, count in ordered]
