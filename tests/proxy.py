"""A small reverse proxy on loopback: shares requests among processes, and sees when one is gone.

It does what nginx does with ``proxy_pass`` to an upstream, in turn or by the visitor's address, and
never asks twice: what fails is answered with 502, or cut off where the answer had begun.
"""

import contextlib
import http.client
import itertools
import threading
import zlib
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

WAIT_S = 300
CHECK_S = 0.2
OWN = {"connection", "transfer-encoding", "keep-alive"}
"""Headers that each connection has for itself."""


@dataclass
class Pool:
    """The processes behind the proxy, by port, and what became of the requests to each.

    Attributes:
        is_sticky: Whether a visitor's address decides who answers, not the turn.
        answered: Requests handed on and answered to their end.
        failed: Requests that were not.
    """

    ports: list[int]
    is_sticky: bool = False
    answered: dict[int, int] = field(default_factory=dict)
    failed: dict[int, int] = field(default_factory=dict)
    down: set[int] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)
    turns: itertools.count = field(default_factory=itertools.count)

    def choose(self, visitor):
        """The port that a request goes to, None where no process is up."""
        with self.lock:
            up = [port for port in self.ports if port not in self.down]
            if not up:
                return None
            number = zlib.crc32(visitor.encode()) if self.is_sticky else next(self.turns)
            return up[number % len(up)]

    def took(self, port):
        with self.lock:
            self.answered[port] = self.answered.get(port, 0) + 1

    def lost(self, port):
        with self.lock:
            self.failed[port] = self.failed.get(port, 0) + 1
            self.down.add(port)

    def look(self):
        """Take back in what is ready again."""
        for port in [*self.down]:
            if is_ready(port):
                with self.lock:
                    self.down.discard(port)


def is_ready(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=WAIT_S)
    try:
        connection.request("GET", "/ready")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def forward(self):
        pool = self.server.pool
        visitor = self.client_address[0]
        port = pool.choose(visitor)
        if port is None:
            self.refuse(503)
            return
        headers = {name: value for name, value in self.headers.items() if name.lower() not in OWN}
        headers["X-Forwarded-For"] = visitor
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=WAIT_S)
        try:
            connection.request(self.command, self.path, body or None, headers)
            response = connection.getresponse()
        except (OSError, http.client.HTTPException):
            pool.lost(port)
            self.refuse(502)
            return
        try:
            self.hand_back(response)
            pool.took(port)
        except (OSError, http.client.HTTPException):  # the answer's end does not come
            pool.lost(port)
        finally:
            connection.close()
            self.close_connection = True

    def hand_back(self, response):
        self.send_response(response.status)
        for name, value in response.getheaders():
            if name.lower() not in OWN:
                self.send_header(name, value)
        is_whole = response.getheader("Content-Length") is not None
        if not is_whole:
            self.send_header("Transfer-Encoding", "chunked")
        self.send_header("Connection", "close")
        self.end_headers()
        left = int(response.getheader("Content-Length", "0"))
        while piece := response.read1(65536):
            left -= len(piece)
            self.wfile.write(piece if is_whole else b"%x\r\n%s\r\n" % (len(piece), piece))
        if is_whole and left > 0:
            raise http.client.IncompleteRead(b"", left)
        if not is_whole:
            self.wfile.write(b"0\r\n\r\n")

    def refuse(self, status):
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True

    do_GET = do_POST = forward

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


@contextlib.contextmanager
def sharing(pool):
    """The proxy's address, while it runs."""
    with Server(("127.0.0.1", 0), Handler) as server:
        server.pool = pool
        stopped = threading.Event()

        def watch():
            while not stopped.wait(CHECK_S):
                pool.look()

        threads = [threading.Thread(target=own) for own in (server.serve_forever, watch)]
        for thread in threads:
            thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            stopped.set()
            server.shutdown()
            for thread in threads:
                thread.join()
