"""``python -m training``: teach the reader and write it where it is used from."""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import torch

from index import LantianError, PlanIndex
from index.console import add_index_option, add_version_option
from index.model import locate_model, requested_model
from index.model.precision import available_processors
from qa.fitted import FITTED_FILE, fitted
from qa.reader.network import ADAPTER
from training.choice import (
    THRESHOLDS,
    cases_on_documents,
    cases_on_plans,
    cases_outside,
    fit_choice,
    neutral,
    record_of,
    write,
)
from training.fitting import encoded, fit, save
from training.network import Reader
from training.pairs import Pair, field_groups, public_groups
from training.questions import (
    DOCUMENTS,
    PUBLIC,
    field_questions,
    public_questions,
    taught,
)
from training.stating import fit_stated, write_stated

PUBLIC_QUESTIONS = 3000
"""Of 4,495: each takes a quarter of a second on two cores."""
PLAN_QUESTIONS = Path(__file__).parents[1] / "eval" / "questions"
PASSES = 2
"""Over the questions of this field; the public ones are seen once, before."""


def main() -> int:
    """Teach the reader, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    add_version_option(parser)
    parser.add_argument("--output", type=Path, default=ADAPTER, help="where it is written")
    parser.add_argument("--public", type=Path, default=PUBLIC, help="folder of the public sets")
    parser.add_argument("--scratch", type=Path, help="where the index of the documents is kept")
    parser.add_argument(
        "--only-choice", action="store_true", help="fit what is made of the readings, no more"
    )
    add_index_option(parser)
    options = parser.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(available_processors())
    try:
        with tempfile.TemporaryDirectory() as place:
            scratch = options.scratch or Path(place)
            if not options.only_choice:
                teach(options.output, options.public, scratch)
            fitted = fit_on_readings(index_of_documents(scratch), options.index)
            print(json.dumps(fitted, indent=1))
    except (LantianError, FileNotFoundError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 2
    return 0


def teach(output: Path, public: Path, scratch: Path) -> None:
    """Fit the reader to public questions, then to those of this field, and write it.

    Args:
        output: Where it is written.
        public: Folder of the public sets.
        scratch: Where the index of the documents is kept.
    """
    files = locate_model(requested_model(None), thorough=True)
    index = index_of_documents(scratch)
    model = Reader(files)
    questions = [question for question in field_questions() if taught(question)]
    _fit(model, public_groups(public_questions(public)[:PUBLIC_QUESTIONS]), passes=1)
    _fit(model, field_groups(index, questions), passes=PASSES)
    about = {
        "model": files.id,
        "public": PUBLIC_QUESTIONS,
        "field": len(questions),
        "licences": "CMRC 2018 trial set CC BY-SA 4.0, DRCD test set CC BY-SA 3.0",
    }
    save(model, output, about)


def _fit(model: Reader, groups: Iterable[list[Pair]], *, passes: int) -> None:
    """Fit a reader to groups of pairs."""
    fit(model, encoded(groups, model.files.path), passes)


def fit_on_readings(documents: PlanIndex, plans: str) -> object:
    """Fit choice, decision and confidence; return what cross-validation says of them."""
    before = FITTED_FILE.read_bytes() if FITTED_FILE.is_file() else None
    write(neutral())
    fitted.cache_clear()
    try:
        held = PlanIndex.open(plans)
        pairs = [
            *cases_on_documents(documents),
            *cases_on_plans(held, PLAN_QUESTIONS),
            *cases_outside(held),
            *cases_outside(documents),
        ]
        read, unread = (
            fit_choice([case for case in cases if case.selection.is_read is is_read], threshold)
            for cases, is_read, threshold in (
                ([pair[0] for pair in pairs], True, THRESHOLDS["read"]),
                ([pair[1] for pair in pairs], False, THRESHOLDS["unread"]),
            )
        )
        write(record_of(read, unread))
        fitted.cache_clear()
        stated = fit_stated(documents)
    except BaseException:
        if before is not None:
            FITTED_FILE.write_bytes(before)
        raise
    write_stated(stated)
    records = {"read": read, "unread": unread, "stated": stated}
    return {name: record["cross_validated"] for name, record in records.items()}


def index_of_documents(scratch: Path) -> PlanIndex:
    """Return an index of the documents that the questions are on.

    Raises:
        LantianError: two files hold one document, of which an index keeps one.
    """
    corpus = scratch / "corpus"
    (corpus / "plans").mkdir(parents=True, exist_ok=True)
    for path in DOCUMENTS.iterdir():
        (corpus / "plans" / path.name).write_bytes(path.read_bytes())
    index = PlanIndex.build(corpus, scratch / "index")
    if copies := [f"{own.file} = {own.plan_id}" for own in index.copies()]:
        raise LantianError(
            f"{DOCUMENTS.name} has documents twice: {', '.join(copies)}; "
            "keep one file and name it in the questions on the other"
        )
    return index


if __name__ == "__main__":
    sys.exit(main())
