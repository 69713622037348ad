"""The statements of a sentence that set or limit a quantity."""

import re
from collections.abc import Iterator

from index.facts.targets import wording
from index.facts.targets.counts import find_counts, goes_on, share_done
from index.facts.targets.sentences import Sentence, Statement, each, trimmed
from index.facts.targets.thresholds import find_thresholds
from index.mentions.indicators import BLANK, is_known
from index.mentions.quantities import Quantities, find_quantities

# 一批, 三年行动, 三元催化, 六个百分之百, 24小时监控: words and names, not counts.
_EXCLUDED = re.compile(
    r"[一1](?=[个轮批次家户台项套件人支])|[0-9一二两三四五六七八九十]{1,3}次|[一二两三四五六七八九十]+(?:年|元|人|倍|天)(?!以)|[二两三四五六七八九十]+[大项类]"
    r"|[0-9一-鿿]{1,3}个[“\"]?(?:百分(?!点)|100%)|(?:24|二十四)小时|[0-9]+(?:年|天|小时)(?=[制期行])"
)
_COUNTABLE = re.compile(r"[个户家台辆座处项套艘条件名株所块支只栋口眼]$")
_YEAR_END = re.compile(r"(?:19|20)[0-9]{2}年底?$")
_AGAINST = re.compile(r"(?:[比较与](?:(?:19|20)[0-9]{2}年|上一?年|去年)|同比).*$")
_FOR_EACH = re.compile("分别|均|都")
_GOES_TO = re.compile("[到至]|基础上")
_DIVIDED = re.compile("[分划]为$")
_SIZE = re.compile(r"(?:平方米|立方米|千瓦|兆瓦|蒸吨|吨)$")
_MACHINE = re.compile(r"[^,;。、的]{0,6}?(?:烧结机|高炉|焦炉|转炉|电炉|机组|锅炉|装置|窑)")
_COUNT_NEXT = re.compile("[0-9]{1,3}[台座套]")
_TAKEN_OUT = re.compile("淘汰|关停|关闭|压减|压缩|退出|拆除|削减|取缔|新增")
_CHANGE_END = re.compile(rf"(?:{wording.CHANGE})(?:幅度?)?$")
_CHANGED = re.compile(rf"(?:淘汰)?(?:{wording.CHANGE})")


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
    if wording.BASELINE.search(text[start : found.start]) and _GOES_TO.search(text, found.end, end):
        return  # 由2020年的45微克/立方米降至…
    if start < last_end and (joint := _after_quantity(text, last_end, end)):
        start = joint
    after = wording.AFTER.match(text, found.end, end)
    stop = after.end() if after else found.end
    before = wording.BEFORE.search(text[start : found.start])
    if before is None and text[found.end - 1] == "%":
        before = wording.OF_A_WHOLE.search(text[start : found.start])
    is_limit = before is not None and before["word"][0] in "不至最超达"
    if _EXCLUDED.match(text, found.start) and not is_limit:
        return
    if done := share_done(text, found, (start, end), after):
        yield done
    elif _is_who(text, after is not None, stop, end) or _defines(sentence, found, before, stop):
        yield from find_thresholds(text, found, (start, end), stop, before)
    elif (
        (before and before["word"] == "在" and not after)
        or _DIVIDED.search(text[start : found.start])
        or _is_past(sentence, start, found.start, is_goal)
        or _is_size(text, found, (start, end))
    ):
        return
    elif not before and (stretched := wording.STRETCHED.search(text[start : found.start])):
        yield from _stretched(start, found, stretched, after)
    elif before and not _counts_next(text, before["word"], stop, end, found.end):
        yield from _measured(sentence, found, (start, last_end), before, after)
    else:
        yield from find_counts(sentence, found, (start, end), stop, last_end)


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
    """Tell whether a quantity is the size of one machine: 完成265平方米烧结机改造."""
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
    if wording.COMPARED_WITH_LAST_YEAR.search(text, start, end) and not (
        is_goal or wording.GOAL.search(text, sentence.start, start)
    ):
        return True
    is_reported = wording.REPORTED.search(text, sentence.start, end)
    return bool(is_reported or wording.HISTORY.search(text, start, end))


def _is_who(text: str, has_bound: bool, stop: int, end: int) -> bool:
    """Tell whether the words behind a quantity make it say who is meant."""
    if wording.WHO_IS_MEANT.match(text, stop, end):
        return True
    noun = next((n for n in range(stop, end) if text[n] != BLANK), end)
    return has_bound and noun < end and bool(wording.NOUN_NEXT.match(text, stop, end))


def _after_quantity(text: str, last_end: int, end: int) -> int | None:
    """Return where the next statement begins behind a quantity and 、 or 和; None where none."""
    after = wording.AFTER.match(text, last_end, end)
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
    set_out = wording.SET_OUT_FROM.search(text[start:stop])
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
    if begin == stop and not sentence.segment_before(start)[0] < last_end <= start:
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
    is_list = len(members) > 1 and all(map(is_known, members[:-1]))
    return len(members) if is_list else 0


def _without_adverbs(text: str, start: int, stop: int) -> int:
    """Return where a phrase ends before adverbs."""
    match = wording.TRAILING.search(text[start:stop])
    return start + match.start() if match else stop


def _directions(sentence: Sentence) -> Iterator[Statement]:
    """Yield the statements without a number: 零增长, 较2015年负增长, 比2020年有所增长."""
    text, taken = sentence.text, -1
    for pattern, group in ((wording.COMPARISON, "base_word"), (wording.FIXED, "word")):
        for match in pattern.finditer(text, sentence.start, sentence.end):
            if match.start(group) == taken or match.end() <= taken:
                continue
            taken = match.end() if group == "base_word" else taken
            start, _ = sentence.segment(match.start())
            stop = _without_adverbs(text, start, match.start())
            begin = trimmed(text, start, stop)
            if stop - begin > 1 and not wording.HISTORY.search(text, start, stop):
                yield Statement(
                    "direction", begin, match.end(), (begin, stop), (match.span(group),), None
                )
