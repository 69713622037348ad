"""What the README shows works: its Python runs, its commands exit with 0."""

import functools
import http.server
import re
import shlex
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.processes import LONG_S, running

ROOT = Path(__file__).parents[1]
NOT_COPIED = (".git", ".venv", "data", "__pycache__", ".*_cache", ".hypothesis")

# Serves for ever, recurses into this test, takes long, or rewrites what is under review.
NOT_RUN = ("run", "test", "lint", "type", "bench", "golden", "clean", "release")

FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^(?:\w+=\S+ +)*(?:(?:\.venv/bin/)?python -m|make)\b.*$", re.MULTILINE)
PAGE = """<html><head><meta charset="utf-8"></head><body><h1>临江市扬尘治理2024年方案</h1>
<p>一、治理工地12处。</p><p>二、清扫道路30公里。</p></body></html>"""


def blocks(language):
    """Yield (line number, code) of the README's fenced blocks in one language."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for match in FENCE.finditer(readme):
        if match[1] == language:
            yield readme.count("\n", 0, match.start(2)) + 1, match[2]


def commands():
    """Every command that needs nothing else, in order, each once."""
    lines = [
        line for _, code in blocks("sh") for line in COMMAND.findall(code.replace("\\\n", " "))
    ]
    return list(dict.fromkeys(lines))


def pytest_generate_tests(metafunc):
    if "command" in metafunc.fixturenames:
        metafunc.parametrize("command", commands())


@pytest.fixture(scope="module")
def checkout(offline, offline_plans):
    """A copy of the working tree with an index of its own."""
    copy = offline.folder / "lantian"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*NOT_COPIED))
    shutil.copytree(offline_plans, copy / "data")
    (copy / ".venv").symlink_to(sys.prefix)  # what is installed already is not fetched again
    offline.environment |= {"PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    return copy


def without_installing(command):
    """A make command that takes the packages as installed; -n where it must not run."""
    installed = [f"-o {sys.prefix}/.{name}-installed" for name in ("runtime", "tools")]
    targets = command.partition("#")[0].split()
    dry = ["-n"] if set(targets) & set(NOT_RUN) else []
    return re.sub(r"\bmake\b", " ".join(["make", *dry, *installed]), command, count=1)


@pytest.mark.model
def test_command_exits_with_0(command, offline, checkout):
    offline.run(without_installing(command), folder=checkout)


@pytest.mark.model
def test_python_runs_from_top_to_bottom(offline, checkout):
    snippets = list(blocks("python"))
    assert snippets, "README.md shows no Python"
    program = ["names = {'__name__': 'readme'}"]
    for line, code in snippets:
        padded = "\n" * (line - 1) + code  # so that an error names the README's line
        program.append(f"exec(compile({padded!r}, 'README.md', 'exec'), names)")
    offline.run("-c", "\n".join(program), folder=checkout)


# Tested where a machine stands in for others: tests/index/cluster, tests/index/engines.
OTHER_MACHINES = re.compile(r"--ray |LANTIAN_INDEX=.?milvus:")


def command_with(words):
    """The one command of an unmarked block, which needs the web or goes on, that has some words."""
    lines = [
        line
        for language, code in BLOCK.findall(text_of("README.md"))
        if not language and not OTHER_MACHINES.search(code)
        for line in COMMAND.findall(code)
    ]
    assert len(lines) == 2, "a command that no test runs"
    (found,) = (line for line in lines if words in line)
    return found


@pytest.fixture
def web(tmp_path):
    """A web server on this machine that has one page; yields its address and the page's file."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=tmp_path)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", tmp_path
        server.shutdown()


@pytest.mark.model
def test_an_address_is_added(offline, checkout, web):
    address, folder = web
    line = command_with(" add ")
    host, path = re.search(r"(https://[^/]+)/(\S+)", line).groups()
    (folder / path).parent.mkdir(parents=True)
    (folder / path).write_text(PAGE, encoding="utf-8")
    said = offline.run(f"{line.replace(host, address)} --allow-loopback", folder=checkout)
    plan = said.split()[0]
    assert (checkout / "corpus/plans" / f"{plan}.html").read_text(encoding="utf-8") == PAGE
    assert f"{address}/{path}" in offline.run("python -m index list", folder=checkout)
    offline.run(f"python -m index remove {plan}", folder=checkout)


@pytest.mark.model
def test_the_folder_is_watched(offline, checkout):
    command = [sys.executable, *shlex.split(command_with(" watch"))[1:]]
    options = {"env": offline.environment, "stdout": subprocess.PIPE, "text": True}
    path = checkout / "corpus/plans/new.html"
    before = len(list(path.parent.iterdir()))
    with running(command, cwd=checkout, **options) as watching:
        assert "watching corpus" in watching.stdout.readline()
        path.write_text(PAGE, encoding="utf-8")
        assert f"data/index: {before + 1} plans\n" in iter(watching.stdout.readline, "")
        path.unlink()
        assert f"data/index: {before} plans\n" in iter(watching.stdout.readline, "")
        watching.send_signal(signal.SIGINT)
        assert watching.wait(LONG_S) == 0


def test_the_first_screen_names_the_two_commands():
    first_screen = "\n".join((ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:60])
    assert {"make run", "make test"} <= set(re.findall(r"^make \w+", first_screen, re.MULTILINE))


BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def without_comments(code):
    return [re.sub(r"\s*(?:#|//) .*$", "", line) for line in code.splitlines() if line.strip()]


def test_the_chinese_readme_has_the_same_code():
    english, chinese = (
        [(language, without_comments(code)) for language, code in BLOCK.findall(text)]
        for text in map(text_of, ("README.md", "README.zh-CN.md"))
    )
    assert chinese == english


def text_of(name):
    return (ROOT / name).read_text(encoding="utf-8")


PAGES = ["README.md", "README.zh-CN.md", "eval/README.md", "training/README.md"]
PAGES += [str(path.relative_to(ROOT)) for path in sorted((ROOT / "docs/guide").rglob("*.md"))]


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page):
    here = (ROOT / page).parent
    for link in re.findall(r"\]\(([^)\s]+)\)", text_of(page)):
        target, _, part = link.partition("#")
        if not link.startswith(("http:", "https:")):
            assert not target or (here / target).exists(), link
            if part and not target:
                assert part in anchors_of(text_of(page)), link


def anchors_of(text):
    """The names of a page's headings, as GitHub makes them."""
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


def test_there_are_guides_of_each_kind_in_both_languages():
    from ui.views.help_page import GUIDES

    for language in ("zh", "en"):
        names = {path.stem for path in (ROOT / "docs/guide" / language).iterdir()}
        assert names == set(GUIDES)
