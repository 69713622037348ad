"""Document numbers and standards in a query."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from index.mentions.spans import Range

# 东政〔2024〕24号 in any brackets; 东政2024年24号 and 东政2024 24号 count only where the index
# knows the letters before the year.
_NUMBER = re.compile(
    r"(?P<body>[\u4e00-\u9fff]{1,14}) ?"
    r"(?:[\[(<〈《] ?(?P<year>(?:19|20)\d{2})年? ?[\])>〉》] ?第?(?P<serial>\d{1,4})(?P<sign>号?)"
    r"|(?P<bare_year>(?:19|20)\d{2})年?[ -]?第?(?P<bare_serial>\d{1,4})号)"
)
# What stands in a query before a number that the index does not know.
_LEAD = re.compile(
    r".*(?:按照|依照|根据|依据|落实|贯彻|关于|印发|请问|文件|文号|方案|通知|替代|废止|与|和|的|是|见|据)"
)
_OFFICIAL_BODY = re.compile(r".*(?:政|发|办|函|字|规|环|委|联产业|建|气|指|通|令|告)$")
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
