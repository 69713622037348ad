"""``python app.py`` on a free port, and the doors of it tried without a browser."""

import http.client
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
WAIT_S = 300  # for a machine that may be busy; what does not come at all fails all the same
OF_THE_PAGE = ("HOST", "PORT", "LANTIAN_AUTH", "LANTIAN_AUTH_FILE", "LANTIAN_HOSTS")


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    headers: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """A page that is up, at an address of this machine."""

    port: int
    log: Path

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}/"

    @property
    def host(self):
        return f"127.0.0.1:{self.port}"

    def ask(self, method, path, body=None, **headers):
        """One request; a header's name is written with _ for -, and None leaves Host out."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT_S)
        try:
            given = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.putrequest(
                method, path, skip_host="Host" in given, skip_accept_encoding=True
            )
            if body is not None and "Content-Length" not in given:
                given["Content-Length"] = str(len(body))
            for name, value in given.items():
                if value is not None:
                    connection.putheader(name, value)
            connection.endheaders(body)
            response = connection.getresponse()
            headers = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, response.read(), headers)
        finally:
            connection.close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(*arguments, log, program=("app.py",), **environment):
    """Start the page's program, or another; its own settings come from the call alone."""
    inherited = {name: value for name, value in os.environ.items() if name not in OF_THE_PAGE}
    return subprocess.Popen(
        [sys.executable, *program, *arguments],
        cwd=ROOT,
        env=inherited | environment,
        stdout=log,
        stderr=subprocess.STDOUT,
    )


@contextmanager
def serving(folder, *arguments, index="none", **environment):
    """Serve the page, without an index unless one is named; yields it once it answers."""
    page = Page(free_port(), folder / "page.log")
    place = {"HOST": "127.0.0.1", "PORT": str(page.port), "LANTIAN_INDEX": str(index)}
    with running(page, *arguments, **(place | environment)):
        yield page


@contextmanager
def running(page, *arguments, **options):
    """Run a program that serves a page, from when it is up until the end of the block."""
    with open(page.log, "w", encoding="utf-8") as log:
        process = start(*arguments, log=log, **options)
        try:
            wait_until_up(page, process)
            yield
        finally:
            process.terminate()
            try:
                process.wait(timeout=WAIT_S)
            finally:
                process.kill()


def wait_until_up(page, process):
    end = time.monotonic() + WAIT_S
    while "蓝天 Lantian: http" not in page.log.read_text(encoding="utf-8"):
        assert process.poll() is None, page.log.read_text(encoding="utf-8")
        assert time.monotonic() < end, page.log.read_text(encoding="utf-8")
        time.sleep(0.1)
