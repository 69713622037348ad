"""Offices: which words name one, under which names it is known, and who is the same as whom.

What a plan prints is read with its help (``trim_office``, ``is_office``), and what a query calls
an office is found by the names that the plans print.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import tomli

OFFICES_FILE = Path(__file__).with_name("lexicons") / "offices.toml"

MIN_ABBREVIATION_CHARS = 3
"""住建局; 市局 and 各局 are no names."""

MAX_OFFICE_CHARS = 14

_ENDING = r"(?:局|委员会|委|厅|办公室|支队|大队|管委会|分公司|集团|中心|海关|分行|监委)"
_OFFICE = re.compile(rf"[\u4e00-\u9fff]{{2,{MAX_OFFICE_CHARS}}}{_ENDING}")
# 布局, 结局 and 政局 end in 局 and are no office, 财政局 and 民政局 are; 局部 goes on.
_END = re.compile(
    r"(?<![布格结全大时当僵定战终开])(?<!(?<![财民邮市])政)局(?![部限势面长])|委员会|(?<![编])委(?![员托内])|厅(?!堂)|支队|办公室|交警(?!支队|大队)队?|海关"
    r"|管委会|分公司|集团|中心|分行|城管(?!局)|部门|人民银行|宣传部|组织部"
)
# 贵港中心 is not 贵港公路发展中心.
_NEVER_SHORTENED = ("中心", "公司", "集团", "办公室", "部门", "分行")
_ADMINISTRATIVE = "省市县区州"
_BY_FORM = re.compile(
    rf"[{_ADMINISTRATIVE}](?P<name>(?![{_ADMINISTRATIVE}的])[\u4e00-\u9fff]{{2,8}}?(?:局|委员会))$"
)
# Words of a sentence, which no office's name has.
_NO_NAME = re.compile(r"[的了是和与由对将被把要该哪各某几每]|什么|怎么|负责|[牵带]头")
MAX_PRINTED_CHARS = 40
"""Longest seen: 22, with a bracket inside; a longer text is a sentence."""

_AND_OTHERS = re.compile(
    r"(?:等(?:市直|市级|各|有关|相关|成员|职能|责任)*(?:部门|单位|企业|机构|地区|区县|县区)?)$"
)
_BEFORE = re.compile(
    r"^(?:(?:其中|同时|并|均|都|具体|主要)?,?由|其中|同时|并由|并|以及|及|和)(?=.{3})"
)
_PROSE = re.compile(
    r"^(?:[以含按]|经(?!济)|对(?!外))|[的了是由将被把要该:“”\"《》]|以下|以上|名单|包含|包括|明确|不再|根据|按照|按职|对于|[。;,]"
)
_ABOUT = re.compile("^(?:[以含]|经(?!济)|对(?!外))|由|名单|清单|目录")
_COUNTY_GOVERNMENT = re.compile(
    r"各?(?=[^府]*[县区])[市县区旗州、级()两]+(?:人民)?政府(?:\([^()]*\))?"
)
COUNTY_GOVERNMENT = "县区政府"
"""The one name for 各县(市、区)人民政府, 各縣區人民政府, 县区政府."""
_DISTRICT = re.compile(r"[\u4e00-\u9fff]{2,7}[县区市旗]$")


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


def trim_office(words: str) -> tuple[int, int]:
    """Return the range of an office's name in the words of a list, empty where there is none.

    Args:
        words: Of a shadow, without the comma before and behind: ``由市公安局等部门``.
    """
    before = _BEFORE.match(words)
    start = before.end() if before else 0
    others = _AND_OTHERS.search(words, start)
    end = others.start() if others else len(words)
    name = words[start:end]
    plain = re.sub(r"\([^()]*\)", "", name)
    if not 2 <= len(name) <= MAX_PRINTED_CHARS or _PROSE.search(plain) or not plain.strip():
        return 0, 0
    return start, end


def is_about_something(words: str) -> bool:
    """Tell whether words begin a sentence on something else: 名单由市工信局 of …牵头确定."""
    return _ABOUT.search(words) is not None


def is_office(name: str) -> bool:
    """Tell whether a name surely is an office's: it ends like one and is more than that."""
    return len(name) >= 3 and _ends("sure", "likely").search(name) is not None


def is_office_surely(name: str) -> bool:
    """Tell the same of a name in doubtful company; 物流园区 and 环节 are none here."""
    return len(name) >= 3 and _ends("sure").search(name) is not None


def search_name(name: str) -> str:
    """Return the name an office is known by for search, from its shadow.

    Governments of the counties in general have one name, 港北区 is its government; all else
    stays: 市环保局 is not 市生态环境局.
    """
    if _COUNTY_GOVERNMENT.fullmatch(name):
        return COUNTY_GOVERNMENT
    if _DISTRICT.fullmatch(name):
        return f"{name}政府"
    return name.replace("人民政府", "政府")


