"""The lines of a document's front and end: as printed, and as they are matched."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from index.text.shadow import Shadow, shadow_of, without_noise

_WHITE_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class PrintedLine:
    """A line, or several that were one before a page was set.

    Attributes:
        text: As printed, without white space around it.
    """

    text: str

    @cached_property
    def shadow(self) -> Shadow:
        """What is matched, made when first asked for: most of a long document is never."""
        return shadow_of(self.text)

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
    return tuple(PrintedLine(stripped) for line in lines if (stripped := line.strip()))


def joined(lines: Sequence[PrintedLine]) -> PrintedLine:
    """Return consecutive lines as one."""
    return PrintedLine("\n".join(line.text for line in lines))


def without_gaps(text: str) -> str:
    """Return a text without noise, with white space only between two Latin words or numbers."""
    text = without_noise(text).strip()
    return _WHITE_SPACE.sub(
        lambda gap: " " if text[gap.start() - 1].isascii() and text[gap.end()].isascii() else "",
        text,
    )
