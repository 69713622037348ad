"""Document numbers: the document's own, and those of the documents it implements or replaces."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from index.metadata.lines import PrintedLine, printed_lines, without_gaps
from index.text.numerals import CHINESE_NUMERAL
from index.text.shadow import simplify
from index.types import Reference, Relation

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


# The source itself is searched, not its shadow, so that a megabyte of text costs little.
_NUMBER = re.compile(
    r"(?P<code>[\u4e00-\u9fff]{2,20})\s{0,2}[〔［\[【(（〈﹝]\s{0,2}\d{4}\s{0,2}年?"
    r"\s{0,2}[〕］\]】)）〉﹞]\s{0,2}第?\s{0,2}\d{1,4}\s{0,2}[号號]"
)
# 按照青政〔2018〕86号: the code begins behind the words of the sentence.
_LEAD = re.compile(
    r".*(?:根据|按照|依据|依照|遵照|参照|贯彻|落实|执行|实施|转发|印发|关于|以及|省政府|市政府|国务院"
    r"|废止|文件|通知|精神|要求|详见|原文号|(?<=.)[和及与见经由对将的](?!政|署|行))"
)
_LEADING_JOINT = re.compile(r"^[和及与见](?!政|署|行|委|发)")
_TITLE = re.compile(
    r"《(?P<title>[^《》]{2,120}(?:《[^《》]{2,120}》[^《》]{0,60})?)》\s*(?:的通知)?\s*[(（〔\[]?\s*$"
)
_SENTENCE_END = re.compile(r"[。；;!！?？\r\n]")
_REPLACES = re.compile(r"(?<!未)(?:[废廢]止|停止[执執施][行]|失效|不再[执執]行)")
_REPLACED = re.compile(r"[废廢]止[^,，]{0,80}$")
_IMPLEMENTS = re.compile(
    r"根[据據]|按照|依[据據]|依照|遵照|[贯貫][彻徹]|落[实實]|[实實]施|[执執]行|遵循"
)
_SEPARATORS = re.compile(r"[\W第年]|號|号")

CONTEXT_CHARS = 240
"""A sentence says within this many characters what it does with the documents it names."""


def find_references(text: str, preamble_end: int, own_number: str | None) -> tuple[Reference, ...]:
    """Return the documents named by number, in order; each once for what is said of it.

    Args:
        text: The source.
        preamble_end: Where the preamble ends: what it acts on is implemented, what the clauses
            name is cited.
        own_number: The document's own number, which is no reference.
    """
    own = _key(own_number or "")
    seen: set[tuple[str, Relation]] = set()
    found = []
    for reference in _references(text, preamble_end):
        number = _key(reference.document_number)
        said = {(number, reference.relation)}
        if reference.relation == "cites":
            said |= {(number, "implements"), (number, "replaces")}
        if number != own and seen.isdisjoint(said):
            seen.add((number, reference.relation))
            found.append(reference)
    return tuple(found)


def _references(text: str, preamble_end: int) -> Iterator[Reference]:
    """Yield every number that stands in a sentence."""
    for match in _NUMBER.finditer(text):
        start = match.start() + _lead_chars(match["code"])
        before, after = _sentence(text, match.start(), match.end())
        if not (before or after or start > match.start()):
            continue  # a number on a line of its own heads a document
        title = _TITLE.search(before) if start == match.start() else None
        yield Reference(
            document_number=without_gaps(text[start : match.end()]),
            title=without_gaps(title["title"]) if title else None,
            relation=_relation(
                before + text[match.start() : start], after, match.start() < preamble_end
            ),
            start=start,
            end=match.end(),
        )


@lru_cache(maxsize=1024)
def _lead_chars(code: str) -> int:
    """Return how many characters before a number's code belong to the sentence."""
    plain = simplify(code)
    lead = _LEAD.match(plain)
    end = lead.end() if lead and lead.end() < len(plain) else 0
    joint = _LEADING_JOINT.match(plain[end:])
    return end + (joint.end() if joint else 0)


def _sentence(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands in the sentence before and behind a number."""
    before = _SENTENCE_END.split(text[max(start - CONTEXT_CHARS, 0) : start])[-1]
    after = _SENTENCE_END.split(text[end : end + CONTEXT_CHARS], maxsplit=1)[0]
    return before.lstrip(), after.rstrip()


def _relation(before: str, after: str, in_preamble: bool) -> Relation:
    """Return what a sentence does with the document it names."""
    if _REPLACES.search(after) or _REPLACED.search(before):
        return "replaces"
    return "implements" if in_preamble and _IMPLEMENTS.search(before) else "cites"


@lru_cache(maxsize=1024)
def _key(number: str) -> str:
    """Return a number without brackets, so that different prints of it are one."""
    return _SEPARATORS.sub("", simplify(number))
