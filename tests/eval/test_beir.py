import json

import pytest

from eval.beir import Document, read_bench
from eval.errors import SetError
from eval.types import Query

CORPUS = [
    {"_id": "p0", "title": "", "text": "梵語的學術研究"},
    {"_id": "p1", "title": "天城文", "text": "書寫系統"},
    {"_id": "p2", "text": "沒有標題"},
]
QUERIES = [
    {"_id": "q0", "text": "誰開創了梵語研究?", "metadata": {"answers": ["陸特"]}},
    {"_id": "q1", "text": "沒有人判斷過"},
    {"_id": "q2", "text": "書寫系統是?"},
]
QRELS = "query-id\tcorpus-id\tscore\nq0\tp0\t1\nq2\tp1\t2\nq2\tp2\t1\nq0\tp1\t0\n"


def as_lines(records):
    lines = (r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in records)
    return "".join(line + "\n" for line in lines)


def write(folder, *, corpus=CORPUS, queries=QUERIES, qrels=QRELS, qrels_name="qrels.tsv"):
    (folder / "corpus.jsonl").write_text(as_lines(corpus), encoding="utf-8")
    (folder / "queries.jsonl").write_text(as_lines(queries), encoding="utf-8")
    path = folder / qrels_name
    path.parent.mkdir(exist_ok=True)
    path.write_text(qrels, encoding="utf-8")
    return folder


@pytest.mark.parametrize("qrels_name", ["qrels.tsv", "qrels/test.tsv"])
def test_a_folder_is_read_whole(tmp_path, qrels_name):
    bench = read_bench(write(tmp_path, qrels_name=qrels_name))
    assert bench.documents == (
        Document("p0", "梵語的學術研究"),
        Document("p1", "天城文 書寫系統"),
        Document("p2", "沒有標題"),
    )
    assert bench.queries == (Query("q0", "誰開創了梵語研究?"), Query("q2", "書寫系統是?"))
    assert bench.left_out == 1
    assert bench.relevant == {"q0": frozenset({"p0"}), "q2": frozenset({"p1", "p2"})}


def test_judgements_without_a_header_and_with_windows_line_ends(tmp_path):
    bench = read_bench(write(tmp_path, qrels="q0\tp0\t1\r\nq2\tp1\t1\r\n"))
    assert bench.relevant == {"q0": frozenset({"p0"}), "q2": frozenset({"p1"})}


def test_the_hash_follows_ids_and_texts(tmp_path):
    def hash_of(corpus):
        return read_bench(write(tmp_path, corpus=corpus)).corpus_hash

    known = hash_of(CORPUS)
    assert known == hash_of([dict(reversed(record.items())) for record in CORPUS])
    assert known != hash_of([CORPUS[0], CORPUS[1], {"_id": "p2", "text": "沒有標題了"}])
    assert known != hash_of([*CORPUS, {"_id": "p3", "text": "新"}])
    # the border between id and text counts
    extra = [{"_id": "p3", "text": "1新"}], [{"_id": "p31", "text": "新"}]
    assert hash_of([*CORPUS, *extra[0]]) != hash_of([*CORPUS, *extra[1]])


MALFORMED = [
    ({"corpus": ["{"]}, r"corpus\.jsonl, line 1: not JSON"),
    ({"corpus": []}, r"corpus\.jsonl: the file is empty"),
    ({"corpus": [{"text": "x"}]}, r"corpus\.jsonl, line 1: field '_id' is missing"),
    ({"corpus": [{"_id": 3, "text": "x"}]}, r"line 1: field '_id' must be text, not 3"),
    ({"corpus": [{"_id": "p0", "title": "x"}]}, r"line 1: field 'text' is missing"),
    ({"corpus": [{"_id": "p0", "title": None, "text": "x"}]}, "'title' must be text, not null"),
    ({"corpus": [{"_id": "p0", "title": "", "text": " "}]}, "neither title nor text"),
    ({"corpus": [CORPUS[0], CORPUS[0]]}, r"corpus\.jsonl, line 2: the id 'p0' occurs twice"),
    ({"queries": []}, r"queries\.jsonl: the file is empty"),
    ({"queries": [{"_id": "q0", "text": ""}]}, r"queries\.jsonl, line 1: field 'text' is blank"),
    ({"queries": [QUERIES[0], QUERIES[0]]}, r"queries\.jsonl, line 2: the id 'q0' occurs twice"),
    ({"qrels": ""}, r"qrels\.tsv: there is no judgement in the file"),
    ({"qrels": "query-id\tcorpus-id\tscore\n"}, r"qrels\.tsv: there is no judgement"),
    ({"qrels": "q0 p0 1\n"}, r"qrels\.tsv, line 1: three cells between tabs are expected, not 1"),
    ({"qrels": "q0\tp0\tyes\n"}, r"qrels\.tsv, line 1: the score 'yes' is not a whole number"),
    ({"qrels": "q0\tp9\t1\n"}, r"qrels\.tsv, line 1: corpus\.jsonl has no document 'p9'"),
    ({"qrels": "q9\tp0\t1\n"}, r"qrels\.tsv, line 1: queries\.jsonl has no query 'q9'"),
    ({"qrels": "q0\tp0\t0\n"}, r"qrels\.tsv: no query has a relevant document"),
]


@pytest.mark.parametrize(("files", "message"), MALFORMED)
def test_a_malformed_row_is_named(tmp_path, files, message):
    with pytest.raises(SetError, match=message):
        read_bench(write(tmp_path, **files))


@pytest.mark.parametrize("name", ["corpus.jsonl", "queries.jsonl"])
def test_a_missing_file_is_named(tmp_path, name):
    (write(tmp_path) / name).unlink()
    with pytest.raises(SetError, match=f"{name}: there is no such file"):
        read_bench(tmp_path)


def test_missing_judgements_are_named(tmp_path):
    (write(tmp_path) / "qrels.tsv").unlink()
    with pytest.raises(SetError, match=r"there is no qrels\.tsv and no qrels/test\.tsv"):
        read_bench(tmp_path)
