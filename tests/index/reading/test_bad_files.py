"""Bombs, locks, files cut off, links and odd names: a named error soon, and nothing half-read."""

import io
import random
import stat
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from index import ManifestError, PlanError, parse_plan
from index.metadata.manifest import find_plan_files
from index.reading import SUFFIXES, read_source
from index.reading.package import OLE
from tests.effort import effort
from tests.index.reading import made_files
from tests.index.reading.made_cells import zipped
from tests.index.reading.made_files import MAKERS
from tests.index.reading.test_formats import OFFICE, TABLE

BLOCKS = [
    "云岭市大气污染防治方案",
    "一、工作目标",
    "到2026年，空气质量持续改善。",
    TABLE,
    "二、保障措施",
]
PACKAGES = (".docx", ".xlsx", ".odt", ".ofd")
MAIN = {
    ".docx": "word/document.xml",
    ".xlsx": "xl/worksheets/sheet1.xml",
    ".odt": "content.xml",
    ".ofd": "Doc_0/Pages/Page_0/Content.xml",
}
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><r>&i;</r>"
)
EXTERNAL = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>'
PICTURES = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".tif": "TIFF", ".tiff": "TIFF"}
MOST_BYTES = 400_000_000
LONGEST = 400


def made(suffix):
    """A whole file of a format."""
    if suffix in (".doc", ".wps"):
        return (OFFICE / "notice.doc").read_bytes()
    if suffix == ".zip":
        return zipped({"方案.docx": MAKERS[".docx"](BLOCKS), "附件1.xlsx": MAKERS[".xlsx"](BLOCKS)})
    if suffix in PICTURES:
        file = io.BytesIO()
        Image.new("RGB", (600, 800), "white").save(file, PICTURES[suffix])
        return file.getvalue()
    return MAKERS[{".htm": ".html", ".mhtml": ".mht", ".et": ".xls"}.get(suffix, suffix)](BLOCKS)


