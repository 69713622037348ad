"""A passage as it is read: matching words marked, the line breaks of page layout taken out."""

import re
from collections.abc import Iterator, Sequence

from index import Passage, Span
from ui.markup import escape

_WHITE_SPACE = re.compile(r"\s+")
_CHINESE = re.compile(
    r"[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)
_SENTENCE_END = frozenset("。！？；：!?;:")
_OPENING = frozenset("（(〔[【")
"""A bracket on a new line, as a rule the offices responsible, belongs to the sentence before."""


def render_passage(passage: Passage, matches: Sequence[Span]) -> str:
    """Return the HTML of a passage.

    White space between two Chinese characters is left out, other white space is one space; a
    line break after the end of a sentence starts a new paragraph.

    Args:
        passage: The passage.
        matches: What to mark: spans of the plan's text, in order, disjoint.
    """
    text = passage.text
    gaps = {gap.start(): gap.end() for gap in _WHITE_SPACE.finditer(text)}
    pieces = ["<p>"]
    for start, end, is_match in _stretches(passage, matches):
        pieces.extend(_tagged(_paragraphs(text, start, end, gaps), is_match))
    return "".join([*pieces, "</p>"])


def _stretches(passage: Passage, matches: Sequence[Span]) -> Iterator[tuple[int, int, bool]]:
    """Yield stretches of the passage's text, in order, with whether they match."""
    position = 0
    for span in matches:
        start = max(span.start - passage.start, position)
        end = min(span.end - passage.start, len(passage.text))
        if start >= end:
            continue
        if position < start:
            yield position, start, False
        yield start, end, True
        position = end
    if position < len(passage.text):
        yield position, len(passage.text), False


def _paragraphs(text: str, start: int, end: int, gaps: dict[int, int]) -> list[str]:
    """Return the paragraphs, or parts of paragraphs, that a stretch of text is shown as."""
    paragraphs = [""]
    position = start
    while position < end:
        if position in gaps:
            shown = _shown_gap(text, position, gaps[position])
            if shown == "\n":
                paragraphs.append("")
            else:
                paragraphs[-1] += shown
            position = gaps[position]
        elif text[position].isspace():  # the rest of a gap that began in the stretch before
            position += 1
        else:
            paragraphs[-1] += text[position]
            position += 1
    return paragraphs


def _shown_gap(text: str, start: int, end: int) -> str:
    """Return what white space between two characters is shown as."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if not before or not after:
        return ""
    is_break = any(character in "\n\r" for character in text[start:end])
    if is_break and before in _SENTENCE_END and after not in _OPENING:
        return "\n"
    return "" if _CHINESE.match(before) and _CHINESE.match(after) else " "


def _tagged(paragraphs: list[str], is_match: bool) -> Iterator[str]:
    """Yield the HTML of one stretch; each paragraph but the first starts a new one."""
    for number, paragraph in enumerate(paragraphs):
        if number:
            yield "</p><p>"
        if paragraph:
            yield f"<mark>{escape(paragraph)}</mark>" if is_match else escape(paragraph)
