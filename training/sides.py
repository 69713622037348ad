"""``python -m training.sides``: fit what tells yes from no, given a question and what decides."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from index.text import shadow_of
from qa.deciding import SIDES_FILE, features_of
from training.character_runs import Example, Settings, cross_validated, fit_runs
from training.questions import field_questions

SIDES = Path(__file__).parent / "sides.jsonl"
"""Questions with the clause that decides them."""
SETTINGS = Settings(kept=6_000, strength=0.1)
PARTS = 3
"""In which the pairs without documents are held out."""


def examples() -> list[Example]:
    """Return all pairs with their sides."""
    return [*_on_documents(), *_alone()]


def _on_documents() -> Iterator[Example]:
    for own in field_questions():
        if own.yes is not None and own.answers:
            group = own.id.rsplit("-", 1)[0]
            yield _example(own.text, " ".join(own.answers), own.yes, group)


def _alone() -> Iterator[Example]:
    lines = SIDES.read_text(encoding="utf-8").splitlines() if SIDES.is_file() else []
    for number, line in enumerate(lines):
        record = json.loads(line)
        part = number * PARTS // len(lines)
        yield _example(record["q"], record["evidence"], record["yes"], f"sides-{part}")


def _example(question: str, text: str, yes: bool, group: str) -> Example:
    asked, said = shadow_of(question).text.lower(), shadow_of(text).text.lower()
    return Example(frozenset(features_of(asked, said)), "yes" if yes else "no", group)


def main() -> int:
    """Fit, write and print what cross-validation says."""
    given = examples()
    sys.stdout.write(json.dumps(cross_validated(given, SETTINGS), indent=1) + "\n")
    record = fit_runs(given, SETTINGS)
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    SIDES_FILE.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
