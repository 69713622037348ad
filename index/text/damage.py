"""Damaged places of a text: characters that a conversion lost, spelled wrongly or left over.

The rules look at the neighbourhood of a character, not at known damage: a question mark before
another mark, a Latin letter glued to a rare character, a Traditional character in a Simplified
text. What is found is listed and never changed.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from index.text.headings import Line
from index.text.layout import SET_APART, goes_on, is_broken
from index.text.shadow import LATEX, find_noise, simplify, traditional
from index.types import Anomaly, Clause

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_ODD_SPACE = r"\u00a0\u00ad\u2000-\u200d\u202f\u205f\u2060\u3000\ufeff"
# One letter that a halved character left behind, and no word or grade (A级, PM2.5, VOCs).
_STRAY_LETTER = r"[A-Za-z](?![A-Za-z0-9])"

LOST_CHARACTERS = re.compile(
    rf"[?？][;；。、，,][;；?？。]*(?:[{_HAN}]{{0,6}}{_STRAY_LETTER}(?=[{_HAN}，,。；;、）)]))?"
)
"""規?;l展, 規?;?、, 國家-?。腥壜摼W: a question mark before another mark is a lost character."""

_UNREADABLE = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ue000-\uf8ff\ufffd-\uffff\ud800-\udfff"
    r"\U000f0000-\U0010ffff]+"
)
_QUESTION_MARKS = re.compile(rf"(?<=[{_HAN}])(?:\?{{2,}}|\?(?={_STRAY_LETTER}[{_HAN}]))")
_DOUBLE_COMMA = re.compile(rf"(?<=[{_HAN}])(?:、[、，,]+|[，,]、)(?=[{_HAN}])")
_GLUED = re.compile(rf"[{_HAN}][A-Z](?=[{_HAN}，,。；;、])")
_TYPESETTING = re.compile(rf"[A-Za-z]{{0,4}}(?:{LATEX.pattern})[0-9]*")
_SPACED = re.compile(
    rf"(?<=[0-9A-Za-z])(?:[ \t]*[{_ODD_SPACE}][ \t{_ODD_SPACE}]*|[ \t]{{2,}})(?=[0-9A-Za-z])"
)

# å¤§æ°" and æ±¡æŸ": UTF-8 read as Latin-1 or Windows-1252, two characters of it at least.
_LATIN_TRAIL = r"\u0080-\u00bf\u0152-\u0178\u02c6\u02dc\u2013-\u203a\u20ac\u2122"
_MISREAD_LATIN = re.compile(rf"(?:[\u00e2-\u00ef][{_LATIN_TRAIL}]{{2}}){{2,}}|锟斤拷")
_WIDE_RUN = re.compile(r"[^\x00-\x7f]{5,}")
# 澶ф皵姹℃煋: UTF-8 read as GBK. Three characters in a row that chance makes of no sound text.
_MISREAD_GBK = re.compile(rb"(?:[\xe4-\xe9][\x80-\xbf]{2}){3,}")

_MISREAD_SAID = "用错误的编码读取的文字 (text read in the wrong encoding)"
_RULES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("无法辨认的字符 (unreadable characters)", _UNREADABLE),
    (_MISREAD_SAID, _MISREAD_LATIN),
    ("字符在转换中丢失 (characters lost in a conversion)", LOST_CHARACTERS),
    ("字符在转换中丢失 (characters lost in a conversion)", _QUESTION_MARKS),
    ("重复的顿号，可能漏字 (a doubled comma; a word may be missing)", _DOUBLE_COMMA),
    ("排版代码残留 (typesetting code left over)", _TYPESETTING),
    ("下标被断行 (a subscript on a line of its own)", SET_APART),
    ("词或数字中有异常空格 (odd space inside a word or number)", _SPACED),
)
MIN_COLUMN_LINES = 4
"""Fewer lines with a wide gap are a signature, a table's head, the fields of a page."""
MIN_COLUMN_SHARE = 0.3
"""Of the lines from the first such line to the last; side by side stands a stretch of a page."""
_COLUMNS = re.compile(
    rf"[{_HAN}][^\t|]{{4,80}}?[ \u3000]{{6,}}[^\s|][^\t|]{{3,80}}[{_HAN}，,。；;]?$"
)
MAX_ROWS = 5
"""The same damage more often than this is one row that says how often: nobody reads the rest."""

