"""Targets of a table: rows of areas under indicators, or of indicators under years or areas."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.facts.targets.sentences import binding_of
from index.facts.types import Binding, Target
from index.mentions import comparators
from index.mentions.comparators import goal_operator, operator_of
from index.mentions.dates import find_years
from index.mentions.indicators import is_scope, is_whole, names_measure, read_phrase
from index.mentions.quantities import UNIT, normal_unit
from index.structure.table_grid import Cell, Table, read_table
from index.text.shadow import shadow_of
from index.types import Clause, Plan

MAX_ROWS = 400
"""A longer table is a list of projects."""
MAX_CAPTIONS = 3
"""Lines above a table that may be its title and its unit."""
MAX_CAPTION_CHARS = 60
MAX_LEAD_CHARS = 500
"""So much before a table may give its year: 到2025年,…。各县目标如下:."""

_SETS = re.compile("目标|指标|任务|控制值|限值|责任书")
_NUMBERING = re.compile(r"序号|编号|No\.?|#")
_NAMES_UNITS = re.compile(r"(?:计量)?单位(?:\([^()]*\))?")
_NAMES_AMOUNTS = re.compile("(?:工程|任务|建设|改造|治理|淘汰)?(?:数量|总量|量|规模)")
_PROJECTS = re.compile("工程|项目|任务|清单")
_NAMES_DEADLINES = re.compile("时限|期限|时间|年限")
_NAMES_KIND = re.compile(r"(?:指标)?(?:属性|性质|类型)")
_NAMES_INDICATORS = re.compile(r"(?:具体|主要|考核)?(?:指标|目标|任务|项目指标)(?:名称|内容)?")
_NAMES_AREAS = re.compile(
    r".{0,6}(?:县|区|市|州|盟|旗|省|地区|城市|区域|乡镇|镇街|街道|单位|行业|企业)"
    r"(?:\([^()]*\))?(?:名称)?"
)
_AREA = re.compile(
    r"\(?(?:全[国市县区省州盟旗]|.{1,12}(?:[省市县区州盟旗镇乡]|街道|地区|新城|农场|林场))\)?"
)
_YEAR = re.compile(r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})(?:年度?|(?![0-9]))")
_YEAR_HEAD = re.compile(
    r"到?(?P<year>(?:19|20)[0-9]{2})年?(?:底|度)?[^0-9]{0,4}(?:目标|指标|任务|计划|控制)?(?:值|数)?"
)
_GOAL_HEAD = re.compile(
    r"[^0-9]{0,6}(?:目标|指标|任务|控制|计划|考核)(?:值|数|量|要求)?(?:\(.*\))?"
)
_REACHED = re.compile("现状|实际|完成情况|已完成|基准|基数|上年|去年|同期|现值|排名|得分|分值|权重")
_NO_MEASURE = re.compile("投资|资金|人口|经费|时[间限]|日期|期限|备注|户籍|责任")
_BASE_YEAR = re.compile(r"(?:较|比|以)(?P<year>(?:19|20)[0-9]{2})年?(?:为基[准数])?")
_UNIT = re.compile(UNIT)
_TOTAL = re.compile("合计|总计|全域")
_HEAD_UNIT = re.compile(rf"\((?:单位:?)?(?P<unit>{UNIT})\)|[,/:](?P<last>{UNIT})(?=\)?$)")
_VALUE = re.compile(
    rf"(?P<word>[^0-9.,()\[\]]{{0,6}})[(\[]?(?P<number>[0-9]+(?:,[0-9]{{3}})*(?:\.[0-9]+)?)"
    rf"(?:[-~—至](?P<upper>[0-9]+(?:\.[0-9]+)?))?(?P<unit>{UNIT})?(?P<after>[及或]?以[上下内]|左右)?[)\]]?"
)
_CHANGE = re.compile(
    rf"(?P<name>.*?)(?:较上年|同比|年均)?(?P<word>{comparators.CHANGE})(?:目标|任务|比例|比率|幅度|率|量)*"
)
_SAID_ELSEWHERE = re.compile(
    r"(?:(?:年度|年|考核|约束|改善|控制|削减|工作)*(?:目标|指标|任务|计划|控制)(?:值|数|量)?|限值)+$"
)
_CAPTION_UNIT = re.compile(rf"单位[::]?(?P<units>{UNIT}(?:[、,;/和]{UNIT})*)")


@dataclass(frozen=True, slots=True)
class _Setting:
    """A table that sets targets: where it stands, and what its captions give."""

    plan: Plan
    clause: Clause
    year: int | None
    unit: str
    table: Table
    area: int | None
    indicator: int | None


@dataclass(frozen=True, slots=True)
class _Measure:
    """What a head says of the numbers below it."""

    name: str
    unit: str
    change: str
    year: int | None
    base_year: int | None


@dataclass(frozen=True, slots=True)
class _Projects:
    """The columns of a list of projects; the deadline's is None where there is none."""

    name: int
    amount: int
    unit: int
    deadline: int | None