def with_parts(data, parts):
    """A package with other parts, or more."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        own = {name: archive.read(name) for name in archive.namelist()}
    return zipped({**own, **parts})


def refused(path, data, message):
    """Read a file that must be refused, in time and within memory."""
    path.write_bytes(data)

    def read():
        with pytest.raises(PlanError, match=message) as raised:
            read_source(path)
        assert str(raised.value).startswith(f"{path}")

    tracemalloc.start()
    try:
        read()
        assert tracemalloc.get_traced_memory()[1] < MOST_BYTES
    finally:
        tracemalloc.stop()
    assert effort(read) < LONGEST


@pytest.mark.parametrize("suffix", PACKAGES)
@pytest.mark.parametrize("bomb", [LAUGHS, EXTERNAL, LAUGHS.encode("utf-16")])
def test_entities_are_refused_and_not_expanded(tmp_path, suffix, bomb):
    data = with_parts(made(suffix), {MAIN[suffix]: bomb})
    refused(tmp_path / f"plan{suffix}", data, "defines entities")


@pytest.mark.parametrize("suffix", PACKAGES)
def test_a_package_that_unpacks_without_measure(tmp_path, suffix):
    path = tmp_path / f"plan{suffix}"
    data = made(suffix)
    refused(path, with_parts(data, {"a.xml": b" " * 20_000_000}), "times as large expanded")
    refused(path, with_parts(data, {"a.bin": bytes(301_000_000)}), "MB expanded, over the limit")
    many = {f"{number}.bin": b"" for number in range(5_001)}
    refused(path, with_parts(data, many), "parts, over the limit of 5000")


def test_a_sheet_without_measure(tmp_path):
    path = tmp_path / "plan.xlsx"
    head = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )
    cell = '<row r="{0}"><c r="XFD{0}" t="str"><v>1</v></c></row>'
    far = head + cell.format(1) + "</sheetData></worksheet>"
    refused(
        path, with_parts(made(".xlsx"), {MAIN[".xlsx"]: far}), "more than .* cells or 300 columns"
    )
    merged = (
        head + '<row r="1"><c r="A1" t="str"><v>一、</v></c><c r="B1" t="str"><v>甲</v></c></row>'
        '<row r="2"><c r="A2" t="str"><v>乙</v></c><c r="B2" t="str"><v>丙</v></c></row>'
        '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'
    )
    path.write_bytes(with_parts(made(".xlsx"), {MAIN[".xlsx"]: merged}))
    assert effort(lambda: read_source(path)) < LONGEST
    assert len(read_source(path).text) < 5_000


def test_rich_text_without_measure(tmp_path):
    path = tmp_path / "plan.rtf"
    path.write_bytes(b"{\\rtf1 " + b"\\'aa" * 2_000_000 + b"}")
    with pytest.raises(PlanError, match="words and codes of layout, which no plan has"):
        read_source(path)
    refused(path, b"{\\rtf1" + b"{" * 5_000, "is no Rich Text or is broken")


def test_cells_over_everything(tmp_path):
    """A page whose cells go over all rows and columns says their words a few times."""
    path = tmp_path / "plan.html"
    cell = '<td rowspan="60000" colspan="60000">'
    rows = "".join(f"<tr>{cell}甲{'乙' * 100}</td><td>丙</td></tr>" for _ in range(300))
    path.write_text(f"<table>{rows}</table>", encoding="utf-8")
    assert effort(lambda: read_source(path)) < LONGEST
    assert len(read_source(path).text) < 1_000_000


@pytest.mark.parametrize("suffix", PACKAGES)
def test_a_package_with_a_password(tmp_path, suffix):
    path = tmp_path / f"plan{suffix}"
    office = OLE + bytes(512) + "EncryptedPackage".encode("utf-16-le")
    refused(path, office, "is locked with a password; save it without one")
    locked = bytearray(made(suffix))
    place = locked.rindex(b"PK\x01\x02")
    locked[place + 8] |= 1
    refused(path, bytes(locked), "is locked with a password")


def test_other_locks(tmp_path):
    manifest = b"<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    odt = with_parts(made(".odt"), {"META-INF/manifest.xml": manifest})
    refused(tmp_path / "plan.odt", odt, "is locked with a password")
    ofd = with_parts(made(".ofd"), {"Encryptions.xml": "<a/>"})
    refused(tmp_path / "plan.ofd", ofd, "is locked with a password")
    word = bytearray(made(".doc"))
    place = word.index(b"\xec\xa5")  # what the stream of the document begins with
    word[place + 0x0B] |= 0x01
    refused(tmp_path / "plan.doc", bytes(word), "is locked with a password")


@pytest.mark.parametrize(
    "suffix", [s for s in SUFFIXES if s not in (".txt", ".md", ".csv", ".html", ".htm")]
)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_file_that_is_cut_off(tmp_path, suffix, share):
    """But for text and pages, which may end anywhere."""
    data = made(suffix)
    if suffix == ".pdf" and share > 0.9:
        pytest.skip("a PDF reader finds the pages without what ends the file")
    refused(tmp_path / f"plan{suffix}", data[: int(share * len(data))], "broken|damaged|cut off")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_that_was_damaged_is_read_or_refused(tmp_path, suffix, is_long):
    choose = random.Random(suffix)
    whole = made(suffix)
    path = tmp_path / f"plan{suffix}"
    for _ in range(300 if is_long else 25):
        data = bytearray(whole)
        for _ in range(choose.choice([1, 3, 30])):
            place = choose.randrange(len(data))
            kind = choose.randrange(4)
            if kind == 0:
                data[place] = choose.randrange(256)
            elif kind == 1:
                del data[place : place + choose.choice([1, 7, 300])]
            elif kind == 2:
                data[place:place] = choose.randbytes(choose.choice([1, 9, 90]))
            else:
                data[place : place + 4] = b"\xff\xff\xff\xff"
            if not data:
                break
        path.write_bytes(data)
        try:
            assert read_source(path).text.strip()
        except PlanError as error:
            assert str(error).startswith(str(path))


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_macros_and_links_to_other_files_are_left_alone(tmp_path, suffix):
    path = tmp_path / f"plan{suffix}"
    path.write_bytes(made(suffix))
    text = read_source(path).text
    path.write_bytes(
        with_parts(
            made(suffix),
            {
                "word/vbaProject.bin": OLE,
                "xl/vbaProject.bin": OLE,
                "xl/externalLinks/a.xml": "<a/>",
            },
        )
    )
    assert read_source(path).text == text


NAMES = [
    "方案",
    "плaн",
    "خطة",
    "𠮷野家",
    "a\u0301b",
    "😀 plan",
    "\uff21\uff0e\uff22",
    "plan\u202eeman",
    "-n",
    "x" * 200,
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("suffix", [".docx", ".doc", ".zip"])
def test_any_name(tmp_path, name, suffix):
    path = tmp_path / f"{name}{suffix}"
    path.write_bytes(made(suffix))
    assert parse_plan(path).id == name


# Archives


def test_an_archive_is_its_document_and_its_attachments(tmp_path):
    parts = {
        "附件10.csv": "名称,数量\n十,10\n".encode(),
        "附件2：任务清单.xlsx": MAKERS[".xlsx"]([[["任务", "牵头单位"], ["丙", "市公安局"]]]),
        "通知/关于印发方案的通知.docx": MAKERS[".docx"](["一、总体要求", "二、任务"]),
        "__MACOSX/._a": b"",
        "Thumbs.db": b"",
    }
    path = tmp_path / "plan.zip"
    path.write_bytes(zipped(parts))
    assert read_source(path).text.split("\n") == [
        *("一、总体要求", "二、任务", "附件2：任务清单", "任务\t牵头单位\t", "丙\t市公安局\t"),
        *("附件10", "名称\t数量\t", "十\t10\t"),
    ]


def test_an_archive_of_windows(tmp_path):
    path = tmp_path / "plan.zip"
    data = zipped({"attachment.docx": MAKERS[".docx"](["一、甲"])})
    name = "附件方案x1".encode("gbk") + b".docx"
    assert len(name) == len("attachment.docx")
    path.write_bytes(data.replace(b"attachment.docx", name))
    assert read_source(path).text == "附件方案x1\n一、甲"


def twice(name, *contents):
    """An archive with several files of one name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        for content in contents:
            archive.writestr(name, content)
    return buffer.getvalue()