def is_county_government(name: str) -> bool:
    """Tell whether an office is the government of a county or district, of one or of all."""
    return search_name(name).endswith("政府") and not re.match(r"[省市]?政府", name)


def offices_of(names: Iterable[str]) -> Offices:
    """Return the offices that duties name, ready for lookup."""
    found: dict[str, None] = {}
    by_ends: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in dict.fromkeys(names):
        if _OFFICE.fullmatch(name):
            found[name] = None
            core = _core(name)
            by_ends[core[0] + core[-1]].append((core, name))
    return Offices(tuple(found), {ends: tuple(pairs) for ends, pairs in by_ends.items()})


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


def other_names_of(office: str) -> tuple[str, ...]:
    """Return what else an office is called, Simplified: of 生态环境局 环保局 and 环保部门.

    Args:
        office: Its name as plans print it, without 市.
    """
    return _others_by_name().get(office, ())


def is_same_office(asked: str, printed: str) -> bool:
    """Tell whether two names are one office's: 住建局 and 市住房和城乡建设局.

    Names of before and after a reform are two: 环保局 is not 生态环境局.

    Args:
        asked: A shadow, with or without 市.
        printed: Likewise.
    """
    first, second = _core(asked), _core(printed)
    return first == second or _is_short_for(first, second) or _is_short_for(second, first)


def is_among(asked: str, names: Iterable[str]) -> bool:
    """Tell whether an office is one of those that a duty names.

    Args:
        asked: In full or short (住建局 for 市住房和城乡建设局), a shadow.
        names: As a search knows them, see ``search_name``.
    """
    name = search_name(asked)
    if name.endswith("政府"):
        return name in names
    return any(own != COUNTY_GOVERNMENT and is_same_office(name, own) for own in names)


def office_groups(names: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
    """Return offices, each with all of some names that ``is_among`` finds it under.

    Args:
        names: As a search knows them, those first that offices are to be called by.
    """
    by_ends: dict[str, list[str]] = defaultdict(list)
    for name in names:
        by_ends[_ends_of(name)].append(name)  # others are never the same office
    found: list[tuple[str, tuple[str, ...]]] = []
    known: set[str] = set()
    for name in names:
        if name in known or len(name) < MIN_ABBREVIATION_CHARS:
            continue
        own = tuple(other for other in by_ends[_ends_of(name)] if is_among(name, (other,)))
        known.update(own)
        found.append((name, own or (name,)))
    return found


def _ends_of(name: str) -> str:
    """Return the first and last character of an office's name without 市."""
    core = _core(name)
    return core[:1] + core[-1:]


def _office_at(text: str, start: int, end: int, offices: Offices) -> NamedOffice | None:
    """Return the office whose name ends at a position, the longest that is known."""
    for begin in range(max(start, end - MAX_OFFICE_CHARS), end - 1):
        name = text[begin:end]
        if _is_printed(name, offices) or not _NO_NAME.search(name):
            names = _names_of(name, offices)
            if names or _core(name) in _others():
                return NamedOffice(begin, end, names)
    by_form = _BY_FORM.search(text, max(start, end - MAX_OFFICE_CHARS), end)
    if by_form and not _NO_NAME.search(by_form["name"]):
        return NamedOffice(*by_form.span(), ())
    return None


def _is_printed(name: str, offices: Offices) -> bool:
    """Tell whether a duty prints a name, with or without 市: 发展和改革委员会 has 和 in it."""
    core = _core(name)
    return any(own == core for own, _ in offices.by_ends.get(core[0] + core[-1], ()))


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
def _ends(*kinds: str) -> re.Pattern[str]:
    """Return a pattern for the ends of offices' names, a bracket behind them included."""
    words = "|".join(word for kind in kinds for word in _data()["endings"][kind])
    return re.compile(rf"(?:{words})(?:\([^()]*\))?$")


@cache
def _others_by_name() -> dict[str, tuple[str, ...]]:
    """Return the other Chinese names of ``offices.toml`` by the official ones."""
    found: dict[str, tuple[str, ...]] = {}
    for row in _data()["office"]:
        found[row["name"]] = (*found.get(row["name"], ()), *row["others"])
    return found


@cache
def _other_names() -> dict[str, str]:
    """Return the official names by the other names of ``offices.toml``."""
    return {
        other: row["name"] for row in _data()["office"] for other in row["others"] + row["english"]
    }


@cache
def _english_names() -> re.Pattern[str]:
    """Return a pattern for the English names."""
    english = sorted((n for row in _data()["office"] for n in row["english"]), key=len)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, english[::-1]))})\b", re.IGNORECASE)


@cache
def _others() -> frozenset[str]:
    """Return the offices that no bracket need name."""
    return frozenset(_data()["common"]["names"])


@cache
def _data() -> dict[str, Any]:
    """Return ``offices.toml``."""
    return tomli.loads(OFFICES_FILE.read_text(encoding="utf-8"))