def table_targets(
    plan: Plan, clause: Clause, start: int, end: int, year: int | None
) -> Iterator[Target]:
    """Yield the targets of a table, a target a cell with a number.

    A column must name areas or indicators, and a title or a head must say that targets are set.
    Cells that hold words or several numbers yield nothing, nor do columns of what was reached.

    Args:
        plan: The plan.
        clause: That the table stands in.
        start: Where the table begins; ``end`` is exclusive.
        end: Where it ends.
        year: To be reached in, where neither a head nor the table's title says so.
    """
    table = read_table(plan.text, start, end)
    if not table or not 0 < len(table.rows) <= MAX_ROWS:
        return
    above = [shadow_of(line).text for line in _lines_above(plan.text, start)]
    above = ["".join(line.split()) for line in above] + [c.text for c in table.captions]
    captions = [line.rstrip("。:")[-MAX_CAPTION_CHARS:] for line in above]
    titles = [*(shadow_of(heading).text for heading in clause.path if heading), *captions]
    projects = _projects(table, titles)
    if any(_REACHED.search(line) and not _SETS.search(line) for line in captions) or not (
        projects
        or any(_SETS.search(words) for words in (*titles, *(head.text for head in table.heads)))
    ):
        return
    years = [y.year for line in above for y in find_years(line, is_prose=True) if not y.is_base]
    units = [found["units"] for caption in captions for found in _CAPTION_UNIT.finditer(caption)]
    area, indicator = _labels(table)
    setting = _Setting(
        plan,
        clause,
        years[-1] if years else year,
        units[-1] if units else "",
        table,
        area,
        indicator,
    )
    for row in table.rows:
        if projects:
            yield from _of_project(setting, row, projects)
        elif indicator is not None and row[indicator].text:
            yield from _of_indicator(setting, row, indicator)
        elif area is not None and row[area].text:
            yield from _of_area(setting, row, area)


def _lines_above(text: str, start: int) -> list[str]:
    """Return the short lines before a table, the nearest last, or the long one before it."""
    lines = [
        line.strip()
        for line in text[max(0, start - MAX_LEAD_CHARS) : start].split("\n")
        if line.strip()
    ]
    near: list[str] = []
    for line in reversed(lines[-MAX_CAPTIONS:]):
        if len(line) > MAX_CAPTION_CHARS or line.endswith(("。", "；")):
            return near or [line]
        near.insert(0, line)
    return near


def _labels(table: Table) -> tuple[int | None, int | None]:
    """Return the columns that name areas and indicators, as their heads or their cells say.

    Of several the last is the one that a row is about: 片区|县区, 类别|指标.
    """
    areas: list[int] = []
    named, measured = [], []
    for column, head in enumerate(table.heads):
        cells = [row[column] for row in table.rows if row[column].text]
        if not cells or _NUMBERING.fullmatch(head.text) or any(cell.is_number for cell in cells):
            continue
        places = sum(bool(_AREA.fullmatch(cell.text)) for cell in cells)
        measures = sum(names_measure(cell.text) for cell in cells)
        if 2 * places > len(cells):
            areas.append(column)
        elif all(_UNIT.fullmatch(cell.text) for cell in cells):
            continue
        elif _NAMES_AREAS.fullmatch(head.text):
            areas.append(column)
        elif _NAMES_INDICATORS.fullmatch(head.text) and measures:
            named.append(column)
        elif 2 * measures > len(cells):
            measured.append(column)
    indicators = named or measured
    return areas[-1] if areas else None, indicators[-1] if indicators else None


