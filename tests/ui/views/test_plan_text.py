"""A plan's whole text as HTML: nothing lost, nothing moved, everything lit where it stands."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.views.plan_text import sections_of

PLANS = ["guigang-2021", "haidong-2018-2020", "haidong-2024", "xianyang-2020", "yangquan-2020"]


def read(shown):
    """What a reader sees of some HTML, without white space and without notes on damage."""
    without_notes = re.sub(r'<span class="repair">.*?</span>', "", shown)
    return re.sub(r"\s|_\{|\}", "", html.unescape(re.sub(r"<[^>]*>", "", without_notes)))


def printed(text):
    """The characters of a text that are shown: no white space, no page numbers, no LaTeX."""
    return re.sub(r"\s|_\{|\}", "", text)


def lit(shown, kind):
    return "".join(re.findall(rf'<mark class="{kind}"[^>]*>(.*?)</mark>', shown))


@pytest.mark.parametrize("plan_id", PLANS)
def test_every_character_is_there_once_and_in_order(hashed_index, plan_id):
    plan = hashed_index.plan(plan_id)
    shown = "".join(section.html for section in sections_of(plan))
    seen, whole = read(shown), printed(plan.text)
    position = 0
    for character in seen:
        found = whole.find(character, position)
        assert 0 <= found <= position + 12, (position, character)  # a page number lies between
        position = found + 1
    assert len(seen) > 0.99 * len(whole)


@pytest.mark.parametrize("plan_id", PLANS)
def test_sections_are_the_clauses_in_order_each_with_an_address(hashed_index, plan_id):
    plan = hashed_index.plan(plan_id)
    sections = list(sections_of(plan))
    assert [own.clause for own in sections] == list(plan.clauses)
    assert len({own.anchor for own in sections}) == len(sections)


@given(data=st.data())
def test_what_is_cited_is_lit_to_the_character(hashed_index, data):
    plan = hashed_index.plan(data.draw(st.sampled_from(PLANS)))
    start = data.draw(st.integers(0, len(plan.text) - 2))
    end = data.draw(st.integers(start + 1, min(len(plan.text), start + 300)))
    shown = "".join(section.html for section in sections_of(plan, [(start, end)]))
    cited = read(lit(shown, "cited"))
    wanted = printed(plan.text[start:end])
    assert len(cited) <= len(wanted)
    assert len(cited) > 0.9 * len(wanted) - 4  # page numbers are not shown
    if cited:
        assert shown.count(f'id="c-{start}-{end}"') == 1


def test_a_search_in_the_plan_is_marked_inside_what_is_cited(hashed_index):
    plan = hashed_index.plan("xianyang-2020")
    start = plan.text.find("公交车")
    shown = "".join(
        own.html for own in sections_of(plan, [(start - 4, start + 8)], [(start, start + 3)])
    )
    assert '<mark class="found" id="m-1">公交车</mark></mark>' in shown


def test_boilerplate_damage_and_its_repair_are_told_apart(hashed_index):
    plan = hashed_index.plan("haidong-2018-2020")
    shown = "".join(section.html for section in sections_of(plan))
    assert shown.count('class="boilerplate"') >= len(plan.boilerplate)
    assert len(re.findall(r'class="repair"', shown)) == len(plan.errata) > 0
    guigang = hashed_index.plan("guigang-2021")
    assert any(own.is_page for own in sections_of(guigang)) or guigang.boilerplate


def test_another_script_changes_what_is_seen_and_no_address(hashed_index):
    plan = hashed_index.plan("haidong-2018-2020")
    place = plan.text.find("藍天")
    printed_, simple = (
        "".join(own.html for own in sections_of(plan, [(place, place + 2)], (), script))
        for script in ("", "hans")
    )
    assert ">藍天</mark>" in printed_
    assert ">蓝天</mark>" in simple
    for shown in (printed_, simple):
        assert f'id="c-{place}-{place + 2}"' in shown
