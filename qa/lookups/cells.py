"""A cell of a table that a question names by its row and its column: 城固县 PM2.5."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.facts import read_tables, role_of_head
from index.mentions import Role, is_office_surely
from index.text import shadow_of
from qa.citing import cite_range, on_one_line
from qa.grounding import Draft, grounded
from qa.lookups.answers import CONFIDENCE
from qa.question import Question, names_topic
from qa.scope import place_names
from qa.types import Answer, AnswerKind
from qa.wording import wording_of

if TYPE_CHECKING:
    from index import Hits, Plan, PlanIndex
    from index.facts import Cell, Table
    from index.ranking import AskedWord

MIN_ROW_SHARE, MIN_LONG_SHARE = 0.6, 0.35
"""Of a row's name that a question must have: 城固 of 城固县; of a long one less."""
MIN_LONG_CHARS = 4
"""Characters of a long name that a question must have."""
MIN_RUN = 2
"""Characters that stand in both; one alone is in many names."""
MAX_TABLES = 40
"""That the hits of a question lie in."""
MIN_NAMED = 0.8
"""Share of the weight of a question's words that a cell's row, head, captions and plan have."""
_CODE = re.compile(r"[a-z]+[0-9.]*[a-z0-9]*|[0-9]+(?:\.[0-9]+)?")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}(?=年|$)|(?:19|20)[0-9]{2}")
_UNIT = re.compile(r"\((?:单位:?)?([^()]{1,12})\)$")
_WHEN = re.compile(r"时限|期限|时间|日期|年限")
_WHO = re.compile(r"单位|部门|机构|主体|责任|负责|承担")
_ASKED_KINDS = frozenset(("number", "when", "duty", "list", "passage", "definition"))
_KINDS: dict[str, AnswerKind] = {"number": "number", "when": "number", "duty": "duty"}


@dataclass(frozen=True, slots=True)
class _Place:
    """A cell of a table, and how well the question names its row and its column."""

    plan_id: str
    clause_id: str
    table: "Table"
    row: int
    label: int
    column: int
    row_score: float
    column_score: float

    @property
    def score(self) -> float:
        """How well both are named."""
        return self.row_score + self.column_score

    @property
    def cell(self) -> "Cell":
        """The cell."""
        return self.table.rows[self.row][self.column]

    @property
    def label_text(self) -> str:
        """What names the row."""
        return self.table.rows[self.row][self.label].text

    @property
    def head(self) -> "Cell":
        """What stands above it."""
        return self.table.heads[self.column]


def find_cell(index: "PlanIndex", hits: "Hits", question: Question) -> Answer | None:
    """Return the one cell whose row and column a question names, quoted with both.

    None where either is not named, where several cells fit, or where the question has another
    topic besides.
    """
    if question.asks not in _ASKED_KINDS or question.is_across or question.wants_each:
        return None
    if question.is_over_time:
        return None
    asked = _plain(question.shadow)
    places = [
        place
        for plan_id, clause_id, table in _tables(index, hits)
        for place in _places(plan_id, clause_id, table, asked, question)
    ]
    best = max((place.score for place in places), default=0.0)
    found = [place for place in places if place.score >= best - 1e-9]
    if not found or len({(own.plan_id, own.cell.text) for own in found}) > 1:
        return None
    place = found[0]
    if not place.cell.text or _names_other_rows(places, place, asked):
        return None
    if not _is_all_named(index, question, place):
        return None
    return _answer(index, question, place)


def _tables(index: "PlanIndex", hits: "Hits") -> Iterator[tuple[str, str, "Table"]]:
    """Yield the tables that hits lie in, each with its plan and its clause, best first."""
    seen: set[tuple[str, int]] = set()
    for hit in hits:
        for passage in hit.passages:
            plan = index.plan(passage.plan_id)
            part = _table_at(plan, passage.start)
            if part is None or (plan.id, part) in seen or len(seen) >= MAX_TABLES:
                continue
            seen.add((plan.id, part))
            for own in read_tables(plan):
                if own.start == part:
                    yield plan.id, passage.clause_id, own.table


def _table_at(plan: "Plan", position: int) -> int | None:
    """Return where the table begins in which a position lies; None where it lies in none."""
    place = bisect_right(plan.parts, position, key=lambda part: part.start) - 1
    if place < 0 or plan.parts[place].kind != "table" or position >= plan.parts[place].end:
        return None
    return plan.parts[place].start


def _places(
    plan_id: str, clause_id: str, table: "Table", asked: str, question: Question
) -> Iterator[_Place]:
    """Yield the cells of a table of which a question names the row and the column."""
    heads = [_plain(head.text) for head in table.heads]
    for number, row in enumerate(table.rows):
        names = [_row_score(_plain(cell.text), asked) for cell in row]
        if not any(names):
            continue
        label = max(range(len(row)), key=lambda column: names[column])
        rest = _without(asked, _plain(row[label].text))
        for column, head in enumerate(heads):
            if column == label or names[column] == names[label]:
                continue
            score = _column_score(head, rest, row[column], question)
            if score > 0:
                own = names[label] + 0.5 * sum(
                    name for other, name in enumerate(names) if other not in (label, column)
                )
                yield _Place(plan_id, clause_id, table, number, label, column, own, score)


def _names_other_rows(places: Sequence[_Place], chosen: _Place, asked: str) -> bool:
    """Tell whether a question names another row too, in full: it sets two side by side."""
    own = _plain(chosen.label_text)
    others = {_plain(place.label_text) for place in places if place.table == chosen.table}
    return any(other in asked and other not in own and own not in other for other in others)


