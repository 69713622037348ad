"""``python -m training.document_facts``: fit what tells which facts of a document are asked for."""

import json
import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import get_args

from index.console import take_no_options
from index.ranking.tokens import dictionary_words
from index.text import shadow_of
from qa.character_runs import RunRegression
from qa.document_facts import FACTS_FILE, WORDS_FILE, Fact, runs_without_names, without_names
from training.character_runs import Example, Settings, fit_and_write, fit_runs, regression_of
from training.questions import compares, field_questions

QUESTIONS = Path(__file__).parent / "document_facts.jsonl"
"""Questions without documents, each with the facts of a document that it asks for, in seven hands;
two of five ask for none, though in the same words."""
SETTINGS = Settings(kept=2_500, strength=10.0)
_LATIN = re.compile(r"[a-z]{2,}")
EVERY, SURE = 6, 0.9
"""Of the questions on contents each so manieth is taken, and the probability of a fact from which
one is none of them."""
LEAST, OFTENER = 2, 3.0
"""Questions that a word of documents stands in, and how many times its share among the questions on
contents its share there is."""


def examples(fact: Fact) -> list[Example]:
    """Return the questions, each with whether it asks for a fact."""
    records = map(json.loads, QUESTIONS.read_text(encoding="utf-8").splitlines())
    return [
        Example(runs_without_names(own["q"]), "yes" if fact in own["facts"] else "no", own["hand"])
        for own in records
    ]


def contents(first: Mapping[Fact, RunRegression]) -> list[frozenset[str]]:
    """Return the runs of questions on the contents of documents.

    They are some of those that teach the reader, without the few that surely ask for a fact.

    Args:
        first: Fitted without them.
    """
    asked = [own.text for own in field_questions() if not compares(own)][::EVERY]
    found = map(runs_without_names, asked)
    return [runs for runs in found if all(_chance(own, runs) < SURE for own in first.values())]


def _chance(fitted: RunRegression, runs: frozenset[str]) -> float:
    return float(fitted.probabilities(runs)[fitted.outcomes.index("yes")])


def words_said() -> list[str]:
    """Return the words that the questions on documents have and those on contents hardly do."""
    records = list(map(json.loads, QUESTIONS.read_text(encoding="utf-8").splitlines()))
    asking = [own["q"] for own in records if own["facts"]]
    others = [own["q"] for own in records if not own["facts"]]
    others += [own.text for own in field_questions()]
    counts, elsewhere = _counted(asking), _counted(others)
    return sorted(
        word
        for word, count in counts.items()
        if count >= LEAST and count / len(asking) >= OFTENER * elsewhere[word] / len(others)
    )


def _counted(questions: Sequence[str]) -> Counter[str]:
    """Return in how many questions each word stands."""
    return Counter(term for text in questions for term in _words(text))


def _words(text: str) -> set[str]:
    """Return the words of a question, none of them a place's or a single character."""
    shadow = shadow_of(without_names(text)).text.lower()
    found = {own.term for own in dictionary_words(shadow)} | set(_LATIN.findall(shadow))
    return {word for word in found if len(word) > 1}


def main() -> int:
    """Fit, write and print what cross-validation says."""
    take_no_options("python -m training.document_facts", __doc__)
    asked = {fact: examples(fact) for fact in get_args(Fact)}
    first = {fact: regression_of(fit_runs(own, SETTINGS)) for fact, own in asked.items()}
    others = [Example(runs, "no", "contents") for runs in contents(first)]
    given = {fact: ([*own, *others], SETTINGS) for fact, own in asked.items()}
    words = json.dumps(words_said(), ensure_ascii=False, separators=(",", ":"))
    WORDS_FILE.write_text(words + "\n", encoding="utf-8")
    sys.stdout.write(json.dumps(fit_and_write(given, FACTS_FILE), indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
