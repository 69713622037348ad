"""The field's own words: what people say, what plans write, and what English calls it."""

from index.terms.bridge import ENGLISH_FUNCTION_WORDS, Bridge, Lead
from index.terms.groups import TermGroup, term_groups, thesaurus

__all__ = ["ENGLISH_FUNCTION_WORDS", "Bridge", "Lead", "TermGroup", "term_groups", "thesaurus"]
