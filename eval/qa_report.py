"""Figures of judged answers: right, cited, refused, calibrated."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from eval.qa_types import JudgedAnswer
from eval.significance import Estimate, estimate_means

BINS = 10
"""Of the confidence, for the calibration error."""


@dataclass(frozen=True, slots=True)
class QaFigures:
    """Figures over some questions; None where no question gives one.

    Attributes:
        right: Share of the answerable questions answered rightly.
        citation_precision: Of all citations of answerable questions; ``citation_recall`` the
            mean share of the gold evidence that is cited.
        refusal_precision: Share of the refused that the plans do not answer; ``refusal_recall``
            the share of those that are refused.
        spans: Mean share of the gold spans that stand in an answer or its quotations.
        offices: Mean F1 of the offices named, of the questions on who is responsible.
        calibration_error: Of the confidence against being right, expected, in ten bins.
    """

    questions: int
    right: float | None
    exact: float | None
    f1: float | None
    citation_precision: float | None
    citation_recall: float | None
    refusal_precision: float | None
    refusal_recall: float | None
    spans: float | None
    offices: float | None
    calibration_error: float | None


def figures_of(judged: Sequence[JudgedAnswer]) -> QaFigures:
    """Return the figures of some judged answers."""
    answerable = [own for own in judged if own.is_answerable]
    refused = [own for own in judged if not own.is_answered]
    unanswerable = [own for own in judged if not own.is_answerable]
    cited = [is_hit for own in answerable for is_hit in own.cited]
    return QaFigures(
        questions=len(judged),
        right=_mean([own.is_right for own in answerable]),
        exact=_mean([own.exact for own in answerable]),
        f1=_mean([own.f1 for own in answerable]),
        citation_precision=_mean(cited),
        citation_recall=_mean([own.found for own in answerable]),
        refusal_precision=_mean([not own.is_answerable for own in refused]),
        refusal_recall=_mean([not own.is_answered for own in unanswerable]),
        spans=_mean([own.spans for own in answerable]),
        offices=_mean([own.offices for own in answerable if own.offices is not None]),
        calibration_error=calibration_error(
            [own.confidence for own in judged], [is_supported(own) for own in judged]
        ),
    )


def is_supported(judged: JudgedAnswer) -> bool:
    """Tell whether an answer, given regardless of confidence, would be right.

    A refused answerable question counts as one that could have been answered.
    """
    return judged.is_answerable and (judged.is_right or not judged.is_answered)


def calibration_error(confidences: Sequence[float], outcomes: Sequence[bool]) -> float | None:
    """Return the expected calibration error over ten bins of equal width.

    Source: Guo et al., On Calibration of Modern Neural Networks (2017), eq. 3.
    """
    if not confidences:
        return None
    confidence, outcome = np.array(confidences), np.array(outcomes, dtype=np.float64)
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    gaps = (
        (bins == number).mean()
        * abs(confidence[bins == number].mean() - outcome[bins == number].mean())
        for number in np.unique(bins)
    )
    return float(sum(gaps))


def calibration_interval(judged: Sequence[JudgedAnswer], resamples: int = 1_000) -> list[float]:
    """Return the 95 % bootstrap interval of the calibration error, over questions.

    Args:
        judged: At least one.
        resamples: How often the questions are drawn anew.
    """
    confidence = np.array([own.confidence for own in judged])
    outcome = np.array([is_supported(own) for own in judged])
    chance = np.random.default_rng(20_200)
    drawn = (chance.integers(0, len(judged), len(judged)) for _ in range(resamples))
    errors = [calibration_error(confidence[own].tolist(), outcome[own].tolist()) for own in drawn]
    return [float(value) for value in np.percentile([e for e in errors if e], [2.5, 97.5])]


def risk_coverage(judged: Sequence[JudgedAnswer]) -> tuple[tuple[float, float], ...]:
    """Return pairs of coverage and risk: the surest answers first, the share of wrong among them.

    Only what was answered counts as coverage; a question the plans do not answer, answered, is
    wrong.
    """
    answered = sorted((own for own in judged if own.is_answered), key=lambda own: -own.confidence)
    wrong, curve = 0, []
    for number, own in enumerate(answered, start=1):
        wrong += not own.is_right
        curve.append((number / len(judged), wrong / number))
    return tuple(curve)


def interval_of_right(judged: Sequence[JudgedAnswer]) -> Estimate | None:
    """Return the share answered rightly with its 95 % bootstrap interval."""
    values = np.array([[float(own.is_right)] for own in judged if own.is_answerable])
    return estimate_means(values)[0] if len(values) else None


def summary_of(judged: Sequence[JudgedAnswer]) -> str:
    """Return the intervals, and the share of wrong answers among the surest, as lines."""
    lines = []
    if right := interval_of_right(judged):
        lines.append(f"right: {right.mean:.3f} ({right.low:.3f}–{right.high:.3f})")
    low, high = calibration_interval(judged)
    lines.append(
        f"calibration error: {figures_of(judged).calibration_error:.3f} ({low:.3f}–{high:.3f})"
    )
    curve = risk_coverage(judged)
    for share in (0.25, 0.5, 0.75, 1.0):
        if curve:
            covered, risk = curve[max(0, round(share * len(curve)) - 1)]
            lines.append(f"the surest {covered:.0%} of the questions: {risk:.1%} wrong")
    return "\n".join(lines)


def table_of(judged: Sequence[JudgedAnswer]) -> str:
    """Return the figures of all, by language and by type, as an aligned table."""
    rows = [("all", figures_of(judged))]
    keys: tuple[Callable[[JudgedAnswer], str], ...] = (lambda j: j.language, lambda j: j.type)
    for key in keys:
        for name in dict.fromkeys(key(own) for own in judged):
            rows.append((name, figures_of([own for own in judged if key(own) == name])))
    header = (
        "",
        "n",
        "right",
        "exact",
        "F1",
        "cite P",
        "cite R",
        "ref P",
        "ref R",
        "spans",
        "offices",
        "ECE",
    )
    lines: list[tuple[str, ...]] = [header]
    for name, figures in rows:
        values = (
            figures.right,
            figures.exact,
            figures.f1,
            figures.citation_precision,
            figures.citation_recall,
            figures.refusal_precision,
            figures.refusal_recall,
            figures.spans,
            figures.offices,
            figures.calibration_error,
        )
        shown = ("" if value is None else f"{value:.3f}" for value in values)
        lines.append((name, str(figures.questions), *shown))
    return "\n".join(
        f"{line[0]:<14}" + "".join(f"{cell:>8}" for cell in line[1:]) for line in lines
    )


def _mean(values: Sequence[float | bool]) -> float | None:
    """Return a mean, None of nothing."""
    return float(np.mean(values)) if len(values) else None
