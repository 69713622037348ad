"""``python app.py`` as it is started and ended."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import free_port, running, wait_until_served
from ui.server.serving import Place, ServingError, place_from

ROOT = Path(__file__).parents[2]


def app(*arguments, **environment):
    """The program in a process of its own; ended, its pipes closed, when the block is left."""
    return running(
        [sys.executable, "app.py", *arguments],
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(*arguments, **environment):
    """What the program returns and prints when it ends by itself."""
    with app(*arguments, **environment) as process:
        output, errors = process.communicate()
        return process.returncode, output, errors


@pytest.fixture
def taken():
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


def test_help_explains_what_can_be_set():
    code, output, _ = run("--help")
    assert code == 0
    for name in ("HOST", "PORT", "LANTIAN_INDEX", "LANTIAN_MODEL", "python -m index build"):
        assert name in output


def test_a_taken_port_is_one_line(taken):
    code, _, errors = run(HOST="127.0.0.1", PORT=str(taken))
    assert code == 1
    assert errors.splitlines() == [
        f"端口 {taken} 已被占用。Port {taken} is taken; use another: PORT={taken + 1} make run"
    ]


@pytest.mark.parametrize("port", ["", "0", "65536", "-1", "\uff17\uff18", "http", "80 80"])
def test_a_port_that_is_none_is_refused(port):
    if port == "":
        assert place_from({"PORT": port}) == Place("127.0.0.1", 7860)
        return
    with pytest.raises(ServingError, match=f"PORT={port}"):
        place_from({"PORT": port})


def test_a_language_model_that_cannot_be_asked_is_one_line():
    code, output, errors = run(PORT=str(free_port()), LANTIAN_LLM_URL="llm.example", HOST="")
    assert (code, output) == (1, "")
    assert errors.startswith("LANTIAN_LLM_URL: ")
    assert errors.count("\n") == 1


def test_a_host_of_another_machine_is_refused():
    code, _, errors = run(HOST="192.0.2.1", PORT=str(free_port()))
    assert code == 1
    assert "http://192.0.2.1:" in errors
    assert len(errors.splitlines()) == 1


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:80"),
        ("::1", "http://[::1]:80"),
        ("0.0.0.0", "http://127.0.0.1:80"),
        ("::", "http://[::1]:80"),
        ("plans.example", "http://plans.example:80"),
    ],
)
def test_a_place_has_an_address(host, url):
    assert Place(host, 80).url == url


@pytest.fixture
def interruptible():
    """Processes that are started now can be interrupted, even where the tests themselves cannot.

    A shell without job control starts what it puts into the background with SIGINT ignored, and
    children inherit that.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_ends_it_quietly(tmp_path):
    place = {"HOST": "127.0.0.1", "PORT": str(free_port())}
    with app(**place, LANTIAN_INDEX=str(tmp_path / "none")) as process:
        lines = [process.stdout.readline(), process.stdout.readline()]
        address = f"http://127.0.0.1:{place['PORT']}"
        assert address in lines[1]
        wait_until_served(address, process)
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate()
    assert (process.returncode, output) == (0, "")
    assert errors.startswith("暂时无法检索 No search yet: ")
    assert len(errors.splitlines()) == 1
