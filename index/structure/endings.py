"""What stands at the end of an official document, line by line: who signed it, what is annexed.

The parts are those of GB/T 9704-2012, the standard for the layout of official documents: the list
of annexes (附件说明), signature and date (发文机关署名、成文日期), a note (附注) and the imprint
(版记: 主题词, 抄送, 印发机关和印发日期). They stand at the end of a covering notice as well.
"""

import re
from collections.abc import Iterator, Sequence

from index.metadata.dates import is_date_line, is_signature_date
from index.metadata.issuers import is_issuer
from index.text.headings import Line
from index.text.shadow import PrintedLine, simplify
from index.types import PartKind

ENDINGS: frozenset[PartKind] = frozenset(("annex list", "signature", "note", "imprint"))

MAX_ENTRY_CHARS = 80
"""A longer line names no annex (longest seen: 38)."""
MAX_LIST_CHARS = 240
"""A longer line is no list of annexes or offices, all on one line."""
MAX_COPY_LINES = 8
"""A list of those who get a copy is no longer than this."""
MAX_SIGNERS = 40
"""Lines of offices above a date (most seen: 8)."""

_FIRST = frozenset("附抄分报報送发發主打校录錄责責共印是公信此联聯咨諮(（")
_LAST = frozenset("日号號发發)）份")
_ANNEX = re.compile(
    r"附[件表录图]?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})?(?:[:.、]|$)|附[件表](?=[0-9《])"
)
_ENTRY = re.compile(r"\(?[0-9]{1,2}[.、)]")
_FULL_STOP = re.compile(r"[。;]")
_IMPRINT = re.compile(
    r"(?:抄[送报呈致]?|分送|报送|发送|报|送|发|主题词|打字|录入|校对|责任校对|印数):"
    r"|\(?共印\d+份|印\d+份$"
)
_NOTE = re.compile(
    r"\((?:此件|此文|本文|本件)[^()]{1,20}\)$"
    r"|(?:是否(?:宜)?公开(?:选项)?|(?:信息)?公开(?:方式|选项|属性|类型|类别)):"
    r"|\(?(?:联系人|联系电话|联系方式|咨询电话):"
)
_SENTENCE_ENDS = frozenset("。！!;；)）”」")


def find_endings(text: str, lines: Sequence[Line], headed: Sequence[bool]) -> list[PartKind | None]:
    """Return for each line which of the ``ENDINGS`` it belongs to, None for the others.

    Args:
        text: The source.
        lines: The document's own lines, in order, without page furniture.
        headed: Whether a clause starts on a line; such a line ends nothing.
    """
    reader = _Reader(text, lines, headed)
    for position in range(len(lines)):
        if reader.kinds[position] is None and not headed[position]:
            reader.take(position)
    reader.take_signers()
    return reader.kinds


