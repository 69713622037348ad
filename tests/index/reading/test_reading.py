import codecs
import hashlib
import os
from pathlib import Path

import pytest

from index import PlanError, parse_plan
from index.reading import SUFFIXES

TEXT = "咸阳市蓝天保卫战2020年工作方案\n\n一、工作目标\n优良天数不少于270天。\n"


def write(path, data):
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        ("plan.txt", TEXT.encode(), TEXT),
        ("plan.md", TEXT.encode(), TEXT),
        ("PLAN.TXT", TEXT.encode(), TEXT),
        ("plan.txt", codecs.BOM_UTF8 + TEXT.encode(), "\ufeff" + TEXT),
        ("plan.txt", TEXT.encode("gb18030"), TEXT),
        ("plan.txt", codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), TEXT),
        ("plan.txt", codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), TEXT),
        ("plan.txt", TEXT.replace("\n", "\r\n").encode(), TEXT.replace("\n", "\r\n")),
        ("plan.txt", TEXT.replace("\n", "\r").encode(), TEXT.replace("\n", "\r")),
        ("plan.txt", "優良天數\U00020000".encode(), "優良天數\U00020000"),
        ("plan.txt", "、\x01\x7f\u2028".encode(), "、\x01\x7f\u2028"),
    ],
)
def test_encodings_and_line_ends(tmp_path, name, data, text):
    plan = parse_plan(write(tmp_path / name, data))
    assert plan.text == text
    assert plan.sha256 == hashlib.sha256(data).hexdigest()
    assert plan.id == name.partition(".")[0]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\u2028", "\x85"])
def test_clauses_do_not_depend_on_line_ends(tmp_path, line_end):
    path = write(tmp_path / "plan.txt", TEXT.replace("\n", line_end).encode())
    assert [clause.path for clause in parse_plan(path).clauses] == [(), ("一、工作目标",)]


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.replace("\n", "\r\n").encode(),
        "1.甲\r\r\n\x0b\x0c2.乙\x85\u2028 ".encode(),
    ],
)
def test_utf8_text_is_the_decoded_file_unchanged(tmp_path, data):
    path = write(tmp_path / "plan.txt", data)
    with open(path, encoding="utf-8", newline="") as file:
        assert parse_plan(path).text == file.read()


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("plan.txt", b"", "holds no text; give a file with the plan's words in it"),
        ("plan.txt", " \r\n\t　\xa0\u2003\u2028".encode(), "holds no text"),
        ("plan.txt", "\ufeff\u200b \n".encode(), "holds no text"),
        ("plan.txt", codecs.BOM_UTF16_LE, "holds no text"),
        ("plan.txt", b"\xff\xff\xff", "is not text in UTF-8, .* or is damaged; save it as UTF-8"),
        ("plan.txt", b"plan\0plan", "is not text"),
        ("plan.txt", codecs.BOM_UTF16_LE + b"a", "is not text"),
        ("plan.txt", TEXT.encode()[:-2], "is not text"),
        ("plan", b"plan", r"cannot read this type of file; convert it to one of \.txt, \.md"),
        ("plan.ods", b"plan", r"cannot read this type of file; open it in Excel or WPS and save"),
        ("plan.docm", b"plan", r"cannot read this type of file; open it in Word or WPS and save"),
        ("plan.rar", b"plan", r"cannot read this type of file; unpack it and give the files in it"),
        ("plan.doc", b"plan", r"is not a Word file of 1997 to 2003 or is broken; open it in Word"),
        ("plan.wps", b"plan", r"is not a Word file of 1997 to 2003 or is broken; open it in Word"),
        ("plan.mht", b"plan", r"is not a saved page or is broken; open it in a browser"),
        ("plan.rtf", b"plan", r"is no Rich Text or is broken; open it in Word or WPS and save it"),
        ("plan.odt", b"plan", r"is not an OpenDocument text or is broken; open it in LibreOffice"),
        ("plan.ofd", b"plan", r"is not an OFD file or is broken; open it in an OFD reader"),
        ("plan.xlsx", b"plan", r"is not a workbook or is broken; open it in Excel or WPS"),
        ("plan.csv", b"\xff\xff\xff", r"is not text in UTF-8, .*; save it from Excel or WPS"),
        ("plan.zip", b"plan", r"is not a ZIP archive or is broken; fetch it again"),
        ("plan.html", b"<p>", "holds no text"),
        ("plan.html", b"<p>\xff\xff\xff", "is not a web page that can be read .*no encoding"),
        ("plan.html", b"<meta charset=gbk><p>\0", "is not a web page"),
        ("plan.htm", b"<div>" * 300_000, "more than 2000 elements inside one another"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path, name, data, message):
    path = write(tmp_path / name, data)
    with pytest.raises(PlanError, match=message) as raised:
        parse_plan(path)
    assert str(raised.value).startswith(f"{path}: ")


def test_missing_folders_and_pipes(tmp_path):
    with pytest.raises(PlanError, match=r"cannot be read \(No such file or directory\)"):
        parse_plan(tmp_path / "missing.txt")
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(PlanError, match="is not a file"):
        parse_plan(tmp_path / "folder.txt")
    os.mkfifo(tmp_path / "pipe.txt")  # opening it would wait for ever
    with pytest.raises(PlanError, match="is not a file"):
        parse_plan(tmp_path / "pipe.txt")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_of_200_mb_is_not_even_opened(tmp_path, monkeypatch, suffix):
    path = tmp_path / f"plan{suffix}"
    with open(path, "wb") as file:
        file.truncate(200_000_000)
    monkeypatch.setattr(Path, "read_bytes", None)
    with pytest.raises(PlanError, match=r"200 MB, over the limit of (20|100) MB for a plan"):
        parse_plan(path)


def test_a_path_as_text(tmp_path):
    write(tmp_path / "plan.txt", TEXT.encode())
    assert parse_plan(str(tmp_path / "plan.txt")).text == TEXT
