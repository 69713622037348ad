"""The codebook and the description by which programs read the data set, from the same columns."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from qa.dataset.cells import JOINT
from qa.dataset.columns import PLANS, TABLES, Column, Table

PACKAGE = "datapackage.json"
CODEBOOK = "codebook.md"
NAME = "lantian-plans"
_KINDS = {
    "string": ("文本", "text"),
    "integer": ("整数", "whole number"),
    "number": ("数", "number"),
    "boolean": ("是否", "true or false"),
    "date": ("日期", "date"),
    "list": ("名称，以；分隔", "names joined by ；"),
    "array": ("文本列表，JSON", "texts, as JSON"),
}
_INTRODUCTION = f"""\
# 数据说明 Codebook

每张表有 CSV（UTF-8，带 BOM，Excel 可直接打开）和 Parquet（如已导出）两种格式，内容相同；
`{PACKAGE}` 供程序读取（Data Package）。空单元格表示没有写明。偏移量按码位计，半开区间，指向
`texts/` 中的原文：`text[start:end] == quote`。CSV 中以 `=`、`+`、`-`、`@` 或 `'` 开头的文本前多一个
`'`，以免被表格软件当作公式。

Each table is there as CSV (UTF-8 with a byte order mark, so that Excel opens it) and, where it was
exported, as Parquet with the same content; `{PACKAGE}` describes them for programs (Data Package).
An empty cell says that nothing is stated. Offsets count code points, half-open, in the texts in
`texts/`: `text[start:end] == quote`; read those files without translating line ends. In CSV a text
that begins with `=`, `+`, `-`, `@` or `'` has one more `'` in front, so that no spreadsheet takes
it for a formula.
"""


def codebook() -> str:
    """Return what each table and column says, in both languages, as Markdown."""
    lines = [_INTRODUCTION]
    for table in TABLES:
        lines += [
            f"## {table.name}",
            "",
            f"{table.zh}。{table.en}.",
            "",
            "| 列 column | 类型 kind | 必填 required | 说明 | meaning |",
            "|---|---|---|---|---|",
            *map(_line, table.columns),
            "",
        ]
    return "\n".join(lines)


def _line(column: Column) -> str:
    """Return a column as a row of the codebook."""
    kind = " ".join(_KINDS[column.kind])
    required = "是 yes" if column.is_required else ""
    said = (text.replace("|", "\\|") for text in (column.zh, column.en))
    return f"| `{column.name}` | {kind} | {required} | {' | '.join(said)} |"


def package(
    files: Mapping[str, tuple[int, str]],
    version: str,
    texts: Sequence[tuple[str, int, str]],
    program: str,
) -> str:
    """Return ``datapackage.json``.

    Args:
        files: Size in bytes and SHA-256 of each table's file, by its name.
        version: What tells the collection from another.
        texts: Name, size and SHA-256 of each plan's text.
        program: Version of the program that writes it; empty for one that did not say.
    """
    tables = sorted(name for name in files if name.endswith(".csv"))
    resources = [_resource(name, *files[name]) for name in tables]
    described = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": NAME,
        "title": "蓝天：大气污染防治方案数据 Lantian: air-quality plans as data",
        "version": version,
        **({"program": f"Lantian {program}"} if program else {}),
        "resources": [*resources, *(_text(*own) for own in texts)],
        # What reads packages in general takes a Parquet null for a number: no resources.
        "parquet": [_file(name, *files[name]) for name in sorted({*files} - {*tables})],
    }
    return json.dumps(described, ensure_ascii=False, indent=1)


def _resource(file: str, size: int, sha256: str) -> dict[str, Any]:
    """Return the description of a table's CSV."""
    table = next(own for own in TABLES if f"{own.name}.csv" == file)
    return {
        "name": table.name,
        "type": "table",
        "title": f"{table.zh} {table.en}",
        **_file(file, size, sha256),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": _schema(table),
    }


def _text(path: str, size: int, sha256: str) -> dict[str, Any]:
    """Return the description of a plan's text."""
    kind = {"format": "txt", "mediatype": "text/plain", "encoding": "utf-8"}
    name = hashlib.sha256(path.encode("utf-8")).hexdigest()[:16]
    return {"name": f"text-{name}", **_file(path, size, sha256), **kind}


def _file(path: str, size: int, sha256: str) -> dict[str, Any]:
    """Return where a file is and what tells whether it is whole."""
    return {"path": path, "bytes": size, "hash": f"sha256:{sha256}"}


def _schema(table: Table) -> dict[str, Any]:
    """Return the schema of a table; what belongs to a plan refers to the plans beside it."""
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        "primaryKey": list(table.key),
        "missingValues": [""],
    }
    if table is not PLANS:
        schema["foreignKeys"] = [
            {
                "fields": ["plan_id"],
                "reference": {"resource": PLANS.name, "fields": ["id"]},
            }
        ]
    return schema


def _field(column: Column) -> dict[str, Any]:
    """Return the description of a column."""
    field: dict[str, Any] = {
        "name": column.name,
        "type": column.kind,
        "title": column.zh,
        "description": column.en,
    }
    if column.kind == "list":
        field |= {"delimiter": JOINT, "itemType": "string"}
    return {**field, "constraints": {"required": True}} if column.is_required else field
