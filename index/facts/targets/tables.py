"""Targets of a table: rows of areas under indicators, or rows of indicators under years."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.facts.targets import wording
from index.facts.types import Binding, Target
from index.mentions.indicators import is_whole, read_phrase
from index.mentions.quantities import UNIT, normal_unit, operator_of
from index.text.layout import read_text
from index.text.shadow import shadow_of
from index.types import Clause, Plan

MAX_ROWS = 400
"""A longer table is a list of projects."""

_SETS = re.compile("目标|指标|任务")
_CAPTION_CHARS = 60
_NUMBERING = re.compile(r"序号|编号|No\.?|#")
_NAMES_UNITS = re.compile(r"(?:计量)?单位(?:\([^()]*\))?")
_NAMES_KIND = re.compile(r"(?:指标)?(?:属性|性质|类型)")
_NAMES_INDICATORS = re.compile(r"(?:具体|主要)?(?:指标|目标|任务)(?:名称|内容)?")
_NAMES_AREAS = re.compile(
    r".{0,6}(?:县|区|市|州|旗|地区|城市|区域|乡镇|街道|单位|行业|企业)(?:\([^()]*\))?(?:名称)?"
)
_YEAR = re.compile(r"(?P<year>(?:19|20)[0-9]{2})年?(?:底|度)?(?:目标|指标|任务|计划)?(?:值|数)?")
_HEAD = re.compile(rf"(?P<name>.+?)(?:\((?P<unit>{UNIT})\)|[,/:](?P<last>{UNIT}))?")
_REACHED = re.compile("现状|实际|完成情况|基准|基数|上年|同期|现值")
_VALUE = re.compile(
    rf"(?P<word>≥|≤|>|<|不低于|不高于|不超过|不少于|下降|降低|减少|增长|提高|达到|控制在)?"
    rf"(?P<number>[0-9]+(?:\.[0-9]+)?)(?P<unit>{UNIT})?(?P<after>以[上下内]|左右)?"
)
_CHANGE = re.compile(rf"(?P<name>.+?)(?:同比)?(?P<word>{wording.CHANGE})(?:比例|幅度|率|量)?")


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell: its text as searched and where it stands in the plan."""

    text: str
    start: int
    end: int
    printed: str

    def print(self, span: tuple[int, int]) -> str:
        """Return what stands in a range of the text, as printed where letters still match."""
        return (self.printed if len(self.printed) == len(self.text) else self.text)[slice(*span)]


@dataclass(frozen=True, slots=True)
class _Table:
    """A table that sets targets, with the year that its clause gives."""

    plan: Plan
    clause: Clause
    year: int | None
    head: Sequence[_Cell]


def table_targets(
    plan: Plan, clause: Clause, start: int, end: int, year: int | None
) -> Iterator[Target]:
    """Yield the targets of a table whose rows are lines and whose cells are closed by tabs.

    Its first row must name areas or indicators, and a title or the head must say that targets
    are set. Cells that hold words or several numbers yield nothing, and so does a table that
    merges cells, for then rows differ in length.

    Args:
        plan: The plan.
        clause: That the table stands in.
        start: Where the table begins; ``end`` is exclusive.
        end: Where it ends.
        year: To be reached in, where no column says so.
    """
    rows = _rows(plan, start, end)
    if not 1 < len(rows) <= MAX_ROWS or len({len(row) for row in rows}) != 1:
        return
    head = rows[0]
    caption = plan.text[max(0, start - _CAPTION_CHARS) : start].rstrip().rpartition("\n")[2]
    titles = shadow_of("".join([*filter(None, clause.path), caption])).text
    if _REACHED.search(shadow_of(caption).text) or not (
        _SETS.search(titles) or any(_SETS.search(cell.text) for cell in head)
    ):
        return
    table = _Table(plan, clause, year, head)
    label = next((n for n, cell in enumerate(head) if not _NUMBERING.fullmatch(cell.text)), 0)
    if _NAMES_INDICATORS.fullmatch(head[label].text):
        read = _of_indicator
    elif _NAMES_AREAS.fullmatch(head[label].text):
        read = _of_area
    else:
        return
    for row in rows[1:]:
        if row[label].text:
            yield from read(table, row, label)


