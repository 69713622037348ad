"""A text as it is matched: its shadow, script, sentences, numerals, layout and damage."""
