"""A document's title: a line of its own, wrapped or not, or the name in its covering notice."""

import re
from collections.abc import Callable, Iterator, Sequence

from index.mentions.places import find_places
from index.metadata.dates import is_date_line, is_history_line
from index.metadata.issuers import is_issuer, issuer_names
from index.metadata.numbers import is_number_line, number_end
from index.text.numerals import CHINESE_NUMERAL
from index.text.shadow import (
    PrintedLine,
    joined,
    printed_lines,
    shadow_of,
    without_gaps,
    without_noise,
)

_KINDS = (
    "方案|计划|规划|要点|意见|办法|条例|规定|决定|行动|措施|细则|预案|报告|纲要|指南|清单|工作安排"
    "|目标任务|任务书|法"
)
_BRACKETS = r"(?:\([^()]{1,30}\))*"
_TITLE = re.compile(rf"^[^。；;!?:]{{2,80}}?(?:{_KINDS}){_BRACKETS}$")
_CALLED = "通知|通告|公告|函"
_REPEALED = r"(?:[(\[](?:已废止|已失效|现行有效)[)\]])?"
# From the beginning of a line to its end: within a sentence another document's notice is cited.
_COVERING = re.compile(
    r"(?P<lead>[^《》。；;!?:]{0,160}?)(?:关于)?(?:印发|发布|公布|实施|下发|转发)"
    rf"[《〈]?(?P<title>[^《》〈〉。]{{4,80}}?(?:{_KINDS}){_BRACKETS})[》〉]?\s*"
    rf"(?:{_BRACKETS})的(?:{_CALLED}){_BRACKETS}{_REPEALED}"
)
_QUOTED = re.compile(
    rf"(?:[\u4e00-\u9fff]{{2,30}}?(?:印发|发布|出台))?《(?P<title>[^《》]{{4,80}}(?:{_KINDS}){_BRACKETS})》"
    r"(?:全文|正文|原文|内容|印发|发布|出台)?(?:\(全文\))?"
)
# An article that tells of a plan begins with its name.
_TOLD = re.compile(rf"《(?P<title>[^《》]{{4,80}}(?:{_KINDS}){_BRACKETS})》\(以下(?:简称|称)")
# 关于公开征求《某市扬尘防治办法(征求意见稿)》意见的公告
_CONSULTED = re.compile(
    rf"[^《》。；;!?:]{{0,60}}(?:征求|征集)(?:对)?《(?P<title>[^《》]{{4,80}}(?:{_KINDS}){_BRACKETS})》"
    rf"[^《》。]{{0,10}}意见(?:建议)?的(?:{_CALLED}|启事){_BRACKETS}"
)
_ENDS_QUOTED = re.compile(rf".{{0,12}}《[^《》]{{4,80}}(?:{_KINDS}){_BRACKETS}》")
_CONTENTS = re.compile(r"(?:的?目录|\(?全文\)?|正文)$")
_NOTICE = re.compile(r"关于[^。；;]{2,80}(?:通知|公告|通告|函|批复|请示|指示)(?:\([^()]{1,30}\))?$")
# 某市启动重污染天气黄色预警的通知, 某县渣土运输车辆管理通告: behind a place.
_NOTICE_OF_PLACE = re.compile(rf"[^《》。；;!?:]{{6,80}}(?:{_CALLED}){_BRACKETS}$")
# A window's title, or adverts: what a bar parts are no halves of one title.
_PART = re.compile(r"[^|_\uff5c·•]{2,}")
_ROW = re.compile(rf"{_PART.pattern}(?:[|_\uff5c·•]+{_PART.pattern}){{2,}}")
_COVERS = re.compile(r"关于(?:印发|发布|公布|转发|下发)|^(?:印发|转发)《|的通知$")
_PROSE = re.compile(r"[。；;!?:]|^(?:为|根据|按照|依据|现将|经|各|本)")
_CITING = re.compile(r"^(?:根据|按照|依据|依照|落实|贯彻|参照|为|经|现将|附|由)")
_NOTE = re.compile(r"\([^()]{1,30}\)")
_REST_OF_TITLE = re.compile(
    r"(?=.)(?:(?:专项|攻坚|综合|整治|治理|实施|工作|行动)*(?:方案|计划|规划|意见|办法|细则|预案))?(?:\([^()]{1,30}\))*"
)
# 市政府网站首页-政务公开-工作方案 leads to a page.
_WAY = re.compile(r"首页|[>»›]")
# A clause's number, an annex, a field: 2.应急响应, (一)目标, 第一章总则, 附件1, 联系人:.
_LABELLED = re.compile(
    rf"^附[件表]|^[^:《]{{1,10}}:|^\d{{1,2}}[.、)](?!\d{{4}}年)|^\(?{CHINESE_NUMERAL}{{1,3}}[、)]"
    rf"|^第{CHINESE_NUMERAL}{{1,4}}[章节条编]"
)
_FIRST_WORDS = re.compile(r"^(?:关于|《|“|(?:19|20)\d{2}[年-]|中共|中国|国务院|中华人民共和国)")
_SITE = re.compile(r"(?:网|网站|门户|日报|晚报|首页|频道|中心|新闻|文件|公开|详情|平台|公报)$")

