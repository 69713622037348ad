"""``manifest.csv``: the manifest as a table, for people who have a spreadsheet and no editor.

The first line names the columns, in English as the TOML manifest does or in Chinese; each line
below is a plan, by its id or its file's name. A cell that is empty leaves what the text says.
"""

import csv
from collections.abc import Mapping
from pathlib import Path

from index.errors import ManifestError
from index.metadata.typed_fields import FIELDS, field_from_text
from index.reading.plain import decode

ID = "id"
_HEADS = {
    **{"编号": ID, "文件": ID, "文件名": ID, "标题": "title", "层级": "level", "县": "county"},
    **{"区县": "county", "城市": "city", "市": "city", "省": "province", "省份": "province"},
    **{"效力": "status", "文号": "document_number", "发文机关": "issuer", "发文日期": "issued"},
    **{"有效期至": "valid_until", "年份": "period", "期间": "period", "来源": "source"},
    **{"访问日期": "accessed"},
    **{"file": ID, "plan": ID},
}


def read_rows(path: Path) -> Mapping[str, dict[str, object]]:
    """Return what the lines of a table say, by plan.

    Args:
        path: In UTF-8, or in GB18030 as Excel writes it; cells parted by commas, semicolons or
            tabs.

    Raises:
        ManifestError: it cannot be read, a column is unknown, a cell makes no sense, or a plan
            stands in two lines.
    """
    try:
        text = decode(path.read_bytes())
    except OSError as error:
        raise ManifestError(f"{path}: cannot be read ({error.strerror})") from error
    if text is None:
        raise ManifestError(f"{path}: is not text; save it as CSV UTF-8")
    lines = text.removeprefix("\ufeff").splitlines()
    first = next(iter(lines), "")
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(lines, delimiter=delimiter)
    names = [_column(path, head) for head in next(reader, [])]
    if ID not in names:
        raise ManifestError(f"{path}: its first line must name the columns, {ID!r} among them")
    found: dict[str, dict[str, object]] = {}
    for cells in reader:
        row = {name: cell.strip() for name, cell in zip(names, cells, strict=False)}
        if not any(row.values()):
            continue
        plan_id = row.pop(ID, "")
        if not plan_id or plan_id in found:
            what = f"{plan_id} stands in two lines" if plan_id else f"no {ID}"
            raise ManifestError(f"{path}: line {reader.line_num}: {what}; correct the line")
        try:
            found[plan_id] = {n: field_from_text(n, cell) for n, cell in row.items() if cell}
        except ValueError as error:
            raise ManifestError(
                f"{path}: line {reader.line_num}, plan {plan_id}: {error}"
            ) from error
    return found


def _column(path: Path, head: str) -> str:
    """Return the field that a column is of."""
    name = _HEADS.get(head.strip(), head.strip())
    if name not in (ID, *FIELDS):
        raise ManifestError(
            f"{path}: unknown column {head!r}; known are {', '.join((ID, *FIELDS))}"
        )
    return name
