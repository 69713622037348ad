"""What a statement measures and where: its own words, and what its sentence has said before."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from index.facts.targets.sentences import Sentence, Statement, trimmed
from index.facts.types import Target
from index.mentions import actions, comparators
from index.mentions.indicators import (
    BLANK,
    areas_end,
    is_scope,
    is_whole,
    names_measure,
    read_phrase,
    shared_ending,
)
from index.mentions.quantities import BELOW_THE_LINE, normal_unit, unit_kind
from index.text.shadow import shadow_of

_JOINT = re.compile(r"[、和与及]")
_OF_THE_LIST = re.compile(r"等(?:主要|大气|重点)*污染物")
"""Behind the members of a list: of each of them it says nothing."""
_CHANGED = re.compile(comparators.CHANGE)
_WHOLE = re.compile("全[国省市县区州盟旗镇乡域]的?")
_NO_INDICATOR = re.compile("[对由向在将把未应]$|(?:总|占地|国土|辖区|行政区域)面积$|全长$")
"""Words that lost their noun (或者未对|超过三个月), and what only describes."""
_OF_GOALS = re.compile("(?:控制)?(?:目标|指标|限值)?(?:分别)?(?:[为是]|如下)?$")
_NUMBER = re.compile(r"(?<![A-Za-z_{.0-9])[0-9]")
_DATED = re.compile("(?:19|20)[0-9]{2}年[度底末]?(?:[0-9]{1,2}[-~—至到])?(?:[0-9]{1,2}月)?")
_POWERS = "万亿千百"
MAX_PHRASE_CHARS = 45
"""The longest indicator with its scope is 39 characters in the plans at hand."""


@dataclass(slots=True)
class Context:
    """What a sentence has said so far."""

    year: int | None = None
    base_year: int | None = None
    area: str | None = None
    threshold: str | None = None
    is_expected: bool = False
    is_goal: bool = False
    last: Target | None = None
    said: list[tuple[int, Target]] = field(default_factory=list)


def name_and_scope(
    source: str, sentence: Sentence, statement: Statement, context: Context
) -> tuple[str, str | None] | None:
    """Return indicator and scope of a statement."""
    if statement.form == "count":
        return _counted(source, sentence, statement)
    begin, stop = statement.phrase
    if stop - begin > MAX_PHRASE_CHARS:
        return None
    named = _member(source, sentence, statement) if statement.items > 1 else None
    if statement.form == "area":
        return _of_areas(source, sentence, statement, context.last)
    named = named or _phrase(source, sentence, begin, stop)
    return _completed(source, sentence, statement, context, named)


def _counted(
    source: str, sentence: Sentence, statement: Statement
) -> tuple[str, str | None] | None:
    """Return what is counted, and where."""
    start, end = statement.phrase
    while start < end and sentence.text[start] in f"的{BLANK}":
        start += 1
    indicator = sentence.printed(source, start, end)
    scope = None
    if statement.place:
        words = sentence.text[slice(*statement.place)].strip(BLANK)
        place = re.match(r"[一-鿿]{1,8}?[县区市州旗镇乡](?=[一-鿿])", words)
        if is_scope(words) and not is_whole(words):
            scope = sentence.printed(source, *statement.place).removeprefix("在")
        elif place and words.endswith("等"):
            scope = sentence.printed(source, statement.place[0], statement.place[0] + place.end())
    return (indicator, scope) if len(indicator) > 1 else None


def _member(source: str, sentence: Sentence, statement: Statement) -> tuple[str, str | None] | None:
    """Return what the n-th of n numbers belongs to: 烟尘、氮氧化物排放浓度分别不高于10、50毫克."""
    begin, stop = statement.phrase
    text = sentence.text[begin:stop]
    whole_area = _WHOLE.match(text)
    text = text[whole_area.end() :] if whole_area else text
    begin = stop - len(text)
    edges = _edges(text, statement.items, "、和与及")
    if not edges:
        by_subject = _subject_member(source, sentence, statement)
        # 及 and 和 may stand inside a name: 京津冀及周边地区、汾渭平原.
        looser = (_edges(text, statement.items, marks) for marks in ("、和与", "、和", "、"))
        edges = next(filter(None, looser), None)
        if by_subject or not edges:
            return by_subject
    members = [text[a + 1 : b] for a, b in pairwise(edges)]
    ending = shared_ending(members)
    at = begin + edges[statement.item] + 1
    is_last = statement.item + 1 == len(members)
    if area := areas_end(members):
        stop = at + area if is_last else at + len(members[statement.item])
        named = read_phrase(members[-1], area, len(members[-1])).indicator
        return named or members[-1][area:], sentence.printed(source, at, stop)
    printed = sentence.printed(source, at, at + len(members[statement.item]))
    words = members[statement.item] + ("" if is_last else ending)
    phrase = read_phrase(words, 0, len(words))
    tail = "" if is_last else sentence.printed(source, stop - len(ending), stop)
    whole = re.sub(r"\([^()]*\)|（[^（）]*）", "", printed) + tail
    whole = _OF_THE_LIST.sub("", whole)
    if phrase.indicator:
        scope = words[slice(*phrase.scope)] if phrase.scope else None
        return phrase.indicator, scope
    named = _tail(whole, words, phrase.name[0])
    scope = whole[: len(whole) - len(named)] if phrase.scope else _level(ending, whole)
    return (named if not scope else whole[len(scope) :]), scope or None


def _edges(text: str, items: int, marks: str) -> list[int] | None:
    """Return the marks between as many members as there are numbers, None where they differ."""
    edges = [-1, *(n for n, letter in enumerate(text) if letter in marks), len(text)]
    return edges if len(edges) == items + 1 else None


def _tail(printed: str, words: str, start: int) -> str:
    """Return the end of a printed phrase that begins at a place of its shadow."""
    return printed[start:] if len(printed) == len(words) else printed


def _level(ending: str, whole: str) -> str:
    """Return the scope of 黄色级别减排比例: 黄色级别."""
    match = re.match(r".*(?:级别|級別|预警|預警)(?=.)", whole) if ending else None
    return match.group() if match else ""


def _subject_member(
    source: str, sentence: Sentence, statement: Statement
) -> tuple[str, str | None] | None:
    """Return the n-th of n subjects that the segment before names: SCR和SNCR脱硝系统…."""
    start, _ = sentence.segment(statement.phrase[0])
    before, stop = sentence.segment_before(start)
    before = trimmed(sentence.text, before, stop)
    text = sentence.text[before:stop]
    end = next((n for n in range(2, len(text) + 1) if _is_subject(text[:n])), 0)
    members = _JOINT.split(text[:end])
    if len(members) != statement.items or not all(members):
        return None
    indicator, _ = _phrase(source, sentence, *statement.phrase)
    latin = re.match(r"[A-Za-z0-9.]+", members[-1])
    ending = members[-1][latin.end() :] if latin else shared_ending(members)
    at = before + sum(len(member) + 1 for member in members[: statement.item])
    printed = sentence.printed(source, at, at + len(members[statement.item]))
    is_last = statement.item + 1 == len(members)
    ending = ending[1:] if printed[-1:] == ending[:1] else ending  # Ⅲ级、Ⅰ级应急响应
    return indicator, printed + ("" if is_last else ending)


def _is_subject(words: str) -> bool:
    """Tell whether a phrase names who or when: SCR脱硝系统, 三级、二级应急响应."""
    return is_scope(words) or words.endswith(("响应", "预警"))


def _phrase(source: str, sentence: Sentence, begin: int, stop: int) -> tuple[str, str | None]:
    """Return the indicator and scope that a phrase prints; an empty indicator where it has none."""
    phrase = read_phrase(sentence.text, begin, stop)
    start, end = phrase.name
    for_each = BELOW_THE_LINE.search(sentence.text, start, end)
    start = for_each.end() if for_each and for_each.end() + 1 < end else start
    indicator = phrase.indicator or sentence.printed(source, start, end)
    if not phrase.scope or is_whole(sentence.text[slice(*phrase.scope)].strip(BLANK)):
        return indicator, None
    return indicator, re.sub(r"[的中]$", "", sentence.printed(source, *phrase.scope)) or None


def _completed(
    source: str,
    sentence: Sentence,
    statement: Statement,
    context: Context,
    named: tuple[str, str | None],
) -> tuple[str, str | None] | None:
    """Fill in what the sentence has said before: 县城达70%, and the area of the next indicator."""
    indicator, scope = named
    last = context.last
    quantity = statement.quantity
    unit = quantity.unit_as(sentence.printed(source, *quantity.unit)) if quantity else ""
    if statement.form == "part":
        where = scope or indicator
        return (last.indicator, where) if last and where and last.unit == unit else None
    is_change = any(_CHANGED.match(sentence.text, *word) for word in statement.comparator[:1])
    near = last if last and _is_comparable(last, unit, is_change) else None
    if not indicator and not scope and statement.phrase[0] == statement.phrase[1]:
        # 下降5%,降至30以下,力争保持在25以下
        return (near.indicator, near.scope) if near else None
    if last and not scope and _is_part_of(source, sentence, statement, last):
        return last.indicator, indicator or last.scope  # 各城市不高于5,其中,苏北不高于7
    if not indicator:
        return _scope_only(scope, near)
    if _NO_INDICATOR.search(indicator):
        return None
    start, _ = sentence.segment(statement.phrase[0])
    begin, stop = sentence.segment_before(start)
    if scope:
        context.area = scope if _is_area(scope) else context.area
    elif _WHOLE.match(sentence.text, trimmed(sentence.text, start, stop or start)):
        context.area = None
    elif begin < stop and (found := _subject(source, sentence, begin, stop)):
        scope = found
    elif last and last.scope and last.indicator[-4:] == indicator[-4:]:
        scope = last.scope
    else:
        scope = context.area or context.threshold
    return indicator, scope


def _of_areas(
    source: str, sentence: Sentence, statement: Statement, last: Target | None
) -> tuple[str, str | None] | None:
    """Return what a list is headed with, else what was said last, and the areas it is said of."""
    what = _head_of_list(source, sentence, statement)
    if not what and last and statement.quantity:
        unit = statement.quantity.unit_as(sentence.printed(source, *statement.quantity.unit))
        is_more = last.normal_unit.lstrip(_POWERS) == normal_unit(unit).lstrip(_POWERS)
        what = last.indicator if is_more else ""
    return (what, sentence.printed(source, *statement.phrase)) if what else None


def _head_of_list(source: str, sentence: Sentence, statement: Statement) -> str:
    """Return what a list of areas is headed with, empty for nothing: PM2.5：甲县39微克/立方米."""
    text = sentence.text
    stop = text.rfind(":", sentence.start, statement.start)
    begin = sentence.segment(stop)[0] if stop >= 0 else -1
    if begin < 0 or _NUMBER.search(_DATED.sub("", text[begin:stop])):
        return ""  # 526万户: the number's own target is what was said last
    stop = begin + len(_OF_GOALS.sub("", text[begin:stop]))
    dated = [mention.end() for mention in _DATED.finditer(text, begin, stop)]
    begin = trimmed(text, max([begin, *dated]), stop)
    acts = actions.COUNTED.search(text, begin, stop)
    if acts and acts.end() < stop:
        return sentence.printed(source, acts.end(), stop)
    return _phrase(source, sentence, begin, stop)[0] if names_measure(text[begin:stop]) else ""


def _is_comparable(last: Target, unit: str, is_change: bool) -> bool:
    """Tell whether a quantity may be said of what the last target was: a level, or its change."""
    if last.unit == unit:
        return True
    kinds = [unit_kind(shadow_of(each).text) for each in (last.unit, unit)]
    return "count" not in kinds and (last.is_relative or is_change or kinds[1] == "share")


def _scope_only(scope: str | None, last: Target | None) -> tuple[str, str | None] | None:
    """Return what 县城达70% says after another target, and 新能源货车达到500辆 without one."""
    if not scope or (not last and _is_area(scope)):
        return None
    return (last.indicator, scope) if last else (scope, None)


def _is_part_of(source: str, sentence: Sentence, statement: Statement, last: Target) -> bool:
    """Tell whether a statement says of a part what the one before said of the whole."""
    start, _ = sentence.segment(statement.start)
    before = sentence.text[slice(*sentence.segment_before(start))]
    if not statement.quantity or not (before + sentence.text[start:]).startswith("其中"):
        return False
    unit = statement.quantity.unit_as(sentence.printed(source, *statement.quantity.unit))
    words = sentence.text[slice(*statement.phrase)]
    return unit == last.unit and not names_measure(words)


def _subject(source: str, sentence: Sentence, begin: int, stop: int) -> str | None:
    """Return the subject that the segment before is, or the area it begins with."""
    begin = trimmed(sentence.text, begin, stop)
    words = sentence.text[begin:stop].rstrip(BLANK)
    is_short = len(words) <= MAX_PHRASE_CHARS
    is_among = words.endswith("中") and words != "其中"
    if is_short and (is_scope(words) or is_among) and not is_whole(words) and not _acts(words):
        return re.sub(r"的$", "", sentence.printed(source, begin, begin + len(words)))
    area = re.match(r"(?:城市)?建成区|[一-鿿]{2,6}(?:城区|建成区)|县城|市区", words)
    return sentence.printed(source, begin, begin + area.end()) if area else None


def _acts(words: str) -> bool:
    """Tell whether a segment says what is done."""
    is_counted = re.search("[0-9]", words) and actions.COUNTED.search(words)
    return bool(is_counted or actions.COUNTED.match(words) or actions.ACTING.search(words))


def _is_area(scope: str) -> bool:
    """Tell whether a scope is an area, which holds for the rest of its sentence."""
    return bool(
        re.search(r"(?:[省县區区市州旗镇乡縣鎮鄉]|地[区區]|城[区區]|建成[区區]|县城|縣城)$", scope)
    )
