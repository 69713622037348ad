"""The statements of a sentence that set or limit a quantity."""

import re
from collections.abc import Iterator

from index.facts.targets.areas import names_areas
from index.facts.targets.counts import find_counts, goes_on, share_done
from index.facts.targets.sentences import Sentence, Statement, each, trimmed
from index.mentions import actions, comparators
from index.mentions.dates import YEARS_LONG
from index.mentions.indicators import BLANK, is_known, is_scope
from index.mentions.quantities import Quantities, find_quantities

# 一批, 三年行动, 三元催化, 六个百分之百, 24小时监控: words and names, not counts.
_EXCLUDED = re.compile(
    r"[一1](?=[个轮批次家户台项套件人支])|[0-9一二两三四五六七八九十]{1,3}次|[一二两三四五六七八九十]+(?:年|元|人|倍|天)(?!以)|[二两三四五六七八九十]+[大项类]"
    r"|[0-9一-鿿]{1,3}个[“\"]?(?:百分(?!点)|100%)|(?:24|二十四)小时|[0-9.]+ 对"
    r"|[0-9]+(?:年|天|小时)(?=[制期行])"
)
_COUNTABLE = re.compile(r"[个户家台辆座处项套艘条件名株所块支只栋口眼场期批]$")
_NOUN_FOLLOWS = r"[一-鿿A-Za-z“\"\x01(]"
_GOAL = r"的(?:目标|要求|任务|水平|标准|比例|规模|覆盖率|指标)"
_WHO_IS_MEANT = re.compile(
    rf"(?!{_GOAL})的(?=[^,;。]|$)|之间的|的?(?:时|条件下|情况下|情形|后|前|期间)|范围|两侧|半径|之?外的"
)
"""Behind a quantity: it says who or when is meant (大于10吨的企业)."""
_NOUN_NEXT = re.compile(rf"(?!{_GOAL}|和|与|及|并|且|以及|或|后|力争|争取){_NOUN_FOLLOWS}")
"""Behind 以上, 以下, 以内: a noun follows, so the quantity says who is meant."""
_YEAR_END = re.compile(r"(?:19|20)[0-9]{2}年底?$")
_AGAINST = re.compile(
    r"(?:[比较与][“\"]?(?:(?:19|20)[0-9]{2}(?:[-~—至](?:19|20)[0-9]{2})?年|上一?年|去年"
    rf"|上一?个?[秋冬采暖]+[季期]|十[二三四五]五|(?:[近前]|过去)(?:[0-9]|{YEARS_LONG}|几)?年|[往历常]年|历史)"
    r"|同比).*$"
)
_FOR_EACH = re.compile("分别|均|都")
_MEASURED = re.compile(r"(?:率|量|浓度|比例|颗粒物|烟尘|粉尘|强度|指数)\x01*$")
_GOES_TO = re.compile("[到至]|基础上")
_DIVIDED = re.compile("[分划]为$")
_SIZE = re.compile(r"(?:平方米|立方米|千瓦|兆瓦|蒸吨|吨)$")
_MACHINE = re.compile(r"[^,;。、的]{0,6}?(?:烧结机|高炉|焦炉|转炉|电炉|机组|锅炉|装置|窑)")
_COUNT_NEXT = re.compile("[0-9]{1,3}[台座套]")
_TAKEN_OUT = re.compile("淘汰|关停|关闭|压减|压缩|退出|拆除|削减|取缔|新增")
_CHANGE_END = re.compile(rf"(?:{comparators.CHANGE})(?:幅度?)?$")
_CHANGED = re.compile(rf"(?:淘汰)?(?:{comparators.CHANGE})")

MAX_SUBJECT_CHARS = 24
"""A longer noun behind a threshold is a sentence that lost its marks."""

