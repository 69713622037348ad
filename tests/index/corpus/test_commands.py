"""``add``, ``remove``, ``list``, ``edit``: the collection and its index change together."""

import json
import shutil
from pathlib import Path

import pytest

from index import PlanIndex
from index.__main__ import main
from index.reading.time_limit import VARIABLE
from tests.index.conftest import CHAOSHAN, YUNXI
from tests.index.reading.made_cells import zipped
from tests.index.reading.made_files import MAKERS

LINHAI = "临江市扬尘治理2024年方案\n\n一、治理工地12处。\n二、清扫道路30公里。\n"


@pytest.fixture
def files(tmp_path):
    """A folder to add: a plan, the same as a page, one of the collection's, and two that fail."""
    folder = tmp_path / "files"
    (folder / "deeper").mkdir(parents=True)
    (folder / "临江 2024.txt").write_text(LINHAI, encoding="utf-8")
    lines = "".join(f"<p>{line}</p>" for line in LINHAI.splitlines())
    (folder / "deeper" / "附页.html").write_text(f"<meta charset=utf-8>{lines}", encoding="utf-8")
    (folder / "yunxi.txt").write_text(YUNXI, encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "notes.ods").write_bytes(b"x")
    return folder


def test_a_folder_is_added(command, held, corpus, files, built):
    said = command("add", files, expected=3)
    assert held() == ["chaoshan-2023", "yunxi-2025", "临江-2024"]
    assert (corpus / "plans" / "临江-2024.txt").read_text("utf-8") == LINHAI
    assert "yunxi-2025  ← " in said
    assert "早已收录" in said
    assert "同一文件" in said
    assert "empty.txt: holds no text\n    give a file" in said
    assert not (corpus / "plans" / "empty.txt").exists()
    assert not list((corpus / "plans").glob(".*")), "nothing half-written is left"


def test_files_that_are_no_plans(command, held, corpus, files, built):
    before = sorted((corpus / "plans").iterdir())
    said = command("add", files / "notes.ods", files / "empty.txt", expected=2)
    assert "notes.ods: cannot read this type of file" in said
    assert sorted((corpus / "plans").iterdir()) == before
    assert held() == ["chaoshan-2023", "yunxi-2025"]
    assert "no such file or folder" in command("add", files / "missing.txt", expected=2)


UNREADABLE = Path("/proc/self/mem")
"""A file that nobody reads from its beginning, root neither."""


@pytest.mark.skipif(not UNREADABLE.exists(), reason="only Linux has such a file")
def test_a_file_that_cannot_be_opened_costs_itself_alone(command, held, files, built):
    (files / "bad.txt").symlink_to(UNREADABLE)
    said = command("add", files / "临江 2024.txt", files / "bad.txt", expected=3)
    assert "bad.txt: " in said
    assert "Input/output error" in said
    assert held() == ["chaoshan-2023", "yunxi-2025", "临江-2024"]


def test_an_addition_that_is_broken_off_leaves_nothing(
    command, held, corpus, files, built, tmp_path, monkeypatch
):
    before = sorted((corpus / "plans").iterdir()), (corpus / "manifest.toml").read_bytes()
    path = tmp_path / "several.zip"
    path.write_bytes(zipped({f"{n}.docx": MAKERS[".docx"](LINHAI.splitlines()) for n in "甲乙"}))
    monkeypatch.setenv(VARIABLE, "soon")  # which is said where the first archive is read
    assert f"{VARIABLE} is 'soon'" in command("add", files / "临江 2024.txt", path, expected=2)
    assert before == (sorted((corpus / "plans").iterdir()), (corpus / "manifest.toml").read_bytes())
    assert held() == ["chaoshan-2023", "yunxi-2025"]


def test_what_was_added_stays_with_the_next_build(command, held, corpus, files, built, folder):
    command("add", files / "临江 2024.txt", "--set", "city=临江市", "--set", "issued=2024/5/1")
    before = held()
    index = PlanIndex.build(corpus, folder, encoder=built.encoder, progress=False)
    assert [head.id for head in index.heads()] == before
    plan = index.plan("临江-2024")
    assert (plan.city, plan.issued.isoformat()) == ("临江市", "2024-05-01")
    assert dict(plan.origins)["issued"] == "given"


