"""What a question on several plans wants: who is silent, who is strictest, what became new."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from index import FilterError
from qa.comparing.comparability import Extreme
from qa.question import Question

if TYPE_CHECKING:
    from index import PlanIndex

Became = Literal["changed", "new", "gone"]

_WHO = r"(?:谁|哪|which|who\b|whose)"
_GAP = r"[^,，。?？;；]*"
_EXTREMES: tuple[tuple[Extreme, str], ...] = (
    ("strictest", r"[最更][为]?严[格厉]?|strict|tight|stringent|toughest"),
    (
        "highest",
        r"[最更](?:高|多|大)|highest|largest|greatest|biggest|higher|larger|bigger|\bmost\b",
    ),
    ("lowest", r"[最更](?:低|少|小)|lowest|smallest|fewest|\bleast\b|lower\b|smaller"),
    ("earliest", r"[最更]早|最先|earlie|sooner|soonest|\bfirst\b"),
    ("latest", r"[最更][晚迟]|latest|later\b"),
)
# 哪个高？ at the end of a question.
_PLAIN: dict[Extreme, str] = {
    "strictest": "严",
    "highest": "[高多大]",
    "lowest": "[低少小]",
    "earliest": "早",
    "latest": "[晚迟]",
}
_MENTIONS = r"(?:明确|专门|具体)?(?:提到|提及|提出|涉及|写到|写明|写|规定|要求|说明|说到|讲到|设定|设置|设|列入|列出|包括|包含|安排|关注|提|说|讲)"
_SILENCE = re.compile(
    rf"(?<!有)没有(?!达标)|(?:没|未|不|从未|并未){_MENTIONS}|只字(?:未|不)提|缺少|缺乏|不含"
    r"|say(?:s)? nothing|(?:do|does|did)(?: not|n't) \w+|silent|\bomits?\b|\blacks?\b|fails? to mention"
    r"|(?:no|without) (?:mention|word|reference)|nothing (?:on|about)|\bmissing\b",
)
_FRAME = re.compile(
    rf"(?:请问)?(?:这)?(?:几|五|四|三|些)?[个份]?(?:城市|方案|计划|市)?(?:里|中)?的?[，,]?{_WHO}[些几]*[个座份家]?"
    r"(?:个)?(?:城市|市|地方|方案|计划|份)?(?:的)?(?:方案|计划|文件)?(?:里|中)?(?:都|还|也|根本|完全)?"
    rf"(?:没有|没|未|不|从未|并未|只字未|只字不)?{_MENTIONS}?(?:过|了)?(?:关于|有关|对)?"
    r"|方面的?|相关的?|(?:的)?(?:内容|要求|规定|条款|措施|安排|说法|任务)(?=[?？。]|$)",
)
_FRAME_ENGLISH = re.compile(
    r"\b(?:which|what|who)\b(?: of)?(?: the| these)?(?: cities'?|plans?|city|documents?)*(?: plans?)?"
    r"|say(?:s)? nothing|(?:do|does|did)(?: not|n't) (?:\w+ ?)(?:any(?:thing)? )?|(?:are|is) silent|fails? to mention"
    r"|make(?:s)? no mention|(?:no|without) (?:mention|word|reference)|\b(?:on|about|of|at all|any)\b|\bmention(?:ed|s)?\b",
    re.IGNORECASE,
)
_BECAME: tuple[tuple[Became, str], ...] = (
    (
        "new",
        r"新增|增加|多了|多出|新的|新加|补充|哪些新|新在|新(?:目标|任务|措施|要求|内容)|\bnew\b|\badd(?:s|ed)?\b",
    ),
    (
        "gone",
        r"取消|删|去掉|不再|少了|没有了|不见|去除|\bdrop(?:s|ped)?\b|removed?\b|\bgone\b|no longer|disappear",
    ),
    ("changed", r"变化|改了|变了|调整|修改|不同|不一样|差别|区别|变动|chang|differ"),
)
_IN_TIME = re.compile(
    r"前后|20\d\d.*20\d\d|[上前新]一?[轮版份期]|旧|以前|之前|早先|相比|对比|比较|比起|比.{0,12}(?:多|少|新)|两[份个版轮]|[新老]方案|较早|原来|变化"
    r"|compar|previous|earlier|\bold\b|older|\blast\b|former|two plans|over time|since",
)
_OPEN_WORDS = re.compile(
    r"方案|计划|行动|实施|新增|增加|多了|多出|新的|新加|补充|哪些|什么|内容|取消|删[掉除去]?|去掉|不再|少了|去除|变化|改[了变动]?|变[了动]?"
    r"|调整|修改|不同|不一样|差别|区别|前后|[上前新]一?[轮版份期]|旧|以前|之前|早先|相比[较于]?|对比|比较|比起|比|两[份个版轮]|[新老]|较早|原来"
    r"|措施|任务|要求|规定|指标|目标|主要|有|了|和|与|跟|同|的|在|里|中|这|那|份|版|年|至|到|市|出|提|做|哪|个|方面|地方|条款|说明?|一下|列出|请|呢|吗|都|又|还"
    r"|空气质量持续改善|打赢蓝天保卫战|蓝天保卫战|三年|最新",
)
_OPEN_ENGLISH = re.compile(
    r"\b(?:what|which|is|are|was|were|has|have|been|s|in|the|new|plans?|compared?|comparing|with|to|from|previous|earlier|old|older"
    r"|last|former|one|ones|two|its|of|air|quality|action|city|added|add|adds|changed?|changes|between|and|how|did|does|do|differ|different"
    r"|differences?|drop|drops|dropped|remove|removed|gone|no|longer|over|time|since|there|items?|things?|content|measures?|latest|later|newer|clean|than)\b"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question on several plans wants, beside what each of them says.

    Attributes:
        extreme: It asks which plan is the strictest, highest, earliest …; None where it does not.
        is_silence: It asks which plans do not speak of a topic.
        is_on_who: It asks which plans do or mention something.
        became: It asks at large what became new, gone or changed from one plan to the next;
            empty where it does not, or asks so of a topic.
    """

    extreme: Extreme | None
    is_silence: bool
    is_on_who: bool
    became: frozenset[Became]


