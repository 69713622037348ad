"""How often results are said to be uncertain: of real questions, and of what no plan speaks of."""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.errors import SetError
from eval.exact import EXACT, open_plans
from eval.options import HERE
from eval.qa_elsewhere import is_elsewhere, open_elsewhere, questions_of
from index import PlanIndex
from index.console import default_index
from qa import is_doubtful, likeness

OFF_TOPIC = HERE / "questions" / "off-topic.jsonl"
REAL = (
    HERE / "questions" / "lantian-dev.jsonl",
    HERE / "questions" / "lantian-dev-en.jsonl",
    HERE / "elsewhere" / "open",
)
ALLOWED = 0.02
"""Share of the real questions that may be marked."""
LANGUAGES = {"zh-Hans": "Chinese", "zh-Hant": "Chinese", "en": "English"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A query of a set that found anything, with the likeness of its best hit."""

    group: str
    language: str
    total: float
    is_marked: bool


def doubt_parser() -> argparse.ArgumentParser:
    """Return what reads the options of ``python -m eval doubt``."""
    parser = argparse.ArgumentParser(
        prog="python -m eval doubt",
        description="Measure which results are marked as uncertain: of answerable questions, of "
        "which at most one in fifty may be, and of queries that no plan speaks of.",
    )
    parser.add_argument(
        "sets",
        nargs="*",
        type=Path,
        default=list(REAL),
        help="question files, and folders with documents/ of other places and questions.jsonl",
    )
    parser.add_argument("--index", default=default_index(), help="of the plans")
    return parser


def run_doubt(options: argparse.Namespace) -> int:
    """Measure and print; see ``doubt_parser``."""
    index = open_plans(options.index, EXACT)
    real: list[Asked] = []
    off = [
        asked
        for kind in dict.fromkeys(row["round"] for row in _rows(OFF_TOPIC))
        for asked in _ask(
            index, [row for row in _rows(OFF_TOPIC) if row["round"] == kind], f"off-topic, {kind}"
        )
    ]
    for path in options.sets:
        own = open_elsewhere(path, options.index, EXACT) if is_elsewhere(path) else index
        file = questions_of(path) if is_elsewhere(path) else path
        real += _ask(own, [row for row in _rows(file) if row["evidence"]], path.stem)
    print("\n".join(format_doubt(real, off)))  # noqa: T201 - a command's output
    return 0


def _rows(path: Path) -> list[dict[str, str]]:
    """Return the queries of a file.

    Raises:
        SetError: there is no such file.
    """
    if not path.is_file():
        raise SetError(f"{path}: there is no such file; check the path")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _ask(index: PlanIndex, rows: Iterable[dict[str, str]], group: str) -> list[Asked]:
    """Ask an index each query; one that finds nothing is told so, and is left out.

    Args:
        index: That is asked.
        rows: With ``q`` and ``lang``.
        group: What their figures stand under.
    """
    found = []
    for row in rows:
        hits = index.search(row["q"])
        like = likeness(index, hits)
        if like is not None:
            language = LANGUAGES[row["lang"]]
            found.append(Asked(group, language, like.total, is_doubtful(index, hits)))
    return found


def format_doubt(real: Sequence[Asked], off: Sequence[Asked]) -> list[str]:
    """Return the shares that are marked, and the thresholds that the real questions allow."""
    groups: dict[tuple[str, str], list[Asked]] = defaultdict(list)
    for own in (*real, *off):
        groups[own.group, own.language].append(own)
    for own in real:
        groups["all real", "both"].append(own)
    lines = ["| queries | language | n | marked |", "|---|---|--:|--:|"]
    for (group, language), members in groups.items():
        share = sum(own.is_marked for own in members) / len(members)
        lines.append(f"| {group} | {language} | {len(members)} | {share:.3f} |")
    for language in dict.fromkeys(LANGUAGES.values()):
        totals = sorted(own.total for own in real if own.language == language)
        if totals:
            least = totals[int(ALLOWED * len(totals))]
            lines.append(f"{language}: the threshold may be {least:.4f} at most")
    return lines
