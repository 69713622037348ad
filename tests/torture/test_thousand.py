"""A thousand files, twenty of them broken each in its own way, by the command and the real model.

``python -m pytest tests/torture/test_thousand.py --long -s`` prints time, memory and the report.
"""

import csv
import io
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from itertools import islice
from pathlib import Path

import pikepdf
import pytest

from index import parse_plan
from index.__main__ import LEFT_OUT
from index.reading.package import OLE
from index.storage.report import REPORT
from index.storage.store import current_manifest
from index.text.headings import split_lines
from tests.index.reading.made_cells import zipped
from tests.index.reading.made_files import MAKERS
from tests.index.reading.test_bad_files import BLOCKS, LAUGHS, MAIN, with_parts

ROOT = Path(__file__).parents[2]
TEXTS = (ROOT / "corpus" / "plans", ROOT / "tests" / "documents")
GOOD, SECTION_CHARS = 980, 80
RUN, MAX_SHARED = 8, 0.3
KILLS = 3


def sections():
    """Yield pieces of real texts, whole lines of some length together, none like another.

    Plans of one year have whole clauses in common, and would be copies of each other.
    """
    files = (path for folder in TEXTS for path in sorted(folder.rglob("*")))
    seen = set()
    for path in files:
        if path.suffix not in (".txt", ".md"):
            continue
        plan, piece = parse_plan(path), ""
        furniture = {own.start for own in plan.boilerplate}
        for line in split_lines(plan.text):
            words = plan.text[line.start : line.end]
            runs = {words[place : place + RUN] for place in range(len(words) - RUN)}
            if line.start not in furniture and len(runs & seen) <= MAX_SHARED * len(runs):
                piece += f"{words}\n"
            seen |= runs
            if len(piece) > SECTION_CHARS:
                yield piece
                piece = ""


def locked_pdf():
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(MAKERS[".pdf"](BLOCKS))) as document:
        document.save(file, encryption=pikepdf.Encryption(owner="a", user="b"))
    return file.getvalue()


def broken():
    """Twenty files that are no plans: names and bytes."""
    word, book, pages, fixed = (MAKERS[own](BLOCKS) for own in (".docx", ".xlsx", ".pdf", ".ofd"))
    locked = OLE + bytes(512) + "EncryptedPackage".encode("utf-16-le")
    return {
        "empty.txt": b"",
        "blank.md": b"\n \t\n",
        "binary.txt": bytes(range(256)) * 4,
        "too-large.txt": b"\xe4\xb8\x80" * 7_000_000,
        "deep.html": b"<div>" * 3_000 + "一、治理扬尘。".encode(),
        "quote.csv": '任务,单位\n"一,二\n'.encode(),
        "no-mail.mht": b"MIME-Version: 1.0\r\n\r\n",
        "no.pdf": b"%PDF-1.4\nnothing",
        "cut-off.pdf": pages[: len(pages) // 2],
        "locked.pdf": locked_pdf(),
        "no.docx": b"PK\x03\x04 nothing",
        "locked.docx": locked,
        "bomb.docx": with_parts(word, {"a.xml": b" " * 20_000_000}),
        "entities.docx": with_parts(word, {MAIN[".docx"]: LAUGHS}),
        "cut-off.xlsx": book[: len(book) // 2],
        "no.doc": OLE + b"nothing",
        "braces.rtf": b"{\\rtf1" + b"{" * 5_000,
        "entities.ofd": with_parts(fixed, {MAIN[".ofd"]: LAUGHS}),
        "nested.zip": zipped({"a.zip": zipped({"a.txt": "一、"})}),
        "no.png": b"\x89PNG\r\n\x1a\n",
    }


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """The thousand files."""
    folder = tmp_path_factory.mktemp("thousand") / "corpus"
    plans = folder / "plans"
    plans.mkdir(parents=True)
    for number, piece in enumerate(islice(sections(), GOOD)):
        (plans / f"section-{number:03}.txt").write_text(piece, encoding="utf-8")
    for name, data in broken().items():
        (plans / f"broken-{name}").write_bytes(data)
    assert len(list(plans.iterdir())) == 1_000
    return folder


def building(corpus, folder, cache):
    """Start the command; vectors that were kept before are of another machine."""
    command = [sys.executable, "-m", "index", "build", str(corpus), "--index", str(folder)]
    shutil.rmtree(cache / "lantian" / "vectors", ignore_errors=True)
    return _started([*command, "--quiet"], cache)


def _started(command, cache):
    environment = os.environ | {"XDG_CACHE_HOME": str(cache), "PYTHONPATH": str(ROOT)}
    quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    return subprocess.Popen(command, env=environment, cwd=ROOT, start_new_session=True, **quiet)


def report_of(folder):
    with (folder / REPORT).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def files_of(folder):
    """The checksums of all that an index consists of, whatever its folders are called."""
    _, manifest = current_manifest(folder)
    return [
        {name: entry.sha256 for name, entry in segment.files.items()}
        for segment in manifest.segments
    ]


@pytest.mark.model
def test_a_thousand_files(corpus, offline, tmp_path, is_long):
    if not is_long:
        pytest.skip("takes minutes: pytest --long")
    cache = offline.folder / "cache"  # where the model is unpacked
    start = time.monotonic()
    build = building(corpus, tmp_path / "whole", cache)
    said = build.stdout.read()
    _, status, used = os.wait4(build.pid, 0)  # of this command and the processes that it started
    whole_s, largest = time.monotonic() - start, used.ru_maxrss / 1024
    build.returncode = os.waitstatus_to_exitcode(status)
    build.stdout.close()
    assert build.returncode == LEFT_OUT, said
    report = report_of(tmp_path / "whole")
    print(f"\n1,000 files: {whole_s:.0f} s, largest process {largest:.0f} MB\n{said}")  # noqa: T201 - to be read
    assert Counter(row["state"] for row in report) == {"failed": 20}
    assert {row["file"] for row in report} == {f"broken-{name}" for name in broken()}
    assert all(row["error"] and row["next_step"] for row in report)
    assert f": {GOOD} plans, " in said

    choose, killed_at = random.Random(1), []
    build = building(corpus, tmp_path / "killed", cache)
    for kill in range(KILLS):
        seconds = whole_s * (kill + choose.random()) / (2 * KILLS)
        time.sleep(seconds)
        if build.poll() is not None:  # the machine has become faster
            break
        killed_at.append(seconds)
        os.killpg(build.pid, signal.SIGKILL)
        build.communicate()
        start = time.monotonic()
        build = _started(build.args, cache)  # goes on with what was embedded
    said, _ = build.communicate()
    last_s = time.monotonic() - start
    assert killed_at, "ended before it was killed"
    after = ", ".join(f"{own:.0f}" for own in killed_at)
    print(f"killed -9 after {after} s; the run after that took {last_s:.0f} s")  # noqa: T201
    assert build.returncode == LEFT_OUT, said
    assert report_of(tmp_path / "killed") == report
    assert files_of(tmp_path / "killed") == files_of(tmp_path / "whole")
