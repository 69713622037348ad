"""Where a text says who is responsible, and the words with which plans say it.

Statements stand in brackets of any kind, ``（市生态环境局牵头，市公安局配合）``, or behind a label:
``牵头单位：市生态环境局``. 负责人 and 负责制 make none.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from index.text.shadow import shadow_of

Role = Literal["lead", "participant", "implementer"]
ROLES: tuple[Role, ...] = ("lead", "participant", "implementer")

MAX_BRACKET_CHARS = 400
"""A bracket that has not closed by then never will (longest seen: 205)."""
SENTENCE_END = "。；;！!"

_LEAD = "牵头|主办|主责|统筹(?:协调)?(?=[,;。]|$)"
_PARTICIPANT = "参与|配合|参加|协助|协同|协办"
_IMPLEMENTER = "负责(?![人制]|解释|同志)"
_DIVIDED = (
    r"(?:按照?|根据|依据?|依照|结合|在)?(?:各自|本部门|部门|工作)?的?(?:工作)?"
    r"(?:职责|职能|分工)(?:范围内?)?(?:任务)?(?:和|与)?(?:分工)?"
)
_MANNER = r"(?:各自|分别|共同|联合|具体|积极|统一|总|主要|协调)*"

LABEL = re.compile(
    r"(?P<label>[市县区省总主]?(?:"
    r"(?P<label_lead>牵头|牽頭|主办|主辦|主责|主責)|(?P<label_participant>配合|参与|參與|参加|參加|协办|协助|協助|协同)"
    r"|(?P<label_implementer>责任|責任|负责|負責|落实|落實|实施|實施|承办|承辦|完成))"
    r"(?:责任|責任|负责|負責|责|落实|落實|实施|實施|考核|监管|監管|督办|督辦|督导|督導|组织|組織)?"
    r"(?:单位|單位|部门|部門))"
)
"""责任单位, 牵头部门, 牵头考核单位, of either script; what follows it is named by it."""

VERB = re.compile(
    rf"(?P<divided>{_DIVIDED})?{_MANNER}(?:"
    rf"(?P<lead>作?为(?:牵头|主办)(?:单位|部门)|(?:负责|总)?(?:{_LEAD})(?:负责|落实|组织|实施|抓好?|总)*)"
    rf"|(?P<participant>作?为(?:配合|参与|协办)(?:单位|部门)|(?:{_PARTICIPANT})(?:负责|落实|实施|做好)*)"
    rf"|(?P<implementer>作?为(?:责任|落实)(?:单位|部门)|(?:{_IMPLEMENTER}|组织实施|落实|实施|承办|承担)"
    rf"(?:组织|落实|实施|{_IMPLEMENTER})*)"
    r")"
    rf"|(?P<share>(?:按照?|根据|依据?)(?:各自|部门)?(?:职责分工|职责|分工)){_MANNER}(?=[,;。]|$)"
)
"""A verb behind those that it speaks of, in a shadow: 牵头, 按职责分工负责."""

TOGETHER = re.compile("会同|商(?=[市省县])")
"""What stands before it does the work, what follows takes part."""

INHERITED = re.compile(
    r"(?:以下|下列|后续|其余|其他)[^。;()]{0,20}?(?:均|都|全部)(?:需要?|须|应当?|由)?由?"
    r"(?P<offices>[^。;]{2,60}?)(?:负责|组织|贯彻|抓好)?(?:落实|实施|负责)的?"
    r",?[^。;,()]{0,6}不再[^。;,()]{1,8}"
)
"""Said once for what follows: 以下均需县区人民政府落实,不再列出."""

_WHO = re.compile(
    rf"{_LEAD}|{_PARTICIPANT}|{_IMPLEMENTER}|落实|组织实施|承办|(?:责任|完成)(?:单位|部门)|按职责分工"
)
_MARK = re.compile(rf"(?P<open>[(\[])|(?P<close>[)\]])|(?P<who>{_WHO.pattern})")
_MAY_SAY_WHO = re.compile(r"[(（\[［【〔﹙﹝]")
_LABELLED = re.compile(rf"(?:^|(?<=[{SENTENCE_END}])){LABEL.pattern}[:：]", re.MULTILINE)
_NEXT_LINE = re.compile(r"[^\S\n]*\n[^\S\n]*(?=\S)")
_SAID = re.compile(
    r"由?[^,，。;；、]{2,30}(?:、[^,，。;；、]{2,20})*(?:牵头|负责(?![人制])|主管|组织实施)"
)
_END_OF_ROLE = re.compile(r"(?<=[;；。])|(?<=牵头)[,，、]|(?<=参与)[,，]|(?<=配合)[,，]")
_ROLE_WORDS = {"lead": re.compile(_LEAD), "participant": re.compile(_PARTICIPANT)}


@dataclass(frozen=True, slots=True)
class Bracket:
    """A bracket of a shadow. ``text[start:end]`` holds its own marks too.

    Attributes:
        inner: Where what it says begins; ``inner_end`` is exclusive.
        depth: How many brackets stand open around it.
        says_who: It has a word like 牵头 or 负责 that stands in no bracket inside it.
        is_closed: It ends with its own mark, not with its paragraph.
    """

    start: int
    end: int
    inner: int
    inner_end: int
    depth: int
    says_who: bool
    is_closed: bool = True


def find_brackets(text: str, breaks: frozenset[int] = frozenset()) -> list[Bracket]:
    """Return the brackets of a shadow that may name offices, in order of their beginning.

    One that never closes ends with its paragraph or with the sentence that says who does what.

    Args:
        text: A shadow.
        breaks: Positions of ``text`` before which the source has the end of a paragraph.
    """
    found: list[Bracket] = []
    ends = sorted(breaks)
    still_open: list[tuple[int, int]] = []  # where it opened, where it last said who; 0 for never
    for mark in _MARK.finditer(text):
        if mark["open"]:
            still_open.append((mark.start(), 0))
        elif mark["who"]:
            if still_open:
                still_open[-1] = (still_open[-1][0], mark.end())
        elif still_open:
            opened, said = still_open.pop()
            if mark.end() - opened <= MAX_BRACKET_CHARS:
                depth = len(still_open)
                inner = (opened + 1, mark.start())
                found.append(Bracket(opened, mark.end(), *inner, depth, bool(said)))
            elif said:
                found.append(_unclosed(text, opened, said, ends))
    found += [_unclosed(text, opened, said, ends) for opened, said in still_open if said]
    return sorted(found, key=lambda bracket: (bracket.start, -bracket.end))


def _unclosed(text: str, opened: int, said: int, breaks: Sequence[int]) -> Bracket:
    """Return a bracket that never closes, as far as it can reach."""
    limit = min(len(text), opened + MAX_BRACKET_CHARS)
    following = bisect_right(breaks, opened)
    end = min(limit, breaks[following]) if following < len(breaks) else limit
    first = _WHO.search(text, opened, end)
    stop = text.find("。", first.end() if first else opened, end)
    end = end if stop < 0 else stop
    opening = text.find("(", min(said, end), end)
    end = end if opening < 0 else opening
    says_who = bool(first) and end > opened + 1
    return Bracket(opened, end, opened + 1, end, 0, says_who, is_closed=False)


def responsibility_brackets(text: str) -> list[tuple[int, int]]:
    """Return the outermost closed brackets of a shadow that themselves say who does what."""
    found: list[tuple[int, int]] = []
    for bracket in find_brackets(text):
        is_inside = found and bracket.end <= found[-1][1]
        if bracket.says_who and bracket.is_closed and not is_inside:
            found.append((bracket.start, bracket.end))
    return found


def find_responsibility_brackets(source: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the same of a range of a source of either script, as ranges of the source."""
    if not _MAY_SAY_WHO.search(source, start, end):
        return []
    shadow = shadow_of(source[start:end], start=start)
    return [shadow.source_range(*span) for span in responsibility_brackets(shadow.text)]


