"""Codes: the numbers of documents, in a document and in a query; standards."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from index.text.numerals import CHINESE_NUMERAL
from index.text.shadow import Range, simplify

_YEAR = r"(?:19|20)\d{2}"
_HAN = r"[\u4e00-\u9fff]"
# A number of a document in a shadow, where all brackets have one style: 东政[2024]24号.
_PRINTED = rf"{_HAN}{{1,14}}[\[(<〈《] ?{_YEAR}年? ?[\])>〉》] ?第?\d{{1,4}}号"
_ORDINAL = rf"第(?:\d{{1,4}}|{CHINESE_NUMERAL}{{1,6}})号"
# 公告2024年第3号 and, in Taiwan, 府授環空字第1130001234號.
_OF_YEAR = rf"(?:{_HAN}{{1,14}} ?)?{_YEAR}年? ?第\d{{1,4}}号|{_HAN}{{2,14}}字第\d{{4,12}}[A-Z]?号"
_ANY_NUMBER = re.compile(rf"{_PRINTED}|{_OF_YEAR}|{_ORDINAL}")
# Behind the name of a field brackets and 号 may be lost.
_FIELD_NUMBER = re.compile(
    rf"{_PRINTED}|{_HAN}{{1,14}} ?[\[(<〈《]? ?{_YEAR}年?[\])>〉》]? ?[-—]?第?\d{{1,4}}号?"
    rf"|{_OF_YEAR}|{_ORDINAL}"
)
# The source itself is searched, not its shadow, so that a megabyte of text costs little.
_IN_SOURCE = re.compile(
    rf"(?P<code>{_HAN}{{2,20}})\s{{0,2}}[〔［\[【(（〈﹝]\s{{0,2}}\d{{4}}\s{{0,2}}年?"
    r"\s{0,2}[〕］\]】)）〉﹞]\s{0,2}第?\s{0,2}\d{1,4}\s{0,2}[号號]"
)
# A query's: 东政2024年24号 and 东政2024 24号 count only where the index knows the letters.
_NUMBER = re.compile(
    rf"(?P<body>{_HAN}{{1,14}}) ?"
    rf"(?:[\[(<〈《] ?(?P<year>{_YEAR})年? ?[\])>〉》] ?第?(?P<serial>\d{{1,4}})(?P<sign>号?)"
    rf"|(?P<bare_year>{_YEAR})年?[ -]?第?(?P<bare_serial>\d{{1,4}})号)"
)
# What stands in a query before a number that the index does not know.
_LEAD = re.compile(
    r".*(?:按照|依照|根据|依据|落实|贯彻|关于|印发|请问|文件|文号|方案|通知|替代|废止|与|和|的|是|见|据)"
)
_OFFICIAL_BODY = re.compile(r".*(?:政|发|办|函|字|规|环|委|联产业|建|气|指|通|令|告)$")
_SEPARATORS = re.compile(r"[\W第年]|號|号")
_ISSUER = "gbz?|hj|db|cjj?|jgj|jtg?|ny|sh|sl|qb|aq|dl|jb|hg|ly|nb|sy|ws|qc|ga|tb|yd|mt|td|rb"
_STANDARD = re.compile(
    rf"(?<![a-z])(?:{_ISSUER})(?:/[tz])?[/ ]?(?:\d{{2,4}}(?:/t)?[/ ])?\d{{1,6}}(?:\.\d+)?"
    r" ?[-—–] ?\d{2,4}(?!\d)"
    # without its year: GB 37822, DB61/941
    r"|(?<![a-z])(?:(?:gb|hj)(?:/[tz])? ?\d{3,6}|db ?\d{2}(?:/t ?|/| )\d{1,5})(?:\.\d+)?(?![\d.])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A number in a query.

    Attributes:
        plan: The plan of the index that bears it.
    """

    start: int
    end: int
    plan: str | None


def read_number(shadow: str, *, in_field: bool = False) -> Range | None:
    """Return the number of a document that the shadow of a text begins with.

    Args:
        shadow: Any of 渭政发[2018]40号, 公告2024年第3号, 第11号.
        in_field: It stands behind 文号, so that its brackets and 号 may be lost.
    """
    match = (_FIELD_NUMBER if in_field else _ANY_NUMBER).match(shadow)
    return match.span() if match else None


def find_printed_numbers(source: str) -> Iterator[tuple[Range, str]]:
    """Yield where a source, in either script, has what ends as a number, and its letters.

    Words of the sentence may stand before the letters: 按照青政〔2018〕86号.
    """
    return ((match.span(), match["code"]) for match in _IN_SOURCE.finditer(source))


@lru_cache(maxsize=1024)
def plain_number(printed: str) -> str:
    """Return a number without brackets, so that different prints of it are one."""
    return _SEPARATORS.sub("", simplify(printed))


def number_key(printed: str) -> tuple[str, str, str] | None:
    """Return a document number's letters, year and serial, from its shadow."""
    match = _NUMBER.fullmatch(printed.replace(" ", ""))
    return _parts(match) if match else None


def find_document_numbers(
    text: str, known: Mapping[tuple[str, str, str], str]
) -> Iterator[DocumentNumber]:
    """Yield the document numbers of a query, in order.

    Args:
        text: The query's shadow.
        known: For the numbers of the index's plans, the plan's id.
    """
    for match in _NUMBER.finditer(text):
        letters, year, serial = _parts(match)
        for start in range(len(letters)):
            plan = known.get((letters[start:], year, serial))
            if plan is not None:
                yield DocumentNumber(match.start() + start, match.end(), plan)
                break
        else:
            lead = _LEAD.match(letters)
            start = lead.end() if lead else 0
            is_official = _OFFICIAL_BODY.match(letters, start)
            if is_official and match["year"] and match["sign"] and start < len(letters):
                yield DocumentNumber(match.start() + start, match.end(), None)


def _parts(match: re.Match[str]) -> tuple[str, str, str]:
    """Return the letters, the year and the serial of a number, without leading zeros."""
    serial = (match["serial"] or match["bare_serial"]).lstrip("0")
    return match["body"], match["year"] or match["bare_year"], serial


def find_standards(text: str) -> tuple[Range, ...]:
    """Return where standards are named by their code: GB 37822-2019, DB61/941-2018, GB3095."""
    return tuple(match.span() for match in _STANDARD.finditer(text))
