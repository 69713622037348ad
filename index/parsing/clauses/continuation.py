"""Which line goes on with the sentence of the line before it."""

from index.parsing.clauses.headings import Line, find_heading
from index.parsing.clauses.outline import is_broken
from index.parsing.furniture import find_page_numbers

MAX_BREAK_CHARS = 200
"""More than this between two lines is no page break."""

_PAUSES = frozenset("，,、")
_PAIRS = ("《》", "（）", "()", "〈〉", "“”", "「」")
_SENTENCE_ENDS = frozenset("。；;！!？?：:")


def goes_on(text: str, line: Line, following: Line) -> bool:
    """Tell whether a line goes on with the next: a sentence cut in two, a bracket set apart."""
    if not _is_page_break(text, line.end, following.start):
        return False
    is_bracket = (
        text[following.start] in "(（"
        and text[following.end - 1] in ")）。"
        and find_heading(text, following) is None
    )
    return not is_title(text, line) and (is_bracket or is_broken(text[line.start : line.end]))


def _is_page_break(text: str, start: int, end: int) -> bool:
    """Tell whether nothing but white space and the numbers of pages stands between two lines."""
    if start == end or text[start:end].isspace():
        return True
    if end - start > MAX_BREAK_CHARS:
        return False
    between = text[start:end]
    position = 0
    for first, last in find_page_numbers(between):
        if between[position:first].strip():
            return False
        position = last
    return position > 0 and not between[position:].strip()


def is_title(text: str, line: Line) -> bool:
    """Tell whether a line is a heading and nothing else, which no sentence goes on from."""
    heading = find_heading(text, line)
    return (
        heading is not None
        and bool(heading.title)
        and not heading.is_run_in
        and text[line.end - 1] not in _SENTENCE_ENDS
        and not _is_cut(heading.title)
    )


def _is_cut(title: str) -> bool:
    """Tell whether a title stops where none does: with a comma, or inside brackets."""
    return title[-1] in _PAUSES or any(
        title.count(pair[0]) > title.count(pair[1]) for pair in _PAIRS
    )
