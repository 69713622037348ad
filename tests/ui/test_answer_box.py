"""The answer above the hits, as HTML."""

from qa import Answer, Citation
from ui.answer_box import render_answer

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
    assert "甲市 · 方案 · 一、 [p:3–10]" in html
    assert "0.90" in html


def test_who_made_an_answer():
    html = render_answer(answer())
    assert "摘自方案原文" in html
    assert "taken from the plans" in html
    written = render_answer(answer(made_by="language model", model="a<b"))
    assert "由语言模型 a&lt;b 撰写" in written
    assert "written by the language model a&lt;b" in written
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
    assert "The plans do not say." in bare
    assert "<q>" not in bare
