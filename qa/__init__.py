"""Questions in, quoted answers out.

Start with ``ask``, ``targets``, ``duties``, ``compare`` and ``changes``; the nouns are in
``qa.types``.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from qa.types import Answer, Change, Changes, Citation, Comparison, ComparisonRow

if TYPE_CHECKING:
    from index.facts import Definition, Duty, Target
    from qa.answering import answer_from, answers_from, ask, extract, hits_needed
    from qa.comparing import changes, compare
    from qa.dataset import check_dataset, pack_dataset, write_dataset
    from qa.document_facts import facts_asked
    from qa.doubt import Likeness, is_doubtful, likeness
    from qa.facts import duties, targets
    from qa.language_model import LanguageModel, LanguageModelError, language_model_from
    from qa.question import names_topic
    from qa.reader import hasten_reading

__all__ = [
    "Answer",
    "Change",
    "Changes",
    "Citation",
    "Comparison",
    "ComparisonRow",
    "Definition",
    "Duty",
    "LanguageModel",
    "LanguageModelError",
    "Likeness",
    "Target",
    "answer_from",
    "answers_from",
    "ask",
    "changes",
    "check_dataset",
    "compare",
    "duties",
    "extract",
    "facts_asked",
    "hasten_reading",
    "hits_needed",
    "is_doubtful",
    "language_model_from",
    "likeness",
    "names_topic",
    "pack_dataset",
    "targets",
    "write_dataset",
]

# Loaded when first asked for: they bring numpy, scipy and jieba with them.
_LATE = {
    "Definition": "index.facts",
    "Duty": "index.facts",
    "LanguageModel": "qa.language_model",
    "LanguageModelError": "qa.language_model",
    "Likeness": "qa.doubt",
    "Target": "index.facts",
    "answer_from": "qa.answering",
    "answers_from": "qa.answering",
    "ask": "qa.answering",
    "changes": "qa.comparing",
    "check_dataset": "qa.dataset",
    "compare": "qa.comparing",
    "duties": "qa.facts",
    "extract": "qa.answering",
    "facts_asked": "qa.document_facts",
    "hits_needed": "qa.answering",
    "is_doubtful": "qa.doubt",
    "language_model_from": "qa.language_model",
    "likeness": "qa.doubt",
    "hasten_reading": "qa.reader",
    "names_topic": "qa.question",
    "pack_dataset": "qa.dataset",
    "targets": "qa.facts",
    "write_dataset": "qa.dataset",
}


def __getattr__(name: str) -> object:
    """Return a public name, importing its module at the first use."""
    if name in _LATE:
        return getattr(import_module(_LATE[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
