import json
import re
from pathlib import Path

import pytest

from eval.archive import as_json, read_folder, read_result, write_result
from eval.errors import ResultsError
from eval.report import result_rows
from eval.runner import SYSTEMS, evaluate

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
  "rrf": {"R@1": [0.3333, 0.0, 1.0], MORE
 },
 "slices": {},
 "columns": ["ranks", "shown", "passages"],
 "results": {
  "d001": {"labels": ["lang zh-Hans", "type number"], "pieces": 1, "rrf": [[1], 1, []]},
  "d002": {"labels": ["lang en", "type list"], "pieces": 1, "rrf": [[6], 0, []]},
  "d003": {"labels": ["lang zh-Hans", "type list"], "pieces": 1, "rrf": [[8], 0, []]}
 }
}
"""


def test_the_whole_file(tmp_path, known_set):
    path = tmp_path / "results" / "known.json"
    write_result(evaluate(known_set, ("rrf",)), path)
    written = re.sub(r"(\[0\.3333, 0\.0, 1\.0\], ).*", r"\1MORE", path.read_bytes().decode())
    assert written == WRITTEN


def test_a_mode_keeps_its_first_passages(known_result):
    line = as_json(known_result)["results"]["d002"]
    assert list(line) == ["labels", "pieces", "lexical", "dense", "hybrid"]
    assert line["hybrid"] == [[2], 1, ["miss-1", "hit", "miss-2"]]
    assert line["lexical"] == [[], 0, ["miss-1", "miss-2", "miss-3"]]


def test_slices_of_the_modes(known_result):
    slices = as_json(known_result)["slices"]
    assert list(slices) == ["lang zh-Hans", "lang en", "type number", "type list"]
    assert slices["type list"]["queries"] == 2
    assert slices["type list"]["hybrid"]["MRR@10"] == [0.75, 0.5, 1.0]


def test_the_file_is_the_data(tmp_path, known_result):
    path = tmp_path / "known.json"
    write_result(known_result, path)
    assert json.loads(path.read_text(encoding="utf-8")) == as_json(known_result)


def test_what_is_read_back_is_what_was_written(tmp_path, known_result):
    write_result(known_result, tmp_path / "known.json")
    again = read_result(tmp_path / "known.json")
    assert result_rows(again) == result_rows(known_result)
    assert [run.system for run in again.runs] == ["lexical", "dense", "hybrid"]
    write_result(again, tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == (tmp_path / "known.json").read_bytes()


def test_question_sets_stand_before_beir_sets(tmp_path, known_result):
    data = as_json(known_result)
    for name, kind in [("alpha", "beir"), ("lantian", "questions"), ("dev", "questions")]:
        content = json.dumps({**data, "set": name, "kind": kind})
        (tmp_path / f"{name}.json").write_text(content)
    assert [result.name for result in read_folder(tmp_path)] == ["dev", "lantian", "alpha"]


def test_a_folder_without_results(tmp_path):
    with pytest.raises(ResultsError, match=r"there is no results file; make one with"):
        read_folder(tmp_path)


CUT = (
    '{"set": "x", "kind": "beir", "left_out": 0, "configuration": {}, "corpus_hash": "", '
    '"measures": {"dense": 0}, "results": {"q": {"labels": [], "pieces": 1, '
    '"dense": [[1], 1, []]}}}'
)


def test_the_least_a_file_must_hold(tmp_path):
    (tmp_path / "x.json").write_text(CUT)
    assert read_result(tmp_path / "x.json").runs[0].outcomes[0].scores["nDCG@10"] == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "not a results file"),
        ("[]", "not a results file"),
        ("{}", "not a results file"),
        ('{"set": "x", "kind": "beir", "left_out": 0}', "'configuration'"),
        (CUT.replace("[[1], 1, []]", "[[1, 2], 1, []]"), "2 pieces found of 1"),
        (CUT.replace("[[1], 1, []]", "[[1]]"), "not enough values"),
        (CUT.replace("dense", "other", 1), "'other'"),
    ],
)
def test_a_file_that_holds_no_results(tmp_path, content, message):
    path = tmp_path / "known.json"
    path.write_text(content)
    with pytest.raises(ResultsError, match=message) as caught:
        read_result(path)
    assert "known.json" in str(caught.value)
    assert "python -m eval" in str(caught.value)


def test_a_place_that_cannot_be_written(tmp_path, known_result):
    with pytest.raises(ResultsError, match="cannot be written"):
        write_result(known_result, tmp_path)


RESULTS = sorted((Path(__file__).parents[2] / "eval" / "results").glob("*.json"))


@pytest.mark.parametrize("path", RESULTS, ids=lambda path: path.stem)
def test_committed_means_follow_from_the_committed_queries(path, tmp_path):
    data = json.loads(path.read_text(encoding="utf-8"))
    assert data["set"] == path.stem
    assert data["queries"] == len(data["results"])
    assert list(data["measures"]) == list(SYSTEMS)
    again = as_json(read_result(path))
    for system, measures in data["measures"].items():
        for name, values in measures.items():
            assert again["measures"][system][name] == pytest.approx(values, abs=2e-4)
