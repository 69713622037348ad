"""Pages are fetched from a real server on this machine that also misbehaves."""

import socket
import threading
import time
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from index import PlanIndex, parse_plan
from index.corpus.web import FetchError, Limits, fetch_page
from index.corpus.web.addresses import request_url, target_of
from tests.index.reading.made_cells import zipped
from tests.network_guard import attempts

ROOT = Path(__file__).parents[3]
TITLE = "临江市扬尘治理2024年方案"
ARTICLE = f"<h1>{TITLE}</h1><p>一、治理工地12处。</p><p>二、清扫道路30公里。</p>"
LINKS = (
    '<a href="files/附件1.docx">附件</a> <a href="/missing.pdf">附件2</a> '
    '<a href="next.html">下一篇</a> <a href="mailto:x@y.cn">x</a> '
    '<a href="files/附件1.docx#a">附件</a>'
)


def page(charset, body=ARTICLE, declared=None):
    head = f'<meta charset="{declared or charset}"><title>{TITLE}</title><nav>首页</nav>'
    return f"<html><head>{head}</head><body>{body}</body></html>".encode(charset)


def document():
    import io

    import docx

    made, kept = docx.Document(), io.BytesIO()
    for line in ("临江市工地名单2024年细则", "一、登记工地12处。", "二、每月公布3次。"):
        made.add_paragraph(line)
    made.save(kept)
    return kept.getvalue()


DOCUMENT = document()
HTML = "text/html; charset="


