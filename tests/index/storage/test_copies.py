"""The same document twice is one plan with two sources; what only looks alike stays apart."""

import re
from pathlib import Path

import opencc
import pytest

from index import FilterError, PlanIndex, parse_plan
from index.storage.likeness import is_same_document
from tests.index.encoders import HashingEncoder

ROOT = Path(__file__).parents[3]
PLANS = ROOT / "corpus" / "plans"
NUMERALS = "〇零一二两三四五六七八九十百千万亿"
XIANYANG = (PLANS / "xianyang-2020.txt").read_text(encoding="utf-8")


@pytest.fixture
def corpus(tmp_path):
    """A corpus of one real plan."""
    (tmp_path / "corpus" / "plans").mkdir(parents=True)
    put(tmp_path / "corpus", "xianyang.txt", XIANYANG)
    return tmp_path / "corpus"


def put(corpus, name, text):
    path = corpus / "plans" / name
    path.write_text(text, encoding="utf-8")
    return path


def built(corpus):
    folder = corpus.parent / "index"
    return PlanIndex.build(corpus, folder, encoder=HashingEncoder(), progress=False)


def held(index):
    """The plans, and the files of the copies of each."""
    found = {head.id: [] for head in index.heads()}
    for copy in index.copies():
        found[copy.plan_id].append(copy.file)
    return found


def page_of(text):
    lines = "\n".join(f"<p>{line}</p>" for line in text.splitlines() if line.strip())
    return f'<html><head><meta charset="utf-8"></head><body>{lines}</body></html>'


def damaged(text):
    """A copy in which every hundredth Chinese character is lost."""
    kept = []
    for number, character in enumerate(text):
        is_lost = number % 100 == 50 and re.match(r"[\u4e00-\u9fff]", character)
        kept.append(
            "" if is_lost and character not in "〇零一二两三四五六七八九十百千万亿" else character
        )
    return "".join(kept)


COPIES = {
    "the same bytes": ("b.txt", XIANYANG),
    "another format, the same name": ("xianyang.html", page_of(XIANYANG)),
    "another format, another name": ("b.html", page_of(XIANYANG)),
    "other line ends": ("b.txt", XIANYANG.replace("\n", "\r\n")),
    "Traditional characters": ("b.md", opencc.OpenCC("s2t").convert(XIANYANG)),
    "destroyed characters": ("b.txt", damaged(XIANYANG)),
}


@pytest.mark.parametrize("kind", COPIES)
def test_a_copy_is_the_same_plan(corpus, kind):
    name, text = COPIES[kind]
    put(corpus, name, text)
    index = built(corpus)
    assert held(index) == {"xianyang": [name]} or held(index) == {"b": ["xianyang.txt"]}
    assert len(index.search("公交车", k=50, plans=[index.heads()[0].id])) > 1
    before = index.segments
    assert built(corpus).segments == before, "nothing is written again"


OTHERS = {
    "another year": XIANYANG.replace("2020", "2021"),
    "another city": XIANYANG.replace("咸阳", "宝鸡"),
    "one number": XIANYANG.replace("100辆", "120辆", 1),
    "a draft": XIANYANG.replace("工作方案", "工作方案（征求意见稿）", 1),
    "its first half": XIANYANG[: len(XIANYANG) // 2],
}


@pytest.mark.parametrize("kind", OTHERS)
def test_what_differs_is_another_plan(corpus, kind):
    assert OTHERS[kind] != XIANYANG
    put(corpus, "b.txt", OTHERS[kind])
    assert held(built(corpus)) == {"b": [], "xianyang": []}


def test_the_five_plans_are_five(hashed_index):
    assert hashed_index.copies() == ()


def test_the_least_damaged_is_the_plan_unless_a_person_described_another(corpus):
    put(corpus, "a.txt", XIANYANG.replace("大气", "大\ufffd气", 3))
    assert held(built(corpus)) == {"xianyang": ["a.txt"]}
    (corpus / "manifest.toml").write_text(
        '[plans.a]\nissuer = "咸阳市人民政府"\nsource = "kept"\n', encoding="utf-8"
    )
    index = built(corpus)
    assert held(index) == {"a": ["xianyang.txt"]}
    assert index.plan("a").source == "kept"


def test_a_plan_that_is_held_stays_where_files_are_as_good(corpus):
    index = built(corpus)
    other = put(corpus, "a.txt", XIANYANG)
    assert index.add(other).id == "xianyang", "its addresses have been cited"
    assert held(index) == {"xianyang": ["a.txt"]}
    assert held(built(corpus)) == {"xianyang": ["a.txt"]}


def test_a_better_file_takes_the_place(corpus):
    put(corpus, "xianyang.txt", XIANYANG.replace("大气", "大\ufffd气", 3))
    index = built(corpus)
    better = put(corpus, "b.txt", XIANYANG)
    assert index.add(better).id == "b"
    assert held(index) == {"b": ["xianyang.txt"]} or held(index) == {"b": [""]}
    assert held(built(corpus)) == {"b": ["xianyang.txt"]}


def test_copies_and_plans_are_removed(corpus):
    put(corpus, "b.txt", XIANYANG)
    put(corpus, "c.txt", XIANYANG.replace("2020", "2021"))
    index = built(corpus)
    assert held(index) == {"b": ["xianyang.txt"], "c": []}
    index.remove("xianyang")
    assert held(index) == {"b": [], "c": []}
    with pytest.raises(FilterError):
        index.remove("xianyang")
    index = built(corpus)
    index.remove("b")
    assert held(index) == {"c": []}
    (corpus / "plans" / "b.txt").unlink()
    assert held(built(corpus)) == {"c": [], "xianyang": []}


def test_a_copy_that_changes_is_a_plan_of_its_own(corpus):
    put(corpus, "b.txt", XIANYANG)
    assert held(built(corpus)) == {"b": ["xianyang.txt"]}
    put(corpus, "xianyang.txt", XIANYANG.replace("2020", "2022"))
    assert held(built(corpus)) == {"b": [], "xianyang": []}


def test_it_goes_both_ways(tmp_path):
    other = tmp_path / "b.txt"
    other.write_text(damaged(XIANYANG), encoding="utf-8")
    one, two = parse_plan(PLANS / "xianyang-2020.txt"), parse_plan(other)
    assert is_same_document(one, two)
    assert is_same_document(two, one)
