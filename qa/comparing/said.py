"""What a question says of each of the places that it names, and of which of their plans."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.mentions import find_places
from qa.comparing.owners import Name, lies_in
from qa.question import names_topic

MAX_GAP, MAX_LATIN_GAP = 16, 32
"""Characters from one name to the next: a year, what belongs to the name, and the word that joins
them."""
MAX_PARTS = 6
_YEAR = r"20\d\d\s*年?(?:底|末)?"
_YEARS = r"20\d\d(?:\s*[-–—~至到]\s*20\d\d)?\s*年?"
_ROUND = (
    r"[新旧舊老前后後头頭首]一?[轮輪份版]|第[一二][轮輪]"
    r"|[新旧舊老][的那这這]*(?:方案|计划|計畫|計劃|文件|[份个個版])"
)
_PLAN = (
    r"(?:(?:行动|行動|工作|实施|實施|年度)*"
    r"(?:方案|计划|計畫|計劃|预案|預案|规划|規劃|意见|意見|文件)|[那这這]一?[份个個版])"
)
_QUALIFIER = re.compile(
    rf"\s*(?:的\s*)?(?:[(（]\s*(?:{_YEARS}|{_ROUND})[^()（）]{{0,6}}[)）]"
    rf"|{_YEARS}\s*(?:的\s*)?{_PLAN}|(?:{_ROUND})(?:的?{_PLAN})?)"
)
"""Behind a place's name, which of its plans is meant: 2021年方案, （新一轮）, 老方案. A year alone
may be that of what is asked."""
_ROUND_BEFORE = re.compile(rf"(?:{_ROUND})的?\s*$")
_ALONE = re.compile(rf"\s*{_YEARS}(?=\s*(?:[、,，;；:：?？。)）]|$|和|与|跟|及|and\b|or\b))")
"""A year with nothing behind it says which plan."""
_JOIN = re.compile(
    r"\s*(?:[、,，;；]|以及|还有|還有|还是|還是|和|与|與|及(?!其?周)|跟|同|对比|相比|比|\bvs\.?|\bversus\b"
    r"|\band\b|\bor\b|\b(?:compared|relative) to\b|\bwith\b)+\s*",
    re.IGNORECASE,
)
_COMPARED = re.compile(r"^\s*(?:相比|对比|對比|对照|對照|比较|比較|比)(?:一?比|看|一下)*")
"""Behind the last of several names: 甲跟乙比谁高."""
_NO_AREA = re.compile(rf"^[市县縣区區]|{_YEAR}")
_AREA = re.compile(r"[\u3400-\u9fff]{0,6}[区區县縣镇鎮乡鄉城郊域]")
_YEAR_BEFORE = re.compile(rf"{_YEAR}\s*的?\s*$")
_YEAR_BEHIND = re.compile(
    rf"(?:市|县|縣|区|區)?\s*的?\s*{_YEAR}|'s\s+20\d\d|,?\s+(?:in|by)\s+20\d\d"
)
_CLAUSE = re.compile(r"[^,，;；:：?？。]+[,，;；:：?？。]*")
_HEAD_MARK = re.compile(r"[,，;；:：?？。]*")
"""What stands before the first clause of a stretch."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a question says of a place.

    Attributes:
        place: As ``Name`` calls it.
        words: All of them, the name and its year among them.
        asked: What is asked, without the name.
        area: Of the place; empty for the whole.
        named: The name, with which of the place's plans is meant; empty where all are.
    """

    place: str
    words: str
    asked: str
    area: str = ""
    named: str = ""


def said_side_by_side(text: str, run: Sequence[Name], named: Sequence[Name]) -> Iterator[Said]:
    """Yield what is said of each of some places whose names a word joins, then of the others.

    What a clause says of another place (丙有没有写) is asked of that one alone.

    Args:
        text: Of the question.
        run: The names that are joined.
        named: All names, those of the run among them.
    """
    starts = [_start(text, run[0][0]), *(start for start, _, _ in run[1:])]
    stop = _end_of_last(text, text[run[-2][1] : starts[-1]], run[-1][1])
    members = [_without_join(text[start:end]) for start, end in pairwise([*starts, stop])]
    inside = {place for _, _, place in run}
    elsewhere = [
        own for own in named
        if not starts[0] <= own[0] < stop and (own[2] not in inside or _qualifier(text, own[1]))
    ]  # fmt: skip
    before = _without_clauses(text, 0, starts[0], elsewhere)
    after = _COMPARED.sub("", _without_clauses(text, stop, len(text), elsewhere))
    for begin, member, (start, end, place) in zip(starts, members, run, strict=True):
        lead, behind = member[: start - begin], member[end - begin :]
        of_plan, year = _QUALIFIER.match(behind), _ALONE.match(behind)
        round_ = _ROUND_BEFORE.search(lead)
        beyond = behind[of_plan.end() if of_plan else 0 :]
        area = _NO_AREA.sub("", beyond).strip(" 的")
        which = next((found.group() for found in (of_plan, year, round_) if found), "")
        yield Said(
            place,
            words=f"{before}{member}{after}",
            asked=f"{before}{_ROUND_BEFORE.sub('', lead)}{beyond}{after}",
            area=area if _AREA.fullmatch(area) else "",
            named=text[start:end] + which if which else "",
        )
    yield from said_by_clause(text, elsewhere, alone=True)


def said_by_clause(text: str, named: Sequence[Name], *, alone: bool = False) -> Iterator[Said]:
    """Yield what the clauses say of each place that name it, several places, or none.

    Args:
        text: Of the question.
        named: Names that stand apart.
        alone: Only clauses that name the place count.
    """
    for place in dict.fromkeys(place for _, _, place in named):
        words = asked = which = ""
        for clause in _CLAUSE.finditer(text):
            names = [own for own in named if clause.start() <= own[0] < clause.end()]
            is_of_it = any(own[2] == place for own in names)
            if not is_of_it and (alone or len({own[2] for own in names}) == 1):
                continue
            words += clause.group()
            edges = [clause.start()]
            for start, end, owner in names:
                of_plan = _QUALIFIER.match(text, end, clause.end())
                edges += [start, of_plan.end() if of_plan else end]
                if owner == place and of_plan:
                    which = text[start : of_plan.end()]
            edges.append(clause.end())
            between = zip(edges[::2], edges[1::2], strict=True)
            asked += "".join(text[first:last] for first, last in between)
        yield Said(place, words, asked, named=which)


def _qualifier(text: str, end: int) -> str:
    """Return the words behind a name that say which plan of the place is meant, or nothing."""
    found = _QUALIFIER.match(text, end) or _ALONE.match(text, end)
    return found.group() if found else ""


def _without_clauses(text: str, start: int, end: int, named: Sequence[Name]) -> str:
    """Return a stretch of a question without the clauses that name some places."""
    kept = (
        clause.group()
        for clause in _CLAUSE.finditer(text, start, end)
        if not any(clause.start() <= own[0] < clause.end() for own in named)
    )
    head = _HEAD_MARK.match(text, start, end)
    return (head.group() if head else "") + "".join(kept)


def joined(text: str, found: Sequence[Name]) -> list[Name]:
    """Return the longest run of places with a word that joins them between each two.

    One place may stand in it for several of its plans: 甲2021、甲2024.
    """
    runs: list[list[Name]] = [[]]
    for own in found:
        if runs[-1] and not _is_gap(text[runs[-1][-1][1] : own[0]]):
            is_beside = runs[-1][-1][1] == own[0]
            if is_beside and lies_in(own[2], runs[-1][-1][2]):
                runs[-1][-1] = (runs[-1][-1][0], own[1], own[2])  # 河南省郑州市
                continue
            if not is_beside:  # 西安咸阳 are two
                runs.append([])
        runs[-1].append(own)
    best = max(runs, key=len)
    different = {(place, _qualifier(text, end)) for _, end, place in best}
    return best if len(different) == len(best) <= MAX_PARTS else []


def _is_gap(between: str) -> bool:
    """Tell whether what stands between two names joins them; what asks is of the first alone."""
    if not names_topic(between.strip(" 、,，;；")):
        return False
    between = _YEAR_BEFORE.sub("", between)
    joins = list(_JOIN.finditer(between))
    most = MAX_LATIN_GAP if between.isascii() else MAX_GAP
    return len(between) <= most and bool(joins) and joins[-1].end() == len(between)


def is_joining(gap: str) -> bool:
    """Tell whether a word joins the names on both sides of a gap, or it asks something."""
    return _JOIN.search(gap) is not None or not names_topic(gap)


def clauses(text: str) -> Iterator[re.Match[str]]:
    """Yield the clauses of a question, each with the mark behind it."""
    return _CLAUSE.finditer(text)


def _start(text: str, start: int) -> int:
    """Return where the words on a place begin: at a year or 新版 before its name, or there."""
    before = _YEAR_BEFORE.search(text, 0, start) or _ROUND_BEFORE.search(text, 0, start)
    return before.start() if before else start


def _end_of_last(text: str, gap: str, stop: int) -> int:
    """Return where the words on the last place end: behind what the one before has as well.

    Args:
        text: The question.
        gap: From the last name but one to the last.
        stop: Of the last name.
    """
    own = re.sub(r"20\d\d", "20[0-9][0-9]", re.escape(_without_join(gap)))
    if own.strip() and (behind := re.compile(own).match(text, stop)):
        return behind.end()
    if which := _qualifier(text, stop):
        return stop + len(which)
    if inside := next((own for own in find_places(text) if own.start == stop), None):
        return inside.end  # 株洲醴陵
    behind = _YEAR_BEHIND.match(text, stop) if re.search(_YEAR, gap) else None
    return behind.end() if behind else stop


def _without_join(member: str) -> str:
    """Return the words on a place without the word that joins the next."""
    joins = list(_JOIN.finditer(member))
    is_last = bool(joins) and joins[-1].end() == len(member)
    return member[: joins[-1].start()] if is_last else member
