import html
import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest

from index import Passage
from index.types import Erratum, PlanHead
from ui.addresses import mark_of
from ui.citation import (
    Cited,
    format_footnote,
    format_markdown,
    format_quotation,
    web_address,
)
from ui.search.cards import render_hits

HOSTILE = "<script>alert(1)</script>\"><img src=x onerror=alert(1)>'{{}}${x}"


class TagReader(HTMLParser):
    """Collects the tags and attributes that a browser would see."""

    def __init__(self):
        super().__init__()
        self.tags, self.attributes = set(), set()

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attributes)


def copied(shown):
    """What the first copy button of some HTML copies."""
    return json.loads(html.unescape(re.search(r'data-copy="([^"]*)"', shown)[1]))


def test_a_citation_has_quotation_reference_and_place(make_hit):
    cited = Cited("somewhere-2020", 100, 108, "公交车全部更新。", "某市 · 方案 · 二、(三) 20.")
    mark = mark_of("公交车全部更新。")
    assert format_quotation(cited) == (
        "“公交车全部更新。” —— 某市 · 方案 · 二、(三) 20. [somewhere-2020:100–108]"
    )
    assert format_markdown(cited) == (
        "> 公交车全部更新。\n>\n"
        f"> —— [某市 · 方案 · 二、(三) 20.](/plan/somewhere-2020?at=100-108-{mark}#c-100-108)"
    )
    assert format_footnote(cited) == "某市. 方案. 二、(三) 20[Z]."


HEAD = PlanHead(
    id="a",
    title="某市方案",
    city="某市",
    province="某省",
    county=None,
    level="city",
    status=None,
    document_number="某政发〔2020〕3号",
    issuer="某市人民政府",
    issued=date(2020, 5, 1),
    valid_until=None,
    period=None,
    sha256="",
)


@pytest.mark.parametrize(
    ("known", "footnote"),
    [
        ({}, "某市人民政府. 某市方案: 某政发〔2020〕3号[Z]. 2020-05-01. 二、."),
        (
            {"source": "扫描件"},
            "某市人民政府. 某市方案: 某政发〔2020〕3号[Z]. 2020-05-01. 二、.",
        ),
        (
            {"source": "https://plans.example/3.html", "accessed": date(2024, 3, 3)},
            "某市人民政府. 某市方案: 某政发〔2020〕3号[EB/OL]. 二、(2020-05-01)[2024-03-03]. "
            "https://plans.example/3.html.",
        ),
        (
            {"source": "http://plans.example/3", "issued": None, "document_number": None},
            "某市人民政府. 某市方案[EB/OL]. 二、. http://plans.example/3.",
        ),
    ],
)
def test_a_footnote_says_what_the_document_says_of_itself(known, footnote):
    cited = Cited("a", 1, 3, "公交", "某市 · 方案 · 二、", replace(HEAD, **known))
    assert format_footnote(cited) == footnote


@pytest.mark.parametrize(
    ("source", "address"),
    [
        (None, ""),
        ("", ""),
        ("web page with links", ""),
        (" https://plans.example/a?b=c ", "https://plans.example/a?b=c"),
        ("http://plans.example", "http://plans.example"),
        ("javascript:alert(1)", ""),
        ("data:text/html,<script>", ""),
        ("ftp://plans.example/a", ""),
        ("https://", ""),
        ("https://[", ""),
        ("https://plans.example/a b", ""),
        ("https://plans.example/\x00", ""),
    ],
)
def test_only_an_address_of_the_web_is_a_link(source, address):
    assert web_address(source) == address


def test_a_citation_is_made_of_a_place_and_what_is_known_of_its_plan(make_passage):
    passage = make_passage("公交车", plan_id="a")
    cited = Cited.of(passage, passage.text, "某市", {"a": HEAD})
    assert cited == Cited("a", 100, 103, "公交车", "某市", HEAD)
    assert Cited.of(passage, passage.text, "某市", {}).head is None


