"""What kind of thing a question asks for: a logistic regression over its runs of characters."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from index.text import shadow_of
from qa.character_runs import read_regression, runs_in

Asked = Literal["number", "when", "duty", "list", "yes_no", "definition", "passage"]

INTENT_FILE = Path(__file__).with_name("intent.json")
"""What ``python -m training.intent`` fits."""
LONGEST, WORDS = 4, 3
"""Characters of a run, and words of a run in English."""
_WORD = re.compile(r"[a-z']+|[\^$]")


@dataclass(frozen=True, slots=True)
class Intent:
    """What a question asks for.

    Attributes:
        asks: The likeliest kind of thing.
        probability: Of that kind, in [0, 1].
    """

    asks: Asked
    probability: float


def intent_of(question: str) -> Intent:
    """Return what a question asks for.

    Args:
        question: In either script or in English.
    """
    regression = read_regression(INTENT_FILE)
    chances = regression.probabilities(runs_of(question))
    best = int(chances.argmax())
    return Intent(cast(Asked, regression.outcomes[best]), float(chances[best]))


def runs_of(question: str) -> frozenset[str]:
    """Return the runs of characters of a question, and of words where it is English.

    Its ends count as characters; of figures only that they are some.
    """
    text = f"^{re.sub(r'[0-9]+', '0', shadow_of(question).text.lower()).strip()}$"
    if not text.isascii():
        return frozenset(runs_in(text, LONGEST))
    words = _WORD.findall(text)
    return frozenset(
        " ".join(words[at : at + length])
        for length in range(1, WORDS + 1)
        for at in range(len(words) - length + 1)
    )
