"""``python -m training.intent``: fit what tells the kind of thing that a question asks for."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from qa.intent import INTENT_FILE, runs_of
from training.character_runs import Example, Settings, fit_and_write
from training.questions import field_questions

INTENTS = Path(__file__).parent / "intents.jsonl"
"""Questions without documents, each with the kind of thing that it asks for."""
KINDS = {
    "office": "duty",
    "date": "when",
    "fact": "passage",
    "condition": "passage",
    "penalty": "passage",
}
"""Kinds of the questions on documents that are called otherwise here."""
SETTINGS = Settings(kept=8_000, strength=1.0)
PARTS = 3
"""In which the questions without documents are held out."""


def examples() -> list[Example]:
    """Return all questions with their kinds."""
    return [*_on_documents(), *_alone()]


def _on_documents() -> Iterator[Example]:
    for own in field_questions():
        kind = KINDS.get(own.kind, own.kind)
        yield Example(runs_of(own.text), kind, own.id.rsplit("-", 1)[0])


def _alone() -> Iterator[Example]:
    lines = INTENTS.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines):
        record = json.loads(line)
        part = number * PARTS // len(lines)
        yield Example(runs_of(record["q"]), record["asks"], f"intents-{part}")


def main() -> int:
    """Fit, write and print what cross-validation says."""
    shares = fit_and_write(examples(), SETTINGS, INTENT_FILE)
    sys.stdout.write(json.dumps(shares, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
