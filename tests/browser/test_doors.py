"""The doors of the page, tried with a real browser."""

import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.page_process import WAIT_S, Page, free_port, running, serving

pytestmark = pytest.mark.browser

NO_INDEX = "还没有建立索引"
FULL = "同时检索的人太多，请稍候几秒再试。"


@pytest.fixture(scope="module")
def lantian(tmp_path_factory):
    """A page without an index: its doors are the same, and it is up soon."""
    with serving(tmp_path_factory.mktemp("doors"), LANTIAN_HOSTS="plans.example") as page:
        yield page


@pytest.fixture
def other_site():
    """Address of an empty page that another program of this machine serves."""

    class Empty(BaseHTTPRequestHandler):
        def do_GET(self):
            body = b"<!doctype html><title>other</title><link rel=icon href=data:,>"
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Empty) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture
def visitor(browser):
    """A page of the browser that may be refused things; yields a function that opens one."""
    contexts = []

    def open_page(**options):
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.set_default_timeout(WAIT_S * 1000)
        return page

    yield open_page
    for context in contexts:
        context.close()


def ask(page, query):
    page.locator("#lt-query input").fill(query)
    page.locator("#lt-query input").press("Enter")


def test_the_page_works_behind_its_doors(new_page, lantian):
    """The fixture of the page fails the test where the browser complained of anything."""
    page = new_page(lantian.address)
    page.locator("#lt-results").get_by_text(NO_INDEX).wait_for()
    with page.expect_response(lambda answer: "/queue/data" in answer.url) as answers:
        ask(page, "公交车")
    assert answers.value.status == 200
    page.locator("#lt-results").get_by_text(NO_INDEX).wait_for()
    assert page.evaluate("getComputedStyle(document.body).getPropertyValue('--lt-page')") != ""


@pytest.mark.parametrize(
    "smuggled",
    [
        "const s = document.createElement('script'); s.textContent = 'window.ran = 1';"
        " document.body.append(s);",
        "document.body.insertAdjacentHTML('beforeend',"
        ' \'<img src="data:," onerror="window.ran = 1">\');',
        "const s = document.createElement('script'); s.src = 'http://127.0.0.1:1/x.js';"
        " document.body.append(s);",
        "const f = document.createElement('iframe'); f.src = 'http://127.0.0.1:1/';"
        " document.body.append(f);",
    ],
)
def test_what_is_smuggled_in_does_not_run(visitor, lantian, smuggled):
    page = visitor()
    page.goto(lantian.address)
    page.locator("#lt-query input").wait_for()
    violated = page.evaluate(
        "() => new Promise(done => { document.addEventListener('securitypolicyviolation',"
        f" e => done(e.effectiveDirective), {{once: true}}); {smuggled} }})"
    )
    assert violated in ("script-src-elem", "script-src-attr", "frame-src")
    assert page.evaluate("window.ran") is None


def test_another_site_cannot_frame_it(visitor, lantian, other_site):
    page = visitor()
    page.goto(other_site)
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    with page.expect_event("console", lambda message: "frame" in message.text.lower()):
        page.evaluate(
            "url => { const f = document.createElement('iframe'); f.src = url;"
            " document.body.append(f); }",
            lantian.address,
        )
    assert any("frame-ancestors" in text or "X-Frame-Options" in text for text in complaints)
    assert page.frames[-1].locator("#lt-query").count() == 0


@pytest.mark.parametrize("path", ["gradio_api/upload", "gradio_api/queue/join", "gradio_api/run/x"])
def test_another_site_can_send_it_nothing(visitor, lantian, other_site, path):
    page = visitor()
    page.goto(other_site)
    outcome = page.evaluate(
        "url => { const data = new FormData(); data.append('files', new Blob(['x']), 'x.txt');"
        " return fetch(url, {method: 'POST', mode: 'no-cors', body: data})"
        ".then(answer => answer.type, error => error.name); }",
        lantian.address + path,
    )
    assert outcome == "TypeError"  # the browser hands it not even an opaque answer


def test_it_takes_no_upload_of_its_own_page_either(visitor, lantian):
    page = visitor()
    page.goto(lantian.address)
    status, text = page.evaluate(
        "async () => { const data = new FormData(); data.append('files', new Blob(['x']), 'x.txt');"
        " const r = await fetch('gradio_api/upload', {method: 'POST', body: data});"
        " return [r.status, await r.text()]; }"
    )
    assert status == 403
    assert "本页不接受上传" in text


