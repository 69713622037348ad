"""Fits which of several places that a question names say what is asked."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from index import PlanIndex
from qa.abstaining import Evidence, weigh_one_of_several
from qa.candidates import HITS
from qa.comparing import parts_by_place, told_by
from qa.comparing.stating import (
    LEAST_ODDS,
    STATED,
    STATED_FEATURES,
    STATED_FILE,
    Told,
    features_of,
)
from qa.question import read_question
from training.choice import fit, record_of_regression
from training.questions import FieldQuestion, compares, field_questions


@dataclass(frozen=True, slots=True)
class Comparison:
    """A question on several places.

    Attributes:
        group: Its file: the questions of a file are on the same documents.
        told: Of each place that it names.
        is_said: Whether the sentence found for the place answers.
    """

    group: str
    told: tuple[Told, ...]
    is_said: tuple[bool, ...]


def comparisons(index: PlanIndex) -> Iterator[Comparison]:
    """Yield the questions that name several places, asked of the documents that they are on.

    Args:
        index: Of the documents.
    """
    kept = (own for own in field_questions() if compares(own))
    by_question = [list(own) for _, own in groupby(kept, lambda own: own.id.rsplit("-", 1)[0])]
    documents: dict[str, set[str]] = {}
    for asked in by_question:
        documents.setdefault(_group(asked), set()).update(_plan_of(own) for own in asked)
    for asked in tqdm(by_question, desc="Places side by side", mininterval=10):
        question = read_question(asked[0].text)
        hits = index.search(question.text, k=HITS)
        apart = parts_by_place(index, hits, question)
        told, is_said = [], []
        for part in apart.parts if apart else ():
            held = tuple(own for own in part.plans if own in documents[_group(asked)])
            if not held:
                continue  # the place has a document that is none of those asked
            found = index.search(part.question.text, k=HITS, plans=held)
            evidence = weigh_one_of_several(index, found, part.question)
            if own := told_by(evidence):
                told.append(own)
                is_said.append(_is_said(index, evidence, asked))
        if told:
            yield Comparison(_group(asked), tuple(told), tuple(is_said))


def _group(asked: list[FieldQuestion]) -> str:
    return asked[0].id.rsplit("-", 2)[0]


def _plan_of(question: FieldQuestion) -> str:
    return question.document.rsplit(".", 1)[0]


def _is_said(index: PlanIndex, evidence: Evidence, asked: list[FieldQuestion]) -> bool:
    """Tell whether the best sentence overlaps one that answers."""
    best = evidence.selection.chosen[0]
    for own in asked:
        if not own.answers or _plan_of(own) != best.plan_id:
            continue
        start = index.plan(best.plan_id).text.find(own.sentence)
        if best.start < start + len(own.sentence) and start < best.end:
            return True
    return False


def fit_stated(index: PlanIndex) -> dict[str, Any]:
    """Return the record of the fit, with what leaving out a file of questions says of it.

    Args:
        index: Of the documents that the questions are on.
    """
    found = list(comparisons(index))
    rows = np.array(
        [features_of(at, own.told) for own in found for at in range(len(own.told))], np.float64
    )
    said = np.array([is_said for own in found for is_said in own.is_said], np.float64)
    groups = np.array([own.group for own in found for _ in own.told])
    chances = np.zeros(len(rows))
    for group in sorted(set(groups)):
        held = groups == group
        learned = fit(rows[~held], said[~held], STATED_FEATURES)
        chances[held] = [learned.probability(row) for row in rows[held]]
    shown = (chances >= STATED) & (rows[:, list(STATED_FEATURES).index("odds")] >= LEAST_ODDS)
    return {
        "features": list(STATED_FEATURES),
        "stated": record_of_regression(fit(rows, said, STATED_FEATURES)),
        "cross_validated": {
            "places": len(rows),
            "that_say_it": int(said.sum()),
            "shown_rightly": round(float(shown[said > 0].mean()), 4),
            "silent_rightly": round(float((~shown)[said == 0].mean()), 4),
        },
    }


def write_stated(record: Mapping[str, Any], path: Path = STATED_FILE) -> None:
    """Write what was fitted."""
    path.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
