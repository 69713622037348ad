"""The views as a browser without scripts gets them, over the five plans."""

import csv
import io
import re
import zipfile
from html.parser import HTMLParser

import pytest

from index.text import traditional
from ui.addresses import mark_of
from ui.views.check_page import unmarked

ADDRESSES = [
    "/plan/xianyang-2020",
    "/plan/haidong-2018-2020?at=500-560&q=秸秆&script=hans",
    "/plans",
    "/plans?province=青海省",
    "/compare",
    "/compare?topic=PM2.5",
    "/compare?topic=公交车&place=咸阳&place=郑州市",
    "/duties",
    "/duties?dept=住建局&place=咸阳",
    "/changes",
    "/changes?place=海东",
    "/check",
    "/check?quote=优良天数不少于270天",
    "/search",
    "/search?q=秸秆综合利用率&city=海东市",
]
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}${x}"


class Tree(HTMLParser):
    """Which elements are open at the end, and every id and address on the way."""

    EMPTY = frozenset(("meta", "link", "input", "br", "rect", "option"))

    def __init__(self, shown):
        super().__init__()
        self.open, self.ids, self.links, self.tags = [], [], [], set()
        self.feed(shown)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.tags.add(tag)
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if tag == "a" else []
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in self.EMPTY:
            assert self.open.pop() == tag


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_each_view_is_whole_and_says_its_language(client, prefix, address):
    answer = client.get(prefix + address)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    tree = Tree(answer.text)
    assert tree.open == []
    assert len(tree.ids) == len(set(tree.ids))
    assert f'<html lang="{"en" if prefix else "zh-CN"}">' in answer.text
    assert not re.search(r"<[^>]* (?:style|on\w+)=", answer.text)
    outward = [link for link in tree.links if not link.startswith(("/", "#"))]
    assert outward == []
    of_other_language = [link for link in tree.links if link.startswith("/en") == (not prefix)]
    assert [link for link in of_other_language if not link.startswith("#")] == [
        link for link in tree.links if "hreflang" in answer.text and link == switch_of(answer.text)
    ] or prefix


def switch_of(shown):
    return re.search(r'id="lt-language" class="language" href="([^"]*)"', shown)[1].replace(
        "&amp;", "&"
    )


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_link_of_a_view_leads_somewhere(client, address):
    own = {link.partition("#")[0] for link in Tree(client.get(address).text).links}
    for link in sorted(own):
        if link and link not in ("/", "/en/") and not link.startswith("/?"):
            assert client.get(link).status_code == 200, link


def test_the_switch_keeps_what_is_shown(client):
    shown = client.get("/compare?topic=PM2.5&place=咸阳").text
    there = client.get(switch_of(shown))
    assert '<html lang="en">' in there.text
    assert 'value="PM2.5"' in there.text
    assert switch_of(there.text) == "/compare?topic=PM2.5&place=%E5%92%B8%E9%98%B3"


def test_a_quotation_is_lit_where_its_address_says(client, model_index):
    text = model_index.plan("xianyang-2020").text
    quote = "优良天数不少于270天"
    start = text.find(quote)
    shown = client.get(f"/plan/xianyang-2020?at={start}-{start + 11}-{mark_of(quote)}").text
    assert f'<mark class="cited" id="c-{start}-{start + 11}">优良天数不少于270天</mark>' in shown
    assert "原文一致" in shown
    assert f'href="#c-{start}-{start + 11}"' in shown
    assert f"第 {start + 1}–{start + 11} 字" in shown
    other = client.get(f"/plan/xianyang-2020?at={start}-{start + 11}-{mark_of('别的话')}").text
    assert "与引用时不同" in other
    silent = client.get(f"/plan/xianyang-2020?at={start}-{start + 11}").text
    assert "原文一致" not in silent
    assert "与引用时不同" not in silent


@pytest.mark.parametrize("at", ["9-3", "0-99999999", "x", "5", "-1-4", "5-5"])
def test_an_address_without_characters_shows_the_plan_and_says_so(client, at):
    answer = client.get(f"/plan/xianyang-2020?at={at}")
    assert answer.status_code == 200
    assert "不在方案里" in answer.text
    assert '<mark class="cited"' not in answer.text


def test_what_a_plan_acts_on_is_a_link_where_it_is_held(client):
    shown = client.get("/plan/haidong-2024").text
    assert "落实" in shown
    assert "青政" in shown


def test_words_looked_for_in_a_plan_are_counted_in_its_tree(client):
    shown = client.get("/plan/xianyang-2020?q=公交车").text
    marks = len(re.findall(r'<mark class="found"', shown))
    assert f"{marks} 处" in shown
    assert 'class="count"' in shown
    nothing = client.get("/plan/xianyang-2020?q=量子计算机").text
    assert "0 处" in nothing


def test_a_comparison_names_who_is_silent_and_who_is_not_held(client):
    shown = client.get("/compare?topic=秸秆综合利用率&place=咸阳&place=阳泉&place=郑州市").text
    rows = re.findall(r'<tr class="([a-z-]+)">\s*<th scope="row">([^<]*)<', shown)
    assert rows == [("stated", "咸阳市"), ("not-stated", "阳泉市"), ("not-indexed", "郑州市")]
    assert "没有收录该地方案" in shown


