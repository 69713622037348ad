"""Plans in, ranked passages out.

Start with ``parse_plan`` and ``PlanIndex``; the nouns are in ``index.types``.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from index.command_line import add_index_option, default_index, exit_with
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
    from index.alignment import Difference
    from index.asked import AskedWord
    from index.facts import extract_definitions, extract_duties, extract_targets, extract_thresholds
    from index.facts.duties.naming import names_office
    from index.facts.targets.indicators import is_indicator
    from index.facts.types import Definition, Duty, Facts, Target, Threshold
    from index.filters import Filters, plans_in_scope
    from index.hits import Hits
    from index.layout import Gap, find_gaps, read_text
    from index.model import LateEncoder, Precision
    from index.parsing import parse_plan
    from index.parsing.script import traditional
    from index.parsing.shadow import Shadow, repair, shadow_of
    from index.places.mentions import find_places
    from index.quotations import Trace, Verification, trace_sentence, verify_quote
    from index.ranking.lexical import LexicalIndex
    from index.ranking.passage_index import PassageIndex
    from index.ranking.tokens import tokenize
    from index.search import PlanIndex
    from index.sentences import split_sentences
    from index.steering import plans_meant
    from index.terms.groups import TermGroup, term_groups
    from index.understanding import Query
    from index.understanding.latin_names import english_name
    from index.understanding.offices import is_same_office

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
    "LateEncoder",
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
    "Precision",
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
    "AskedWord": "index.asked",
    "Definition": "index.facts.types",
    "Difference": "index.alignment",
    "Duty": "index.facts.types",
    "Facts": "index.facts.types",
    "Filters": "index.filters",
    "Gap": "index.layout",
    "Hits": "index.hits",
    "LateEncoder": "index.model",
    "LexicalIndex": "index.ranking.lexical",
    "PassageIndex": "index.ranking.passage_index",
    "PlanIndex": "index.search",
    "Precision": "index.model",
    "Query": "index.understanding",
    "Shadow": "index.parsing.shadow",
    "Target": "index.facts.types",
    "TermGroup": "index.terms.groups",
    "Threshold": "index.facts.types",
    "Trace": "index.quotations",
    "Verification": "index.quotations",
    "english_name": "index.understanding.latin_names",
    "extract_definitions": "index.facts",
    "extract_duties": "index.facts",
    "extract_targets": "index.facts",
    "extract_thresholds": "index.facts",
    "find_gaps": "index.layout",
    "find_places": "index.places.mentions",
    "is_indicator": "index.facts.targets.indicators",
    "is_same_office": "index.understanding.offices",
    "names_office": "index.facts.duties.naming",
    "parse_plan": "index.parsing",
    "plans_in_scope": "index.filters",
    "plans_meant": "index.steering",
    "read_text": "index.layout",
    "repair": "index.parsing.shadow",
    "shadow_of": "index.parsing.shadow",
    "split_sentences": "index.sentences",
    "term_groups": "index.terms.groups",
    "tokenize": "index.ranking.tokens",
    "trace_sentence": "index.quotations",
    "traditional": "index.parsing.script",
    "verify_quote": "index.quotations",
}


def __getattr__(name: str) -> object:
    """Return a public name, importing its module at the first use."""
    if name in _LATE:
        return getattr(import_module(_LATE[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
