"""From a plan to its targets."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from index.facts.targets import wording
from index.facts.targets.indicators import BLANK, is_scope, is_whole, read_phrase, shared_ending
from index.facts.targets.sentences import Sentence, read_sentences
from index.facts.targets.statements import Statement, find_statements, trimmed
from index.facts.targets.years import find_years
from index.facts.types import Binding, Target
from index.sentences import split_sentences
from index.types import Clause, Plan

_KEPT_PARTS = frozenset(["responsibility", "note"])
_JOINT = re.compile(r"[、和与及]")
_RELATIVE = re.compile(rf"(?:淘汰)?(?:有所|明显|大幅|显著|持续|稳步)?(?:{wording.CHANGE})")
MAX_SENTENCE_CHARS = 1_000
"""A longer one is a list that lost its marks."""
MAX_PHRASE_CHARS = 45
"""The longest indicator with its scope is 39 characters in the plans at hand."""


@dataclass(slots=True)
class _Context:
    """What a sentence has said so far."""

    year: int | None = None
    base_year: int | None = None
    area: str | None = None
    threshold: str | None = None
    last: Target | None = None
    rows: list[Target] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Setting:
    """Where a sentence stands: its clause, the headings above it and the year they give."""

    plan: Plan
    clause: Clause
    headings: str
    default_year: int | None


def extract_targets(plan: Plan) -> tuple[Target, ...]:
    """Return every quantity that a plan sets or limits, in order of its place.

    Standards, dates, numbers of documents, history and thresholds that only say who is meant
    (35蒸吨以下的锅炉) are left out.
    """
    found: list[Target] = []
    headings: dict[int, Clause] = {}
    for clause, start, end in _stretches(plan):
        headings[clause.level] = clause
        above = [headings[level].heading for level in sorted(headings) if level <= clause.level]
        headings = {level: c for level, c in headings.items() if level <= clause.level}
        found.extend(_in_stretch(plan, clause, above, start, end))
    unique = {(t.start, t.end, t.indicator, t.scope, t.value, t.comparator): t for t in found}
    return tuple(sorted(unique.values(), key=lambda target: (target.start, target.end)))


def _stretches(plan: Plan) -> Iterator[tuple[Clause, int, int]]:
    """Yield the clauses' own text, before their first part, without what is not running text."""
    excluded = [(part.start, part.end) for part in plan.boilerplate]
    excluded += [(part.start, part.end) for part in plan.parts if part.kind not in _KEPT_PARTS]
    excluded.sort()
    for number, clause in enumerate(plan.clauses):
        following = plan.clauses[number + 1] if number + 1 < len(plan.clauses) else None
        end = min(clause.end, following.start) if following else clause.end
        position = clause.start + len(clause.label)
        for begin, stop in excluded:
            if stop <= position or begin >= end:
                continue
            if position < begin:
                yield clause, position, begin
            position = max(position, stop)
        if position < end:
            yield clause, position, end


def _in_stretch(
    plan: Plan, clause: Clause, headings: Sequence[str], start: int, end: int
) -> Iterator[Target]:
    """Yield the targets of a clause's own text."""
    given = [mention.year for heading in headings for mention in find_years(heading)]
    default = given[-1] if given else (plan.period[1] if plan.period else None)
    setting = _Setting(plan, clause, "".join(headings), default)
    context = _Context()
    bounds = split_sentences(plan.text, start, end, max_chars=MAX_SENTENCE_CHARS)
    for begin, stop in bounds:
        parts = list(read_sentences(plan.text, begin, stop, plan.errata))
        context = _Context(year=context.year, area=None)
        for sentence in parts:
            if sentence is not parts[0]:
                context.year = _last_year(parts[0], sentence.start) or context.year
            _read_sentence(setting, sentence, context)
        yield from context.rows
        if plan.text[stop - 1] not in ";；:：":
            context = _Context()


def _last_year(sentence: Sentence, position: int) -> int | None:
    """Return the year that a sentence has named last before a bracket in it."""
    named = [y.year for y in sentence.years if not y.is_base and y.start < position]
    return named[-1] if named else None


def _read_sentence(setting: _Setting, sentence: Sentence, context: _Context) -> None:
    """Add the targets of a sentence, or of a bracket in it, to a context."""
    mentions = iter(sentence.years)
    mention = next(mentions, None)
    for statement in find_statements(sentence):
        while mention and mention.start < statement.end:
            if mention.is_base:
                context.base_year = mention.year
            else:
                context.year = mention.year
            mention = next(mentions, None)
        if statement.form == "threshold":
            _note_threshold(setting.plan, sentence, statement, context)
            continue
        target = _target(setting, sentence, statement, context)
        if target:
            context.rows.append(target)
            context.last = target


