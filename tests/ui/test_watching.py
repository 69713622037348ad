"""What is told to whoever watches over the page: readiness, figures, lines of the log."""

import asyncio
import json
import signal
from base64 import b64encode
from dataclasses import replace

import httpx
import pytest
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families
from starlette.responses import PlainTextResponse

from index.version import VERSION
from tests.page_process import WAIT_S, Page, free_port, serving, start, wait_until_up
from ui.server import metrics
from ui.server.access import Access, Credentials, metrics_token_from
from ui.server.doors import HEALTH, METRICS, READY, Doors
from ui.server.health import Health, Readiness
from ui.server.live_index import LiveIndex
from ui.server.request_log import format_from
from ui.server.serving import ServingError
from ui.server.watching import Watched, view_of

TOKEN = "0123456789abcdef"
RIGHT = f"Bearer {TOKEN}"
PASSWORD = f"Basic {b64encode(b'user:password').decode()}"


def figures(answer):
    """The samples of an answer, by name and labels."""
    assert answer.status == 200
    return {
        (own.name, *sorted(own.labels.values())): own.value
        for family in text_string_to_metric_families(answer.body.decode())
        for own in family.samples
    }


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("watching"), "--log", "json") as page:
        yield page


def lines(page):
    return [json.loads(line) for line in page.log.read_text("utf-8").splitlines() if line[0] == "{"]


def test_without_an_index_it_is_up_and_not_ready(page):
    assert page.ask("GET", "/health").status == 200
    answer = page.ask("GET", "/ready")
    assert answer.status == 503
    assert json.loads(answer.body)["reason"] == "IndexMissingError"
    assert page.ask("HEAD", "/ready").status == 503
    assert page.ask("GET", "/ready", Host="evil.example").status == 400


def test_what_is_asked_is_counted(page):
    before = figures(page.ask("GET", "/metrics"))
    assert page.ask("GET", "/metrics", X_Forwarded_For="127.0.0.1").status == 404
    for _ in range(3):
        page.ask("GET", "/nowhere")
    page.ask("GET", "/api/search?query=x")
    page.ask("GET", "/search?q=x")
    page.ask("GET", "/plan/x")
    after = figures(page.ask("GET", "/metrics"))
    grown = {key: value - before.get(key, 0) for key, value in after.items()}
    assert grown["lantian_requests_total", "404", "other"] == 3
    assert grown["lantian_refusals_total", "closed"] == 4
    assert grown["lantian_requests_total", "/api/search", "503"] == 1
    assert grown["lantian_request_seconds_count", "/plan/{plan_id}"] == 1
    assert grown["lantian_queries_total", "hybrid", "program"] == 1
    assert grown["lantian_queries_total", "hybrid", "page"] == 1
    assert after["lantian_program_info", VERSION] == 1
    assert after["lantian_index_plans",] == 0


def test_each_request_has_a_line_that_does_not_say_what_was_asked(page):
    before = len(lines(page))
    page.ask("GET", "/api/search?query=SECRET", X_Request_Id="of-a-proxy.1")
    named = page.ask("GET", "/nowhere", X_Request_Id="two words")
    first, second = [own for own in lines(page)[before:] if own["event"] == "request"]
    assert first["request_id"] == "of-a-proxy.1"
    assert (first["path"], first["view"], first["status"]) == ("/api/search", "/api/search", 503)
    assert 0 <= first["seconds"] < WAIT_S
    assert second["request_id"] == named.headers["x-request-id"] != "two words"
    assert (second["refused"], second["status"]) == ("closed", 404)
    assert "SECRET" not in page.log.read_text(encoding="utf-8")


def test_what_goes_wrong_at_the_start_is_a_line_too(page):
    messages = [own["message"] for own in lines(page) if own["event"] == "message"]
    assert any("No search yet" in own for own in messages)
    assert not any("No search yet" in line for line in text_lines(page))


class Broken(LiveIndex):
    """An index whose opening fails in a way that nobody foresaw."""

    def current(self):
        raise ZeroDivisionError("in the middle of it")


