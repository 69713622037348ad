"""A text as it is matched: its shadow, script, sentences, numerals, layout and damage."""

from typing import TYPE_CHECKING

from index.late import late_names

if TYPE_CHECKING:
    from index.text.layout import Gap, find_gaps, read_text
    from index.text.numerals import CHINESE_NUMERAL, parse_number
    from index.text.sentences import split_sentences
    from index.text.shadow import Shadow, repair, shadow_of, traditional

__all__ = [
    "CHINESE_NUMERAL",
    "Gap",
    "Shadow",
    "find_gaps",
    "parse_number",
    "read_text",
    "repair",
    "shadow_of",
    "split_sentences",
    "traditional",
]

__getattr__ = late_names(
    __name__,
    {
        "CHINESE_NUMERAL": "index.text.numerals",
        "Gap": "index.text.layout",
        "Shadow": "index.text.shadow",
        "find_gaps": "index.text.layout",
        "parse_number": "index.text.numerals",
        "read_text": "index.text.layout",
        "repair": "index.text.shadow",
        "shadow_of": "index.text.shadow",
        "split_sentences": "index.text.sentences",
        "traditional": "index.text.shadow",
    },
)
