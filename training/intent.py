"""``python -m training.intent``: fit what tells what a question asks for and what it wants."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from index.console import take_no_options
from qa.intent import (
    INTENT_FILE,
    runs_of,
    runs_on_ends,
    runs_without_places,
    without_places,
)
from training.character_runs import Example, Settings, fit_and_write
from training.questions import FieldQuestion, compares, field_questions

INTENTS = Path(__file__).parent / "intents.jsonl"
"""Questions without documents, each with the kind of thing that it asks for."""
WANTS = Path(__file__).parent / "wants.jsonl"
"""Questions without documents: what they want of several plans, whether of both ends of a scale,
and whether they are on all plans, or on two rounds of plans of one place."""
KINDS = {
    "office": "duty",
    "date": "when",
    "fact": "passage",
    "condition": "passage",
    "penalty": "passage",
}
"""Kinds of the questions on documents that are called otherwise here."""
SETTINGS = Settings(kept=8_000, strength=1.0)
WANTING = Settings(kept=6_000, strength=20.0)
EVERY = 16
"""Of the questions on documents, which want nothing of several plans, each so manieth."""
OF_KNOWN_PLACES = tuple(f"compare-{hand}" for hand in ("cb", "cc", "cd", "cg", "ck", "cm"))
"""The comparisons whose places all stand in the table of places, and are not made up."""
EVERY_LIST = 3
"""Of those that ask for several members or offices, as one on all plans does."""
PARTS = 3
"""In which the questions without documents are held out."""


def examples() -> list[Example]:
    """Return all questions with their kinds."""
    return [*_on_documents(), *_alone()]


def _on_one_document() -> list[FieldQuestion]:
    return [own for own in field_questions() if not compares(own)]


def _on_documents() -> Iterator[Example]:
    for own in _on_one_document():
        kind = KINDS.get(own.kind, own.kind)
        yield Example(runs_of(own.text), kind, own.id.rsplit("-", 1)[0])


def _alone() -> Iterator[Example]:
    lines = INTENTS.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines):
        record = json.loads(line)
        part = number * PARTS // len(lines)
        yield Example(runs_of(record["q"]), record["asks"], f"intents-{part}")


def wanting(name: str) -> list[Example]:
    """Return the questions that tell what is wanted, with one of their labels.

    Args:
        name: ``wants``, ``ends``, ``across`` or ``over_time``.
    """
    found = []
    runs = runs_on_ends if name == "ends" else runs_without_places
    for line in WANTS.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        label = record[name] if name == "wants" else _yes_no(record[name])
        found.append(Example(runs(record["q"]), label, record["hand"]))
    if name in ("wants", "ends"):
        no = "none" if name == "wants" else _yes_no(False)
        other = [own.text for own in _on_one_document()][::EVERY]
        found += [Example(runs(text), no, "documents") for text in other]
        return found
    lines = INTENTS.read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    found += [
        Example(runs_without_places(own["q"]), _yes_no(own[name]), "intents") for own in records
    ]
    return [*found, *_on_all_plans()] if name == "across" else found


def _on_all_plans() -> Iterator[Example]:
    """Yield comparisons, on all plans where they name no place, and questions on one document."""
    kept = (own for own in field_questions() if own.id.startswith(OF_KNOWN_PLACES))
    for own in {own.text: own for own in kept}.values():
        is_named = without_places(own.text) != own.text
        group = own.id.rsplit("-", 2)[0]
        yield Example(runs_without_places(own.text), _yes_no(not is_named), group)
    single = _on_one_document()
    members = [own for own in single if own.kind in ("list", "office")]
    for own in [*members[::EVERY_LIST], *single[::EVERY]]:
        yield Example(runs_without_places(own.text), _yes_no(False), "documents")


def _yes_no(label: bool) -> str:
    return "yes" if label else "no"


def main() -> int:
    """Fit, write and print what cross-validation says."""
    take_no_options("python -m training.intent", __doc__)
    given = {"asks": (examples(), SETTINGS)}
    given |= {name: (wanting(name), WANTING) for name in ("wants", "ends", "across", "over_time")}
    sys.stdout.write(json.dumps(fit_and_write(given, INTENT_FILE), indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
