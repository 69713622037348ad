"""The views that take a file in, as a browser without scripts uses them."""

import shutil
import threading
import time

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ui.adding import Shelf
from ui.server.live_index import LiveIndex
from ui.server.work import Turns
from ui.views import views_of

PLAN = "温岭市2022年大气污染防治工作方案\n一、目标\nPM2.5年均浓度不高于27微克/立方米。\n"


@pytest.fixture
def adding(tmp_path, collection_folder, shelves):
    """What sends requests to the views of a collection that may be changed."""
    shutil.copytree(collection_folder, tmp_path, dirs_exist_ok=True)
    live = LiveIndex(tmp_path / "index")
    shelves.append(Shelf(live))
    return TestClient(Starlette(routes=views_of(live, shelves[0])), follow_redirects=False)


@pytest.fixture
def shelves():
    """The shelf behind the views, once they are there."""
    return []


def sent(adding, name, text, prefix=""):
    """Send a file, and return the answer once it was read; on a busy machine that takes a while."""
    answer = adding.post(f"{prefix}/plans/add", files={"file": (name, text.encode())})
    return ended(adding, answer) if answer.status_code == 303 else answer


def ended(adding, answer):
    """Return the answer that leads on to what became of a file, when that is known."""
    place = answer.headers["location"]
    watched = f"{place}/progress"
    deadline = time.monotonic() + 300
    while "/plans/add/" in place and not adding.get(watched).json()["ended"]:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    if "/plans/add/" not in place:
        return answer
    led = adding.get(place)
    return answer if led.status_code == 200 else led


@pytest.mark.parametrize(
    ("prefix", "said"), [("", "核对读出的内容"), ("/en", "Check what was read")]
)
def test_a_file_is_shown_before_it_is_taken_in(adding, prefix, said):
    led = sent(adding, "wenling.txt", PLAN, prefix)
    assert led.status_code == 303
    shown = adding.get(led.headers["location"])
    assert said in shown.text
    assert 'value="温岭市2022年大气污染防治工作方案"' in shown.text
    assert "wenling" not in adding.get("/plans").text
    left = adding.post(led.headers["location"], data={"decision": "leave"})
    assert left.headers["location"] == f"{prefix}/plans"
    gone = adding.get(led.headers["location"])
    assert gone.status_code == 400
    assert ("choose it again" if prefix else "请重新选择") in gone.text


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.txt", "", "“a.txt”是空文件"),
        ("a.exe", "MZ", "“a.exe”读不出方案来"),
        ("报告.txt", "MZ\x00\x01\x02\x00\x00", "“报告.txt”读不出方案来"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(adding, tmp_path, name, text, said):
    answer = sent(adding, name, text)
    assert answer.status_code == 400
    assert said in answer.text
    assert "程序内部出错" not in answer.text
    assert str(tmp_path) not in answer.text


@pytest.mark.parametrize(
    ("correction", "said"),
    [({"issued": "last May"}, "issued must be a day"), ({"county": "没有这个县"}, "没有这个县")],
)
def test_a_correction_is_taken_or_explained(adding, correction, said):
    led = sent(adding, "a.txt", PLAN).headers["location"]
    answer = adding.post(led, data={"decision": "take", **correction})
    answer = ended(adding, answer) if answer.status_code == 303 else answer
    if answer.status_code == 303:
        assert said in adding.get(answer.headers["location"].partition("#")[0]).text
    else:
        assert answer.status_code == 400
        assert said in answer.text
        assert "程序内部出错" not in answer.text


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_where_too_many_files_wait_one_is_told_to_come_again(adding, shelves, monkeypatch, prefix):
    turns = Turns(1, waiting=0)
    monkeypatch.setattr(shelves[0], "_reading", turns)
    with turns.taken():
        answer = sent(adding, "a.txt", PLAN, prefix)
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert ("The server is busy" if prefix else "服务器正忙") in answer.text
    assert sent(adding, "a.txt", PLAN, prefix).status_code == 303


def test_a_plan_is_removed_by_its_form_alone(adding):
    """What a link can do, a stranger's page can make a reader do."""
    asked = adding.get("/plans/remove?plan=xianyang-2020")
    assert asked.status_code == 200
    assert 'value="xianyang-2020"' in asked.text
    assert "不能撤销" in asked.text
    assert "xianyang-2020" in adding.get("/plans").text
    for answer in (
        adding.get("/plans/remove?plan=none"),
        adding.post("/plans/remove", data={"plan": "none"}),
    ):
        assert answer.status_code == 400
    assert "已从方案库移除：wenling" in adding.get("/plans?removed=wenling").text
    for held_or_strange in ("xianyang-2020", "a b", "<b>"):
        assert (
            "已从方案库移除" not in adding.get("/plans", params={"removed": held_or_strange}).text
        )


@pytest.mark.parametrize(("prefix", "said"), [("", "计算语义向量"), ("/en", "Computing what")])
def test_how_far_an_addition_is_is_shown_without_a_script_and_told_to_one(
    adding, shelves, prefix, said
):
    going_on = threading.Event()

    def do(told):
        told("embedding", 0.25)
        going_on.wait(60)
        told("writing", 0.0)

    shelves[0].errands.begin("token", do)
    place = f"{prefix}/plans/add/token"
    try:
        while not (told := adding.get(f"{place}/progress").json()).get("stage"):
            time.sleep(0.01)
        assert told == {"ended": False, "stage": "embedding", "share": 0.25}
        shown = adding.get(place).text
        assert f'<li data-stage="embedding" aria-current="step">{said}' in shown
        assert "25%" in shown
        assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in shown
        assert f'data-watched="{place}/progress"' in shown
        second = adding.post(place, data={"decision": "take"})  # it is not begun twice
        assert second.status_code == 200
        assert said in second.text
    finally:
        going_on.set()
    shelves[0].errands.of("token").wait(60)
    assert adding.get(f"{place}/progress").json() == {"ended": True}


def test_what_went_wrong_is_said_once_and_the_file_waits_on(adding):
    led = sent(adding, "a.txt", PLAN).headers["location"]
    answer = adding.post(led, data={"decision": "take", "issued": "last May"})
    assert answer.status_code == 400
    assert "核对读出的内容" in adding.get(led).text


def test_an_index_without_its_corpus_says_so_before_a_file_is_chosen(adding, tmp_path):
    (tmp_path / "corpus").rename(tmp_path / "away")
    answer = adding.get("/plans/add")
    assert answer.status_code == 400
    assert "names no corpus" in answer.text
    assert 'type="file"' not in answer.text
