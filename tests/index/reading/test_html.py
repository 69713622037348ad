from pathlib import Path

import pytest

from index.reading.html import declared_encoding, decode_page, read_html
from tests.effort import effort

PATH = Path("page.html")
PROSE = "为改善空气质量制定本方案。各县区要落实。按期完成全部任务目标和治理要求。"

# what is on the page, markup, lines
PAGES = {
    "blocks": ("<h1>标题</h1><p>甲</p><div>乙<div>丙</div>丁</div>", "标题|甲|乙|丙|丁"),
    "breaks": ("<p>甲<br>乙<br/>丙</p>", "甲|乙|丙"),
    "inline elements": (
        "<p>细颗粒物（PM<sub>2.5</sub>）<b>浓</b><span>度</span></p>",
        "细颗粒物（PM2.5）浓度",
    ),
    "a label in parts": ("<p><b>一</b>、<span>总体</span></p>", "一、总体"),
    "white space": ("<p>\n  GB\n\t37822 \n</p>\n<p> </p>", "GB 37822"),
    "white space between elements": ("<p><b>甲 </b> <i> 乙</i></p>", "甲 乙"),
    "wide spaces": ("<p>\u3000\u3000甲&nbsp;&nbsp;乙</p><p>&nbsp;</p>", "\u3000\u3000甲\xa0\xa0乙"),
    "kept white space": ("<pre>甲\n  乙\r\n\n丙  丁</pre>", "甲|  乙|丙  丁"),
    "entities": ("<p>&lt;1&gt; &amp; &#19968;&#x3001;&mdash;&quot;</p>", '<1> & 一、—"'),
    "no elements at all": ("甲\n乙", "甲 乙"),
    "no end tags": ("<p>甲<p>乙<table><tr><td>丙<td>丁<tr><td>戊</table>", "甲|乙|丙|丁|戊"),
    "a table": (
        "<table><tr><th>指标</th><th>2025</th></tr><tr><td>PM<sub>10</sub></td></tr></table>",
        "指标|2025|PM10",
    ),
    "a table's rows": (
        "<table><caption>表</caption><tr><th>一、</th><th>甲</th></tr>"
        "<tr><td></td><td><p>1.乙</p><p>2.丙</p></td></tr><tr><td>二、</td><td>丁</td></tr></table>",
        "表|一、\t甲\t|\t1.乙 2.丙\t|二、\t丁\t",
    ),
    "cells over rows and columns": (
        "<table><tr><td colspan=3>题</td></tr><tr><th rowspan=2>甲</th><th colspan='2'>乙</th></tr>"
        "<tr><td>丙</td><td>丁</td></tr><tr><td>1</td><td rowspan=0>2</td>"
        "<td colspan=x>3</td></tr></table>",
        "题\t|甲\t乙\t乙\t|甲\t丙\t丁\t|1\t2\t3\t",
    ),
    "a table that sets a page": (
        "<table><tr><td>首页</td><td>甲</td></tr><tr><td>栏目</td><td><p>一、乙</p><p>丙</p>"
        "<table><tr><td>1</td><td>丁</td></tr><tr><td>2</td><td>戊</td></tr></table></td></tr>"
        "<tr><td>页脚</td><td>己</td></tr></table>",
        "首页|甲|栏目|一、乙|丙|1\t丁\t|2\t戊\t|页脚|己",
    ),
    "a table with a document in it": (
        f"<table><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td><td>{'文' * 1001}</td></tr></table>",
        f"甲|乙|丙|{'文' * 1001}",
    ),
    "a table without an end": ("<table><tr><td>甲<td>乙<tr><td>丙<td>丁", "甲\t乙\t|丙\t丁\t"),
    "what is not shown": (
        "<head><title>题</title></head><script>var a='一、';</script><style>p{}</style>甲"
        "<noscript>无</noscript><template><p>模</p></template><!-- 注 --><iframe>框</iframe>"
        "<p hidden>藏</p><p style='color:red; display : none'>藏</p>"
        "<p style='VISIBILITY:HIDDEN'>藏</p>",
        "甲",
    ),
    "parts of the page": (
        "<header>站名</header><nav>首页</nav><p>甲</p><footer>版权</footer>",
        "站名|甲",
    ),
    "a text that shows after a click": (
        f"<p>甲</p><div hidden><p>{PROSE}</p></div>",
        f"甲|{PROSE}",
    ),
    "a hidden copy": (f"<p>{PROSE}</p><div style='display:none'><p>{PROSE}</p></div>", PROSE),
    "navigation that was never closed": (f"<nav><a>首页</a><p>{PROSE}</p>", f"首页|{PROSE}"),
    "numbered items": (
        "<ol><li>甲<li>乙<ul><li>丙</ul><li><p>丁</p><p>戊</p></ol>",
        "1. 甲|2. 乙|丙|3. 丁|戊",
    ),
    "numbers typed as well": ("<ol><li>1.甲</li><li>（二）乙</li></ol>", "1.甲|（二）乙"),
    "numbers from elsewhere": ("<ol start=3><li>甲<li value=7>乙<li>丙</ol>", "3. 甲|7. 乙|8. 丙"),
    "numbers backwards": ("<ol reversed start=2><li>甲<li>乙</ol>", "2. 甲|1. 乙"),
    "letters": ("<ol type=a><li>甲</ol><ol type=I><li>乙</ol>", "a. 甲|I. 乙"),
    "Chinese numbers": (
        "<ol style='list-style-type: cjk-ideographic'><li>甲<li>乙</ol>",
        "一、甲|二、乙",
    ),
    "no numbers": (
        "<ol style='list-style:none'><li>甲</ol><ol><li style='list-style: none'>乙</ol>",
        "甲|乙",
    ),
    "an item without a list": ("<li>甲</li>", "甲"),
    "numbers that are none": ("<ol start=x><li value='1e9'>甲</ol>", "1. 甲"),
}


