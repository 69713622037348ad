"""Many who ask at once, over real connections: who waits for an answer holds up nobody else."""

import http.client
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from urllib.parse import quote

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount

from index import PlanIndex
from tests.index.encoders import HashingEncoder
from ui.programs import api_of
from ui.server.live_index import LiveIndex
from ui.server.work import ANSWERS, SEARCHES, VIEWS
from ui.views import views_of

CROWD = 60
"""More than the 40 threads that a server answers in."""
QUESTION = quote("海东2024年方案的文号是什么？")
ASKING = (f"/search?q={QUESTION}", f"/api/ask?question={QUESTION}")
OTHERS = (
    *("/plan/xianyang-2020", "/plans", f"/compare?topic={quote('PM2.5')}", "/help"),
    *("/api/plans", f"/api/search?query={QUESTION}"),
)
PROMPT_S = 20.0
"""On a machine that others use too; who waited for the crowd would wait for as long as it does."""


class OwnIndex(LiveIndex):
    """An index with vectors that mean nothing: no model is needed."""

    def current(self):
        with self._lock:
            if self._index is None:
                self._index = PlanIndex.open(self.place, encoder=HashingEncoder())
            return self._index


@pytest.fixture(scope="module")
def port(shared_folder, hashed_index):
    """Of the views and the calls of programs, over the five plans."""
    live = OwnIndex(shared_folder / "hashed-index")
    app = Starlette(routes=[*views_of(live), Mount("/api", api_of(live))])
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        server.should_exit = True
        thread.join(timeout=60)


def asked(port, path, timeout_s=120.0):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout_s)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()
    finally:
        connection.close()


@pytest.mark.parametrize("path", ASKING)
def test_who_waits_for_an_answer_holds_up_no_view_and_no_call(port, path):
    for other in OTHERS:  # what is worked out once is not measured
        asked(port, other)
    with ThreadPoolExecutor(CROWD) as pool:
        with ANSWERS.taken():
            crowd = [pool.submit(asked, port, path) for _ in range(CROWD)]
            time.sleep(1.0)  # by then they are all there
            for other in OTHERS:
                status, _, _ = asked(port, other, PROMPT_S)
                assert status == 200, other
            assert not any(own.done() for own in crowd)
        answers = [own.result() for own in crowd]
    assert {status for status, _, _ in answers} == {200}
    assert all("24号" in body for _, _, body in answers)


def waiting(turns):
    return sum(not own.cancelled() for own in turns._waiting)


def until(is_so):
    end = time.monotonic() + PROMPT_S
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.mark.parametrize(
    ("path", "turns", "places"), [(ASKING[1], ANSWERS, 1), ("/plans", VIEWS, 2)]
)
def test_nothing_is_computed_for_who_has_gone_away(port, path, turns, places):
    with ExitStack() as taken:
        for _ in range(places):
            taken.enter_context(turns.taken())
        crowd = [http.client.HTTPConnection("127.0.0.1", port) for _ in range(5)]
        for own in crowd:
            own.request("GET", path)
        until(lambda: waiting(turns) == len(crowd))
        for own in crowd:
            own.close()
        until(lambda: waiting(turns) == 0)
    assert asked(port, path)[0] == 200


def test_no_more_wait_for_an_answer_than_can_be_answered_in_time(port, monkeypatch):
    monkeypatch.setattr(ANSWERS, "_most_waiting", 1)
    with ThreadPoolExecutor(1) as pool:
        with ANSWERS.taken():
            first = pool.submit(asked, port, ASKING[1])
            until(lambda: waiting(ANSWERS) == 1)
            status, headers, _ = asked(port, ASKING[1], PROMPT_S)
        assert (status, first.result()[0]) == (503, 200)
    assert int(headers["retry-after"]) > 0


@pytest.mark.parametrize(
    ("path", "turns", "places"),
    [
        (ASKING[0], SEARCHES, 2),
        (f"/en{ASKING[0]}", SEARCHES, 2),
        (ASKING[0], ANSWERS, 1),
        (ASKING[1], ANSWERS, 1),
        (f"/api/search?query={QUESTION}", SEARCHES, 2),
        ("/api/plans", VIEWS, 2),
        ("/plans", VIEWS, 2),
    ],
)
def test_who_cannot_be_answered_now_is_told_when_to_come_again(
    port, path, turns, places, monkeypatch
):
    monkeypatch.setattr(turns, "patience_s", 0.05)
    with ExitStack() as taken:
        for _ in range(places):
            taken.enter_context(turns.taken())
        status, headers, body = asked(port, path)
    assert status == 503
    assert int(headers["retry-after"]) > 0
    assert ("The server is busy" if path.startswith("/en") else "服务器正忙") in body
    if path.endswith(ASKING[0]):
        assert 'name="q"' in body  # to be sent again
        assert ('class="hit"' in body) == (turns is ANSWERS)
    assert asked(port, path)[0] == 200


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/api/search", "query: field required; /api/openapi.json says"),
        ("/api/search?query=a&k=many", "k: input should be a valid integer"),
    ],
)
def test_an_argument_that_is_missing_or_wrong_is_told_in_a_sentence(port, path, said):
    status, _, body = asked(port, path)
    assert status == 422
    assert f'"detail":"{said}' in body
