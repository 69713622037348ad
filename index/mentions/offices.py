"""Offices in a query, and the names that the plans' responsibility brackets know them by."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

NAMES_FILE = Path(__file__).with_name("lexicons") / "offices.toml"

MIN_ABBREVIATION_CHARS = 3
"""住建局; 市局 and 各局 are no names."""

MAX_OFFICE_CHARS = 14

_BETWEEN_OFFICES = re.compile(
    r"[()、,;:。\s]|牵头|负责|配合|参与|落实|职责|分工|单位|按照?|会同|包含|等|及"
)
_ENDING = r"(?:局|委员会|委|厅|办公室|支队|大队|管委会|分公司|集团|中心|海关|分行|监委)"
_OFFICE = re.compile(rf"[\u4e00-\u9fff]{{2,{MAX_OFFICE_CHARS}}}{_ENDING}")
# 布局 and 结局 end in 局 and are no office; 局部 goes on.
_END = re.compile(
    r"(?<![布格结全大时当僵定政战终开])局(?![部限势面长])|委员会|(?<![编])委(?![员托内])|厅(?!堂)|支队|办公室|交警(?!支队|大队)队?|海关"
    r"|管委会|分公司|集团|中心|分行|城管(?!局)|部门|人民银行|宣传部|组织部"
)
# 贵港中心 is not 贵港公路发展中心.
_NEVER_SHORTENED = ("中心", "公司", "集团", "办公室", "部门", "分行")
_ADMINISTRATIVE = "省市县区州"
_BY_FORM = re.compile(
    rf"[{_ADMINISTRATIVE}](?P<name>(?![{_ADMINISTRATIVE}的])[\u4e00-\u9fff]{{2,8}}?(?:局|委员会))$"
)
# Words of a sentence, which no office's name has.
_NO_NAME = re.compile(r"[的了是和与由对将被把要该哪各某几每]|什么|怎么|负责|牵头")


@dataclass(frozen=True, slots=True)
class Offices:
    """The offices of an index, ready for lookup.

    Attributes:
        names: As the brackets print them, Simplified, in order of their first place.
        by_ends: By the first and last character of the name without 市: that name, and the name.
    """

    names: tuple[str, ...]
    by_ends: Mapping[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class NamedOffice:
    """An office in a query's shadow, and the brackets' names for it."""

    start: int
    end: int
    names: tuple[str, ...]


def offices_of(brackets: Sequence[str]) -> Offices:
    """Return the offices that responsibility brackets name."""
    found: dict[str, None] = {}
    by_ends: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for bracket in dict.fromkeys(brackets):
        for part in _BETWEEN_OFFICES.split(bracket):
            if part not in found and _OFFICE.fullmatch(part):
                found[part] = None
                core = _core(part)
                by_ends[core[0] + core[-1]].append((core, part))
    return Offices(tuple(found), {ends: tuple(names) for ends, names in by_ends.items()})


def has_office(text: str) -> bool:
    """Tell whether a query may name an office at all; a first look that costs little."""
    return _END.search(text) is not None or _english_names().search(text) is not None


def find_offices(text: str, known: Callable[[], Offices]) -> tuple[NamedOffice, ...]:
    """Return the offices a query names, in order and disjoint.

    Args:
        text: The query's shadow.
        known: Returns the offices of the index; called where the query may name one.
    """
    if not has_office(text):
        return ()
    offices = known()
    found: list[NamedOffice] = []
    position = 0
    for match in _END.finditer(text):
        office = _office_at(text, position, match.end(), offices)
        if office:
            found = [other for other in found if other.end <= office.start]
            found.append(office)
            position = office.end
    for match in _english_names().finditer(text):
        names = _brackets_names(_other_names()[match.group().lower()], offices)
        found.append(NamedOffice(*match.span(), names))
    return tuple(sorted(found, key=lambda office: office.start))


def is_same_office(asked: str, printed: str) -> bool:
    """Tell whether two names are one office's: 住建局 and 市住房和城乡建设局.

    Names of before and after a reform are two: 环保局 is not 生态环境局.

    Args:
        asked: A shadow, with or without 市.
        printed: Likewise.
    """
    first, second = _core(asked), _core(printed)
    return first == second or _is_short_for(first, second) or _is_short_for(second, first)


def _office_at(text: str, start: int, end: int, offices: Offices) -> NamedOffice | None:
    """Return the office whose name ends at a position, the longest that is known."""
    for begin in range(max(start, end - MAX_OFFICE_CHARS), end - 1):
        name = text[begin:end]
        if name in offices.names or not _NO_NAME.search(name):
            names = _names_of(name, offices)
            if names or _core(name) in _others():
                return NamedOffice(begin, end, names)
    by_form = _BY_FORM.search(text, max(start, end - MAX_OFFICE_CHARS), end)
    if by_form and not _NO_NAME.search(by_form["name"]):
        return NamedOffice(*by_form.span(), ())
    return None


def _names_of(name: str, offices: Offices) -> tuple[str, ...]:
    """Return the brackets' names for what a query calls an office."""
    core = _core(name)
    official = _other_names().get(core)
    if official:
        return _brackets_names(official, offices)
    if len(core) < MIN_ABBREVIATION_CHARS:
        return ()
    alike = offices.by_ends.get(core[0] + core[-1], ())
    return tuple(office for full, office in alike if _is_short_for(core, full))


def _brackets_names(official: str, offices: Offices) -> tuple[str, ...]:
    """Return the brackets' spellings of an office's official name: 市住建局, 市住房和城乡建设局."""
    official = _core(official)
    return tuple(
        office
        for full, office in offices.by_ends.get(official[0] + official[-1], ())
        if _is_short_for(full, official) or _is_short_for(official, full)
    )


def _core(office: str) -> str:
    """Return an office's name without the 市 or 各县区 before it, and with 委 for 委员会."""
    name = re.sub(r"^(?:各?[市省州县区]+)(?=.{3})(?!场)", "", office)
    return name.replace("委员会", "委")


def _is_short_for(short: str, name: str) -> bool:
    """Tell whether a name is another's abbreviation: 住建局 of 住房和城乡建设局.

    Both begin and end alike, and what lies between stands in the same order.
    """
    if short == name:
        return True
    if len(short) < MIN_ABBREVIATION_CHARS or short.endswith(_NEVER_SHORTENED):
        return False
    if short[:1] != name[:1] or short[-1:] != name[-1:]:
        return False
    rest = iter(name)
    return all(character in rest for character in short)


@cache
def _other_names() -> dict[str, str]:
    """Return the official names by the other names of ``offices.toml``."""
    names: dict[str, str] = _data()["names"]
    return {other: official for official, others in names.items() for other in others.split("、")}


@cache
def _english_names() -> re.Pattern[str]:
    """Return a pattern for the English names."""
    english = sorted((n for n in _other_names() if n.isascii()), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, english))})\b", re.IGNORECASE)


@cache
def _others() -> frozenset[str]:
    """Return the offices that no bracket need name."""
    return frozenset(_data()["others"]["names"].split())


@cache
def _data() -> dict[str, Any]:
    """Return ``offices.toml``."""
    return tomllib.loads(NAMES_FILE.read_text(encoding="utf-8"))