def _note_threshold(
    plan: Plan, sentence: Sentence, statement: Statement, context: _Context
) -> None:
    """Remember who a threshold means, for what is said of them next."""
    start = trimmed(sentence.text, statement.start, statement.end)
    verb = wording.VERB.match(sentence.text, start)
    printed = sentence.printed(plan.text, verb.end() if verb else start, statement.end)
    if is_scope(printed) and len(printed) <= MAX_PHRASE_CHARS:
        context.threshold = printed


def _target(
    setting: _Setting, sentence: Sentence, statement: Statement, context: _Context
) -> Target | None:
    """Return the target of a statement, None where nothing says what is measured."""
    plan = setting.plan
    named = _named(plan.text, sentence, statement, context)
    if not named or (plan.period and (context.year or 9999) < plan.period[0]):
        return None
    indicator, scope = named
    comparator = "…".join(sentence.printed(plan.text, *word) for word in statement.comparator)
    lead = sentence.text[sentence.segment(statement.start)[0] : statement.end]
    comparator = "力争" if comparator == "实现" and "力争" in lead else comparator
    start, end = sentence.shadow.source_range(statement.start, statement.end)
    words = sentence.text[slice(*statement.comparator[0])]
    is_relative = bool(_RELATIVE.match(words)) and words[-1] not in "到至在为"
    quantity = statement.quantity
    return Target(
        plan_id=plan.id,
        city=plan.city,
        clause_id=setting.clause.id,
        indicator=indicator,
        scope=scope,
        comparator=comparator,
        value=quantity.value if quantity else None,
        unit=_unit(plan.text, sentence, statement),
        year=context.year or setting.default_year,
        base_year=context.base_year if is_relative or statement.form == "direction" else None,
        is_relative=is_relative or statement.form == "direction",
        binding=_binding(setting.headings, lead + plan.text[end : end + 6]),
        start=start,
        end=end,
        quote=plan.text[start:end],
        upper=quantity.upper if quantity else None,
    )


def _unit(source: str, sentence: Sentence, statement: Statement) -> str:
    """Return the unit as printed; 百分之五 has %."""
    if not statement.quantity:
        return ""
    printed = sentence.printed(source, *statement.quantity.unit)
    return "%" if statement.quantity.is_percent else "".join(printed.split())


def _binding(headings: str, lead: str) -> Binding | None:
    """Return whether a target is binding, as its sentence or a heading above it says."""
    for words in (lead, headings):
        if wording.EXPECTED.search(words):
            return "expected"
        if wording.BINDING.search(words):
            return "binding"
    return None


def _named(
    source: str, sentence: Sentence, statement: Statement, context: _Context
) -> tuple[str, str | None] | None:
    """Return indicator and scope of a statement."""
    if statement.form == "count":
        return _counted(source, sentence, statement)
    begin, stop = statement.phrase
    if stop - begin > MAX_PHRASE_CHARS:
        return None
    named = _member(source, sentence, statement) if statement.items > 1 else None
    named = named or _phrase(source, sentence, begin, stop)
    return _completed(source, sentence, statement, context, named)


def _counted(
    source: str, sentence: Sentence, statement: Statement
) -> tuple[str, str | None] | None:
    """Return what is counted, and where."""
    start, end = statement.phrase
    while start < end and sentence.text[start] in f"的{BLANK}":
        start += 1
    indicator = sentence.printed(source, start, end)
    scope = None
    if statement.place:
        words = sentence.text[slice(*statement.place)].strip(BLANK)
        place = re.match(r"[一-鿿]{1,8}?[县区市州旗镇乡](?=[一-鿿])", words)
        if is_scope(words) and not is_whole(words):
            scope = sentence.printed(source, *statement.place)
        elif place and words.endswith("等"):
            scope = sentence.printed(source, statement.place[0], statement.place[0] + place.end())
    return (indicator, scope) if len(indicator) > 1 else None


def _member(source: str, sentence: Sentence, statement: Statement) -> tuple[str, str | None] | None:
    """Return what the n-th of n numbers belongs to: 烟尘、氮氧化物排放浓度分别不高于10、50毫克."""
    begin, stop = statement.phrase
    text = sentence.text[begin:stop]
    marks = [match.start() for match in _JOINT.finditer(text)]
    edges = [-1, *marks, len(text)]
    members = [text[a + 1 : b] for a, b in pairwise(edges)]
    if len(members) != statement.items:
        return _subject_member(source, sentence, statement)
    ending = shared_ending(members)
    at = begin + edges[statement.item] + 1
    printed = sentence.printed(source, at, at + len(members[statement.item]))
    is_last = statement.item + 1 == len(members)
    words = members[statement.item] + ("" if is_last else ending)
    phrase = read_phrase(words, 0, len(words))
    tail = "" if is_last else sentence.printed(source, stop - len(ending), stop)
    whole = re.sub(r"\([^()]*\)|（[^（）]*）", "", printed) + tail
    if phrase.indicator:
        scope = words[slice(*phrase.scope)] if phrase.scope else None
        return phrase.indicator, scope
    named = _tail(whole, words, phrase.name[0])
    scope = whole[: len(whole) - len(named)] if phrase.scope else _level(ending, whole)
    return (named if not scope else whole[len(scope) :]), scope or None


