"""``python -m qa export``: the collection as tables that other programs read."""

import argparse

from index import PlanIndex
from index.console import add_index_option
from qa.dataset import check_dataset, write_dataset


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to those of a parser."""
    parser = commands.add_parser(
        "export", help="write plans, clauses, targets, duties … as CSV and Parquet"
    )
    parser.add_argument("folder", help="new, empty, or an earlier export, which is replaced")
    parser.add_argument("--no-parquet", action="store_true", help="CSV alone; needs no pyarrow")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; read an export back and judge it"
    )
    add_index_option(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> tuple[str, int]:
    """Return what the command prints, and the exit code: 0 done or whole, 2 not whole.

    Raises:
        LantianError: there is no index or no data set, or Parquet cannot be written.
    """
    if options.check:
        problems = check_dataset(options.folder)
        if problems:
            return "\n".join(problems), 2
        return f"{options.folder}: 数据完好 (the data set is whole)", 0
    index = PlanIndex.open(options.index)
    counts = write_dataset(index, options.folder, with_parquet=not options.no_parquet)
    rows = ", ".join(f"{count} {name}" for name, count in counts.items())
    return f"{options.folder}: {rows}", 0
