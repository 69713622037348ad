"""Where the lines of a scan stand in its text, and which of its characters may be wrong."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from index.reading.page_layout import Placed
from index.types import Anomaly, ScannedLine

MIN_SCORE = 0.95
"""A character that is recognised less surely is shown as one that may be wrong.

Measured on two printed pages of plans, turned by half a degree. Scans that are easily legible (150
dots an inch, also with much noise, 100 and 85): of 4,596 letters and digits none is wrong, and
0.2 % are marked. Scans that are hard to read (72, 60 and 50 dots an inch; 185 of 3,443 are wrong):

    threshold              .5    .6    .7    .8   .85    .9   .95   .98
    wrong ones marked     .34   .51   .68   .76   .83   .86   .94   .98
    right ones marked    .017  .032  .050  .071  .088  .113  .165  .239

At .95 less than half as many are missed as at .9, and three legible pages have one mark more."""


def scanned_lines(lines: Sequence[Placed]) -> tuple[ScannedLine, ...]:
    """Return the lines that were recognised in pictures, of all lines of a text.

    Args:
        lines: In order.
    """
    return tuple(
        ScannedLine(
            start=own.start,
            end=own.end,
            page=own.page.number,
            left=round(own.line.left, 1),
            top=round(own.page.height - own.line.top, 1),
            right=round(own.line.right, 1),
            bottom=round(own.page.height - own.line.bottom, 1),
            turns=own.page.turns,
        )
        for own in lines
        if own.line.scores
    )


def uncertain_characters(lines: Sequence[Placed]) -> Iterator[Anomaly]:
    """Yield the runs of characters that may be wrong; of marks alone, wide or narrow, none."""
    for own in lines:
        doubts = enumerate(score < MIN_SCORE for score in own.line.scores)
        for is_doubtful, group in groupby(doubts, key=lambda doubt: doubt[1]):
            places = [place for place, _ in group]
            shown = own.line.text[places[0] : places[-1] + 1]
            if is_doubtful and any(map(str.isalnum, shown)):
                start, end = own.start + places[0], own.start + places[-1] + 1
                least = min(own.line.scores[place] for place in places)
                yield Anomaly(
                    start,
                    end,
                    "uncertain",
                    f"第{own.page.number}页“{shown}”：识别把握 {least:.0%}，请对照原件。"
                    f"Recognised with a certainty of {least:.0%}; compare it with the page.",
                )
