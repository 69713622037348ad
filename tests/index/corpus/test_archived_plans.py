"""ZIP archives: several plans, each by itself, or one document with its attachments."""

import json

import pytest

from index import PlanIndex
from index.corpus.archived_plans import plans_in
from index.reading.time_limit import VARIABLE
from tests.index.reading.made_cells import zipped
from tests.index.reading.made_files import MAKERS
from ui.adding import AddingError, Shelf
from ui.server.live_index import LiveIndex


def lines(place, task="治理工地"):
    return [f"{place}市扬尘治理2024年方案", f"一、{task}12处。", f"二、{place}清扫道路30公里。"]


def text(place):
    return "\n".join(lines(place))


NOTICE = "临江市人民政府关于印发《临江市扬尘治理2024年方案》的通知\n现予印发，请认真执行。\n"
LIST = "任务,牵头单位\n更新公交车50辆,市交通运输局\n"
INTERPRETED = "《临江市扬尘治理2024年方案》解读\n一、背景。\n二、内容。\n"
SEVERAL = {
    "a folder of plans": (
        {"各市/临江.txt": text("临江"), "各市/平川.docx": MAKERS[".docx"](lines("平川"))},
        ["临江.txt", "平川.docx"],
    ),
    "files of one name": (
        {"临江/方案.txt": text("临江"), "平川/方案.txt": text("平川")},
        ["临江-方案.txt", "平川-方案.txt"],
    ),
    "each with its attachments": (
        {
            **{"临江/方案.txt": text("临江"), "临江/附件1.csv": LIST, "临江/附件2.csv": LIST},
            "平川/方案.txt": text("平川"),
        },
        ["方案.txt", "临江.zip"],
    ),
}
ONE = {
    "a document and its attachments": {"方案.txt": text("临江"), "附件1.txt": text("平川")},
    "a notice and its plan": {"通知.txt": NOTICE, "方案.txt": text("临江")},
    "a plan and what explains it": {"解读.txt": INTERPRETED, "方案.txt": text("临江")},
    "a plan and a table": {"任务清单.csv": LIST, "方案.txt": text("临江")},
    "chapters": {"1.txt": "一、治理工地。\n二、清扫道路。\n", "2.txt": "三、保障。\n四、其他。\n"},
    "attachments of nobody knows what": {
        **{"临江.txt": text("临江"), "二.txt": text("临江").replace("扬尘", "臭氧")},
        "附件1.csv": LIST,
    },
    "one file": {"方案.txt": text("临江")},
}


@pytest.mark.parametrize("case", SEVERAL)
def test_several_plans(tmp_path, case):
    files, names = SEVERAL[case]
    data = zipped(files)
    plans, failures = plans_in(data, tmp_path / "x.zip")
    assert sorted(own.name for own in plans) == sorted(names)
    assert failures == []
    assert plans == plans_in(data, tmp_path / "x.zip")[0], "the same bytes each time"
    whole = {own.data for own in plans if not own.name.endswith(".zip")}
    assert whole <= {data if isinstance(data, bytes) else data.encode() for data in files.values()}


@pytest.mark.parametrize("case", ONE)
def test_one_plan(tmp_path, case):
    assert plans_in(zipped(ONE[case]), tmp_path / "x.zip") == ((), ())


BESIDE = {"咸阳.txt": text("咸阳"), "阳泉.txt": text("阳泉")}


@pytest.mark.parametrize(
    ("name", "words"),
    [("readme.txt", "下载自网站"), ("解读.txt", f"《咸阳市扬尘治理2024年方案》解读\n{text('')}")],
)
def test_what_is_no_plan_beside_plans_of_several_places_is_left_out(tmp_path, name, words):
    plans, (failed,) = plans_in(zipped({**BESIDE, name: words}), tmp_path / "x.zip")
    assert [own.name for own in plans] == ["咸阳.txt", "阳泉.txt"]
    assert failed.file == f"x.zip/{name}"
    assert failed.error == "is no plan, and lies beside plans of several places"
    assert failed.next_step.startswith("unpack the archive")


def test_an_attachment_of_one_of_several_places_is_refused(command, corpus, tmp_path, built):
    before = sorted((corpus / "plans").iterdir())
    path = tmp_path / "x.zip"
    path.write_bytes(zipped({**BESIDE, "附件.txt": "任务清单"}))
    said = command("add", path, expected=2)
    assert "x.zip: holds plans of several places (咸阳.txt, 阳泉.txt), and attachments" in said
    assert "unpack it" in said
    assert sorted((corpus / "plans").iterdir()) == before


@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04", b"", zipped({"a.gif": b"x", "b.txt": "一、"})],
    ids=["cut off", "empty", "no plan"],
)
def test_archives_that_cannot_be_read_are_refused_as_a_whole(tmp_path, data):
    assert plans_in(data, tmp_path / "x.zip") == ((), ())


def test_several_are_added_each_by_itself(command, held, corpus, tmp_path, built):
    path = tmp_path / "各市方案.zip"
    files = {"临江.txt": text("临江"), "平川.txt": text("平川"), "坏.docx": b"no Word file"}
    path.write_bytes(zipped(files))
    said = json.loads(command("add", path, "--json", expected=3))
    assert [(own["file"], own["plan"], own["state"]) for own in said["added"]] == [
        (f"{path}/临江.txt", "临江", "added"),
        (f"{path}/平川.txt", "平川", "added"),
    ]
    (failed,) = said["failed"]
    assert failed["file"] == "各市方案.zip/坏.docx"
    assert failed["error"].startswith("is not a Word file")
    assert {"临江", "平川"} < set(held())
    assert (corpus / "plans" / "临江.txt").read_text("utf-8") == text("临江")
    assert "早已收录" in command("add", path, expected=3)
    assert len(held()) == 4


def test_one_that_is_read_without_end_is_left_out(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, "2")
    files = {**BESIDE, "长.txt": text("临江") * 200_000}
    plans, (failed,) = plans_in(zipped(files, stored=True), tmp_path / "x.zip")
    assert [own.name for own in plans] == ["咸阳.txt", "阳泉.txt"]
    assert (failed.file, failed.error) == ("x.zip/长.txt", "reading it took longer than 2 s")


def test_one_with_attachments_is_added_as_one(command, held, tmp_path, built):
    path = tmp_path / "临江.zip"
    path.write_bytes(zipped({"通知.txt": NOTICE, "方案.txt": text("临江"), "附件1.csv": LIST}))
    command("add", path, "--set", "city=临江市")
    assert "临江" in held()


def test_what_is_known_is_of_one_plan(command, held, corpus, tmp_path, built):
    path = tmp_path / "x.zip"
    path.write_bytes(zipped({"临江.txt": text("临江"), "平川.txt": text("平川")}))
    before = sorted((corpus / "plans").iterdir())
    said = command("add", path, "--set", "city=临江市", expected=2)
    assert "--set is for one plan, and x.zip holds 2" in said
    assert sorted((corpus / "plans").iterdir()) == before


def test_the_page_takes_one_plan_at_a_time(corpus, folder, built, encoder):
    live = LiveIndex(folder)
    live.current = lambda: PlanIndex.open(folder, encoder=encoder)
    data = zipped({"临江.txt": text("临江"), "平川.txt": text("平川")})
    with pytest.raises(AddingError, match=r"holds 2 plans \(临江.txt, 平川.txt\); unpack it"):
        Shelf(live).receive("x.zip", data)
    assert not list((corpus / ".waiting").iterdir())
