"""``python -m training.sides``: fit what tells yes from no, given a question and what decides."""

import json
import sys

from index.console import take_no_options
from index.text import shadow_of
from qa.deciding import SIDES_FILE, features_of
from training.character_runs import Example, Settings, fit_and_write
from training.questions import FieldQuestion, field_questions

SETTINGS = Settings(kept=6_000, strength=0.1)


def examples() -> list[Example]:
    """Return the questions of documents that ask for yes or no, with the words that decide."""
    return [
        _example(own, " ".join(own.answers), own.yes)
        for own in field_questions()
        if own.yes is not None and own.answers
    ]


def _example(own: FieldQuestion, text: str, yes: bool) -> Example:
    asked, said = shadow_of(own.text).text.lower(), shadow_of(text).text.lower()
    group = own.id.rsplit("-", 1)[0]
    return Example(frozenset(features_of(asked, said)), "yes" if yes else "no", group)


def main() -> int:
    """Fit, write and print what cross-validation says."""
    take_no_options("python -m training.sides", __doc__)
    shares = fit_and_write({"side": (examples(), SETTINGS)}, SIDES_FILE)
    sys.stdout.write(json.dumps(shares, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
