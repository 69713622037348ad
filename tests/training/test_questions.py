"""The questions that teach the reader: each with its answer word for word, none on what judges."""

from itertools import combinations
from pathlib import Path

from index import parse_plan
from index.text import shadow_of
from training.questions import DOCUMENTS, field_questions, taught

PLANS = Path(__file__).parents[2] / "corpus" / "plans"
MIN_QUESTIONS = 1_500


def test_there_are_enough_of_each_kind():
    questions = list(field_questions())
    assert len({own.id for own in questions}) == len(questions) >= MIN_QUESTIONS
    assert sum(not own.answers for own in questions) >= len(questions) / 6
    kinds = {own.kind for own in questions}
    assert {"number", "date", "office", "list", "yes_no", "definition"} <= kinds


def test_answers_stand_in_their_documents():
    texts = {path.name: parse_plan(path).text for path in DOCUMENTS.iterdir()}
    for own in field_questions():
        assert own.sentence in texts[own.document], own.id
        assert all(answer and answer in own.sentence for answer in own.answers), own.id
        assert (own.yes is not None) <= (own.kind == "yes_no"), own.id


def test_what_fits_the_choice_taught_the_reader_nothing():
    questions = list(field_questions())
    teaching = {own.document for own in questions if taught(own)}
    fitting = {own.document for own in questions if not taught(own)}
    assert teaching and fitting and not teaching & fitting


def test_no_document_is_one_of_the_plans():
    plans = {shadow_of(path.read_text(encoding="utf-8")).text[500:700] for path in PLANS.iterdir()}
    for path in DOCUMENTS.iterdir():
        text = shadow_of(path.read_text(encoding="utf-8")).text
        assert not any(plan in text for plan in plans), path.name


def test_no_document_is_there_twice():
    lines = {
        path.name: {
            line
            for line in shadow_of(path.read_text(encoding="utf-8")).text.split("\n")
            if len(line) > 20
        }
        for path in DOCUMENTS.iterdir()
    }
    for one, other in combinations(sorted(lines), 2):
        shared = len(lines[one] & lines[other])
        assert shared < 0.5 * min(len(lines[one]), len(lines[other])), (one, other)
