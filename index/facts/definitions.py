"""The terms and abbreviations that a plan explains."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from index.facts.roles import read_roles
from index.facts.types import Definition
from index.text.layout import read_text
from index.text.numerals import CHINESE_NUMERAL, parse_number
from index.text.shadow import Shadow, shadow_of
from index.types import Clause, Plan

MAX_MEANING_CHARS = 300
"""Longest seen: 168, in a statute."""
MAX_ABBREVIATIONS = 200
"""Distinct ones looked at in a plan; the words before each are counted in all of its text."""
MAX_NAME_CHARS = 8
"""Of words taken whole as what an abbreviation stands for: 选择性催化还原, 挥发性有机物."""

_QUOTED = r"[“\"](?P<term>[^“”\"。;]{2,16})[”\"]"
_NO_BRACKET = r"[^()]"
_IN_BRACKET = rf"\((?P<meaning>(?:{_NO_BRACKET}|\({_NO_BRACKET}*\)){{4,{MAX_MEANING_CHARS}}})\)"
_BRACKET = re.compile(rf"{_QUOTED}[\u4e00-\u9fff]{{0,4}}{_IN_BRACKET}")
_THAT_IS = re.compile(
    rf"{_QUOTED}[\u4e00-\u9fff]{{0,4}}[,:]?(?P<opened>\()?(?P<how>即:?|是指|系指|指的是|就是|:|—+|-{{2,}})"
    rf"(?P<meaning>[^。;]{{4,{MAX_MEANING_CHARS}}})"
)
_IS = re.compile(
    r"(?:(?<![^。;,:、)\]])|(?<=所称)|(?<=所称的))(?:[\u4e00-\u9fff]{1,8}所称的?)?"
    r"[“\"]?(?P<term>[^“”\"。;,:、()是]{2,24})[”\"]?,?(?:是指|系指|指的是)"
    rf"(?P<meaning>[^。;]{{4,{MAX_MEANING_CHARS}}})"
)
_INCLUDES = re.compile(
    r"(?<![^(。])(?P<term>[\u4e00-\u9fff]{1,12}(?:政府|单位|部门|区域|地区|企业|城市|行业))"
    rf"(?:包含|包括|是|为|指)(?P<meaning>[^。;]{{2,{MAX_MEANING_CHARS}}}?、[^。;]{{2,{MAX_MEANING_CHARS}}})"
)
_SHORT = re.compile(
    r"(?:以下|下文|下称|后文)?(?:统一)?(?:简称|统称|合称)为?:?[“\"《]?(?P<term>[^“”\"《》()。;,]{2,20})[”\"》]?\)"
)
_NAMED = re.compile(r"《[^《》]{2,80}》(?:\([^()]{1,40}\))*$")
_PHRASE = re.compile(r"[^。;,:、()“”\"《》]{2,40}$")
_NUMBERED = re.compile(_QUOTED)
_NUMERAL = re.compile(rf"{CHINESE_NUMERAL}|两|\d+")
_BEHIND_LIST = re.compile(r"(?:等的?|的|这|和)?$")
_LIST_START = re.compile(r"[,。;:()“”\"》]")
_LEADS = re.compile(
    "做到|落实|实行|构建|执行|按照|坚持|达到|实施|推行|遵循|完善|建立|开展|抓好|运用|加快|推动|推进"
    "|通过|安装|加装|加强|强化|采用|健全|降低"
)
_LATIN = re.compile(r"(?P<run>[\u4e00-\u9fff]{2,24})\((?P<term>[A-Za-z][A-Za-z0-9.]{1,11})\)")
_CONNECTIVE = re.compile(r"^[和与及或对以将是的等为由用把因按从在]+(?=.{2})")
_ENUMERATED = re.compile("[、,;]")
_NOT_MEANT = re.compile(r"^(?:以下|下文|简称|见|详见|附|\d{4}年|试行|修订|含|不含|名单)|简称")


@dataclass(frozen=True, slots=True)
class Found:
    """A term and its meaning as ranges of a shadow; ``start`` to ``end`` holds both."""

    term: tuple[int, int]
    meaning: tuple[int, int]

    @property
    def start(self) -> int:
        """Where the first of the two begins."""
        return min(self.term[0], self.meaning[0])

    @property
    def end(self) -> int:
        """Where the second of the two ends."""
        return max(self.term[1], self.meaning[1])


def find_forms(text: str) -> tuple[Found, ...]:
    """Return all explanations in a shadow, in order; the first of a place counts."""
    found: dict[tuple[int, int], Found] = {}
    forms: tuple[Callable[[str], Iterator[Found]], ...] = (
        *(_in_brackets, _that_is, _list_before, _shortened, _is, _includes, _latin),
    )
    for form in forms:
        for explained in form(text):
            found.setdefault(explained.term, explained)
    return tuple(sorted(found.values(), key=lambda explained: explained.start))


def _in_brackets(text: str) -> Iterator[Found]:
    """“两断三清”(切断…,清除…)."""
    for match in _BRACKET.finditer(text):
        meaning = match["meaning"]
        offset = len(re.match(r"(?:即|指|是指|分别是|分别为|包括)?:?", meaning).group())  # type: ignore[union-attr]
        if not _NOT_MEANT.search(meaning) and (offset or _ENUMERATED.search(meaning)):
            start, end = match.span("meaning")
            yield Found(match.span("term"), (start + offset, end))


def _that_is(text: str) -> Iterator[Found]:
    """“六个百分之百”,即…; with a colon or dash where the term counts its members."""
    for match in _THAT_IS.finditer(text):
        says_so = match["how"][0] not in ":—-"
        start, end = match.span("meaning")
        closed = match["meaning"].find(")")
        end = start + closed if match["opened"] and closed >= 0 else end
        if end - start >= 4 and (says_so or _value(match["term"]) > 1):
            yield Found(match.span("term"), (start, end))


def _list_before(text: str) -> Iterator[Found]:
    """工地周边围挡、…、渣土车辆密闭运输“六个百分之百”: as many items as the term counts."""
    for match in _NUMBERED.finditer(text):
        count = _value(match["term"])
        begin = max(0, match.start() - MAX_MEANING_CHARS)
        before = text[begin : match.start()]
        end = _BEHIND_LIST.search(before).start()  # type: ignore[union-attr]
        start = max((mark.end() for mark in _LIST_START.finditer(before, 0, end)), default=0)
        first, *others = before[start:end].split("、")
        if count < 3 or len(others) != count - 1 or not all(others):
            continue
        lead = max((mark.end() for mark in _LEADS.finditer(first)), default=0)
        start += lead if lead < len(first) else 0
        yield Found(match.span("term"), (begin + start, begin + end))


def _shortened(text: str) -> Iterator[Found]:
    """《…技术指南》(以下简称《技术指南》)."""
    for match in _SHORT.finditer(text):
        opened = text.rfind("(", max(0, match.start() - 10), match.start())
        if opened < 0:
            continue
        begin = max(0, opened - 120)
        named = _NAMED.search(text[begin:opened]) or _PHRASE.search(text[begin:opened])
        if named:
            yield Found(match.span("term"), (begin + named.start(), opened))


def _is(text: str) -> Iterator[Found]:
    """扬尘污染,是指…."""
    for match in _IS.finditer(text):
        yield Found(match.span("term"), match.span("meaning"))


def _includes(text: str) -> Iterator[Found]:
    """各县市区政府包含甲管委会、乙管委会."""
    for match in _INCLUDES.finditer(text):
        yield Found(match.span("term"), match.span("meaning"))


def _latin(text: str) -> Iterator[Found]:
    """挥发性有机物(VOCs): as many of the characters before as the text repeats elsewhere."""
    seen: set[str] = set()
    for match in _LATIN.finditer(text):
        if match["term"] in seen or len(seen) >= MAX_ABBREVIATIONS:
            continue
        seen.add(match["term"])
        name = _full_name(text, match)
        if len(name) >= 2:
            stop = match.end("run")
            yield Found(match.span("term"), (stop - len(name), stop))


def _full_name(text: str, match: re.Match[str]) -> str:
    """Return the words before a Latin abbreviation that it stands for, empty if unsure."""
    run = match["run"]
    lead = max((mark.end() for mark in _LEADS.finditer(run)), default=0)
    lead = lead if lead + 2 <= len(run) else 0
    connective = _CONNECTIVE.match(run[lead:])
    run = run[lead + (connective.end() if connective else 0) :]
    is_whole = match.start() == 0 or not "\u4e00" <= text[match.start() - 1] <= "\u9fff"
    if (is_whole or lead or connective) and len(run) <= MAX_NAME_CHARS:
        return run
    return next((run[n:] for n in range(len(run) - 2) if text.count(run[n:]) > 1), "")


def _value(term: str) -> int:
    """Return the first number in a term, 0 where it has none."""
    numeral = _NUMERAL.search(term)
    if numeral is None:
        return 0
    return int(parse_number(numeral.group())) if len(numeral.group()) < 4 else 0


_BETWEEN_MEMBERS = re.compile(r"[、,，;；]|(?<=[\u4e00-\u9fff])(?:以及)(?=[\u4e00-\u9fff])")


def extract_definitions(plan: Plan) -> tuple[Definition, ...]:
    """Return the terms and abbreviations that a plan explains, in the order of their place.

    Args:
        plan: Any plan.
    """
    shadow = shadow_of(plan.text, plan.errata)
    found: list[Definition] = []
    position = 0
    for explained in find_forms(shadow.text):
        start, end = shadow.source_range(explained.start, explained.end)
        while position < len(plan.clauses) and plan.clauses[position].start <= start:
            position += 1
        clause = _innermost(plan.clauses[:position], end)
        if clause and not _is_duty(shadow, explained):
            found.append(_definition(plan, clause, shadow, explained))
    return tuple(found)


def _innermost(before: tuple[Clause, ...], end: int) -> Clause | None:
    """Return the last clause begun that reaches to a position."""
    return next((clause for clause in reversed(before[-9:]) if clause.end >= end), None)


def _is_duty(shadow: Shadow, explained: Found) -> bool:
    """Tell whether a meaning says who does what: “春季行动”(市公安局负责)."""
    return bool(read_roles(shadow.text, *explained.meaning)[0])


def _definition(plan: Plan, clause: Clause, shadow: Shadow, explained: Found) -> Definition:
    """Return what was found as a definition."""
    start, end = shadow.source_range(explained.start, explained.end)
    first, last = shadow.source_range(*explained.term)
    last += plan.text.startswith("}", last) and "{" in plan.text[first:last]  # PM_{2.5}
    end = max(end, last)
    term = read_text(plan.text[first:last])
    meaning = plan.text[slice(*shadow.source_range(*explained.meaning))]
    members = [part.strip() for part in _BETWEEN_MEMBERS.split(read_text(meaning))]
    return Definition(
        plan_id=plan.id,
        city=plan.place,
        clause_id=clause.id,
        term=term,
        meaning=meaning,
        members=tuple(filter(None, members)) if len(members) > 1 else (),
        start=start,
        end=end,
        quote=plan.text[start:end],
    )
