"""Workbooks and separated values as people see them."""

import datetime
import io
import re
from pathlib import Path

import pytest
import xlsxwriter
import xlwt

from index import PlanError
from index.reading.package import OLE
from index.reading.sheets import read_csv
from index.reading.xls import read_xls
from index.reading.xlsx import read_xlsx

PATH, OLD = Path("plan.xlsx"), Path("plan.xls")
DAY = datetime.date(2026, 6, 30)
# value, number format, what the cell shows
SHOWN = [
    (0.85, "0%", "85%"),
    (0.8537, "0.0%", "85.4%"),
    (1234.5, "#,##0.00", "1234.50"),
    (36.0, "General", "36"),
    (0.1 + 0.2, "General", "0.3"),
    (1.0, "0.0", "1.0"),
    (DAY, "yyyy-mm-dd", "2026-06-30"),
    (DAY, 'yyyy"年"m"月"d"日"', "2026年6月30日"),
    (DAY, 'yyyy"年"m"月"', "2026年6月"),
    (DAY, 'm"月"d"日"', "6月30日"),
    (2020, '0"年"', "2020年"),
    (2020, 'General"年"', "2020年"),
    (7, '0"年"', "7年"),
    (7, '0 "月"', "7 月"),
    (12.34, "0.##", "12.34"),
    (12.3, "#,##0.##", "12.3"),
    (12, "0.##", "12"),
    (12, "0.0#", "12.0"),
    (12.34, "0.0#", "12.34"),
    (0.123, "0.##%", "12.3%"),
    (12345, '0!.0,"万"', "1.2万"),
    (12345, '0"."0,"万"', "1.2万"),
    (12345, '0!.0000"万"', "1.2345万"),
    (12345678, '0.00,,"百万"', "12.35百万"),
    (1234567, '#,##0,"千"', "1235千"),
    (2.5, "0", "3"),
    (-2.5, "0", "-3"),
    (1.005, "0.00", "1.01"),
    (0.125, "0.00", "0.13"),
    (0.005, "0%", "1%"),
    (0.5, "#,###.##", "0.5"),
    (7, "000", "007"),
    (0.4, '"≥"0.0', "≥0.4"),
    (12, '0.0"%"', "12.0%"),
    (20500, '[>=10000]0!.0,"万";0', "2.1万"),
    (500, '[>=10000]0!.0,"万";0', "500"),
    (-0.052, "+0.0%;-0.0%", "-5.2%"),
    (0.052, "+0.0%;-0.0%", "+5.2%"),
    (-5, "#,##0_);(#,##0)", "-5"),
    (0.5, "[h]:mm", "0.5"),
    (0.5, "# ?/?", "0.5"),
    (1, '"达标"', "1"),
    (1234.5, "$#,##0.00", "1234.50"),
    (3, '"约"G/通用格式"处"', "约3处"),
    (123456, "0.00E+00", "123456"),
    (1e300, "0.00", f"{10**300}.00"),
    (datetime.date(2026, 6, 1), 'm"月"', "6月"),
    (DAY, "[$-804]yyyy-mm-dd;@", "2026-06-30"),
    (True, "General", "是"),
    ("一、\n二", "General", "一、 二"),
]


def book(write):
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True})
    write(workbook)
    workbook.close()
    return buffer.getvalue()


@pytest.mark.parametrize(("value", "form", "shown"), SHOWN)
def test_values_as_the_sheet_shows_them(value, form, shown):
    def write(workbook):
        sheet = workbook.add_worksheet()
        style = workbook.add_format({"num_format": form})
        for row, name in enumerate(("甲", "乙")):
            sheet.write_string(row, 0, name)
            if isinstance(value, datetime.date):
                sheet.write_datetime(row, 1, value, style)
            else:
                sheet.write(row, 1, value, style)

    assert read_xlsx(book(write), PATH) == f"甲\t{shown}\t\n乙\t{shown}\t"


def test_a_format_that_is_made_to_fill_the_memory():
    def write(workbook):
        style = workbook.add_format({"num_format": "0" * 100_000})
        workbook.add_worksheet().write(0, 0, 12.5, style)

    assert read_xlsx(book(write), PATH) == "12.5"


def test_titles_notes_and_group_rows():
    def write(workbook):
        sheet = workbook.add_worksheet("清单")
        sheet.merge_range("A1:C1", "附件1")
        sheet.merge_range("A2:C2", "重点任务清单")
        for row, cells in enumerate((("序号", "任务", "单位"), ("一、能源",), ("1", "甲", "乙"))):
            sheet.write_row(2 + row, 0, cells)
        sheet.write_formula("C6", "=SUM(A1:A2)", None, "丙")
        sheet.write_string("A6", "2")
        sheet.write_string("A7", "注：到2026年底完成。")
        hidden = workbook.add_worksheet("底稿")
        hidden.write_string(0, 0, "不应读到")
        hidden.hide()

    assert read_xlsx(book(write), PATH).split("\n") == [
        *("附件1", "重点任务清单", "序号\t任务\t单位\t", "一、能源\t\t", "1\t甲\t乙\t"),
        *("2\t\t丙\t", "注：到2026年底完成。"),
    ]


