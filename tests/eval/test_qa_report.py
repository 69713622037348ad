"""Figures of judged answers, worked out by hand."""

import pytest

from eval.qa_report import (
    calibration_error,
    calibration_interval,
    figures_of,
    interval_of_right,
    is_supported,
    risk_coverage,
    summary_of,
    table_of,
)
from tests.eval.qa_cases import judged

RIGHT = judged(confidence=0.95, exact=True, f1=1.0, cited=(True,), found=1.0)
WRONG = judged(
    confidence=0.65, is_right=False, f1=0.5, cited=(True, False, False), found=0.5, type="list"
)
MISSED = judged(confidence=0.15, is_answered=False, is_right=False, language="en")
REFUSED = judged(confidence=0.05, is_answerable=False, is_answered=False, type="unanswerable")
FOOLED = judged(
    confidence=0.75, is_answerable=False, is_right=False, cited=(False,), type="unanswerable"
)
ALL = (RIGHT, WRONG, MISSED, REFUSED, FOOLED)


def test_figures():
    figures = figures_of(ALL)
    assert figures.questions == 5
    assert figures.right == pytest.approx(1 / 3)
    assert figures.exact == pytest.approx(1 / 3)
    assert figures.f1 == pytest.approx(1.5 / 3)
    assert figures.citation_precision == pytest.approx(2 / 4)  # those of FOOLED apart
    assert figures.citation_recall == pytest.approx((1.0 + 0.5 + 0.0) / 3)
    assert figures.refusal_precision == pytest.approx(1 / 2)
    assert figures.refusal_recall == pytest.approx(1 / 2)
    # Each in its bin: right at .95, wrong at .65, answerable at .15, not at .05 and .75.
    assert figures.calibration_error == pytest.approx((0.05 + 0.65 + 0.85 + 0.05 + 0.75) / 5)


def test_figures_that_no_question_gives():
    figures = figures_of([REFUSED])
    assert (figures.right, figures.exact, figures.f1) == (None, None, None)
    assert (figures.citation_precision, figures.citation_recall) == (None, None)
    assert (figures.refusal_precision, figures.refusal_recall) == (1.0, 1.0)
    empty = figures_of([])
    assert (empty.questions, empty.calibration_error, empty.refusal_recall) == (0, None, None)
    assert figures_of([RIGHT]).refusal_precision is None


@pytest.mark.parametrize(
    ("answer", "supported"),
    [(RIGHT, True), (WRONG, False), (MISSED, True), (REFUSED, False), (FOOLED, False)],
)
def test_what_the_confidence_should_have_said(answer, supported):
    assert is_supported(answer) is supported


@pytest.mark.parametrize(
    ("confidences", "outcomes", "error"),
    [
        ([], [], None),
        ([1.0, 0.0], [True, False], 0.0),
        ([1.0, 0.0], [False, True], 1.0),
        ([0.8, 0.8, 0.8, 0.8], [True, True, True, False], 0.05),
        # One bin holds three of four: |0.85 - 2/3| · 3/4 + |0.31 - 0| · 1/4.
        ([0.82, 0.85, 0.88, 0.31], [True, False, True, False], 0.75 * (0.85 - 2 / 3) + 0.0775),
        # Of one bin, one too sure and one not sure enough cancel out; of two they do not.
        ([0.42, 0.48], [True, False], 0.05),
        ([0.38, 0.42], [True, False], (0.62 + 0.42) / 2),
    ],
)
def test_calibration_error(confidences, outcomes, error):
    assert calibration_error(confidences, outcomes) == (
        None if error is None else pytest.approx(error)
    )


def test_risk_and_coverage():
    assert risk_coverage(ALL) == (
        (pytest.approx(1 / 5), 0.0),
        (pytest.approx(2 / 5), pytest.approx(1 / 2)),
        (pytest.approx(3 / 5), pytest.approx(2 / 3)),
    )
    assert risk_coverage([MISSED, REFUSED]) == ()


def test_the_interval_of_what_is_right():
    found = interval_of_right([RIGHT] * 30 + [WRONG] * 10 + [REFUSED])
    assert found.mean == 0.75
    # Of 40 questions: 0.75 ± 1.96 · sqrt(0.75 · 0.25 / 40) = 0.75 ± 0.134.
    assert found.low == pytest.approx(0.616, abs=0.03)
    assert found.high == pytest.approx(0.884, abs=0.03)
    assert interval_of_right([REFUSED, FOOLED]) is None


def test_the_table():
    lines = table_of(ALL).splitlines()
    assert lines[0].split() == [
        "n",
        "right",
        "exact",
        "F1",
        "cite",
        "P",
        "cite",
        "R",
        "ref",
        "P",
        "ref",
        "R",
        "spans",
        "offices",
        "ECE",
    ]
    assert [line.split()[:3] for line in lines[1:]] == [
        ["all", "5", "0.333"],
        ["zh-Hans", "4", "0.500"],
        ["en", "1", "0.000"],
        ["number", "2", "0.500"],
        ["list", "1", "0.000"],
        ["unanswerable", "2", "1.000"],
    ]
    assert lines[-1].split() == ["unanswerable", "2", "1.000", "0.500", "0.400"]
    assert lines[4].split()[2:] == [
        "0.500",
        "0.500",
        "0.500",
        "1.000",
        "0.500",
        "0.000",
        "0.000",
        "0.450",
    ]
    assert len({len(line) for line in lines}) == 1


def test_the_interval_of_the_calibration_error_holds_it():
    many = [judged(confidence=0.9, is_right=number % 4 != 0) for number in range(80)]
    low, high = calibration_interval(many)
    assert low < figures_of(many).calibration_error < high


def test_the_summary_names_risk_and_coverage():
    lines = summary_of(ALL).splitlines()
    assert lines[0].startswith("right: 0.333 (")
    assert lines[1].startswith("calibration error: 0.")
    assert lines[-1].endswith("wrong")
