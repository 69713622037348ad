"""In which precision a score is computed: one that gives the same on every processor."""

import argparse
from pathlib import Path

from index import PlanIndex
from index.model import LateEncoder, Precision
from index.place import IndexPlace

EXACT: Precision = "fp32"
"""Its sums differ between processors in the seventh digit; those of bf16, which the search uses
where a processor is fast at it, in the third, which moves passages by a rank."""


def add_precision_option(parser: argparse.ArgumentParser) -> None:
    """Give a command the option ``--precision``."""
    parser.add_argument(
        "--precision",
        choices=("fp32", "bf16"),
        default=EXACT,
        help="what the model computes in, whatever LANTIAN_DTYPE says (default fp32, which gives "
        "the same on every processor; with bf16 nothing in eval/results is replaced)",
    )


def open_plans(index_path: str | Path, precision: Precision) -> PlanIndex:
    """Return the index of the plans with all of its vectors in one precision.

    Whoever built the index may have used either, so its plans are embedded anew, once, into a
    folder beside it: ``data/index-fp32`` for ``data/index``.

    Raises:
        LantianError: the index is missing, damaged or of another model, or the folder beside it
            cannot be written to.
    """
    beside = IndexPlace.of(index_path).beside(precision)
    return PlanIndex.open(index_path).embedded_by(LateEncoder(precision=precision), beside)
