"""From a plan to its targets."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from index.facts.targets.naming import MAX_PHRASE_CHARS, Context, name_and_scope
from index.facts.targets.sentences import Sentence, Statement, binding_of, read_sentences
from index.facts.targets.statements import find_statements
from index.facts.targets.tables import table_targets
from index.facts.types import Target, Threshold
from index.mentions import actions, comparators
from index.mentions.comparators import Operator, goal_operator, operator_of
from index.mentions.dates import find_years
from index.mentions.indicators import is_scope
from index.mentions.quantities import BELOW_THE_LINE, normal_unit, unit_kind
from index.text.layout import read_text
from index.text.sentences import split_sentences
from index.text.shadow import shadow_of
from index.types import Clause, Plan

_KEPT_PARTS = frozenset(["responsibility", "note"])
_RELATIVE = re.compile(rf"(?:淘汰)?(?:有所|明显|大幅|显著|持续|稳步)?(?:{comparators.CHANGE})")
_DATED_HOPE = re.compile(r"(?:力争|争取|努力)[^,;。]{0,3}(?:19|20)[0-9]{2}年[^,;。]{0,4}")
"""力争到2025年底, a segment of its own."""
_NO_SUBJECT = re.compile(r"罚款|罚金|拘留|处罚|有期徒刑")
_IS_WHEN = re.compile(r"的?(?:时|条件下|情况下|情形|后|前|期间)")
MAX_TITLE_CHARS = 16
MAX_SENTENCE_CHARS = 1_000
"""A longer one is a list that lost its marks."""


@dataclass(frozen=True, slots=True)
class _Setting:
    """Where a sentence stands: its clause, the headings above it and the year they give."""

    plan: Plan
    clause: Clause
    headings: str
    default_year: int | None
    found: "_Found"


@dataclass(slots=True)
class _Found:
    """What a plan says, in the order of reading; ``goals`` are the clauses that list goals."""

    targets: list[Target] = field(default_factory=list)
    thresholds: list[Threshold] = field(default_factory=list)
    goals: set[str] = field(default_factory=set)


def extract_targets(plan: Plan) -> tuple[Target, ...]:
    """Return every quantity that a plan sets or limits, in order of its place.

    Standards, dates, numbers of documents, history and fines are left out, and so are thresholds
    that only say who is meant (35蒸吨以下的锅炉): ``extract_thresholds`` has them.
    """
    return read_targets(plan)[0]


def extract_thresholds(plan: Plan) -> tuple[Threshold, ...]:
    """Return every quantity that only says who or what is meant, in order of its place."""
    return read_targets(plan)[1]


def read_targets(plan: Plan) -> tuple[tuple[Target, ...], tuple[Threshold, ...]]:
    """Return the targets and the thresholds of a plan, which are read together."""
    found = _Found()
    headings: dict[int, Clause] = {}
    for clause, start, end in _stretches(plan):
        headings[clause.level] = clause
        above = [headings[level].heading for level in sorted(headings) if level <= clause.level]
        headings = {level: c for level, c in headings.items() if level <= clause.level}
        if not _is_review(above):
            _read_stretch(_setting(plan, clause, above, found), start, end)
    _read_tables(plan, found)
    _fill_years(found)
    unique = {
        (t.start, t.end, t.indicator, t.scope, t.value, t.comparator): t for t in found.targets
    }
    thresholds = dict.fromkeys(found.thresholds)
    return (
        tuple(sorted(unique.values(), key=lambda target: (target.start, target.end))),
        tuple(sorted(thresholds, key=lambda threshold: (threshold.start, threshold.end))),
    )


def _fill_years(found: _Found) -> None:
    """Give what has no year that of the goals, where they all have one: of 2024 are its tasks."""
    years = {t.year for t in found.targets if t.year and t.clause_id in found.goals}
    if len(years) == 1:
        (year,) = years
        found.targets = [t if t.year else replace(t, year=year) for t in found.targets]


def _stretches(plan: Plan) -> Iterator[tuple[Clause, int, int]]:
    """Yield the clauses' own text, before their first part, without what is not running text."""
    excluded = [(part.start, part.end) for part in plan.boilerplate]
    excluded += [(part.start, part.end) for part in plan.parts if part.kind not in _KEPT_PARTS]
    excluded.sort()
    for number, clause in enumerate(plan.clauses):
        following = plan.clauses[number + 1] if number + 1 < len(plan.clauses) else None
        end = min(clause.end, following.start) if following else clause.end
        position = clause.start + len(clause.label)
        title = _title_end(plan, clause, position)
        if position < title < end:
            yield clause, position, title
            position = title
        for begin, stop in excluded:
            if stop <= position or begin >= end:
                continue
            if position < begin:
                yield clause, position, begin
            position = max(position, stop)
        if position < end:
            yield clause, position, end


