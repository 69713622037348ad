"""The shortest complete span of a sentence that answers: a value, a date, an office, a list.

All positions here are in a sentence's shadow.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.mentions import Role, find_statement, part_in_role, responsibility_brackets
from index.text import CHINESE_COUNT, format_ordinal
from qa.agreeing import pollutant_agreement, year_agreement
from qa.deciding import side_of
from qa.quantities import fitting_quantities, times
from qa.question import Question
from qa.wording import Wording

Range = tuple[int, int]

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Found:
    """What answers in a sentence.

    Attributes:
        start: In the sentence's shadow; ``end`` is exclusive.
        items: The parts of a list, or the values of several.
        is_fitting: The sentence has the kind of thing that was asked for.
        polarity: Of an answer to yes or no: True for yes; None where the text decides nothing.
        is_led_to: The items stand behind the sentence, which ends with a colon.
        before: What a value has in common with others in front of it, a comparator; ``after``: a
            unit behind it. None where it has nothing, or it stands beside it.
    """

    start: int
    end: int
    items: tuple[Range, ...] = ()
    is_fitting: bool = True
    polarity: bool | None = None
    is_led_to: bool = False
    before: Range | None = None
    after: Range | None = None


_LEAD = re.compile(r"(?:原则上|分别|累计|平均|力争|在|于|到|截至|自|从)+(?=.)")
_DEADLINE = 1.0
"""A date that something is due by or starts at, against one that is only mentioned."""
_PAUSE = re.compile(r"[,，;；。：:]")
_PAUSE_OF_ITEMS = re.compile(r"[、,，;；]")
_BRACKET = re.compile(r"[(（]([^()（）]+)[)）]")
_ITEM_RUN = re.compile(r"[^、,，;；。：:“”\"]+(?:、[^、,，;；。：:“”\"]+)+")
_LIST_LEAD = re.compile(
    r".*(?:支持|包括|包含|综合运用|运用|推动|配备|整合|落实|做到|实行|建立|实现|淘汰|加强|构建|对|以(?![上下内])|为|至|即|是|与|将|由|涉及|含有?)"
)
LONG = 70
"""Characters from which a sentence says more than one thing."""
# What a question names must stand in the sentence in this form.
_EXPECTED: tuple[tuple[str, str], ...] = (
    (
        r"(?:哪|什么)[个份些部]?(?:文件|法规|依据|办法)|依据.{0,4}(?:什么|哪)|which (?:document|regulation)",
        r"《",
    ),
    (r"电话|热线|传真|phone|hotline", r"\d{3,4}[-－]?\d{7,8}|\b12\d{3}\b|1[3-9]\d{9}"),
    (r"邮箱|邮件|e-?mail", r"@"),
    (r"网址|网站|website|url", r"www\.|http"),
)
_COMMON = set("的了吗是不能可以要会还在和与，,？?")
_TERM = re.compile(r"[“\"《「]([^”\"》」]{2,14})[”\"》」]")


def find_span(sentence: str, question: Question, wording: Wording) -> Found:
    """Return what answers a question in a sentence, all of it where no kind of thing was asked.

    Args:
        sentence: Its shadow.
        question: What is asked.
        wording: The question's telling words: the value that stands nearest to them counts.
    """
    finder = {
        "number": _find_number,
        "when": _find_time,
        "duty": _find_duty,
        "list": _find_list,
        "yes_no": _find_decision,
        "definition": _find_definition,
    }.get(question.asks, _find_passage)
    return finder(sentence, question, wording)


def has_expected(sentence: str, question: str) -> bool:
    """Tell whether a sentence has the form of what a question names: a document, an address."""
    wanted = [form for asked, form in _EXPECTED if re.search(asked, question)]
    return all(re.search(form, sentence) for form in wanted)


def _find_passage(sentence: str, question: Question, wording: Wording) -> Found:
    """Return the sentence; of a long one the parts that have the words asked for."""
    whole = _find_statement(sentence, question, wording)
    is_fitting = has_expected(sentence, question.shadow)
    if whole.end - whole.start <= LONG:
        return Found(whole.start, whole.end, is_fitting=is_fitting)
    parts = _parts(sentence, whole.start, whole.end)
    enough = 0.95 * wording.coverage(sentence.lower())
    windows = [
        (parts[first][0], parts[last][1])
        for first in range(len(parts))
        for last in range(first, len(parts))
        if wording.coverage(sentence[parts[first][0] : parts[last][1]].lower()) >= enough
    ]
    start, end = min(
        windows, key=lambda window: window[1] - window[0], default=(whole.start, whole.end)
    )
    return Found(start, end, is_fitting=is_fitting)


def _find_statement(sentence: str, question: Question, wording: Wording) -> Found:
    """Return the sentence without a responsibility bracket and a label."""
    end = len(sentence)
    for start, stop in responsibility_brackets(sentence):
        if stop >= len(sentence) - 1:
            end = start
    label = re.match(
        rf"\s*(?:\d{{1,3}}[.、．]|\((?:{CHINESE_COUNT}|\d)+\)|{CHINESE_COUNT}+、)\s*",
        sentence,
    )
    start = label.end() if label and label.end() < end else 0
    return Found(start, end or len(sentence))


def _find_number(sentence: str, question: Question, wording: Wording) -> Found:
    """Return the quantity with a fitting unit that stands nearest to the words asked for."""
    units = question.units
    found = fitting_quantities(sentence, units, question.shadow)
    if not found:
        whole = _find_statement(sentence, question, wording)
        return Found(whole.start, whole.end, is_fitting=False)
    years = {int(year) for year in _YEAR.findall(question.shadow)}
    of_year = [m for m in found if year_agreement(sentence[: m.start()], m.group(), years) > 0]
    found = of_year or found
    of_pollutant = [
        m for m in found if pollutant_agreement(sentence.lower(), question.shadow, m.end()) > 0
    ]
    found = of_pollutant or found
    if question.wants_each and len(found) > 1:
        spans = tuple((match.start(), match.end()) for match in found)
        return Found(spans[0][0], spans[-1][1], items=spans)
    best = max(found, key=lambda match: _nearness(sentence, match.start(), match.end(), wording))
    return Found(_without_lead(best), best.end())


def _without_lead(match: re.Match[str]) -> int:
    """Return where a value begins without the words that only lead to it."""
    lead = _LEAD.match(match.group())
    return match.start() + (lead.end() if lead else 0)


def _find_time(sentence: str, question: Question, wording: Wording) -> Found:
    """Return the date or deadline that stands nearest to the words asked for."""
    found = list(times(sentence))
    if not found:
        whole = _find_statement(sentence, question, wording)
        return Found(whole.start, whole.end, is_fitting=False)
    best = max(
        found,
        key=lambda match: (
            _nearness(sentence, match.start(), match.end(), wording)
            + _DEADLINE * match.group().endswith(("前", "起", "底", "后"))
        ),
    )
    return Found(_without_lead(best), best.end())


def _nearness(sentence: str, start: int, end: int, wording: Wording) -> float:
    """Return how much of the words asked for stands near a place; what is nearer counts more."""
    total = 0.0
    for word in wording.words:
        places = [
            match.start()
            for spelling in (word.text, *word.alternatives)
            for match in re.finditer(re.escape(spelling), sentence)
        ]
        if places:
            distance = min(start - place if place < start else place - end + 6 for place in places)
            total += word.weight / (1.0 + max(0, distance) / 12)
    return total


def _find_duty(sentence: str, question: Question, wording: Wording) -> Found:
    """Return what the sentence says of who leads, takes part or is responsible."""
    said = find_statement(sentence)
    if said:
        if question.wants_lead != question.wants_participants:
            role: Role = "lead" if question.wants_lead else "participant"
            return Found(*part_in_role(sentence, *said, role))
        return Found(*said)
    whole = _find_statement(sentence, question, wording)
    return Found(whole.start, whole.end, is_fitting=False)


def _find_list(sentence: str, question: Question, wording: Wording) -> Found:
    """Return the run of items joined by 、 that stands nearest to the words asked for.

    Where a question says how many there are, a bracket with as many parts is one as well.
    """
    free = _without_duty(sentence)
    runs = [m.span() for m in _ITEM_RUN.finditer(free)]
    counted = [m.span(1) for m in _BRACKET.finditer(free) if question.count]
    runs += [r for r in counted if len(_PAUSE_OF_ITEMS.split(free[slice(*r)])) == question.count]
    if not runs:
        whole = _find_statement(sentence, question, wording)
        return Found(whole.start, whole.end, is_fitting=False)
    best = max(
        runs,
        key=lambda run: (
            _nearness(sentence, run[0], run[1], wording)
            + 0.6 * len(_PAUSE_OF_ITEMS.findall(sentence[slice(*run)]))
            + ("等" in sentence[slice(*run)])
        ),
    )
    items = _items(sentence, *best)
    is_fitting = has_count(sentence, items, question.count)
    return Found(items[0][0], items[-1][1], items=items, is_fitting=is_fitting)


_ORDINALS = "".join(format_ordinal(n, "chineseCounting") for n in range(1, 11))
"""Characters before which a number goes on: 二十类 are not 十类."""


def has_count(sentence: str, items: Sequence[Range], count: int) -> bool:
    """Tell whether a list has as many items as asked for, or its sentence says that it has.

    Args:
        sentence: Its shadow.
        items: Of the list.
        count: Asked for; 0 for any.
    """
    ordinal = format_ordinal(count, "chineseCounting") if count else ""
    written = f"[{ordinal}两]" if count == 2 else ordinal
    numeral = rf"(?:(?<![{_ORDINALS}]){written}|(?<!\d){count})"
    kind = r"(?:大|个)?(?:[类种个项条本份方面]|重点)"
    return (
        len(items) == count or re.search(f"{numeral}{kind}" if count else "", sentence) is not None
    )


def _without_duty(sentence: str) -> str:
    """Return a sentence with its responsibility brackets blanked, as long as before."""
    for start, end in responsibility_brackets(sentence):
        sentence = sentence[:start] + "。" * (end - start) + sentence[end:]
    return sentence


def _items(sentence: str, start: int, end: int) -> tuple[Range, ...]:
    """Return the items of a run, without the words that lead to the first and end the last."""
    items: list[Range] = []
    position = start
    for part in _PAUSE_OF_ITEMS.split(sentence[start:end]):
        items.append((position, position + len(part)))
        position += len(part) + 1
    for place, item in enumerate(items[:-1]):
        if lead := re.match(r".*等[^、]*的", sentence[item[0] : item[1]]):
            items = [(item[0] + lead.end(), item[1]), *items[place + 1 :]]
            break
    first, last = items[0], items[-1]
    lead = _LIST_LEAD.match(sentence[first[0] : first[1]])
    if lead and lead.end() < first[1] - first[0]:
        items[0] = (first[0] + lead.end(), first[1])
    tail = re.search(r"等", sentence[last[0] : last[1]])
    if tail and tail.start() > 1:
        items[-1] = (items[-1][0], last[0] + tail.start())
    return tuple(item for item in items if item[0] < item[1])


def _find_decision(sentence: str, question: Question, wording: Wording) -> Found:
    """Return the part of the sentence that is most about the question, and which side it takes."""
    whole = _find_statement(sentence, question, wording)
    parts = _parts(sentence, whole.start, whole.end)
    asked = set(question.shadow) - _COMMON
    best = max(parts, key=lambda part: _nearness_of_part(sentence[slice(*part)], asked, wording))
    return decision_in(sentence, best, question)


def _nearness_of_part(part: str, asked: set[str], wording: Wording) -> float:
    """Return how much of a question's words and characters a part of a sentence has."""
    return wording.coverage(part.lower()) + len(asked & set(part)) / max(1, len(asked))


