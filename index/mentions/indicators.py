"""What is measured, and where: the phrase before a quantity, as indicator and scope."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from index.mentions.terms import term_groups
from index.text.shadow import shadow_of

BLANK = "\x01"
"""Stands for each character of a bracket: (PM2.5) is passed over, offsets stay."""
KEPT_NAMES = 10_000
"""Names that were looked at: a collection sets the same indicators in plan after plan."""

_CHEMICAL = re.compile(r"[A-Z][A-Za-z]{0,3}[0-9.]*(?:[xs])?")
_MEASURED = re.compile(r"(?:率|(?<![质含])量|天数|指数|比例|比率|总量)$")
_SUFFIX = (
    rf"(?:[{BLANK}]|年均|年平均|平均|日均|季均|浓度|平均值|均值|值|指标|比例|比率|天数|占比|总量)*"
)
_GENERIC = frozenset(
    (
        *("浓度", "平均浓度", "年均浓度", "比例", "占比", "率", "比率", "数量", "排放总量", "目标"),
        *("指标", "装机", "总量", "增长", "运输量", "货运量", "年货运量", "年运量", "能源利用效率"),
        *("装机容量",),
    )
)
_MODIFIER = (
    "环境空气质量|大气环境质量|空气质量|环境空气|大气环境|农作物|主次干道|城市道路|道路|全社会|年度"
    "|平均|年均|月均|年平均|每月|(?:19|20)[0-9]{2}年"
)
_WHOLE = re.compile(
    r"(?:全[国市县区省州盟旗]|[我本][市县区省]|全地区|各城市|全市域|市域|辖区内?|各地)(?:范围)?内?"
)
_NOUN = (
    "建成区|平原|街道(?!清扫|保洁|办)|片区|新区|工业园(?!区)|景区|林场|农场|团场|[海水]域|流域|盆地|城市群|湾区|中心城区|主城区|城区|县城|市区|郊区|地区(?!生产)|城市|区域|范围内?|企业|(?<=[一-鿿])单位(?!GDP|国内|产|换算|工业|面积|建筑|增加|地区|能耗|运输|里程|用地)|行业|机场|园区|养殖场|小区"
    "|用车|工地|开发区|公司|港口|机组|锅炉|炉窑|车辆|汽车|公交车|货车|加油站|区县|县区|乡镇(?!卫生)"
    "|村庄|农村|结合部|矿山|港区|码头|部门|机构|集群|医院|学校|酒店|宾馆|客户|用户"
    "|(?<=[一-鿿])(?<![务作任])[省县区市镇乡州旗](?![一-鿿]{0,1}(?:内|外|民)|生产总值|镇?卫生)"
)
_SUBJECT = "系统|装置|设施|建筑|项目|级别|线路|领域"
_SCOPE_END = re.compile(rf"(?:{_NOUN}|{_SUBJECT}|的)(?:内|的|中)?$")
_AMONG = re.compile(
    r"^(?P<whole>.{2,40})(?<![集其])中(?!长|心|型|央|的|小|高|重|式)(?P<rest>.{2,})$", re.DOTALL
)

# 玻璃、玻璃棉|氮氧化物排放: whose emissions they are stands before the pollutant.
_POLLUTANT = re.compile(r"(?:颗粒物|二氧化硫|氮氧化物|烟尘)(?:排放|浓度|初始)(?:浓度|量|值)?$")
_NO_SCOPE = re.compile(
    r"单位|万元|人均|主要|可吸入|细$|总$|[、和与及]$|气$|组织$|超标|(?:尘|物|硫|氨|VOCs)[、和与及]"
)

# What no indicator begins with: the noun before it is not its scope.
_NO_NAME = re.compile(
    r".{0,2}$|[、和与及等]|占?(?:比例|比率|比重|占比)$|[数总]?量$|(?:累计)?保有量$|[一-鿿]率$|占(?!比)"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A range of a shadow that says what is measured.

    Attributes:
        indicator: Its usual name, or empty where it is to be sliced from ``name``.
        name: Where the indicator stands; empty where the phrase names a scope only.
        scope: Where the scope stands, or None.
    """

    indicator: str
    name: tuple[int, int]
    scope: tuple[int, int] | None