def _title_end(plan: Plan, clause: Clause, position: int) -> int:
    """Return the end of a heading that has its line to itself; the position where none has.

    A longer one may be the first line of a sentence.
    """
    end = plan.text.find("\n", position)
    is_title = clause.heading and plan.text[position:end].strip() == clause.heading.strip()
    is_short = len(clause.heading) <= MAX_TITLE_CHARS and not re.search("[0-9，,]", clause.heading)
    return end if end >= 0 and is_title and is_short else position


def _is_review(headings: Sequence[str]) -> bool:
    """Tell whether a heading says that what has been done is reported below it."""
    return any(actions.REVIEW.search(shadow_of(heading).text) for heading in headings)


def _read_tables(plan: Plan, found: _Found) -> None:
    """Read the tables of a plan."""
    starts = [clause.start for clause in plan.clauses]
    for part in plan.parts:
        place = bisect_right(starts, part.start) - 1
        if part.kind != "table" or place < 0:
            continue
        clause = plan.clauses[place]
        headings = [heading for heading in clause.path if heading]
        if not _is_review(headings):
            year = _setting(plan, clause, headings, found).default_year
            found.targets += table_targets(plan, clause, part.start, part.end, year)


def _setting(plan: Plan, clause: Clause, headings: Sequence[str], found: _Found) -> _Setting:
    """Return where the sentences of a clause stand."""
    given = [mention.year for heading in headings for mention in find_years(heading, is_prose=True)]
    in_title = [mention.year for mention in find_years(plan.title, is_prose=True)]
    given = given or list(plan.period or in_title[:1])
    default = given[-1] if given else None
    return _Setting(plan, clause, shadow_of("".join(headings)).text, default, found)


def _read_stretch(setting: _Setting, start: int, end: int) -> None:
    """Read the sentences of a clause's own text."""
    plan = setting.plan
    context, goes_on = Context(), False
    # 到2025年,甲县…。乙县…: where goals are listed, a year holds until the next one.
    is_goal = "目标" in setting.headings
    if is_goal:
        setting.found.goals.add(setting.clause.id)
    bounds = split_sentences(plan.text, start, end, max_chars=MAX_SENTENCE_CHARS)
    for begin, stop in bounds:
        parts = list(read_sentences(plan.text, begin, stop, plan.errata))
        # 完成198万户。其中，甲省60万户: the second sentence shares out what the first has set.
        is_shared_out = parts[0].text.lstrip().startswith("其中")
        context = Context(
            year=context.year if goes_on or is_shared_out or is_goal else None,
            base_year=context.base_year if goes_on else None,
            is_expected=context.is_expected and goes_on,
            is_goal=is_goal or _opens_goals(plan.text, start, begin),
            last=context.last if goes_on or is_shared_out else None,
        )
        for sentence in parts:
            if sentence is not parts[0]:
                context.year = _last_year(parts[0], sentence.start) or context.year
                said = [target for end, target in context.said if end <= sentence.start]
                context.last = said[-1] if said else context.last
            _read_sentence(setting, sentence, context)
        goes_on = plan.text[stop - 1] in ";；:："


def _opens_goals(text: str, start: int, position: int) -> bool:
    """Tell whether the paragraph around a position has said that goals follow."""
    line = text.rfind("\n", start, position) + 1
    return actions.GOALS_FOLLOW.search(text, max(line, start), position) is not None


