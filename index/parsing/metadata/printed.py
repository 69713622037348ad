"""The lines of a document's front and end: as printed, and as they are matched."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.parsing.shadow import Shadow, shadow_of

_WHITE_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line, or several that were one before a page was set.

    Attributes:
        text: As printed, without white space around it.
        shadow: What is matched.
    """

    text: str
    shadow: Shadow

    @property
    def plain(self) -> str:
        """The shadow's text: Simplified, no white space between Chinese characters."""
        return self.shadow.text

    def printed(self, start: int, end: int) -> str:
        """Return what a range of ``plain`` is in print, without accidental white space."""
        first, last = self.shadow.source_range(start, end)
        return without_gaps(self.text[first:last])


def printed_lines(lines: Iterable[str]) -> tuple[PrintedLine, ...]:
    """Return lines to match, empty ones left out."""
    found = (PrintedLine(line.strip(), shadow_of(line.strip())) for line in lines)
    return tuple(line for line in found if line.plain)


def joined(lines: Sequence[PrintedLine]) -> PrintedLine:
    """Return consecutive lines as one."""
    text = "\n".join(line.text for line in lines)
    return PrintedLine(text, shadow_of(text))


def without_gaps(text: str) -> str:
    """Return a text with white space only between two words in Latin letters or numbers."""
    text = text.strip()
    return _WHITE_SPACE.sub(
        lambda gap: " " if text[gap.start() - 1].isascii() and text[gap.end()].isascii() else "",
        text,
    )