def read_phrase(text: str, start: int, end: int) -> Phrase:
    """Return what ``text[start:end]`` measures, and where.

    Args:
        text: A shadow with its brackets blanked.
        start: Where the phrase begins.
        end: Where it ends.
    """
    words = text[start:end]
    for name, at, stop in _known(words):
        before, between = words[:at], words[at + stop :]
        if name.endswith("量") and re.search("占|比[例率重]", between):
            continue  # 煤炭消费占比 is no 煤炭消费总量
        prefix = re.sub(rf"(?:{_MODIFIER}|的|{BLANK})*$", "", before)
        if not prefix or is_scope(prefix):
            # 县(市、区)PM2.5: the bracket belongs to the county.
            is_open = prefix.endswith(("县", "区", "市")) and words[len(prefix) :].startswith(BLANK)
            blank = len(before) - len(before[len(prefix) :].lstrip(BLANK)) if is_open else 0
            scope = (start, start + (blank or len(prefix))) if prefix else None
            rest = re.fullmatch(rf"(?P<scope>.*?){_SUFFIX}", between, re.DOTALL)
            inner = rest["scope"].strip(BLANK) if rest else between
            if inner and is_scope(inner):
                at_inner = start + at + stop + between.index(inner)
                return Phrase(name, (start, end), (at_inner, at_inner + len(inner)))
            if not inner:
                return Phrase(name, (start, end), scope)
    return _printed(text, start, end)


def is_scope(words: str) -> bool:
    """Tell whether a phrase names an area or a subject: 建成区, 桂平市, 使用油性涂料的."""
    return bool(_SCOPE_END.search(words.rstrip(BLANK)) or _WHOLE.fullmatch(words))


def names_measure(words: str) -> bool:
    """Tell whether a phrase says what is measured, by a name of the lexicon or its ending."""
    return bool(_known(words) or re.search("[率量度数值]|浓度|比例|占比|面积|产能$", words))


def is_known(words: str) -> bool:
    """Tell whether a phrase is an indicator of the lexicon and nothing more: 氮氧化物."""
    plain = words.rstrip(BLANK)
    return any(at == 0 and stop == len(plain) for _, at, stop in _known(plain))


def is_whole(words: str) -> bool:
    """Tell whether a scope is the plan's own area: 全市."""
    return bool(_WHOLE.fullmatch(words))


@lru_cache(maxsize=KEPT_NAMES)
def usual_name(indicator: str) -> str:
    """Return the usual name of an indicator in any wording or script, else its shadow."""
    words = shadow_of(indicator).text
    phrase = read_phrase(words, 0, len(words))
    return phrase.indicator or words.lower()


@lru_cache(maxsize=KEPT_NAMES)
def is_indicator(indicator: str, wanted: str) -> bool:
    """Tell whether an indicator is the one that is asked for.

    Args:
        indicator: Of a target.
        wanted: In any wording: 细颗粒物 is PM2.5; a part of a printed name will do.
    """
    name, asked = usual_name(indicator), usual_name(wanted)
    if name == asked:
        return True
    plain = shadow_of(indicator).text.lower()
    words = {asked.lower(), shadow_of(wanted).text.lower()}
    words |= {w for g in term_groups() if asked.lower() in g.chinese[:1] for w in g.chinese}
    return any(word and word in plain for word in words if len(word) > 1)


