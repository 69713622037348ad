"""Rules of the code that no linter here can state."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("index", "qa", "eval", "ui")
MAX_LINES = 400
MAX_PUBLIC_NAMES = 20
HEAVY = (
    *("torch", "transformers", "sentence_transformers", "faiss", "jieba", "scipy", "gradio"),
    *("selectolax", "pypdfium2", "pikepdf", "docx", "lxml", "doc2docx", "xlrd"),
    *("httpx", "ray"),
)

SOURCES = sorted(
    [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")] + [ROOT / "app.py"]
)


def imported_names(path):
    """Yield (module, name) of every import in a file; name is None for a plain import."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, None) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.module or ".", alias.name) for alias in node.names)


def is_private(name):
    return name.startswith("_") and not name.startswith("__")


@pytest.fixture(params=SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def source(request):
    return request.param


def test_no_file_is_long(source):
    lines = len(source.read_text(encoding="utf-8").splitlines())
    assert lines <= MAX_LINES, f"{lines} lines: split it by noun"


def test_its_folder_is_a_package(source):
    """import-linter passes over folders that are none."""
    assert source.parent == ROOT or (source.parent / "__init__.py").is_file()


def test_no_private_name_of_another_module_is_imported(source):
    private = [
        (module, name)
        for module, name in imported_names(source)
        if any(is_private(part) for part in [*module.split("."), name or ""])
    ]
    assert private == []


def test_the_page_uses_public_names_only():
    inner = [
        module
        for module, _ in imported_names(ROOT / "app.py")
        if module.split(".")[0] in ("index", "qa", "eval")
        and module not in ("index", "index.console", "qa")
    ]
    assert inner == []


def test_index_has_few_public_names():
    import index

    assert len(index.__all__) <= MAX_PUBLIC_NAMES
    assert all(getattr(index, name) for name in index.__all__)


def test_answers_are_made_in_one_place():
    """Whatever answers is held against its citations there."""
    makers = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path)))
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "Answer"
    ]
    assert makers == ["qa/grounding.py"]


def test_importing_is_light():
    """Heavy libraries load inside the function that needs them."""
    program = f"import sys, index, qa; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


READERS = {
    "units": (
        ("index/mentions/quantities.py",),
        r"微克|毫克|蒸吨|千瓦|公顷|平方公里|立方米",
    ),
    "numerals": (("index/text/numerals.py",), "一二三四|一二两三|二三四五|[零〇]一二三"),
    "responsibility": (("index/mentions/brackets.py",), "牵头|责任单位|责任部门"),
    "offices": (("index/mentions/offices.py",), r"委员会[|)]|\|局\||\|厅\||局\|委"),
}
OWN_WORDS = {
    "units": {
        "index/facts/targets/statements.py",  # the sizes of machines
        "qa/quantities.py",  # what a question calls the unit of its answer
    },
    "numerals": {
        "index/facts/targets/statements.py",  # counts of steps, not of targets
        "index/facts/targets/sentences.py",  # five-year plans
        "index/mentions/dates.py",  # five-year plans, plans of so many years
    },
    "responsibility": {
        "eval/qa_judging.py",  # written apart from what it judges
        "index/metadata/issuers.py",  # no part of an issuer's name
        "index/model/precision.py",  # a sentence
        "qa/commands/duties.py",  # the head of a column
        "qa/dataset/columns.py",  # what columns hold
        "qa/lookups/tasks.py",  # what a question asks
        "qa/question.py",  # what a question asks
        "ui/sheet_texts.py",  # the heads of columns
        "ui/texts.py",  # the heads of columns
    },
    "offices": {
        "eval/qa_judging.py",  # written apart from what it judges
        "index/metadata/issuers.py",  # who signs: governments, parties, congresses too
        "index/structure/parts.py",  # whom a notice is sent to
        "qa/support.py",  # what may be one, too much rather than too little
    },
}
"""Files with a list of their own, and why they may have it; none is added, none kept in vain."""


@pytest.mark.parametrize("kind", READERS)
def test_one_module_reads_each_kind(kind):
    """A list of units, numerals, offices or words of responsibility is a reader of its own."""
    owners, words = READERS[kind]
    found = {
        str(path.relative_to(ROOT))
        for path in SOURCES
        for text in strings(path)
        if len(re.findall(words, text)) > (1 if kind == "units" else 0)
    }
    assert found - set(owners) == OWN_WORDS[kind]


def strings(path):
    """Yield the strings of a file that are no docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


ONE_READER = {
    "dates": (
        r"(\\d|0-9)[^|]*年[^|]*月[^|]*日|月\S{0,6}(\\d|0-9)\S{0,9}日",
        r"\d{4}年\d{1,2}月\d{1,2}日",
        {"index/mentions/dates.py", "qa/quantities.py"},  # where an answer says when
    ),
    "document numbers": (
        r"[)〕][^|]{0,16}(\\d|0-9)[^|]{0,14}[号號]",
        r"〔\d{4}〕\d{1,4}号",
        {"index/mentions/codes.py"},
    ),
}
"""What one module compiles patterns for: how such a pattern looks, one of them, and where."""


@pytest.mark.parametrize("kind", ONE_READER)
def test_a_kind_has_one_reader(kind):
    pattern, sample, readers = ONE_READER[kind]
    found = {
        str(path.relative_to(ROOT))
        for path in SOURCES
        if any(re.search(pattern, text) for text in strings(path))
    }
    assert re.search(pattern, sample)
    assert found == readers
