"""Plans in, ranked passages out.

Start with ``parse_plan`` and ``PlanIndex``; the nouns are in ``index.types``.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from index.console import add_index_option, default_index, exit_with
from index.errors import (
    FilterError,
    IndexDamagedError,
    IndexMissingError,
    IndexWriteError,
    LantianError,
    ManifestError,
    ModelError,
    ModelMismatchError,
    PlanError,
    QueryError,
)
from index.types import (
    MODES,
    Anomaly,
    Clause,
    Erratum,
    Hit,
    Mode,
    Passage,
    Plan,
    Reference,
    Repetition,
    Span,
)

if TYPE_CHECKING:
    from index.facts import extract_definitions, extract_duties, extract_targets, extract_thresholds
    from index.facts.duties.naming import names_office
    from index.facts.targets.indicators import is_indicator
    from index.facts.types import Definition, Duty, Facts, Target, Threshold
    from index.mentions.latin_places import english_name
    from index.mentions.offices import is_same_office
    from index.mentions.places import find_places
    from index.mentions.terms import TermGroup, term_groups
    from index.parsing import parse_plan
    from index.query import Query
    from index.query.filters import Filters, plans_in_scope
    from index.query.hits import Hits
    from index.quoting import Difference, Trace, Verification, trace_sentence, verify_quote
    from index.ranking.boosts import plans_meant
    from index.ranking.lexical import LexicalIndex
    from index.ranking.passage_index import PassageIndex
    from index.ranking.query_terms import AskedWord
    from index.ranking.tokens import tokenize
    from index.search import PlanIndex
    from index.text.layout import Gap, find_gaps, read_text
    from index.text.script import traditional
    from index.text.sentences import split_sentences
    from index.text.shadow import Shadow, repair, shadow_of

__all__ = [
    "MODES",
    "Anomaly",
    "AskedWord",
    "Clause",
    "Definition",
    "Difference",
    "Duty",
    "Erratum",
    "Facts",
    "FilterError",
    "Filters",
    "Gap",
    "Hit",
    "Hits",
    "IndexDamagedError",
    "IndexMissingError",
    "IndexWriteError",
    "LantianError",
    "LexicalIndex",
    "ManifestError",
    "Mode",
    "ModelError",
    "ModelMismatchError",
    "Passage",
    "PassageIndex",
    "Plan",
    "PlanError",
    "PlanIndex",
    "Query",
    "QueryError",
    "Reference",
    "Repetition",
    "Shadow",
    "Span",
    "Target",
    "TermGroup",
    "Threshold",
    "Trace",
    "Verification",
    "add_index_option",
    "default_index",
    "english_name",
    "exit_with",
    "extract_definitions",
    "extract_duties",
    "extract_targets",
    "extract_thresholds",
    "find_gaps",
    "find_places",
    "is_indicator",
    "is_same_office",
    "names_office",
    "parse_plan",
    "plans_in_scope",
    "plans_meant",
    "read_text",
    "repair",
    "shadow_of",
    "split_sentences",
    "term_groups",
    "tokenize",
    "trace_sentence",
    "traditional",
    "verify_quote",
]

# Loaded when first asked for: they bring numpy, scipy, faiss, jieba and OpenCC with them.
_LATE = {
    "AskedWord": "index.ranking.query_terms",
    "Definition": "index.facts.types",
    "Difference": "index.quoting",
    "Duty": "index.facts.types",
    "Facts": "index.facts.types",
    "Filters": "index.query.filters",
    "Gap": "index.text.layout",
    "Hits": "index.query.hits",
    "LexicalIndex": "index.ranking.lexical",
    "PassageIndex": "index.ranking.passage_index",
    "PlanIndex": "index.search",
    "Query": "index.query",
    "Shadow": "index.text.shadow",
    "Target": "index.facts.types",
    "TermGroup": "index.mentions.terms",
    "Threshold": "index.facts.types",
    "Trace": "index.quoting",
    "Verification": "index.quoting",
    "english_name": "index.mentions.latin_places",
    "extract_definitions": "index.facts",
    "extract_duties": "index.facts",
    "extract_targets": "index.facts",
    "extract_thresholds": "index.facts",
    "find_gaps": "index.text.layout",
    "find_places": "index.mentions.places",
    "is_indicator": "index.facts.targets.indicators",
    "is_same_office": "index.mentions.offices",
    "names_office": "index.facts.duties.naming",
    "parse_plan": "index.parsing",
    "plans_in_scope": "index.query.filters",
    "plans_meant": "index.ranking.boosts",
    "read_text": "index.text.layout",
    "repair": "index.text.shadow",
    "shadow_of": "index.text.shadow",
    "split_sentences": "index.text.sentences",
    "term_groups": "index.mentions.terms",
    "tokenize": "index.ranking.tokens",
    "trace_sentence": "index.quoting",
    "traditional": "index.text.script",
    "verify_quote": "index.quoting",
}


def __getattr__(name: str) -> object:
    """Return a public name, importing its module at the first use."""
    if name in _LATE:
        return getattr(import_module(_LATE[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
