"""Who issued a document: in its title, its head, its signature, or the history of a statute."""

import re
from collections.abc import Iterator, Sequence

from index.mentions.dates import find_dates
from index.text.numerals import CHINESE_NUMERAL
from index.text.shadow import PrintedLine, shadow_of, without_gaps

_BODY_ENDS = (
    "人民政府|政府|国务院|中共中央|委员会|管委会|常委会|党委|省委|市委|区委|县委|州委|党工委|党组"
    "|办公室|办公厅|领导小组|领导组|工作组|指挥部|专班|攻坚办|联席会议|人民代表大会|人大"
    "|总局|局|厅|署|公署|部|委|院|分局|大队|支队|中心|总站|银行|公司|集团|协会"
    "|办事处|兵团|(?:大气|蓝天|治霾|环委|污防|攻坚|领|组)办"
)
_BODY = re.compile(rf"(?:[\u4e00-\u9fff()·]|“[^“”]{{1,16}}”){{0,40}}?(?:{_BODY_ENDS})")
# 各县区人民政府 is written to, 全部 and 责任单位 are no office, and 办公室 alone says not whose.
_NO_BODY = re.compile(
    r"^(?:各|本|全|有关|相关|其他|市政府各|附|抄|责任|牵头|主办|配合|为|根据|按照|近日|日前|近期|你)|[各有相]关?部门$|各部$|全部$|局部$|内部$"
    r"|^(?:办公室|办公厅|中心|政府|总局|公司|分局|集团|部|局|厅|委|院)$|负责|牵头|关于|印发"
)
_OFFICE_ALONE = ("办公室", "办公厅")
_BEFORE_TITLE = re.compile(
    r"^(?!关于|印发|转发)(?:\[[^\[\]]{2,8}\]|\((?:已废止|已失效)\))?(?P<issuer>[\u4e00-\u9fff()·、,“”0-9+]{2,120}?)(?:关于|印发《|转发《?)"
)
_HEAD = re.compile(
    r"^(?P<issuer>[\u4e00-\u9fff()·]{2,60})(?:文件|公告|令|通告|函)(?:[\[(]?第.{1,8}号[\])]?)?$"
)
_TERM = rf"第(?:{CHINESE_NUMERAL}|[0-9])+届"
_ASSEMBLY = re.compile(
    rf"(?:(?P<place>[\u4e00-\u9fff]{{2,20}}?){_TERM}|{_TERM}(?P<nation>全国))"
    r"(?P<body>人民代表大会(?:常务委员会)?)"
)
_BEFORE_ASSEMBLY = re.compile(r"(?:在|由|经)?")
_ISSUED_BY = re.compile(r"(?P<issuer>[\u4e00-\u9fff()·]{4,60}?)(?:印发|发布|公布)\)")
SAME_END_CHARS = 6
"""中旗人民政府: the last characters of a place with those of its office."""
_LETTER_SPACED = re.compile(r"\S(?: \S){3,}")
# 人民政? can be nothing else.
_CERTAIN = ("人民政府", "人民代表大会", "常务委员会", "管理委员会", "生态环境")


def is_issuer(text: str) -> bool:
    """Tell whether a text without white space is the name of an office, or of several in a row."""
    text = mended(text)
    if not 2 <= len(text) <= 60 or _NO_BODY.search(text):
        return False
    return _BODY.fullmatch(text) is not None or text in ("国务院", "中共中央国务院")


def find_issuer(
    front: Sequence[PrintedLine],
    rest: Sequence[PrintedLine],
    *,
    signatures: Sequence[int],
    rest_signatures: Sequence[int],
    fields: Sequence[str] = (),
    publishers: Sequence[str] = (),
) -> str | None:
    """Return who issued a document as printed, several joined by 、; None where nothing says it.

    Args:
        front: The document's own lines before its first clause.
        rest: Its own lines from there on.
        signatures: Positions in ``front`` of the lines that are dates.
        rest_signatures: Positions in ``rest`` of such lines.
        fields: What the page's fields call who issued it.
        publishers: Who published it by the page's fields.
    """
    found = [
        *_before_title(front),
        *_heads(front),
        *map(_listed, fields),
        *(_signed(front, position) for position in signatures),
        *(_signed(rest, position) for position in rest_signatures),
        *map(_listed, publishers),
    ]
    return _fullest([issuer for issuer in found if issuer])


def _fullest(found: Sequence[str]) -> str | None:
    """Return the first of some issuers, by its full name if another place has that.

    自治区人民政府 may be 宁夏回族自治区人民政府, its place and office are the same.
    """
    if not found:
        return None
    first = found[0]
    for other in found[1:]:
        rest = iter(other)
        is_longer = len(other) > len(first) and "、" not in first + other
        if is_longer and other.endswith(first[-SAME_END_CHARS:]) and all(c in rest for c in first):
            return other
    return first


