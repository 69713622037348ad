"""The words around a quotation, in the question's language; they hold no numeral and no office."""

import re
from collections.abc import Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from index.text import CHINESE_NUMERAL, traditional_usual
from qa.question import Language
from qa.support import unsupported_words
from qa.types import NotFoundReason

if TYPE_CHECKING:
    from index import PlanIndex

_DECISIONS: dict[Language, tuple[str, str]] = {
    "zh-Hans": ("否：", "是："),
    "zh-Hant": ("否：", "是："),
    "en": ("No: ", "Yes: "),
}
_PLANS: dict[Language, tuple[str, str]] = {
    "zh-Hans": ("（较早的方案）", "（较新的方案）"),
    "zh-Hant": ("（較早的方案）", "（較新的方案）"),
    "en": (" (earlier plan)", " (later plan)"),
}
_REASONS: dict[Language, dict[NotFoundReason, str]] = {
    "zh-Hans": {
        "unknown city": "索引中没有{detail}的方案。",
        "topic absent": "{whose}方案没有提到所问的内容{detail}。",
        "not stated": "{whose}方案没有写明所问的内容{detail}。",
    },
    "zh-Hant": {
        "unknown city": "索引中沒有{detail}的方案。",
        "topic absent": "{whose}方案沒有提到所問的內容{detail}。",
        "not stated": "{whose}方案沒有寫明所問的內容{detail}。",
    },
    "en": {
        "unknown city": "The index has no plan of {detail}.",
        "topic absent": "The plans{whose} do not mention what was asked{detail}.",
        "not stated": "The plans{whose} do not state what was asked{detail}.",
    },
}
_NEARBY: dict[Language, str] = {
    "zh-Hans": "相近的内容见所引条文。",
    "zh-Hant": "相近的內容見所引條文。",
    "en": " What comes nearest is cited.",
}


_MORE: dict[Language, str] = {
    "zh-Hans": "……（还有，未全部列出）",
    "zh-Hant": "……（還有，未全部列出）",
    "en": "… (more, not all are listed)",
}
_INSTEAD: dict[Language, str] = {
    "zh-Hans": "它写了：{said}。",
    "zh-Hant": "它寫了：{said}。",
    "en": " It states: {said}.",
}


_UNCHECKED: dict[Language, str] = {
    "zh-Hans": "条文（如表格、断行）里的数字或部门无法与答案核对，因此不作答；原文见所引条文。",
    "zh-Hant": "條文（如表格、斷行）裡的數字或部門無法與答案核對，因此不作答；原文見所引條文。",
    "en": "The numbers or offices of an answer could not be checked against the text "
    "(such as a table or a broken number), so none is given; the text itself is cited.",
}


def cannot_be_checked(language: Language) -> str:
    """Return a sentence that says that an answer is not borne out by what it would cite."""
    return _UNCHECKED[language]


def more_follow(language: Language) -> str:
    """Return the line below a list that does not show all."""
    return _MORE[language]


def list_in(parts: Sequence[str], language: Language) -> str:
    """Return several values as one text."""
    return ("; " if language == "en" else "；").join(dict.fromkeys(parts))


def say_decision(is_yes: bool, span: str, language: Language) -> str:
    """Return yes or no with the words that decide it."""
    return f"{_DECISIONS[language][is_yes]}{span}"


def label_of(index: "PlanIndex", plan_id: str, plans: Sequence[str], language: Language) -> str:
    """Return what tells a plan from the others of an answer, without a numeral.

    Args:
        index: Of the plans.
        plan_id: Whose label it is.
        plans: Ids of all that answer; two of one city are the earlier and the later.
        language: Of the question.
    """
    plan = index.plan(plan_id)
    place = plan.place or plan.province
    if place is None:
        return _title_without_numerals(plan.title)
    heads = (head for head in index.heads() if head.id in plans)
    same = (head for head in heads if (head.place or head.province) == place)
    own = sorted(same, key=attrgetter("when"))
    label = name_in(place, language)
    return label if len(own) < 2 else f"{label}{_PLANS[language][own[-1].id == plan_id]}"


def _title_without_numerals(title: str) -> str:
    """Return what a document of no city is called, without what only a quotation may hold.

    A label stands in no quotation, so that it must not hold a numeral or an office.
    """
    words = re.sub(rf"{CHINESE_NUMERAL}|[\d万亿两年\-–—()（）《》]", "", title)
    return words if words and not unsupported_words(words, ()) else "—"


def name_in(place: str, language: Language) -> str:
    """Return a place's name as a language writes it: 海东市, 海東市, Haidong."""
    from index.mentions import english_name, parts_of_place

    if language == "en":
        # 焦作市温县 is Wenxian, Jiaozuo.
        names = [english_name(own) for own in parts_of_place(place)]
        return ", ".join(reversed(names))
    return traditional_usual(place) if language == "zh-Hant" else place


def labelled(label: str, text: str, language: Language) -> str:
    """Return what a plan says behind the plan's label."""
    return f"{label}: {text}" if language == "en" else f"{label}：{text}"


def explain(
    reason: NotFoundReason,
    detail: str,
    language: Language,
    has_nearby: bool,
    *,
    instead: str = "",
    city: str = "",
) -> str:
    """Return a sentence that says why nothing was found.

    Args:
        reason: Why.
        detail: The word, place or year that it is about; may be empty.
        language: Of the question.
        has_nearby: Something that comes near is cited.
        instead: What the plan states of the indicator that was asked for; empty for nothing.
        city: The one city whose plans were asked, in full; empty for several.
    """
    if city:
        name = name_in(city, language)
        city = f" of {name}" if language == "en" else f"{name}的"
    if detail and reason != "unknown city":
        detail = f" ({detail})" if language == "en" else f"（{detail}）"
    sentence = _REASONS[language][reason].format(detail=detail, whose=city)
    if instead:
        return sentence + _INSTEAD[language].format(said=instead)
    return sentence + (_NEARBY[language] if has_nearby else "")
