"""What a question asks for: a number, an office, a list, yes or no, and over what."""

import re
from dataclasses import dataclass
from typing import Literal, cast, get_args

from index.text import CHINESE_COUNT, parse_number, shadow_of
from qa.intent import OPPOSITE, Asked, Became, Extreme, Intent, Wants, intent_of
from qa.quantities import wanted_unit

Language = Literal["zh-Hans", "zh-Hant", "en"]

TOLD = 0.45
"""Probability from which the kind of thing is told; 大气污染 names a topic, and asks for none."""
FIRM = 0.6
"""Probability from which a question surely asks for a number, a date or a meaning."""
_HAN = re.compile(r"[\u3400-\u9fff]")

WHICH_PLANS = re.compile(
    r"(?:^|[,，;；])哪[些几]+[个座]?城市|哪[些几]+[个份]?(?:城市的)?(?:方案|计划)"
    r"|^which (?:cities|plans|places|counties)\b"
)
"""The plans are the list: what each says of the rest is what must be read."""
_WHICH_ONE = re.compile(
    r"哪一?[个座份](?:城市|地方|方案|计划|文件)|\bwhich (?:city|plan|place|county|document)\b"
)
"""With an extreme, one of all: which city sets the highest."""
# The closed classes of the two grammars: interrogative pronouns, A-not-A, final particles and an
# auxiliary at the head of a clause, alternatives (A 还是 B). What is asked about is an open class and stands in none.
_PRONOUN = re.compile(
    r"[谁哪啥怎咋孰]|什么|甚么|(?<!任)何|(?<![那这好])几(?!乎)|多[少大高远长久宽深重]"
    r"|\b(?:who|whom|whose|what|which|when|where|why|how)\b"
)
_POLAR = re.compile(
    r"[是能可会应]否|有无|([\u3400-\u9fff])[不没]\1|[吗么][?。.!！]?$"
    r"|(?:^|[,:;]) *(?:is|are|was|were|do|does|did|has|have|had|may|can|could|must|should|shall"
    r"|will|would)\b(?! you\b)"
)
_ASKS_OTHERWISE = re.compile(r"还是|呢[?。.!！]?$|\b(?:can|could|will|would) you\b")
_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_EACH = re.compile(r"分别|各|each|respectively|both")
_LEADS = re.compile(r"牵头|\blead|in charge|领头|主管")
_OTHERS = re.compile(r"责任(?:单位|部门)|还有|其[他余]|\b(?:others?|else)\b")
_JOINS = re.compile(r"参与|配合|协助|participat|cooperat|take part|assist|support")


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what it wants.

    Attributes:
        text: As it was asked.
        shadow: Simplified, as it is matched, lower case.
        language: That it was asked in.
        asks: The kind of thing that answers it.
        wants: Of several plans, see ``qa.intent``.
        has_ends: Of an extreme it asks for the other end of the scale as well: 谁最高、谁最低.
        is_across: It is about several cities or plans, or about all.
        is_over_time: It is about what changed between a city's plans.
        wants_each: It asks for several values: 分别, 各.
        wants_lead: Of a duty, who leads; ``wants_participants``: who takes part.
        is_firm: Only a number, a date or a meaning answers it; 限值 and 要求 may be words as well.
        count: How many items a list is asked for; 0 if it does not say.
        whole: Of a part of a question, what was asked as a whole, as the reader is shown it; empty
            where this is the whole.
        unit: That a value must have, as a pattern, where the question does not say; empty for any.
    """

    text: str
    shadow: str
    language: Language
    asks: Asked
    wants: Wants
    is_across: bool
    is_over_time: bool
    wants_each: bool
    wants_lead: bool
    wants_participants: bool
    has_ends: bool = False
    count: int = 0
    is_firm: bool = False
    whole: str = ""
    unit: str = ""

    @property
    def units(self) -> str:
        """The units that answer it as patterns, the likeliest first; see ``wanted_unit``."""
        return self.unit or wanted_unit(self.shadow)

    @property
    def extreme(self) -> Extreme | None:
        """Which of several it asks for: the strictest, the highest; None where it does not."""
        return cast(Extreme, self.wants) if self.wants in get_args(Extreme) else None

    @property
    def extremes(self) -> tuple[Extreme, ...]:
        """All extremes that it asks for, that of the first in front."""
        if self.extreme is None:
            return ()
        return (self.extreme, OPPOSITE[self.extreme]) if self.has_ends else (self.extreme,)

    @property
    def became(self) -> Became | None:
        """What became of a plan that it asks for at large; None where it does not."""
        return cast(Became, self.wants) if self.wants in get_args(Became) else None


def read_question(text: str) -> Question:
    """Return what a question asks for."""
    shadow = shadow_of(text).text.lower()
    language = language_of(text)
    intent = intent_of(text)
    asks = intent.asks if intent.probability >= TOLD else "passage"
    wants_lead = bool(_LEADS.search(shadow))
    if asks == "list" and wants_lead:
        asks = "duty"  # 由哪几个局牵头
    is_of_plans = WHICH_PLANS.search(shadow) is not None
    if _is_polar(shadow):
        asks = "yes_no"  # no word asks for a thing, whatever things it names
    if asks in ("list", "duty") and is_of_plans:
        asks = "passage"
    if asks == "duty" and intent.wants in get_args(Extreme):
        asks = "number" if intent.wants in ("highest", "lowest") else "passage"  # 最高的是谁
    is_one_of_all = intent.wants in get_args(Extreme) and _WHICH_ONE.search(shadow) is not None
    return Question(
        text=text,
        shadow=shadow,
        language=language,
        asks=asks,
        wants=intent.wants,
        has_ends=intent.has_ends,
        is_across=is_of_plans or is_one_of_all or intent.is_across,
        is_over_time=intent.is_over_time,
        wants_each=bool(_EACH.search(shadow)),
        wants_lead=wants_lead and not _OTHERS.search(shadow),
        wants_participants=bool(_JOINS.search(shadow)),
        count=_count_of(shadow) if asks == "list" else 0,
        is_firm=_is_firm(asks, intent),
    )


def _is_firm(asks: Asked, intent: Intent) -> bool:
    """Tell whether only a number, a date or a meaning answers a question."""
    if asks in ("number", "when"):
        return intent.figure >= FIRM  # 几月底前 may be either, and no word answers it
    return asks == "definition" and intent.probability >= FIRM


def names_topic(text: str) -> bool:
    """Tell whether a text only names a topic, as keywords do: it has no word or form that asks.

    Args:
        text: In either script or in English.
    """
    shadow = shadow_of(text).text.lower().strip()
    forms = (_PRONOUN, _POLAR, _ASKS_OTHERWISE)
    return not (shadow.endswith("?") or any(form.search(shadow) for form in forms))


def _is_polar(shadow: str) -> bool:
    """Tell whether only yes or no answers a question: it has the form and no pronoun that asks."""
    others = (_PRONOUN, _ASKS_OTHERWISE)
    is_polar = _POLAR.search(shadow.strip()) is not None
    return is_polar and not any(form.search(shadow) for form in others)


def _count_of(shadow: str) -> int:
    """Return the number of items asked for; 0 where a question does not say."""
    found = re.search(
        rf"哪(?!一)({CHINESE_COUNT})|(?:which|what) ({'|'.join(_NUMBERS)})\b",
        shadow,
    )
    if not found:
        return 0
    return int(parse_number(found[1])) if found[1] else _NUMBERS.index(found[2]) + 2


def language_of(text: str) -> Language:
    """Return a question's language; Chinese that both scripts write alike is Simplified."""
    characters = "".join(_HAN.findall(text))
    if not characters:
        return "en"
    return "zh-Hans" if shadow_of(characters).text == characters else "zh-Hant"
