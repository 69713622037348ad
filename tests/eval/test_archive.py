import json
from pathlib import Path

import pytest

from eval.archive import as_json, read_folder, read_rows, write_result
from eval.errors import ResultsError
from eval.measures import MEASURES
from eval.runner import evaluate
from eval.types import Row

WRITTEN = """\
{
 "set": "known",
 "kind": "questions",
 "queries": 3,
 "left_out": 2,
 "depth": 10,
 "corpus_hash": "ab12",
 "configuration": {
  "bm25_k1": 1.5,
  "model": "none"
 },
 "measures": {
  "dense": {
   "R@1": 0.3333,
   "R@5": 0.6667,
   "R@10": 0.6667,
   "MRR@10": 0.5,
   "nDCG@10": 0.5436
  }
 },
 "columns": [
  "first",
  "R@1",
  "R@5",
  "R@10",
  "MRR@10",
  "nDCG@10"
 ],
 "results": {
  "d001": {"lang": "zh-Hans", "type": "number", "dense": [2, 0.0, 1.0, 1.0, 0.5, 0.6309]},
  "d002": {"lang": "en", "type": "list", "dense": [1, 1.0, 1.0, 1.0, 1.0, 1.0]},
  "d003": {"lang": "zh-Hans", "type": "list", "dense": [null, 0.0, 0.0, 0.0, 0.0, 0.0]}
 }
}
"""


def test_the_whole_file(tmp_path, known_set):
    path = tmp_path / "results" / "known.json"
    write_result(evaluate(known_set, ("dense",)), path)
    assert path.read_bytes().decode() == WRITTEN


def test_the_file_is_the_data(tmp_path, known_result):
    path = tmp_path / "known.json"
    write_result(known_result, path)
    assert json.loads(path.read_text(encoding="utf-8")) == as_json(known_result)
    assert list(as_json(known_result)["results"]["d002"]) == [
        "lang",
        "type",
        "lexical",
        "dense",
        "hybrid",
    ]


def test_rows_come_back_in_the_order_of_the_runs(tmp_path, known_result):
    path = tmp_path / "known.json"
    write_result(known_result, path)
    rows = read_rows(path)
    assert [row.label for row in rows] == ["lexical", "dense", "hybrid"]
    assert rows[1] == Row(
        set_name="known",
        kind="questions",
        label="dense",
        queries=3,
        measures={"R@1": 0.3333, "R@5": 0.6667, "R@10": 0.6667, "MRR@10": 0.5, "nDCG@10": 0.5436},
    )


def test_question_sets_stand_before_beir_sets(tmp_path, known_result):
    data = as_json(known_result)
    for name, kind in [("alpha", "beir"), ("lantian", "questions"), ("dev", "questions")]:
        content = json.dumps({**data, "set": name, "kind": kind})
        (tmp_path / f"{name}.json").write_text(content)
    rows = read_folder(tmp_path)
    assert [row.set_name for row in rows[::3]] == ["dev", "lantian", "alpha"]
    assert [row.label for row in rows[:3]] == ["lexical", "dense", "hybrid"]


def test_a_folder_without_results(tmp_path):
    with pytest.raises(ResultsError, match=r"there is no results file; make one with"):
        read_folder(tmp_path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "not a results file"),
        ("[]", "not a results file"),
        ("{}", "not a results file"),
        ('{"set": "x", "kind": "beir", "queries": 3, "measures": {"dense": {}}}', "R@1"),
        ('{"set": "x", "kind": "beir", "queries": 3, "measures": {"dense": "?"}}', "not a results"),
    ],
)
def test_a_file_that_holds_no_results(tmp_path, content, message):
    path = tmp_path / "known.json"
    path.write_text(content)
    with pytest.raises(ResultsError, match=message) as caught:
        read_rows(path)
    assert "known.json" in str(caught.value)
    assert "python -m eval" in str(caught.value)


def test_a_place_that_cannot_be_written(tmp_path, known_result):
    with pytest.raises(ResultsError, match="cannot be written"):
        write_result(known_result, tmp_path)


RESULTS = sorted((Path(__file__).parents[2] / "eval" / "results").glob("*.json"))


@pytest.mark.parametrize("path", RESULTS, ids=lambda path: path.stem)
def test_committed_means_follow_from_the_committed_queries(path):
    data = json.loads(path.read_text(encoding="utf-8"))
    assert data["set"] == path.stem
    assert data["queries"] == len(data["results"])
    for mode, means in data["measures"].items():
        for place, name in enumerate(data["columns"][1:], start=1):
            values = [result[mode][place] for result in data["results"].values()]
            assert means[name] == pytest.approx(sum(values) / len(values), abs=1e-4)
    assert data["columns"] == ["first", *(m.name for m in MEASURES)]