@pytest.mark.parametrize(
    "data",
    [
        "县区,目标\n甲县,35\n乙县,33\n".encode(),
        "县区,目标\n甲县,35\n乙县,33\n".encode("gb18030"),
        "\ufeff县区;目标\r\n甲县;35\r\n乙县;33\r\n".encode(),
        "县区\t目标\n甲县\t35\n乙县\t33\n".encode("utf-16"),
        '县区|目标\n"甲县"|35\n乙县|"33"\n'.encode(),
    ],
)
def test_separated_values(data):
    assert read_csv(data, PATH) == "县区\t目标\t\n甲县\t35\t\n乙县\t33\t"


def test_a_quotation_mark_that_is_not_closed():
    with pytest.raises(PlanError, match="its separated values are broken"):
        read_csv('县区,目标\n"甲县,35\n'.encode(), PATH)


def old_book(write):
    buffer = io.BytesIO()
    workbook = xlwt.Workbook(encoding="utf-8")
    write(workbook)
    workbook.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(("value", "form", "shown"), SHOWN)
def test_values_of_an_old_workbook(value, form, shown):
    def write(workbook):
        sheet = workbook.add_sheet("清单")
        for row, name in enumerate(("甲", "乙")):
            sheet.write(row, 0, name)
            sheet.write(row, 1, value, xlwt.easyxf(num_format_str=form))

    assert read_xls(old_book(write), OLD) == f"甲\t{shown}\t\n乙\t{shown}\t"


@pytest.mark.parametrize(
    ("number", "shown"), [(31, "2026年6月30日"), (57, "2026年6月"), (58, "2026年6月30日")]
)
def test_dates_of_an_old_workbook_in_formats_of_a_chinese_excel(number, shown):
    def write(workbook):
        sheet = workbook.add_sheet("清单")
        for row, name in enumerate(("甲", "乙")):
            sheet.write(row, 0, name)
            sheet.write(row, 1, DAY, xlwt.easyxf(num_format_str="yyyy.mm.dd"))

    data = old_book(write)
    style = re.compile(rb"(\xe0\x00\x14\x00..)\xa5\x00", re.DOTALL)  # of format 165, its first own
    data, count = style.subn(rb"\g<1>" + bytes([number, 0]), data)
    assert count
    assert read_xls(data, OLD) == f"甲\t{shown}\t\n乙\t{shown}\t"


def test_hidden_sheets_errors_and_merged_cells_of_an_old_workbook(capsys):
    def write(workbook):
        sheet = workbook.add_sheet("清单")
        sheet.write_merge(0, 0, 0, 1, "附件1")
        sheet.write_merge(1, 2, 0, 0, "北部")
        sheet.write(1, 1, "石泉县")
        sheet.write(2, 1, "白河区")
        sheet.write(1, 2, 36)
        sheet.write(2, 2, True)
        sheet.write(3, 1, xlwt.Formula("1/0"))
        hidden = workbook.add_sheet("底稿")
        hidden.visibility = 1
        hidden.write(0, 0, "草稿")

    found = read_xls(old_book(write), OLD)
    assert found == "附件1\n北部\t石泉县\t36\t\n北部\t白河区\t是\t"
    printed = capsys.readouterr()
    assert printed.out + printed.err == ""


def test_an_old_workbook_that_goes_on_and_on(tmp_path):
    def write(workbook):
        for number in range(2):
            sheet = workbook.add_sheet(str(number))
            for row in range(65_000):
                sheet.write(row, 250, "1")

    with pytest.raises(PlanError, match=r"more than .* cells or 300 columns"):
        read_xls(old_book(write), OLD)


@pytest.mark.parametrize("data", [b"", b"x", OLE, OLE + b"x" * 5_000, b"\x09\x08" + b"\0" * 99])
def test_what_is_no_old_workbook(data):
    with pytest.raises(PlanError, match=r"plan\.xls: is not a workbook or is broken; open it in"):
        read_xls(data, OLD)


def test_an_old_workbook_with_a_password():
    data = old_book(lambda workbook: workbook.add_sheet("清单").write(0, 0, "甲"))
    place = data.index(b"\x09\x08\x10\x00") + 20  # behind the record that begins the workbook
    locked = b"\x2f\x00\x06\x00" + bytes(6) + data[place + 10 :]
    with pytest.raises(PlanError, match="is locked with a password; save it without one"):
        read_xls(data[:place] + locked, OLD)
