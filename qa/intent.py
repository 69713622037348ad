"""What a question asks for and wants: logistic regressions over its runs of characters."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from index.text import shadow_of
from qa.character_runs import read_regression, runs_in

Asked = Literal["number", "when", "duty", "list", "yes_no", "definition", "passage"]
Extreme = Literal["strictest", "loosest", "highest", "lowest", "earliest", "latest"]
OPPOSITE: Mapping[Extreme, Extreme] = {
    "strictest": "loosest", "loosest": "strictest", "highest": "lowest", "lowest": "highest",
    "earliest": "latest", "latest": "earliest",
}  # fmt: skip
"""The other end of the scale."""
Became = Literal["changed", "new", "gone"]
Wants = Literal[
    "none", "strictest", "loosest", "highest", "lowest", "earliest", "latest", "silence", "speaks",
    "changed", "new", "gone",
]  # fmt: skip

INTENT_FILE = Path(__file__).with_name("intent.json")
"""What ``python -m training.intent`` fits."""
LIKELY = 0.5
"""Probability from which a question is on all plans or on what changed, and wants something of
several plans."""
BOTH = 0.4
"""Probability from which both ends of a scale are asked for."""
LONGEST, WORDS = 4, 3
"""Characters of a run, and words of a run in English."""
_SUPERLATIVE = re.compile(r"最|\b(?:most|least|\w{2,}est)\b")
_EDGES = tuple(
    re.compile(edge)
    for edge in (
        r"[、，,；;]",
        r"(?=[谁誰哪])|(?=\b(?:which|who|what)\b)",
        r"[、，,；;]|和|與|与|跟|到|\band\b",
    )
)
"""What may stand between two extremes, or begin each: 谁最高谁最低, 最早到最晚."""
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
        has_ends: Of an extreme it asks for the other end of the scale as well.
        is_across: It is about several places or plans that it does not name one by one.
        is_over_time: It is about an earlier and a later plan of a place.
    """

    asks: Asked
    probability: float
    figure: float
    wants: Wants
    has_ends: bool
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
    is_wanting = wants.pop("none") <= LIKELY
    wanted = max(wants, key=wants.__getitem__)
    is_over_time = _chances("over_time", runs)["yes"] >= LIKELY
    if wanted in ("silence", *get_args(Became)) and wants[wanted] < LIKELY:
        is_wanting = False  # all that changed is a long answer to a question on something else
    if wanted in get_args(Became) and not is_over_time:
        is_wanting = False
    wants_extreme = is_wanting and wanted in get_args(Extreme)
    kind = max(asks, key=asks.__getitem__)
    return Intent(
        asks=cast(Asked, kind),
        probability=asks[kind],
        figure=asks["number"] + asks["when"],
        wants=cast(Wants, wanted) if is_wanting else "none",
        has_ends=wants_extreme and _has_ends(question),
        is_across=_chances("across", runs)["yes"] >= LIKELY,
        is_over_time=is_over_time,
    )


def _has_ends(question: str) -> bool:
    """Tell whether both ends of a scale are asked for: at large, or part by part of a question."""
    if _chances("ends", runs_on_ends(question))["yes"] >= BOTH:
        return True
    text = without_places(question)
    return any(_wants_opposites(edge.split(text)) for edge in _EDGES)


def _wants_opposites(parts: Iterable[str]) -> bool:
    """Tell whether two parts of a question want opposite extremes."""
    found = set()
    for part in filter(str.strip, parts):
        wants = _chances("wants", runs_of(part))
        wanted = max(wants, key=wants.__getitem__)
        if wanted in get_args(Extreme) and wants[wanted] >= LIKELY:
            found.add(cast(Extreme, wanted))
    return any(OPPOSITE[extreme] in found for extreme in found)


def _chances(name: str, runs: frozenset[str]) -> dict[str, float]:
    """Return the probability of each outcome of a regression."""
    regression = read_regression(INTENT_FILE, name)
    chances = regression.probabilities(runs).tolist()
    return dict(zip(regression.outcomes, chances, strict=True))


def runs_without_places(question: str) -> frozenset[str]:
    """Return the runs of a question in which each place stands for any: 甲和乙谁更严."""
    return runs_of(without_places(question))


def runs_on_ends(question: str) -> frozenset[str]:
    """Return the runs of a question, and whether it has no superlative, one, or several.

    Which two are at the ends of a scale is an open class: 最凶 and 最客气.
    """
    count = len(_SUPERLATIVE.findall(shadow_of(question).text.lower()))
    return runs_without_places(question) | {f"superlatives: {min(count, 2)}"}


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