@pytest.mark.parametrize(
    ("path", "said"), [("gradio_api/app_id", "这里什么也没有"), ("health", "no index")]
)
def test_other_addresses_are_plain_json(visitor, lantian, path, said):
    page = visitor()
    page.goto(lantian.address + path)
    assert said in page.locator("body").inner_text()


@pytest.mark.parametrize(
    ("name", "status"), [("plans.example", 200), ("evil.example", 400), ("localhost", 200)]
)
def test_it_is_found_under_its_own_names_only(chromium, browser, lantian, name, status):
    """A site may let its name point to this machine; the browser then takes the page for its."""
    pointing = ["--no-sandbox", "--host-resolver-rules=MAP *.example 127.0.0.1"]
    pointed = browser.browser_type.launch(executable_path=chromium, args=pointing)
    try:
        page = pointed.new_page()
        assert page.goto(f"http://{name}:{lantian.port}/").status == status
        if status == 200:
            page.locator("#lt-query input").wait_for(timeout=WAIT_S * 1000)
        else:
            assert "--allow-host" in page.locator("body").inner_text()
    finally:
        pointed.close()


def test_a_public_page_asks_for_the_password(visitor, new_page, tmp_path):
    public = {"HOST": "0.0.0.0", "LANTIAN_AUTH": "用户:pa:ss"}
    with serving(tmp_path, **public) as lantian:
        wrong = visitor(http_credentials={"username": "用户", "password": "x"})
        assert wrong.goto(lantian.address).status == 401
        assert wrong.goto(f"{lantian.address}health").status == 200
        page = new_page(lantian.address, http_credentials={"username": "用户", "password": "pa:ss"})
        page.locator("#lt-results").get_by_text(NO_INDEX).wait_for()
        page.close()  # before the server goes, which the page would complain about


@pytest.fixture
def crowded(tmp_path):
    """A page whose searches all wait while a file exists, and as many of them as it takes."""
    page, gate = Page(free_port(), tmp_path / "page.log"), tmp_path / "wait"
    program = ("-m", "tests.slow_page")
    with running(page, str(page.port), str(gate), program=program):
        yield Crowd(page, gate)
        gate.unlink(missing_ok=True)


class Crowd:
    """Visitors of a page who all search at once."""

    def __init__(self, page, gate):
        self.page = page
        self.gate = gate
        html = page.ask("GET", "/").body.decode()
        config = json.loads(re.search(r"window\.gradio_config = (.*?);</script>", html)[1])
        self.listening = next(
            own["id"]
            for own in config["dependencies"]
            if len(own["inputs"]) == 8 and own["backend_fn"]
        )

    def come(self):
        """Shut the gate and search until no more is taken; returns the number and the refusal."""
        self.gate.touch()
        for number in range(1000):
            answer = self.search(f"visitor{number}")
            if answer.status != 200:
                return number, answer
        raise AssertionError("the queue has no end")

    def wait_until_gone(self):
        """Return once the queue takes a search again."""
        end = time.monotonic() + WAIT_S
        while self.search("late").status != 200:
            assert time.monotonic() < end
            time.sleep(0.1)

    def search(self, visitor):
        """Ask for a search as the page does, without waiting for its end."""
        body = {
            "fn_index": self.listening,
            "data": ["公交车", [], [], 10, "hybrid", [], [], False],
            "session_hash": visitor,
        }
        text = json.dumps(body).encode()
        return self.page.ask(
            "POST", "/gradio_api/queue/join", text, Content_Type="application/json"
        )


def test_a_full_queue_takes_no_more(crowded):
    taken, refusal = crowded.come()
    assert 64 <= taken <= 72  # 32 wait, while as many and some few are searching
    assert refusal.status == 429
    assert refusal.headers["retry-after"] == "5"
    assert json.loads(refusal.body)["detail"].startswith(FULL)
    assert crowded.page.ask("GET", "/").status == 200


def test_a_full_queue_is_said_to_who_searches(visitor, crowded):
    page = visitor()
    page.goto(crowded.page.address)
    page.locator("#lt-results").get_by_text(NO_INDEX).wait_for()
    crowded.come()
    ask(page, "公交车")
    page.locator(".toast-body", has_text=FULL).wait_for()
    crowded.gate.unlink()
    page.wait_for_function("!document.querySelector('#lt-results.waiting')")
    crowded.wait_until_gone()
    with page.expect_response(lambda answer: "/queue/join" in answer.url) as answers:
        ask(page, "公交")
    assert answers.value.status == 200