def find_labelled_lines(source: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges of a source that start with a label (责任单位：…) and stand in no bracket.

    Each runs to the end of its line, or of the next where nothing stands behind the label.
    """
    position = 0
    while found := _LABELLED.search(source, position):
        said = _NEXT_LINE.match(source, found.end())
        stop = source.find("\n", said.end() if said else found.end())
        position = len(source) if stop < 0 else stop
        yield found.start("label"), position


def find_statement(sentence: str) -> tuple[int, int] | None:
    """Return where a sentence says who does what: inside its last bracket, or in its own words.

    Args:
        sentence: A shadow.
    """
    brackets = [bracket for bracket in find_brackets(sentence) if bracket.says_who]
    if brackets:
        return brackets[-1].inner, brackets[-1].inner_end
    line = next(find_labelled_lines(sentence), None)
    if line:
        return line
    said = _SAID.search(sentence)
    return said.span() if said else None


def part_in_role(sentence: str, start: int, end: int, role: Role) -> tuple[int, int]:
    """Return the part of a statement that names those who lead or take part; all if none does."""
    position = start
    for part in _END_OF_ROLE.split(sentence[start:end]):
        place = sentence.find(part, position, end)
        if part and role in _ROLE_WORDS and _ROLE_WORDS[role].search(part):
            return place, place + len(part.rstrip(";；。,，"))
        position = place + len(part)
    return start, end
