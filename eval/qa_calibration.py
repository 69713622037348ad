"""What the confidence of an answer is fitted on, and the fit.

Each sample is the evidence that was found for a question, and whether the answer it gives is right.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from eval.qa_judging import judge
from eval.qa_questions import made_questions
from eval.qa_types import GoldAnswer
from index import Hits, PlanIndex
from qa import (
    FEATURES,
    Evidence,
    answer_from,
    answer_of,
    calibration,
    read_question,
    weigh,
)

HITS = 30
WRITTEN_WEIGHT = 1.0
"""A question that a person wrote; ``LEFT_OUT_WEIGHT`` the same without its evidence, and
``MADE_WEIGHT`` one that is made of a plan's own words and so is easier than people's."""
LEFT_OUT_WEIGHT = 0.2
MADE_WEIGHT = 0.04
RIDGE = 0.5


@dataclass(frozen=True, slots=True)
class Sample:
    """A question's evidence and whether the answer it gives is right.

    Attributes:
        group: Questions made of one another share it, and are never split between fitting and
            testing.
        is_supported: The best sentence overlaps the text that answers.
        is_written: A person wrote the question, and nothing was left out.
    """

    group: str
    features: tuple[float, ...]
    is_right: bool
    is_supported: bool
    weight: float
    is_written: bool = False


def samples_of(
    plan_index: PlanIndex, gold: Sequence[GoldAnswer], *, is_generating: bool = True
) -> list[Sample]:
    """Return the samples of a question set, and of questions made from the plans.

    Args:
        plan_index: That is asked.
        gold: The questions; an answerable one gives a second, unanswerable one by leaving out
            the passages with its evidence.
        is_generating: Make questions from the plans too.
    """
    found = list(_written(plan_index, gold))
    if is_generating:
        found += _made(plan_index)
    return found


def _written(plan_index: PlanIndex, gold: Sequence[GoldAnswer]) -> Iterator[Sample]:
    """Yield the samples of a question set."""
    for own in gold:
        text, group = own.question.text, own.question.id
        hits = plan_index.search(text, k=HITS)
        evidence = weigh(plan_index, hits, read_question(text))
        if evidence.features and not _is_decided(plan_index, hits, text, evidence):
            answer = answer_of(plan_index, hits, replace(evidence, reason=None))
            is_right = own.is_answerable and judge(own, answer).is_right
            is_supported = _overlaps(evidence, _ranges(own))
            yield Sample(
                group, evidence.features, is_right, is_supported, WRITTEN_WEIGHT, is_written=True
            )
        if ranges := _ranges(own):
            left = without(hits, ranges)
            yield from _sample(group, plan_index, left, text, (), LEFT_OUT_WEIGHT)


def _is_decided(plan_index: PlanIndex, hits: Hits, text: str, evidence: Evidence) -> bool:
    """Tell whether a question was answered without weighing: looked up, or by what is silent."""
    return answer_from(plan_index, hits, text).confidence not in (
        evidence.confidence,
        max(evidence.confidence, calibration().threshold),
    )


def _made(plan_index: PlanIndex) -> Iterator[Sample]:
    """Yield the samples of questions made from the plans, as they are and with their text left out.

    The same question put to a city whose plan has no word of the subject has no answer either.
    """
    for made in made_questions(plan_index):
        hits = plan_index.search(made.text, k=HITS)
        ranges = [(made.plan_id, made.start, made.end)] if made.plan_id else []
        yield from _sample(made.group, plan_index, hits, made.text, ranges, MADE_WEIGHT)
        if ranges:
            left = without(hits, ranges)
            yield from _sample(made.group, plan_index, left, made.text, (), MADE_WEIGHT)


def without(hits: Hits, ranges: Sequence[tuple[str, int, int]]) -> Hits:
    """Return hits without the passages that overlap some ranges of plans."""
    kept = [
        hit
        for hit in hits
        if not any(
            passage.plan_id == plan_id and passage.start < end and start < passage.end
            for passage in hit.passages
            for plan_id, start, end in ranges
        )
    ]
    return Hits(kept, hits.query, hits.notice, hits.similarities, hits.plans)


def _sample(
    group: str,
    plan_index: PlanIndex,
    hits: Hits,
    text: str,
    ranges: Sequence[tuple[str, int, int]],
    weight: float,
) -> Iterator[Sample]:
    """Yield the sample of one question, nothing where a rule alone decides it.

    Its answer is right where the best sentence overlaps a range.
    """
    evidence = weigh(plan_index, hits, read_question(text))
    if evidence.features:
        is_right = _overlaps(evidence, ranges)
        yield Sample(group, evidence.features, is_right, is_right, weight)


def _ranges(own: GoldAnswer) -> list[tuple[str, int, int]]:
    """Return the plans and ranges that answer a question."""
    places = (evidence.place for evidence in own.question.evidence)
    return [(place.plan_id, place.start, place.end) for place in places]


def _overlaps(evidence: Evidence, ranges: Sequence[tuple[str, int, int]]) -> bool:
    """Tell whether the best sentence overlaps a range."""
    best = evidence.selection.chosen[0]
    return any(
        best.plan_id == plan_id and best.start < end and start < best.end
        for plan_id, start, end in ranges
    )


@dataclass(frozen=True, slots=True)
class Fit:
    """A logistic regression over standardised features."""

    weights: NDArray[np.float64]
    bias: float
    means: NDArray[np.float64]
    scales: NDArray[np.float64]

    def probabilities(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the probability of each row, shape (n,)."""
        total = self.bias + ((features - self.means) / self.scales) @ self.weights
        result: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-np.clip(total, -30, 30)))
        return result


