"""Targets found in plans against rows written down by hand.

Plans are annotated whole, so that what is found too much counts as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.errors import SetError
from eval.paths import GOLDEN, PLANS
from index import Plan, parse_plan
from index.facts import Target

ROWS = GOLDEN / "targets.tsv"
FIELDS = ("indicator", "scope", "comparator", "value", "unit", "year", "base_year")


@dataclass(frozen=True, slots=True)
class GoldTarget:
    """A row by hand; the fields are those of ``Target``."""

    plan: str
    quote: str
    indicator: str
    scope: str | None
    comparator: str
    value: float | None
    unit: str
    year: int | None
    base_year: int | None


@dataclass(frozen=True, slots=True)
class TargetScore:
    """How well extraction did.

    Attributes:
        pairs: What was found beside what was to be found.
        missed: Rows that were not found.
        spurious: Targets that no row has.
    """

    pairs: tuple[tuple[GoldTarget, Target], ...]
    missed: tuple[GoldTarget, ...]
    spurious: tuple[Target, ...]

    @property
    def precision(self) -> float:
        """Share of the targets found that are right."""
        return _share(len(self.pairs), len(self.pairs) + len(self.spurious))

    @property
    def recall(self) -> float:
        """Share of the rows that were found."""
        return _share(len(self.pairs), len(self.pairs) + len(self.missed))

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def accuracy(self, *fields: str) -> float:
        """Share of all rows that were found with these fields right."""
        right = sum(all(is_right(*pair, name) for name in fields) for pair in self.pairs)
        return _share(right, len(self.pairs) + len(self.missed))

    @property
    def exact_quotes(self) -> float:
        """Share of all rows whose span is the same to the character."""
        right = sum(gold.quote == found.quote for gold, found in self.pairs)
        return _share(right, len(self.pairs) + len(self.missed))


def read_gold(path: Path = ROWS) -> tuple[GoldTarget, ...]:
    """Return the rows of a file of tab-closed columns; ``#`` begins a remark.

    Raises:
        SetError: a row has another number of columns, or a number is none.
    """
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        cells = line.split("\t")
        if line.startswith("#") or not line.strip() or cells[0] == "plan":
            continue
        if len(cells) != 9:
            raise SetError(f"{path}:{number}: {len(cells)} columns, not 9; close each by a tab")
        try:
            rows.append(_row(cells))
        except ValueError as error:
            raise SetError(f"{path}:{number}: {error}") from None
    return tuple(rows)


def read_plans(gold: Sequence[GoldTarget], folder: Path = PLANS) -> tuple[Plan, ...]:
    """Return the plans that rows are of, from the text files of a folder.

    Raises:
        SetError: the folder lacks one.
    """
    paths = {row.plan: folder / f"{row.plan}.txt" for row in gold}
    for path in paths.values():
        if not path.is_file():
            raise SetError(f"{path}: there is no such plan; name the folder with --corpus")
    return tuple(parse_plan(path) for path in paths.values())


def score(
    gold: Sequence[GoldTarget], found: Sequence[Target], plans: Sequence[Plan]
) -> TargetScore:
    """Return how well extraction did.

    A target is found if one of the same value overlaps its span, each used once; of several the
    one with the most fields right.

    Args:
        gold: Every target of the plans.
        found: By the extractor.
        plans: That both are of.

    Raises:
        SetError: a quote does not stand exactly once in its plan.
    """
    texts = {plan.id: plan.text for plan in plans}
    left = list(found)
    pairs, missed = [], []
    for row in gold:
        start = _place(row, texts[row.plan])
        end = start + len(row.quote)
        near = [
            target
            for target in left
            if target.plan_id == row.plan
            and target.start < end
            and start < target.end
            and target.value == row.value
        ]
        if near:
            best = max(near, key=lambda target: sum(is_right(row, target, n) for n in FIELDS))
            left.remove(best)
            pairs.append((row, best))
        else:
            missed.append(row)
    return TargetScore(tuple(pairs), tuple(missed), tuple(left))


def is_right(gold: GoldTarget, found: Target, field: str) -> bool:
    """Tell whether a field is as the row has it."""
    return bool(getattr(gold, field) == getattr(found, field))


def format_score(result: TargetScore) -> str:
    """Return a score as lines."""
    rows = len(result.pairs) + len(result.missed)
    lines = [
        f"targets by hand {rows}, found {len(result.pairs) + len(result.spurious)}",
        f"precision {result.precision:.3f}  recall {result.recall:.3f}  F1 {result.f1:.3f}",
        f"all fields right {result.accuracy(*FIELDS):.3f}",
        "  ".join(f"{name} {result.accuracy(name):.3f}" for name in FIELDS),
        f"span to the character {result.exact_quotes:.3f}",
    ]
    lines += [f"missed: {row.plan} {row.quote}" for row in result.missed]
    lines += [f"too much: {found.plan_id} {found.quote}" for found in result.spurious]
    for row, found in result.pairs:
        wrong = [name for name in FIELDS if not is_right(row, found, name)]
        lines += [
            f"{name}: {row.quote}: {getattr(found, name)!r}, by hand {getattr(row, name)!r}"
            for name in wrong
        ]
    return "\n".join(lines)


def _row(cells: Sequence[str]) -> GoldTarget:
    """Return a row by its columns."""
    plan, quote, indicator, scope, comparator, value, unit, year, base_year = cells
    return GoldTarget(
        plan,
        quote,
        indicator,
        scope or None,
        comparator,
        float(value) if value else None,
        unit,
        int(year) if year else None,
        int(base_year) if base_year else None,
    )


def _place(row: GoldTarget, text: str) -> int:
    """Return where a row's quote stands."""
    if text.count(row.quote) != 1:
        raise SetError(f"{row.plan}: {row.quote!r} stands {text.count(row.quote)} times, not once")
    return text.index(row.quote)


def _share(part: int, whole: int) -> float:
    """Return a share, 0 of nothing."""
    return part / whole if whole else 0.0
