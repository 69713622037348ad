"""The field's own words: which mean the same, and what an English question calls them."""

from index.terms.bridge import ENGLISH_FUNCTION_WORDS, Bridge
from index.terms.groups import TermGroup, term_groups

__all__ = ["ENGLISH_FUNCTION_WORDS", "Bridge", "TermGroup", "term_groups"]
