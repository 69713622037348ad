"""The words between the quotations of a comparison; they hold no numeral and no office."""

from typing import Literal

from index.text import traditional_usual
from qa.intent import Extreme
from qa.question import Language

Fate = Literal["same", "changed", "new", "gone"]
Note = Literal[
    "not stated", "no value", "not indexed", "silent", "unclear", "all speak", "speaking"
]

_EXTREMES: dict[Extreme, tuple[str, str]] = {
    "strictest": ("最严", "strictest"),
    "loosest": ("最松", "most lenient"),
    "highest": ("最高", "highest"),
    "lowest": ("最低", "lowest"),
    "earliest": ("最早", "earliest"),
    "latest": ("最晚", "latest"),
}
_FATES: dict[Fate, tuple[str, str]] = {
    "same": ("前后相同", "The same in both plans"),
    "changed": ("前后不同", "Changed"),
    "new": ("新增（仅见于较新的方案）", "New (only in the later plan)"),
    "gone": ("不再有（仅见于较早的方案）", "Gone (only in the earlier plan)"),
}
_NOTES: dict[Note, tuple[str, str]] = {
    "not stated": ("没有写明", "not stated"),
    "no value": ("提到而没有数值", "Mention it without a value"),
    "not indexed": ("未收录", "not indexed"),
    "silent": ("没有提到", "Say nothing on it"),
    "unclear": ("不能确定是否提到", "Cannot be told"),
    "all speak": ("各方案都提到了", "All plans speak of it"),
    "speaking": ("提到", "Speak of it"),
}


def extreme_mark(extreme: Extreme, language: Language) -> str:
    """Return the words behind the label of the plan that is the strictest, highest …."""
    chinese, english = _EXTREMES[extreme]
    return f" ({english})" if language == "en" else f"（{_in_script(chinese, language)}）"


def fate_of(fate: Fate, language: Language) -> str:
    """Return what became of something from one plan to the next."""
    return _said(_FATES[fate], language)


def note(kind: Note, language: Language) -> str:
    """Return what is said of plans that are not quoted."""
    return _said(_NOTES[kind], language)


def not_comparable(remark: str, language: Language) -> str:
    """Return the words behind a value that cannot be set against the others.

    Args:
        remark: As ``remarks_of`` gives it: 单位不同 (another unit).
        language: Of the question.
    """
    chinese, _, english = remark.removesuffix(")").partition(" (")
    if language == "en":
        return f" (not comparable: {english})"
    return f"（{_in_script(chinese, language)}，{_in_script('不能直接比较', language)}）"


def _said(words: tuple[str, str], language: Language) -> str:
    """Return words in the question's language and script."""
    return words[1] if language == "en" else _in_script(words[0], language)


def _in_script(words: str, language: Language) -> str:
    """Return words of this module in Traditional characters where the question is."""
    return traditional_usual(words) if language == "zh-Hant" else words
