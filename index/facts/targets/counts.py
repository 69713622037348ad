"""Statements of a count to be done: 完成51家企业治理, 散煤治理3万户, 28家企业年底前完成改造."""

import re
from collections.abc import Iterator

from index.facts.targets.sentences import Sentence, Statement, each, trimmed
from index.mentions import actions, comparators
from index.mentions.indicators import BLANK, is_scope, is_whole, names_measure, read_phrase
from index.mentions.quantities import Quantities, unit_kind

Range = tuple[int, int]

_DIMENSION = re.compile(r"(?:高度|直径|长度|宽度|容量|容积|面积|功率|能力|规模|出力)$")
_NO_THINGS = re.compile("[次岁人位类种批轮场份]$")
_MODAL = re.compile("[应未须要不]|浓度|(?<=[^下])达到")
_DATE = re.compile("(?:19|20)[0-9]{2}年|[0-9]{1,2}[月日时]")
_NAMED = re.compile(r"(?![对将把凡为由经按以])[^占是仅]{0,40}[^占是仅的为在对于约近且]{2}")
_SHARE_DONE = re.compile(
    r"的(?P<what>[^,;。的]{2,20}?(?P<word>完成|实现|达到|建成|接入|消除|达标))"
)
_OPENING = re.compile("(?:全年|每年|年均)?(?:组织)?开展")
_GOES_ON = re.compile(r"[、及并且或]|和(?![美谐])")
_OBJECT_END = re.compile(r"(?:等)?(?:任务|工作|目标|要求|基础上)*$")
_ACTED_ON = re.compile(
    r"(?:.{0,12}?[^面])??(?:[对将把在]|督促|推动|推进|组织|引导|指导)(?P<place>.{0,20})"
)
_DONE = re.compile("(?:全部|基本)?(?P<word>完成|实现|建成|达到)")
_DONE_LATER = re.compile(
    rf"[于在]|全部|全面|(?<!平)均|(?:19|20)[0-9]{{2}}年|[0-9]{{1,2}}月|年[内底]|{actions.COUNTED.pattern}"
    "|实行|执行|改用|改为|采用|使用|开展|加装|封闭|密闭|停产|升级|纳入|接入"
)
_NO_THING = re.compile(
    r"[对由的]|.*(?:县|区|市|镇|乡|部门|单位|小组|工作组|阶段|方面|环节|月|工作日|等级|级|年度)$"
)
_NO_COUNT = re.compile(
    r"面积$|[有为共含计达约近超仅各每第的到至由从在设分等和及划不]$|有|包括|涉及|合计|总计|分为|占|第|每|平均|距|提前"
)
_EACH_GIVEN = re.compile(".*?(?P<what>每[^每]{1,8}(?:补贴|补助|奖补|奖励)(?:资金|标准)?)")
_ACTION_END = re.compile("(?:计划|力争|要|需)?(?:完成|新增|建成|实现)$")
_OWNED = re.compile("[共现拥建]有")
_BOUNDS = ("不", "至少", "超过")
_IS_RATE = re.compile("(?:率|比例|比率|占比|比重|覆盖)$")


def find_counts(
    sentence: Sentence, found: Quantities, segment: Range, stop: int, last_end: int
) -> Iterator[Statement]:
    """Yield the statements of an action and what it counts.

    Args:
        sentence: Any.
        found: Quantities with no comparator before them.
        segment: Between which commas they stand.
        stop: Where they end, 以上 included.
        last_end: Where the quantities before them end.
    """
    text, (start, end) = sentence.text, segment
    prefix = text[start : found.start]
    verb = actions.COUNTED.search(prefix)
    noun_end = object_end(text, stop, end)
    if not verb:
        yield from _without_an_action(sentence, found, segment, noun_end, last_end)
        return
    between = prefix[verb.end() :]
    word: tuple[Range, ...] = ((start + verb.start(), start + verb.end()),)
    bound = comparators.BEFORE.search(prefix)
    is_behind = bound is not None and bound.start() >= verb.end()
    if bound and (is_behind or bound["verb"]) and bound["word"].startswith(_BOUNDS):
        word = ((start + bound.start("word"), start + bound.end("word")),)
        between = between[: bound.start("word") - verb.end()] if is_behind else between
    place = (start + verb.end(), start + verb.end() + len(between)) if between else None
    acts_at = start + verb.start()
    subject = trimmed(text, start, acts_at)
    if start + verb.end() < last_end:
        place = None
    if not place and subject < acts_at and is_scope(text[subject:acts_at]):
        place = (subject, acts_at)
    if noun_end > stop and (text[found.end - 1] in "%‰年" or _DIMENSION.search(between)):
        return
    if noun_end > stop:
        if BLANK in between and not between.strip(BLANK):
            place = None
        yield from _objects(text, (acts_at, noun_end), word, found, place)
    elif not between.strip(BLANK) or _is_noun(text[subject:acts_at], between, last_end <= subject):
        yield from _closed(sentence, found, segment)
    elif len(between.strip(BLANK)) > 1 and between[-1] not in "共有为计":
        phrase = (start + verb.end(), start + verb.end() + len(between.rstrip(BLANK)))
        yield from _counted_before(text, found, (subject, acts_at), phrase, word, stop)


