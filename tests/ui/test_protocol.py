"""What the server does with a connection on which no request comes."""

import asyncio
import socket
import threading

import pytest
import uvicorn

from tests.processes import LONG_S
from ui.server import protocol

TIMEOUT_S = 0.2
HEAD = b"GET / HTTP/1.1\r\nHost: x\r\n"


async def answer_slowly(scope, receive, send):
    """An application that takes longer to answer than a request may take to come."""
    if scope["type"] == "http":
        await asyncio.sleep(3 * TIMEOUT_S)
        headers = [(b"content-length", b"2")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"ok"})


@pytest.fixture
def connect(monkeypatch):
    monkeypatch.setattr(protocol, "REQUEST_TIMEOUT_S", TIMEOUT_S)
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        answer_slowly, http=protocol.PatientProtocol, lifespan="off", log_level="critical"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    opened = []

    def connect(data):
        connection = socket.create_connection(listening.getsockname(), timeout=LONG_S)
        opened.append(connection)
        connection.sendall(data)
        return connection

    yield connect
    for connection in opened:
        connection.close()
    server.should_exit = True
    thread.join()
    listening.close()


def all_of(connection):
    """What comes until the other side closes."""
    return b"".join(iter(lambda: connection.recv(4096), b""))


@pytest.mark.parametrize("data", [b"", b"G", HEAD])
def test_who_asks_for_nothing_is_hung_up_on(connect, data):
    assert all_of(connect(data)) == b""


def test_an_answer_may_take_its_time(connect):
    answer = all_of(connect(HEAD + b"Connection: close\r\n\r\n"))
    assert answer.startswith(b"HTTP/1.1 200")
    assert answer.endswith(b"ok")


def test_a_second_request_that_stays_half_open_is_hung_up_on(connect):
    connection = connect(HEAD + b"\r\n")
    answer = b""
    while not answer.endswith(b"ok"):
        answer += connection.recv(4096)
    connection.sendall(HEAD)
    assert all_of(connection) == b""


def test_what_is_no_request_is_refused_with_all_headers(connect):
    answer = all_of(connect(b"\x16\x03\x01 nonsense\r\n\r\n")).lower()
    assert answer.startswith(b"http/1.1 400")
    for header in (b"nosniff", b"default-src 'none'", b"x-frame-options: deny"):
        assert header in answer
