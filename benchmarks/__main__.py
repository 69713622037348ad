"""``python -m benchmarks``: Lantian's parts against their peers, in one table of ratios.

The figures are ratios within one run on one machine; the values beside them hold for that machine.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from benchmarks import dense, embedding, growth, hybrid, lexical
from benchmarks import results as kept
from benchmarks.machine import describe, versions
from benchmarks.results import END, START, BenchmarkError, Results, Row, Section
from benchmarks.setting import BENCH, Setting
from eval.report import embed_table
from index import LantianError
from index.console import add_index_option, add_version_option, exit_with
from index.place import IndexPlace

SECTIONS: Mapping[str, Callable[[Setting], tuple[list[Row], list[str]]]] = {
    "embedding": embedding.measure,
    "lexical": lexical.measure,
    "dense": dense.measure,
    "hybrid": hybrid.measure,
    "growth": growth.measure,
}
SIZE = 10_000
LEAST = 100

EXAMPLES = """\
examples:
  python -m benchmarks --size 100000            measure all, print and keep the table
  python -m benchmarks --only dense lexical     these rows again, the others as they were found
  python -m benchmarks table --write README.md  put the kept table between the two markers

Peers that are missing are skipped: pip install -r benchmarks/requirements.txt
exit codes: 0 done, 2 nothing could be measured like this"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if given[:1] == ["table"]:
            return _show(_table_parser().parse_args(given[1:]))
        return _measure(_run_parser().parse_args(given))
    except (LantianError, BenchmarkError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 2


def _measure(options: argparse.Namespace) -> int:
    """Measure the sections asked for; keep and print the table."""
    if options.size < LEAST:
        raise BenchmarkError(f"--size {options.size}: at least {LEAST} passages are needed")
    machine, packages = describe(), versions()
    found = dict(_known(options.size, options.output, machine, packages))
    with tempfile.TemporaryDirectory() as place:
        scratch = options.scratch or Path(place)
        setting = Setting(
            IndexPlace.of(options.index).folder,
            options.size,
            scratch,
            options.rounds,
            options.bench,
        )
        for name in [own for own in SECTIONS if own in (options.only or SECTIONS)]:
            print(f"measuring: {name}", file=sys.stderr, flush=True)
            rows, skipped = SECTIONS[name](setting)
            found[name] = Section(date.today().isoformat(), tuple(rows), tuple(skipped))
            ordered = {own: found[own] for own in SECTIONS if own in found}
            results = Results(options.size, machine, packages, ordered)
            paths = kept.write(results, options.output)
    print(kept.text(results))
    print(f"wrote {' and '.join(map(str, paths))}", file=sys.stderr)
    return 0


def _known(
    size: int, folder: Path, machine: Mapping[str, str], packages: Mapping[str, str]
) -> Mapping[str, Section]:
    """Return the sections that were measured before on this machine with these packages."""
    try:
        before = kept.read(size, folder)
    except BenchmarkError:
        return {}
    is_same = (before.machine, before.versions) == (machine, packages)
    return before.sections if is_same else {}


def _show(options: argparse.Namespace) -> int:
    """Print the table that was kept, or put it into a document."""
    table = kept.markdown(kept.read(options.size, options.output))
    if options.write is None:
        print(table)
        return 0
    try:
        before = options.write.read_text(encoding="utf-8")
    except OSError as error:
        raise BenchmarkError(f"{options.write}: cannot be read ({error.strerror})") from error
    after = embed_table(before, table, str(options.write), markers=(START, END))
    options.write.write_text(after, encoding="utf-8")
    return 0


def _run_parser() -> argparse.ArgumentParser:
    """Return the parser of a run."""
    parser = _parser("python -m benchmarks", __doc__.partition("\n")[0])
    add_index_option(parser)
    parser.add_argument(
        "--size", type=int, default=SIZE, help=f"passages, simulated (default {SIZE})"
    )
    parser.add_argument(
        "--only", nargs="+", choices=tuple(SECTIONS), help="only these rows; others stay"
    )
    parser.add_argument(
        "--rounds", type=int, default=7, help="how often each way is timed (default 7)"
    )
    parser.add_argument(
        "--scratch", type=Path, help="where simulated indexes are written and kept; else nowhere"
    )
    parser.add_argument("--bench", type=Path, default=BENCH, help="folder of the public sets")
    return parser


def _table_parser() -> argparse.ArgumentParser:
    """Return the parser of ``table``."""
    parser = _parser("python -m benchmarks table", "Show the table that was kept.")
    parser.add_argument("--size", type=int, help="of which size (default the one with most rows)")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put it into this document")
    return parser


def _parser(name: str, description: str) -> argparse.ArgumentParser:
    """Return a parser with what both commands have."""
    parser = argparse.ArgumentParser(
        prog=name,
        description=description,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_version_option(parser)
    parser.add_argument("--output", type=Path, default=kept.FOLDER, help="folder of the results")
    return parser


if __name__ == "__main__":
    exit_with(main)
