"""``python -m eval freeze``: measure everything in fp32, keep it, or set it beside a kept one."""

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from eval.freezing.comparison import (
    TOLERANCE,
    compare_figures,
    format_changes,
    read_figures,
    write_figures,
)
from eval.freezing.figures import Figure, measure_parts
from eval.paths import ROOT
from index import PlanIndex

FROZEN = ROOT / "eval" / "results" / "frozen" / "figures.json"
INDEX = ROOT / "data" / "index-fp32"
PRECISION_VARIABLE = "LANTIAN_DTYPE"
PRECISION = "fp32"  # bf16 differs from processor to processor in the third digit

EXAMPLES = """\
examples:
  python -m eval freeze                                       write eval/results/frozen/figures.json
  python -m eval freeze --against eval/results/frozen/figures.json    each figure then and now
  python -m eval freeze --against old.json --output new.json  and keep what it is now

With --against nothing is written unless --output says where. The plans are embedded in fp32 into
data/index-fp32; only the first run embeds them all.
exit codes: 0 done, 1 a figure is worse, 2 bad input"""


def freeze_parser() -> argparse.ArgumentParser:
    """Return the parser of the command."""
    parser = argparse.ArgumentParser(
        prog="python -m eval freeze",
        description="Measure every committed figure in one go.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--against", type=Path, metavar="FILE", help="figures to compare with")
    parser.add_argument("--output", type=Path, metavar="FILE", help="where the figures go")
    parser.add_argument(
        "--tolerance",
        type=float,
        default=TOLERANCE,
        metavar="X",
        help=f"a fall that is no fall (default: {TOLERANCE:g})",
    )
    parser.add_argument("--json", action="store_true", help="print the figures as data")
    return parser


def run_freeze(options: argparse.Namespace) -> int:
    """Run the command and return its exit code."""
    before = read_figures(options.against) if options.against else None  # before it takes minutes
    figures = _measure()
    output: Path | None = options.output or (None if options.against else FROZEN)
    if output is not None:
        write_figures(output, figures)
        print(f"wrote {output}", file=sys.stderr)
    if options.json:
        print(json.dumps(figures, ensure_ascii=False, indent=1))
    if before is None:
        return 0
    changes = compare_figures(before, figures)
    if not options.json:
        print(format_changes(changes, tolerance=options.tolerance))
    return int(any(change.is_worse(options.tolerance) for change in changes))


def _measure() -> dict[str, Figure]:
    """Return every figure, saying on standard error how far it is."""
    figures: dict[str, Figure] = {}
    with _precision(PRECISION):
        start = time.monotonic()
        plan_index = PlanIndex.build(ROOT / "corpus", INDEX)
        print(f"index: {time.monotonic() - start:.0f} s", file=sys.stderr)
        start = time.monotonic()
        for name, part in measure_parts(plan_index):
            seconds = time.monotonic() - start
            print(f"{name}: {len(part)} figures, {seconds:.0f} s", file=sys.stderr)
            figures |= part
            start = time.monotonic()
    return figures


@contextmanager
def _precision(value: str) -> Iterator[None]:
    """Have models loaded in a precision, whatever the environment asks for."""
    before = os.environ.get(PRECISION_VARIABLE)
    os.environ[PRECISION_VARIABLE] = value
    try:
        yield
    finally:
        if before is None:
            del os.environ[PRECISION_VARIABLE]
        else:
            os.environ[PRECISION_VARIABLE] = before