def decision_in(sentence: str, span: Range, question: Question) -> Found:
    """Return the parts of a sentence that a span lies in, and the side that they take.

    Args:
        sentence: Its shadow.
        span: Of what decides.
        question: What is asked.
    """
    start, end = parts_around(sentence, span)
    return Found(start, end, polarity=side_of(question.shadow, sentence[start:end]))


def parts_around(sentence: str, span: Range) -> Range:
    """Return the parts between commas that a span of a sentence lies in."""
    meeting = [p for p in _parts(sentence, 0, len(sentence)) if p[0] < span[1] and span[0] < p[1]]
    return (meeting[0][0], meeting[-1][1]) if meeting else span


def _parts(sentence: str, start: int, end: int) -> list[Range]:
    """Return the parts between commas."""
    parts, position = [], start
    for pause in _PAUSE.finditer(sentence, start, end):
        if pause.start() > position:
            parts.append((position, pause.start()))
        position = pause.end()
    if position < end:
        parts.append((position, end))
    return parts or [(start, end)]


def quoted_terms(question: str) -> tuple[str, ...]:
    """Return what a question puts in quotation marks."""
    return tuple(_TERM.findall(question))


def _find_definition(sentence: str, question: Question, wording: Wording) -> Found:
    """Return what the sentence explains a term with: a bracket behind it or the list before it."""
    for place in _term_places(sentence, question, wording):
        after = re.match(r"[”\"]?\s*\(([^()]{4,})\)", sentence[place[1] :])
        if after:
            return Found(place[1] + after.start(1), place[1] + after.end(1))
        before = re.search(
            r"((?:[^、,，;；。：:“”\"]+、)+[^、,，;；。：:“”\"]+?)(?:等|的)?[“\"]?$",
            sentence[: place[0]],
        )
        if before:
            items = _items(sentence, before.start(1), before.end(1))
            return Found(items[0][0], items[-1][1], items=items)
        means = re.match(r"[”\"]?(?:是指|即|指|:|：)(.{4,}?)(?:[。;；]|$)", sentence[place[1] :])
        if means:
            return Found(place[1] + means.start(1), place[1] + means.end(1))
    whole = _find_statement(sentence, question, wording)
    return Found(whole.start, whole.end, is_fitting=False)


def _term_places(sentence: str, question: Question, wording: Wording) -> Sequence[Range]:
    """Return where a sentence has the term that is asked about, or another word for it."""
    term = next(iter(quoted_terms(question.shadow)), "")
    words = [term] if term else []
    words += [
        spelling
        for word in sorted(wording.words, key=lambda word: -word.weight)
        for spelling in (word.text, *word.alternatives)
        if not term or word.text in term or term in word.text
    ]
    found = []
    for word in dict.fromkeys(words):
        if term and not (word == term or word.endswith(term[-3:]) or len(word) > 3):
            continue
        found += [(m.start(), m.end()) for m in re.finditer(re.escape(word), sentence)]
    return found
