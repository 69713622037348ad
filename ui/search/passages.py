"""A passage as it is read: words marked, repairs beside damage, page layout taken out."""

from collections.abc import Iterator, Sequence

from index import Passage, Span
from index.text import Gap, find_gaps
from index.types import Erratum
from ui.markup import escape, escape_shown
from ui.texts import REPAIR

_NEW_PARAGRAPH = "</p><p>"


def render_passage(
    passage: Passage, matches: Sequence[Span], repairs: Sequence[Erratum] = ()
) -> str:
    """Return the HTML of a passage.

    White space reads as the index's layout says: a page break inside a sentence is not seen, a
    line break of the source's own starts a new paragraph.

    Args:
        passage: The passage.
        matches: What to mark: spans of the plan's text, in order, disjoint.
        repairs: Damaged stretches of the passage, in order, disjoint: each stays as it is,
            underlined, with what should stand there as a note behind it.
    """
    text = passage.text
    gaps = {gap.start: gap for gap in find_gaps(text)}
    pieces = ["<p>"]
    for start, end, is_match in _stretches(passage, matches):
        for begin, stop, erratum in _cut_at(repairs, passage.start, start, end):
            shown = _tagged(paragraphs_of(text, begin, stop, gaps), is_match)
            pieces.extend(_damaged(shown) if erratum else shown)
            if erratum and passage.start + stop == erratum.end:
                pieces.append(_note(erratum))
    return "".join([*pieces, "</p>"])


def _cut_at(
    repairs: Sequence[Erratum], offset: int, start: int, end: int
) -> Iterator[tuple[int, int, Erratum | None]]:
    """Yield a stretch in parts: undamaged ones, and those that an erratum speaks of."""
    position = start
    for erratum in repairs:
        begin, stop = max(erratum.start - offset, position), min(erratum.end - offset, end)
        if begin >= stop:
            continue
        if position < begin:
            yield position, begin, None
        yield begin, stop, erratum
        position = stop
    if position < end:
        yield position, end, None


def _damaged(pieces: Iterator[str]) -> Iterator[str]:
    """Yield pieces of HTML underlined, the tags that start a paragraph left alone."""
    for piece in pieces:
        yield piece if piece == _NEW_PARAGRAPH else f'<span class="damaged">{piece}</span>'


def _note(erratum: Erratum) -> str:
    """Return what should stand where the source is damaged, as a note."""
    title = escape(f"{REPAIR}: {erratum.repaired}")
    return (
        f'<span class="repair" title="{title}">〔{REPAIR.html} {escape(erratum.repaired)}〕</span>'
    )


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


def paragraphs_of(text: str, start: int, end: int, gaps: dict[int, Gap]) -> list[str]:
    """Return the paragraphs, or parts of paragraphs, that a stretch of text is shown as."""
    paragraphs = [""]
    # What begins within a gap belongs to what was shown for it, the number of a page too.
    position = next((gap.end for gap in gaps.values() if gap.start < start < gap.end), start)
    while position < end:
        if position in gaps:
            gap = gaps[position]
            if gap.shown == "\n":
                paragraphs.append("")
            else:
                paragraphs[-1] += gap.shown
            position = gap.end
        elif text[position].isspace():
            position += 1
        else:
            paragraphs[-1] += text[position]
            position += 1
    return paragraphs


def _tagged(paragraphs: list[str], is_match: bool) -> Iterator[str]:
    """Yield the HTML of one stretch; each paragraph but the first starts a new one."""
    for number, paragraph in enumerate(paragraphs):
        if number:
            yield _NEW_PARAGRAPH
        if paragraph:
            shown = escape_shown(paragraph)
            yield f"<mark>{shown}</mark>" if is_match else shown