def signer_behind(plain: str, end: int) -> str:
    """Return who issued a document on the day that stands before: (2023年3月28日某市政府印发)."""
    match = _ISSUED_BY.fullmatch(plain, end)
    return match["issuer"] if match and is_issuer(match["issuer"]) else ""


def find_assembly(lines: Sequence[PrintedLine]) -> str | None:
    """Return the people's congress that first adopted a statute, or that a report was given to.

    德州市第十八届人民代表大会常务委员会 is 德州市人民代表大会常务委员会.
    """
    for line in lines:
        offset = next((mention.end for mention in find_dates(line.plain)), 0)
        lead = _BEFORE_ASSEMBLY.match(line.plain, offset)
        match = _ASSEMBLY.search(line.plain, lead.end() if lead else offset)
        if match:
            first = "place" if match["place"] else "nation"
            parts = (match.span(first), match.span("body"))
            return "".join(line.printed(start, end) for start, end in parts)
    return None


def issuer_names(line: str) -> tuple[str, ...]:
    """Return the offices a printed text lists, separated by white space or 、.

    An accidental space inside a name separates nothing: 海东市人民政府 办公室 is one office.
    """
    names: list[str] = []
    for part in re.split(r"[\s、,，]+", line.strip()):
        if names and (part in _OFFICE_ALONE or not is_issuer(_plain(names[-1]))):
            names[-1] += part
        elif part:
            names.append(part)
    return tuple(names)


def mended(name: str) -> str:
    """Return an office's name with the lost character of a word that can be no other: 人民政?."""
    if "?" not in name and "？" not in name:
        return name
    for word in _CERTAIN:
        for position in range(len(word)):
            damaged = re.escape(word[:position]) + "[?？]" + re.escape(word[position + 1 :])
            name = re.sub(damaged, word, name)
    return name


def _plain(name: str) -> str:
    """Return a name as it is matched."""
    return shadow_of(name).text


def _listed(printed: str) -> str | None:
    """Return the offices of a printed text in one style, None where it is no list of offices."""
    if _LETTER_SPACED.fullmatch(printed.strip()):  # 大 同 市 人 民 政 府
        printed = without_gaps(printed)
    names = tuple(map(mended, issuer_names(printed)))
    if names and all(is_issuer(_plain(name)) for name in names):
        return "、".join(without_gaps(name) for name in names)
    return None


def _before_title(lines: Sequence[PrintedLine]) -> Iterator[str]:
    """Yield who stands before 关于…, on the same line or on those above."""
    for position, line in enumerate(lines):
        match = _BEFORE_TITLE.match(line.plain)
        above = [line.text for line in lines[:position] if is_issuer(line.plain)]
        directly = position > 0 and is_issuer(lines[position - 1].plain)
        if match:
            start, end = line.shadow.source_range(*match.span("issuer"))
            printed = line.text[start:end]
            if match["issuer"] in _OFFICE_ALONE and directly:
                printed = above[-1] + printed
            issuer = _listed(printed)
            if issuer:
                yield issuer
        elif directly and line.plain.startswith(("关于", "印发《")):
            yield from _block_above(lines, position)


def _block_above(lines: Sequence[PrintedLine], position: int) -> Iterator[str]:
    """Yield the offices on the lines directly above one, as one list."""
    first = position
    while first > 0 and is_issuer(lines[first - 1].plain):
        first -= 1
    issuer = _listed("\n".join(line.text for line in lines[first:position]))
    if issuer:
        yield issuer


def _heads(lines: Sequence[PrintedLine]) -> Iterator[str]:
    """Yield who stands in a red head: 海东市人民政府文件, or a list above 文件."""
    for position, line in enumerate(lines):
        match = _HEAD.match(line.plain)
        if line.plain in ("文件", "公告", "令"):
            yield from _block_above(lines, position)
        elif match:
            start, end = line.shadow.source_range(*match.span("issuer"))
            issuer = _listed(line.text[start:end])
            if issuer:
                yield issuer


def _signed(lines: Sequence[PrintedLine], position: int) -> str | None:
    """Return who signed above a date, or before it on its line."""
    line = lines[position]
    date = next(find_dates(line.plain), None)
    behind = signer_behind(line.plain, date.end) if date else ""
    if date is not None and behind:
        return line.printed(date.end, date.end + len(behind))
    if date is not None and date.start and is_issuer(line.plain[: date.start]):
        start, end = line.shadow.source_range(0, date.start)
        return _listed(line.text[start:end])
    return next(_block_above(lines, position), None)
