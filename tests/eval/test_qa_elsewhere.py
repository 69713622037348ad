"""Sets that bring documents of their own."""

import pytest

from eval.errors import SetError
from eval.qa_elsewhere import is_elsewhere, name_of, open_elsewhere, questions_of

TEXT = "某地大气方案\n一、目标\n到2025年，细颗粒物浓度不高于31微克/立方米。\n"


@pytest.fixture
def folder(tmp_path):
    own = tmp_path / "elsewhere" / "one"
    (own / "documents").mkdir(parents=True)
    (own / "documents" / "somewhere-2025.txt").write_text(TEXT, encoding="utf-8")
    (own / "questions.jsonl").write_text("{}", encoding="utf-8")
    return own


def test_a_folder_is_named_with_the_one_around_it(folder):
    assert is_elsewhere(folder)
    assert name_of(folder) == "elsewhere-one"
    assert not is_elsewhere(questions_of(folder))


@pytest.mark.parametrize("missing", ["questions.jsonl", "documents"])
def test_what_a_folder_lacks_is_named(folder, missing):
    (folder / missing).rename(folder / "other")
    with pytest.raises(SetError, match=missing):
        questions_of(folder)


def test_documents_stand_beside_the_plans(folder, tmp_path):
    index = open_elsewhere(folder, tmp_path / "index", "fp32")
    ids = {plan.id for plan in index.heads()}
    assert {"somewhere-2025", "haidong-2024"} <= ids
    assert (tmp_path / "index-elsewhere-one-fp32").is_dir()
    assert index.plan("somewhere-2025").text == TEXT


def test_a_document_may_not_hide_a_plan(folder, tmp_path):
    (folder / "documents" / "somewhere-2025.txt").rename(folder / "documents" / "haidong-2024.txt")
    with pytest.raises(SetError, match="has this name"):
        open_elsewhere(folder, tmp_path / "index", "fp32")
