"""The committed sets on documents of other places fit their documents."""

import json
from pathlib import Path

import pytest

from eval.paths import PLANS, ROOT
from eval.qa_judging import bare, read_gold
from eval.questions import check_evidence
from index import parse_plan

SETS = sorted(path.parent for path in (ROOT / "eval" / "elsewhere").glob("*/questions.jsonl"))


@pytest.fixture(scope="module", params=SETS, ids=lambda folder: folder.name)
def folder(request):
    return Path(request.param)


def test_quotations_stand_where_they_are_said_to(folder):
    gold = read_gold(folder / "questions.jsonl")
    plans = [parse_plan(path) for path in sorted((folder / "documents").iterdir())]
    check_evidence([own.question for own in gold], plans)
    assert len(gold) >= 60


def test_answers_stand_in_the_evidence(folder):
    for own in read_gold(folder / "questions.jsonl"):
        said = [bare(piece.quote) for piece in own.question.evidence]
        assert bool(own.spans) == own.is_answerable
        assert all(any(bare(span) in quote for quote in said) for span in own.spans), own.question


def test_yes_and_no_have_their_side(folder):
    for line in (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        assert ("yes" in record) == (record["type"] == "yesno")


def test_no_document_is_one_of_the_plans_or_teaches(folder):
    taught = {path.stem for path in (ROOT / "training" / "documents").iterdir()}
    own = {path.stem for path in (folder / "documents").iterdir()}
    assert own.isdisjoint({path.stem for path in PLANS.iterdir()})
    places = {name.rsplit("-", 1)[0] for name in own}
    assert places.isdisjoint(name.split("-")[1] for name in taught if "-" in name)