def _plain(text: str) -> str:
    """Return a text as it is matched."""
    return "".join(shadow_of(text).text.lower().split())


def _row_score(name: str, asked: str) -> float:
    """Return how many characters of a row's name a question has, 0 for too small a share."""
    if len(name) < MIN_RUN or _CODE.fullmatch(name) or is_office_surely(name):
        return 0.0  # what an office has to do is another question
    if name in asked:
        return float(len(name))
    shared = sum(map(len, _shared(name, asked)))
    least = MIN_LONG_SHARE if shared >= MIN_LONG_CHARS else MIN_ROW_SHARE
    return float(shared) if shared >= least * len(name) else 0.0


def _shared(name: str, asked: str) -> list[str]:
    """Return the longest runs of a name that a question has, from the left and disjoint."""
    found = []
    start = 0
    while start < len(name):
        end = start + MIN_RUN
        if name[start:end] not in asked or end > len(name):
            start += 1
            continue
        while end < len(name) and name[start : end + 1] in asked:
            end += 1
        found.append(name[start:end])
        start = end
    return found


def _without(asked: str, name: str) -> str:
    """Return a question without what it has of a row's name."""
    for run in sorted(_shared(name, asked), key=len, reverse=True):
        asked = asked.replace(run, "\n")
    return asked


def _column_score(head: str, asked: str, cell: "Cell", question: Question) -> float:
    """Return how well a question names a column, 0 where it does not.

    What a head says of another year, or another indicator by its code, is another column.
    """
    years, own_years = set(_YEAR.findall(asked)), set(_YEAR.findall(head))
    if years and own_years and not years & own_years:
        return 0.0
    codes = {code for code in _CODE.findall(head) if code not in own_years}
    asked_codes = {code for code in _CODE.findall(asked) if code not in years}
    if any(code[0].isalpha() for code in codes) and not codes & asked_codes:
        return 0.0
    unit = _UNIT.search(head)
    words = head[: unit.start()] if unit else head
    score = float(sum(map(len, _shared(words, asked)))) + 2.0 * len(codes & asked_codes)
    score += 2.0 * len(years & own_years)
    if unit and unit[1] in asked and cell.is_number:
        score += 1.0
    score += _kind_score(words, cell, question)
    is_of_words = question.asks == "passage" and not names_topic(question.text)
    if (question.asks == "number" and not cell.is_number) or (is_of_words and cell.is_number):
        return 0.0
    # Of two heads of which a question has as much, the shorter is meant.
    return score - 0.01 * len(words) if score > 0 else 0.0


def _kind_score(head: str, cell: "Cell", question: Question) -> float:
    """Return whether a column is of the kind of thing that is asked for."""
    if question.asks == "when":
        return 2.0 if _WHEN.search(head) else -4.0
    if question.asks == "duty":
        if question.wants_lead != question.wants_participants:
            wanted: Role = "lead" if question.wants_lead else "participant"
            if role_of_head(head) == wanted:
                return 3.0
        return 2.0 if _WHO.search(head) else -4.0
    return 0.0


def _is_all_named(index: "PlanIndex", question: Question, place: _Place) -> bool:
    """Tell whether a question's words stand in a cell's row, its head, its captions, its plan."""
    plan = index.plan(place.plan_id)
    row = place.table.rows[place.row]
    said = [cell.text for cell in (*row, place.head, *place.table.captions)]
    above = plan.text[max(0, row[0].start - 2_000) : row[0].start]
    around = shadow_of("\n".join([*said, plan.title, plan.place or ""])).text.lower()
    around += "".join(shadow_of(above).text.lower().split()) + "".join(around.split())
    words = wording_of(index.words_of(question.text), place_names(index)).words
    total = sum(word.weight for word in words)
    named = sum(word.weight for word in words if _is_named(word, around))
    return named >= MIN_NAMED * total


def _is_named(word: "AskedWord", around: str) -> bool:
    """Tell whether a word stands in a text, or is no word: 年老 of 2025年老旧车辆, 数 of 台数."""
    if any(spelling in around for spelling in (word.text, *word.alternatives)):
        return True
    if word.is_indexed:
        return False
    is_cut_wrongly = len(word.text) == MIN_RUN and all(sign in around for sign in word.text)
    return is_cut_wrongly or word.text.removesuffix("数") in around


def _answer(index: "PlanIndex", question: Question, place: _Place) -> Answer:
    """Return a cell as the answer, with the unit of its column."""
    row, cell = place.table.rows[place.row], place.cell
    label = row[place.label]
    plan_id, clause_id = place.plan_id, place.clause_id
    text = on_one_line(index.plan(plan_id).text[cell.start : cell.end]) or cell.printed
    unit = _UNIT.search(place.head.text)
    if unit and cell.is_number and cell.text[-1:].isdigit():
        text += place.head.print(unit.span(1))
    start, end = min(label.start, cell.start), max(label.end, cell.end)
    ranges = [(place.head.start, place.head.end), (start, end)]
    draft = Draft(
        kind=_KINDS.get(question.asks, "passage"),
        confidence=CONFIDENCE,
        text=text,
        citations=tuple(
            cite_range(index, plan_id, clause_id, *own) for own in ranges if own[0] < own[1]
        ),
    )
    return grounded(question, draft)