def _last_year(sentence: Sentence, position: int) -> int | None:
    """Return the year that a sentence has named last before a bracket in it."""
    named = [y.year for y in sentence.years if not y.is_base and y.start < position]
    return named[-1] if named else None


def _read_sentence(setting: _Setting, sentence: Sentence, context: Context) -> None:
    """Add the targets of a sentence, or of a bracket in it, to a context."""
    mentions = iter(sentence.years)
    mention = next(mentions, None)
    context.is_expected |= "预期目标" in sentence.text
    for statement in find_statements(sentence, context.is_goal):
        while mention and mention.start < statement.end:
            if mention.is_base:
                is_mean = len(mention.years) > 1 and sentence.text[mention.start].isdecimal()
                context.base_year = None if is_mean else mention.year  # 比2019-2021年均值下降
            else:
                context.year = mention.year
            mention = next(mentions, None)
        context.year = _year_of_item(sentence, statement) or context.year
        if statement.form == "threshold":
            _read_threshold(setting, sentence, statement, context)
            continue
        target = _target(setting, sentence, statement, context)
        if target:
            context.last = target
            context.said.append((statement.end, target))
            if not _is_earlier(setting.plan, context):
                setting.found.targets.append(target)
    for year in [mention, *mentions]:
        if year and not year.is_base:
            context.year = year.year  # 到2025年,基本消除…;覆盖率达到80%


def _year_of_item(sentence: Sentence, statement: Statement) -> int | None:
    """Return the n-th year where as many years as numbers are named: 2024年、2025年分别达到…."""
    before = [y for y in sentence.years if y.start < statement.end and not y.is_base]
    start, _ = sentence.segment(before[-1].start if before else statement.start)
    listed = [y.year for y in before if y.start >= start]
    is_of_members = re.search("[、和与及]", sentence.text[slice(*statement.phrase)])
    is_listed = 1 < statement.items == len(listed) and not is_of_members
    return listed[statement.item] if is_listed else None


def _is_earlier(plan: Plan, context: Context) -> bool:
    """Tell whether what was said last is of a year before the plan: history."""
    issued = plan.issued.year if plan.issued else None
    first = plan.period[0] if plan.period else issued
    return first is not None and context.year is not None and context.year < first


def _read_threshold(
    setting: _Setting, sentence: Sentence, statement: Statement, context: Context
) -> None:
    """Add a threshold, and remember who it means for what is said of them next."""
    threshold = _threshold(setting.plan, setting.clause, sentence, statement)
    printed = sentence.printed(setting.plan.text, statement.phrase[0], statement.end)
    is_who = (threshold is not None and threshold.subject) or is_scope(printed)
    if is_who and len(printed) <= MAX_PHRASE_CHARS:
        context.threshold = printed
    if threshold:
        setting.found.thresholds.append(threshold)


def _threshold(
    plan: Plan, clause: Clause, sentence: Sentence, statement: Statement
) -> Threshold | None:
    """Return the threshold of a statement; None where it names neither who nor what is measured.

    Fines and sentences (处二万元以上的罚款) mean nobody, and 达到150微克时 says when.
    """
    quantity, noun = statement.quantity, statement.place
    if quantity is None or noun is None or not statement.comparator:
        return None
    indicator = read_text(sentence.printed(plan.text, *statement.phrase))
    subject = read_text(sentence.printed(plan.text, *noun))
    _, segment_end = sentence.segment(noun[0])
    is_penalty = _NO_SUBJECT.search(sentence.text, noun[0], segment_end)
    if is_penalty or not (subject or indicator) or _IS_WHEN.match(sentence.text, noun[0]):
        return None
    start, end = sentence.shadow.source_range(statement.phrase[0], noun[1])
    return Threshold(
        plan_id=plan.id,
        city=plan.place,
        clause_id=clause.id,
        subject=subject or None,
        indicator=indicator,
        comparator=sentence.printed(plan.text, *statement.comparator[0]),
        value=quantity.value,
        unit=quantity.unit_as(sentence.printed(plan.text, *quantity.unit)),
        start=start,
        end=end,
        quote=plan.text[start:end],
        value_max=quantity.value_max,
    )


