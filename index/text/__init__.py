"""A text as it is matched: its shadow, script, sentences, numerals, layout and damage."""

from index.text.layout import Gap, find_gaps, read_text
from index.text.numerals import (
    ARABIC,
    CHINESE_COUNT,
    CHINESE_NUMERAL,
    format_ordinal,
    in_figures,
    parse_number,
)
from index.text.sentences import split_sentences
from index.text.shadow import (
    Shadow,
    repair,
    shadow_of,
    simplify,
    traditional,
    traditional_usual,
    without,
)

__all__ = [
    "ARABIC",
    "CHINESE_COUNT",
    "CHINESE_NUMERAL",
    "Gap",
    "Shadow",
    "find_gaps",
    "format_ordinal",
    "in_figures",
    "parse_number",
    "read_text",
    "repair",
    "shadow_of",
    "simplify",
    "split_sentences",
    "traditional",
    "traditional_usual",
    "without",
]
