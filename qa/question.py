"""What a question asks for: a number, an office, a list, yes or no, and over what."""

import re
from dataclasses import dataclass
from typing import Literal

from index.text import CHINESE_COUNT, format_ordinal, parse_number, shadow_of

Language = Literal["zh-Hans", "zh-Hant", "en"]
Asked = Literal["number", "when", "duty", "list", "yes_no", "definition", "passage"]

_HAN = re.compile(r"[\u3400-\u9fff]")

# Tried in this order: 牵头单位每月几号前报 asks for a date, 哪六项 of a quoted term for its meaning.
_CHINESE: tuple[tuple[Asked, str], ...] = (
    (
        "definition",
        r"是?什么意思|何意|含义|何谓|什么叫|什么是|怎[样么]才?算|(?:具体)?指的?是?(?:什么|啥|哪)",
    ),
    (
        "when",
        r"什么时候|何时|啥时候|哪天|哪一?年|哪个?月|几点|几号|几月|什么时间|时限|期限|截止|(?<!隔)多久(?!.{0,6}[次回轮遍])"
        r"|最[晚迟].{0,4}(?:时|日)",
    ),
    (
        "duty",
        r"谁(?:来|去)?(?:牵头|负责|参与|配合|管|主管|查|落实|监管|执行)|由谁|归谁|该谁|谁的(?:职责|责任)"
        r"|(?:哪|什么)(?:一?[个些家几]+|级)?[^，,。？?]{0,4}?(?:部门|单位|局|机构|委办|科室)"
        r"|(?:牵头|负责|责任|参与|配合|主管)(?:单位|部门)|哪.{0,6}(?:牵头|负责)|由.{0,4}负责"
        r"|[住发工交农商财市].{0,3}[局委].{0,6}(?:做什么|干什么|哪些(?:任务|职责|工作))",
    ),
    ("definition", r"[“\"《「].{2,12}[”\"》」].{0,6}(?:是|有|指)?(?:哪|什么内容|有些什么)"),
    (
        "list",
        rf"哪些(?!个?(?:城市|市的|方案|计划|地方))|哪(?:几|两|(?!一){CHINESE_COUNT})+(?!个?(?:城市|市|份))|包括什么|抓什么|哪方面|有什么(?:措施|手段|任务|办法)",
    ),
    (
        "yes_no",
        r"(?:吗|嗎|(?<![什怎那这要])么)(?:[?？。]|$)|是否|是不是|能不能|可不可以|可否|能否|有没有|有无|会不会|要不要"
        r"|需不需要|得不得|允不允许|准不准|算不算|行不行",
    ),
    (
        "number",
        r"多少|百分之几|多久|多大|多高|多远|多长|几成|几级|几[个天家座台辆吨度倍年户次条项批类万千百]"
        r"|率的?(?:要求|目标|指标|有|差|变)|目标[，,有分各]|[上下]限|底线|指标[是为]?(?:什么)?|浓度目标|目标[值是]|比例|最[多少低高]|限值",
    ),
)
_ENGLISH: tuple[tuple[Asked, str], ...] = (
    ("definition", r"what (?:is|are) meant|what counts as|what do(?:es)? .+ (?:mean|stand for|refer)|definition|defined"),
    ("when", r"\bwhen\b|what (?:date|time|year|month)|which (?:year|month)|deadline|by what|how (?:soon|long)"),
    (
        "duty",
        r"(?:which|what) (?:\w+ ){0,3}(?:bureau|department|office|agency|institution|authority|unit|body"
        r"|bodies|agencies|authorities|bureaus|departments)"
        r"|who (?:leads?|is|are|takes?|oversees|supervises|handles|must lead|manages|enforces)\b"
        r"|responsible for|in charge",
    ),
    ("number", r"how (?:many|much|large|big|high|low|far|tall|often)|what (?:share|percent|proportion|number"
               r"|rate|level|area|amount|ratio|limit|value|target|concentration)|noise limit|\blimit\b.+\?"),
    ("list", r"(?:which|what) (?:two|three|four|five|six|seven|eight|nine|ten|kinds|types|measures|\w+ (?:kinds|types))"
             r"|\blist\b|what are the|(?:which|what) .*\b\w+s should"),
    (
        "yes_no",
        r"^(?:is|are|does|do|may|can|must|should|will|did|has|have|was|were)\b"
        r"|[,:] *(?:may|can|is|are|does|do|must|should|will)\b",
    ),
)  # fmt: skip
_ACROSS = re.compile(
    r"各(?:地|市|个?城市|家)|哪[个些几]+(?:个|座)?(?:城市|市(?!级)|地方?|方案|份)|哪份|这几[份个]|几份方案"
    r"|所有(?:城市|方案)|比较|对比|相比各|谁(?:定?得?最|更)|which (?:cit|plan)|across|compare|all (?:the )?(?:cities|plans)"
    r"|each (?:city|plan)|the plans",
    re.IGNORECASE,
)
_OVER_TIME = re.compile(
    r"前后|变化|变[严松]|新旧|那会儿|[多少]了(?:哪|什么)|升级(?:成|为)|两[份个](?:方案|计划)"
    r"|比(?:上一|前一|前|旧).{0,4}(?:轮|版|份|期)|(?:有什么|有何)(?:不同|不一样|差别|区别)|差别|改了|调整了什么"
    r"|从20\d\d年?[到至].{0,8}20\d\d|收紧|放宽|(?:how|what) .*\bchang|differ|from 20\d\d.* to 20\d\d|tighten",
    re.IGNORECASE,
)
_FIRM = re.compile(
    r"多少|百分之几|多[大高远长久]|几[成级天个家座台辆吨度倍年户次条项批类万千百月号点]|什么时[候间]|何时|啥时候|哪一?[天年]|时限|期限"
    r"|浓度|how (?:many|much|often|large|high|low|long|soon)|\bwhen\b|deadline|what (?:[\w-]+ ){0,3}(?:share|percent|proportion"
    r"|number|rate|level|amount|ratio|limit|value|concentration|date|year|month)"
)
# The closed classes of the two grammars: interrogative pronouns, final particles, A-not-A,
# alternatives (A 还是 B), and an auxiliary at the head of a clause. What is asked about is an open class and stands in none.
_INTERROGATIVE_CHINESE = re.compile(
    r"[谁哪啥怎咋孰]|什么|甚么|还是|(?<!任)何|几(?!乎)|多[少大高远长久宽深重]|[是能可会应]否|有无"
    r"|([\u3400-\u9fff])[不没]\1|[吗么呢][。.!！]?$"
)
_INTERROGATIVE_ENGLISH = re.compile(
    r"\b(?:who|whom|whose|what|which|when|where|why|how)\b"
    r"|(?:^|[,:;]) *(?:is|are|was|were|do|does|did|has|have|had|may|can|could|must|should|shall"
    r"|will|would)\b"
)
_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_EACH = re.compile(r"分别|各|each|respectively|both")
_LEADS = re.compile(r"牵头|lead|in charge|领头|主管")
_JOINS = re.compile(r"参与|配合|协助|participat|cooperat|take part|assist|support")


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what it wants.

    Attributes:
        text: As it was asked.
        shadow: Simplified, as it is matched, lower case.
        language: That it was asked in.
        asks: The kind of thing that answers it.
        is_across: It is about several cities or plans, or about all.
        is_over_time: It is about what changed between a city's plans.
        wants_each: It asks for several values: 分别, 各.
        wants_lead: Of a duty, who leads; ``wants_participants``: who takes part.
        is_firm: Only a number, a date or a meaning answers it; 限值 and 要求 may be words as well.
        count: How many items it asks for, as a pattern of that numeral: 五|5; empty if none.
    """

    text: str
    shadow: str
    language: Language
    asks: Asked
    is_across: bool
    is_over_time: bool
    wants_each: bool
    wants_lead: bool
    wants_participants: bool
    count: str = ""
    is_firm: bool = False


def read_question(text: str) -> Question:
    """Return what a question asks for; one that fits no pattern asks for a passage."""
    shadow = shadow_of(text).text.lower()
    language = language_of(text)
    patterns = _ENGLISH if language == "en" else _CHINESE
    asks: Asked = next(
        (kind for kind, pattern in patterns if re.search(pattern, shadow)), "passage"
    )
    if asks == "definition" and _ACROSS.search(shadow) and "意思" not in shadow:
        asks = "passage"
    return Question(
        text=text,
        shadow=shadow,
        language=language,
        asks=asks,
        is_across=bool(_ACROSS.search(shadow)),
        is_over_time=bool(_OVER_TIME.search(shadow)),
        wants_each=bool(_EACH.search(shadow)),
        wants_lead=bool(_LEADS.search(shadow)),
        wants_participants=bool(_JOINS.search(shadow)),
        count=_count_of(shadow) if asks == "list" else "",
        is_firm=asks == "definition" or (asks in ("number", "when") and bool(_FIRM.search(shadow))),
    )


def names_topic(text: str) -> bool:
    """Tell whether a text only names a topic, as keywords do: it has no word or form that asks.

    Args:
        text: In either script or in English.
    """
    shadow = shadow_of(text).text.lower().strip()
    interrogative = _INTERROGATIVE_ENGLISH if language_of(text) == "en" else _INTERROGATIVE_CHINESE
    return not (shadow.endswith("?") or interrogative.search(shadow))


def _count_of(shadow: str) -> str:
    """Return a pattern of the number of items asked for."""
    found = re.search(
        rf"哪(?!一)({CHINESE_COUNT})|(?:which|what) ({'|'.join(_NUMBERS)})\b",
        shadow,
    )
    if not found:
        return ""
    number = int(parse_number(found[1])) if found[1] else _NUMBERS.index(found[2]) + 2
    return rf"(?:{format_ordinal(number, 'chineseCounting')}|(?<!\d){number})(?:大|个)?(?:[类种个项条本份方面]|重点)"


def language_of(text: str) -> Language:
    """Return a question's language; Chinese that both scripts write alike is Simplified."""
    characters = "".join(_HAN.findall(text))
    if not characters:
        return "en"
    return "zh-Hans" if shadow_of(characters).text == characters else "zh-Hant"
