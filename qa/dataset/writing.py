"""The collection to files: CSV, Parquet, texts, codebook, description."""

import csv
import hashlib
import os
import shutil
import tempfile
import zipfile
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index import LantianError
from index.version import VERSION
from qa.dataset.cells import to_cell
from qa.dataset.columns import TABLES, Column, Table
from qa.dataset.describing import CODEBOOK, NAME, PACKAGE, codebook, package
from qa.dataset.rows import ROWS, Held, Row, text_file

if TYPE_CHECKING:
    from index import PlanIndex

ROWS_AT_ONCE = 5_000
"""Rows of a Parquet file that are written together."""


class ParquetMissingError(LantianError):
    """Parquet was asked for, and the library that writes it is not installed."""


def has_parquet() -> bool:
    """Tell whether Parquet can be written here."""
    return find_spec("pyarrow") is not None


def write_dataset(
    index: "PlanIndex", folder: str | Path, *, with_parquet: bool = True
) -> dict[str, int]:
    """Write the plans of an index as a data set; return the number of rows by table.

    Args:
        index: Of plans.
        folder: New, empty, or one that an earlier call wrote, which is replaced as a whole.
        with_parquet: Beside CSV; takes pyarrow.

    Raises:
        ParquetMissingError: pyarrow is not installed.
        LantianError: the folder holds something else.
        OSError: it cannot be written.
    """
    folder = Path(folder)
    if with_parquet and not has_parquet():
        raise ParquetMissingError(
            "Parquet needs pyarrow: install it with "
            "python -m pip install -r requirements-parquet.txt, or export with --no-parquet"
        )
    _require_own(folder)
    folder.absolute().parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.absolute().parent, prefix=".export-") as scratch:
        made = Path(scratch) / "made"
        made.mkdir()
        counts = _write(index, made, with_parquet)
        if folder.exists():
            os.replace(folder, Path(scratch) / "before")
        os.replace(made, folder)
    return counts


def _require_own(folder: Path) -> None:
    """Refuse to replace what is no data set."""
    if folder.exists() and not folder.is_dir():
        raise LantianError(f"{folder}: is no folder; name one to export into")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / PACKAGE).is_file():
        raise LantianError(f"{folder}: holds other files; export into a new folder")


def _write(index: "PlanIndex", made: Path, with_parquet: bool) -> dict[str, int]:
    """Write all files into an empty folder; plans are read one by one."""
    superseded = index.superseded()
    counts = dict.fromkeys((table.name for table in TABLES), 0)
    texts = []
    (made / "texts").mkdir()
    with ExitStack() as stack:
        writers: dict[str, list[_Csv | _Parquet]] = {
            table.name: [
                stack.enter_context(_Csv(made / f"{table.name}.csv", table)),
                *(
                    stack.enter_context(_Parquet(made / f"{table.name}.parquet", table))
                    for _ in range(with_parquet)
                ),
            ]
            for table in TABLES
        }
        for head in index.heads():
            own = tuple(copy.file for copy in index.copies() if copy.plan_id == head.id)
            held = Held(index, index.plan(head.id), superseded.get(head.id), own)
            texts.append(_write_text(made, held))
            for name, rows in ROWS.items():
                for row in rows(held):
                    counts[name] += 1
                    for writer in writers[name]:
                        writer.add(row)
    files = {path.name: _measured(path) for path in made.iterdir() if path.is_file()}
    (made / CODEBOOK).write_text(codebook(), encoding="utf-8", newline="\n")
    described = package(files, index.corpus_hash[:16], texts, VERSION)
    (made / PACKAGE).write_text(described, encoding="utf-8", newline="\n")
    shutil.copymode(made.parent.parent, made)
    return counts


def _write_text(made: Path, held: Held) -> tuple[str, int, str]:
    """Write the text that a plan's offsets count in; return its name, size and SHA-256."""
    name = text_file(held.plan)
    data = held.plan.text.encode("utf-8")
    (made / name).write_bytes(data)
    return name, len(data), hashlib.sha256(data).hexdigest()


def _measured(path: Path) -> tuple[int, str]:
    """Return a file's size and SHA-256."""
    with path.open("rb") as file:
        return path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest()


class _Csv:
    """A table as CSV; the mark in front tells Excel that it is UTF-8."""

    def __init__(self, path: Path, table: Table) -> None:
        self._columns = table.columns
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file, lineterminator="\r\n")
        self._writer.writerow(table.names)

    def __enter__(self) -> "_Csv":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, row: Row) -> None:
        """Write a row."""
        self._writer.writerow(to_cell(column, row.get(column.name)) for column in self._columns)


class _Parquet:
    """A table as Parquet."""

    def __init__(self, path: Path, table: Table) -> None:
        import pyarrow as arrow
        from pyarrow import parquet

        self._arrow = arrow
        self._schema = arrow.schema([_arrow_field(arrow, column) for column in table.columns])
        self._names = table.names
        self._writer = parquet.ParquetWriter(path, self._schema)
        self._waiting: list[dict[str, Any]] = []

    def __enter__(self) -> "_Parquet":
        return self

    def __exit__(self, *_: object) -> None:
        self._flush()
        self._writer.close()

    def add(self, row: Row) -> None:
        """Write a row, sooner or later."""
        self._waiting.append({name: _value(row.get(name)) for name in self._names})
        if len(self._waiting) >= ROWS_AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        batch = self._arrow.Table.from_pylist(self._waiting, schema=self._schema)
        self._writer.write_table(batch)
        self._waiting = []


def _value(value: Any) -> Any:  # noqa: ANN401 - any of the kinds
    """Return a value as Parquet has it: nothing is null there."""
    if value is None or value in ("", ()):
        return None
    return list(value) if isinstance(value, tuple) else value


def _arrow_field(arrow: Any, column: Column) -> Any:  # noqa: ANN401 - pyarrow has no types
    """Return a column as Parquet has it, its meaning in both languages with it."""
    texts = arrow.list_(arrow.string())
    kinds = {
        "string": arrow.string(),
        "integer": arrow.int64(),
        "number": arrow.float64(),
        "boolean": arrow.bool_(),
        "date": arrow.date32(),
        "list": texts,
        "array": texts,
    }
    said = {"zh": column.zh, "en": column.en}
    return arrow.field(column.name, kinds[column.kind], not column.is_required, said)


def pack_dataset(index: "PlanIndex", path: str | Path) -> None:
    """Write the plans of an index as a data set in one ZIP file; with Parquet where it can be.

    Raises:
        OSError: it cannot be written.
    """
    path = Path(path)
    with tempfile.TemporaryDirectory(dir=path.absolute().parent, prefix=".export-") as scratch:
        folder = Path(scratch) / "data"
        write_dataset(index, folder, with_parquet=has_parquet())
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for own in sorted(folder.rglob("*")):
                if own.is_file():
                    archive.write(own, f"{NAME}/{own.relative_to(folder).as_posix()}")
