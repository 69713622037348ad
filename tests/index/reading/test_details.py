"""Details of formats that made documents seldom have."""

import io
import re
import zipfile
from datetime import datetime

import pytest
from PIL import Image

from index import PlanError, parse_plan
from index.reading.number_formats import number_shown
from tests.index.reading import made_files
from tests.index.reading.made_cells import zipped
from tests.index.reading.made_files import NAMESPACES

CELL = "<table:table-cell{repeated}>{words}</table:table-cell>"


def odt(tmp_path, *rows):
    body = "".join(
        "<table:table-row>"
        + "".join(
            CELL.format(
                repeated=f' table:number-columns-repeated="{times}"' if times > 1 else "",
                words=f"<text:p>{words}</text:p>" if words else "",
            )
            for words, times in row
        )
        + "</table:table-row>"
        for row in rows
    )
    path = tmp_path / "plan.odt"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f"<office:document-content {NAMESPACES}><office:body><office:text>"
            f"<text:p>一、目标</text:p><table:table>{body}</table:table>"
            "</office:text></office:body></office:document-content>",
        )
    return path


def test_cells_that_are_repeated_stand_in_each_column(tmp_path):
    head = [("县区", 1), ("2026年", 1), ("2027年", 1), ("2028年", 1)]
    rows = [head, [("甲县", 1), ("35", 3)], [("乙县", 1), ("", 2), ("33", 1)]]
    lines = parse_plan(odt(tmp_path, *rows)).text.split("\n")
    assert "甲县\t35\t35\t35\t" in lines
    assert "乙县\t\t\t33\t" in lines


def test_characters_beyond_the_first_plane_in_a_note(tmp_path):
    path = tmp_path / "plan.rtf"
    path.write_text(r"{\rtf1\ansi 1. Plan{\footnote \u-10179?\u-9155? here}\par}", "ascii")
    assert "\U0001f43d here" in parse_plan(path).text


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (5, '0"万吨"', "5万吨"),
        (12.5, '0.0"%"', "12.5%"),
        (0.85, "0%", "85%"),
        (43983, 'e"年"m"月"', "2020年6月"),  # the year, as East Asian formats have it
        (1, '[=1]"是";[=0]"否"', "是"),
        (0, '[=1]"是";[=0]"否"', "否"),
    ],
)
def test_the_unit_of_a_number_is_what_its_format_adds(value, code, shown):
    assert number_shown(value, code, datetime(1899, 12, 30)) == shown


@pytest.mark.parametrize(
    "steps",
    [
        "4,4,4,4,4,4",
        "g 6",
        "g 6.0 4",
        "g",
        "g x 4",
        "4 4 x",
        "g 2 4 nan 4",
        "",
        "g 1e999 4",
        "g -1 4",
    ],
)
def test_steps_of_ofd_that_are_none_cost_no_file(tmp_path, steps):
    with zipfile.ZipFile(io.BytesIO(made_files.ofd(["一、治理工地12处。", "二、清扫"]))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "Doc_0/Pages/Page_0/Content.xml"
    parts[name], count = re.subn(rb'DeltaX="[^"]*"', f'DeltaX="{steps}"'.encode(), parts[name])
    assert count == 3
    path = tmp_path / "plan.ofd"
    path.write_bytes(zipped(parts))
    assert parse_plan(path).text.split()[:2] == ["一、治理工地12处。", "二、清扫"]


def test_a_rule_is_no_page(tmp_path):
    file = io.BytesIO()
    Image.new("RGB", (2, 800)).save(file, "PNG")
    path = tmp_path / "rule.png"
    path.write_bytes(file.getvalue())
    with pytest.raises(PlanError, match="too many dots"):
        parse_plan(path)
