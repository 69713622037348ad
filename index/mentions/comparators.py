"""Words that compare a quantity: 不高于, 控制在, 下降, 以上, 零增长. The only reader of them.

They stand in ``lexicons/comparators.toml``.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any, Literal

import tomli

Operator = Literal[">=", "<=", "=", "<", ">", "approx", "increase", "decrease"]
"""What a comparator says.

不低于, 以上, 至少, 达到 are ``>=``; 不高于, 以内, 控制在 ``<=``; a count to be done ``=``;
低于 ``<``; 超过 ``>``; 左右, 约 ``approx``; 增长, 提高 by so much ``increase``;
下降, 减少 by so much ``decrease``.
"""

_LEXICON = Path(__file__).with_name("lexicons") / "comparators.toml"
_TO = "[在到至为]"


@cache
def _rows(table: str) -> tuple[dict[str, Any], ...]:
    """Return the rows of a table of the lexicon."""
    return tuple(tomli.loads(_LEXICON.read_text(encoding="utf-8"))[table])


def _stems(*, changing: bool) -> str:
    """Return the stems that 到 may follow, or those that say a change without it."""
    rows = [row for row in _rows("comparator") if "operator" in row or not changing]
    return "|".join(stem for row in rows for stem in row.get("stems", ()))


def _words(side: str, start: str = "") -> str:
    """Return the words of one side of a quantity, those that begin so."""
    rows = [row for row in _rows("comparator") if row["side"] == side]
    return "|".join(w for row in rows for w in row.get("words", ()) if w.startswith(start))


CHANGE = _stems(changing=True)
"""Words of a change, as a regular expression: 下降, 提高."""

_LEVEL_TO = rf"(?:{_stems(changing=False)}){_TO}"
_ADVERB = (
    "原则上|分别|累计|总计|平均|均|全部|力争|争取|确保|要|应当|应|须|必须|需|基本|稳步|逐步|进一步|持续|总体"
    "|大幅|有效|明显|实现|年均|每年|再|共|各|已|也|都|至少|同比|左右|约|有望|(?<![产节功性储动热电潜])能|(?<!许)可|将|努力|严格|目标值"
)
_KEEP = (
    "保存|储存|保留|留存|持续|完成|淘汰|新增|建成|建设|安装|配备|更新|压减|削减|减少|增加|提升|提高"
)
BEFORE = re.compile(
    rf"(?P<word>{_words('before', '不')}|{_LEVEL_TO}|{CHANGE}|{_words('before')})"
    rf"(?P<verb>(?<=至少)(?:{_KEEP}))?(?:[了约:“\"]|(?:19|20)[0-9]{{2}}年底?的|以?上?(?:{_ADVERB}))?$"
)
"""What stands right before a quantity: 不高于, 控制在, 下降."""

AFTER = re.compile(rf"(?:\(含\))?(?P<word>{_words('behind')})(?:\(含\))?")
"""What stands right behind one: 以上, 左右."""

OF_A_WHOLE = re.compile(
    rf"(?P<word>{_words('before', '不')}|{_LEVEL_TO}|达到|超过)[^,;。、的]{{1,14}}(?:的|(?<=量))$"
)
"""What stands before a share of something named: 达到任务量的(40%)."""

STRETCHED = re.compile(
    rf"(?P<verb>延长|缩短|控制|{CHANGE})(?P<what>(?![比较])[^,;。、至到]{{2,30}})(?P<word>[至到])$"
)
"""A verb that stands before what it changes: 延长谷段时长至(10个小时)."""

SET_OUT_FROM = re.compile(
    r"(?:由|从|在|以)(?:(?:19|20)[0-9]{2}年底?)?的?[^,;。、到至]{0,4}[0-9][^,;。到至]*$"
)
"""A baseline before a goal: (浓度)由2020年的45微克/立方米(降至)."""

BASELINE = re.compile(r"(?:由|从|在|以)(?:(?:19|20)[0-9]{2}年底?)?的?$")
"""Right before the number that a goal sets out from."""

TRAILING = re.compile(rf"(?:{_ADVERB}|[\x01:“\"])+$")
"""Adverbs between what is measured and the comparator."""

COMPARISON = re.compile(
    r"(?:比|较|相比|与)(?:(?:19|20)[0-9]{2}年(?:底|度|同期)?)(?:相比)?(?:实现)?"
    rf"(?P<base_word>(?:有所|明显|大幅|显著|持续|稳步)?(?:[负零正]增长|{CHANGE}))"
    r"(?=[,;。.:!)”\"\x01]|$)"
)
"""A direction without a number: 较2015年负增长, 比2020年有所增长."""

FIXED = re.compile(r"[“\"']?(?P<word>[零负正]增长)[”\"']?+(?!行动|目标|方案|趋势|计划|[的率])")
"""A limit without a number: 零增长."""


def operator_of(comparator: str) -> Operator:
    """Return what a comparator says, its words joined: ``>=`` for 不低于.

    A count to be done, and what has no comparator, is ``=``.
    """
    return next((sign for sign, words in _operators("comparator") if words.search(comparator)), "=")


def goal_operator(indicator: str) -> Operator:
    """Return what a goal without a comparator sets: ``<=`` for PM2.5, ``>=`` for 优良天数."""
    return next((sign for sign, words in _operators("goal") if words.search(indicator)), "=")


@cache
def _operators(table: str) -> tuple[tuple[Operator, re.Pattern[str]], ...]:
    """Return the operators and their words, in the order of the lexicon."""
    found: list[tuple[Operator, re.Pattern[str]]] = []
    for row in _rows(table):
        stems = "|".join(row.get("stems", ()))
        words = [*row.get("words", ())]
        if stems and "operator" in row:
            words.append(rf"(?<!零)(?:{stems})(?!{_TO})(?:幅度?|比例|率|量)?")
        if words:
            found.append((row["operator"], re.compile("|".join(words))))
        if stems:
            found.append((row["to"], re.compile(rf"(?:{stems}){_TO}")))
    return tuple(found)