def share_done(
    text: str, found: Quantities, segment: Range, after: re.Match[str] | None
) -> Statement | None:
    """Return the statement of 80%以上的钢铁产能完成改造, a share of which something is asked."""
    begin = trimmed(text, segment[0], found.start)
    stop = after.end() if after else found.end
    done = _SHARE_DONE.match(text, stop, segment[1]) if text[found.end - 1] in "%成" else None
    if not done or not (begin == found.start or is_scope(text[begin : found.start])):
        return None
    word = after.span("word") if after else done.span("word")
    place = (begin, found.start) if begin < found.start else None
    phrase = (done.start("what"), object_end(text, done.start("what"), segment[1]))
    return Statement("count", begin, phrase[1], phrase, (word,), found.items[0], place=place)


def object_end(text: str, stop: int, end: int) -> int:
    """Return where the object of a count ends, before 任务 and the next quantity."""
    if _GOES_ON.match(text, stop, end):
        return stop
    following = re.search(r"[和及、](?=[0-9]+[^0-9、])|[,;。]", text[stop:end])
    end = stop + following.start() if following else end
    words = _OBJECT_END.sub("", text[stop:end])
    return stop + len(words.rstrip(BLANK))


def goes_on(text: str, position: int, end: int) -> bool:
    """Tell whether a list goes on at a position: 、, 和."""
    return _GOES_ON.match(text, position, end) is not None


def _is_noun(subject: str, between: str, is_first: bool) -> bool:
    """Tell whether what looks like an action is a part of a noun: 储油库油气回收改造(3座)."""
    words = subject.strip(BLANK)
    is_nominal = actions.COUNTED.fullmatch(between.strip(BLANK)) is not None
    return is_first and is_nominal and len(words) > 1 and not is_scope(words)


def _counted_before(
    text: str,
    found: Quantities,
    subject: Range,
    phrase: Range,
    word: tuple[Range, ...],
    stop: int,
) -> Iterator[Statement]:
    """Yield 甲县新增就业6万人以上, whose object stands before the count."""
    after = comparators.AFTER.search(text, found.end, stop)
    comparator = (after.span("word"),) if after else word
    words = text[slice(*subject)]
    place = subject if is_scope(words) and not is_whole(words) else None
    whole = (subject[0] if place else subject[1], stop)
    yield from each("count", whole, phrase, comparator, found, place)


def _without_an_action(
    sentence: Sentence, found: Quantities, segment: Range, noun_end: int, last_end: int
) -> Iterator[Statement]:
    """Yield what no action before it counts."""
    text, (start, end) = sentence.text, segment
    begin = trimmed(text, start, found.start)
    words = text[begin : found.start]
    after = comparators.AFTER.match(text, found.end, end)
    stop = after.end() if after else found.end
    is_closed = not text[stop:end].strip(BLANK)
    again = list(_again(sentence, found, start, stop))
    if again and (is_closed or goes_on(text, stop, end) or start > sentence.segment(start)[0]):
        yield from again
    elif after and is_closed and _NAMED.fullmatch(words):
        opening = _OPENING.match(text, begin, found.start)
        phrase = (opening.end() if opening else begin, found.start)
        yield from each("measure", (begin, stop), phrase, (after.span("word"),), found)
    elif not after and (is_closed or goes_on(text, stop, end)) and last_end <= begin:
        among = text.find("其中", sentence.start, begin)
        is_part = among >= start or (among >= 0 and is_scope(words))
        if is_part and _are_things(text, found):
            yield from each("part", (begin, stop), (begin, found.start), (), found)
        else:
            yield from _closed(sentence, found, segment)
    else:
        yield from _done_by(sentence, found, segment, noun_end)