_MEASURE = re.compile(
    r"(?:[年月日][^,;。、的]{0,12})?[^,;。、的]{0,24}(?:量|率|值|数|浓度|速率|能力|规模|比例|高度|直径|面积|功率"
    r"|[运间]?距离?|年限|里程|排量|长度|宽度|深度|容积|容量|消耗|车龄|排放)\x01*$"
)
_CUT = re.compile(
    rf"{actions.COUNTED.pattern}|{actions.ACTING.pattern}|[对将把为由的、及]|[迁改扩]建|全[市县省区]|(?<=[区围])内|使用(?!年限)"
    "|全部|所有|凡|达不到"
)
_NOUN_ENDS = re.compile(
    rf"{actions.COUNTED.pattern}|未(?!达)|[,;。:在不应可已须要由按进]|开展|全部|全面|均|原则上|一律|优先|执行"
    "|修建|安装|必须|配套"
)
_OPENING = re.compile("(?:之间)?的?")


def find_statements(sentence: Sentence, is_goal: bool = False) -> Iterator[Statement]:
    """Yield the statements of a sentence in order, thresholds among them.

    Args:
        sentence: Any.
        is_goal: A heading above it says that goals follow.
    """
    text = sentence.text
    found: list[Statement] = []
    last_end = 0
    for quantities in find_quantities(text):
        if sentence.start <= quantities.start and quantities.end <= sentence.end:
            found.extend(_read(sentence, quantities, last_end, is_goal))
            last_end = quantities.end
    found.extend(_directions(sentence))
    yield from sorted(found, key=lambda statement: (statement.end, statement.start, statement.item))


def _read(
    sentence: Sentence, found: Quantities, last_end: int, is_goal: bool
) -> Iterator[Statement]:
    """Yield what a list of quantities states, nothing where it is no target."""
    text = sentence.text
    start, end = sentence.segment(found.start)
    if comparators.BASELINE.search(text[start : found.start]) and _GOES_TO.search(
        text, found.end, end
    ):
        return  # 由2020年的45微克/立方米降至…
    if start < last_end and (joint := _after_quantity(text, last_end, end)):
        start = joint
    after = comparators.AFTER.match(text, found.end, end)
    stop = after.end() if after else found.end
    before = _compared(text[start : found.end], found.start - start, after is not None)
    is_limit = before is not None and before["word"][0] in "不至最超达"
    if _EXCLUDED.match(text, found.start) and not is_limit:
        return
    if done := share_done(text, found, (start, end), after):
        yield done
    elif _is_who(text, after is not None, stop, end) or _defines(sentence, found, before, stop):
        yield from _thresholds(text, found, (start, end), stop, before)
    elif _is_past(sentence, start, found.start, is_goal) or _is_size(text, found, (start, end)):
        return
    elif not before and not text[stop:end].strip(BLANK) and _is_of_areas(text, start, found.start):
        begin = trimmed(text, start, found.start)
        bound = (after.span("word"),) if after else ()
        yield from each("area", (begin, stop), (begin, found.start), bound, found)
    elif not before and (stretched := comparators.STRETCHED.search(text[start : found.start])):
        yield from _stretched(start, found, stretched, after)
    elif before and not _counts_next(text, before["word"], stop, end, found.end):
        yield from _measured(sentence, found, (start, last_end), before, after)
    else:
        yield from find_counts(sentence, found, (start, end), stop, last_end)


def _is_of_areas(text: str, start: int, end: int) -> bool:
    """Tell whether a segment names areas alone before its quantity."""
    return names_areas(text[trimmed(text, start, end) : end])


def _compared(words: str, end: int, has_bound: bool) -> re.Match[str] | None:
    """Return the comparator before a quantity that begins at ``end``; 在12个路段 has none."""
    before = comparators.BEFORE.search(words[:end])
    if before is None and words[-1] == "%":
        before = comparators.OF_A_WHOLE.search(words[:end])
    return before if before and (before["word"] != "在" or has_bound) else None


def _stretched(
    start: int, found: Quantities, words: re.Match[str], after: re.Match[str] | None
) -> Iterator[Statement]:
    """Yield the statements of 延长 + 时长 + 至 + 数 + 以上."""
    verb, word = ((start + words.start(name), start + words.end(name)) for name in ("verb", "word"))
    phrase = (start + words.start("what"), start + words.end("what"))
    end = after.end() if after else found.end
    comparator = (after.span("word"),) if after else (verb, word)
    yield from each("measure", (verb[0], end), phrase, comparator, found)