def told(path, app):
    """What an application behind the doors and the account answers, and is counted as."""
    live = Broken("none")
    watched = Watched(Doors(PlainTextResponse("the page"), OWN, {path: app}), live)
    before = figures_now()

    async def asked():
        transport = httpx.ASGITransport(watched, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.get(path)

    answer = asyncio.run(asked())
    grown = {key for key, value in figures_now().items() if value > before.get(key, 0)}
    return answer, {key[1] for key in grown if key[0] == "lantian_requests_total"}


def figures_now():
    text = generate_latest(metrics._COUNTED).decode()
    return {
        (own.name, *sorted(own.labels.values())): own.value
        for family in text_string_to_metric_families(text)
        for own in family.samples
    }


@pytest.mark.parametrize(
    ("path", "report", "status", "said"),
    [(READY, Readiness, 503, "not ready"), (HEALTH, Health, 200, "no index")],
)
def test_what_nobody_foresaw_is_told_to_who_watches(path, report, status, said, caplog):
    answer, counted = told(path, report(Broken("none")))
    assert (answer.status_code, counted) == (status, {str(status)})
    assert answer.json() == {"status": said, "index": False, "reason": "ZeroDivisionError"}
    assert "in the middle of it" in caplog.text


def test_a_failure_without_an_answer_is_counted_as_one():
    async def fails(scope, receive, send):
        raise ZeroDivisionError

    answer, counted = told(READY, fails)
    assert (answer.status_code, counted) == (500, {"500"})


def text_lines(page):
    return [own for own in page.log.read_text("utf-8").splitlines() if not own.startswith("{")]


def test_a_format_that_is_none_is_refused():
    assert format_from("json", {"LANTIAN_LOG": "plain"}) == "json"
    assert format_from(None, {"LANTIAN_LOG": "json"}) == "json"
    assert format_from(None, {}) == "plain"
    with pytest.raises(ServingError, match="LANTIAN_LOG=yaml"):
        format_from(None, {"LANTIAN_LOG": "yaml"})


@pytest.mark.parametrize("token", ["short", "0123456789 abcdef", "0123456789abcde\u00e9"])
def test_a_token_that_is_none_is_refused(token):
    assert metrics_token_from({}) is None
    assert metrics_token_from({"LANTIAN_METRICS_TOKEN": f" {TOKEN} "}) == TOKEN
    with pytest.raises(ServingError, match="LANTIAN_METRICS_TOKEN") as refused:
        metrics_token_from({"LANTIAN_METRICS_TOKEN": token})
    assert token not in str(refused.value)


OWN = Access(frozenset({"127.0.0.1", "plans.example"}))
ASKING = replace(OWN, credentials=Credentials("user", "password"))
WAYS = {
    "": {},
    "named": {"Host": "plans.example"},
    "proxied": {"X-Forwarded-For": "127.0.0.1"},
    "token": {"Authorization": RIGHT},
    "wrong": {"Authorization": f"{RIGHT}0"},
    "password": {"Authorization": PASSWORD},
}


@pytest.mark.parametrize(
    ("access", "expected"),
    [
        (replace(OWN, is_only_here=True), {"": 200, "proxied": 404, "token": 200}),
        (OWN, {"": 404, "named": 404, "token": 404, "password": 404}),
        (replace(OWN, metrics_token=TOKEN), {"": 401, "wrong": 401, "token": 200}),
        (ASKING, {"": 401, "token": 401, "password": 200}),
        (
            replace(ASKING, metrics_token=TOKEN),
            {"": 401, "wrong": 401, "token": 200, "password": 200},
        ),
    ],
    ids=["here alone", "open to all", "open, a token", "password", "password and token"],
)
def test_figures_are_told_to_whom_the_page_is(access, expected):
    doors = Doors(PlainTextResponse("the page"), access, {METRICS: PlainTextResponse("figures")})

    async def found():
        transport = httpx.ASGITransport(doors)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            told = {way: await client.get(METRICS, headers=WAYS[way]) for way in expected}
            page = await client.get("/", headers=WAYS["token"])
        return {way: own.status_code for way, own in told.items()}, page.status_code

    told, page = asyncio.run(found())
    assert told == expected
    assert page == (401 if access.credentials else 200), "the token opens the figures alone"


def test_a_visitor_of_another_machine_is_told_none_where_there_is_no_password():
    access = replace(OWN, is_only_here=True)
    doors = Doors(PlainTextResponse("the page"), access, {METRICS: PlainTextResponse("figures")})

    async def status(client):
        transport = httpx.ASGITransport(doors, client=(client, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as asking:
            return (await asking.get(METRICS)).status_code

    assert [asyncio.run(status(own)) for own in ("127.0.0.1", "::1", "10.0.0.7", "")] == [
        200,
        200,
        404,
        404,
    ]


@pytest.mark.parametrize(
    ("path", "view"),
    [
        ("/", "/"),
        ("/en/", "/"),
        ("/hant/", "/"),
        ("/plan/xianyang-2020", "/plan/{plan_id}"),
        ("/en/plan/x/picture", "/plan/{plan_id}/picture"),
        ("/compare.csv", "/compare.csv"),
        ("/api/ask", "/api/ask"),
        ("/api/asked", "other"),
        ("/look/views.css", "files"),
        ("/en/theme.css", "files"),
        ("/gradio_api/queue/join", "queue"),
        ("/ready", "watching"),
        ("/plans/add", "adding"),
        ("/\u4e00", "other"),
    ],
)
def test_a_path_is_counted_under_one_of_few_names(path, view):
    assert view_of(path) == view


def test_what_ends_services_ends_it_in_order(tmp_path):
    page = Page(free_port(), tmp_path / "page.log")
    settings = {"HOST": "127.0.0.1", "PORT": str(page.port), "LANTIAN_INDEX": "none"}
    with open(page.log, "w", encoding="utf-8") as log:
        process = start(log=log, **settings)
        try:
            wait_until_up(page, process)
            assert page.ask("GET", "/nowhere").headers["x-request-id"]
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=WAIT_S) == 0
        finally:
            process.kill()
            process.wait()
    assert "Traceback" not in page.log.read_text(encoding="utf-8")
    assert lines(page) == [], "plain logs have no line a request"
