"""What the command line understands: the parser of each of its commands."""

import argparse
from pathlib import Path

from eval.duties import ROWS
from eval.exact import add_precision_option
from eval.paths import PLANS
from eval.runner import SYSTEMS
from eval.targets import ROWS as TARGET_ROWS
from index.console import add_index_option, add_version_option

HERE = Path(__file__).parent
DEFAULT_SET = HERE / "questions" / "lantian-dev.jsonl"
RESULTS = HERE / "results"

RUN_EXAMPLES = """\
examples:
  python -m eval                                  the development questions, every system
  python -m eval --mode hybrid --limit 20         a quick look; nothing is written
  python -m eval questions.jsonl bench/drcd-dev   a question set and a BEIR folder
  python -m eval --trec-out runs                  the rankings as TREC run files, and qrels
  python -m eval --latency                        times beside the embedding of the query
  python -m eval --json > result.json             everything, as data

other commands, each with --help:
  python -m eval compare A B                      what was won and lost between two results
  python -m eval documents                        what is read in documents of other places
  python -m eval duties                           extracted duties against hand-made rows
  python -m eval freeze --against FILE            every figure, then and now
  python -m eval judge RUN SET                    the measures of a TREC run file
  python -m eval plot FILE.svg                    nDCG@10 of the results files, drawn
  python -m eval table --write README.md          renew the table from the results files

A complete run of a set in fp32 is written to eval/results/SET.json.
exit codes: 0 done, 1 a check failed, 2 bad input"""

TABLE_EXAMPLES = """\
examples:
  python -m eval table                      print the table
  python -m eval table --write README.md    put it between the document's two markers
  python -m eval table --check README.md    exit with 1 if the document shows another table

The markers are <!-- eval:start --> and <!-- eval:end -->.
exit codes: 0 done, 1 the table is out of date, 2 bad input"""

COMPARE_EXAMPLES = """\
examples:
  git show HEAD:eval/results/lantian-dev.json > old.json
  python -m eval compare old.json eval/results/lantian-dev.json
  python -m eval compare results.json:lexical results.json:hybrid --html difference.html

FILE or FILE:SYSTEM; without SYSTEM the hybrid mode, or the only system of the file. The questions
are taken from eval/questions or from --set, the plans' texts from the index, if there is one.
exit codes: 0 done, 2 bad input"""

JUDGE_EXAMPLES = """\
examples:
  python -m eval judge runs/lantian-dev.hybrid.run eval/questions/lantian-dev.jsonl
  python -m eval judge my.run bench/drcd-dev --output my.json

A line of a run: query Q0 document rank score tag. The first ten of each query are judged.
exit codes: 0 done, 2 bad input"""

PLOT_EXAMPLES = """\
examples:
  python -m eval plot ndcg.svg
  python -m eval plot recall.svg --measure R@5 --results eval/results

exit codes: 0 done, 2 bad input"""


def run_parser() -> argparse.ArgumentParser:
    """Return the parser of the runs."""
    parser = _parser("python -m eval", "Measure how well searching finds the evidence.")
    parser.epilog = RUN_EXAMPLES
    add_version_option(parser)
    parser.add_argument(
        "sets",
        nargs="*",
        type=Path,
        default=[DEFAULT_SET],
        metavar="SET",
        help="a file of questions or a BEIR folder (default: the development questions)",
    )
    add_index_option(parser)
    add_precision_option(parser)
    parser.add_argument(
        "--mode",
        action="append",
        choices=SYSTEMS,
        help="a mode of search or a baseline; may be repeated (default: all)",
    )
    parser.add_argument(
        "--limit", type=_positive, metavar="N", help="only the first N queries of each set"
    )
    parser.add_argument(
        "--slices",
        action="append",
        choices=SYSTEMS,
        help="show the slices of these (default: hybrid); may be repeated",
    )
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help="write the results of the one set to FILE"
    )
    parser.add_argument(
        "--trec-out", type=Path, metavar="DIR", help="write TREC run files and qrels to DIR"
    )
    parser.add_argument("--latency", action="store_true", help="measure times and nothing else")
    parser.add_argument("--json", action="store_true", help="print data instead of tables")
    return parser


def table_parser() -> argparse.ArgumentParser:
    """Return the parser of the table."""
    parser = _parser("python -m eval table", "Make the Markdown table of the results files.")
    parser.epilog = TABLE_EXAMPLES
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--write", type=Path, metavar="FILE", help="renew the table in FILE")
    action.add_argument("--check", type=Path, metavar="FILE", help="compare the table in FILE")
    _add_results_option(parser)
    return parser


def duties_parser() -> argparse.ArgumentParser:
    """Return the parser of the score of duties."""
    parser = _parser("python -m eval duties", "Score the extracted duties by rows made by hand.")
    parser.add_argument("rows", nargs="?", type=Path, default=ROWS, help="the file of rows")
    parser.add_argument(
        "--plans", type=Path, default=PLANS, metavar="DIR", help="folder of the plans"
    )
    return parser


def compare_parser() -> argparse.ArgumentParser:
    """Return the parser of the comparison."""
    parser = _parser("python -m eval compare", "Show what B wins and loses against A.")
    parser.epilog = COMPARE_EXAMPLES
    parser.add_argument("before", metavar="A", help="a results file, FILE or FILE:SYSTEM")
    parser.add_argument("after", metavar="B", help="the same of the other run")
    parser.add_argument(
        "--set", type=Path, metavar="SET", help="the question file or BEIR folder they answer"
    )
    add_index_option(parser)
    parser.add_argument("--html", type=Path, metavar="FILE", help="write a page with the quotes")
    return parser


def judge_parser() -> argparse.ArgumentParser:
    """Return the parser of the judging of a run file."""
    parser = _parser("python -m eval judge", "Measure a TREC run file against a set.")
    parser.epilog = JUDGE_EXAMPLES
    parser.add_argument("run", type=Path, metavar="RUN", help="a TREC run file")
    parser.add_argument("set", type=Path, metavar="SET", help="a question file or BEIR folder")
    add_index_option(parser)
    parser.add_argument("--output", type=Path, metavar="FILE", help="write a results file")
    return parser


def plot_parser() -> argparse.ArgumentParser:
    """Return the parser of the plot."""
    parser = _parser("python -m eval plot", "Draw a measure by system and slice, as SVG.")
    parser.epilog = PLOT_EXAMPLES
    parser.add_argument("file", type=Path, metavar="FILE", help="where the drawing goes")
    parser.add_argument("--measure", default="nDCG@10", help="its name as in the table")
    _add_results_option(parser)
    return parser


def targets_parser() -> argparse.ArgumentParser:
    """Return the parser of the score of targets."""
    parser = _parser("python -m eval targets", "Score the targets found in plans.")
    parser.add_argument("--gold", type=Path, default=TARGET_ROWS, help="rows written by hand")
    parser.add_argument("--corpus", type=Path, default=PLANS, help="the folder of their plans")
    return parser


def _parser(name: str, description: str) -> argparse.ArgumentParser:
    """Return a parser whose epilog keeps its lines."""
    return argparse.ArgumentParser(
        prog=name, description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )


def _add_results_option(parser: argparse.ArgumentParser) -> None:
    """Give a command the option ``--results``."""
    parser.add_argument(
        "--results",
        type=Path,
        default=RESULTS,
        metavar="DIR",
        help="folder of results files (default: eval/results)",
    )


def _positive(text: str) -> int:
    """Return a number from 1, or let the parser say what it got."""
    number = int(text) if text.isascii() and text.isdigit() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"a whole number from 1 is expected, not {text!r}")
    return number