def _is_size(text: str, found: Quantities, segment: tuple[int, int]) -> bool:
    """Tell whether a quantity is the size of one machine or of a division: 265平方米烧结机."""
    if _DIVIDED.search(text, segment[0], found.start):
        return True
    is_taken_out = _TAKEN_OUT.search(text, segment[0], found.start)
    is_machine = _MACHINE.match(text, found.end, segment[1])
    if is_machine and _COUNT_NEXT.match(text, is_machine.end(), segment[1]):
        return True  # 关停588立方米高炉1台
    return bool(is_machine) and not is_taken_out and bool(_SIZE.search(text[: found.end][-4:]))


def _defines(
    sentence: Sentence, found: Quantities, before: re.Match[str] | None, stop: int
) -> bool:
    """Tell whether a whole bracket says what the noun before it is: 高硫煤(硫含量大于3%)."""
    text = sentence.text
    is_bracket = sentence.start > 0 and text[sentence.start - 1] in "([" and stop == sentence.end
    if not is_bracket or re.search(",|其中", text[sentence.start : found.start]):
        return False
    if before is None:
        return found.end < stop  # 运距500公里以上
    return bool(re.match(r"[大小高低多少]于|超过|[><]", before["word"]))


def _is_past(sentence: Sentence, start: int, end: int, is_goal: bool) -> bool:
    """Tell whether the words before a quantity say that it has been reached."""
    text = sentence.text
    if actions.AGAINST_LAST_YEAR.search(text, start, end) and not (
        is_goal or actions.GOAL.search(text, sentence.start, start)
    ):
        return True
    is_reported = actions.REPORTED.search(text, sentence.start, end)
    return bool(is_reported or actions.PAST.search(text, start, end))


def _is_who(text: str, has_bound: bool, stop: int, end: int) -> bool:
    """Tell whether the words behind a quantity make it say who is meant."""
    if _WHO_IS_MEANT.match(text, stop, end):
        return True
    noun = next((n for n in range(stop, end) if text[n] != BLANK), end)
    return has_bound and noun < end and bool(_NOUN_NEXT.match(text, stop, end))


def _after_quantity(text: str, last_end: int, end: int) -> int | None:
    """Return where the next statement begins behind a quantity and 、 or 和; None where none."""
    after = comparators.AFTER.match(text, last_end, end)
    position = after.end() if after else last_end
    return position + 1 if goes_on(text, position, end) else None


def _counts_next(text: str, word: str, stop: int, end: int, number_end: int) -> bool:
    """Tell whether a noun behind the quantity is what is counted: 不少于3个监测点位."""
    noun = text[stop:end].strip(BLANK)
    is_bound = word.startswith("不") or word in ("至少", "超过", "实现", "减少", "增加", "压减")
    is_countable = bool(_COUNTABLE.search(text[:number_end][-2:]))
    return is_bound and is_countable and bool(re.match(r"(?!等|的|以)[一-鿿A-Za-z]{2}", noun))


def _measured(
    sentence: Sentence,
    found: Quantities,
    bounds: tuple[int, int],
    before: re.Match[str],
    after: re.Match[str] | None,
) -> Iterator[Statement]:
    """Yield the statements of 指标 + 不高于 + 数 + 以内.

    ``bounds`` are where the segment begins, and where the last quantity before it ends.
    """
    text, (start, last_end) = sentence.text, bounds
    word = (start + before.start("word"), start + before.end("word"))
    if text[word[0]] == "不" and (change := _CHANGE_END.search(text[start : word[0]])):
        word = (start + change.start(), word[1])
    stop = word[0]
    set_out = comparators.SET_OUT_FROM.search(text[start:stop])
    stop = start + set_out.start() if set_out else stop
    changed = _AGAINST.search(text[start:stop])
    stop = start + changed.start() if changed else stop
    stop = _without_adverbs(text, start, stop)
    dated = _YEAR_END.search(text[start:stop])
    stop = _without_adverbs(text, start, start + dated.start()) if dated else stop
    begin = trimmed(text, start, stop)
    is_change = bool(_CHANGED.match(text[slice(*word)])) and text[word[1] - 1] not in "到至在为"
    bound = (after.span("word"),) if after else ()
    comparator = (word, *bound) if is_change else (bound or (word,))
    if "不" in text[slice(*word)]:
        comparator = (word,)
    is_first = start == sentence.start
    if begin == stop and not is_first and not sentence.segment_before(start)[0] < last_end <= start:
        return  # 降至33微克以下 goes on only where the segment before has said of what
    end = after.end() if after else found.end
    shared = _shared(text, (begin, stop), found)
    for number in range(shared):
        yield Statement(
            "measure", begin, end, (begin, stop), comparator, found.items[0], shared, number
        )
    if not shared:
        yield from each("measure", (begin, end), (begin, stop), comparator, found)


