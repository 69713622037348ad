"""What ``/plans`` and the reader say of copies, of what repeals a plan, and of files left out."""

import re

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from index import PlanIndex
from index.corpus import changes_since
from index.storage.report import report_rows, write_report
from tests.index.encoders import HashingEncoder
from ui.programs import api_of
from ui.server.health import Health
from ui.server.live_index import LiveIndex
from ui.views import views_of

OLD = "海东市大气污染防治工作方案\n东政〔2018〕5号\n\n一、治理扬尘。\n"
NEWER = (
    "海东市大气污染防治行动计划\n东政〔2021〕9号\n\n一、治理扬尘和散煤。\n二、关停燃煤锅炉12台。\n"
    "三、附则。《海东市大气污染防治工作方案》(东政〔2018〕5号)同时废止。\n"
)
MANIFEST = (
    '[plans.newer]\nissuer = "海东市人民政府"\n'
    '[plans.online]\nsource = "https://plans.example/9"\n[plans.paper]\nsource = "a <i>copy</i>"\n'
)


class OwnIndex(LiveIndex):
    """An index with vectors that mean nothing: no model is needed."""

    def current(self):
        with self._lock:
            if self._index is None:
                self._index = PlanIndex.open(self.place, encoder=HashingEncoder())
            return self._index


@pytest.fixture
def collection(tmp_path):
    """A plan that another one repeals, two copies of that one, a file that is none."""
    plans = tmp_path / "corpus" / "plans"
    plans.mkdir(parents=True)
    (plans / "old.txt").write_text(OLD, encoding="utf-8")
    for name in ("newer", "online", "paper"):
        (plans / f"{name}.txt").write_text(NEWER, encoding="utf-8")
    (plans / "broken.pdf").write_bytes(b"%PDF-1.4 broken")
    (tmp_path / "corpus" / "manifest.toml").write_text(MANIFEST, encoding="utf-8")
    build(tmp_path)
    return tmp_path


def build(folder):
    """As ``python -m index build`` does."""
    failures = []
    index = PlanIndex.build(
        folder / "corpus",
        folder / "index",
        encoder=HashingEncoder(),
        progress=False,
        failed=failures.append,
    )
    write_report(folder / "index", report_rows(failures, index.copies(), index.superseded()))


def asking(collection):
    live = OwnIndex(collection / "index")
    return TestClient(Starlette(routes=[*views_of(live), Mount("/api", api_of(live))]))


def row_of(shown, plan_id):
    rows = re.findall(r"<tr>.*?</tr>", shown, re.DOTALL)
    return next(row for row in rows if f'/plan/{plan_id}"' in row.split("<small")[0])


def test_copies_and_what_repeals_a_plan_stand_in_its_row(collection):
    shown = asking(collection).get("/plans").text
    newer, old = row_of(shown, "newer"), row_of(shown, "old")
    assert newer.count("同一文件的另一来源") == 2
    assert '<a href="https://plans.example/9" rel="noreferrer external">' in newer
    assert "paper.txt" in newer
    assert "a &lt;i&gt;copy&lt;/i&gt;" in newer
    assert "同一文件" not in old
    assert re.search(r'已被明文废止，见 <a href="/plan/newer">海东市大气污染防治行动计划</a>', old)
    assert "废止，见" not in newer
    english = asking(collection).get("/en/plans").text
    assert 'Repealed by <a href="/en/plan/newer">' in english
    assert "The same document, from another source" in english


def test_the_reader_says_the_same_and_how_each_field_is_known(collection):
    client = asking(collection)
    newer, old = client.get("/plan/newer").text, client.get("/plan/old").text
    assert "同一文件的另一来源" in newer
    assert '<a href="/plan/newer">' in old
    said = dict(re.findall(r"<dt>([^<]*)</dt><dd>([^<]*?) ?(?:<small>|</dd>)", newer))
    assert said["发文机关"] == "海东市人民政府"
    assert said["编号"] == "newer"
    assert len(said["文件的 SHA-256"]) == 64
    assert "海东市人民政府 <small>由人补充</small>" in newer
    assert "东政〔2021〕9号 <small>读自原文</small>" in newer


def test_programs_are_told_what_repeals_a_plan(collection):
    found = {own["id"]: own for own in asking(collection).get("/api/plans").json()}
    assert found["old"]["superseded_by"] == "newer"
    assert found["newer"]["superseded_by"] is None
    assert found["newer"]["copies"] == ["online.txt", "paper.txt"]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_file_that_was_left_out_is_not_new_and_the_reason_is_told(collection, prefix):
    shown = asking(collection).get(f"{prefix}/plans").text
    note = re.search(r'<div class="notice" role="note">.*?</div>', shown, re.DOTALL)[0]
    assert ("1 个文件没有收录" if not prefix else "1 files are left out") in note
    assert re.search(r'broken\.pdf(?:：|: )<span lang="en">[^<]+; [^<]+</span></li>', note)
    assert "新文件" not in shown
    assert "new file" not in shown
    report = TestClient(Health(OwnIndex(collection / "index"))).get("/health").json()
    assert report["changed_files"] == {"new": 0, "altered": 0, "gone": 0, "left_out": 1}


def test_a_file_that_was_mended_since_is_new(collection):
    (collection / "corpus" / "plans" / "broken.pdf").write_bytes(b"%PDF-1.4 other")
    shown = asking(collection).get("/plans").text
    assert "新文件：broken" in shown
    assert "没有收录" not in shown
    build(collection)  # and left out again, for another reason or the same
    assert "没有收录" in asking(collection).get("/plans").text


def test_without_a_report_a_file_is_new(collection):
    (collection / "index" / "build-report.csv").unlink()
    index = PlanIndex.open(collection / "index", encoder=HashingEncoder())
    assert index.left_out() == ()
    changes = changes_since(index.corpus, index.heads(), index.copies(), index.left_out())
    assert changes.new == ("broken",)
    (collection / "index" / "build-report.csv").write_bytes(b"\xff\x00state\n")
    assert index.left_out() == ()
