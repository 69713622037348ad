"""Quantities that only say who or what is meant: 年货运量150万吨以上的企业."""

import re
from collections.abc import Iterator

from index.facts.targets import wording
from index.facts.targets.sentences import Sentence, Statement, trimmed
from index.facts.types import Threshold
from index.mentions.indicators import BLANK, is_scope
from index.mentions.quantities import Quantities
from index.text.layout import read_text
from index.types import Clause, Plan

MAX_SUBJECT_CHARS = 24
"""A longer noun behind a threshold is a sentence that lost its marks."""

_MEASURE = re.compile(
    r"(?:[年月日][^,;。、的]{0,12})?[^,;。、的]{0,24}(?:量|率|值|数|浓度|速率|能力|规模|比例|高度|直径|面积|功率"
    r"|[运间]?距离?|年限|里程|排量|长度|宽度|深度|容积|容量|消耗|车龄|排放)\x01*$"
)
_CUT = re.compile(
    rf"{wording.VERB.pattern}|{wording.ACTING.pattern}|[对将把为由的、及]|[迁改扩]建|全[市县省区]|(?<=[区围])内|使用(?!年限)"
    "|全部|所有|凡|达不到"
)
_NOUN_ENDS = re.compile(
    rf"{wording.VERB.pattern}|未(?!达)|[,;。:在不应可已须要由按进]|开展|全部|全面|均|原则上|一律|优先|执行"
    "|修建|安装|必须|配套"
)
_NO_SUBJECT = re.compile(r"罚款|罚金|拘留|处罚|有期徒刑")
_OPENING = re.compile("(?:之间)?的?")
_IS_WHEN = re.compile(r"的?(?:时|条件下|情况下|情形|后|前|期间)")


def find_thresholds(
    text: str,
    found: Quantities,
    segment: tuple[int, int],
    stop: int,
    before: re.Match[str] | None,
) -> Iterator[Statement]:
    """Yield the thresholds of a list of quantities that says who is meant.

    Args:
        text: A shadow with its brackets blanked.
        found: The quantities.
        segment: Between which commas they stand.
        stop: Where they end, 以上 included.
        before: The comparator in front of them.
    """
    start, end = segment
    bound_at = start + before.start("word") if before else found.start
    measure = (_measure_start(text, start, bound_at), bound_at)
    noun = _noun(text, stop, end)
    for number, item in enumerate(found.items):
        after = wording.AFTER.match(text, max(item.unit[1], item.printed[1])) or (
            wording.AFTER.match(text, found.end)
        )
        word = (bound_at, start + before.end("word")) if before else None
        word = after.span("word") if after else word
        yield Statement(
            "threshold",
            start,
            noun[1],
            measure,
            (word,) if word else (),
            item,
            len(found.items),
            number,
            noun,
        )


def threshold_of(
    plan: Plan, clause: Clause, sentence: Sentence, statement: Statement
) -> Threshold | None:
    """Return the threshold of a statement; None where it names neither who nor what is measured.

    Fines and sentences (处二万元以上的罚款) mean nobody, and 达到150微克时 says when.
    """
    quantity, noun = statement.quantity, statement.place
    if quantity is None or noun is None or not statement.comparator:
        return None
    indicator = read_text(sentence.printed(plan.text, *statement.phrase))
    subject = read_text(sentence.printed(plan.text, *noun))
    _, segment_end = sentence.segment(noun[0])
    is_penalty = _NO_SUBJECT.search(sentence.text, noun[0], segment_end)
    if is_penalty or not (subject or indicator) or _IS_WHEN.match(sentence.text, noun[0]):
        return None
    start, end = sentence.shadow.source_range(statement.phrase[0], noun[1])
    return Threshold(
        plan_id=plan.id,
        city=plan.place,
        clause_id=clause.id,
        subject=subject or None,
        indicator=indicator,
        comparator=sentence.printed(plan.text, *statement.comparator[0]),
        value=quantity.value,
        unit=quantity.unit_as(sentence.printed(plan.text, *quantity.unit)),
        start=start,
        end=end,
        quote=plan.text[start:end],
        value_max=quantity.value_max,
    )


def _measure_start(text: str, start: int, end: int) -> int:
    """Return where what is measured begins, ``end`` where the words before measure nothing."""
    cuts = [match.end() for match in _CUT.finditer(text, start, end) if match.end() < end]
    begin = trimmed(text, max([start, *cuts]), end)
    return begin if _MEASURE.fullmatch(text, begin, end) else end


def _noun(text: str, stop: int, end: int) -> tuple[int, int]:
    """Return the range of the noun that is meant; empty where none is named."""
    limit = min(end, stop + MAX_SUBJECT_CHARS)
    opening = _OPENING.match(text, stop, end)
    begin = opening.end() if opening else stop
    cut = _NOUN_ENDS.search(text, begin, limit)
    last = cut.start() if cut else limit
    scopes: list[int] = []
    for position in range(begin + 1, last + 1):
        # 直接燃煤、重油锅炉 is one subject, of 加油站或主管部门 the first is.
        if scopes and text[position - 1] in "、和与及或":
            break
        if is_scope(text[begin:position]) and text[position - 1] not in f"的{BLANK}":
            scopes.append(position)
    words = text[begin:last].rstrip(BLANK)
    if not scopes and (len(words) < 2 or last == limit < end):
        return stop, stop
    return begin, scopes[-1] if scopes else begin + len(words)
