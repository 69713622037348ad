"""Fits which sentence answers, whether to answer and how sure, with a reader and without."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from tqdm import tqdm

from eval.qa_judging import read_gold
from index import Hits, PlanIndex
from qa.abstaining import DECISION_FEATURES, decision_features, lacking_of
from qa.candidates import HITS, Candidate
from qa.choosing import CHOICE_FEATURES
from qa.fitted import FITTED_FILE, Regression
from qa.question import Question, read_question
from qa.selection import Selection, select
from training.questions import compares, field_questions, outside_questions, taught

Array = NDArray[np.float64]
Place = tuple[str, int, int]
"""A plan's id, and a half-open range of its text."""

PLAN_SETS = ("lantian-dev", "lantian-dev2")
"""Of eval/questions; ``lantian-test`` is for testing only."""
RIDGE = 1.0
FOLDS = 8
THRESHOLDS = {"read": 0.30, "unread": 0.5}
"""Probability from which a best sentence answers. 0.25 to 0.35 gave on the open sets as many right
answers and right refusals together, 0.45 fewer; 0.50 and 0.60 alike without a reader."""
UNANSWERABLE = 1 / 6
"""Share of the questions asked of plans that have no answer in them, as in the sets that judge; of
those that are fitted on it is more, and the decision and the confidence are to hold where they are
used. Their weight makes up for it."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question, what was found for it, and where its answer stands.

    Attributes:
        index: That was asked.
        group: Its document; what is fitted on a group is never judged on it.
        evidence: Where the sentences that answer stand; empty where nothing answers.
        answers: The same of the answers alone.
    """

    index: PlanIndex
    group: str
    question: Question
    hits: Hits
    selection: Selection
    evidence: tuple[Place, ...]
    answers: tuple[Place, ...]


Pair = tuple[Case, Case]
"""A question with what the reader says of its sentences, and without."""


def cases_on_documents(index: PlanIndex) -> Iterator[Pair]:
    """Yield the questions that taught the reader nothing, each asked of its own document.

    They were written beside it, and seldom name it.
    """
    kept = [own for own in field_questions() if not taught(own) and not compares(own)]
    for own in tqdm(kept, desc="Questions on documents", mininterval=10):
        plan_id = own.document.rsplit(".", 1)[0]
        start = index.plan(plan_id).text.find(own.sentence)
        hits = index.search(own.text, k=HITS, plans=(plan_id,))
        question = read_question(own.text)
        selections = select(index, hits, question, is_open=False)
        found = ((plan_id, start, start + len(own.sentence)),) if own.answers else ()
        places = (start + own.sentence.find(answer) for answer in own.answers)
        answers = tuple(
            (plan_id, place, place + len(answer))
            for place, answer in zip(places, own.answers, strict=True)
        )
        yield _pair(
            Case(index, own.document, question, hits, selections[0], found, answers), selections
        )


def cases_on_plans(index: PlanIndex, folder: Path) -> Iterator[Pair]:
    """Yield the learning sets' questions, asked of all plans."""
    gold = [own for name in PLAN_SETS for own in read_gold(folder / f"{name}.jsonl")]
    for own in tqdm(gold, desc="Questions on plans", mininterval=10):
        text = own.question.text
        question = read_question(text)
        hits = index.search(text, k=HITS)
        selections = select(index, hits, question)
        places = [piece.place for piece in own.question.evidence]
        evidence = tuple((place.plan_id, place.start, place.end) for place in places)
        group = places[0].plan_id if places else f"none-{len(text) % FOLDS}"
        yield _pair(
            Case(index, group, question, hits, selections[0], evidence, evidence), selections
        )


def cases_outside(index: PlanIndex) -> Iterator[Pair]:
    """Yield questions of other fields, asked of all plans: none of them is answered."""
    for number, text in enumerate(
        tqdm(list(outside_questions()), desc="Questions on other things")
    ):
        question = read_question(text)
        hits = index.search(text, k=HITS)
        selections = select(index, hits, question)
        group = f"outside-{number % FOLDS}"
        yield _pair(Case(index, group, question, hits, selections[0], (), ()), selections)


def _pair(case: Case, selections: Sequence[Selection]) -> Pair:
    """Return a case by the reader, and the same without it."""
    return case, replace(case, selection=selections[-1])