def _tail(printed: str, words: str, start: int) -> str:
    """Return the end of a printed phrase that begins at a place of its shadow."""
    return printed[start:] if len(printed) == len(words) else printed


def _level(ending: str, whole: str) -> str:
    """Return the scope of 黄色级别减排比例: 黄色级别."""
    match = re.match(r".*(?:级别|級別|预警|預警)(?=.)", whole) if ending else None
    return match.group() if match else ""


def _subject_member(
    source: str, sentence: Sentence, statement: Statement
) -> tuple[str, str | None] | None:
    """Return the n-th of n subjects that the segment before names: SCR和SNCR脱硝系统…."""
    start, _ = sentence.segment(statement.phrase[0])
    before, stop = sentence.segment_before(start)
    before = trimmed(sentence.text, before, stop)
    text = sentence.text[before:stop]
    end = next((n for n in range(2, len(text) + 1) if is_scope(text[:n])), 0)
    members = _JOINT.split(text[:end])
    if len(members) != statement.items or not all(members):
        return None
    indicator, _ = _phrase(source, sentence, *statement.phrase)
    latin = re.match(r"[A-Za-z0-9.]+", members[-1])
    ending = members[-1][latin.end() :] if latin else shared_ending(members)
    is_last = statement.item + 1 == len(members)
    return indicator, members[statement.item] + ("" if is_last else ending)


def _phrase(source: str, sentence: Sentence, begin: int, stop: int) -> tuple[str, str | None]:
    """Return the indicator and scope that a phrase prints; an empty indicator where it has none."""
    phrase = read_phrase(sentence.text, begin, stop)
    indicator = phrase.indicator or sentence.printed(source, *phrase.name)
    if not phrase.scope or is_whole(sentence.text[slice(*phrase.scope)].strip(BLANK)):
        return indicator, None
    return indicator, re.sub(r"[的中]$", "", sentence.printed(source, *phrase.scope)) or None


def _completed(
    source: str,
    sentence: Sentence,
    statement: Statement,
    context: _Context,
    named: tuple[str, str | None],
) -> tuple[str, str | None] | None:
    """Fill in what the sentence has said before: 县城达70%, and the area of the next indicator."""
    indicator, scope = named
    last = context.last
    if not indicator:
        return (last.indicator, scope) if last and scope else None
    start, _ = sentence.segment(statement.phrase[0])
    begin, stop = sentence.segment_before(start)
    if scope:
        context.area = scope if _is_area(scope) else context.area
    elif re.match(r"全[市县省区]", sentence.text[trimmed(sentence.text, start, stop or start) :]):
        context.area = None
    elif begin < stop and (found := _subject(source, sentence, begin, stop)):
        scope = found
    elif last and last.scope and last.indicator[-4:] == indicator[-4:]:
        scope = last.scope
    else:
        scope = context.area or context.threshold
    return indicator, scope


def _subject(source: str, sentence: Sentence, begin: int, stop: int) -> str | None:
    """Return the subject that the segment before is, or the area it begins with."""
    begin = trimmed(sentence.text, begin, stop)
    words = sentence.text[begin:stop].rstrip(BLANK)
    is_short = len(words) <= MAX_PHRASE_CHARS
    if is_short and is_scope(words) and not is_whole(words) and not _acts(words):
        return re.sub(r"的$", "", sentence.printed(source, begin, begin + len(words)))
    area = re.match(r"(?:城市)?建成区|[一-鿿]{2,6}(?:城区|建成区)|县城|市区", words)
    return sentence.printed(source, begin, begin + area.end()) if area else None


def _acts(words: str) -> bool:
    """Tell whether a segment says what is done."""
    return bool(wording.VERB.match(words) or wording.ACTING.search(words))


def _is_area(scope: str) -> bool:
    """Tell whether a scope is an area, which holds for the rest of its sentence."""
    return bool(
        re.search(r"(?:[县區区市州旗镇乡縣鎮鄉]|地[区區]|城[区區]|建成[区區]|县城|縣城)$", scope)
    )
