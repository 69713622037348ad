"""What the page's server answers to, asked in plain HTTP."""

import json
import re
import socket
import sys

import pytest

from tests.page_process import WAIT_S, serving

HUGE = str(200 * 1024 * 1024)
FOREIGN = "http://evil.example"
UPLOADS = (
    "/gradio_api/upload",
    "/gradio_api/upload/",
    "/gradio_api/upload?upload_id=x",
    "//gradio_api/upload",
    "/gradio_api/%75pload",
    "/upload",
    "/gradio_api/component_server",
    "/gradio_api/process_recording",
    "/gradio_api/stream/x",
)
CLOSED = (
    *(("POST", f"/gradio_api/{way}/search") for way in ("run", "api", "call", "call/v2")),
    *(("POST", f"/gradio_api/{path}") for path in ("cancel", "reset", "vibe-edit", "queue/join/")),
    *(("POST", path) for path in ("/login", "/", "/health", "/queue/join", "/config")),
    *(
        ("GET", f"/gradio_api/{path}")
        for path in ("info/", "openapi.json", "app_id", "user", "runs")
    ),
    *(
        ("GET", path)
        for path in ("/config/", "/monitoring", "/monitoring/summary", "/docs", "/api/docs")
    ),
    ("GET", "/gradio_api/file=README.md"),
    ("GET", "/gradio_api/file/README.md"),
    ("GET", "/gradio_api/proxy=https://x.hf.space/"),
    ("GET", "/gradio_api/call/search/x"),
    ("GET", "/gradio_api/deep_link"),
    ("GET", "/gradio_api/upload_progress?upload_id=x"),
    ("GET", "/gradio_api/heartbeat/x"),
    ("GET", "/openapi.json"),
    ("POST", "/api/search"),
    ("GET", "/look/x/y"),
    ("GET", "/plan/"),
    ("GET", "/en"),
    ("PUT", "/gradio_api/queue/join"),
    ("DELETE", "/"),
    ("OPTIONS", "/gradio_api/queue/join"),
    ("TRACE", "/"),
)
OPEN = ("/", "/theme.css", "/favicon.ico", "/manifest.json", "/health")
JOIN = "/gradio_api/queue/join"


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("doors"), "--allow-host", "plans.example") as page:
        yield page


def join(page, body, **headers):
    return page.ask(
        "POST", JOIN, json.dumps(body).encode(), Content_Type="application/json", **headers
    )


def says(answer):
    return json.loads(answer.body)["detail"]


@pytest.mark.parametrize("path", OPEN)
def test_what_the_page_needs_is_open(page, path):
    assert page.ask("GET", path).status == 200


@pytest.mark.parametrize("origin", [None, FOREIGN])
@pytest.mark.parametrize("path", UPLOADS)
def test_an_upload_is_refused_before_its_body_comes(page, path, origin):
    """Nothing is sent after the headers: who waited for the body would never answer."""
    answer = page.ask("POST", path, Content_Length=HUGE, Origin=origin)
    assert answer.status == 403
    assert says(answer).startswith("不接受来自其他网站" if origin else "本页不接受上传")
    assert len(answer.body) < 200
    assert answer.headers["connection"] == "close"


def test_a_body_without_a_length_is_read_no_further_than_is_allowed(page):
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    sent = 0
    with socket.create_connection(("127.0.0.1", page.port), timeout=WAIT_S) as connection:
        head = f"POST {JOIN} HTTP/1.1\r\nHost: {page.host}\r\nTransfer-Encoding: chunked\r\n\r\n"
        connection.sendall(head.encode())
        try:
            while sent < int(HUGE):
                connection.sendall(chunk)
                sent += len(chunk)
        except OSError:  # the server has closed its end
            pass
    assert sent < 50_000_000  # what the system's own buffers hold


@pytest.mark.parametrize("length", [HUGE, "1000001"])
def test_a_large_search_is_refused_before_its_body_comes(page, length):
    answer = page.ask("POST", JOIN, Content_Length=length)
    assert (answer.status, says(answer)) == (413, "请求太大。 The request is too large.")


@pytest.mark.parametrize(("method", "path"), CLOSED)
def test_everything_else_is_closed(page, method, path):
    answer = page.ask(method, path, b"{}" if method == "POST" else None)
    assert answer.status == 404
    assert says(answer) == "这里什么也没有。 There is nothing here."


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "localhost"}, 200),
        ({"Host": "plans.example"}, 200),
        ({"Host": "localhost", "X_Forwarded_Host": "plans.example"}, 200),
        ({"Host": "evil.example"}, 400),
        ({"Host": "localhost.evil.example:80"}, 400),
        ({"Host": "localhost", "X_Forwarded_Host": "evil.example"}, 400),
        ({"Host": "localhost", "X_Forwarded_Host": "plans.example, evil.example"}, 400),
        ({"Host": ""}, 400),
        ({"Host": None}, 400),
    ],
)
@pytest.mark.parametrize("path", ["/", "/health"])
def test_only_its_own_names_are_answered(page, path, headers, status):
    answer = page.ask("GET", path, **headers)
    assert answer.status == status
    assert b"evil.example" not in answer.body


@pytest.mark.parametrize(
    ("headers", "is_refused"),
    [
        ({"Origin": FOREIGN}, True),
        ({"Origin": "null"}, True),
        ({"Origin": "http://127.0.0.1:1"}, True),
        ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors"}, True),
        ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate"}, False),
        ({"Sec_Fetch_Site": "same-origin", "Sec_Fetch_Mode": "cors"}, False),
        ({}, False),
    ],
)
def test_other_sites_are_not_answered(page, headers, is_refused):
    refused = 403 if is_refused else 200
    assert page.ask("GET", "/", **headers).status == refused
    assert (join(page, {"data": []}, **headers).status == 403) is is_refused


def test_the_page_itself_is_an_origin(page):
    answer = page.ask("GET", "/", Origin=f"http://{page.host}")
    assert answer.status == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [*(("GET", path) for path in OPEN), ("POST", UPLOADS[0]), ("GET", "/x"), ("GET", "/assets/x")],
)
def test_each_answer_says_what_a_browser_may_do_with_it(page, method, path):
    headers = page.ask(method, path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    scripts = re.search(r"script-src ([^;]*)", policy)
    assert (scripts is not None) is (path == "/")
    assert "server" not in headers
    if scripts:
        assert "'unsafe-inline'" not in scripts[1]
        assert "http" not in policy


@pytest.mark.parametrize(
    "path", ["/", "/static/../../README.md", "/assets/%2e%2e/%2e%2e/x", "/static/img", "/assets/x"]
)
def test_no_path_of_this_machine_is_told(page, path):
    answer = page.ask("GET", path)
    assert sys.prefix.encode() not in answer.body
    assert b"site-packages" not in answer.body


@pytest.mark.parametrize(
    "body", [{}, [], {"data": []}, {"fn_index": 10**6, "data": [], "session_hash": "x"}]
)
def test_a_search_that_is_none_is_refused_in_one_line(page, body):
    before = len(page.log.read_text(encoding="utf-8").splitlines())
    assert join(page, body).status >= 400
    assert len(page.log.read_text(encoding="utf-8").splitlines()) <= before + 1


def test_health_says_that_there_is_no_index(page):
    answer = page.ask("GET", "/health")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    assert json.loads(answer.body) == {
        "status": "no index",
        "index": False,
        "reason": "IndexMissingError",
    }
    assert page.ask("HEAD", "/health").status == 200
