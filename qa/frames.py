"""The words around a quotation, in the question's language; they hold no numeral and no office."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qa.question import Language
from qa.types import NotFoundReason

if TYPE_CHECKING:
    from index import PlanIndex
    from qa.candidates import Candidate

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
        "topic absent": "方案没有提到所问的内容{detail}。",
        "not stated": "方案没有写明所问的内容{detail}。",
    },
    "zh-Hant": {
        "unknown city": "索引中沒有{detail}的方案。",
        "topic absent": "方案沒有提到所問的內容{detail}。",
        "not stated": "方案沒有寫明所問的內容{detail}。",
    },
    "en": {
        "unknown city": "The index has no plan of {detail}.",
        "topic absent": "The plans do not mention what was asked{detail}.",
        "not stated": "The plans do not state what was asked{detail}.",
    },
}
_NEARBY: dict[Language, str] = {
    "zh-Hans": "相近的内容见所引条文。",
    "zh-Hant": "相近的內容見所引條文。",
    "en": " What comes nearest is cited.",
}


def say_decision(is_yes: bool, span: str, language: Language) -> str:
    """Return yes or no with the words that decide it."""
    return f"{_DECISIONS[language][is_yes]}{span}"


def join_rows(rows: Sequence[str]) -> str:
    """Return the rows of an answer on several plans as its text."""
    return "\n".join(rows)


def label_of(
    index: "PlanIndex", plan_id: str, chosen: Sequence["Candidate"], language: Language
) -> str:
    """Return what tells a plan from the others of an answer, without a numeral.

    Args:
        index: Of the plans.
        plan_id: Whose label it is.
        chosen: What answers; two plans of one city are the earlier and the later.
        language: Of the question.
    """
    plan = index.plan(plan_id)
    own = sorted(
        (
            other.period or (0, 0),
            other.id,
        )
        for other in {
            index.plan(candidate.plan_id).id: index.plan(candidate.plan_id) for candidate in chosen
        }.values()
        if other.city == plan.city
    )
    name = plan.city or plan.province or "—"
    if len(own) < 2:
        return name
    return f"{name}{_PLANS[language][own[-1][1] == plan_id]}"


def explain(reason: NotFoundReason, detail: str, language: Language, has_nearby: bool) -> str:
    """Return a sentence that says why nothing was found.

    Args:
        reason: Why.
        detail: The word, place or year that it is about; may be empty.
        language: Of the question.
        has_nearby: Something that comes near is cited.
    """
    if detail and reason != "unknown city":
        detail = f" ({detail})" if language == "en" else f"（{detail}）"
    sentence = _REASONS[language][reason].format(detail=detail)
    return sentence + (_NEARBY[language] if has_nearby else "")
