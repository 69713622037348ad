"""What a web page wrapped around the document: navigation, share bars, related links, adverts.

The rules are those of Chinese web pages at large. A line is furniture by its own words
(``上一篇：…``), or because it stands with furniture before the document begins or after it ends and
is no sentence of its own.
"""

import re
from collections.abc import Iterator, Sequence

from index.parsing.headings import Line, find_heading
from index.parsing.shadow import simplify
from index.types import Span

# Matched against the Simplified line. Each names a habit of web pages, not one page's words.
_FURNITURE: tuple[tuple[str, str], ...] = (
    ("markup", r"^<!--.*-->$"),
    ("navigation", r"^(您?(现在|当前)?(的|所在)?(当前)?位置|当前位置|首页)\s*[:：>»›/|]"),
    ("navigation", r"^[^。；]{0,60}(首页|主页)\s*[>»›/|]+\s*\S+\s*[>»›/|]"),
    (
        "navigation",
        r"^(上一篇|下一篇|上一页|下一页|上一条|下一条|返回(首页|顶部|列表)|相关(链接|阅读|文章|推荐|资讯|新闻))",
    ),
    (
        "page date",
        r"(发布|更新|发表|录入)?(日期|时间)\s*[:：]\s*\d{4}[-/年.]\d{1,2}[-/月.]\d{1,2}.{0,60}(浏览|点击|阅读|来源|字体|作者|字号)",
    ),
    ("page date", r"(浏览|点击|阅读)(次数|量|数)\s*[:：]?\s*\d*"),
    ("page date", r"^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\s+\d{1,2}:\d{2}(:\d{2})?\b"),
    (
        "page date",
        r"^(发布|更新|发表)(日期|时间)\s*[:：]\s*\d{4}[-/年.]\d{1,2}[-/月.]\d{1,2}日?\s*(\d{1,2}:\d{2}(:\d{2})?)?$",
    ),
    ("page tool", r"(放大字体|缩小字体|字号\s*[:：]|字体\s*[:：]|^\W*(打印|关闭|收藏|分享)\W*$)"),
    (
        "page tool",
        r"(打印本(文|页)|关闭(窗口|本页)|加入收藏|告诉好友|违规举报|分享(到|至)\s*[:：]?|扫一扫|扫描二维码)",
    ),
    ("page tool", r"^\d*\s*(条?相关)?评论(\s*[\(（]?\d*[\)）]?)$|^(发表|我要)评论"),
    (
        "page header",
        r"^(核心提示|摘要|导读|编者按|本文来源|文章来源|信息来源|来源|责任编辑|编辑|作者|关键词|标签)\s*[:：]",
    ),
    ("page header", r"(全文|内容|原文)(如下|见下)\s*[:：]?$"),
    (
        "advert",
        r"(扫码|扫描|长按|关注)[^。]{0,20}(申请|加入|二维码|公众号|微信|微博|手机站|浏览|识别|官方)",
    ),
    ("advert", r"^(关注我们|联系我们|关于我们|在线客服|网站地图|友情链接|免责声明|版权声明)"),
    (
        "footer",
        r"(版权所有|[\u4e00-\u9fff]ICP[备证]|公网安备|copyright|all rights reserved|技术支持\s*[:：]|网站标识码)",
    ),
    ("footer", r"^(手机网站|手机版|客服(电话|热线)|服务热线|联系电话|24小时在线)"),
    (
        "page number",
        r"^([-—–－]+\s*\d{1,4}\s*[-—–－]+|第\s*\d{1,4}\s*页(\s*[,/，]?\s*共\s*\d{1,4}\s*页)?)$",
    ),
)
_PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _FURNITURE)

MAX_FURNITURE_CHARS = 160
"""Longer lines are prose whatever words they hold; the longest furniture line seen has 80."""
MAX_STRAY_CHARS = 40
"""A line without a sentence's end that stands with furniture is furniture up to this length."""

_SENTENCE_END = re.compile(r"[。；;！!？?]")
# What ends a document of its own right, and is never taken for a stray line.
_DOCUMENT_LINE = re.compile(
    r"(\d{4}年\d{1,2}月\d{1,2}日|[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
    r"|^附[件表]|^抄[送报]|印发$|人民政府(办公室|办公厅)?$|^(此件|是否宜)|〔\d{4}〕)"
)


def find_boilerplate(text: str, lines: Sequence[Line]) -> tuple[Span, ...]:
    """Return the spans of page furniture, one a line, in order and disjoint.

    Args:
        text: The source.
        lines: Its lines, in order.
    """
    simplified = [simplify(text[line.start : line.end]) for line in lines]
    kinds = [_furniture_kind(line) for line in simplified]
    _spread_after_end(text, lines, simplified, kinds)
    spans: list[Span] = []
    previous_end = 0
    for line, kind in zip(lines, kinds, strict=True):
        spans.extend(_markup(text, previous_end, line.start))
        if kind is not None:
            spans.append(Span(line.start, line.end, kind))
        previous_end = line.end
    spans.extend(_markup(text, previous_end, len(text)))
    return tuple(spans)


def _markup(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield what stands between two lines and is not white space: Markdown and byte order marks."""
    for match in re.finditer(r"\S+", text[start:end]):
        yield Span(start + match.start(), start + match.end(), "markup")


def _furniture_kind(line: str) -> str | None:
    """Return what kind of furniture a line is by its own words, or None."""
    if len(line) > MAX_FURNITURE_CHARS:
        return None
    for kind, pattern in _PATTERNS:
        if pattern.search(line):
            return kind
    return None


def _spread_after_end(
    text: str, lines: Sequence[Line], simplified: Sequence[str], kinds: list[str | None]
) -> None:
    """Take short lines after the document's end, between and behind furniture, for furniture too.

    The document ends with its last line that has a sentence or is a date, a signature, a
    heading; a page's last lines are link titles and telephone numbers, which nothing in their
    words betrays.
    """
    end = len(lines)
    while end > 0 and (
        kinds[end - 1] is not None or _is_stray(text, lines[end - 1], simplified[end - 1])
    ):
        end -= 1
    furniture = [position for position in range(end, len(lines)) if kinds[position] is not None]
    if not furniture:
        return
    for position in range(furniture[0], len(lines)):
        if kinds[position] is None:
            kinds[position] = "page text"


def _is_stray(text: str, line: Line, simplified: str) -> bool:
    """Tell whether a line is no sentence, heading, date or signature."""
    return (
        len(simplified) <= MAX_STRAY_CHARS
        and not _SENTENCE_END.search(simplified)
        and not _DOCUMENT_LINE.search(simplified)
        and find_heading(text, line) is None
    )
