"""Questions with their answering spans: those of this field, and public ones."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

QUESTIONS = Path(__file__).parent / "questions"
DOCUMENTS = Path(__file__).parent / "documents"
OUTSIDE = Path(__file__).parent / "outside.jsonl"
"""Questions on things that no plan for cleaner air says anything of."""
PUBLIC = Path(__file__).parents[2] / "shared" / "train"
PUBLIC_SETS = ("cmrc_trial.json", "drcd_test.json")


@dataclass(frozen=True, slots=True)
class FieldQuestion:
    """A question on a document of this field.

    Attributes:
        document: Name of its file.
        sentence: Of the document, verbatim: what answers, or comes nearest.
        answers: Parts of the sentence, in order; empty where the document does not say.
        yes: The side of an answer to yes or no.
    """

    id: str
    document: str
    text: str
    kind: str
    sentence: str
    answers: tuple[str, ...]
    yes: bool | None


@dataclass(frozen=True, slots=True)
class PublicQuestion:
    """A question on a paragraph of an encyclopedia.

    Attributes:
        start: Of the answer in ``context``; ``end`` is exclusive.
    """

    text: str
    context: str
    start: int
    end: int


def field_questions(folder: Path = QUESTIONS) -> Iterator[FieldQuestion]:
    """Yield the questions of this field, in the order of their files and lines."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            yield FieldQuestion(
                record["id"],
                record["doc"],
                record["q"],
                record["kind"],
                record["sentence"],
                tuple(record["answers"]),
                record.get("yes"),
            )


def compares(question: FieldQuestion) -> bool:
    """Tell whether a question sets several documents side by side; it stands once for each."""
    return question.id.startswith("compare-")


def outside_questions(path: Path = OUTSIDE) -> Iterator[str]:
    """Yield questions that nothing in any plan answers."""
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)["q"]


HALF_HELD_OUT = "made-up-plans"
HELD_OUT = ("restated-plans", "plans-b-", "plans-k-", "plans-s-", "plans-aa-", "compare-ch-")
"""On these what is made of the reader's readings is fitted: every other document of the one, all
of the others."""


def taught(question: FieldQuestion) -> bool:
    """Tell whether a question teaches the reader; the others fit what is made of its readings."""
    if question.id.startswith(HELD_OUT):
        return False
    if not question.id.startswith(HALF_HELD_OUT):
        return True
    names = sorted({path.name for path in DOCUMENTS.glob("made-up-*")})
    return names.index(question.document) % 2 == 0


def public_questions(folder: Path = PUBLIC) -> list[PublicQuestion]:
    """Return the questions of CMRC 2018's trial set and DRCD's test set, in random order.

    Raises:
        FileNotFoundError: they are not there.
    """
    found = list(_public(folder))
    random.Random(3).shuffle(found)
    return found


def _public(folder: Path) -> Iterator[PublicQuestion]:
    """Yield the questions in the order of their files."""
    for name in PUBLIC_SETS:
        record = json.loads((folder / name).read_text(encoding="utf-8"))
        for article in record["data"]:
            for paragraph in article["paragraphs"]:
                context = paragraph["context"]
                for asked in paragraph["qas"]:
                    answer = asked["answers"][0]
                    start, end = (
                        answer["answer_start"],
                        answer["answer_start"] + len(answer["text"]),
                    )
                    if context[start:end] == answer["text"]:
                        yield PublicQuestion(asked["question"], context, start, end)