class Server(BaseHTTPRequestHandler):
    def do_GET(self):
        path = self.path.partition("?")[0]
        self.server.asked.append((path, self.headers["user-agent"], self.headers["host"]))
        answer = getattr(self, f"answer_{path.strip('/').replace('.', '_')}", None)
        if answer is not None:
            answer()
        elif path in self.server.pages:
            kind, data = self.server.pages[path]
            self.send(200, data, kind)
        else:
            self.send(404, b"nothing here")

    def send(self, status, data=b"", kind="text/plain", **headers):
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def answer_huge(self):
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        while not self.server.is_ending:
            self.wfile.write(b"x" * 100_000)

    def answer_drip(self):
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        while not self.server.is_ending:
            self.wfile.write(b"x")
            time.sleep(0.05)

    def answer_silent(self):
        while not self.server.is_ending:
            time.sleep(0.05)

    def answer_dripping_head(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not self.server.is_ending:
            self.wfile.write(b"x-more: x\r\n")
            time.sleep(0.05)

    def answer_private(self):
        self.send(302, location="http://10.0.0.8/plan.html")

    def answer_metadata(self):
        self.send(301, location="http://169.254.169.254/latest/meta-data/")

    def answer_file(self):
        self.send(302, location="file:///etc/passwd")

    def answer_moved(self):
        self.send(302, location="/plan.html")

    def answer_loop(self):
        self.send(302, location="/loop")

    def answer_forbidden(self):
        self.send(302, location="/closed/plan.html")

    def answer_broken(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nshort")
        self.close_connection = True

    def log_message(self, *arguments):
        pass


@pytest.fixture
def server():
    """A server on this machine; ``pages`` is what it has, ``asked`` what it was asked for."""
    serving = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    serving.daemon_threads = True
    serving.asked, serving.is_ending = [], False
    serving.address = f"http://127.0.0.1:{serving.server_port}"
    serving.pages = {
        "/plan.html": (f"{HTML}utf-8", page("utf-8")),
        "/with-links.html": (f"{HTML}utf-8", page("utf-8", ARTICLE + LINKS)),
        "/files/%E9%99%84%E4%BB%B61.docx": ("application/octet-stream", DOCUMENT),
        "/closed/plan.html": (f"{HTML}utf-8", page("utf-8")),
        "/picture.gif": ("image/gif", b"GIF89a"),
        "/robots.txt": ("text/plain", b"User-agent: *\nDisallow: /closed/\n"),
    }
    thread = threading.Thread(target=serving.serve_forever, daemon=True)
    thread.start()
    yield serving
    serving.is_ending = True
    serving.shutdown()
    serving.server_close()


def limits(**changes):
    return Limits(**{"max_bytes": 200_000, "timeout_s": 10.0, "allows_loopback": True, **changes})


def fetched(server, path, **changes):
    return list(fetch_page(f"{server.address}{path}", limits(**changes)))


def failing(server, path, **changes):
    with pytest.raises(FetchError) as raised:
        fetched(server, path, **changes)
    return str(raised.value)


def test_a_page_is_kept_as_it_was_sent(server):
    (found,) = fetched(server, "/plan.html")
    assert found.data == server.pages["/plan.html"][1]
    assert (found.name, found.address) == ("127.0.0.1-plan.html", f"{server.address}/plan.html")
    host = server.address.removeprefix("http://")
    assert server.asked == [("/robots.txt", "lantian", host), ("/plan.html", "lantian", host)]


def test_attachments_come_with_it_and_one_that_is_missing_costs_nothing_else(server):
    found = fetched(server, "/with-links.html")
    assert [getattr(own, "name", None) for own in found] == [
        *("127.0.0.1-with-links.html", "127.0.0.1-附件1.docx", None),
    ]
    assert found[1].data == DOCUMENT
    assert "/missing.pdf: the server answers 404" in str(found[2])
    assert "/next.html" not in [path for path, _, _ in server.asked]


CHARSETS = {
    "the header is wrong": ("gb18030", None, f"{HTML}utf-8"),
    "the page is wrong": ("gb18030", "utf-8", f"{HTML}gb18030"),
    "nobody says it": ("gb18030", "", "text/html"),
    "Traditional": ("utf-8", "big5", f"{HTML}iso-8859-1"),
}


@pytest.mark.parametrize("kind", CHARSETS)
def test_a_wrong_charset_does_not_matter(server, tmp_path, kind):
    charset, declared, header = CHARSETS[kind]
    server.pages["/odd.html"] = (header, page(charset, declared=declared))
    (found,) = fetched(server, "/odd.html")
    path = tmp_path / found.name
    path.write_bytes(found.data)
    assert parse_plan(path).title == TITLE


@pytest.mark.parametrize(
    ("path", "changes", "message"),
    [
        ("/nowhere", {}, "/nowhere: the server answers 404 Not Found; open it in a browser"),
        ("/huge", {}, "/huge: is larger than 0 MB"),
        ("/drip", {"timeout_s": 1.0}, "/drip: took longer than 1 s; try again later"),
        ("/dripping_head", {"timeout_s": 1.0}, "/dripping_head: took longer than 1 s"),
        ("/silent", {"silence_s": 0.5}, "/silent: no answer"),
        ("/private", {}, "10.0.0.8 leads to 10.0.0.8, which is not public"),
        ("/metadata", {}, "169.254.169.254, which is not public"),
        ("/file", {}, "is no address of the web"),
        ("/loop", {}, "is the end of 5 redirects"),
        ("/closed/plan.html", {}, "robots.txt wants no program there"),
        ("/forbidden", {}, "robots.txt wants no program there"),
        ("/broken", {}, "/broken: no answer"),
        ("/picture.gif", {}, "is image/gif, which cannot be read"),
    ],
)
def test_a_server_that_misbehaves(server, path, changes, message):
    begun = time.monotonic()
    assert message in failing(server, path, **changes)
    assert time.monotonic() - begun < 8
    assert attempts == [], "nothing was asked of another machine"


def test_redirects_are_followed_on_the_same_conditions(server):
    (found,) = fetched(server, "/moved")
    assert found.address == f"{server.address}/plan.html"


def test_robots_that_cannot_be_read(server):
    server.pages["/robots.txt"] = ("text/plain", b"x" * 600_000)
    assert "is larger than" in failing(server, "/plan.html")
    del server.pages["/robots.txt"]
    assert len(fetched(server, "/plan.html")) == 1, "who has none minds nobody"


def test_this_machine_is_asked_in_tests_alone(server):
    message = failing(server, "/plan.html", allows_loopback=False)
    assert "127.0.0.1, which is not public; save the page yourself" in message
    assert server.asked == []


PRIVATE = [
    *("10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.1.1", "100.64.0.1", "0.0.0.0", "224.0.0.1"),
    *("[::]", "[fe80::1]", "[fc00::1]", "[::ffff:10.0.0.1]", "[64:ff9b::a00:1]", "[2002:a00:1::]"),
    *("0x0a000001", "167772161", "10.1"),
]


@pytest.mark.parametrize("host", PRIVATE)
def test_private_addresses_in_any_spelling(host):
    with pytest.raises(FetchError, match="which is not public"):
        target_of(f"http://{host}/", allows_loopback=True)


def test_one_private_number_of_a_name_is_enough(monkeypatch):
    def look_up(host, port, **_):
        return [(socket.AF_INET, 0, 0, "", (ip, port)) for ip in ("93.184.216.34", "10.0.0.1")]

    monkeypatch.setattr("index.corpus.web.addresses.socket.getaddrinfo", look_up)
    with pytest.raises(FetchError, match=r"leads to 10\.0\.0\.1"):
        target_of("https://plans.example/")


def test_the_number_that_was_judged_is_the_one_that_is_asked(monkeypatch):
    def look_up(host, port, **_):
        return [(socket.AF_INET, 0, 0, "", ("93.184.216.34", port))]

    monkeypatch.setattr("index.corpus.web.addresses.socket.getaddrinfo", look_up)
    target = target_of("https://方案.example/一 览?q=大气#top")
    assert target.host == "xn--kivx97o.example" or target.host.startswith("xn--")
    assert request_url(target) == (
        "https://93.184.216.34:443/%E4%B8%80%20%E8%A7%88?q=%E5%A4%A7%E6%B0%94"
    )


@pytest.mark.parametrize(
    "address",
    [
        "ftp://plans.example/",
        "http://",
        "http://user:pass@127.0.0.1/",
        "http://[::1",
        "javascript:1",
    ],
)
def test_what_is_no_address(address):
    with pytest.raises(FetchError):
        target_of(address, allows_loopback=True)


def test_the_command(server, command, held, corpus, folder, encoder, built):
    address = f"{server.address}/with-links.html"
    said = command("add", address, "--allow-loopback", expected=3)
    assert "missing.pdf: the server answers 404" in said
    new = ["127.0.0.1-with-links", "127.0.0.1-附件1"]
    assert [id_ for id_ in held() if id_ in new] == new
    index = PlanIndex.open(folder, encoder=encoder)
    plan = index.plan(new[0])
    assert plan.title == TITLE
    assert [clause.label for clause in plan.clauses if clause.label] == ["一、", "二、"]
    assert "首页" not in plan.text
    assert (plan.source, plan.accessed) == (address, date.today())
    assert f'source = "{address}"' in (corpus / "manifest.toml").read_text("utf-8")
    path = corpus / "plans" / f"{new[0]}.html"
    assert path.read_bytes() == server.pages["/with-links.html"][1]
    assert "早已收录" in command(
        "add", f"{server.address}/plan.html", address, "--allow-loopback", expected=3
    )


def test_an_archive_of_several_plans_is_taken_apart(server, command, folder, encoder, built):
    plans = {
        f"{place}.txt": f"{place}市扬尘治理2024年方案\n一、治理工地。\n二、{place}清扫道路。\n"
        for place in ("临江", "平川")
    }
    server.pages["/plans.zip"] = ("application/zip", zipped(plans))
    address = f"{server.address}/plans.zip"
    command("add", address, "--allow-loopback")
    index = PlanIndex.open(folder, encoder=encoder)
    assert [index.plan(own).source for own in ("临江", "平川")] == [address, address]


def test_the_command_asks_no_private_machine(server, command, held, built):
    before = held()
    said = command("add", f"{server.address}/plan.html", expected=2)
    assert "which is not public" in said
    assert held() == before
