"""The reader learns from a handful of pairs what it then says; the real model, some steps of it."""

import pytest

from index import PlanIndex
from index.model import DEFAULT_MODEL, locate_model
from index.text import shadow_of
from qa.reader import Reader
from qa.reader.inputs import shown
from tests.index.encoders import HashingEncoder
from training.pairs import field_groups, public_groups, span_in
from training.questions import FieldQuestion, PublicQuestion

PASSAGES = {
    "shuangpu": "双浦县大气方案\n一、目标\n到2025年，优良天数比例达到91%以上。\n"
    "二、任务\n由县公安局牵头，淘汰老旧货车120辆。\n",
    "xihe": "西禾县大气方案\n一、目标\n到2025年，重污染天数不超过2天。\n"
    "二、任务\n建成区全部禁放烟花爆竹。\n",
}
QUESTIONS = (
    FieldQuestion(
        "a-1", "shuangpu.txt", "老货车由谁牵头清掉？", "office",
        "由县公安局牵头，淘汰老旧货车120辆。", ("县公安局",), None,
    ),
    FieldQuestion(
        "a-2", "xihe.txt", "城里能放炮吗？", "yes_no",
        "建成区全部禁放烟花爆竹。", ("禁放烟花爆竹",), False,
    ),
    FieldQuestion(
        "a-3", "xihe.txt", "2030年重污染天数不超过几天？", "number",
        "到2025年，重污染天数不超过2天。", (), None,
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def groups(tmp_path_factory):
    folder = tmp_path_factory.mktemp("documents")
    (folder / "plans").mkdir()
    for name, text in PASSAGES.items():
        (folder / "plans" / f"{name}.txt").write_text(text, encoding="utf-8")
    index = PlanIndex.build(folder, folder / "index", encoder=HashingEncoder(), progress=False)
    return list(field_groups(index, QUESTIONS))


@pytest.fixture(scope="module")
def pairs(groups):
    return [pair for group in groups for pair in group]


def said(pair):
    return pair.shown.context[pair.span[0] : pair.span[1]] if pair.span else None


def test_each_question_has_its_passage_and_others(pairs):
    asked = [shadow_of(question.text).text for question in QUESTIONS]
    of = [[pair for pair in pairs if pair.shown.question.endswith(own)] for own in asked]
    first, second, third = of
    assert [said(pair) for pair in first if pair.span] == ["县公安局"]
    assert [said(pair) for pair in second if pair.span] == ["禁放烟花爆竹"]
    assert [pair.span for pair in third] == [None] * len(third)
    assert all(len(own) > 1 for own in of)


def test_the_pairs_of_a_question_stand_together(groups):
    assert all(len({pair.shown.question for pair in group}) == 1 for group in groups)
    whole = [group for group in groups if len(group) > 1]
    assert [len([pair for pair in group if pair.span]) for group in whole] == [1, 1, 0]


def test_a_sentence_that_is_not_there_is_named():
    class Nothing:
        def plan(self, _):
            return type("Plan", (), {"text": "", "errata": ()})

    with pytest.raises(ValueError, match=r"a-1: its sentence is not in shuangpu\.txt"):
        list(field_groups(Nothing(), QUESTIONS[:1]))


def test_public_questions_keep_their_answers():
    context = "甲。" * 300 + "天坛建于1420年。" + "乙。" * 300
    start = context.index("1420年")
    question = PublicQuestion("天壇建於哪一年？", context, start, start + 5)
    ((pair,),) = public_groups([question])
    assert said(pair) == "1420年"
    assert len(pair.shown.context) < 300


def test_a_span_is_found_behind_noise():
    made = shown("多少？", "", (), shadow_of("浓度控制在 3\n5微克/立方米以内", start=100))
    span = span_in(made, 105, 113)
    assert made.context[span[0] : span[1]].endswith("微克/立")


@pytest.mark.model
def test_it_learns_and_is_read_back(groups, pairs, tmp_path):
    import torch

    from training.fitting import encoded, fit, loss_of, save
    from training.network import Reader as Taught

    torch.manual_seed(0)
    files = locate_model(DEFAULT_MODEL)
    model = Taught(files)
    tokens = encoded(groups, files.path)
    with torch.no_grad():
        before = loss_of(model, tokens).item()
    fit(model, tokens, 20, rate=4e-4)
    with torch.no_grad():
        after = loss_of(model, tokens).item()
    assert after < before / 3
    save(model, tmp_path / "reader.npz", {"model": files.id})
    reader = Reader(files, tmp_path / "reader.npz")
    (pair,) = [own for own in pairs if said(own) == "县公安局"]
    reading = reader.read(pair.shown)
    best = reading.best()
    assert pair.shown.shadow.text[best.start : best.end] == "县公安局"
    assert reading.relevance > 0
