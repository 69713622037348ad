"""The chips of what a query was understood to name."""

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from ui.search.request import Request
from ui.search.understood import render_exact, render_understood
from ui.texts import speaking


def asked(typed, cities=(), **more):
    return Request(typed, cities, (), 10, "hybrid", **more)


def chips(index, typed, **filters):
    shown = render_understood(index.search(typed, k=1).query, asked(typed, **filters))
    found = re.findall(r'<(a|span) class="chip"(?: href="([^"]*)")?[^>]*>(.*?)</\1>', shown)
    return {
        re.sub(r"<[^>]*>| ✕", "", label): parse_qs(urlsplit(html.unescape(link)).query)
        for _, link, label in found
    }


@pytest.mark.parametrize(
    ("typed", "label", "left"),
    [
        ("咸阳2020年PM2.5目标是多少", "城市 咸阳市", "2020年PM2.5目标是多少"),
        ("咸阳市2020年的PM2.5目标", "年份 2020", "咸阳市的PM2.5目标"),
        ("海东住建局要做什么", "城市 海东市", "住建局要做什么"),
    ],
)
def test_what_stands_in_the_words_is_taken_away_by_a_link(model_index, typed, label, left):
    assert chips(model_index, typed)[label]["q"] == [left]


def test_a_link_keeps_the_filters(model_index):
    link = chips(model_index, "咸阳的公交车", cities=("海东市",), exact=True)["城市 咸阳市"]
    assert link == {"q": ["公交车"], "city": ["海东市"], "exact": ["1"]}


@pytest.mark.parametrize("path", ["/", "/search"])
def test_the_restriction_to_exact_passages_is_taken_away_by_a_link(path):
    shown = render_exact(asked("公交车", ("海东市",), exact=True, path=path))
    link = urlsplit(html.unescape(re.search('href="([^"]*)"', shown)[1]))
    assert link.path == path
    assert parse_qs(link.query) == {"q": ["公交车"], "city": ["海东市"]}
    assert render_exact(asked("公交车", path=path)) == ""


def test_what_does_not_stand_in_the_words_is_only_said(model_index):
    assert chips(model_index, "xianyang buses")["城市 咸阳市"] == {}


def test_an_office_leads_to_all_its_duties(model_index):
    shown = render_understood(
        model_index.search("咸阳住建局要做什么", k=1).query, asked("咸阳住建局要做什么")
    )
    link = urlsplit(html.unescape(re.search('class="only" href="([^"]*)"', shown)[1]))
    assert link.path == "/duties"
    assert parse_qs(link.query) == {"dept": ["住建局"], "place": ["咸阳市"]}
    assert 'class="only"' not in render_understood(
        model_index.search("咸阳的公交车", k=1).query, asked("咸阳的公交车")
    )


def test_in_english(model_index):
    with speaking("en"):
        assert "city 咸阳市" in chips(model_index, "buses of xianyang")


def test_nothing_understood_shows_nothing(model_index):
    assert chips(model_index, "公交车") == {}
