"""A data set read back: every file, cell, key and quotation."""

import csv
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import Any

from index import LantianError
from qa.dataset.cells import from_cell
from qa.dataset.columns import CLAUSES, PLANS, TABLES, Table
from qa.dataset.describing import PACKAGE, package

MAX_PROBLEMS = 100
"""Named; who has more of them exports anew."""

Rows = Sequence[Mapping[str, Any]]


def read_table(path: Path, table: Table) -> Rows:
    """Return the rows of a CSV or Parquet file, a value by column, None where there is none.

    Raises:
        ValueError: a column is missing, or a cell is of another kind than its column.
    """
    if path.suffix == ".parquet":
        from pyarrow import parquet

        own = parquet.read_table(path)
        if tuple(own.column_names) != table.names:
            raise ValueError(f"{path.name}: has columns {own.column_names}")
        return [{name: _settled(value) for name, value in row.items()} for row in own.to_pylist()]
    with path.open(encoding="utf-8-sig", newline="") as file:
        # A clause may be longer than the reader of the standard library allows.
        csv.field_size_limit(max(csv.field_size_limit(), path.stat().st_size))
        reader = csv.reader(file, strict=True)
        if tuple(next(reader, ())) != table.names:
            raise ValueError(f"{path.name}: its first line does not name the columns")
        return [_row(path, table, number, cells) for number, cells in enumerate(reader, 2)]


def check_dataset(folder: str | Path) -> tuple[str, ...]:
    """Return what is wrong with a data set, a sentence each; nothing where it is whole.

    Every file has the size and the SHA-256 that were written down, every cell the kind of its
    column, every key stands once and leads somewhere, and ``text[start:end]`` is the quotation.

    Raises:
        LantianError: the folder holds no data set.
    """
    folder = Path(folder)
    try:
        described = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
        resources = {own["path"]: own for own in (*described["resources"], *described["parquet"])}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LantianError(
            f"{folder}: holds no data set ({error}); make one with: python -m qa export {folder}"
        ) from error
    found: list[str] = []
    for problem in _problems(folder, resources, described):
        found.append(problem)
        if len(found) == MAX_PROBLEMS:
            break
    return tuple(found)


def _problems(
    folder: Path, resources: Mapping[str, Any], described: Mapping[str, Any]
) -> Iterator[str]:
    """Yield what is wrong, file by file."""
    damaged = set()
    for path, own in resources.items():
        if problem := _damage(folder, path, own):
            damaged.add(path)
            yield problem
    files = {p: (o["bytes"], o["hash"].partition(":")[2]) for p, o in resources.items()}
    tables = {p: own for p, own in files.items() if not p.startswith("texts/")}
    texts = [(p, *own) for p, own in files.items() if p.startswith("texts/")]
    program = str(described.get("program", "")).removeprefix("Lantian ")
    if json.loads(package(tables, described.get("version", ""), texts, program)) != described:
        yield f"{PACKAGE}: describes other tables than this program writes"
    if any(path.startswith("texts/") for path in damaged):
        return  # what is quoted cannot be looked up
    for ending in ("csv", "parquet"):
        present = {
            table.name: folder / f"{table.name}.{ending}"
            for table in TABLES
            if f"{table.name}.{ending}" in resources
        }
        if set(present) == {table.name for table in TABLES} and damaged.isdisjoint(
            path.name for path in present.values()
        ):
            yield from _of_tables(folder, present)
        elif ending == "csv" and not damaged:
            yield "a table is missing"


def _damage(folder: Path, path: str, own: Mapping[str, Any]) -> str | None:
    """Return how a file differs from what was written down."""
    place = folder / path
    if not place.resolve().is_relative_to(folder.resolve()) or not place.is_file():
        return f"{path}: is missing"
    if place.stat().st_size != own["bytes"]:
        return f"{path}: has {place.stat().st_size} bytes, {own['bytes']} were written"
    with place.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return None if own["hash"] == f"sha256:{digest}" else f"{path}: was altered"


def _of_tables(folder: Path, files: Mapping[str, Path]) -> Iterator[str]:
    """Yield what is wrong with the rows of one format."""
    rows = {}
    for table in TABLES:
        try:
            rows[table.name] = read_table(files[table.name], table)
        except ValueError as error:
            yield str(error)
            return
    texts = {row["id"]: _text(folder, row["text_file"]) for row in rows[PLANS.name]}
    clauses = {(row["plan_id"], row["id"]) for row in rows[CLAUSES.name]}
    for table in TABLES:
        seen = set()
        for row in rows[table.name]:
            key = tuple(row[name] for name in table.key)
            place = f"{files[table.name].name}: {'/'.join(map(str, key))}"
            if key in seen:
                yield f"{place}: stands twice"
            seen.add(key)
            problem = _of_row(table, row, texts, clauses)
            if problem:
                yield f"{place}: {problem}"


def _of_row(
    table: Table,
    row: Mapping[str, Any],
    texts: Mapping[str, str],
    clauses: Set[tuple[str, str]],
) -> str | None:
    """Return what is wrong with a row: a cell that is empty, or one that leads nowhere."""
    for column in table.columns:
        if column.is_required and row[column.name] is None:
            return f"{column.name} is empty"
    if table is PLANS:
        return None
    if row["plan_id"] not in texts:
        return f"there is no plan {row['plan_id']}"
    if texts[row["plan_id"]][row["start"] : row["end"]] != row["quote"]:
        return f"its quotation does not stand at {row['start']}–{row['end']}"
    if table is not CLAUSES and (row["plan_id"], row["clause_id"]) not in clauses:
        return f"there is no clause {row['clause_id']}"
    return None


def _text(folder: Path, name: str) -> str:
    """Return a plan's text as offsets count in it."""
    return (folder / name).read_bytes().decode("utf-8")


def _row(path: Path, table: Table, number: int, cells: Sequence[str]) -> dict[str, Any]:
    """Return the values of a line of CSV."""
    if len(cells) != len(table.columns):
        raise ValueError(f"{path.name}: record {number} has {len(cells)} cells")
    row = {}
    for column, cell in zip(table.columns, cells, strict=True):
        try:
            row[column.name] = from_cell(column, cell)
        except ValueError as error:
            raise ValueError(f"{path.name}: record {number}, {column.name}: {error}") from error
    return row


def _settled(value: Any) -> Any:  # noqa: ANN401 - any of the kinds
    """Return a value of Parquet as CSV gives it."""
    return tuple(value) if isinstance(value, list) else value
