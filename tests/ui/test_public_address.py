"""The page on an address that other machines can reach, and its password."""

from base64 import b64encode

import pytest

from tests.page_process import WAIT_S, free_port, serving, start

RIGHT = f"Basic {b64encode(b'user:pa:ss').decode()}"
WRONG = f"Basic {b64encode(b'user:password').decode()}"
ANY = {"HOST": "0.0.0.0"}


def log_of_failure(folder, *arguments, **environment):
    """What the program prints when it ends by itself, with exit code 1."""
    path = folder / "page.log"
    with open(path, "w", encoding="utf-8") as log:
        process = start(*arguments, log=log, PORT=str(free_port()), **environment)
        try:
            assert process.wait(timeout=WAIT_S) == 1
        finally:
            process.kill()
            process.wait()
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("host", ["0.0.0.0", "0"])
def test_a_public_address_needs_a_decision(tmp_path, host):
    log = log_of_failure(tmp_path, HOST=host)
    assert f"HOST={host}: 其他机器也能打开本页" in log
    assert "Other machines can reach the page" in log
    assert "LANTIAN_AUTH=user:password make run" in log
    assert "ARGS=--no-auth" in log
    assert "Traceback" not in log


@pytest.mark.parametrize(
    ("arguments", "environment", "said"),
    [
        (["--auth", "user"], {}, "user:password"),
        (["--auth-file", "missing.txt"], {}, "missing.txt"),
        ([], {"LANTIAN_AUTH": "user:"}, "user:password"),
        ([], {"LANTIAN_AUTH_FILE": "missing.txt"}, "missing.txt"),
        (["--no-auth", "--allow-host", "http://plans.example"], {}, "--allow-host plans.example"),
    ],
)
def test_what_cannot_be_a_decision_is_said(tmp_path, arguments, environment, said):
    log = log_of_failure(tmp_path, *arguments, **ANY, **environment)
    assert said in log
    assert "Traceback" not in log


def test_without_a_password_everybody_may_search_and_a_line_warns(tmp_path):
    options = ("--no-auth", "--allow-host", "plans.example")
    with serving(tmp_path, *options, **ANY, LANTIAN_AUTH="user:pa:ss") as page:
        assert page.ask("GET", "/").status == 200
        assert page.ask("GET", "/", Host="plans.example").status == 200
        assert page.ask("GET", "/", Host="evil.example").status == 400
        assert page.ask("GET", "/metrics").status == 404  # no password, no token
        log = page.log.read_text(encoding="utf-8")
    assert "警告 Warning: HOST=0.0.0.0: 其他机器能打开本页，任何人都可检索" in log
    assert "everybody may search" in log


@pytest.fixture(params=["option", "environment"])
def password_given(request, tmp_path):
    if request.param == "option":
        return ["--auth", "user:pa:ss"], {}
    file = tmp_path / "secret.txt"
    file.write_text("user:pa:ss\n", encoding="utf-8")
    return [], {"LANTIAN_AUTH_FILE": str(file)}


def test_a_password_is_asked_for_everywhere_but_at_health(tmp_path, password_given):
    arguments, environment = password_given
    with serving(tmp_path, *arguments, **ANY, **environment) as page:
        for path in ("/", "/theme.css", "/assets/x", "/gradio_api/queue/data", "/x", "/metrics"):
            for given in ({}, {"Authorization": WRONG}, {"Authorization": "Basic ???"}):
                answer = page.ask("GET", path, **given)
                assert answer.status == 401
                assert answer.headers["www-authenticate"].startswith("Basic realm=")
        assert page.ask("POST", "/gradio_api/queue/join", b"{}").status == 401
        assert page.ask("GET", "/", Authorization=RIGHT).status == 200
        assert page.ask("GET", "/metrics", Authorization=RIGHT).status == 200
        assert page.ask("GET", "/health").status == 200
        assert page.ask("GET", "/ready").status == 503  # there is no index
        log = page.log.read_text(encoding="utf-8")
    assert "警告 Warning: HOST=0.0.0.0" in log
    assert "pa:ss" not in log
