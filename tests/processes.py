"""Processes that tests start: each comes to its end and gives back its pipes, whatever happens."""

import contextlib
import signal
import socket
import subprocess
import threading
import time
import urllib.request

LONG_S = 600
"""Longer than anything takes on the slowest machine: a bound on what hangs, not on what is slow."""


@contextlib.contextmanager
def running(command, **options):
    """Start a process; at the end, and after ``LONG_S``, it is killed and its pipes are closed.

    Reading from it needs no bound of its own: once it is killed, its pipes end.
    """
    with staying(command, **options) as process:
        guard = threading.Timer(LONG_S, process.kill)
        guard.daemon = True
        guard.start()
        try:
            yield process
        finally:
            guard.cancel()


@contextlib.contextmanager
def staying(command, **options):
    """Start a process that stays until the end, however long the tests that need it take."""
    with subprocess.Popen(command, **options) as process:  # which closes the pipes and waits
        try:
            yield process
        finally:
            process.kill()


def end(process):
    """Ask a process to end, as a supervisor does, and wait until it has."""
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=LONG_S)


def free_port():
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fetch(address):
    """Return the text at an address of this machine."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(address, timeout=LONG_S) as response:
        assert response.status == 200
        return response.read().decode("utf-8")


def wait_until_served(address, server, output_of=lambda: ""):
    """Return once an address answers; fail as soon as its server has ended.

    Args:
        address: Of this machine.
        server: The process that will answer there.
        output_of: Returns what the server has written, for the message.
    """
    bound = time.monotonic() + LONG_S
    while True:
        try:
            return fetch(address)
        except OSError as error:
            assert server.poll() is None, f"the page ended:\n{output_of()}"
            assert time.monotonic() < bound, f"no page: {error}\n{output_of()}"
            time.sleep(0.2)
