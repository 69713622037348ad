"""Frozen figures: their file, and what has changed since."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.errors import ResultsError
from eval.freezing.figures import Figure
from eval.report import align

TOLERANCE = 0.003
"""A fall that is no fall: a question of 102 moving by a rank or two."""
LOWER_IS_BETTER = ("calibration error",)
_REMEDY = "make it with: python -m eval freeze"


@dataclass(frozen=True, slots=True)
class Change:
    """A figure then and now; None where there was or is none of this name."""

    name: str
    before: Figure | None
    after: Figure | None

    @property
    def difference(self) -> float | None:
        """By how much the number grew, None where one of the two is no number."""
        if isinstance(self.before, str | None) or isinstance(self.after, str | None):
            return None
        return round(self.after - self.before, 9)

    def is_worse(self, tolerance: float = TOLERANCE) -> bool:
        """Tell whether a number fell by more than a tolerance, or a hash changed, or it is gone."""
        if self.before is None:
            return False
        if self.difference is None:
            return self.before != self.after
        is_low_good = self.name.endswith(LOWER_IS_BETTER)
        return (self.difference if is_low_good else -self.difference) > tolerance


def write_figures(path: Path, figures: Mapping[str, Figure]) -> None:
    """Write figures, a line each, making the folder if needed.

    Raises:
        ResultsError: the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(figures, ensure_ascii=False, indent=1)
        path.write_text(f"{text}\n", encoding="utf-8", newline="\n")
    except OSError as error:
        raise ResultsError(f"{path}: cannot be written: {error.strerror}") from None


def read_figures(path: Path) -> dict[str, Figure]:
    """Return the figures of a file.

    Raises:
        ResultsError: the file cannot be read, or is no file of figures.
    """
    try:
        figures = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ResultsError(f"{path}: cannot be read: {error.strerror}; {_REMEDY}") from None
    except ValueError:
        raise ResultsError(f"{path}: not JSON in UTF-8; {_REMEDY}") from None
    is_flat = isinstance(figures, dict) and all(
        isinstance(value, float | int | str) for value in figures.values()
    )
    if not is_flat:
        raise ResultsError(f"{path}: not names with a number or a hash each; {_REMEDY}")
    return dict(figures)


def compare_figures(
    before: Mapping[str, Figure], after: Mapping[str, Figure]
) -> tuple[Change, ...]:
    """Return every figure of both, in the order of the later, then what it lacks."""
    names = dict.fromkeys((*after, *before))
    return tuple(Change(name, before.get(name), after.get(name)) for name in names)


def format_changes(changes: Sequence[Change], *, tolerance: float = TOLERANCE) -> str:
    """Return a table of figures then and now, what is worse marked; then a line of counts."""
    lines = [["figure", "then", "now", "difference", ""]]
    for change in changes:
        gap = change.difference
        shown = _sign(change) if gap is None else f"{gap:+.4f}" if gap else "="
        mark = "worse" if change.is_worse(tolerance) else ""
        lines.append([change.name, _shown(change.before), _shown(change.after), shown, mark])
    same = sum(change.before == change.after for change in changes)
    worse = sum(change.is_worse(tolerance) for change in changes)
    total = f"{len(changes)} figures, {same} the same, {worse} worse by more than {tolerance:g}"
    return f"{align(lines, left=1)}\n\n{total}"


def _sign(change: Change) -> str:
    """Return what is said of a figure that has no difference."""
    if change.before is None:
        return "new"
    if change.after is None:
        return "gone"
    return "=" if change.before == change.after else "changed"


def _shown(figure: Figure | None) -> str:
    """Return a figure as the table shows it; of a hash its beginning."""
    if figure is None:
        return "–"
    if isinstance(figure, str):
        return figure[:8]
    return f"{figure:.4f}" if isinstance(figure, float) else str(figure)