def linked():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        entry = zipfile.ZipInfo("方案.txt")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    return buffer.getvalue()


ARCHIVES = {
    "nested": (
        lambda: zipped({"a.zip": zipped({"a.txt": "一、"})}),
        "'a.zip' in it is an archive too",
    ),
    "two files of one name": (
        lambda: twice("方案.txt", "一、甲", "一、乙"),
        "several files of the name '方案.txt', one of which would be lost; unpack it",
    ),
    "a picture": (lambda: zipped({"a.gif": b"x", "b.txt": "一、"}), "'a.gif' in it cannot be read"),
    "a link": (linked, "'方案.txt' in it is a link; put the file itself there"),
    "empty": (lambda: zipped({}), "holds no file"),
    "a bomb": (lambda: zipped({"a.txt": b" " * 90_000_000}), "times as large expanded as packed"),
    "a large file": (lambda: zipped({"a.txt": bytes(101_000_000)}), "101 MB in one file"),
    "many": (
        lambda: zipped({f"{n}.txt": "一" for n in range(101)}),
        "101 files, over the limit of 100",
    ),
    "one that is broken": (
        lambda: zipped({"a.docx": b"x", "b.txt": "一、"}),
        "a.docx: is not a Word file",
    ),
}


@pytest.mark.parametrize("case", ARCHIVES)
def test_archives_that_are_refused(tmp_path, case):
    make, message = ARCHIVES[case]
    refused(tmp_path / "plan.zip", make(), message)


# Folders


def test_a_link_out_of_a_corpus_is_refused(tmp_path):
    outside = tmp_path / "outside.txt"
    outside.write_text("一、甲\n", encoding="utf-8")
    plans = tmp_path / "corpus" / "plans"
    plans.mkdir(parents=True)
    (plans / "a.txt").write_text("一、乙\n", encoding="utf-8")
    (plans / "b.txt").symlink_to(plans / "a.txt")
    assert [path.name for path in find_plan_files(plans.parent)] == ["a.txt", "b.txt"]
    (plans / "c.txt").symlink_to(outside)
    with pytest.raises(
        ManifestError, match=r"c\.txt: is a link out of .*; put the file itself there"
    ):
        find_plan_files(plans.parent)


def test_every_format_has_a_maker():
    assert {Path(f"a{suffix}").suffix for suffix in SUFFIXES} - set(made_files.MAKERS) == {
        *(".htm", ".mhtml", ".doc", ".wps", ".et", ".zip"),
        *PICTURES,
    }
