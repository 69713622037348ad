"""``python -m eval qa``: ask a question set and judge the answers."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from eval.errors import ResultsError
from eval.exact import EXACT, add_precision_option, open_plans
from eval.qa_elsewhere import is_elsewhere, name_of, open_elsewhere, questions_of
from eval.qa_judging import judge, read_gold
from eval.qa_plot import draw_curves
from eval.qa_report import (
    calibration_interval,
    figures_of,
    interval_of_right,
    risk_coverage,
    summary_of,
    table_of,
)
from eval.qa_types import JudgedAnswer
from eval.questions import check_evidence
from index.console import add_index_option
from qa import extract

FOLDER = Path(__file__).parent
QUESTIONS = FOLDER / "questions" / "lantian-dev.jsonl"


def qa_parser() -> argparse.ArgumentParser:
    """Return the parser of the command."""
    parser = argparse.ArgumentParser(
        prog="python -m eval qa", description="Judge the answers to a question set."
    )
    parser.add_argument(
        "set",
        nargs="?",
        type=Path,
        default=QUESTIONS,
        help="a JSON lines file, or a folder with documents/ of other places and questions.jsonl",
    )
    parser.add_argument("--output", type=Path, help="where the results go, JSON")
    parser.add_argument(
        "--plot", type=Path, help="where a drawing of risk and calibration goes, SVG"
    )
    parser.add_argument("--json", action="store_true", help="print JSON instead of the table")
    add_index_option(parser)
    add_precision_option(parser)
    return parser


def run_qa(options: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    if is_elsewhere(options.set):
        name, questions = name_of(options.set), questions_of(options.set)
        plan_index = open_elsewhere(options.set, options.index, options.precision)
    else:
        name, questions = options.set.stem, options.set
        plan_index = open_plans(options.index, options.precision)
    gold = read_gold(questions)
    check_evidence([own.question for own in gold], plan_index.plans())
    judged = [judge(own, extract(plan_index, own.question.text)) for own in gold]
    target: Path | None = options.output
    if target is None and options.precision == EXACT:
        target = FOLDER / "results" / "qa" / f"{name}.json"
    if target is not None:
        _write(target, record_of(name, judged))
        print(f"wrote {target}", file=sys.stderr)
    if options.plot:
        _write_text(options.plot, draw_curves(name, judged))
        print(f"wrote {options.plot}", file=sys.stderr)
    if options.json:
        print(json.dumps(record_of(name, judged), ensure_ascii=False, indent=1))
    else:
        print(f"{table_of(judged)}\n{summary_of(judged)}")
    return 0


def record_of(name: str, judged: Sequence[JudgedAnswer]) -> dict[str, object]:
    """Return the results as they are written: figures, curve, and each question."""
    interval = interval_of_right(judged)
    return {
        "set": name,
        "figures": asdict(figures_of(judged)),
        "right_interval": None if interval is None else asdict(interval),
        "calibration_interval": calibration_interval(judged),
        "risk_coverage": [[round(value, 4) for value in point] for point in risk_coverage(judged)],
        "questions": [_question(own) for own in judged],
    }


def _question(own: JudgedAnswer) -> dict[str, object]:
    """Return one judged answer as it is written."""
    fields = asdict(own)
    del fields["features"]
    rounded = {"f1": own.f1, "confidence": own.confidence, "spans": own.spans}
    return fields | {name: round(value, 4) for name, value in rounded.items()}


def _write(path: Path, record: object) -> None:
    """Write a record as JSON."""
    _write_text(path, json.dumps(record, ensure_ascii=False, indent=1) + "\n")


def _write_text(path: Path, text: str) -> None:
    """Write a file, its folder too."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ResultsError(f"{path}: cannot be written: {error.strerror}") from None
