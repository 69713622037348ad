"""The forms that every command prints in: a table for people, JSON, or CSV."""

import argparse
import csv
import io
from collections.abc import Iterable, Sequence


def add_formats(parser: argparse.ArgumentParser) -> None:
    """Add ``--json`` and ``--csv``, of which one may be given."""
    formats = parser.add_mutually_exclusive_group()
    formats.add_argument("--json", action="store_true", help="print JSON")
    formats.add_argument("--csv", action="store_true", help="print CSV")


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return rows as CSV below a header, without a line break at the end.

    Args:
        header: The names of the columns.
        rows: As many values each; None is empty, several texts are joined by 、.
    """
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow("、".join(v) if isinstance(v, tuple) else v for v in row)
    return lines.getvalue().rstrip("\n")
