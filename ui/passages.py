"""A passage as it is read: matching words marked, the line breaks of page layout taken out."""

from collections.abc import Iterator, Sequence

from index import Gap, Passage, Span, find_gaps
from ui.markup import escape


def render_passage(passage: Passage, matches: Sequence[Span]) -> str:
    """Return the HTML of a passage.

    White space reads as the index's layout says: a page break inside a sentence is not seen, a
    line break of the source's own starts a new paragraph.

    Args:
        passage: The passage.
        matches: What to mark: spans of the plan's text, in order, disjoint.
    """
    text = passage.text
    gaps = {gap.start: gap for gap in find_gaps(text)}
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


def _paragraphs(text: str, start: int, end: int, gaps: dict[int, Gap]) -> list[str]:
    """Return the paragraphs, or parts of paragraphs, that a stretch of text is shown as."""
    paragraphs = [""]
    position = start
    while position < end:
        if position in gaps:
            gap = gaps[position]
            if gap.shown == "\n":
                paragraphs.append("")
            else:
                paragraphs[-1] += gap.shown
            position = gap.end
        elif text[position].isspace():  # the rest of a gap that began in the stretch before
            position += 1
        else:
            paragraphs[-1] += text[position]
            position += 1
    return paragraphs


def _tagged(paragraphs: list[str], is_match: bool) -> Iterator[str]:
    """Yield the HTML of one stretch; each paragraph but the first starts a new one."""
    for number, paragraph in enumerate(paragraphs):
        if number:
            yield "</p><p>"
        if paragraph:
            yield f"<mark>{escape(paragraph)}</mark>" if is_match else escape(paragraph)