def test_without_an_index_one_is_built(command, held, files):
    command("add", files / "临江 2024.txt")
    assert held() == ["chaoshan-2023", "yunxi-2025", "临江-2024"]


def test_a_plan_is_removed_with_what_is_known_of_it(command, held, corpus, built):
    command("remove", "yunxi-2025")
    assert held() == ["chaoshan-2023"]
    assert "yunxi" not in (corpus / "manifest.toml").read_text("utf-8")
    assert "chaoshan" in (corpus / "manifest.toml").read_text("utf-8")
    assert "no plan 'yunxi-2025'; list them" in command("remove", "yunxi-2025", expected=2)


def test_where_a_plan_goes_its_copy_takes_its_place(command, held, files, built):
    command("add", files / "临江 2024.txt", files / "deeper" / "附页.html")
    assert held() == ["chaoshan-2023", "yunxi-2025", "临江-2024"]
    command("remove", "临江-2024")
    assert held() == ["chaoshan-2023", "yunxi-2025", "附页"]


def test_the_list_says_who_said_it(command, files, built):
    command("add", files / "临江 2024.txt", files / "deeper" / "附页.html")
    said = json.loads(command("list", "--json"))
    plans = {own["id"]: own for own in said}
    assert [copy["file"] for copy in plans["临江-2024"]["copies"]] == ["附页.html"]
    assert plans["临江-2024"]["origins"]["title"] == "read"
    assert plans["chaoshan-2023"]["origins"]["period"] == "read"
    assert plans["yunxi-2025"]["origins"]["period"] == "given"
    text = command("list")
    assert "副本 a copy: 附页.html" in text
    assert "由人补充 given: period" in text


def test_a_field_is_corrected_and_taken_back(command, corpus, built, folder, encoder):
    said = command("edit", "chaoshan-2023", "period=2023-2025", "document_number=潮政〔2023〕5号")
    assert "由人更正 corrected: period" in said
    plan = PlanIndex.open(folder, encoder=encoder).plan("chaoshan-2023")
    assert (plan.period, plan.document_number) == ((2023, 2025), "潮政〔2023〕5号")
    assert plan.city == "潮山市", "what was known stays"
    command("edit", "chaoshan-2023", "period=", "document_number=")
    plan = PlanIndex.open(folder, encoder=encoder).plan("chaoshan-2023")
    assert (plan.period, plan.document_number) == ((2023, 2023), None)


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("period=soon", "period must be years such as 2018-2020, not 'soon'"),
        ("issued=2023-13-01", "issued must be a day such as 2020-05-01"),
        ("level=town", "level must be one of nation"),
        ("colour=red", "say FIELD=VALUE"),
        ("city", "say FIELD=VALUE"),
    ],
)
def test_a_field_that_makes_no_sense_changes_nothing(command, corpus, built, field, message):
    before = (corpus / "manifest.toml").read_bytes()
    assert message in command("edit", "chaoshan-2023", field, expected=2)
    assert (corpus / "manifest.toml").read_bytes() == before


def test_comments_of_the_manifest_stay(command, corpus, built):
    manifest = corpus / "manifest.toml"
    manifest.write_text(f"# mine\n{manifest.read_text('utf-8')}", encoding="utf-8")
    command("edit", "chaoshan-2023", "issuer=潮山市人民政府")
    assert manifest.read_text("utf-8").startswith("# mine\n")


def test_the_same_file_twice_is_there_once(command, held, corpus, tmp_path, built):
    copy = tmp_path / "again.txt"
    copy.write_text(CHAOSHAN, encoding="utf-8")
    assert "早已收录" in command("add", copy)
    assert len(list((corpus / "plans").iterdir())) == 2


def test_a_file_that_lies_in_the_corpus_is_put_into_the_index(command, held, corpus, built):
    path = corpus / "plans" / "linhai.txt"
    path.write_text(LINHAI, encoding="utf-8")
    assert "已加入 added" in command("add", path)
    assert held() == ["chaoshan-2023", "linhai", "yunxi-2025"]
    assert "早已收录 was there already" in command("add", path)
    path.write_text(LINHAI.replace("12", "21"), encoding="utf-8")
    assert "已加入 added" in command("add", path)
    (corpus / "plans" / "empty.md").write_bytes(b"")
    assert "empty.md: holds no text" in command("add", corpus / "plans", expected=3)
    assert (corpus / "plans" / "empty.md").exists(), "what its owner put there stays"


