"""Measures of a ranking, one implementation for questions on plans and for BEIR sets.

Every measure is a function of a ``Judgement``: the ranks at which pieces were found, how many of
them the first 1,000 characters show, and how many pieces there are. Gains are binary: a piece is
found or it is not. On a BEIR set a piece is a relevant document, each document has a rank of its
own, and the values are the textbook ones.

The measure of a set is the plain mean over its queries.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from math import fsum, log2

import numpy as np

from eval.significance import Estimate, estimate_means
from eval.types import Judgement, Outcome

DEPTH = 10  # the deepest rank any measure looks at
DIGITS = 4  # finer than any difference a set of some thousand queries can show


@dataclass(frozen=True, slots=True)
class Measure:
    """A named function from a judgement to [0, 1]; higher is better."""

    name: str
    compute: Callable[[Judgement], float]


def recall(judgement: Judgement, k: int) -> float:
    """Return the share of all pieces that the first ``k`` passages hold.

    Args:
        judgement: Ranks of the pieces found.
        k: Cut-off, from 1.

    Returns:
        In [0, 1]. Where there are more pieces than ``k`` passages can hold, 1 is out of reach.

    Source:
        Manning, Raghavan, Schütze: Introduction to Information Retrieval (2008), ch. 8.
    """
    return sum(rank <= k for rank in judgement.ranks) / judgement.pieces


def shown_recall(judgement: Judgement) -> float:
    """Return the share of all pieces that the first 1,000 characters of the ranking show.

    Recall at a rank favours longer passages: ten of 400 characters hold more than ten of 200.
    Here each ranking has the same number of characters to show the evidence in. Where the ten
    passages that are ranked have fewer, no more are asked for.

    Source:
        After the measures at a number of characters in Allan: HARD track overview in TREC 2004.
    """
    return judgement.shown / judgement.pieces


def reciprocal_rank(judgement: Judgement, k: int) -> float:
    """Return one over the rank of the first relevant passage, 0 if it is deeper than ``k``.

    Args:
        judgement: Ranks of the pieces found.
        k: Cut-off, from 1.

    Returns:
        In [0, 1]. Its mean over queries is MRR.

    Source:
        Voorhees: The TREC-8 Question Answering Track Report (1999).
    """
    first = judgement.first
    return 1 / first if first is not None and first <= k else 0.0


def ndcg(judgement: Judgement, k: int) -> float:
    """Return the normalised discounted cumulative gain in [0, 1], counted in pieces.

    The list that is scored is the list of pieces in the order a reader meets them. A piece found
    in the passage at rank ``r`` stands at position ``r``, or, where that position is taken by
    another piece of the same passage, at the next free one::

        position[i] = max(rank[i], position[i - 1] + 1)
        DCG  = sum of 1 / log2(position[i] + 1) over positions up to k
        IDCG = sum of 1 / log2(i + 1) for i = 1 .. min(pieces, k)

    Why positions: a passage may hold several pieces. Counting them all at the passage's rank
    would exceed the ideal and need a cap that hides later mistakes; counting one for the passage
    would put a ranking that has everything at rank 1 below 1. Positions are distinct, so
    the value never exceeds 1; a ranking without a useless passage before its last relevant one
    gets exactly 1 when all is found; and the ideal depends on the evidence alone, so values stay
    comparable when plans are cut into other passages. The price: a passage with two pieces buys
    the next piece one place of delay without loss.

    Where no passage holds two pieces, as on every BEIR set, positions are ranks and this is the
    textbook nDCG with binary gains.

    Args:
        judgement: Ranks of the pieces found.
        k: Cut-off, from 1.

    Source:
        Järvelin, Kekäläinen: Cumulated gain-based evaluation of IR techniques, ACM TOIS 20
        (2002), with the discount 1 / log2(rank + 1).
    """
    gains = []
    position = 0
    for rank in judgement.ranks:
        position = max(rank, position + 1)
        if position <= k:
            gains.append(1 / log2(position + 1))
    ideal = [1 / log2(place + 1) for place in range(1, min(judgement.pieces, k) + 1)]
    return fsum(gains) / fsum(ideal)


MEASURES: tuple[Measure, ...] = (
    Measure("R@1", partial(recall, k=1)),
    Measure("R@5", partial(recall, k=5)),
    Measure("R@10", partial(recall, k=10)),
    Measure("MRR@10", partial(reciprocal_rank, k=10)),
    Measure("nDCG@10", partial(ndcg, k=10)),
    Measure("R@1000c", shown_recall),
)


def measure(judgement: Judgement) -> dict[str, float]:
    """Return every measure of one query, by name, in the order of ``MEASURES``."""
    return {m.name: m.compute(judgement) for m in MEASURES}


def estimate_scores(outcomes: Sequence[Outcome]) -> dict[str, Estimate]:
    """Return the mean of every measure over the outcomes, each with its interval.

    Args:
        outcomes: At least one.

    Returns:
        Measure name to values in [0, 1], in the order of ``MEASURES``, rounded to ``DIGITS``, so
        that processors agree on what is shown and kept.

    Raises:
        ValueError: there is no outcome to take a mean of.
    """
    if not outcomes:
        raise ValueError("no outcomes: the mean of nothing is not defined")
    values = np.array([[outcome.scores[m.name] for m in MEASURES] for outcome in outcomes])
    estimates = estimate_means(values)
    return {
        m.name: Estimate(round(e.mean, DIGITS), round(e.low, DIGITS), round(e.high, DIGITS))
        for m, e in zip(MEASURES, estimates, strict=True)
    }