def _of_area(setting: _Setting, row: Sequence[Cell], label: int) -> Iterator[Target]:
    """Yield the targets of a row that an area names."""
    name = ""
    for column in range(label + 1, len(row)):
        head = setting.table.heads[column]
        measure = _measure(head, name)
        if not measure or _NO_MEASURE.search(head.text):
            continue
        if not _REACHED.search(head.text):
            name = measure.name
            yield from _target(setting, (row, label, column), measure, _scope(row[label]), None)


def _of_indicator(setting: _Setting, row: Sequence[Cell], label: int) -> Iterator[Target]:
    """Yield the targets of a row that an indicator names: a column is a year, a goal or an area."""
    heads = setting.table.heads
    units = [n for n, head in enumerate(heads) if _NAMES_UNITS.fullmatch(head.text)]
    kinds = [n for n, head in enumerate(heads) if _NAMES_KIND.fullmatch(head.text)]
    measure = _measure(row[label])
    if not measure:
        return
    unit = row[units[0]].printed if units else measure.unit
    binding = binding_of(row[kinds[0]].text) if kinds else None
    own_scope = _scope(row[setting.area]) if setting.area is not None else None
    columns = [n for n in range(len(row)) if n not in (label, setting.area, *units[:1], *kinds[:1])]
    years = {n: int(y["year"]) for n in columns if (y := _YEAR_HEAD.fullmatch(heads[n].text))}
    # Of several years the first is what is set out from, if it is not called a goal: 2020年.
    first = min(years.values(), default=0) if len(years) > 1 else 0
    for column in columns:
        head = heads[column].text
        year, scope = years.get(column, measure.year), own_scope
        if _REACHED.search(head) or _NO_MEASURE.search(head):
            continue
        if column in years:
            if years[column] <= first and not _SETS.search(head):
                continue
        elif not _GOAL_HEAD.fullmatch(head):
            if column < label or not (is_scope(head) or _AREA.fullmatch(head)):
                continue
            scope = _scope(heads[column])
        told = _Measure(measure.name, unit, measure.change, year, measure.base_year)
        yield from _target(setting, (row, label, column), told, scope, binding)


def _projects(table: Table, titles: Sequence[str]) -> _Projects | None:
    """Return the columns of a list of projects, each with a number and its unit in two cells.

    Args:
        table: Any.
        titles: Above it; one of them or a deadline tells projects from what is there already.
    """
    heads = [head.text for head in table.heads]
    units = [
        n
        for n, head in enumerate(heads)
        if _NAMES_UNITS.fullmatch(head)
        and all(_UNIT.fullmatch(row[n].text) for row in table.rows if row[n].text)
    ]
    amounts = [n for n, head in enumerate(heads) if _NAMES_AMOUNTS.fullmatch(head)]
    names = [
        n
        for n, head in enumerate(heads[: amounts[0]] if amounts else ())
        if n not in units
        and not _NUMBERING.fullmatch(head)
        and not any(row[n].is_number for row in table.rows)
    ]
    if not (units and amounts and names):
        return None
    deadlines = [n for n, head in enumerate(heads) if _NAMES_DEADLINES.search(head)]
    if not deadlines and not any(_PROJECTS.search(title) for title in titles):
        return None
    return _Projects(names[-1], amounts[0], units[0], deadlines[0] if deadlines else None)


def _of_project(setting: _Setting, row: Sequence[Cell], columns: _Projects) -> Iterator[Target]:
    """Yield the target of a row that is a project."""
    name, unit = row[columns.name], row[columns.unit]
    if not name.text or not unit.text:
        return
    due = row[columns.deadline].text if columns.deadline is not None else ""
    years = [mention.year for mention in find_years(due, is_prose=True)]
    measure = _Measure(name.printed, unit.printed, "", years[-1] if years else None, None)
    scope = _scope(row[setting.area]) if setting.area not in (None, columns.name) else None
    yield from _target(setting, (row, columns.name, columns.amount), measure, scope, None)


def _scope(cell: Cell) -> str | None:
    """Return the area that a cell names, None for the plan's own: (辛集) is 辛集."""
    is_own = is_whole(cell.text) or _TOTAL.fullmatch(cell.text)
    return None if is_own else cell.printed.strip("()（）") or None


