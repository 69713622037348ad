"""Document numbers: 海政〔2024〕8号, and 第17号 of an order or announcement."""

import re
from collections.abc import Sequence

from index.parsing.clauses.numerals import CHINESE_NUMERAL
from index.parsing.metadata.printed import PrintedLine, printed_lines

NUMBER = r"[\u4e00-\u9fff]{1,14}[\[(<〈] ?(?:19|20)\d{2}年? ?[\])>〉] ?第?\d{1,4}号"
"""A number in a shadow, where all brackets have one style."""

_ORDINAL = rf"第(?:\d{{1,4}}|{CHINESE_NUMERAL}{{1,6}})号"
_FIELD = r"(?:发文字号|发文文号|公文字号|公文文号|文件编号|文件字号|文书号|文号)"
_OWN_LINE = re.compile(rf"\(?(?P<number>{NUMBER})\)?(?:签发人?:.{{2,12}})?")
_FIELD_LINE = re.compile(
    rf"(?:.*[^\u4e00-\u9fff])?{_FIELD}:(?P<number>{NUMBER}|{_ORDINAL})(?:[^\d].*)?"
)
_ORDINAL_LINE = re.compile(rf"[\[(]?(?P<number>{_ORDINAL})[\])]?")
_ORDER_LINE = re.compile(rf"[\u4e00-\u9fff]{{4,40}}(?:公告|令)[\[(]?(?P<number>{_ORDINAL})[\])]?")


def find_document_number(front: Sequence[PrintedLine]) -> str | None:
    """Return a document's own number as printed, None where no line holds one.

    A number in a sentence is that of another document.

    Args:
        front: The lines before the first clause.
    """
    # Who signs may stand before the number, with nothing but white space between.
    signed = [
        part
        for line in front
        if line.plain.startswith("签发")
        for part in printed_lines(line.text.split())
    ]
    for pattern in (_FIELD_LINE, _OWN_LINE, _ORDER_LINE, _ORDINAL_LINE):
        for line in (*front, *signed):
            match = pattern.fullmatch(line.plain)
            if match:
                return line.printed(*match.span("number"))
    return None


def is_number_line(line: PrintedLine) -> bool:
    """Tell whether a line is a document's number."""
    return find_document_number((line,)) is not None