def _target(
    setting: _Setting, sentence: Sentence, statement: Statement, context: Context
) -> Target | None:
    """Return the target of a statement, None where nothing says what is measured."""
    plan = setting.plan
    named = name_and_scope(plan.text, sentence, statement, context)
    if not named:
        return None
    indicator, scope = named
    if "指数" in indicator and _operator(sentence.text, statement, indicator) == ">":
        return None  # AQI大于200 defines a day, and is no goal
    comparator = "…".join(sentence.printed(plan.text, *word) for word in statement.comparator)
    lead = sentence.text[sentence.segment(statement.start)[0] : statement.end]
    comparator = "力争" if comparator == "实现" and "力争" in lead else comparator
    start, end = sentence.shadow.source_range(statement.start, statement.end)
    is_relative = _is_relative(sentence.text, statement)
    quantity = statement.quantity
    unit = _unit(plan.text, sentence, statement)
    return Target(
        plan_id=plan.id,
        city=plan.place,
        clause_id=setting.clause.id,
        indicator=indicator,
        scope=scope,
        comparator=comparator,
        value=quantity.value if quantity else None,
        unit=unit,
        normal_unit=normal_unit(unit),
        operator=_operator(sentence.text, statement, indicator),
        year=context.year or setting.default_year,
        base_year=context.base_year if is_relative or statement.form == "direction" else None,
        is_relative=is_relative or statement.form == "direction",
        binding=binding_of(_lead(plan.text, sentence, statement, end), setting.headings)
        or ("expected" if context.is_expected else None),
        start=start,
        end=end,
        quote=plan.text[start:end],
        value_max=quantity.value_max if quantity else None,
    )


def _lead(source: str, sentence: Sentence, statement: Statement, end: int) -> str:
    """Return the words around a statement that may say how binding it is."""
    start = sentence.segment(statement.start)[0]
    first, stop = sentence.segment_before(start)
    dated = sentence.text[first:stop]
    dated = dated if _DATED_HOPE.fullmatch(dated) else ""
    following = re.match(r"[^,，;；。]{0,6}", source[end:])
    return dated + sentence.text[start : statement.end] + (following.group() if following else "")


def _is_relative(text: str, statement: Statement) -> bool:
    """Tell whether a statement sets a change (下降5%) and no level (降到5%, 提高…至5%)."""
    words = [text[slice(*word)] for word in statement.comparator]
    return (
        bool(words)
        and bool(_RELATIVE.match(words[0]))
        and not any(word[-1] in "到至在为" for word in words)
    )


def _operator(text: str, statement: Statement, indicator: str) -> Operator:
    """Return what the words that compare say, joined as they stand: 延长…至 is one."""
    words = "".join(text[slice(*word)] for word in statement.comparator)
    unit = text[slice(*statement.quantity.unit)] if statement.quantity else ""
    is_taken_out = statement.form == "count" and actions.TAKEN_OUT.match(words)
    if is_taken_out and unit_kind(unit) == "measure":
        return "decrease"  # 淘汰产能60万吨; 淘汰50家 is a count to be done
    if statement.form in ("measure", "area") and not words:
        return goal_operator(shadow_of(indicator).text)
    return operator_of(words)


def _unit(source: str, sentence: Sentence, statement: Statement) -> str:
    """Return the unit as printed; 百分之五 has %."""
    if not statement.quantity:
        return ""
    unit = statement.quantity.unit_as(sentence.printed(source, *statement.quantity.unit))
    start = sentence.segment(statement.start)[0]
    below = BELOW_THE_LINE.search(sentence.text, start, statement.quantity.printed[0])
    if not below or "/" in unit or unit_kind(shadow_of(unit).text) != "measure":
        return unit
    return "/".join([unit, "·".join(filter(None, below.groups()))])
