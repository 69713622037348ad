"""What a sentence or a target says, as the plan prints it, and where it stands."""

import re
from typing import TYPE_CHECKING

from index.facts import Target
from index.text import CHINESE_COUNT, Gap, find_gaps
from qa.candidates import Candidate
from qa.types import Citation
from qa.values import APART

if TYPE_CHECKING:
    from index import PlanIndex


MAX_TO_SCOPE = 150
"""Characters from the words that say where a target holds to its statement."""
_NUMBERING = re.compile(
    rf"(?:^|(?<=[。；;，,、：:\s]))(?:[(（](?:\d{{1,2}}|{CHINESE_COUNT}+)[)）]|[①-⑳]"
    r"|\d{1,2}[.．、](?!\s*\d))[ \u3000]*(?=[\d\u3400-\u9fff“《])"
)
_NUMBERED_INLINE = re.compile("[①-⑳]")
"""Marks of members: behind a pause, which is enough, and the one that stands for a pause: 甲②乙."""
_SENTENCE_END = re.compile(r"[。；;]")


def cite(index: "PlanIndex", candidate: Candidate) -> Citation:
    """Return the citation of a sentence."""
    clause_id = candidate.passage.clause_id
    return cite_range(index, candidate.plan_id, clause_id, candidate.start, candidate.end)


def cite_target(index: "PlanIndex", target: Target) -> Citation:
    """Return the citation of a target: its statement, from the area or subject it holds for on.

    桂平市的优良天数比率不低于93.5%,PM10平均浓度不高于53 sets PM10 for 桂平市.
    """
    text = index.plan(target.plan_id).text
    start = text.rfind(target.scope, 0, target.start) if target.scope else -1
    is_near = 0 <= target.start - start <= MAX_TO_SCOPE and start >= 0
    if not is_near or _SENTENCE_END.search(text, start, target.start):
        start = target.start
    if target.scope and target.scope in target.quote:
        start = target.start
    return cite_range(index, target.plan_id, target.clause_id, start, target.end)


def cite_range(index: "PlanIndex", plan_id: str, clause_id: str, start: int, end: int) -> Citation:
    """Return the citation of a range of a plan's text, in code points."""
    return Citation(
        plan_id=plan_id,
        clause_id=clause_id,
        start=start,
        end=end,
        quote=index.plan(plan_id).text[start:end],
        reference=index.reference(plan_id, clause_id),
    )


def printed(index: "PlanIndex", candidate: Candidate, start: int, end: int) -> str:
    """Return a range of a sentence's shadow as printed, without line breaks and numbering."""
    first, last = candidate.shadow.source_range(start, end)
    return on_one_line(without_numbering(index.plan(candidate.plan_id).text[first:last]))


def printed_answer(index: "PlanIndex", candidate: Candidate) -> str:
    """Return what answers in a sentence as printed.

    A value is joined by … to what it has in common with others that stand between: 不高于…35…毫克.
    """
    found = candidate.found
    ranges = (found.before, (found.start, found.end), found.after)
    return APART.join(printed(index, candidate, *own) for own in ranges if own)


def without_numbering(text: str) -> str:
    """Return a text without the marks of its members at its start or behind a pause: （2）, ③."""
    return _NUMBERED_INLINE.sub("；", _NUMBERING.sub("", text))


def on_one_line(text: str) -> str:
    """Return a text on one line, without the numbers of pages between its lines.

    Lines are put together as Chinese is written, without white space; but the cells and rows of a
    table stay apart, and so do numbers and Latin words: ``38⏎36`` is not 3836.
    """
    pieces: list[str] = []
    position = 0
    for gap in find_gaps(text):
        pieces += [text[position : gap.start], _in_place_of(text, gap)]
        position = gap.end
    return "".join([*pieces, text[position:].rstrip()])


def _in_place_of(text: str, gap: Gap) -> str:
    """Return what stands for the white space of a gap where all is on one line."""
    if gap.start == 0:
        return ""
    space = text[gap.start : gap.end]
    if space.splitlines() == [space]:
        return " " if "\t" in space else space
    before = text[text.rfind("\n", 0, gap.start) + 1 : gap.start]
    after = text[gap.end :].partition("\n")[0]
    if _is_row(before) or _is_row(after):
        return " "
    return " " if _is_latin(text[gap.start - 1]) and _is_latin(text[gap.end]) else ""


def _is_row(line: str) -> bool:
    """Tell whether a line is a row of a table."""
    return "\t" in line or "|" in line


def _is_latin(character: str) -> bool:
    """Tell whether a character belongs to numbers or words that white space keeps apart."""
    return character.isascii() or character.isdigit()