@pytest.mark.parametrize("text", ["转\n\n移", "a\r\nb", "煤\x00", "\ud800", HOSTILE, "”“"])
def test_the_button_copies_the_exact_quotation(text, make_hit):
    shown = render_hits([make_hit(text)])
    assert copied(shown).startswith(f"“{text}” —— ")
    shown.encode("utf-8")  # can be sent


@pytest.mark.parametrize(
    ("is_exact", "said"), [(True, "原文含检索词"), (False, "相关段落")], ids=["exact", "related"]
)
def test_a_card_says_whether_its_passage_has_the_words(is_exact, said, make_hit):
    shown = render_hits([make_hit(is_exact=is_exact)])
    assert re.findall(r'<span class="(?:exact|related)">([^<]*)<', shown) == [said]


def test_a_card_says_where_the_passage_stands(make_hit):
    shown = render_hits([make_hit(rank=7, path=(None, "3.强化", "(2)收集"))])
    assert re.findall(r'<span class="rank"[^>]*aria-label="([^"]*)">(\d+)<', shown) == [
        ("第7位", "7")
    ]
    steps = re.findall(r"<li>(?:<span class=\"lost\"[^>]*>)?([^<]*)<", shown.split("<ol", 2)[2])
    assert steps == ["〔标题缺失〕", "3.强化", "(2)收集"]


@pytest.mark.parametrize("path", [(), ("",), (None,)])
def test_a_card_without_a_clause_is_a_card(path, make_hit):
    assert "<article" in render_hits([make_hit(path=path, city=None)])


def test_the_front_matter_has_a_name(make_hit):
    assert "正文前" in render_hits([make_hit(path=())])


def test_what_stands_behind_the_body_is_said_to(make_hit):
    shown = render_hits([make_hit(path=(), clause_kind="back")])
    assert "正文后" in shown
    assert "正文前" not in shown


def test_hostile_text_is_text_everywhere(make_hit):
    hit = make_hit(
        HOSTILE,
        city=HOSTILE,
        title=HOSTILE,
        reference=HOSTILE,
        path=(HOSTILE, None),
        matches=((3, 9),),
        repairs=(Erratum(101, 103, HOSTILE[1:3], HOSTILE, HOSTILE),),
    )
    shown = render_hits([hit])
    assert "<script" not in shown
    assert "<img" not in shown
    assert "{{" not in shown
    assert "${" not in shown
    reader = TagReader()
    reader.feed(shown)
    assert not reader.tags & {"script", "img"}
    assert not {name for name in reader.attributes if name.startswith("on")}


def test_cards_keep_the_order_of_the_hits(make_hit):
    shown = render_hits([make_hit(rank=rank, title=f"方案{rank}") for rank in (1, 2, 3)])
    assert re.findall(r'<h2 id="hit-\d"><a[^>]*>([^<]*)<', shown) == ["方案1", "方案2", "方案3"]


def test_hits_of_several_plans_stand_by_plan_and_the_rest_of_many_is_folded_away(make_hit):
    plans = ["a", "b", "a", "a", "a", "b", "a"]
    hits = [
        make_hit(rank=rank, passage=Passage(f"{plan}/{rank}", plan, "1", 1, 3, "段落"))
        for rank, plan in enumerate(plans, 1)
    ]
    shown = render_hits(hits)
    assert re.findall(r'aria-labelledby="hit-(\d)"', shown) == list("1345726")
    assert "该方案另有 2 段" in shown
    assert shown.index("另有 2 段") < shown.index('aria-labelledby="hit-5"')


def test_hits_of_one_plan_all_stand_open(make_hit):
    shown = render_hits([make_hit(rank=rank) for rank in range(1, 8)])
    assert "该方案另有" not in shown


def test_a_card_leads_to_its_words_in_the_plan(make_hit):
    shown = render_hits([make_hit("公交车。")], query="公交 车")
    mark = mark_of("公交车。")
    href = f"/plan/somewhere-2020?at=100-104-{mark}&amp;q=%E5%85%AC%E4%BA%A4+%E8%BD%A6#c-100-104"
    assert shown.count(f'href="{href}"') == 2
