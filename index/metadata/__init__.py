"""What a document says of itself: title, number, issuer, date, city, period."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TypedDict, get_args

from index.metadata.dates import (
    TAIL_LINES,
    find_issued,
    find_period,
    is_date_line,
    is_history_line,
    is_period,
    is_signature_date,
)
from index.metadata.issuers import find_assembly, find_issuer
from index.metadata.jurisdiction import find_jurisdiction
from index.metadata.numbers import find_document_number
from index.metadata.owners import place_of_county
from index.metadata.page_fields import Field, find_status, read_fields, values_of
from index.metadata.titles import find_notice_title, find_title
from index.metadata.typed_fields import FIELDS
from index.metadata.validity import find_valid_until
from index.text.shadow import PrintedLine, printed_lines
from index.types import Erratum, Level, Origin, Origins, Status

MAX_FRONT_LINES = 60
"""A document names itself within its first lines; later titles are those it refers to."""

_NOTE, _COMMA = re.compile(r"\([^()]+,[^()]+\)"), re.compile("[，,]")
_REPORTED = re.compile(r"在.{2,40}(?:会议|大会)上")


class MetadataOverrides(TypedDict, total=False):
    """What a caller or the manifest may say of a plan in place of its text."""

    title: str
    level: Level | None
    county: str | None
    city: str | None
    province: str | None
    status: Status | None
    document_number: str | None
    issuer: str | None
    issued: date | None
    valid_until: date | None
    period: tuple[int, int] | None
    errata: tuple[Erratum, ...]
    source: str | None
    accessed: date | None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a plan; None where nothing says it."""

    title: str
    city: str | None = None
    province: str | None = None
    document_number: str | None = None
    issuer: str | None = None
    issued: date | None = None
    period: tuple[int, int] | None = None
    errata: tuple[Erratum, ...] = ()
    level: Level | None = None
    county: str | None = None
    status: Status | None = None
    valid_until: date | None = None
    source: str | None = None
    accessed: date | None = None

    def origins(self, found: "Metadata", fallback_title: str) -> Origins:
        """Return how each field that is known became known.

        Args:
            found: What the text says.
            fallback_title: The title of a text that has none; who named the file gave it.
        """
        known: list[tuple[str, Origin]] = []
        for name in FIELDS:
            value, read = getattr(self, name), getattr(found, name)
            if name == "title" and read == fallback_title:
                read = None
            if value is not None:
                origin: Origin = "read" if value == read else "given"
                known.append((name, "corrected" if read not in (None, value) else origin))
            elif read is not None:
                known.append((name, "corrected"))
        return tuple(known)

    def overridden(self, overrides: MetadataOverrides) -> "Metadata":
        """Return a copy with the given fields in place of those found.

        Raises:
            ValueError: a field is unknown or of the wrong kind; the message names it.
        """
        known = {field.name for field in fields(self)}
        unknown = sorted(set(overrides) - known)
        if unknown:
            raise ValueError(f"unknown metadata {unknown}; known are {sorted(known)}")
        changed = replace(self, **overrides)._with_one_place(self, overrides)
        for name in ("title", "county", "city", "province", "document_number", "issuer", "source"):
            value = getattr(changed, name)
            if not (isinstance(value, str) and value.strip()) and (
                name == "title" or value is not None
            ):
                raise ValueError(f"{name} must be a text, not {value!r}")
        for name, allowed in (("level", get_args(Level)), ("status", get_args(Status))):
            if getattr(changed, name) not in (None, *allowed):
                raise ValueError(
                    f"{name} must be one of {', '.join(allowed)}, not {getattr(changed, name)!r}"
                )
        for name in ("issued", "valid_until", "accessed"):
            value = getattr(changed, name)
            if value is not None and type(value) is not date:
                raise ValueError(f"{name} must be a date, not {value!r}")
        if changed.period is not None and not is_period(changed.period):
            raise ValueError(f"period must be two years in order, not {changed.period!r}")
        if not isinstance(changed.errata, tuple) or not all(
            isinstance(erratum, Erratum) for erratum in changed.errata
        ):
            raise ValueError(f"errata must be a tuple of Erratum, not {changed.errata!r}")
        return changed

    def _with_one_place(self, found: "Metadata", overrides: MetadataOverrides) -> "Metadata":
        """Return a copy whose level, county, city and province fit what was given of them.

        Who gives a city says that it is a city's document, who gives a county a county's; the
        table of divisions tells where a county lies.
        """
        county, city, province, level = self.county, self.city, self.province, self.level
        is_moved = "city" in overrides and city != found.city
        if is_moved and "county" not in overrides:
            county = None
        place = place_of_county(county, city, province) if county else None
        if place is None and county and "county" in overrides:
            place = place_of_county(county, overrides.get("city"), overrides.get("province"))
        if place and "county" in overrides:
            city = city if "city" in overrides else place.city
            province = province if "province" in overrides else place.province
        if "level" not in overrides and (is_moved or "county" in overrides or level is None):
            level = "county" if county else _level_of(city, province)
        return replace(self, level=level, county=county, city=city, province=province)