class _Reader:
    """Goes through the lines once and notes what it finds in ``kinds``."""

    def __init__(self, text: str, lines: Sequence[Line], headed: Sequence[bool]) -> None:
        self.kinds: list[PartKind | None] = [None] * len(lines)
        self._text = text
        self._simplified = simplify(text)
        self._lines = lines
        self._headed = headed

    def take(self, position: int) -> None:
        """Note what a line is, with the lines that belong to it."""
        line = self._lines[position]
        is_candidate = self._text[line.start] in _FIRST or self._text[line.end - 1] in _LAST
        if not is_candidate or line.end - line.start > MAX_LIST_CHARS:
            return
        printed = self._printed(position)
        words = printed.plain
        if not words:  # control characters and nothing else
            return
        if _IMPRINT.match(words):
            self._take_imprint(position)
        elif _NOTE.match(words):
            self.kinds[position] = "note"
        elif _is_annex_line(words):
            self._take_annexes(position)
        elif is_date_line(printed) and words.endswith("印发"):
            self._take_above(position, "imprint")
        elif is_signature_date(printed):
            self._take_above(position, "signature")

    def take_signers(self) -> None:
        """Note offices that sign without a date: next to other endings, or at the very end."""
        for position, kind in enumerate(list(self.kinds)):
            if kind in ("annex list", "note", "imprint"):
                following = position + 1
                while following < position + MAX_SIGNERS and self._is_signer(following):
                    self.kinds[following] = "signature"
                    following += 1
            if kind == "imprint":
                self._mark(self._signers_above(position), position, "signature")
        first = self._signers_above(len(self._lines))
        if self._ends_above(first):
            self._mark(first, len(self._lines), "signature")

    def _take_above(self, position: int, kind: PartKind) -> None:
        """Note a date with the offices above it; alone, it has to stand between paragraphs."""
        first = self._signers_above(position)
        is_signed = first < position or not is_date_line(self._printed(position))
        if (
            is_signed
            or kind == "imprint"
            or (self._ends_above(position) and not self._is_paragraph(position + 1))
        ):
            self._mark(first, position + 1, kind)

    def _take_imprint(self, position: int) -> None:
        """Note a line of the imprint, with the lines that its list of offices goes on over."""
        last = position
        while self._text[self._lines[last].end - 1] != "。" and last < position + MAX_COPY_LINES:
            following = last + 1
            if not self._is_free(following):
                break
            line = self._lines[following]
            words = self._text[line.start : line.end]
            goes_on = self._text[self._lines[last].end - 1] in "，,、；;"
            if not goes_on and not re.search(r"[，,、].*。$", words):
                break
            last = following
        self._mark(position, last + 1, "imprint")

    def _take_annexes(self, position: int) -> None:
        """Note a list of annexes: its first line, its entries, and those cut in two."""
        last = position
        while self._is_entry(last + 1) or (
            self._is_short(last + 1) and self._is_entry(last + 2) and not self._is_signer(last + 1)
        ):
            last += 1
        self._mark(position, last + 1, "annex list")

    def _mark(self, first: int, end: int, kind: PartKind) -> None:
        """Note a run of lines."""
        self.kinds[first:end] = [kind] * (end - first)

    def _printed(self, position: int) -> PrintedLine:
        """Return a line as it is matched."""
        line = self._lines[position]
        # Only matched, never traced back to the source.
        return PrintedLine(self._simplified[line.start : line.end])

    def _is_free(self, position: int) -> bool:
        """Tell whether there is a line in which no clause starts and nothing was found."""
        return (
            0 <= position < len(self._lines)
            and not self._headed[position]
            and self.kinds[position] is None
        )

    def _is_short(self, position: int) -> bool:
        """Tell whether a line is free and short enough for an entry of a list."""
        return (
            self._is_free(position)
            and self._lines[position].end - self._lines[position].start <= MAX_ENTRY_CHARS
            and not _FULL_STOP.search(self._printed(position).plain)
        )

    def _is_entry(self, position: int) -> bool:
        """Tell whether a line is a numbered entry of a list of annexes."""
        if not self._is_short(position):
            return False
        words = self._printed(position).plain
        return _ENTRY.match(words) is not None or _is_annex_line(words)

    def _is_signer(self, position: int) -> bool:
        """Tell whether a line is free and names an office, or several."""
        if not self._is_free(position):
            return False
        line = self._lines[position]
        return line.end - line.start <= MAX_ENTRY_CHARS and is_issuer(self._printed(position).plain)

    def _is_paragraph(self, position: int) -> bool:
        """Tell whether a line is free and ends a sentence: what is due on the date above it."""
        return self._is_free(position) and self._text[self._lines[position].end - 1] in "。；;"

    def _signers_above(self, position: int) -> int:
        """Return the first of the lines directly above a line that name offices."""
        first = position
        while first > position - MAX_SIGNERS and self._is_signer(first - 1):
            first -= 1
        return first

    def _ends_above(self, position: int) -> bool:
        """Tell whether the line above ends a sentence, or the document's body."""
        if position == 0:
            return False
        above = self._lines[position - 1]
        return self.kinds[position - 1] is not None or self._text[above.end - 1] in _SENTENCE_ENDS


def _is_annex_line(words: str) -> bool:
    """Tell whether a line, as it is matched, starts a list of annexes."""
    return (
        _ANNEX.match(words) is not None
        and len(words) <= MAX_LIST_CHARS
        and not _FULL_STOP.search(words)
        and (len(words) <= MAX_ENTRY_CHARS or "1." in words or "1、" in words)
    )


def headed_lines(lines: Sequence[Line], starts: Sequence[int]) -> Iterator[bool]:
    """Yield for each line whether one of some positions, in ascending order, lies on it."""
    position = 0
    for line in lines:
        while position < len(starts) and starts[position] < line.start:
            position += 1
        yield position < len(starts) and starts[position] < line.end