def test_names_that_are_taken(command, held, tmp_path, built):
    other = tmp_path / "chaoshan-2023.txt"
    other.write_text(LINHAI, encoding="utf-8")
    command("add", other)
    assert held() == ["chaoshan-2023", "chaoshan-2023-2", "yunxi-2025"]


def test_a_table_beside_the_manifest(corpus, folder, encoder, command):
    table = corpus / "manifest.csv"
    table.write_bytes(
        "文件名,文号,发文日期,年份\r\nyunxi-2025.txt,云政〔2024〕3号,2024/9/3,\r\n".encode(
            "gb18030"
        )
    )
    index = PlanIndex.build(corpus, folder, encoder=encoder, progress=False)
    plan = index.plan("yunxi-2025")
    assert (plan.document_number, plan.issued.isoformat()) == ("云政〔2024〕3号", "2024-09-03")
    assert (plan.city, plan.period) == ("云溪市", (2024, 2025)), "the other manifest counts too"
    said = command("edit", "yunxi-2025", "issued=2024-09-04", expected=2)
    assert "manifest.csv: has a line on yunxi-2025; change it there" in said
    command("edit", "yunxi-2025", "issuer=云溪市人民政府")


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("id,colour\na,b\n", "unknown column 'colour'"),
        ("title\nx\n", "must name the columns, 'id' among them"),
        ("id,issued\nyunxi-2025,soon\n", "line 2, plan yunxi-2025: issued must be a day"),
        ("id,city\nyunxi-2025,a\nyunxi-2025,b\n", "line 3: yunxi-2025 stands in two lines"),
        ("id,city\nnobody,a\n", "no file in .* for nobody"),
        ("id,city\nyunxi-2025,乙市\n", "city is another than in manifest.toml"),
        ("id,level\nyunxi-2025,town\n", "level must be one of"),
    ],
)
def test_a_table_that_makes_no_sense(corpus, folder, encoder, table, message):
    from index import ManifestError

    (corpus / "manifest.csv").write_text(table, encoding="utf-8-sig")
    with pytest.raises(ManifestError, match=message):
        PlanIndex.build(corpus, folder, encoder=encoder, progress=False)


def test_files_are_not_changed_on_their_way(command, corpus, files, built, tmp_path):
    data = (files / "deeper" / "附页.html").read_bytes()
    odd = tmp_path / "odd name (1).HTML"
    shutil.copy(files / "deeper" / "附页.html", odd)
    command("add", odd)
    assert (corpus / "plans" / "odd-name-1.html").read_bytes() == data


def test_a_file_named_as_a_manifest_is_a_plan_like_others(command, held, corpus, tmp_path, built):
    path = tmp_path / "manifest.csv"
    path.write_text("任务,牵头单位\n更新公交车50辆,市交通运输局\n", encoding="utf-8")
    command("add", path)
    assert "manifest-2" in held()
    assert not (corpus / "plans" / "manifest.csv").exists()


def test_a_first_file_that_cannot_be_read_does_not_stay(command, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "broken.pdf"
    path.write_bytes(b"no PDF")
    code = main(["add", str(path), "--corpus", "own", "--index", "own-index"])
    said = capsys.readouterr()
    assert code == 2
    assert "is not a PDF or is broken" in said.out + said.err
    assert not list((tmp_path / "own" / "plans").iterdir())


def test_two_files_of_one_stem_are_removed_together(command, held, corpus, folder, encoder, built):
    plans = corpus / "plans"
    (plans / "third.txt").write_text("一、丙\n到2026年，建成绿道3公里。\n", encoding="utf-8")
    (plans / "third.md").write_text("一、丁\n到2027年，种树40万株。\n", encoding="utf-8")
    PlanIndex.build(corpus, folder, encoder=encoder, progress=False)
    before = held()
    ids = [id_ for id_ in before if id_.startswith("third")]
    assert len(ids) == 2
    command("remove", *ids, ids[0])
    assert held() == [id_ for id_ in before if id_ not in ids]