def _level_of(city: str | None, province: str | None) -> Level | None:
    """Return the level of a document of a city, or of a province; a municipality is both."""
    if city is None or city == province:
        return "province" if province else None
    return "city"


def find_metadata(
    front: Sequence[str], rest: Sequence[str], fallback_title: str, furniture: Sequence[str] = ()
) -> Metadata:
    """Return what a document's own lines say of it.

    Args:
        front: The lines before the first heading, in order, page furniture left out.
        rest: The other lines, in order; a signature and a date may stand there.
        fallback_title: The title where the lines hold none.
        furniture: Lines of the page that stand before the first heading.
    """
    printed = printed_lines(front[:MAX_FRONT_LINES])
    page = printed_lines(furniture)
    own_fields, taken = read_fields(printed)
    fields = (*own_fields, *read_fields(page)[0])
    head = tuple(line for position, line in enumerate(printed) if position not in taken)
    body = printed_lines(rest)
    named = printed_lines(field.printed for field in values_of(fields, "title"))
    own_title = find_title((*head, *named))
    title = own_title or fallback_title
    noted = tuple(_noted(head))
    issuer = _find_issuer(head, noted, body, fields)
    offices = issuer or find_assembly([li for li in head if _REPORTED.search(li.plain)]) or ""
    number = find_document_number(
        (*head, *noted, *page, *body[-TAIL_LINES:]),
        [field.printed for field in values_of(fields, "number")],
    )
    place = find_jurisdiction(
        title,
        offices.split("、") if offices else (),
        number,
        (line.plain for line in (*head, *body)),
        (line.plain for line in page),
    )
    issued = find_issued((*head, *noted), body, (*printed, *page), fields)
    return Metadata(
        title=title,
        level=place.level,
        county=place.county,
        city=place.city,
        province=place.province,
        document_number=number,
        issuer=issuer,
        issued=issued,
        period=_find_period(own_title, (*head, *named), (*head, *body), issued),
        status=find_status(title, (*printed, *page), fields),
        valid_until=find_valid_until((*head, *body), fields, issued),
    )


def _find_period(
    title: str | None,
    head: Sequence[PrintedLine],
    lines: Sequence[PrintedLine],
    issued: date | None,
) -> tuple[int, int] | None:
    """Return the years a plan covers by its own title, or by that of its covering notice."""
    for name in (title, find_notice_title(head)):
        period = find_period(name, (line.plain for line in lines), issued) if name else None
        if period:
            return period
    return None


def _noted(head: Sequence[PrintedLine]) -> Iterator[PrintedLine]:
    """Yield the parts of what stands in brackets below a title: (某政〔2019〕11号，自…起施行)."""
    for line in head:
        if _NOTE.fullmatch(line.plain):
            yield from printed_lines(_COMMA.split(line.text.strip()[1:-1]))


def _find_issuer(
    head: Sequence[PrintedLine],
    noted: Sequence[PrintedLine],
    body: Sequence[PrintedLine],
    fields: Sequence[Field],
) -> str | None:
    """Return who issued a document, or first adopted a statute."""
    signed = [position for position, line in enumerate(head) if is_signature_date(line)]
    dated = [len(head) + position for position, line in enumerate(noted) if is_date_line(line)]
    issuer = find_issuer(
        (*head, *noted),
        body,
        signatures=[*signed, *dated],
        rest_signatures=[position for position, line in enumerate(body) if is_signature_date(line)],
        fields=[field.printed for field in values_of(fields, "issuer")],
        publishers=[field.printed for field in values_of(fields, "publisher")],
    )
    return issuer or find_assembly([line for line in head if is_history_line(line)])
