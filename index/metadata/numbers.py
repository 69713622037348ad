"""Document numbers: the document's own, and those of the documents it implements or replaces."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from index.mentions.codes import find_printed_numbers, plain_number, read_number
from index.mentions.dates import read_date
from index.text.shadow import PrintedLine, printed_lines, simplify, without_gaps
from index.types import Reference, Relation

_WRAP = re.compile(r"[•●▪◆]?(?:[\u4e00-\u9fff()]{4,40}文件)?[(\[]?(?:\(?已(?:废止|失效)\)?)?[(\[]?")
"""What may stand before a number on its line: a list's mark, a red head, a bracket, (已废止)."""
# …的通知(渭政发[2018]40号): the number stands behind the title.
_TITLED = re.compile(r"[^《》。]*(?:《[^《》]*》)?的(?:通知|通告|公告|函|意见|决定)[(\[]?")
_REST = re.compile(
    r"[)\]]?(?:签发人?:.{2,12}|[\u4e00-\u9fff]{2,6}:.*|\(?已(?:废止|失效)\)?|[、,;]?(?=关于|印发|[\u4e00-\u9fff]{1,14}\[).*)?"
)
"""What may follow: who signs, the title of the notice, the number of a second issuer."""
_PROSE = re.compile(r"[。;；]|^(?:按照|根据|依据|依照|落实|贯彻|参照|执行)")
_OFFICE = re.compile(r"[\u4e00-\u9fff]{4,40}(?:公告|令)[\[(]?(?=第|(?:19|20)\d{2}年)")


def find_document_number(front: Sequence[PrintedLine], fields: Sequence[str] = ()) -> str | None:
    """Return a document's own number as printed, None where no line holds one.

    A number in a sentence is that of another document.

    Args:
        front: The lines before the first clause, those of the page and of the end behind them.
        fields: What the page's fields call its number.
    """
    # Who signs may stand before the number, with nothing but white space between.
    signed = [
        part
        for line in front
        if line.plain.startswith("签发")
        for part in printed_lines(line.text.split())
    ]
    lines = (*front, *signed)
    found = [
        *fields,
        *(number for line in lines if (number := _own_number(line, with_year=True))),
        *(number for line in lines if (number := _behind_title(line))),
        *(number for line in lines if (number := _order(line))),
        *(number for line in lines if (number := _own_number(line, with_year=False))),
    ]
    return next(iter(found), None)


def is_number_line(line: PrintedLine) -> bool:
    """Tell whether a line is a document's number and nothing else but who signs."""
    found = _number_range(line.plain)
    if found is None:
        return _order(line) is not None
    return not re.match(r"[)\]]?[、,;]?(?:关于|印发)", line.plain[found[1] :])


def number_end(plain: str) -> int:
    """Return where the number ends that stands before a notice's title on its line, or 0."""
    found = _number_range(plain)
    return found[1] if found else 0


def _number_range(plain: str) -> tuple[int, int] | None:
    """Return where a line's number stands, if the line is that number."""
    lead = _WRAP.match(plain)
    start = lead.end() if lead else 0
    found = read_number(plain[start:])
    if found is None or _PROSE.search(plain):
        return None
    end = start + found[1]
    date = read_date(plain[end:])
    is_dated = date is not None and end + date.end == len(plain)
    return (start, end) if is_dated or _REST.fullmatch(plain, end) else None


def _own_number(line: PrintedLine, *, with_year: bool) -> str | None:
    """Return the number that a line is, 第11号 only where one without a year will do."""
    found = _number_range(line.plain)
    if found is None or with_year == line.plain.startswith("第", found[0]):
        return None
    return line.printed(*found)


def _behind_title(line: PrintedLine) -> str | None:
    """Return the number behind the title of a notice on its line."""
    return _behind(line, None if _PROSE.search(line.plain) else _TITLED.match(line.plain))


def _order(line: PrintedLine) -> str | None:
    """Return the number behind who gives an order: 生态环境部令第11号."""
    return _behind(line, _OFFICE.match(line.plain))


def _behind(line: PrintedLine, head: re.Match[str] | None) -> str | None:
    """Return the number that follows the head of a line and ends it."""
    found = read_number(line.plain[head.end() :]) if head else None
    if head is None or found is None or line.plain[head.end() + found[1] :] not in ("", ")", "]"):
        return None
    return line.printed(head.end(), head.end() + found[1])


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
    own = plain_number(own_number or "")
    seen: set[tuple[str, Relation]] = set()
    found = []
    for reference in _references(text, preamble_end):
        number = plain_number(reference.document_number)
        said = {(number, reference.relation)}
        if reference.relation == "cites":
            said |= {(number, "implements"), (number, "replaces")}
        if number != own and seen.isdisjoint(said):
            seen.add((number, reference.relation))
            found.append(reference)
    return tuple(found)


def _references(text: str, preamble_end: int) -> Iterator[Reference]:
    """Yield every number that stands in a sentence."""
    for (first, end), code in find_printed_numbers(text):
        start = first + _lead_chars(code)
        before, after = _sentence(text, first, end)
        if not (before or after or start > first):
            continue  # a number on a line of its own heads a document
        title = _TITLE.search(before) if start == first else None
        yield Reference(
            document_number=without_gaps(text[start:end]),
            title=without_gaps(title["title"]) if title else None,
            relation=_relation(before + text[first:start], after, first < preamble_end),
            start=start,
            end=end,
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