def _rows(plan: Plan, start: int, end: int) -> list[list[_Cell]]:
    """Return the rows of a range, each a list of cells."""
    rows: list[list[_Cell]] = []
    for line in re.finditer(r"[^\n]+", plan.text[start:end]):
        marks = [-1, *(mark.start() for mark in re.finditer("\t", line.group()))]
        if marks[-1] + 1 < len(line.group()):
            marks.append(len(line.group()))  # a table's last tab is no part of it
        cells = []
        for left, right in pairwise(marks):
            words = line.group()[left + 1 : right]
            begin = start + line.start() + left + 1 + len(words) - len(words.lstrip())
            text = "".join(shadow_of(words).text.split())
            printed = "".join(read_text(words).split())
            cells.append(_Cell(text, begin, begin + len(words.strip()), printed))
        rows.append(cells)
    return rows


def _of_area(table: _Table, row: Sequence[_Cell], label: int) -> Iterator[Target]:
    """Yield the targets of a row that an area names."""
    scope = None if is_whole(row[label].text) else row[label].printed
    for head, cell in zip(table.head[label + 1 :], row[label + 1 :], strict=True):
        named = _HEAD.fullmatch(head.text)
        if not named or _REACHED.search(head.text) or _YEAR.fullmatch(head.text):
            continue
        year = re.match(r"(?P<year>(?:19|20)[0-9]{2})年?", named["name"])
        name = head.print((year.end() if year else 0, named.end("name")))
        unit = _unit(head, named)
        year_of = int(year["year"]) if year else table.year
        yield from _target(table, (row[label], cell), name, scope, unit, year_of, None)


def _of_indicator(table: _Table, row: Sequence[_Cell], label: int) -> Iterator[Target]:
    """Yield the targets of a row that an indicator names: a column is a year."""
    units = [n for n, cell in enumerate(table.head) if _NAMES_UNITS.fullmatch(cell.text)]
    kinds = [n for n, cell in enumerate(table.head) if _NAMES_KIND.fullmatch(cell.text)]
    named = _HEAD.fullmatch(row[label].text)
    if not named:
        return
    name = row[label].print(named.span("name"))
    unit = row[units[0]].printed if units else _unit(row[label], named)
    binding = _binding(row[kinds[0]].text) if kinds else None
    years = {
        n: int(found["year"])
        for n, cell in enumerate(table.head)
        if (found := _YEAR.fullmatch(cell.text)) and not _REACHED.search(cell.text)
    }
    # Of several years the first is what is set out from: 2020年, 2025年.
    first = min(years.values(), default=0)
    for column, year in years.items():
        if len(years) == 1 or year > first:
            yield from _target(table, (row[label], row[column]), name, None, unit, year, binding)


def _target(
    table: _Table,
    cells: tuple[_Cell, _Cell],
    name: str,
    scope: str | None,
    unit: str,
    year: int | None,
    binding: Binding | None,
) -> Iterator[Target]:
    """Yield the target of a cell, from the row's label to the cell; nothing where it is none."""
    label, cell = cells
    value = _VALUE.fullmatch(cell.text)
    if not value or not (value["unit"] or unit):
        return
    indicator, change = _indicator(name)
    word = next((cell.print(value.span(k)) for k in ("word", "after") if value[k]), change)
    period = table.plan.period
    if period and year and year < period[0]:
        return
    printed = cell.print(value.span("unit")) if value["unit"] else unit
    yield Target(
        plan_id=table.plan.id,
        city=table.plan.place,
        clause_id=table.clause.id,
        indicator=indicator,
        scope=scope,
        comparator=word,
        value=float(value["number"]),
        unit=printed,
        normal_unit=normal_unit(printed),
        operator=operator_of(shadow_of(word).text),
        year=year,
        base_year=None,
        is_relative=bool(change) or bool(re.match(wording.CHANGE, value["word"] or "")),
        binding=binding,
        start=label.start,
        end=cell.end,
        quote=table.plan.text[label.start : cell.end],
    )


def _indicator(name: str) -> tuple[str, str]:
    """Return the usual name of an indicator and the word for a change in it (浓度|下降|比例)."""
    shadow = shadow_of(name).text
    change = _CHANGE.fullmatch(shadow) if len(shadow) == len(name) else None
    end = change.end("name") if change else len(name)
    words = shadow[:end] if change else shadow
    usual = read_phrase(words, 0, len(words)).indicator
    return usual or name[:end], name[slice(*change.span("word"))] if change else ""


def _unit(cell: _Cell, named: re.Match[str]) -> str:
    """Return the unit that a head gives behind its name, empty where it gives none."""
    return next((cell.print(named.span(k)) for k in ("unit", "last") if named[k]), "")


def _binding(words: str) -> Binding | None:
    """Return what a cell says of a target's kind."""
    if wording.EXPECTED.search(words):
        return "expected"
    return "binding" if wording.BINDING.search(words) else None