def fit_choice(cases: Sequence[Case], threshold: float) -> dict[str, Any]:
    """Return the record of a fit: of sentences, then of the best sentence of each question.

    The best is the one that a fit without the question's document chooses.
    """
    cases = [case for case in cases if case.selection.candidates]
    if not cases:
        raise ValueError("no case to fit on; set LANTIAN_READER=on, restore the reader")
    rows, labels, groups = [], [], []
    for case in cases:
        for candidate in case.selection.candidates:
            rows.append(candidate.features)
            labels.append(_meets(candidate, case.evidence))
            groups.append(case.group)
    features, outcomes = np.array(rows, np.float64), np.array(labels, np.float64)
    fold_of = _folds(groups)
    folds = np.array([fold_of[group] for group in groups])
    odds = np.zeros(len(features))
    for fold in range(FOLDS):
        learned = fit(features[folds != fold], outcomes[folds != fold], CHOICE_FEATURES)
        odds[folds == fold] = [learned.log_odds(row) for row in features[folds == fold]]
    chosen, position = [], 0
    for case in cases:
        own = case.selection.candidates
        scored = [
            replace(candidate, score=float(score))
            for candidate, score in zip(own, odds[position : position + len(own)], strict=True)
        ]
        position += len(own)
        scored.sort(key=lambda c: -c.score)
        chosen.append(replace(case.selection, chosen=(scored[0],), candidates=tuple(scored)))
    second = np.array(
        [
            decision_features(selection, case.question)
            for case, selection in zip(cases, chosen, strict=True)
        ]
    )
    bests = [selection.chosen[0] for selection in chosen]
    supported = np.array(
        [_meets(b, c.evidence) for b, c in zip(bests, cases, strict=True)], np.float64
    )
    right = np.array([_answers(b, c) for b, c in zip(bests, cases, strict=True)], np.float64)
    answerable = np.array([bool(case.evidence) for case in cases])
    weights = _weights(answerable)
    held = np.array([fold_of[case.group] for case in cases])
    judged = {"supported": np.zeros(len(cases)), "right": np.zeros(len(cases))}
    for fold in range(FOLDS):
        for name, values in (("supported", supported), ("right", right)):
            others = held != fold
            learned = fit(second[others], values[others], DECISION_FEATURES, weights[others])
            judged[name][held == fold] = [learned.probability(r) for r in second[held == fold]]
    lacking = [
        lacking_of(case.index, case.hits, selection, case.question) is not None
        for case, selection in zip(cases, chosen, strict=True)
    ]
    judged["supported"][lacking] = 0.0  # refused whatever the chance
    answered = judged["supported"] >= threshold
    return {
        "threshold": threshold,
        "choice": record_of_regression(fit(features, outcomes, CHOICE_FEATURES)),
        "supported": record_of_regression(fit(second, supported, DECISION_FEATURES, weights)),
        "right": record_of_regression(fit(second, right, DECISION_FEATURES, weights)),
        "cross_validated": {
            "questions": len(cases),
            "answerable": int(answerable.sum()),
            "best_supported": round(float(supported[answerable].mean()), 4),
            "answered_rightly": round(float((answered & (supported > 0))[answerable].mean()), 4),
            "refused_rightly": round(float((~answered)[~answerable].mean()), 4),
            "lacking": int(sum(lacking)),
            "lacking_but_answerable": int((np.array(lacking) & (supported > 0)).sum()),
            "error_of_confidence": round(
                _calibration_error(judged["right"][answered], right[answered], weights[answered]),
                4,
            ),
            "by_threshold": _by_threshold(judged["supported"], supported, answerable),
        },
    }


def _weights(answerable: NDArray[np.bool_]) -> Array:
    """Return what each question counts for ``UNANSWERABLE`` of all to have no answer."""
    without = int((~answerable).sum())
    share = UNANSWERABLE / (1 - UNANSWERABLE) * answerable.sum() / max(1, without)
    return np.where(answerable, 1.0, share)


