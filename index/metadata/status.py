"""Whether a document is in force, by its own page: never by a sentence on another document."""

import re
from collections.abc import Sequence

from index.metadata.lines import PrintedLine
from index.metadata.page_fields import Field, status_of, values_of
from index.text.shadow import shadow_of
from index.types import Status

MAX_MARK_LINE_CHARS = 120
"""A longer line is prose."""

_THIS = r"(?:本|此|该)(?:文件|文|件|办法|方案|计划|预案|规定|条例|通知|规范性文件)"
_WHEN = r"(?:于?[^,。;]{0,30}?)?"
_ENDED = r"(?:经|被)?(?:宣布)?(?:废止|失效|作废|撤销)"
_REPLACED = "修改|修订|修正|替代|取代|代替"
_MARKS: tuple[tuple[re.Pattern[str], Status], ...] = (
    # A line, or a mark in brackets, that speaks of this document.
    (re.compile(rf"^(?:已|现已){_ENDED}[。!]?$"), "repealed"),
    (re.compile(rf"^[(\[*]?{_THIS}{_WHEN}已?{_ENDED}[)\]]?[。!]?$"), "repealed"),
    (re.compile(rf"^[(\[*]?{_THIS}{_WHEN}已?(?:被|由)[^。]{{0,60}}(?:{_REPLACED})"), "superseded"),
)
_BRACKETED: tuple[tuple[re.Pattern[str], Status], ...] = (
    (re.compile(rf"[(\[](?:已|现已)?{_ENDED}[)\]]"), "repealed"),
    (re.compile(rf"[(\[](?:已|现已)被?(?:{_REPLACED})[)\]]"), "superseded"),
    (
        re.compile(r"\((?:公开)?(?:征求意见|草案|送审|讨论|审议|草拟)稿?[^()]{0,6}\)|征求意见稿"),
        "draft",
    ),
    (
        re.compile(
            r"(?:征求|征集)[^。]{2,80}意见(?:建议)?的?(?:公告|通知|通告|函|启事)(?:\([^()]*\))*$"
            r"|公开(?:征求|征集)(?:社会|公众)?意见"
        ),
        "draft",
    ),
)
_SENTENCE = re.compile(r"[。；;]|^(?:根据|按照|依据|依照|为|附|抄|现)")


def find_status(title: str, lines: Sequence[PrintedLine], fields: Sequence[Field]) -> Status | None:
    """Return whether a document is in force, None where its page does not say.

    Args:
        title: In either script.
        lines: Those before the first clause, the page's too.
        fields: Of the page.
    """
    stated = [status_of(field.plain) for field in values_of(fields, "status")]
    if stated:
        return stated[0]
    short = [line.plain for line in lines if len(line.plain) <= MAX_MARK_LINE_CHARS]
    headings = [plain for plain in short if not _SENTENCE.search(plain)]
    marks = (_MARKS, short), (_BRACKETED, [shadow_of(title).text, *headings])
    for rules, texts in marks:
        for pattern, status in rules:
            if any(pattern.search(plain) for plain in texts):
                return status
    return None
