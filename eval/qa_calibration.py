"""Questions whose answers are known without reading: made from clauses, or unmade by leaving out.

Each gives features of the evidence that was found, and whether the answer is right. A logistic
regression over them is what an answer's confidence comes from.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.qa_types import GoldAnswer
from index import Hits, Plan, PlanIndex, shadow_of, split_sentences
from qa import Evidence, weigh

HITS = 30
DEVELOPMENT_WEIGHT = 4.0
"""A question that a person wrote, against one that is made from the plan's own words."""
RIDGE = 1.0
_TARGET = re.compile(
    r"(?:^|[,，。;；])(?:到?20\d\d年底?前?[,，])?(?:力争|全市|确保)*([\u4e00-\u9fffA-Za-z0-9.()]{4,24}?)"
    r"(?:达到|不低于|不高于|控制在|下降|不少于|不超过)\s?\d"
)
_HEADING = re.compile(r"^[\u4e00-\u9fff、“”]{5,24}$")
_DUTY = re.compile(r"牵头|负责")


@dataclass(frozen=True, slots=True)
class Sample:
    """A question's evidence and whether the answer it gives is right.

    Attributes:
        group: Questions made of one another share it, and are never split between fitting and
            testing.
    """

    group: str
    features: tuple[float, ...]
    is_right: bool
    weight: float


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
    found = list(_from_gold(plan_index, gold))
    if is_generating:
        found += _from_plans(plan_index)
    return found


def _from_gold(plan_index: PlanIndex, gold: Sequence[GoldAnswer]) -> Iterator[Sample]:
    """Yield the samples of a question set."""
    for own in gold:
        text = own.question.text
        hits = plan_index.search(text, k=HITS)
        places = [e.place for e in own.question.evidence]
        ranges = [(p.plan_id, p.start, p.end) for p in places]
        yield from _sample(own.question.id, plan_index, hits, text, ranges, DEVELOPMENT_WEIGHT)
        if ranges:
            left = without(hits, ranges)
            yield from _sample(
                own.question.id, plan_index, left, text, (), 0.25 * DEVELOPMENT_WEIGHT
            )


def _from_plans(plan_index: PlanIndex) -> Iterator[Sample]:
    """Yield the samples of questions on targets and duties, made from every plan."""
    plans = plan_index.plans()
    texts = {plan.id: shadow_of(plan.text).text for plan in plans}
    for plan in plans:
        city = (plan.city or "").rstrip("市")
        for subject, start, end in (*_targets(plan), *_duties(plan)):
            is_duty = not subject.endswith("多少")
            tail = "由哪个部门牵头？" if is_duty else "？"
            text = f"{city}{subject}{tail}"
            hits = plan_index.search(text, k=HITS, plans=(plan.id,))
            ranges = [(plan.id, start, end)]
            yield from _sample(text, plan_index, hits, text, ranges, 1.0)
            yield from _sample(text, plan_index, without(hits, ranges), text, (), 1.0)
            other = next((p for p in plans if p.city != plan.city and p.id > plan.id), plans[0])
            topic = subject.removesuffix("是多少")
            if other.city and other.city != plan.city and topic not in texts[other.id]:
                text = f"{other.city.rstrip('市')}{subject}{tail}"
                hits = plan_index.search(text, k=HITS, plans=(other.id,))
                yield from _sample(text, plan_index, hits, text, (), 0.5)


def _targets(plan: Plan) -> Iterator[tuple[str, int, int]]:
    """Yield what a plan sets a number for, asked, and the sentence that does."""
    for start, end in split_sentences(plan.text):
        sentence = shadow_of(plan.text[start:end]).text
        if target := _TARGET.search(sentence):
            yield f"{target[1]}是多少", start, end


def _duties(plan: Plan) -> Iterator[tuple[str, int, int]]:
    """Yield the headings of clauses that end with who leads, and the clauses."""
    for clause in plan.clauses:
        heading = shadow_of(clause.heading).text.rstrip("。")
        text = plan.text[clause.start : clause.end]
        is_leaf = not any(c.id.startswith(f"{clause.id}.") for c in plan.clauses)
        if is_leaf and _HEADING.match(heading) and _DUTY.search(shadow_of(text[-200:]).text):
            yield heading, clause.start, clause.end


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
    return Hits(kept, hits.query, hits.notice, hits.similarities)


def _sample(
    group: str,
    plan_index: PlanIndex,
    hits: Hits,
    text: str,
    ranges: Sequence[tuple[str, int, int]],
    weight: float,
) -> Iterator[Sample]:
    """Yield the sample of one question, nothing where a rule alone decides it."""
    evidence = weigh(plan_index, hits, text)
    if evidence.features:
        yield Sample(group, evidence.features, _overlaps(evidence, ranges), weight)


def _overlaps(evidence: Evidence, ranges: Sequence[tuple[str, int, int]]) -> bool:
    """Tell whether the best sentence overlaps a range that answers."""
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


def fit(samples: Sequence[Sample], *, rounds: int = 60) -> Fit:
    """Return the regression that explains the samples best, by Newton's method with a ridge.

    Source: iteratively reweighted least squares; Hastie et al., The Elements of Statistical
    Learning, 4.4.1.
    """
    features = np.array([sample.features for sample in samples])
    right = np.array([float(sample.is_right) for sample in samples])
    weights = np.array([sample.weight for sample in samples])
    means = features.mean(axis=0)
    scales = np.where(features.std(axis=0) > 1e-9, features.std(axis=0), 1.0)
    design = np.column_stack([(features - means) / scales, np.ones(len(features))])
    penalty = RIDGE * np.diag([1.0] * features.shape[1] + [0.0])
    beta = np.zeros(design.shape[1])
    for _ in range(rounds):
        chance = 1.0 / (1.0 + np.exp(-np.clip(design @ beta, -30, 30)))
        gradient = design.T @ (weights * (right - chance)) - penalty @ beta
        curvature = (design.T * (weights * chance * (1 - chance))) @ design + penalty
        beta = beta + np.linalg.solve(curvature, gradient)
    return Fit(beta[:-1], float(beta[-1]), means, scales)


def cross_validate(samples: Sequence[Sample], *, folds: int = 10) -> NDArray[np.float64]:
    """Return for each sample its probability by a fit that saw nothing of its group, shape (n,)."""
    groups = sorted({sample.group for sample in samples})
    order = np.random.default_rng(20_200).permutation(len(groups))
    fold_of = {groups[place]: number % folds for number, place in enumerate(order)}
    result = np.zeros(len(samples))
    for fold in range(folds):
        held = [n for n, sample in enumerate(samples) if fold_of[sample.group] == fold]
        rest = [sample for sample in samples if fold_of[sample.group] != fold]
        if held and rest:
            rows = np.array([samples[n].features for n in held])
            result[held] = fit(rest).probabilities(rows)
    return result