def fit(
    features: Array, outcomes: Array, signs: Mapping[str, int], weights: Array | None = None
) -> Regression:
    """Return the logistic regression that explains outcomes best, with a ridge.

    A weight keeps the sign that ``signs`` gives it: features that go together share out the signs
    by accident without that.

    Args:
        features: Shape (n, features).
        outcomes: 0 or 1, shape (n,).
        signs: Of each feature's weight, in their order.
        weights: What each outcome counts, shape (n,); None for the same.
    """
    counts = np.ones(len(outcomes)) if weights is None else weights
    means = features.mean(axis=0)
    scales = np.where(features.std(axis=0) > 1e-9, features.std(axis=0), 1.0)
    design = np.column_stack([(features - means) / scales, np.ones(len(features))])
    penalty = RIDGE * np.array([1.0] * features.shape[1] + [0.0])

    def loss(beta: Array) -> tuple[float, Array]:
        total = design @ beta
        value = counts @ (np.logaddexp(0.0, total) - outcomes * total) + 0.5 * penalty @ beta**2
        chance = 1.0 / (1.0 + np.exp(-np.clip(total, -500, 500)))
        return float(value), design.T @ (counts * (chance - outcomes)) + penalty * beta

    limits = {1: (0.0, None), -1: (None, 0.0), 0: (None, None)}
    bounds = [*(limits[sign] for sign in signs.values()), (None, None)]
    found = minimize(loss, np.zeros(design.shape[1]), jac=True, method="L-BFGS-B", bounds=bounds)
    return Regression(
        tuple(found.x[:-1].tolist()),
        float(found.x[-1]),
        tuple(means.tolist()),
        tuple(scales.tolist()),
    )


def _by_threshold(
    chances: Array, supported: Array, answerable: NDArray[np.bool_]
) -> list[dict[str, float]]:
    """Return what each threshold would give: risk against coverage."""
    rows = []
    for threshold in np.arange(0.1, 0.75, 0.05):
        answered = chances >= threshold
        rightly = (answered & (supported > 0))[answerable].mean()
        shares = {
            "answered_rightly": rightly,  # of those that have an answer
            "refused_rightly": (~answered)[~answerable].mean(),  # of the others
            "wrong_of_answered": (supported == 0)[answered].mean(),
        }
        row = {name: round(float(share), 3) for name, share in shares.items()}
        rows.append({"threshold": round(float(threshold), 2), **row})
    return rows


def _folds(groups: Sequence[str]) -> dict[str, int]:
    """Return the fold of each group."""
    names = sorted(set(groups))
    order = np.random.default_rng(20_200).permutation(len(names))
    return {names[place]: number % FOLDS for number, place in enumerate(order)}


def _meets(candidate: Candidate, places: Sequence[Place]) -> bool:
    """Tell whether a sentence overlaps one of some places."""
    return any(
        candidate.plan_id == plan_id and candidate.start < end and start < candidate.end
        for plan_id, start, end in places
    )


def _answers(candidate: Candidate, case: Case) -> bool:
    """Tell whether what answers in a sentence overlaps the answer."""
    if not _meets(candidate, case.evidence) or candidate.found.end <= candidate.found.start:
        return False
    begin, stop = candidate.shadow.source_range(candidate.found.start, candidate.found.end)
    return any(
        candidate.plan_id == plan_id and begin < end and start < stop
        for plan_id, start, end in case.answers
    )


def _calibration_error(chances: Array, outcomes: Array, weights: Array) -> float:
    """Return the expected calibration error over ten bins of equal size."""
    bins = np.array_split(np.argsort(chances), 10)
    return float(sum(abs(weights[b] @ (chances[b] - outcomes[b])) for b in bins) / weights.sum())


def record_of_regression(fitted: Regression) -> dict[str, object]:
    """Return a regression as JSON values."""
    return {
        "weights": [round(value, 5) for value in fitted.weights],
        "bias": round(fitted.bias, 5),
        "means": [round(value, 5) for value in fitted.means],
        "scales": [round(value, 5) for value in fitted.scales],
    }


def record_of(read: Mapping[str, Any], unread: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is kept of two fits: where the reader read, and where there is none."""
    return {
        "choice_features": list(CHOICE_FEATURES),
        "decision_features": list(DECISION_FEATURES),
        "read": read,
        "unread": unread,
    }


def write(record: Mapping[str, Any], path: Path = FITTED_FILE) -> None:
    """Write what was fitted."""
    path.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def neutral() -> dict[str, Any]:
    """Return a record to collect cases with: the reader's own odds decide, and all is answered."""
    own = ("relevance", "span", "coverage")

    def weighing(names: Mapping[str, int]) -> Regression:
        count = len(names)
        weights = tuple(float(name in own) for name in names)
        return Regression(weights, 0.0, (0.0,) * count, (1.0,) * count)

    fit = {
        "threshold": 0.0,
        "choice": record_of_regression(weighing(CHOICE_FEATURES)),
        "supported": record_of_regression(weighing(DECISION_FEATURES)),
        "right": record_of_regression(weighing(DECISION_FEATURES)),
    }
    return record_of(fit, fit)
