"""The views that take a file in, as a browser without scripts uses them."""

import shutil

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ui.adding import Shelf
from ui.server.live_index import LiveIndex
from ui.views import views_of

PLAN = "温岭市2022年大气污染防治工作方案\n一、目标\nPM2.5年均浓度不高于27微克/立方米。\n"


@pytest.fixture
def adding(tmp_path, model_index, model_folder):
    """What sends requests to the views of a collection that may be changed."""
    shutil.copytree(model_folder, tmp_path / "index")
    (tmp_path / "corpus").mkdir()
    live = LiveIndex(tmp_path / "index")
    routes = views_of(live, Shelf(tmp_path / "corpus", live))
    return TestClient(Starlette(routes=routes), follow_redirects=False)


def sent(adding, name, text, prefix=""):
    return adding.post(f"{prefix}/plans/add", files={"file": (name, text.encode())})


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
    assert "choose it again" in gone.text


@pytest.mark.parametrize(
    ("name", "text", "said"), [("a.txt", "", "the file is empty"), ("a.exe", "MZ", ".exe")]
)
def test_what_cannot_be_read_is_said_in_a_sentence(adding, name, text, said):
    answer = sent(adding, name, text)
    assert answer.status_code == 400
    assert said in answer.text
    assert "程序内部出错" not in answer.text


@pytest.mark.parametrize(
    ("correction", "said"),
    [({"issued": "last May"}, "issued must be a day"), ({"county": "没有这个县"}, "没有这个县")],
)
def test_a_correction_is_taken_or_explained(adding, correction, said):
    led = sent(adding, "a.txt", PLAN).headers["location"]
    answer = adding.post(led, data={"decision": "take", **correction})
    if answer.status_code == 303:
        assert said in adding.get(answer.headers["location"].partition("#")[0]).text
    else:
        assert answer.status_code == 400
        assert said in answer.text
        assert "程序内部出错" not in answer.text


def test_a_plan_is_removed_by_its_form_alone(adding):
    assert adding.get("/plans/remove").status_code == 405
    assert adding.post("/plans/remove", data={"plan": "none"}).status_code == 400