@pytest.mark.parametrize("case", PAGES)
def test_pages(case):
    markup, lines = PAGES[case]
    assert read_html(markup.encode(), PATH) == "\n".join(lines.split("|"))


META = '<html><head><meta http-equiv="Content-Type" content="text/html; charset={}"></head>'
WORDS = "<p>各县区人民政府，市政府各部门：</p><p>优良天数比率达到92%。</p>"
OLD_WORDS = "<p>各縣區人民政府，市政府各部門：</p><p>優良天數比率達到92%。</p>"

# declared, bytes, expected text
DECLARED = [
    ("utf-8", (META.format("utf-8") + WORDS).encode(), WORDS),
    ("gb18030", (META.format("gb2312") + WORDS).encode("gbk"), WORDS),
    ("gb18030", (META.format("GBK") + WORDS).encode("gb18030"), WORDS),
    ("gb18030", (META.format("gb2312") + WORDS).encode(), WORDS),  # saved again as UTF-8
    ("utf-8", (META.format("UTF-8") + WORDS).encode("gbk"), WORDS),
    ("cp950", (META.format("big5") + OLD_WORDS).encode("big5"), OLD_WORDS),
    ("gb18030", (META.format("gb2312") + OLD_WORDS).encode("big5"), OLD_WORDS),
    (None, OLD_WORDS.encode("big5"), OLD_WORDS),
    (None, WORDS.encode("utf-8-sig"), WORDS),
    (None, WORDS.encode("utf-16"), WORDS),
    ("gb18030", f"<meta charset='gbk'>{WORDS}".encode("gbk"), WORDS),
    ("gb18030", f'<?xml version="1.0" encoding="gb2312"?>{WORDS}'.encode("gbk"), WORDS),
    ("utf-8", f"<!-- <meta charset=big5> --><meta charset=utf-8>{WORDS}".encode(), WORDS),
    (None, (META.format("no-such") + WORDS).encode("gbk"), WORDS),
]


@pytest.mark.parametrize(("declared", "data", "text"), DECLARED)
def test_encodings(declared, data, text):
    assert declared_encoding(data) == declared
    assert decode_page(data).endswith(text)


def test_a_damaged_character_is_shown_as_damaged():
    data = (META.format("gb2312") + WORDS * 5).encode("gbk") + b"\xc1\xff</p>"
    assert decode_page(data).count("\ufffd") == 2
    assert decode_page((META.format("utf-8")).encode() + bytes(range(128, 256)) * 5) is None


@pytest.mark.parametrize(
    "markup",
    [
        "<p>甲" * 200_000,
        "<b>" * 1_900 + "<p>甲" * 5_000,
        "<ol><li>" * 900,
        "<" * 500_000,
        "<!--" * 200_000,
    ],
)
def test_hostile_pages_are_read_in_time(markup):
    assert effort(lambda: read_html(markup.encode(), PATH)) < 1000
