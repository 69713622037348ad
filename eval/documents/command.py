"""``python -m eval documents``: read a folder of documents and judge what was read."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from eval.documents.labels import find_label_files, read_labels
from eval.documents.report import (
    figures_of,
    format_differences,
    format_summary,
    record_of,
    write_records,
)
from eval.documents.scoring import score_documents, summarise
from eval.documents.types import DocumentScore
from eval.errors import SetError
from eval.paths import DOCUMENTS, ROOT

RESULTS = ROOT / "eval" / "results" / "documents"
ALL = "all"

EXAMPLES = """\
examples:
  python -m eval documents                              every labelled document of tests/documents
  python -m eval documents --show                       and all that is not as labelled
  python -m eval documents FOLDER --expected a.toml     other documents, or some of the labels

The labels are FOLDER/expected/*.toml; tests/documents/README.md tells their keys. A complete run
of the project's own documents is written to eval/results/documents, a file a file of labels.
exit codes: 0 done, 2 bad input"""


def documents_parser() -> argparse.ArgumentParser:
    """Return the parser of the command."""
    parser = argparse.ArgumentParser(
        prog="python -m eval documents",
        description="Judge what is read in documents: metadata, targets, duties.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "folder", nargs="?", type=Path, default=DOCUMENTS, metavar="FOLDER", help="of the documents"
    )
    parser.add_argument(
        "--expected",
        action="append",
        type=Path,
        metavar="FILE",
        help="a file of labels; may be repeated (default: FOLDER/expected/*.toml)",
    )
    parser.add_argument("--output", type=Path, metavar="DIR", help="where the results go")
    parser.add_argument("--show", action="store_true", help="print all that is not as labelled")
    parser.add_argument("--json", action="store_true", help="print data instead of tables")
    return parser


def run_documents(options: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    sets = score_sets(options.folder, options.expected)
    scores = [score for each in sets.values() for score in each]
    output: Path | None = options.output
    if output is None and options.folder == DOCUMENTS and not options.expected:
        output = RESULTS
    if output is not None:
        for path in write_records(output, sets):
            print(f"wrote {path}", file=sys.stderr)
    if options.json:
        records = [record_of(name, each) for name, each in sets.items()]
        print(json.dumps({"sets": records}, ensure_ascii=False, indent=1))
        return 0
    if options.show:
        print(f"{format_differences(scores)}\n")
    print(format_summary(summarise(scores)))
    return 0


def score_sets(
    folder: Path = DOCUMENTS, expected: Sequence[Path] | None = None, *, progress: bool = True
) -> dict[str, tuple[DocumentScore, ...]]:
    """Read and judge the documents of a folder, file by file of labels.

    Args:
        folder: Of the documents.
        expected: Files of labels; without them all that the folder has.
        progress: Show a bar on standard error if that is a terminal.

    Returns:
        By the stem of the label file.

    Raises:
        SetError: labels or documents are missing or wrong, or two label files have one name.
    """
    sets: dict[str, tuple[DocumentScore, ...]] = {}
    for path in expected or find_label_files(folder):
        if path.stem in sets:
            raise SetError(f"{path}: another file of labels is called {path.stem!r}; rename one")
        sets[path.stem] = score_documents(folder, read_labels(path), progress=progress)
    return sets


def measure_documents(*, progress: bool = True) -> dict[str, float]:
    """Return the shares of the project's own documents, of each set and of all, by name."""
    sets = score_sets(progress=progress)
    everything = [score for each in sets.values() for score in each]
    figures = figures_of(ALL, everything)
    for name, scores in sets.items():
        figures |= figures_of(name, scores)
    return figures
