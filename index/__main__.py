"""The command line: ``python -m index model | build | compact | size | search | inspect …``.

Exit codes: 0 done, 1 nothing found, 2 a mistake in what was asked or in what is on disk, 3 done but
for files that could not be read: ``build`` names them, here and in ``build-report.csv``.
"""

import argparse
import json
import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from index import LantianError, PlanError
from index.console import (
    add_index_option,
    add_version_option,
    examination_text,
    exit_with,
    hit_record,
    hit_text,
    plan_record,
    plan_text,
    report_text,
    size_record,
    size_text,
    traces_text,
    verification_text,
)
from index.corpus.adding import LEFT_OUT
from index.corpus.commands import add_collection_commands
from index.place import IndexPlace
from index.reading import SUFFIXES
from index.storage.reading_pool import usual_processes
from index.storage.report import COLUMNS, Failure, report_rows, write_report
from index.types import MODES, Plan

if TYPE_CHECKING:
    from index.cluster import Cluster

DEFAULT_CORPUS = "corpus"
VECTORS_HELP = (
    "how vectors of large segments are searched: auto, flat, ivf (nlist, nprobe) or hnsw (M, "
    "efConstruction, efSearch), as in hnsw:M=32,efSearch=128; kept with the index (default "
    "LANTIAN_VECTORS, else as the index has it)"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except (LantianError, ValueError, OSError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("interrupted; what was on disk is as it was", file=sys.stderr)
        return 130


def _model(options: argparse.Namespace) -> int:
    """Prepare the default model."""
    from index.model import prepare_default_model

    print(prepare_default_model(progress=True))
    return 0


def _build(options: argparse.Namespace) -> int:
    """Build the index, or say that it is up to date, and what was left out."""
    from index import PlanIndex

    failures: list[Failure] = []
    if options.workers is not None and not options.ray:
        raise ValueError(f"--workers {options.workers}: how many of Ray's; give --ray ADDRESS too")
    try:
        with _cluster(options) as cluster:
            index = PlanIndex.build(
                options.corpus,
                options.index,
                progress=not options.quiet,
                processes=usual_processes(),
                vectors=options.vectors,
                failed=failures.append,
                cluster=cluster,
            )
    except PlanError:
        print(report_text(report_rows(failures, (), {})), file=sys.stderr)
        raise
    rows = report_rows(failures, index.copies(), index.superseded())
    write_report(IndexPlace.of(options.index).folder, rows)
    plans, passages = len(index.heads()), index.size
    if options.json:
        report = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
        counts = {"plans": plans, "passages": passages}
        print(json.dumps({"index": options.index, **counts, "report": report}, ensure_ascii=False))
    else:
        print(f"{options.index}: {plans} plans, {passages} passages, up to date")
    if rows:
        print(report_text(rows), file=sys.stderr)
    return LEFT_OUT if failures else 0


@contextmanager
def _cluster(options: argparse.Namespace) -> "Iterator[Cluster | None]":
    """Connect to the Ray cluster that is named, if any; say in the end what it has done."""
    if not options.ray:
        yield None
        return
    from index.cluster import connect

    with connect(options.ray, options.workers) as cluster:
        yield cluster
        print(cluster.told(), file=sys.stderr)


def _compact(options: argparse.Namespace) -> int:
    """Write the index in one piece."""
    from index import PlanIndex

    index = PlanIndex.open(options.index)
    before, _ = index.segments
    index.compact(vectors=options.vectors)
    after, size = index.segments
    if options.json:
        print(json.dumps({"index": options.index, "before": before, "after": after, "bytes": size}))
    else:
        print(f"{options.index}: {before} segments before, {after} now, {size / 2**20:.1f} MB")
    return 0


def _size(options: argparse.Namespace) -> int:
    """Print what the index is written in."""
    from index.storage.store import current_manifest

    manifest = current_manifest(IndexPlace.of(options.index).folder)[1]
    if options.json:
        print(json.dumps(size_record(manifest), indent=1))
    else:
        print(size_text(options.index, manifest))
    return 0


def _search(options: argparse.Namespace) -> int:
    """Search the index and print the hits."""
    from index import PlanIndex

    hits = PlanIndex.open(options.index).search(
        options.query,
        k=options.k,
        mode=options.mode,
        cities=options.city,
        plans=options.plan,
        years=options.year,
        departments=options.department,
        exact=options.exact,
    )
    if options.json:
        print(json.dumps([hit_record(hit) for hit in hits], ensure_ascii=False, indent=1))
        return 0 if hits else 1
    if hits.notice:
        print(hits.notice, file=sys.stderr)
    if sys.stderr.isatty() and hits.query.describe():  # for people, not for scripts
        print(hits.query.describe(), file=sys.stderr)
    if hits:
        print("\n\n".join(hit_text(hit, color=sys.stdout.isatty()) for hit in hits))
    else:
        print("没有符合条件的段落 (no passage matches)", file=sys.stderr)
    return 0 if hits else 1


def _inspect(options: argparse.Namespace) -> int:
    """Print how a plan's file is read."""
    from index import parse_plan

    plan = parse_plan(options.file)
    if options.json:
        print(json.dumps(plan_record(plan), ensure_ascii=False, indent=1))
    else:
        print(plan_text(plan))
    return 0


def _verify(options: argparse.Namespace) -> int:
    """Say whether a quotation stands at its place in a plan."""
    from index.quoting import verify_quote

    found = verify_quote(_plan_of(options), options.start, options.end, options.quote)
    if options.json:
        print(json.dumps(asdict(found), ensure_ascii=False, indent=1))
    else:
        print(verification_text(found))
    return 0 if found.stands else 1


def _trace(options: argparse.Namespace) -> int:
    """Say in which plans a sentence stands, or what is most like it."""
    from index import parse_plan
    from index.quoting import trace_sentence
    from index.storage.store import read_collection

    files = [parse_plan(path) for path in options.file]
    traces = trace_sentence(
        files or read_collection(IndexPlace.of(options.index).folder).plans(), options.sentence
    )
    if options.json:
        print(json.dumps([asdict(trace) for trace in traces], ensure_ascii=False, indent=1))
    elif traces:
        print(traces_text(traces, color=sys.stdout.isatty()))
    else:
        print("没有相近的句子 (no plan has anything like it)", file=sys.stderr)
    return 0 if traces and traces[0].kind != "nearest" else 1


def _doctor(options: argparse.Namespace) -> int:
    """Check every file of the index, and say what to do."""
    from index.storage.examination import examine

    findings = examine(IndexPlace.of(options.index).folder)
    if options.json:
        print(json.dumps([asdict(found) for found in findings], ensure_ascii=False, indent=1))
    else:
        print(examination_text(options.index, findings))
    return 2 if any(found.is_harmful for found in findings) else 0


def _plan_of(options: argparse.Namespace) -> Plan:
    """Return the plan that is named by its file or by its id in the index."""
    from index import parse_plan
    from index.storage.store import read_collection

    if Path(options.plan).suffix:
        return parse_plan(options.plan)
    return read_collection(IndexPlace.of(options.index).folder).plan(options.plan)


def _add_quotation_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> tuple[argparse.ArgumentParser, ...]:
    """Add ``verify`` and ``trace`` to the command line and return their parsers."""
    verify = commands.add_parser("verify", help="say whether a quotation stands at its place")
    verify.add_argument("plan", help="a plan's file, or its id in the index")
    verify.add_argument("start", type=int, help="offset of the first character, from 0")
    verify.add_argument("end", type=int, help="offset after the last character")
    verify.add_argument("quote", help="what is said to stand there")
    verify.set_defaults(command=_verify)

    trace = commands.add_parser("trace", help="find where a sentence stands, or what is like it")
    trace.add_argument("sentence", help="in either script")
    trace.add_argument(
        "--file", action="append", default=[], help="look here, not in the index; may be repeated"
    )
    trace.set_defaults(command=_trace)
    return verify, trace


def _parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m index", description="Index plans, search them, see how they are read."
    )
    add_version_option(parser)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    model = commands.add_parser("model", help="prepare the embedding model (once, under a minute)")
    model.set_defaults(command=_model)

    build = commands.add_parser("build", help="build the index, or bring it up to date")
    build.add_argument(
        "corpus", nargs="?", default=DEFAULT_CORPUS, help="folder with plans/ and manifest.toml"
    )
    build.add_argument("--quiet", action="store_true", help="no progress bar")
    build.add_argument(
        "--ray",
        metavar="ADDRESS",
        help="read and embed with the workers of a Ray cluster: its address, or local for "
        "processes of this machine (needs requirements-ray.txt)",
    )
    build.add_argument(
        "--workers",
        type=int,
        metavar="N",
        help="how many of Ray's, one processor each (default as many as there are processors)",
    )
    build.set_defaults(command=_build)

    search = commands.add_parser("search", help="find passages")
    search.add_argument("query", help="a question, keywords or a sentence, in Chinese or English")
    search.add_argument("-k", type=int, default=10, help="number of results (default 10)")
    search.add_argument(
        "--mode", choices=MODES, default="hybrid", help="what ranks (default hybrid)"
    )
    search.add_argument(
        "--city", action="append", default=[], help="only this city; may be repeated"
    )
    search.add_argument(
        "--plan", action="append", default=[], help="only this plan, by id; may be repeated"
    )
    search.add_argument(
        "--year", action="append", default=[], type=int, help="only plans that cover this year"
    )
    search.add_argument(
        "--department", action="append", default=[], help="only what this office answers for"
    )
    search.add_argument(
        "--exact", action="store_true", help="only passages that have the query's own words"
    )
    search.set_defaults(command=_search)

    inspect = commands.add_parser(
        "inspect", help="show a plan's metadata, clauses and irregularities"
    )
    inspect.add_argument("file", type=Path, help=f"a plan: {', '.join(SUFFIXES)}")
    inspect.set_defaults(command=_inspect)

    verify, trace = _add_quotation_commands(commands)
    doctor = commands.add_parser("doctor", help="check every file of the index against its sum")
    doctor.set_defaults(command=_doctor)
    compact = commands.add_parser(
        "compact", help="write the index in one piece, without what was removed"
    )
    compact.set_defaults(command=_compact)
    size = commands.add_parser("size", help="show the segments of the index and their vectors")
    size.set_defaults(command=_size)
    for command in (build, compact):
        command.add_argument("--vectors", metavar="KIND[:NAME=N,…]", help=VECTORS_HELP)
    keeping = add_collection_commands(commands)
    for command in (build, search, inspect, verify, trace, doctor, compact, size, *keeping):
        command.add_argument("--json", action="store_true", help="print JSON")
    for command in (build, search, verify, trace, doctor, compact, size, *keeping):
        add_index_option(command)
    return parser


if __name__ == "__main__":
    exit_with(main)
