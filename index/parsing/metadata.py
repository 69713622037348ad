"""What a document says of itself: title, number, date, city, period."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TypedDict, TypeGuard

from index.parsing.shadow import shadow_of
from index.types import Erratum

_KINDS = "方案|计划|规划|要点|意见|办法|条例|规定|决定|行动|措施|细则|预案|报告|法"
_TITLE = re.compile(rf"^[^。；;!?]{{4,80}}?({_KINDS})(\([^()]{{1,30}}\))*$")
_COVERING = re.compile(
    rf"关于(?:印发|发布|公布|实施|下发)\s*《?(?P<title>[^《》。]{{4,80}}?(?:{_KINDS})(?:\([^()]{{1,30}}\))*)》?\s*的(?:通知|通告|公告|函)"
)
_NUMBER = re.compile(r"^[\u4e00-\u9fff]{1,12}[\[(](?:19|20)\d{2}[\])]第?\d{1,4}号$")
_DATE = re.compile(r"^((?:19|20)\d{2})年(\d{1,2})月(\d{1,2})日(?:印发|发布|公布)?$")
# 加强城市… and 汾渭平原地区… name no place that issues plans; 盐城市 and 喀什地区 do.
_CITY = re.compile(
    r"^(?:中共|中国共产党)?(?P<province>[\u4e00-\u9fff]{2,7}?(?:省|自治区))?"
    r"(?P<city>[\u4e00-\u9fff]{2,6}?(?<![\u4e00-\u9fff]{2}城)市|[\u4e00-\u9fff]{2,8}?自治州"
    r"|[\u4e00-\u9fff]{2,4}?(?<!周边)(?<!三角)(?<!角洲)(?<!平原)(?<!重点)地区|[\u4e00-\u9fff]{2,4}?盟)"
)
_YEARS = re.compile(r"((?:19|20)\d{2})年?(?:[-—–~至到]{1,2}((?:19|20)\d{2}))?年?")

MAX_FRONT_LINES = 40
"""A document names itself within its first lines; later titles are those it refers to."""


class MetadataOverrides(TypedDict, total=False):
    """What a caller or the manifest may say of a plan in place of its text."""

    title: str
    city: str | None
    province: str | None
    document_number: str | None
    issued: date | None
    period: tuple[int, int] | None
    errata: tuple[Erratum, ...]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a plan; None where nothing says it."""

    title: str
    city: str | None = None
    province: str | None = None
    document_number: str | None = None
    issued: date | None = None
    period: tuple[int, int] | None = None
    errata: tuple[Erratum, ...] = ()

    def overridden(self, overrides: MetadataOverrides) -> "Metadata":
        """Return a copy with the given fields in place of those found.

        Raises:
            ValueError: a field is unknown or of the wrong kind; the message names it.
        """
        known = {field.name for field in fields(self)}
        unknown = sorted(set(overrides) - known)
        if unknown:
            raise ValueError(f"unknown metadata {unknown}; known are {sorted(known)}")
        changed = replace(self, **overrides)
        for name in ("title", "city", "province", "document_number"):
            value = getattr(changed, name)
            if not (isinstance(value, str) and value.strip()) and (
                name == "title" or value is not None
            ):
                raise ValueError(f"{name} must be a text, not {value!r}")
        if changed.issued is not None and type(changed.issued) is not date:
            raise ValueError(f"issued must be a date, not {changed.issued!r}")
        if changed.period is not None and not is_period(changed.period):
            raise ValueError(f"period must be two years in order, not {changed.period!r}")
        if not isinstance(changed.errata, tuple) or not all(
            isinstance(erratum, Erratum) for erratum in changed.errata
        ):
            raise ValueError(f"errata must be a tuple of Erratum, not {changed.errata!r}")
        return changed


def find_metadata(front: Sequence[str], tail: Iterable[str], fallback_title: str) -> Metadata:
    """Return what a document's own lines say of it.

    Args:
        front: The lines before the first heading, in order, page furniture left out.
        tail: The last lines of the document, where a date may stand.
        fallback_title: The title where the lines hold none.
    """
    shadows = [shadow_of(line).text for line in front[:MAX_FRONT_LINES]]
    title = _find_title(front, shadows) or fallback_title
    found = _CITY.match(shadow_of(title).text)
    dates = [*shadows, *(shadow_of(line).text for line in tail)]
    return Metadata(
        title=title,
        city=found["city"] if found else None,
        province=found["province"] if found else None,
        document_number=next(
            (
                line.strip()
                for line, shadow in zip(front, shadows, strict=False)
                if _NUMBER.match(shadow)
            ),
            None,
        ),
        issued=next((day for line in dates if (day := _parse_date(line))), None),
        period=_find_period(shadow_of(title).text),
    )


def _find_title(front: Sequence[str], shadows: Sequence[str]) -> str | None:
    """Return the plan's own title: a line of its own, or the name in the covering notice."""
    for line, shadow in zip(front, shadows, strict=False):
        if _TITLE.match(shadow) and "关于印发" not in shadow:
            return line.strip()
    for line, shadow in zip(front, shadows, strict=False):
        covering = _COVERING.search(shadow)
        if covering:
            start, end = shadow_of(line).source_range(*covering.span("title"))
            return line[start:end].strip()
    return next((line.strip() for line in front if 4 <= len(line.strip()) <= 80), None)


def _parse_date(line: str) -> date | None:
    """Return the date a line consists of, None for anything else."""
    match = _DATE.match(line)
    if match is None:
        return None
    try:
        return date(*(int(part) for part in match.groups()))
    except ValueError:
        return None


def _find_period(title: str) -> tuple[int, int] | None:
    """Return the first and last year a title names."""
    match = _YEARS.search(title)
    if match is None:
        return None
    period = (int(match[1]), int(match[2] or match[1]))
    return period if is_period(period) else None


def is_period(value: object) -> TypeGuard[tuple[int, int]]:
    """Tell whether a value is two years in order."""
    return (
        isinstance(value, tuple)
        and len(value) == 2
        and all(type(year) is int and 1900 <= year <= 2100 for year in value)
        and value[0] <= value[1]
    )
