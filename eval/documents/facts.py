"""Targets and duties that were found in a document, against its labels."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from eval.documents.labels import TargetLabel
from eval.documents.types import Counts, DutyFacts, TargetFacts
from eval.documents.wording import is_same_direction, is_same_name, measure_of, plain

STRICT = ("indicator", "value", "value_max", "unit", "operator", "year")
"""What has to be right for a target to be right."""
SHOWN = (*STRICT, "base_year", "scope")
EVERYONE = re.compile("各|[县市区镇乡旗]{2,}(?:人民)?政府")
"""How those are called who carry out every duty (各县区政府, 县(市、区)政府): labels have none."""


@dataclass(frozen=True, slots=True)
class FactScore:
    """How targets or duties agree with labels.

    Attributes:
        counts: By the measure's name.
        failures: Field to how often it is not as labelled, among targets that were found.
        differences: A line for each thing that is not as labelled.
    """

    counts: dict[str, Counts]
    failures: Counter[str]
    differences: tuple[str, ...]


def judge_targets(
    labels: Sequence[TargetLabel], found: Sequence[TargetFacts], *, is_complete: bool = True
) -> FactScore:
    """Return how the targets of a document agree with its labels.

    A label goes with the target that agrees with it in most fields, each used once, if two of
    indicator, value and unit agree. It is right if all fields of ``STRICT`` are.

    Args:
        labels: Of one document.
        found: In it.
        is_complete: Whether the labels are all of its targets; if not, only recall is counted.
    """
    pairs = _pairs(labels, found)
    right = {"targets": 0, "targets, operator aside": 0, "targets, scope too": 0}
    failures: Counter[str] = Counter()
    lines = []
    for number, other, wrong in pairs:
        strictly_wrong = [name for name in wrong if name in STRICT]
        right["targets"] += not strictly_wrong
        right["targets, operator aside"] += not set(strictly_wrong) - {"operator"}
        right["targets, scope too"] += not strictly_wrong and "scope" not in wrong
        failures.update(wrong)
        if strictly_wrong:
            told = f"target wrong in {', '.join(strictly_wrong)}"
            lines.append(f"{told}: {shown(found[other])}, label {shown(labels[number].facts)}")
    paired = {number for number, _, _ in pairs}, {other for _, other, _ in pairs}
    missed = [own.facts for n, own in enumerate(labels) if n not in paired[0]]
    lines += [f"target missed: {shown(target)}" for target in missed]
    if is_complete:
        spare = [own for n, own in enumerate(found) if n not in paired[1]]
        lines += [f"target too much: {shown(target)}" for target in spare]
    whole = len(found) if is_complete else 0
    counts = {
        name: Counts(hits, len(labels), hits if is_complete else 0, whole)
        for name, hits in right.items()
    }
    return FactScore(counts, failures, tuple(lines))


def judge_duties(labels: Sequence[DutyFacts], found: Sequence[DutyFacts]) -> FactScore:
    """Return how the offices of labelled duties agree, and which of them lead.

    A label has the first words of a task; it goes with the duty whose task has these words, of
    several the one that shares most offices. Labels are a part of a document's duties, so that
    others are not counted. Those who carry out every duty (各县区政府) are passed over unless the
    label has them.
    """
    offices, leads = Counts(), Counts()
    lines = []
    for label in labels:
        there = {plain(name) for name in label.offices}
        near = [duty for duty in found if plain(label.task) in plain(duty.task)]
        best = max(near, key=lambda duty: len(there & _names(duty.offices)), default=None)
        here = _names(best.offices if best else (), except_for=there)
        offices += _count(here, there)
        heads = _names(best.lead if best else (), except_for=there)
        leads += _count(heads, _names(label.lead, except_for=there))
        if best is None:
            lines.append(f"duty missed: {label.task}")
        elif here != there or heads != _names(label.lead, except_for=there):
            told = f"{_roles(best)}, label {_roles(label)}"
            lines.append(f"duty differs: {label.task}: {told}")
    return FactScore({"duties, offices": offices, "duties, leads": leads}, Counter(), tuple(lines))


def wrong_fields(label: TargetLabel, found: TargetFacts) -> tuple[str, ...]:
    """Return the fields of ``SHOWN`` in which a target is not as it was labelled."""
    own = label.facts
    value, unit = measure_of(found.value, found.unit)
    right_value, right_unit = measure_of(own.value, own.unit)
    upper = measure_of(found.value_max, found.unit)[0]
    is_right = {
        "indicator": is_same_name(found.indicator, own.indicator),
        "value": _is_equal(value, right_value),
        "value_max": _is_equal(upper, measure_of(own.value_max, own.unit)[0]),
        "unit": unit == right_unit,
        "operator": any(is_same_direction(found.operator, each) for each in label.operators),
        "year": not label.is_year_checked or found.year == own.year,
        "base_year": found.base_year == own.base_year,
        "scope": _is_same_scope(found.scope, own.scope),
    }
    return tuple(name for name in SHOWN if not is_right[name])


def shown(target: TargetFacts) -> str:
    """Return a target in a line."""
    upper = "" if target.value_max is None else f"–{target.value_max:g}"
    value = "" if target.value is None else f"{target.value:g}"
    parts = (
        *(target.scope, target.indicator, target.operator, f"{value}{upper}{target.unit}"),
        *(target.year, f"({target.base_year})" if target.base_year else None),
    )
    return " ".join(str(part) for part in parts if part)


def _pairs(
    labels: Sequence[TargetLabel], found: Sequence[TargetFacts]
) -> list[tuple[int, int, tuple[str, ...]]]:
    """Return label, target and its wrong fields, the best pairs first, each of either once."""
    near = []
    for number, label in enumerate(labels):
        for other, target in enumerate(found):
            wrong = wrong_fields(label, target)
            if len({"indicator", "value", "unit"} & set(wrong)) < 2:
                strictly = sum(name in STRICT for name in wrong)
                near.append((strictly, len(wrong), number, other, wrong))
    pairs: list[tuple[int, int, tuple[str, ...]]] = []
    used: tuple[set[int], set[int]] = (set(), set())
    for _, _, number, other, wrong in sorted(near):
        if number not in used[0] and other not in used[1]:
            used[0].add(number)
            used[1].add(other)
            pairs.append((number, other, wrong))
    return pairs


def _is_equal(found: float | None, label: float | None) -> bool:
    """Tell whether two numbers are the same but for the last digits of a float."""
    if found is None or label is None:
        return found is label
    return abs(found - label) <= 1e-9 * max(1.0, abs(label))


def _is_same_scope(found: str | None, label: str | None) -> bool:
    """Tell whether two areas or subjects are one, words left out aside."""
    if found is None or label is None:
        return found is label
    return is_same_name(found, label)


def _names(names: Sequence[str], except_for: set[str] | None = None) -> set[str]:
    """Return offices as they are compared, without everyone but ``except_for``."""
    return {
        name for name in map(plain, names) if not EVERYONE.match(name) or name in (except_for or ())
    }


def _count(here: set[str], there: set[str]) -> Counts:
    """Return how two sets agree."""
    both = len(here & there)
    return Counts(both, len(there), both, len(here))


def _roles(duty: DutyFacts) -> str:
    """Return who leads and who takes part, in a line."""
    return f"{'、'.join(duty.lead) or '–'} / {'、'.join(duty.participants) or '–'}"
