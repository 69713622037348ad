import json
import re
from pathlib import Path

import pytest

from eval.archive import as_json, write_result
from eval.comparison import compare, read_side
from eval.comparison_page import format_page
from eval.comparison_text import format_comparison
from eval.errors import ResultsError
from eval.paths import ROOT
from eval.runner import evaluate
from eval.sets import open_question_set
from eval.sources import Sources, open_sources
from index import PlanIndex
from tests.index.encoders import HashingEncoder

QUESTIONS = ROOT / "eval" / "questions" / "lantian-dev.jsonl"


@pytest.fixture
def file(tmp_path, known_result):
    path = tmp_path / "known.json"
    write_result(known_result, path)
    return path


@pytest.fixture(scope="module")
def plans(tmp_path_factory):
    """The five plans with vectors without meaning, and a results file over twelve questions."""
    folder = tmp_path_factory.mktemp("plans")
    index = PlanIndex.build(ROOT / "corpus", folder / "index", encoder=HashingEncoder())
    result = evaluate(open_question_set(QUESTIONS, index), ("dense", "lexical"), limit=12)
    write_result(result, folder / "lantian-dev.json")
    return folder, index


def test_what_is_won_and_lost(file):
    found = compare(read_side(f"{file}:dense"), read_side(f"{file}:lexical"))
    assert found.queries == 3 and found.left_out == 0 and found.same_corpus
    assert [(c.query_id, round(c.gain, 3)) for c in found.won] == [("d001", 0.369), ("d003", 0.356)]
    assert [(c.query_id, c.gain) for c in found.lost] == [("d002", -1.0)]
    ndcg = next(change for change in found.measures if change.name == "nDCG@10")
    assert ndcg.difference.estimate.mean == pytest.approx(ndcg.after - ndcg.before)


def test_a_run_against_itself_ties(file):
    found = compare(read_side(str(file)), read_side(f"{file}:hybrid"))
    assert (found.won, found.lost) == ((), ())
    assert {change.difference.p for change in found.measures} == {1.0}


def test_only_shared_queries_are_compared(file, tmp_path, known_result):
    data = as_json(known_result)
    del data["results"]["d002"]
    (tmp_path / "part.json").write_text(json.dumps(data))
    found = compare(read_side(str(file)), read_side(str(tmp_path / "part.json")))
    assert (found.queries, found.left_out) == (2, 1)
    assert "1 queries that only one side has" in format_comparison(found, Sources())


def test_what_cannot_be_compared(file, tmp_path, known_result):
    with pytest.raises(ResultsError, match="no run of 'bm42'; it has lexical, dense, hybrid"):
        read_side(f"{file}:bm42")
    other = tmp_path / "other.json"
    other.write_text(json.dumps({**as_json(known_result), "set": "other"}))
    with pytest.raises(ResultsError, match="only runs over the same queries"):
        compare(read_side(str(file)), read_side(str(other)))
    data = as_json(known_result)
    data["results"]["d001"]["pieces"] = 2
    other.write_text(json.dumps(data))
    with pytest.raises(ResultsError, match="query d001 has 1 pieces to find on one side and 2"):
        compare(read_side(str(file)), read_side(str(other)))


def test_the_terminal_shows_question_evidence_and_places(plans):
    folder, index = plans
    found = compare(*(read_side(f"{folder}/lantian-dev.json:{m}") for m in ("dense", "lexical")))
    sources = Sources(plan_index=index, **texts_of(found, folder))
    text = format_comparison(found, sources)
    assert re.search(r"^WON d\d{3} \+[01]\.\d{3}  \S", text, re.MULTILINE)
    assert re.search(r"corpus/plans/\S+\.txt#char=\d+,\d+", text)
    assert re.search(r"^  A found it at (?:none|\d)", text, re.MULTILINE)
    assert re.search(r"^  B found it at \d.*\n    1\. \S+ · ", text, re.MULTILINE)
    assert all(len(line) < 200 for line in text.splitlines())


def test_the_page_links_to_files_that_are_there(plans):
    folder, index = plans
    found = compare(*(read_side(f"{folder}/lantian-dev.json:{m}") for m in ("dense", "lexical")))
    target = ROOT / "page.html"
    page = format_page(found, Sources(plan_index=index, **texts_of(found, folder)), target)
    assert 'id="d001"' in page and '<a href="#d001">' in page
    link = page.split('class="place"><a href="')[1].split('"')[0]
    path, _, fragment = link.partition("#")
    assert (ROOT / path).is_file()
    start, end = fragment.partition(":~:")[0].removeprefix("char=").split(",")
    plan = index.plan(Path(path).stem)
    assert "<blockquote>" + plan.text[int(start) : int(end)] in page


def test_markup_in_a_text_stays_text(file):
    found = compare(read_side(f"{file}:dense"), read_side(f"{file}:lexical"))
    page = format_page(found, Sources(texts={"d001": "<b>&"}), Path("page.html"))
    assert "&lt;b&gt;&amp;" in page and "<b>" not in page


def texts_of(found, folder):
    """Questions and evidence; the index of the fixture is of another model than the default."""
    sources = open_sources(found.after, QUESTIONS, folder / "none")
    assert sources.note == "Passages are quoted if the index is built: python -m index build"
    return {"texts": sources.texts, "evidence": sources.evidence}