MIN_TITLE_CHARS = 4
MIN_OTHER_CHARS = 8
MAX_SITE_CHARS = 24
MAX_TITLE_CHARS = 80
MAX_WRAPPED_LINES = 3
"""A title is set in one to three lines; a covering notice names it in up to four."""
MIN_FRAGMENT_CHARS = 6
"""A shorter line above a title is a menu's entry (政策文件), not the title's first half."""
MAX_FRAGMENT_CHARS = 22
"""A title's line, set in 22 pt between the margins of GB/T 9704 (156 mm), holds 20 characters; a
longer one that begins with no place or year is an advert, not the title's first half."""


def find_title(front: Sequence[PrintedLine]) -> str | None:
    """Return a document's title as printed, line breaks and spaces inside it mended.

    Args:
        front: The lines before the first clause, page furniture left out.
    """
    lines = [line for line in front if not _ROW.fullmatch(line.plain)]
    rows = [line for line in front if _ROW.fullmatch(line.plain)]
    parts = printed_lines(part for line in rows for part in _PART.findall(line.text))
    for searched in (lines, parts):
        for search in (_own_title, _covered_title, find_notice_title, _told_title, _other_title):
            title = search(searched)
            if title:
                return title
    return None


def starts_like_a_title(plain: str) -> bool:
    """Tell whether a title can begin so: with a place, a year, 关于 or the state."""
    if _FIRST_WORDS.match(plain):
        return True
    mentions = find_places(plain[:20])
    return bool(mentions) and mentions[0].start == 0


def _own_title(front: Sequence[PrintedLine]) -> str | None:
    """Return the first line, or lines, that read as the title of a plan or statute."""
    for last, line in enumerate(front):
        if not _is_title_part(line) or not _ends_title(line.plain):
            continue
        first = _first_line(front, last)
        lines = list(front[first : last + 1])
        for following in front[last + 1 : last + 1 + MAX_WRAPPED_LINES]:
            if not _is_appendage(following):
                break
            lines.append(following)
        title = joined(lines)
        quoted = _QUOTED.fullmatch(title.plain)
        if quoted:
            return title.printed(*quoted.span("title"))
        contents = _CONTENTS.search(title.plain)
        if contents and contents.start():
            title = PrintedLine(title.printed(0, contents.start()))
        if MIN_TITLE_CHARS <= len(title.plain) <= MAX_TITLE_CHARS:
            return _tidy(title.text)
    return None


def _ends_title(plain: str) -> bool:
    """Tell whether a line ends as the title of a plan or statute does, 目录 aside."""
    words = _CONTENTS.sub("", plain)
    return bool(_TITLE.match(words) or _QUOTED.fullmatch(plain))


def _is_appendage(line: PrintedLine) -> bool:
    """Tell whether a line below a title belongs to it: (2018-2020年), (试行), 方案(试行)."""
    if is_date_line(line) or is_number_line(line) or is_history_line(line):
        return False
    return _REST_OF_TITLE.fullmatch(line.plain) is not None


def _first_line(front: Sequence[PrintedLine], last: int) -> int:
    """Return where the title that ends in a line begins."""
    first = last
    for start in range(last - 1, max(last - MAX_WRAPPED_LINES, -1), -1):
        if starts_like_a_title(front[first].plain) or not _is_fragment(front[start]):
            break
        first = start
    return first


def _is_fragment(line: PrintedLine) -> bool:
    """Tell whether a line can be the upper part of a title."""
    return (
        _is_title_part(line)
        and not _ends_title(line.plain)
        and not line.plain.endswith(("文件", "公开", "公告", "通知", "正文"))
        and (
            MIN_FRAGMENT_CHARS <= len(line.plain) <= MAX_FRAGMENT_CHARS
            or starts_like_a_title(line.plain)
        )
    )


def _is_title_part(line: PrintedLine) -> bool:
    """Tell whether a line can belong to a title."""
    return not (
        _is_formal(line)
        or _COVERS.search(line.plain)
        or _PROSE.search(line.plain)
        or _WAY.search(line.plain)
        or _NOTE.fullmatch(line.plain)
    )


