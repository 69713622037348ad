"""Command line: run evaluation sets, compare results, and keep the README's table in step."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from eval import options as parsers
from eval.archive import as_json, read_folder, write_result
from eval.comparison import compare, read_side
from eval.comparison_page import format_page
from eval.comparison_text import format_comparison
from eval.documents.command import documents_parser, run_documents
from eval.doubt import doubt_parser, run_doubt
from eval.duties import format_duty_score, score_duties
from eval.errors import ResultsError, SetError
from eval.exact import EXACT, open_plans
from eval.freezing.command import freeze_parser, run_freeze
from eval.latency import measure_latency
from eval.plot import draw
from eval.qa_command import qa_parser, run_qa
from eval.report import (
    INTERVAL_OF,
    embed_table,
    format_latency,
    format_markdown,
    format_text,
    result_rows,
    slice_rows,
)
from eval.runner import SYSTEMS, evaluate
from eval.sets import name_set, open_bench_set, open_question_set
from eval.sources import open_sources
from eval.targets import format_score, read_gold, read_plans, score
from eval.trec import judge_run, write_qrels, write_run
from eval.types import EvaluationSet, SetResult
from index import LantianError, PlanIndex
from index.console import exit_with
from index.facts import extract_targets
from index.model import LateEncoder, Precision
from index.types import MODES
from index.version import VERSION

RESULTS = parsers.RESULTS


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: What follows ``python -m eval``; None takes it from the process.

    Returns:
        The exit code: 0 done, 1 a check failed, 2 bad input.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    commands: dict[str, tuple[argparse.ArgumentParser, Callable[[argparse.Namespace], int]]] = {
        "table": (parsers.table_parser(), _show_table),
        "compare": (parsers.compare_parser(), _compare),
        "judge": (parsers.judge_parser(), _judge),
        "plot": (parsers.plot_parser(), _plot),
        "targets": (parsers.targets_parser(), _score_targets),
        "duties": (parsers.duties_parser(), _score_duties),
        "documents": (documents_parser(), run_documents),
        "doubt": (doubt_parser(), run_doubt),
        "freeze": (freeze_parser(), run_freeze),
        "qa": (qa_parser(), run_qa),
    }
    try:
        if given and given[0] in commands:
            parser, command = commands[given[0]]
            return command(parser.parse_args(given[1:]))
        options = parsers.run_parser().parse_args(given)
        return _measure_latency(options) if options.latency else _run_sets(options)
    except LantianError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2


def _run_sets(options: argparse.Namespace) -> int:
    """Evaluate every set named, then write and print what was found."""
    paths: list[Path] = options.sets
    _check_sets(paths, options.output)
    systems = tuple(name for name in SYSTEMS if name in (options.mode or SYSTEMS))
    results = []
    is_whole = options.limit is None and systems == SYSTEMS and options.precision == EXACT
    for evaluation_set in _open_sets(paths, options.index, options.precision):
        result = evaluate(evaluation_set, systems, limit=options.limit)
        settings = {
            **result.configuration,
            "precision": options.precision,
            "program": VERSION,
        }
        result = replace(result, configuration=settings)
        results.append(result)
        target: Path | None = options.output
        if target is None and is_whole:
            target = RESULTS / f"{result.name}.json"
        if target is not None:
            write_result(result, target)
            print(f"wrote {target}", file=sys.stderr)
        if options.trec_out:
            _write_trec(evaluation_set, result, options.trec_out)
    if options.json:
        print(json.dumps({"sets": [as_json(r) for r in results]}, ensure_ascii=False, indent=1))
    else:
        _print_tables(results, options.slices or ["hybrid"])
    return 0


def _measure_latency(options: argparse.Namespace) -> int:
    """Time the modes of search on every set named."""
    _check_sets(options.sets, options.output)
    modes = tuple(mode for mode in MODES if mode in (options.mode or MODES))
    measured = {
        evaluation_set.name: measure_latency(evaluation_set, modes, limit=options.limit)
        for evaluation_set in _open_sets(options.sets, options.index)
    }
    if options.json:
        print(json.dumps({n: [asdict(x) for x in found] for n, found in measured.items()}))
    else:
        print(format_latency(measured))
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


def _open_sets(
    paths: Sequence[Path], index_path: str, precision: Precision | None = None
) -> Iterator[EvaluationSet]:
    """Yield each set joined to its index, opening the plans' index once and only if needed.

    Without a precision the sets are searched as a user of this machine would search them.
    """
    plan_index: PlanIndex | None = None
    for path in paths:
        if path.is_dir():
            yield open_bench_set(path, LateEncoder(precision=precision))
        else:
            if plan_index is None and precision is not None:
                plan_index = open_plans(index_path, precision)
            elif plan_index is None:
                plan_index = PlanIndex.open(index_path)
            yield open_question_set(path, plan_index)


def _write_trec(evaluation_set: EvaluationSet, result: SetResult, folder: Path) -> None:
    """Write a run file a system and the judgements they are measured by."""
    for run in result.runs:
        write_run(run, folder / f"{result.name}.{run.system}.run")
    write_qrels(evaluation_set, folder / f"{result.name}.qrels")
    print(f"wrote {len(result.runs)} runs and the qrels to {folder}", file=sys.stderr)


def _print_tables(results: Sequence[SetResult], sliced: Sequence[str]) -> None:
    """Print the systems of every set, then the slices of some of them."""
    print(format_text([row for result in results for row in result_rows(result)], "system"))
    for system in sliced:
        slices = [row for result in results for row in slice_rows(result, system)]
        if slices:
            print(f"\n{format_text(slices, f'{system}, slice', intervals=[INTERVAL_OF])}")


def _score_duties(options: argparse.Namespace) -> int:
    """Print how the extracted duties agree with rows made by hand; 1 where one does not."""
    score = score_duties(options.rows, options.plans)
    print(format_duty_score(score))
    return 1 if score.differences else 0


def _judge(options: argparse.Namespace) -> int:
    """Measure a run file."""
    _check_sets([options.set], options.output)
    (evaluation_set,) = _open_sets([options.set], options.index)
    result = judge_run(evaluation_set, options.run)
    if options.output:
        write_result(result, options.output)
        print(f"wrote {options.output}", file=sys.stderr)
    _print_tables([result], [run.system for run in result.runs])
    return 0


def _compare(options: argparse.Namespace) -> int:
    """Show what one run wins and loses against another."""
    found = compare(read_side(options.before), read_side(options.after))
    sources = open_sources(found.after, options.set, options.index)
    if options.html:  # first, so that a reader who closes the pipe does not prevent it
        _write_text(options.html, format_page(found, sources, options.html))
        print(f"wrote {options.html}", file=sys.stderr)
    print(format_comparison(found, sources))
    return 0


def _plot(options: argparse.Namespace) -> int:
    """Draw the results files."""
    _write_text(options.file, draw(read_folder(options.results), options.measure))
    print(f"wrote {options.file}", file=sys.stderr)
    return 0


def _score_targets(options: argparse.Namespace) -> int:
    """Measure the targets found in plans against rows written by hand."""
    gold = read_gold(options.gold)
    plans = read_plans(gold, options.corpus)
    found = [target for plan in plans for target in extract_targets(plan)]
    print(format_score(score(gold, found, plans)))
    return 0


def _show_table(options: argparse.Namespace) -> int:
    """Print, write or check the table."""
    rows = [row for result in read_folder(options.results) for row in result_rows(result)]
    table = format_markdown(rows)
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
    _write_text(path, renewed)
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


def _write_text(path: Path, text: str) -> None:
    """Write a document, line ends unchanged."""
    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise ResultsError(f"{path}: cannot be written: {error.strerror}") from None


if __name__ == "__main__":
    exit_with(main)
