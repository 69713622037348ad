"""What a web page wrapped around the document: navigation, share bars, related links, adverts.

The rules are those of Chinese web pages at large and stand in ``furniture.toml``. A line is
furniture by its own words (``上一篇：…``), or because it stands with furniture after the document's
end and is no sentence of its own.
"""

import re
from collections.abc import Iterator, Sequence

from index.mentions.dates import find_dates
from index.text.headings import Line, has_label
from index.text.layout import furniture_rules
from index.text.numerals import CHINESE_DIGIT
from index.text.shadow import simplify
from index.types import Span

MAX_FURNITURE_CHARS = 160
"""Longer lines are prose whatever words they hold; the longest furniture line seen has 80."""
MAX_STRAY_CHARS = 40
"""A line without a sentence's end that stands with furniture is furniture up to this length."""

_SENTENCE_END = re.compile(r"[。；;]")
# What ends a document of its own right, and is never taken for a stray line.
_DOCUMENT_LINE = re.compile(
    rf"{CHINESE_DIGIT}{{4}}年|^附[件表]|^抄[送报]|印发$|人民政府(办公室|办公厅)?$|^(此件|是否宜)|〔\d{{4}}〕"
)

# Between two rules (YAML), or in a comment, at the very beginning.
_FRONT_MATTER = re.compile(
    r"[\s\ufeff]*(?:"
    r"---[ \t]*\r?\n(?:(?!---)[^\r\n]{0,400}\r?\n){1,60}?(?:---|\.\.\.)[ \t]*(?=\r?\n|$)"
    r"|<!--(?:(?!-->)[\s\S]){1,4000}-->)"
)
_KEY = re.compile(r"^[ \t]*[\w\u4e00-\u9fff-]{1,20}[ \t]*[:：]", re.MULTILINE)


def find_boilerplate(text: str, lines: Sequence[Line]) -> tuple[Span, ...]:
    """Return the spans of page furniture, one a line, in order and disjoint.

    Args:
        text: The source.
        lines: Its lines, in order.
    """
    plain = simplify(text)
    simplified = [plain[line.start : line.end] for line in lines]
    front_end = _end_of_front_matter(text)
    kinds = [
        "front matter"
        if line.start < front_end
        else None
        if has_label(text, line)
        else furniture_kind(words)
        for line, words in zip(lines, simplified, strict=True)
    ]
    _spread_after_end(text, lines, simplified, kinds)
    spans: list[Span] = []
    previous_end = 0
    for line, kind in zip(lines, kinds, strict=True):
        spans.extend(_markup(text, previous_end, line.start))
        if kind is not None:
            spans.append(Span(line.start, line.end, kind))
        previous_end = line.end
    spans.extend(_markup(text, previous_end, len(text)))
    return tuple(spans)


def _end_of_front_matter(text: str) -> int:
    """Return where the fields end that a note or a collection puts before its text, or 0."""
    match = _FRONT_MATTER.match(text)
    return match.end() if match and _KEY.search(match.group()) else 0


def _markup(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield what stands between two lines and is not white space: Markdown and byte order marks."""
    for match in re.finditer(r"\S+", text[start:end]):
        yield Span(start + match.start(), start + match.end(), "markup")


def furniture_kind(line: str) -> str | None:
    """Return what kind of furniture a line is by its own words, None where it is the document's.

    Args:
        line: In Simplified characters, without white space around it.
    """
    if len(line) > MAX_FURNITURE_CHARS:
        return None
    is_sentence = _SENTENCE_END.search(line) is not None
    for rule in furniture_rules():
        if (rule.sentence or not is_sentence) and rule.pattern.search(line):
            return rule.kind
    return None


def _spread_after_end(
    text: str, lines: Sequence[Line], simplified: Sequence[str], kinds: list[str | None]
) -> None:
    """Take short lines after the document's end, between and behind furniture, for furniture too.

    The document ends with its last line that has a sentence or is a date, a signature, a
    heading; a page's last lines are link titles and telephone numbers, which nothing in their
    words betrays.
    """
    end = len(lines)
    while end > 0 and (
        kinds[end - 1] is not None or _is_stray(text, lines[end - 1], simplified[end - 1])
    ):
        end -= 1
    # A page number stands among the document's own lines, the cells of its annexes for instance.
    furniture = [
        position
        for position in range(end, len(lines))
        if kinds[position] not in (None, "page number", "markup")
    ]
    if not furniture:
        return
    for position in range(furniture[0], len(lines)):
        if kinds[position] is None:
            kinds[position] = "page text"


def _is_stray(text: str, line: Line, simplified: str) -> bool:
    """Tell whether a line is no sentence, heading, date or signature."""
    return (
        len(simplified) <= MAX_STRAY_CHARS
        and not _SENTENCE_END.search(simplified)
        and not _DOCUMENT_LINE.search(simplified)
        and not any(mention.is_written for mention in find_dates(simplified))
        and not has_label(text, line)
    )
