"""Command line: run evaluation sets, and keep the README's table in step with the results."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from eval.archive import as_json, read_folder, write_result
from eval.errors import ResultsError, SetError
from eval.report import embed_table, format_markdown, format_text, mode_rows, slice_rows
from eval.runner import evaluate
from eval.sets import name_set, open_bench_set, open_question_set
from eval.types import EvaluationSet, SetResult
from index import MODES, LantianError, Mode, PlanIndex, add_index_option, exit_with

HERE = Path(__file__).parent
DEFAULT_SET = HERE / "questions" / "lantian-dev.jsonl"
RESULTS = HERE / "results"
MODE_ORDER: tuple[Mode, ...] = ("lexical", "dense", "hybrid")  # the parts before the whole

RUN_EXAMPLES = """\
examples:
  python -m eval                                  the development questions, every mode
  python -m eval --mode hybrid --limit 20         a quick look; nothing is written
  python -m eval questions.jsonl bench/drcd-dev   a question set and a BEIR folder
  python -m eval --json > result.json             everything, as data
  python -m eval table --write README.md          renew the table from the results files
  python -m eval table --help                     more on that

A complete run of a set is written to eval/results/SET.json.
exit codes: 0 done, 1 a check failed, 2 bad input"""

TABLE_EXAMPLES = """\
examples:
  python -m eval table                      print the table
  python -m eval table --write README.md    put it between the document's two markers
  python -m eval table --check README.md    exit with 1 if the document shows another table

The markers are <!-- eval:start --> and <!-- eval:end -->.
exit codes: 0 done, 1 the table is out of date, 2 bad input"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: What follows ``python -m eval``; None takes it from the process.

    Returns:
        The exit code: 0 done, 1 a check failed, 2 bad input.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if given[:1] == ["table"]:
            return _show_table(_table_parser().parse_args(given[1:]))
        return _run_sets(_run_parser().parse_args(given))
    except LantianError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2


def _run_parser() -> argparse.ArgumentParser:
    """Return the parser of the runs."""
    parser = argparse.ArgumentParser(
        prog="python -m eval",
        description="Measure how well searching finds the evidence.",
        epilog=RUN_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "sets",
        nargs="*",
        type=Path,
        default=[DEFAULT_SET],
        metavar="SET",
        help="a file of questions or a BEIR folder (default: the development questions)",
    )
    add_index_option(parser)
    parser.add_argument(
        "--mode",
        action="append",
        choices=MODES,
        help="a mode to run; may be repeated (default: all)",
    )
    parser.add_argument(
        "--limit", type=_positive, metavar="N", help="only the first N queries of each set"
    )
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help="write the results of the one set to FILE"
    )
    parser.add_argument("--json", action="store_true", help="print data instead of tables")
    return parser


def _table_parser() -> argparse.ArgumentParser:
    """Return the parser of the table."""
    parser = argparse.ArgumentParser(
        prog="python -m eval table",
        description="Make the Markdown table of the results files.",
        epilog=TABLE_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--write", type=Path, metavar="FILE", help="renew the table in FILE")
    action.add_argument("--check", type=Path, metavar="FILE", help="compare the table in FILE")
    parser.add_argument(
        "--results",
        type=Path,
        default=RESULTS,
        metavar="DIR",
        help="folder of results files (default: eval/results)",
    )
    return parser


def _run_sets(options: argparse.Namespace) -> int:
    """Evaluate every set named, then write and print what was found."""
    paths: list[Path] = options.sets
    _check_sets(paths, options.output)
    modes = tuple(mode for mode in MODE_ORDER if mode in (options.mode or MODES))
    results = []
    for evaluation_set in _open_sets(paths, options.index):
        result = evaluate(evaluation_set, modes, limit=options.limit)
        results.append(result)
        target: Path | None = options.output
        if target is None and options.limit is None and modes == MODE_ORDER:
            target = RESULTS / f"{result.name}.json"
        if target is not None:
            write_result(result, target)
            print(f"wrote {target}", file=sys.stderr)
    if options.json:
        print(json.dumps({"sets": [as_json(r) for r in results]}, ensure_ascii=False, indent=1))
    else:
        _print_tables(results)
    return 0


def _check_sets(paths: Sequence[Path], output: Path | None) -> None:
    """Refuse, before anything is embedded, what would fail or overwrite later."""
    for path in paths:
        if not path.exists():
            raise SetError(f"{path}: there is no such file or folder; check the path")
    names = [name_set(path) for path in paths]
    for name in names:
        if names.count(name) > 1:
            raise SetError(f"two sets are called {name!r}; run them one by one, each with --output")
    if output is not None and len(paths) > 1:
        raise SetError(f"--output {output} takes one set, not {len(paths)}; run them one by one")


def _open_sets(paths: Sequence[Path], index_path: Path) -> Iterator[EvaluationSet]:
    """Yield each set joined to its index, opening the plans' index once and only if needed."""
    plan_index: PlanIndex | None = None
    for path in paths:
        if path.is_dir():
            yield open_bench_set(path)
        else:
            if plan_index is None:
                plan_index = PlanIndex.open(index_path)
            yield open_question_set(path, plan_index)


def _print_tables(results: Sequence[SetResult]) -> None:
    """Print the modes of every set, then the slices of the hybrid mode."""
    print(format_text([row for result in results for row in mode_rows(result)], "mode"))
    slices = [row for result in results for row in slice_rows(result, "hybrid")]
    if slices:
        print(f"\n{format_text(slices, 'hybrid, slice')}")


def _show_table(options: argparse.Namespace) -> int:
    """Print, write or check the table."""
    table = format_markdown(read_folder(options.results))
    path: Path | None = options.write or options.check
    if path is None:
        print(table)
        return 0
    document = _read_document(path)
    renewed = embed_table(document, table, str(path))
    if options.check:
        if renewed != document:
            print(
                f"{path}: the table is out of date; run: python -m eval table --write {path}",
                file=sys.stderr,
            )
        return int(renewed != document)
    try:
        path.write_text(renewed, encoding="utf-8", newline="")
    except OSError as error:
        raise ResultsError(f"{path}: cannot be written: {error.strerror}") from None
    return 0


def _read_document(path: Path) -> str:
    """Return the document's text, line ends unchanged."""
    try:
        with path.open(encoding="utf-8", newline="") as document:
            return document.read()
    except OSError as error:
        raise ResultsError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ResultsError(f"{path}: not UTF-8; save the file as UTF-8") from None


def _positive(text: str) -> int:
    """Return a number from 1, or let the parser say what it got."""
    number = int(text) if text.isascii() and text.isdigit() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"a whole number from 1 is expected, not {text!r}")
    return number


if __name__ == "__main__":
    exit_with(main)
