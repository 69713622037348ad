"""What a question asks for and wants: logistic regressions over its runs of characters."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from index.text import shadow_of
from qa.character_runs import read_regression, runs_in

Asked = Literal["number", "when", "duty", "list", "yes_no", "definition", "passage"]
Extreme = Literal["strictest", "highest", "lowest", "earliest", "latest"]
Became = Literal["changed", "new", "gone"]
Wants = Literal[
    "none", "strictest", "highest", "lowest", "earliest", "latest", "silence", "speaks",
    "changed", "new", "gone",
]  # fmt: skip

INTENT_FILE = Path(__file__).with_name("intent.json")
"""What ``python -m training.intent`` fits."""
LIKELY, UNWANTED = 0.5, 0.7
"""Probability from which a question is on all plans or on what changed; and to which that it wants
nothing of several plans it still wants the likeliest thing."""
LONGEST, WORDS = 4, 3
"""Characters of a run, and words of a run in English."""
_WORD = re.compile(r"[a-z']+|[\^$@]")


@dataclass(frozen=True, slots=True)
class Intent:
    """What a question asks for.

    Attributes:
        asks: The likeliest kind of thing.
        probability: Of that kind, in [0, 1].
        figure: Probability of a number or a date, of which one is often taken for the other.
        wants: Beside what each plan says: which is the extreme; who is silent on something or
            speaks of it; what became of a plan from one round to the next, asked at large.
        is_across: It is about several places or plans that it does not name one by one.
        is_over_time: It is about an earlier and a later plan of a place.
    """

    asks: Asked
    probability: float
    figure: float
    wants: Wants
    is_across: bool
    is_over_time: bool


def intent_of(question: str) -> Intent:
    """Return what a question asks for.

    Args:
        question: In either script or in English.
    """
    asks = _chances("asks", runs_of(question))
    runs = runs_without_places(question)
    wants = _chances("wants", runs)
    is_wanting = wants.pop("none") <= UNWANTED
    wanted = max(wants, key=wants.__getitem__)
    if wanted in ("silence", *get_args(Became)) and wants[wanted] < LIKELY:
        is_wanting = False  # all that changed is a long answer to a question on something else
    kind = max(asks, key=asks.__getitem__)
    return Intent(
        asks=cast(Asked, kind),
        probability=asks[kind],
        figure=asks["number"] + asks["when"],
        wants=cast(Wants, wanted) if is_wanting else "none",
        is_across=_chances("across", runs)["yes"] >= LIKELY,
        is_over_time=_chances("over_time", runs)["yes"] >= LIKELY,
    )


def _chances(name: str, runs: frozenset[str]) -> dict[str, float]:
    """Return the probability of each outcome of a regression."""
    regression = read_regression(INTENT_FILE, name)
    chances = regression.probabilities(runs).tolist()
    return dict(zip(regression.outcomes, chances, strict=True))


def runs_without_places(question: str) -> frozenset[str]:
    """Return the runs of a question in which each place stands for any: 甲和乙谁更严."""
    return runs_of(without_places(question))


def without_places(question: str) -> str:
    """Return a question in which each place that it names is ``@``."""
    from index.mentions import find_places, find_places_in_latin

    found = list(find_places(question)) or list(find_places_in_latin(question))
    for own in sorted(found, key=lambda own: -own.start):
        question = f"{question[: own.start]}@{question[own.end :]}"
    return question


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
