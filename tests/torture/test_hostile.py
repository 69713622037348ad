"""Any text as a query, any bytes as a plan or as a file of an index: named errors, in time."""

import random
import shutil
import time
import unicodedata

import pytest

from index import IndexDamagedError, PlanError, PlanIndex, QueryError
from index.reading import SUFFIXES
from tests.index.encoders import HashingEncoder
from tests.torture.collections import answers, write_plans

LONGEST_S = 1.0
BEGINNINGS = {
    **dict.fromkeys((".txt", ".md", ".csv"), b""),
    **dict.fromkeys((".html", ".htm"), b"<html>"),
    **dict.fromkeys((".mht", ".mhtml"), b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n"),
    **dict.fromkeys((".doc", ".wps", ".xls", ".et"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ".pdf": b"%PDF-1.4\n",
    ".rtf": b"{\\rtf1 ",
}
"""What files begin with; the others are ZIP packages."""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("torture")
    write_plans(folder / "plans")
    return folder


@pytest.fixture(scope="module")
def index(corpus):
    return PlanIndex.build(corpus, corpus / "index", encoder=HashingEncoder(), progress=False)


def characters():
    """Runs of the code space, each as likely as the others."""
    blocks = [(0x20, 0x7F), (0x3400, 0x9FFF), (0x0, 0x20), (0xD800, 0xDFFF), (0x300, 0x36F)]
    blocks += [(0x2000, 0x206F), (0xFE00, 0xFFFF), (0x1F300, 0x1FAFF), (0x20000, 0x2A6DF)]
    return [*blocks, (0x590, 0x6FF), (0x0, 0x10FFFF)]


def test_any_text_is_searched_or_refused(index, is_long):
    choose = random.Random(7)
    words = ["2025年", "第20条", "PM2.5", "咸阳", "《", "》", "(", "市生态环境局", "方案", "以上"]
    blocks = characters()
    slow = []
    for _ in range(20_000 if is_long else 400):
        query = "".join(
            choose.choice(words)
            if choose.random() < 0.2
            else chr(choose.randint(*choose.choice(blocks)))
            for _ in range(choose.choice([1, 3, 10, 40, 200]))
        )
        start = time.monotonic()
        try:
            hits = index.search(query, k=3)
        except QueryError:
            continue
        finally:
            taken = time.monotonic() - start
            if taken > LONGEST_S:
                slow.append((taken, query))
        for hit in hits:
            text = index.plan(hit.passage.plan_id).text
            assert text[hit.passage.start : hit.passage.end] == hit.passage.text
    # A machine that does something else may hold one up; a query that hangs does so each time.
    again = []
    for _, query in slow:
        start = time.monotonic()
        index.search(query, k=3)
        if time.monotonic() - start > LONGEST_S:
            again.append(query)
    assert again == []


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_any_bytes_are_a_plan_or_refused(index, tmp_path, is_long, suffix):
    choose = random.Random(suffix)
    held = {head.id for head in index.heads()}
    for number in range(100 if is_long else 6):
        path = tmp_path / f"hostile-{number}{suffix}"
        kind = number % 3
        data = choose.randbytes(choose.choice([1, 10, 1_000, 30_000]))
        if kind == 1:
            data = "".join(chr(choose.randint(1, 0xD7FF)) for _ in range(2_000)).encode()
        elif kind == 2:
            data = BEGINNINGS.get(suffix, b"PK\x03\x04") + data
        path.write_bytes(data)
        try:
            plan = index.add(path)
        except PlanError as error:
            assert path.name in str(error) or path.stem in str(error)
            continue
        assert index.plan(plan.id) == plan
        unicodedata.normalize("NFC", plan.text)
        index.remove(plan.id)
    assert {head.id for head in index.heads()} == held


def test_any_bytes_in_a_file_of_the_index_are_refused(corpus, index, tmp_path, is_long):
    choose = random.Random(3)
    expected = answers(index)
    files = [path.relative_to(corpus) for path in (corpus / "index").rglob("*") if path.is_file()]
    files = [path for path in files if path.name != ".lock"]
    assert len(files) > 10
    for path in sorted(files):
        for number in range(10 if is_long else 1):
            copy = tmp_path / f"{path.name}-{number}"
            shutil.copytree(corpus / "index", copy)
            target = copy.joinpath(*path.parts[1:])
            data = bytearray(target.read_bytes())
            how = choose.choice(["bit", "random", "longer"])
            if how == "bit":
                data[choose.randrange(len(data))] ^= 1 << choose.randrange(8)
            elif how == "random":
                data = bytearray(choose.randbytes(len(data)))
            else:
                data += choose.randbytes(9)
            target.write_bytes(data)
            with pytest.raises(IndexDamagedError) as caught:
                PlanIndex.open(copy, encoder=HashingEncoder())
            assert str(copy) in str(caught.value)
            shutil.rmtree(copy)
    assert answers(PlanIndex.open(corpus / "index", encoder=HashingEncoder())) == expected
