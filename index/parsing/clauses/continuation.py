"""Which line goes on with the sentence of the line before it."""

from index.parsing.clauses.headings import Line, find_heading
from index.parsing.clauses.outline import is_broken

_SENTENCE_ENDS = frozenset("。；;！!？?：:")


def goes_on(text: str, line: Line, following: Line) -> bool:
    """Tell whether a line goes on with the next: a sentence cut in two, a bracket set apart."""
    between = text[line.end : following.start]
    if between and not between.isspace():  # page furniture stands between them
        return False
    is_bracket = (
        text[following.start] in "(（"
        and text[following.end - 1] in ")）。"
        and find_heading(text, following) is None
    )
    return not is_title(text, line) and (is_bracket or is_broken(text[line.start : line.end]))


def is_title(text: str, line: Line) -> bool:
    """Tell whether a line is a heading and nothing else, which no sentence goes on from."""
    heading = find_heading(text, line)
    return (
        heading is not None
        and bool(heading.title)
        and not heading.is_run_in
        and text[line.end - 1] not in _SENTENCE_ENDS
    )