def fit(samples: Sequence[Sample], outcomes: Sequence[bool]) -> Fit:
    """Return the regression that explains the outcomes of some samples best, with a ridge.

    A weight keeps the sign that ``FEATURES`` gives it: without that, features that go together
    share out the signs by accident, and a question on something that no plan knows is answered.
    """
    features = np.array([sample.features for sample in samples])
    right = np.array(outcomes, dtype=np.float64)
    weights = np.array([sample.weight for sample in samples])
    means = features.mean(axis=0)
    scales = np.where(features.std(axis=0) > 1e-9, features.std(axis=0), 1.0)
    design = np.column_stack([(features - means) / scales, np.ones(len(features))])
    penalty = RIDGE * np.array([1.0] * features.shape[1] + [0.0])

    def loss(beta: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total = design @ beta
        value = weights @ (np.logaddexp(0.0, total) - right * total) + 0.5 * penalty @ beta**2
        chance = 1.0 / (1.0 + np.exp(-np.clip(total, -500, 500)))
        return float(value), design.T @ (weights * (chance - right)) + penalty * beta

    limits = {1: (0.0, None), -1: (None, 0.0), 0: (None, None)}
    bounds = [*(limits[sign] for sign in FEATURES.values()), (None, None)]
    start = np.zeros(design.shape[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds)
    return Fit(found.x[:-1], float(found.x[-1]), means, scales)


def cross_validate(
    samples: Sequence[Sample], outcomes: Sequence[bool], *, folds: int = 10
) -> NDArray[np.float64]:
    """Return for each sample its probability by a fit that saw nothing of its group, shape (n,)."""
    groups = sorted({sample.group for sample in samples})
    order = np.random.default_rng(20_200).permutation(len(groups))
    fold_of = {groups[place]: number % folds for number, place in enumerate(order)}
    result = np.zeros(len(samples))
    for fold in range(folds):
        held = [n for n, sample in enumerate(samples) if fold_of[sample.group] == fold]
        rest = [n for n, sample in enumerate(samples) if fold_of[sample.group] != fold]
        if held and rest:
            rows = np.array([samples[n].features for n in held])
            learned = fit([samples[n] for n in rest], [outcomes[n] for n in rest])
            result[held] = learned.probabilities(rows)
    return result