def _shared(text: str, phrase: tuple[int, int], found: Quantities) -> int:
    """Return for how many things one number holds: 二氧化硫、氮氧化物均下降22%; 0 for one."""
    if len(found.items) > 1 or not _FOR_EACH.search(text, phrase[1], found.start):
        return 0
    members = re.split("[、和与及]", text[slice(*phrase)])
    is_list = len(members) > 1 and all(is_known(m) or _MEASURED.search(m) for m in members[:-1])
    return len(members) if is_list else 0


def _without_adverbs(text: str, start: int, stop: int) -> int:
    """Return where a phrase ends before adverbs."""
    match = comparators.TRAILING.search(text[start:stop])
    return start + match.start() if match else stop


def _directions(sentence: Sentence) -> Iterator[Statement]:
    """Yield the statements without a number: 零增长, 较2015年负增长, 比2020年有所增长."""
    text, taken = sentence.text, -1
    for pattern, group in ((comparators.COMPARISON, "base_word"), (comparators.FIXED, "word")):
        for match in pattern.finditer(text, sentence.start, sentence.end):
            if match.start(group) == taken or match.end() <= taken:
                continue
            taken = match.end() if group == "base_word" else taken
            start, _ = sentence.segment(match.start())
            stop = _without_adverbs(text, start, match.start())
            begin = trimmed(text, start, stop)
            if stop - begin > 1 and not actions.PAST.search(text, start, stop):
                yield Statement(
                    "direction", begin, match.end(), (begin, stop), (match.span(group),), None
                )


def _thresholds(
    text: str,
    found: Quantities,
    segment: tuple[int, int],
    stop: int,
    before: re.Match[str] | None,
) -> Iterator[Statement]:
    """Yield the thresholds of a list of quantities that says who is meant."""
    start, end = segment
    bound_at = start + before.start("word") if before else found.start
    measure = (_measure_start(text, start, bound_at), bound_at)
    noun = _noun(text, stop, end)
    for number, item in enumerate(found.items):
        after = comparators.AFTER.match(text, max(item.unit[1], item.printed[1])) or (
            comparators.AFTER.match(text, found.end)
        )
        word = (bound_at, start + before.end("word")) if before else None
        word = after.span("word") if after else word
        yield Statement(
            "threshold",
            start,
            noun[1],
            measure,
            (word,) if word else (),
            item,
            len(found.items),
            number,
            noun,
        )


def _measure_start(text: str, start: int, end: int) -> int:
    """Return where what is measured begins, ``end`` where the words before measure nothing."""
    cuts = [match.end() for match in _CUT.finditer(text, start, end) if match.end() < end]
    begin = trimmed(text, max([start, *cuts]), end)
    return begin if _MEASURE.fullmatch(text, begin, end) else end


def _noun(text: str, stop: int, end: int) -> tuple[int, int]:
    """Return the range of the noun that is meant; empty where none is named."""
    limit = min(end, stop + MAX_SUBJECT_CHARS)
    opening = _OPENING.match(text, stop, end)
    begin = opening.end() if opening else stop
    cut = _NOUN_ENDS.search(text, begin, limit)
    last = cut.start() if cut else limit
    scopes: list[int] = []
    for position in range(begin + 1, last + 1):
        # 直接燃煤、重油锅炉 is one subject, of 加油站或主管部门 the first is.
        if scopes and text[position - 1] in "、和与及或":
            break
        if is_scope(text[begin:position]) and text[position - 1] not in f"的{BLANK}":
            scopes.append(position)
    words = text[begin:last].rstrip(BLANK)
    if not scopes and (len(words) < 2 or last == limit < end):
        return stop, stop
    return begin, scopes[-1] if scopes else begin + len(words)
