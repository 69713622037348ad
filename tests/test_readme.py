"""What the README shows works: its Python runs, its commands exit with 0."""

import re
import shutil
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NOT_COPIED = (".git", ".venv", "data", "__pycache__", ".*_cache", ".hypothesis")

# Serves for ever, recurses into this test, takes long, or rewrites what is under review.
NOT_RUN = ("run", "test", "lint", "type", "bench", "golden", "clean")

FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^(?:\w+=\S+ +)*(?:python -m|make)\b.*$", re.MULTILINE)


def blocks(language):
    """Yield (line number, code) of the README's fenced blocks in one language."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for match in FENCE.finditer(readme):
        if match[1] == language:
            yield readme.count("\n", 0, match.start(2)) + 1, match[2]


def commands():
    """Every command of the README that a test can run, in order, each once."""
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


def test_the_first_screen_names_the_two_commands():
    first_screen = "\n".join((ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:60])
    assert {"make run", "make test"} <= set(re.findall(r"^make \w+", first_screen, re.MULTILINE))


BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def without_comments(code):
    return [re.sub(r"\s*(?:#|//) .*$", "", line) for line in code.splitlines() if line.strip()]


def test_the_chinese_readme_has_the_same_code():
    english, chinese = (
        [
            (language, without_comments(code))
            for language, code in re.findall(
                r"^```(\w*)\n(.*?)^```", text, re.MULTILINE | re.DOTALL
            )
            if language
        ]
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
