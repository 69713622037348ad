"""Once the packages are installed, nothing reaches for the network."""

import re
import socket

import pytest

from tests import network_guard
from tests.offline import Offline
from tests.processes import LONG_S, fetch

CHILD = """
import subprocess, sys
tried = "import socket; socket.gethostbyname('example.org')"
subprocess.run([sys.executable, "-c", tried], stderr=subprocess.DEVNULL)
"""


@pytest.fixture(scope="module")
def page_address(offline):
    with offline.page() as address:
        yield address


@pytest.mark.model
def test_model_index_and_search_stay_on_this_machine(offline):
    assert offline.attempts == []


@pytest.mark.model
def test_page_is_served_from_this_machine_alone(offline, page_address):
    html = fetch(page_address)
    loaded = re.findall(
        r"<(?:script|link|img|iframe)\b[^>]*?(?:src|href)=[\"'](?:https?:)?//[^\"']*", html
    )
    assert loaded == []
    assert offline.attempts == []


@pytest.mark.model
@pytest.mark.browser
def test_browser_asks_nobody_else(offline, page_address, chromium):
    from playwright.sync_api import sync_playwright

    requested = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox"], timeout=LONG_S * 1000
        )
        page = browser.new_page()
        page.set_default_timeout(LONG_S * 1000)
        page.on("request", lambda request: requested.append(request.url))
        page.goto(page_address, wait_until="networkidle")
        browser.close()
    assert page_address in requested
    own = (page_address, "data:", "blob:")
    assert [url for url in requested if not url.startswith(own)] == []
    assert offline.attempts == []


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.0.1", True),
        ("::1", True),
        ("localhost", True),
        (b"localhost", True),
        (None, True),
        ("0.0.0.0", True),
        ("192.0.2.1", False),
        ("2001:db8::1", False),
        ("fe80::1%eth0", False),
        ("localhost.example", False),
        ("example.org", False),
    ],
)
def test_loopback_is_told_from_the_rest(host, expected):
    assert network_guard.is_loopback(host) is expected


def test_the_guard_refuses_names_and_addresses():
    with pytest.raises(network_guard.NetworkError, match=r"192\.0\.2\.1"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(network_guard.NetworkError, match=r"example\.org"):
        socket.getaddrinfo("example.org", 443)
    for kind, send in ((socket.SOCK_STREAM, "connect"), (socket.SOCK_DGRAM, "sendto")):
        with (
            socket.socket(socket.AF_INET, kind) as connection,
            pytest.raises(network_guard.NetworkError, match=r"192\.0\.2\.2"),
        ):
            content = (b"",) if send == "sendto" else ()
            getattr(connection, send)(*content, ("192.0.2.2", 53))
    assert len(network_guard.attempts) == 4
    network_guard.attempts.clear()


def test_the_guard_reaches_child_processes(tmp_path):
    machine = Offline(tmp_path)
    with pytest.raises(AssertionError, match="tried to reach the network"):
        machine.run("-c", CHILD)
    assert machine.attempts == ["socket.gethostbyname example.org"]