def _measure(head: Cell, before: str = "") -> _Measure | None:
    """Return what a head measures, None where it names nothing.

    Args:
        head: Of a column, or of a row.
        before: What the column to its left measures: PM2.5浓度|较2020年下降比例.
    """
    words = head.text
    base = _BASE_YEAR.search(words)
    words, shown = _without(words, head.print((0, len(words))), base)
    year = _YEAR.search(words)
    words, shown = _without(words, shown, year)
    unit = _HEAD_UNIT.search(words)
    printed_unit = shown[slice(*unit.span("unit" if unit["unit"] else "last"))] if unit else ""
    words, shown = _without(words, shown, unit)
    words, shown = (form.replace("()", "").replace("（）", "") for form in (words, shown))
    change = _CHANGE.fullmatch(words)
    end = change.end("name") if change else len(words)
    end = len(_SAID_ELSEWHERE.sub("", words[:end])) or end
    name = (read_phrase(words[:end], 0, end).indicator or shown[:end]) if end else before
    if not name:
        return None
    return _Measure(
        name,
        printed_unit,
        shown[slice(*change.span("word"))] if change else "",
        int(year["year"]) if year else None,
        int(base["year"]) if base else None,
    )


def _without(words: str, shown: str, found: re.Match[str] | None) -> tuple[str, str]:
    """Return a head, as searched and as printed, without what was read of it."""
    if not found:
        return words, shown
    start, end = found.span()
    return words[:start] + words[end:], shown[:start] + shown[end:]


def _target(
    setting: _Setting,
    place: tuple[Sequence[Cell], int, int],
    measure: _Measure,
    scope: str | None,
    binding: Binding | None,
) -> Iterator[Target]:
    """Yield the target of a cell, from the row's label to the cell; nothing where it is none."""
    row, label, column = place
    cell = row[column]
    value = _VALUE.fullmatch(cell.text)
    if not value or _YEAR_HEAD.fullmatch(cell.text):
        return
    word = next((cell.print(value.span(k)) for k in ("word", "after") if value[k]), measure.change)
    if value["word"] and operator_of(shadow_of(word).text) == "=":
        return
    printed = cell.print(value.span("unit")) if value["unit"] else measure.unit
    printed = printed or _caption_unit(setting.unit, measure.name)
    name = shadow_of(measure.name).text
    goal = goal_operator(name)
    if not printed and goal == "=":
        return
    plan, year = setting.plan, measure.year or setting.year
    if year and year < _first_year(plan):
        return  # what is set out from
    start = min(row[label].start, cell.start) if row[label].end <= cell.start else cell.start
    start = (
        next(c.start for c in row if c.end > c.start)
        if row[label].end == row[label].start
        else start
    )
    yield Target(
        plan_id=plan.id,
        city=plan.place,
        clause_id=setting.clause.id,
        indicator=measure.name,
        scope=scope,
        comparator=word,
        value=float(value["number"].replace(",", "")),
        unit=printed,
        normal_unit=normal_unit(printed),
        operator=operator_of(shadow_of(word).text) if word else goal,
        year=year,
        base_year=measure.base_year,
        is_relative=bool(measure.change) or bool(re.match(comparators.CHANGE, value["word"] or "")),
        binding=binding,
        start=start,
        end=cell.end,
        quote=plan.text[start : cell.end],
        value_max=float(value["upper"]) if value["upper"] else None,
    )


def _first_year(plan: Plan) -> int:
    """Return the year that a plan begins in, or was issued in; 0 where neither is known."""
    if plan.period:
        return plan.period[0]
    return plan.issued.year if plan.issued else 0


def _caption_unit(units: str, name: str) -> str:
    """Return the unit that a caption gives (单位:微克/立方米、天), of several the one that fits."""
    given = re.findall(UNIT, units)
    if len(given) < 2:
        return units
    wanted = "天" if "天数" in name and not name.endswith(("率", "比例")) else "%"
    if wanted == "%" and not name.endswith(("率", "比例", "占比", "比重")):
        return next((unit for unit in given if unit not in ("天", "%")), "")
    return wanted if wanted in given else ""