def _is_formal(line: PrintedLine) -> bool:
    """Tell whether a line is a number, a date, an office, a field or an address."""
    return (
        is_number_line(line)
        or is_date_line(line)
        or is_history_line(line)
        or is_issuer(line.plain.removesuffix("文件").removesuffix("公告"))
        or line.plain.endswith(":")
        or _LABELLED.match(line.plain) is not None
    )


def _covered_title(front: Sequence[PrintedLine]) -> str | None:
    """Return the name of the plan that a covering notice issues."""
    return _from_windows(front, MAX_WRAPPED_LINES + 1, _covering)


def _covering(lines: PrintedLine) -> re.Match[str] | None:
    """Return the match of lines that are a covering notice's title, not a sentence on one."""
    start = number_end(lines.plain)
    if _CITING.match(lines.plain):
        return None
    return _COVERING.fullmatch(lines.plain, start) or _CONSULTED.fullmatch(lines.plain)


def _is_site(plain: str) -> bool:
    """Tell whether a line is the name of a site, or of a part of it."""
    return len(plain) <= MAX_SITE_CHARS and _SITE.search(plain) is not None


def _told_title(front: Sequence[PrintedLine]) -> str | None:
    """Return the plan that a text's first sentence tells of."""
    for line in front:
        if not _is_formal(line) and _PROSE.search(line.plain):
            match = _TOLD.match(line.plain)
            return line.printed(*match.span("title")) if match else None
    return None


def _other_title(front: Sequence[PrintedLine]) -> str | None:
    """Return a first line that can be nothing but a title, whatever it calls the document."""
    return next(
        (
            _tidy(line.text)
            for line in front
            if MIN_OTHER_CHARS <= len(line.plain) <= MAX_TITLE_CHARS
            and _is_title_part(line)
            and (starts_like_a_title(line.plain) or _ENDS_QUOTED.fullmatch(line.plain))
            and not _SITE.search(line.plain)
        ),
        None,
    )


def find_notice_title(front: Sequence[PrintedLine]) -> str | None:
    """Return the title of a notice, the document itself or what covers it; None without one."""
    own = [
        line
        for line in front
        if not (_PROSE.search(line.plain) or _WAY.search(line.plain) or _is_site(line.plain))
        and not line.plain.startswith("(")
    ]
    return _from_windows(own, MAX_WRAPPED_LINES, _notice)


def _notice(lines: PrintedLine) -> re.Match[str] | None:
    """Return the match of lines that are a notice's title: 关于…的通知, or of a place's name on."""
    plain = lines.plain
    is_of_place = plain.endswith(tuple(_CALLED.split("|"))) and starts_like_a_title(plain)
    return _NOTICE.search(plain) or (_NOTICE_OF_PLACE.match(plain) if is_of_place else None)


def _from_windows(
    front: Sequence[PrintedLine],
    lines: int,
    search: Callable[[PrintedLine], re.Match[str] | None],
) -> str | None:
    """Return what is found first in a line, or in as few lines joined as will do."""
    for window in _windows(front, lines):
        match = search(window)
        if match is None:
            continue
        if "title" in match.re.groupindex:
            return _tidy(window.printed(*match.span("title")))
        return _tidy(window.text)
    return None


def _windows(front: Sequence[PrintedLine], lines: int) -> Iterator[PrintedLine]:
    """Yield each line, and each with those above it that can be one text, the fewest first.

    Who begins a title on a line of its own belongs to it: 某县攻坚组, 关于…的通知.
    """
    for last in range(1, len(front) + 1):
        windows = []
        for first in range(last - 1, max(last - lines, 0) - 1, -1):
            if first < last - 1 and (_is_formal(front[first]) or is_number_line(front[first + 1])):
                break
            windows.append(front[first:last])
        if len(windows) > 1 and _is_head_of_notice(*windows[1]):
            windows[0], windows[1] = windows[1], windows[0]
        yield from map(joined, windows)


def _is_head_of_notice(upper: PrintedLine, lower: PrintedLine) -> bool:
    """Tell whether a line names who issues the notice that begins on the next."""
    return lower.plain.startswith(("关于", "印发")) and starts_like_a_title(upper.plain)


def _tidy(text: str) -> str:
    """Return a title on one line; only a space between two offices is meant: 中共中央 国务院."""
    parts = without_noise(text).split()
    tidied = parts[0] if parts else ""
    for part in parts[1:]:
        following = re.split("关于|印发", shadow_of(part).text)[0]
        names = issuer_names(tidied)
        between = (
            bool(names)
            and is_issuer(following)
            and all(is_issuer(shadow_of(name).text) for name in names)
        )
        tidied = f"{tidied} {part}" if between else without_gaps(f"{tidied} {part}")
    return tidied