@pytest.mark.parametrize(
    ("topic", "said"),
    [("asdkjh", "没有一份方案写到“asdkjh”"), ("空气质量目标", "不是这些方案设定的一个指标")],
)
def test_a_topic_that_is_no_indicator_is_said_to_be_none(client, topic, said):
    shown = client.get("/compare", params={"topic": topic}).text
    assert said in shown
    assert "topic=PM2.5" in shown
    for own in ("PM2.5", "pm25", "细颗粒物"):
        shown = client.get("/compare", params={"topic": own}).text
        assert "没有一份方案写到" not in shown
        assert "不高于53微克/立方米" in shown


def test_values_that_compare_are_drawn(client):
    shown = client.get("/compare?topic=秸秆综合利用率").text
    assert re.findall(r'<text class="name"[^>]*>([^<]*)<', shown) == [
        "海东市 2020",
        "海东市 2025",
        "咸阳市 2020",
    ]


@pytest.mark.parametrize("view", ["/compare.{}?topic=PM2.5", "/duties.{}?dept=住建局"])
def test_a_table_is_taken_away_with_its_citations(client, model_index, view):
    answer = client.get(view.format("csv"))
    assert "attachment" in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    cited = [row for row in rows if row["start"]]
    assert cited
    for row in cited:
        text = model_index.plan(row["plan"]).text
        assert text[int(row["start"]) : int(row["end"])] == row["quote"].removeprefix("'")
        title = model_index.plan(row["plan"]).title
        assert title in row["footnote"]
    assert zipfile.is_zipfile(io.BytesIO(client.get(view.format("xlsx")).content))


def test_duties_of_an_office_are_those_of_the_call(client, model_index):
    from qa import duties

    shown = client.get("/duties?dept=住建局&place=咸阳").text
    found = duties(model_index, "住建局", ("咸阳",))
    assert shown.count('<td class="task">') == len(found) > 0
    assert f"市住房和城乡建设局 ({len(found)})" in shown
    assert shown.count("<b>市住房和城乡建设局</b>") == len(found)
    assert "2015-12-31" not in shown  # a year that a value is compared with is no deadline


def test_each_office_is_offered_once_with_as_many_duties_as_it_is_found_with(client):
    shown = client.get("/duties").text
    offered = re.findall(r'<a href="(/duties\?dept=[^"]*)">([^<]*) <small>(\d+)</small>', shown)
    assert len(offered) == 24
    counts = [int(number) for _, _, number in offered]
    assert counts == sorted(counts, reverse=True)
    for address, name, number in offered:
        assert f"共 {number} 项职责" in client.get(address).text, name
    names = {name for _, name, _ in offered}
    assert len(names & {"市工信局", "市工业和信息化局", "市工业信息化局"}) == 1


def test_an_office_is_asked_for_in_a_role(client, model_index):
    from qa import duties

    led = [d for d in duties(model_index, "住建局", ("咸阳",)) if "市住房和城乡建设局" in d.lead]
    shown = client.get("/duties?dept=住建局&place=咸阳&role=lead").text
    assert shown.count('<td class="task">') == len(led) > 0


def test_a_place_with_one_plan_has_no_changes_and_is_told_so(client):
    shown = client.get("/changes?place=咸阳")
    assert shown.status_code == 200
    assert "只收录了一份方案" in shown.text


def test_changes_stand_side_by_side(client):
    shown = client.get("/changes?place=海东").text
    assert re.findall(r"<h2>(\w+) \(\d+\)</h2>", shown) == [
        "新增",
        "有变化",
        "不再出现",
        "基本相同",
    ]
    assert "/plan/haidong-2018-2020?at=" in shown
    assert "/plan/haidong-2024?at=" in shown


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        ("优良天数不少于270天", "✓ 原文一致"),
        ("“优良天数不少于270天”", "✓ 原文一致"),
        ("“优良天数不少于270天” —— 阳泉市 · 方案 · 一 [yangquan-2019:3–12]", "✓ 原文一致"),
        ("優良天數不少於270天", "✓ 除字體、空格、標點外一致"),
        ("优良天数不少于280天,细颗粒物(PM2.5)年均浓度不高于53微克/立方米", "有出入"),
    ],
)
def test_a_quotation_is_checked(client, quote, said):
    shown = client.get("/check", params={"quote": quote}).text
    assert said in shown
    if said == "有出入":
        assert "<del>280</del> → <ins>270</ins>" in shown


@pytest.mark.parametrize(
    ("given", "quote"),
    [
        ("「甲“乙”丙」", "甲“乙”丙"),
        ("“甲“乙”丙”", "甲“乙”丙"),
        ("“甲”和“乙”", "“甲”和“乙”"),
        ('"a" and "b"', '"a" and "b"'),
        ("“PM_{2.5}” —— 甲市 · 方案 · 一 [a-2024:3–9]", "PM_{2.5}"),
        ("“”", "“”"),
        ("“", "“"),
    ],
)
def test_marks_around_a_quotation_are_none_of_it(given, quote):
    assert unmarked(given) == quote