def shared_ending(members: list[str]) -> str:
    """Return what the last member of a list has for all: 烟尘、氮氧化物|排放浓度.

    Args:
        members: At least two, as a list has them between its marks; brackets blanked.
    """
    last = members[-1]
    head = next((stop for _, at, stop in _known(last) if at == 0), 0)
    if not head:
        head = next((at for _, at, _ in _known(last) if at and is_scope(last[:at])), 0)
        head = head if is_scope(members[0]) else 0
    if not head and len({len(member) for member in members[:-1]}) == 1:
        head = len(members[0]) if len(members[0]) < len(last) else 0
    if not head:
        head = next((stop for at, stop in _words(last) if at == 0), 0)
    ending = last[head:].lstrip(BLANK) if head else ""
    return "" if members[0].endswith(ending) else ending


def areas_end(members: list[str]) -> int:
    """Return where the indicator of a list of areas begins in its last one; 0 for another list.

    徐州、商丘PM2.5平均浓度: the members before name no indicator.
    """
    at = min((at for _, at, _ in _known(members[-1])), default=0)
    return 0 if any(names_measure(member) for member in members[:-1]) else at


def _printed(text: str, start: int, end: int) -> Phrase:
    """Return a phrase that has no usual name, its scope before its indicator."""
    words = text[start:end]
    if whole := _WHOLE.match(words):
        start += whole.end() + (words[whole.end() : whole.end() + 1] == "的")
        words = text[start:end]
    if words.endswith("的"):
        return Phrase("", (end, end), (start, end))
    if among := _AMONG.match(words):
        return Phrase("", (start + among.start("rest"), end), (start, start + among.end("whole")))
    if (found := _POLLUTANT.search(words)) and found.start() > 1:
        before = words[: found.start()]
        if not _NO_SCOPE.search(before):
            return Phrase("", (start + found.start(), end), (start, start + found.start()))
    place = 0
    share = re.search(r"占(?!比)", words)
    for found in re.finditer(rf"(?:{_NOUN})(?:内|的)?", words[: share.start()] if share else words):
        if not _NO_NAME.match(words, found.end()):
            place = found.end()
    if not place and is_scope(words):
        return Phrase("", (end, end), (start, end))
    name = start + place
    while name < end and text[name] in f"的{BLANK}":
        name += 1
    return Phrase("", (name, end), (start, start + place) if place else None)


def _known(words: str) -> list[tuple[str, int, int]]:
    """Return the usual names that a phrase holds, with place and length, the longest first."""
    lowered = words.lower()
    plain = lowered.replace(" ", "")
    found = [
        (name, match.start(), match.end() - match.start())
        for word, name in _names().items()
        if word in plain
        for match in _pattern(word).finditer(lowered)
    ]
    return sorted(found, key=lambda item: (-item[2], item[1]))


@cache
def _pattern(word: str) -> re.Pattern[str]:
    """Return what finds a name, with a line break inside too: PM 2.5."""
    pattern = re.sub(r"(?<=[a-z])(?=[0-9])", r"\\s?", re.escape(word))
    return re.compile(rf"(?<![a-z0-9]){pattern}(?![a-z0-9])")


def _words(words: str) -> list[tuple[int, int]]:
    """Return where words of any term group begin a phrase, the longest first."""
    lowered = words.lower()
    heads = {w for group in term_groups() for w in group.chinese if lowered.startswith(w)}
    return [(0, length) for length in sorted(map(len, heads), reverse=True)]


@cache
def _names() -> dict[str, str]:
    """Return the usual name of the indicator for each word of the groups that has one.

    A group is one of an indicator if its usual name is a pollutant or a measure; of other groups
    the words that are measures count, and the first of them is their usual name.
    """
    names: dict[str, str] = {}
    for group in term_groups():
        measures = [w for w in group.chinese if _MEASURED.search(w) and w not in _GENERIC]
        is_own = _CHEMICAL.fullmatch(group.usual) or group.chinese[0] in measures
        usual = group.usual if is_own else (measures[0] if measures else "")
        for word in group.chinese:
            is_name = word in measures or usual.startswith(word) or word.isascii()
            if usual and (is_name or _CHEMICAL.fullmatch(group.usual)):
                names.setdefault(word, usual)
    return {word: name for word, name in names.items() if len(word) > 1}