MIN_HAN = 100
"""Fewer Chinese characters say nothing of a text's script."""

MAX_FOREIGN = 0.01
"""Share of Traditional characters up to which a text is Simplified: quoted names have some."""

MIN_OWN = 0.1
"""Share of Traditional characters from which a text is Traditional; measured: 0.35."""

_CHINESE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
# Characters that Traditional texts have as well, in another meaning: 皇后 but 落後. Which is
# meant is read from the words around them. Mere variants (占 佔, 布 佈, 群 羣) are no damage.
_SHARED = frozenset("后里于余面台干范谷斗几松征制系采涂筑并冲丑云只卷志")


class _Place(NamedTuple):
    """A damaged stretch and what is wrong with it."""

    start: int
    end: int
    said: str


def find_damage(text: str, lines: Sequence[Line], clauses: Sequence[Clause]) -> list[Anomaly]:
    """Return the damaged places of a text and its broken sentences, by rule, not in order.

    Time grows linearly with the text. The same damage at more than ``MAX_ROWS`` places, and an
    unconverted character at more than one, is one row at the first of them.

    Args:
        text: The source.
        lines: The document's own lines, in order, without page furniture.
        clauses: Of the document; a heading goes on with no sentence.
    """
    places = [*_by_rule(text), *_glued(text), *_misread(text)]
    foreign = [_Place(*found) for found in find_unconverted(text)]
    grouped = [
        *_grouped(text, _inside(places, lines), MAX_ROWS),
        *_grouped(text, _inside(foreign, lines), 1),
    ]
    rows = [
        Anomaly(place.start, place.end, "damaged", f"“{_shown(text, place)}”：{said}")
        for place, said in grouped
    ]
    return [*rows, *_noise(text, lines), *_columns(text, lines), *_broken(text, lines, clauses)]


def _by_rule(text: str) -> Iterator[_Place]:
    """Yield what the regular expressions find."""
    for said, pattern in _RULES:
        for match in pattern.finditer(text):
            yield _Place(*match.span(), said)


def _noise(text: str, lines: Sequence[Line]) -> Iterator[Anomaly]:
    """Yield what stands between characters and is not matched, said once."""
    said = "字符之间的噪声，匹配时略去 (noise between characters, left out of matching)"
    places = list(_inside((_Place(start, end, said) for start, end in find_noise(text)), lines))
    if places:
        first = places[0]
        number = f"，共{len(places)}处 ({len(places)} places)" if len(places) > 1 else ""
        yield Anomaly(first.start, first.end, "noise", f"“{_shown(text, first)}”：{said}{number}")


def _columns(text: str, lines: Sequence[Line]) -> Iterator[Anomaly]:
    """Yield the stretch in which two columns of a page stand side by side on each line."""
    wide = [
        position
        for position, line in enumerate(lines)
        if _COLUMNS.match(text, line.start, line.end)
    ]
    if len(wide) < MIN_COLUMN_LINES:
        return
    if len(wide) >= MIN_COLUMN_SHARE * (wide[-1] + 1 - wide[0]):
        yield Anomaly(
            lines[wide[0]].start,
            lines[wide[-1]].end,
            "columns",
            "两栏并排，各行左右两半不相连 (two columns side by side; the halves of a line do not "
            "read on)",
        )


def _glued(text: str) -> Iterator[_Place]:
    """Yield rare characters with a Latin letter glued to them, as 摼W: halves of two others."""
    for match in _GLUED.finditer(text):
        if _is_rare(match.group()[0]):
            yield _Place(*match.span(), "字符转换错误 (characters converted wrongly)")


def _misread(text: str) -> Iterator[_Place]:
    """Yield runs of Chinese characters that are UTF-8 once they are bytes of GBK again."""
    for run in _WIDE_RUN.finditer(text):
        if not _is_in(run.group(), "gbk"):
            continue
        for match in _MISREAD_GBK.finditer(run.group().encode("gbk")):  # two bytes a character
            start, end = run.start() + match.start() // 2, run.start() + (match.end() + 1) // 2
            yield _Place(start, end, _MISREAD_SAID)


def _is_rare(character: str) -> bool:
    """Tell whether a character is in the common sets of neither script."""
    return not _is_in(character, "gb2312") and (
        not _is_in(character, "big5") or character.encode("big5") >= _BIG5_LEVEL_2
    )


