"""The answer above the hits, as HTML."""

import pytest

from qa import Answer, Citation
from ui.addresses import mark_of
from ui.search.answer_box import render_answer
from ui.texts import speaking

CITED = Citation("p", "1", 3, 10, "不高于53<b", "甲市 · 方案 · 一、")


def answer(**changes):
    given = {
        "question": "多少？",
        "status": "answered",
        "kind": "number",
        "text": "不高于53",
        "items": (),
        "citations": (CITED,),
        "confidence": 0.9,
    }
    return Answer(**{**given, **changes})


def test_an_answer_with_its_quotation_and_place():
    html = render_answer(answer())
    assert '<p class="answer-text">不高于53</p>' in html
    assert "<q>不高于53&lt;b</q>" in html
    assert f'<a href="/plan/p?at=3-10-{mark_of(CITED.quote)}#c-3-10">甲市 · 方案 · 一、</a>' in html


@pytest.mark.parametrize(
    ("confidence", "words", "tenths"),
    [(0.9, "把握较大", 9), (0.6, "大致可信", 6), (0.3, "把握较小", 3)],
)
def test_how_sure_an_answer_is_stands_in_words(confidence, words, tenths):
    html = render_answer(answer(confidence=confidence))
    assert words in html
    assert f"约有 {tenths} 次" in html
    assert f"{confidence:.2f}" not in html


def test_many_quotations_are_folded_away():
    html = render_answer(answer(citations=(CITED,) * 5))
    assert html.count("<q>") == 5
    assert "另有 2 条引文" in html
    assert html.index("<details>") > html.index("<q>")


def test_a_comparison_leads_to_its_table():
    html = render_answer(answer(kind="comparison", items=("甲市：不高于53", "不高于53")))
    assert 'href="/compare?topic=' in html
    assert "/compare" not in render_answer(answer())


def test_an_answer_in_english_has_no_chinese_around_the_quotation():
    with speaking("en"):
        html = render_answer(answer())
    assert "taken from the plans" in html
    assert 'href="/en/plan/p' in html
    assert "把握" not in html


def test_who_made_an_answer():
    html = render_answer(answer())
    assert "摘自方案原文" in html
    written = render_answer(answer(made_by="language model", model="a<b"))
    assert "由语言模型 a&lt;b 撰写" in written
    assert "摘自方案原文" not in written


def test_a_list_is_a_list():
    html = render_answer(answer(items=("不高于", "53")))
    assert '<ul class="answer-text"><li>不高于</li><li>53</li></ul>' in html


def test_a_refusal_says_why_and_what_comes_nearest():
    refused = answer(
        status="not_found",
        text="",
        citations=(),
        reason="not stated",
        explanation="方案没有写明。",
        nearby=(CITED,),
    )
    html = render_answer(refused)
    assert "方案没有写明。" in html
    assert "最接近的原文" in html
    assert "<q>不高于53&lt;b</q>" in html
    bare = render_answer(answer(status="not_found", text="", citations=(), reason="not stated"))
    assert "方案里没有写明。" in bare
    assert "<q>" not in bare
