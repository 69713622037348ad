"""Numbers with their unit and comparator, and dates, as plans write them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.mentions import UNIT
from index.text import ARABIC, CHINESE_NUMERAL

_NUMBER = rf"(?:{ARABIC}(?:[亿万千百](?!瓦|克))?|(?:{CHINESE_NUMERAL}|两)+)"
_ANY_UNIT = rf"(?:{UNIT}|[月日级批]|分(?![别钟贝类期级之布公散解工]))"
_BEFORE = (
    r"(?:基本|力争|原则上|累计|平均|分别|至少|最高|最低|均|要|须|应)*"
    r"(?:不(?:得|能|应|可|准)?(?:低于|高于|少于|超过|大于|小于|多于)|(?:大于|小于|高于|低于)(?:或?等于)?|超过|超出"
    r"|达到?|下降|降低|减少|增加|增长|提高|提升|控制在|保持在|降至|降到|保存|低于|高于|至|约|为)?"
    r"(?:分别)?(?:达到?|不低于|不高于|为)?"
)
_AFTER = r"(?:\(?含\)?|[及]?以上|[及]?以下|以内|左右|之间|\(含\))*"
QUANTITY = re.compile(
    rf"(?P<before>{_BEFORE}) ?(?P<values>{_NUMBER} ?(?:{_ANY_UNIT})?"
    rf"(?:(?:以上|[、,和至\-—~]) ?(?!20\d\d ?年(?!度)){_NUMBER} ?(?:{_ANY_UNIT})?)*)"
    rf"(?P<after>{_AFTER})"
)
_HAS_UNIT = re.compile(rf"{_NUMBER} ?(?P<unit>{_ANY_UNIT})")
_VALUE = re.compile(rf"{_NUMBER} ?(?P<unit>{_ANY_UNIT})?")
_LEAD_OF_VALUES = re.compile(r"(?:基本|力争|原则上|累计|平均|分别|均|要|须|应)*")

_DAY = rf"(?:\d{{1,2}}|{CHINESE_NUMERAL}+)"
TIME = re.compile(
    rf"(?:到|于|在|自|从|截至)?(?:(?:20\d\d|当|今|本|次|每)年|20\d\d(?=[-—至到]20\d\d年))?(?:每[月日天])?(?:{_DAY}月)?(?:{_DAY}日)?"
    rf"(?:{_DAY}时)?(?:[-—至到](?:20\d\d年)?(?:{_DAY}月)?(?:{_DAY}日)?(?:{_DAY}时)?)?"
    r"(?:年)?(?:初|底|末|中旬|上旬|下旬|采暖季|供暖季)?(?:之?前|以前|起|后|期间)?"
)
_IS_TIME = re.compile(r"\d(?:年|月|日|时)|年底|月底|采暖季|供暖季|全时段|每[日天月]")

_PERIOD = r"(?:半年|年|季度|季|个?月|周|星期|天|日|[两三]年|[两三]个?月)"
FREQUENCY = re.compile(
    rf"每{_PERIOD}(?:至少|不少于|不低于)?[^,，。;；、]{{0,8}}?(?:(?:{CHINESE_NUMERAL}|[两\d])+[次轮遍]|一[更调报评通])"
    rf"|(?:一|[两三])?{_PERIOD}一?(?:次|调度|评估|通报|排名|更新)|每{_PERIOD}"
)
_SHARE = re.compile(rf"{_BEFORE}百分之(?:{CHINESE_NUMERAL}|点)+{_AFTER}")
_HOW_OFTEN = re.compile(
    r"(?:多久|多长时间).{0,6}[次回轮遍]|频[次率]|隔多久|how often", re.IGNORECASE
)
_YEAR_ALONE = re.compile(r"\s*(?:到|至)?20\d\d年?(?:年?[底末初])?(?:之?前)?[,，:：\s]*")
_NOTHING_MORE = re.compile(r"[\s。;；,，、)]*")
_NO_GROWTH = re.compile(
    r"[“\"]?[零负]增长[”\"]?|有所(?:增长|下降|提高)|明显(?:提高|下降|提升|改善)"
)
# A question that counts says of what: 几家, 多少辆. Some are counted in more than one way.
_COUNTED = re.compile(rf"(?:多少|几)(?P<unit>{_ANY_UNIT})|(?P<units>[户家台辆座人])数(?![据])")
_SAME_COUNT = (("家", "户", "个"), ("辆", "台"), ("个", "处", "座"), ("座", "个"), ("年", "个月"))

# What a question calls the unit of its answer; the first that fits counts.
_WANTED: tuple[tuple[str, str], ...] = (
    (r"几天|多少天|几个.{0,4}天|how many days", r"天"),
    (r"百分之几|比例|比重|占比|占.{0,6}多少|率.{0,8}(?:多少|几|指标|目标|要求)|效率|几成|share|percent|proportion|\brate\b", r"%|‰|个百分点"),
    (r"多少钱|补贴|元|how much money|subsid", r"元"),
    (r"几年|多少年|how many years", r"年|个月"),
    (r"天数", r"天|%"),
    (r"多少吨|几吨|产能|货运量|减排多少|tonne|\btons?\b", r"吨"),
    (r"多大面积|面积|多少亩|how large", r"亩|平方米|平方公里|公顷"),
    (r"多少[家户]|几[家户]", r"家|户"),
    (r"多少辆|几辆|公交车|how many (?:buses|vehicles|trucks|cars)", r"辆|台"),
    (r"浓度|微克|毫克|pm2\.5|pm10|concentration|microgram", r"微克|毫克|μg|ug|mg %"),
    (r"分贝|噪[声音]|noise", r"分贝"),
    (r"充电桩|charging (?:pile|point|station)", r"个|座|台|根|套|%"),
)  # fmt: skip


def wanted_unit(question: str) -> str:
    """Return the units that answer a question as patterns, the likeliest first; empty if any does.

    They are separated by a space.
    """
    counted = _COUNTED.search(question)
    unit = counted and (counted["unit"] or counted["units"])
    if unit and unit != "个":
        units = next((same for same in _SAME_COUNT if same[0] == unit), ())
        return "|".join(map(re.escape, units or (unit,)))
    return next((unit for asked, unit in _WANTED if re.search(asked, question)), "")


def fitting_quantities(text: str, units: str, question: str = "") -> list[re.Match[str]]:
    """Return the quantities that have the likeliest of some units that the text has.

    Args:
        text: A shadow.
        units: As ``wanted_unit`` returns them.
        question: How often something is done is no quantity with a unit.
    """
    if _HOW_OFTEN.search(question):
        return list(FREQUENCY.finditer(text))
    for unit in units.split(" "):
        found = [match for match in quantities(text, unit) if has_unit(match, unit)]
        if found:
            return found
        if "%" in unit and (shares := list(_SHARE.finditer(text))):
            return shares
    return list(_NO_GROWTH.finditer(text)) if not units or "%" in units else []


def quantities(text: str, wanted: str = "") -> Iterator[re.Match[str]]:
    """Yield the quantities of a shadow: with a unit, or with words that compare.

    A bare number is a list's or a document's, and 第三 and 2020年 are none.
    """
    for match in QUANTITY.finditer(text):
        values = match["values"]
        unit = _HAS_UNIT.search(values)
        is_compared = bool(match["after"]) or bool(
            re.search("[低高少大小多]于|超过", match["before"])
        )
        if not unit and not (is_compared and values[0].isdigit()):
            continue
        if (
            re.fullmatch(r"20\d\d ?年?(?:[-—~至到、和,] ?20\d\d ?年?)*|\d{1,2} ?[月日]", values)
            or text[match.start() - 1 : match.start()] == "第"
        ):
            continue
        is_bare = not match["before"] and not match["after"]
        is_wanted = bool(wanted and unit and re.fullmatch(wanted, unit["unit"]))
        if (
            unit
            and not values[0].isdigit()
            and is_bare
            and not is_wanted
            and unit["unit"] in "个类项级条次处年批度所"
        ):
            continue
        yield match


def has_unit(match: re.Match[str], units: str) -> bool:
    """Tell whether a quantity has one of some units, given as a pattern."""
    return not units or re.search(units, match["values"]) is not None


@dataclass(frozen=True, slots=True)
class Value:
    """One of the values of a text, by half-open ranges of its shadow.

    Attributes:
        own: The number, with the unit and the comparator that stand beside it.
        before: The comparator in front of another value that holds for it too, None without one.
        after: The unit, and the comparator, behind another value; None without one.
    """

    own: tuple[int, int]
    before: tuple[int, int] | None = None
    after: tuple[int, int] | None = None


def values_in(quantity: re.Match[str]) -> Iterator[Value]:
    """Yield the values of a quantity, each with what it has in common with the others.

    Args:
        quantity: As ``quantities`` yields it: 不高于20、30毫克/立方米以下.
    """
    begin = quantity.start("before")
    lead = _LEAD_OF_VALUES.match(quantity["before"])
    begin += lead.end() if lead else 0
    end = quantity.end("values")
    found = list(_VALUE.finditer(quantity.string, quantity.start("values"), end))
    comparator = (begin, quantity.end("before")) if begin < quantity.end("before") else None
    is_shared = "分别" in quantity["before"] and bool(quantity["after"])
    for at, value in enumerate(found):
        is_first, is_last = at == 0, at == len(found) - 1
        start = begin if is_first and comparator else value.start()
        stop = quantity.end("after") if is_last else value.end()
        # 分别控制在2.5、8毫克以内 says of both that they are at most.
        behind = quantity.span("after") if is_shared and not is_last else None
        if not value["unit"] and not is_last:
            unit = next((own for own in found[at:] if own["unit"]), None)
            behind = unit.span("unit") if unit else None
            if unit is found[-1]:
                behind = unit.start("unit"), quantity.end("after")
        yield Value((start, stop), None if is_first else comparator, behind)


def goes_on(text: str) -> bool:
    """Tell whether a sentence has a year and a value, and not of what.

    Such as 2019年底不低于85%; behind another.

    Args:
        text: Its shadow.
    """
    found = next(quantities(text), None)
    before = found and _YEAR_ALONE.fullmatch(text[: found.start()])
    return bool(before and found and _NOTHING_MORE.fullmatch(text[found.end() :]))


def times(text: str) -> Iterator[re.Match[str]]:
    """Yield the dates, deadlines and times of day of a shadow."""
    position = 0
    while position < len(text):
        match = TIME.match(text, position)
        if match and match.end() > position and _IS_TIME.search(match.group()):
            if not text.startswith("版", match.end()):
                yield match
            position = match.end()
        else:
            position += 1


_ENGLISH_NUMBER = re.compile(
    r"(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<power>thousand|million|billion)?\b", re.IGNORECASE
)
_POWERS = {"": 1, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_CHINESE_POWERS = (("", 1), ("千", 1_000), ("万", 10_000), ("百万", 1_000_000), ("亿", 100_000_000))


def chinese_numbers(text: str) -> tuple[str, ...]:
    """Return how Chinese text may write the first number of an English one: 1.5 million is 150万.

    Empty where it has no number of at least a thousand.
    """
    found = _ENGLISH_NUMBER.search(text)
    if not found:
        return ()
    number = float(found["number"].replace(",", "")) * _POWERS[(found["power"] or "").lower()]
    if number < _POWERS["thousand"]:
        return ()
    return tuple(
        f"{number / size:.15g}{power}" for power, size in _CHINESE_POWERS if number >= size
    )