_BIG5_LEVEL_2 = b"\xc9\x40"
"""From here on Big5 has its less frequent characters."""


def _is_in(character: str, encoding: str) -> bool:
    """Tell whether a character belongs to a character set."""
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _inside(places: Iterable[_Place], lines: Sequence[Line]) -> Iterator[_Place]:
    """Yield places in order, without those outside the lines and those inside others."""
    position, reached = 0, 0
    for place in sorted(places, key=lambda place: (place.start, -place.end)):
        while position < len(lines) and lines[position].end <= place.start:
            position += 1
        is_own = position < len(lines) and lines[position].start < place.end
        if is_own and place.start >= reached:
            yield place
            reached = place.end


def _grouped(text: str, places: Iterable[_Place], max_rows: int) -> Iterator[tuple[_Place, str]]:
    """Yield places with what is said of them; the same damage everywhere is said once."""
    groups: dict[tuple[str, str], list[_Place]] = defaultdict(list)
    for place in places:
        groups[place.said, text[place.start : place.end]].append(place)
    for (said, _), group in groups.items():
        if len(group) <= max_rows:
            yield from ((place, said) for place in group)
        else:
            yield group[0], f"{said}，共{len(group)}处 ({len(group)} places)"


def _shown(text: str, place: _Place, max_chars: int = 20) -> str:
    """Return the damaged stretch for a message, with what cannot be printed as a number."""
    words = text[place.start : place.end]
    shown = "".join(
        character
        if character.isprintable() and not character.isspace()
        else f"U+{ord(character):04X} "
        for character in words[:max_chars]
    )
    return shown.rstrip() + ("…" if len(words) > max_chars else "")


def _broken(text: str, lines: Sequence[Line], clauses: Sequence[Clause]) -> Iterator[Anomaly]:
    """Yield the sentences of clauses that a page break cuts in two."""
    starts = {clause.start for clause in clauses}
    pending = sorted(clauses, key=lambda clause: clause.start, reverse=True)
    owner = None
    for line, following in pairwise(lines):
        while pending and pending[-1].start <= line.start:
            owner = pending.pop()
        if owner is None or owner.kind != "body" or following.start in starts:
            continue
        if is_broken(text[line.start : line.end]) and goes_on(text, line, following):
            yield Anomaly(
                line.end,
                following.start,
                "broken",
                f"句子在“{text[max(line.start, line.end - 6) : line.end]}”后被断开 "
                "(a line or page break cuts this sentence in two)",
            )


def find_unconverted(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the characters of the other script: start, end and what is wrong.

    Args:
        text: Of any length; one that mixes the scripts yields nothing.
    """
    han = len(_CHINESE.findall(text))
    if han < MIN_HAN:
        return
    simplified = simplify(text)
    foreign = [
        position for position, character in enumerate(text) if character != simplified[position]
    ]
    if len(foreign) <= han * MAX_FOREIGN:
        for position in foreign:
            if _is_in(simplified[position], "gb2312"):
                yield position, position + 1, _said("简体", "Simplified", simplified[position])
    elif len(foreign) >= han * MIN_OWN:
        yield from _left_simplified(text, simplified, int(han * MAX_FOREIGN))


def _left_simplified(text: str, simplified: str, most: int) -> Iterator[tuple[int, int, str]]:
    """Yield the characters that a conversion to Traditional left, if it is at most so many."""
    expected = traditional(simplified)
    if len(expected) != len(text):  # a phrase changed the length, and with it every place
        return
    left = [
        (position, wanted)
        for position, (character, wanted) in enumerate(zip(text, expected, strict=True))
        if character == simplified[position] and character != wanted and _is_in(wanted, "cp950")
    ]
    only_simplified = {position for position, _ in left if not _is_in(text[position], "cp950")}
    if len(only_simplified) > most:  # a text in both scripts
        return
    for position, wanted in left:
        if position in only_simplified or text[position] in _SHARED:
            yield position, position + 1, _said("繁体", "Traditional", wanted)


def _said(script: str, english: str, wanted: str) -> str:
    """Return what is wrong with an unconverted character."""
    return f"{script}文本中未转换的字，应为“{wanted}” (not converted in a {english} text)"
