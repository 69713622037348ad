import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Passage, Span
from index.types import Erratum
from ui.search.passages import render_passage

SHOWN = [
    ("一句话。", "<p>一句话。</p>"),
    # haidong-2024: page breaks in the middle of a sentence, of a word, before a bracket
    ("严防污染转\n\n移。", "<p>严防污染转移。</p>"),
    ("编码登记、信息录\n\n入和号牌发放", "<p>编码登记、信息录入和号牌发放</p>"),
    ("洁取暖需求。\n\n（市发展改革委负责）", "<p>洁取暖需求。（市发展改革委负责）</p>"),
    # haidong-2024: a space between Chinese characters, and between a number and its unit
    ("关于印发海东市空气质量持续改善 行动计划", "<p>关于印发海东市空气质量持续改善行动计划</p>"),
    ("控制在 32 微克/立方米", "<p>控制在 32 微克/立方米</p>"),
    # guigang-2021: two wide spaces inside a standard's number
    ("标准》(GB\u2002\u2002 37822-2019)", "<p>标准》(GB 37822-2019)</p>"),
    ("第一段。\n第二段。", "<p>第一段。</p><p>第二段。</p>"),
    ("PM2.5\nand PM10", "<p>PM2.5 and PM10</p>"),
    ('a < b & "c"', "<p>a &lt; b &amp; &quot;c&quot;</p>"),
]

MARKED = [
    ("更新公交车。", [(2, 5)], "<p>更新<mark>公交车</mark>。</p>"),
    ("公交车", [(0, 3)], "<p><mark>公交车</mark></p>"),
    ("煤改气煤改电", [(0, 1), (3, 4)], "<p><mark>煤</mark>改气<mark>煤</mark>改电</p>"),
    ("污染转\n\n移。", [(2, 6)], "<p>污染<mark>转移</mark>。</p>"),
    ("污染转\n\n移。", [(5, 6)], "<p>污染转<mark>移</mark>。</p>"),
    ("污染转\n\n移。", [(4, 6)], "<p>污染转<mark>移</mark>。</p>"),
    ("完。\n开始", [(0, 5)], "<p><mark>完。</mark></p><p><mark>开始</mark></p>"),
    ("<b>&", [(1, 3)], "<p>&lt;<mark>b&gt;</mark>&amp;</p>"),
    ("公交", [(0, 99)], "<p><mark>公交</mark></p>"),
]


@pytest.mark.parametrize(("text", "expected"), SHOWN)
def test_page_layout_is_taken_out(text, expected, make_passage):
    assert render_passage(make_passage(text), ()) == expected


@pytest.mark.parametrize(("text", "ranges", "expected"), MARKED)
def test_matches_are_marked(text, ranges, expected, make_passage):
    spans = [Span(100 + start, 100 + end, "word") for start, end in ranges]
    assert render_passage(make_passage(text), spans) == expected


NOTE = '<span class="repair" title="应为: {0}">〔应为 {0}〕</span>'
DAMAGED = '<span class="damaged">{}</span>'


@pytest.mark.parametrize(
    ("text", "damaged", "repaired", "marked", "expected"),
    [
        ("加快規?;l展、", "規?;l展", "規模化發展", [], "加快{d}{n}、"),
        ("加快規?;l展", "規?;l展", "規模化發展", [(2, 7)], "加快{m}{n}"),
        ("規?;l展、", "規?;l展", "規模化發展", [(0, 6)], "{m}{n}<mark>、</mark>"),
        ("加<b>快", "<b>", "<i>", [], "加{d}{n}快"),
        ("污染转\n\n坏", "坏", "移", [], "污染转{d}{n}"),
    ],
)
def test_repairs_stand_beside_the_damage(text, damaged, repaired, marked, expected, make_passage):
    start = 100 + text.index(damaged)
    row = Erratum(start, start + len(damaged), damaged, repaired, "因")
    spans = [Span(100 + begin, 100 + end, "word") for begin, end in marked]
    words = {
        "d": DAMAGED.format(html.escape(damaged)),
        "m": DAMAGED.format(f"<mark>{html.escape(damaged)}</mark>"),
        "n": NOTE.format(html.escape(repaired)),
    }
    shown = render_passage(make_passage(text), spans, [row])
    assert shown == f"<p>{expected.format(**words)}</p>"


@given(st.text(alphabet="煤。，（a1 \n\r\u3000<&", min_size=1), st.data())
def test_only_white_space_is_ever_lost(text, data):
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    spans = [Span(7 + a, 7 + b, "word") for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    shown = render_passage(Passage("p/1", "p", "1", 7, 7 + len(text), text), spans)
    visible = html.unescape(re.sub(r"<[^>]*>", "", shown))
    assert "".join(visible.split()) == "".join(text.split())
    marked = html.unescape("".join(re.findall(r"<mark>(.*?)</mark>", shown)))
    expected = "".join(text[span.start - 7 : span.end - 7] for span in spans)
    assert "".join(marked.split()) == "".join(expected.split())