def wanted_of(question: Question, names: tuple[str, ...], is_city: Callable[[str], bool]) -> Wanted:
    """Return what a question on several plans wants.

    Args:
        question: What is asked.
        names: Of the cities that it names, in full.
        is_city: Tells whether an English word is the name of one of the index.
    """
    words = question.shadow
    asks_who = re.search(_WHO, words) is not None
    extreme = next(
        (
            name
            for name, pattern in _EXTREMES
            if re.search(rf"{_WHO}{_GAP}(?:{pattern})|(?:{pattern}){_GAP}{_WHO}", words)
            or re.search(rf"哪{_GAP}{_PLAIN[name]}[一]?[些点]?[?？。]?$", words)
        ),
        None,
    )
    became = frozenset(kind for kind, pattern in _BECAME if re.search(pattern, words))
    is_open = bool(became) and _IN_TIME.search(words) and not _topic_left(words, names, is_city)
    return Wanted(
        extreme=extreme,
        is_silence=asks_who and _SILENCE.search(words) is not None,
        is_on_who=asks_who and question.is_across and not extreme and question.asks == "passage",
        became=became if is_open else frozenset(),
    )


def is_city(index: "PlanIndex", word: str) -> bool:
    """Tell whether a word is the name of a city that the index has a plan of."""
    from index.query import Filters, plans_in_scope

    try:
        return bool(plans_in_scope(Filters(cities=(word,)), index.heads()))
    except FilterError:
        return False


def topic_asked(question: Question) -> str:
    """Return a question on who speaks or is silent without the words that ask it."""
    pattern = _FRAME_ENGLISH if question.language == "en" else _FRAME
    return pattern.sub(" ", question.shadow).strip(" ?？。!，,'的")


def _topic_left(words: str, names: tuple[str, ...], is_city: Callable[[str], bool]) -> bool:
    """Tell whether a question on changes names something that may have changed."""
    for name in names:
        words = words.replace(name.lower(), " ").replace(name.removesuffix("市").lower(), " ")
    if words.isascii():
        words = " ".join(word for word in re.findall("[a-z]+", words) if not is_city(word))
        words = _OPEN_ENGLISH.sub(" ", words)
    words = _OPEN_WORDS.sub(" ", re.sub(r"[\d\W_]+", " ", words))
    return len(words.replace(" ", "")) > 1