def test_a_quotation_that_stands_nowhere(client):
    shown = client.get("/check", params={"quote": "月球背面的氦三储量要如实申报并公示三年"}).text
    assert "✓" not in shown


def test_the_plain_search_shows_what_the_page_shows(client):
    shown = client.get("/search?q=咸阳2020年PM2.5目标是多少").text
    assert '<section class="answer answered"' in shown
    assert "不高于53微克/立方米" in shown
    assert '<article class="hit"' in shown


def test_the_plain_search_sets_each_filter_and_restricts_to_exact_passages(client):
    every = client.get("/search?q=秸秆综合利用率&n=20").text
    assert 'class="related"' in every
    assert '<input type="hidden" name="n" value="20">' in every
    shown = client.get(
        "/search?q=秸秆综合利用率&exact=1&year=2024&dept=住建局&dept=市农业农村局"
    ).text
    assert 'class="related"' not in shown
    assert 'name="exact" value="1" checked' in shown
    for name, value in (("year", "2024"), ("dept", "住建局"), ("dept", "市农业农村局")):
        assert f'name="{name}" value="{value}" checked' in shown
    assert re.search(r'name="city" value="海东市"> 海东市 \([1-9]\d*\)', shown)
    assert re.search(r'name="city" value="贵港市"> 贵港市 \(0\)', shown)


@pytest.mark.parametrize(
    ("address", "accepted", "said", "not_said"),
    [
        ("/search?q=咸陽市區公交車要換成什麼車", "", "複製引文", "复制引文"),
        ("/search?q=咸阳市区公交车要换成什么车", "zh-TW", "复制引文", "複製引文"),
        ("/compare?topic=秸稈綜合利用率", "", "指標或主題", "指标或主题"),
        ("/compare?topic=PM2.5", "zh-Hant-HK,zh;q=0.9", "指標或主題", "指标或主题"),
        ("/compare?topic=PM2.5", "zh-CN,zh-TW;q=0.9", "指标或主题", "指標或主題"),
        ("/duties?dept=住房和城鄉建設局", "", "部門職責", "部门职责"),
        ("/check?quote=優良天數不少於270天", "", "粘貼", "粘贴"),
        ("/plan/xianyang-2020?script=hant", "", "條款目錄", "条款目录"),
        ("/plan/haidong-2018-2020", "", "条款目录", "條款目錄"),
        ("/plans", "zh-TW,zh;q=0.8", "方案庫", "方案库"),
        ("/help/researcher", "zh-HK", "檢索", "检索"),
        ("/plan/none", "zh-TW", "沒有這份方案", "没有这份方案"),
    ],
)
def test_traditional_readers_get_traditional_frames(client, address, accepted, said, not_said):
    shown = client.get(address, headers={"accept-language": accepted}).text
    assert said in shown
    assert not_said not in shown
    is_traditional = said == traditional(said)
    assert f'<html lang="{"zh-Hant" if is_traditional else "zh-CN"}">' in shown
    english = client.get(f"/en{address}", headers={"accept-language": accepted}).text
    assert '<html lang="en">' in english


@pytest.mark.parametrize(
    "address",
    [
        "/plan/{}",
        "/plan/xianyang-2020?q={}&at={}",
        "/compare?topic={}&place={}",
        "/duties?dept={}&place={}",
        "/changes?place={}",
        "/check?quote={}&plan={}",
        "/search?q={}&city={}&plan={}&n={}&mode={}",
        "/plans?province={}",
    ],
)
def test_hostile_addresses_are_text(client, address):
    from urllib.parse import quote

    for hostile in (HOSTILE, "\x00", "\ud800", "../../etc/passwd", "a" * 3000):
        answer = client.get(address.replace("{}", quote(hostile, safe="", errors="surrogatepass")))
        assert answer.status_code in (200, 400, 404), (address, answer.status_code)
        assert "<script>" not in answer.text
        assert "<img" not in answer.text
        assert "Traceback" not in answer.text


def test_a_plan_that_is_not_held(client):
    answer = client.get("/plan/none")
    assert answer.status_code == 404
    assert 'href="/plans"' in answer.text


def test_an_index_that_is_not_there_is_explained(tmp_path):
    from starlette.applications import Starlette
    from starlette.testclient import TestClient

    from ui.server.live_index import LiveIndex
    from ui.views import views_of

    answer = TestClient(Starlette(routes=views_of(LiveIndex(tmp_path)))).get("/plans")
    assert answer.status_code == 503
    assert "还没有建立索引" in answer.text


def test_the_look_is_served_and_nothing_else_of_its_folder(client):
    assert client.get("/look/views.css").headers["content-type"].startswith("text/css")
    assert client.get("/look/views.js").status_code == 200
    assert client.get("/look/search.js").status_code == 404
    assert client.get("/look/..%2Ftexts.py").status_code == 404