def _again(sentence: Sentence, found: Quantities, start: int, stop: int) -> Iterator[Statement]:
    """Yield the second count of 完成绿化450万亩、治沙111万亩: the action stands once."""
    text, first = sentence.text, sentence.segment(found.start)[0]
    verb = actions.COUNTED.search(text[first:start])
    if verb and found.start - start > 1:
        word = ((first + verb.start(), first + verb.end()),)
        subject = trimmed(text, first, word[0][0])
        area = text[subject : word[0][0]].rstrip(BLANK)
        place = (subject, subject + len(area)) if is_scope(area) and not is_whole(area) else None
        yield from each("count", (start, stop), (start, found.start), word, found, place)


def _closed(sentence: Sentence, found: Quantities, segment: Range) -> Iterator[Statement]:
    """Yield what is counted by the noun before and nothing more: 散煤治理3万户, 安装率100%."""
    text, start = sentence.text, segment[0]
    begin = trimmed(text, start, found.start)
    words = text[begin : found.start].rstrip(BLANK)
    whole = (begin, found.end)
    if given := _EACH_GIVEN.fullmatch(words):
        phrase = (begin + given.start("what"), begin + given.end("what"))
        yield from each("measure", whole, phrase, (), found)
        return
    is_compared = comparators.BEFORE.search(words) is not None
    is_owned = _OWNED.search(text, sentence.segment(found.start)[0], found.start)
    if len(words) < 2 or is_compared or is_owned or _NO_COUNT.search(words):
        return
    area = _ACTION_END.sub("", words)
    if area != words and is_scope(area):  # 山西省完成1500万吨, of what was said before
        yield from each("measure", whole, (begin, begin + len(area)), (), found)
        return
    before, _ = sentence.segment_before(segment[0])
    is_listed = actions.COUNTED.search(text, before, start) and re.search(
        "[0-9]", text[before:start]
    )
    if text[found.end - 1] in "%‰" and _IS_RATE.search(words):
        yield from each("measure", whole, (begin, begin + len(words)), (), found)
    elif _are_things(text, found) or found.items[0].per or (is_listed and not names_measure(words)):
        read = read_phrase(text, begin, begin + len(words))
        is_named = read.name[0] < read.name[1] and not read.indicator
        name = read.name if is_named else (begin, begin + len(words))
        yield from each("count", whole, name, (), found, read.scope if is_named else None)


def _done_by(
    sentence: Sentence, found: Quantities, segment: Range, noun_end: int
) -> Iterator[Statement]:
    """Yield 武功县6家企业完成源头替代, whose action stands behind the count."""
    text, (start, _) = sentence.text, segment
    begin = trimmed(text, start, found.start)
    acted_on = _ACTED_ON.fullmatch(text, begin, found.start)
    begin = acted_on.start("place") if acted_on else begin
    if begin < found.start and not acted_on and not is_scope(text[begin : found.start]):
        return
    place = (begin, found.start) if begin < found.start else None
    done = _DONE.search(text, found.end, noun_end)
    if done and not re.search("[0-9]", text[found.end : noun_end]):
        yield from _objects(text, (begin, noun_end), (done.span("word"),), found, place)
        return
    # 38家加油站、2座储油库安装…: the action stands behind the last of a list.
    is_listed = goes_on(text, noun_end, segment[1])
    later = _DONE_LATER.search(text, found.end + 2, segment[1] if is_listed else noun_end)
    thing_end = min(later.start(), noun_end) if later else noun_end
    thing = text[found.end : thing_end].strip(BLANK)
    is_told = later and re.search("[0-9]", _DATE.sub("", text[later.start() : segment[1]]))
    is_thing = _are_things(text, found) and not _NO_THING.match(thing) and not _MODAL.search(thing)
    if later and is_thing and not is_told:
        phrase = (found.end, thing_end)
        yield from each("count", (begin, noun_end), phrase, (), found, place)


def _are_things(text: str, found: Quantities) -> bool:
    """Tell whether a quantity counts things or land (3家, 2万亩), not people or times."""
    unit = text[slice(*found.items[-1].unit)]
    is_land = unit.endswith(("亩", "公顷"))
    return is_land or (unit_kind(unit) == "count" and not _NO_THINGS.search(unit))


def _objects(
    text: str,
    whole: Range,
    word: tuple[Range, ...],
    found: Quantities,
    place: Range | None,
) -> Iterator[Statement]:
    """Yield a count and its object; 72小时预报和168小时预报 has two."""
    changed = re.search(rf"(?:{comparators.CHANGE})$", text[found.end : whole[1]])
    if changed and text[slice(*word[0])] == "完成":
        word = ((found.end + changed.start(), found.end + changed.end()),)
    yield from each("count", whole, (found.end, whole[1]), word, found, place)
