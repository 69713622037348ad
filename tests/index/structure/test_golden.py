"""The clause trees and parts of the plans, read through by eye against the texts.

``make golden`` writes them anew from what the program does; review the diff.
"""

from pathlib import Path

import pytest

from index import parse_plan

ROOT = Path(__file__).parents[3]
PLANS = sorted((ROOT / "corpus" / "plans").glob("*.txt"))
GOLDEN = ROOT / "tests" / "golden" / "clauses"
GOLDEN_PARTS = ROOT / "tests" / "golden" / "parts"


def tree(plan):
    """A line a clause: place, level, id, label and heading; then a line an anomaly."""
    return "".join(
        [
            *(
                f"{clause.start}-{clause.end}\t{clause.level}\t{clause.id}\t"
                f"{clause.label}\t{clause.heading}\n"
                for clause in plan.clauses
            ),
            *(
                f"{found.start}-{found.end}\t{found.kind}\t{plan.text[found.start : found.end]!r}\n"
                for found in plan.anomalies
            ),
        ]
    )


def parts(plan):
    """A line a part: place, kind, words."""
    return "".join(
        f"{part.start}-{part.end}\t{part.kind}\t{plan.text[part.start : part.end]!r}\n"
        for part in plan.parts
    )


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
@pytest.mark.parametrize(("folder", "shown"), [(GOLDEN, tree), (GOLDEN_PARTS, parts)])
def test_golden_clauses_and_parts(path, folder, shown, rewrite_golden):
    golden = folder / f"{path.stem}.tsv"
    found = shown(parse_plan(path))
    if rewrite_golden:
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(found, encoding="utf-8")
    assert golden.is_file(), f"{golden} is missing; write it with: make golden"
    assert found == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", [GOLDEN, GOLDEN_PARTS])
def test_every_golden_file_has_its_plan(folder):
    assert {path.stem for path in folder.glob("*.tsv")} == {path.stem for path in PLANS}
