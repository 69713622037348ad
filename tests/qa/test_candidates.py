"""The sentences of a search, each with what it leads to."""

import pytest

from index import PlanIndex
from qa.candidates import candidates_of
from qa.question import read_question
from qa.wording import wording_of
from tests.index.encoders import HashingEncoder

TEXTS = {
    "one": "甲县应急预案\n一、响应\n（一）红色响应\n在橙色响应基础上，增加：\n"
    "1.机动车单双号行驶。\n2.中小学停课；\n（二）时限\n6小时内完成。\n",
    "two": "乙县工作方案\n一、整治范围\n整治范围包括：（1）餐饮店；（2）烧烤摊；（3）露天食堂。\n"
    "二、保障\n落实责任。\n",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("led-to")
    (folder / "plans").mkdir()
    for name, text in TEXTS.items():
        (folder / "plans" / f"{name}.txt").write_text(text, encoding="utf-8")
    return PlanIndex.build(folder, folder / "index", encoder=HashingEncoder(), progress=False)


def items_of(index, question, plan, sentence):
    hits = index.search(question, k=30, plans=(plan,))
    wording = wording_of(index.words_of(question), ())
    found = candidates_of(index, hits, read_question(question), wording)
    (own,) = [c for c in found if sentence in c.shadow.text]
    return [own.shadow.text[start:end] for start, end in own.found.items]


@pytest.mark.parametrize(
    ("question", "plan", "sentence", "items"),
    [
        (
            "红色响应要增加哪些措施？",
            "one",
            "在橙色响应",
            ["机动车单双号行驶", "中小学停课"],
        ),
        ("整治哪些场所？", "two", "整治范围包括", ["餐饮店", "烧烤摊", "露天食堂"]),
    ],
)
def test_a_sentence_with_a_colon_leads_to_a_list(index, question, plan, sentence, items):
    assert items_of(index, question, plan, sentence) == items
