"""What a question asks of the document itself: its date, number, issuer, what it acts on."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from index.mentions import find_dates
from index.text import shadow_of
from index.types import Relation
from qa.citing import on_one_line
from qa.document_facts import Fact, facts_asked, words_of_documents
from qa.frames import say_decision
from qa.lookups.answers import Row, answer_of_rows, cite_marked, refusal, with_marks
from qa.question import Question
from qa.scope import asked_plans, place_names
from qa.types import Answer
from qa.wording import wording_of

if TYPE_CHECKING:
    from index import Hits, Plan, PlanIndex

Range = tuple[int, int]

TELLING = 1.0
"""Weight from which a word names a thing."""

_ASKS_ENDED = re.compile(r"废止|失效|作废|repealed|lapsed")
"""Else it is asked whether the document is in force."""
_MARKS = {
    "in force": re.compile(r"(?:现行|继续)?有效(?!期)"),
    "repealed": re.compile(r"(?:已经?|现已|宣布)?(?:废止|失效|作废|撤销)"),
    "superseded": re.compile(r"已?(?:被|由)?[^。\n]{0,60}?(?:修改|修订|修正|替代|取代|代替)"),
    "draft": re.compile(r"征求意见稿?|草案"),
}
"""What a page marks a document's force with."""
_ACTED_ON = re.compile(
    r"(?:落实|贯彻|依据|根据|按照|遵照)[^《》。\n]{0,20}(《[^》]+》(?:[^《》。，,；;]{0,24}《[^》]+》)*)"
    r"(?=[^。]{0,120}制定)"
)
"""The documents that a plan acts on, named by their titles alone."""
_IN_FORCE = re.compile(r"自[^,，。;；\n]{2,24}起(?:正式)?(?:施行|实施|执行|生效)")
_TERM = re.compile(r"有效期(?:限)?(?:为|至|到|是|:)*[^,，。;；\n]{2,16}")
_YEARS = re.compile(r"(?:19|20)\d\d\D{0,3}(?:(?:19|20)\d\d)?")
_DRAFTER = re.compile(r"([\u3400-\u9fff、]{2,40}?)(?:拟定|拟订|起草|草拟|编制|制定)的《")


def find_document(index: "PlanIndex", hits: "Hits", question: Question) -> Answer | None:
    """Return what a question asks of the documents it names, a row a plan.

    It may ask for several things at once: 文号和日期.
    """
    query = hits.query
    is_named = (
        query.plans or query.cities or query.provinces or query.regions or query.document_numbers
    )
    facts = facts_asked(question.text) if is_named else ()
    if not facts or _names_other(index, hits):
        return None
    finders = [_FINDERS[fact] for fact in facts]
    rows = []
    for plan_id in asked_plans(index, hits, question):
        plan = index.plan(plan_id)
        if ranges := [own for find in finders for own in dict.fromkeys(find(plan))]:
            rows.append(_row(index, plan, ranges, question, facts))
    if not rows and facts == ("number",):
        return refusal(question, "passage", "")  # a number that a document has is read at indexing
    return answer_of_rows(index, question, "passage", rows) if rows else None


def _names_other(index: "PlanIndex", hits: "Hits") -> bool:
    """Tell whether a question names a thing that is neither in the titles nor said of documents.

    六安老旧柴油货车方案什么时候印发 is asked of another document than that which the index has.
    """
    query = hits.query
    text = query.content or query.text
    for mention in query.document_numbers:
        text = text.replace(mention.text, " ")
    words = wording_of(index.words_of(text), place_names(index)).words if text.strip() else ()
    titles = "\n".join(shadow_of(head.title).text.lower() for head in index.heads())
    said = words_of_documents()
    return any(
        word.is_indexed
        and word.weight >= TELLING
        and len(word.text) > 1
        and not any(own in said or own in titles for own in (word.text, *word.alternatives))
        for word in words
    )


def _row(
    index: "PlanIndex",
    plan: "Plan",
    ranges: list[Range],
    question: Question,
    facts: Sequence[Fact],
) -> Row:
    """Return what a plan's document says of itself."""
    citations = []
    for start, end in ranges:
        clause = next(c for c in reversed(plan.clauses) if c.start <= start or c is plan.clauses[0])
        citations.append(cite_marked(index, plan.id, clause.id, start, end))
    texts = tuple(on_one_line(plan.text[start:end]) for start, end in ranges)
    text = "、".join(texts)
    if question.asks == "yes_no" and plan.status and "in_force" in facts:
        is_ended = plan.status in ("repealed", "superseded")
        is_yes = is_ended if _ASKS_ENDED.search(question.shadow) else plan.status == "in force"
        text = say_decision(is_yes, text, question.language)
    return Row(plan.id, text, tuple(citations), texts if len(texts) > 1 else ())


def _dates(plan: "Plan") -> Iterator[Range]:
    """Yield where the document's own date stands: as documents print it, else as its page does."""
    shadow = shadow_of(plan.text)
    found = [own for own in find_dates(shadow.text) if own.day == plan.issued]
    written = [own for own in found if own.is_written] or found
    for own in written[-1:]:
        yield shadow.source_range(own.start, own.end)


def _marks_of_force(plan: "Plan") -> Iterator[Range]:
    """Yield where the document or its page says whether it is in force: before its first clause."""
    body = next((clause.start for clause in plan.clauses if clause.kind == "body"), None)
    shadow = shadow_of(plan.text[:body])
    mark = _MARKS[plan.status].search(shadow.text) if plan.status else None
    if mark:
        yield shadow.source_range(*mark.span())


def _drafters(plan: "Plan") -> Iterator[Range]:
    """Yield who drew the document up: 县生态环境局拟定的《…》."""
    for match in _DRAFTER.finditer(plan.text):
        yield match.span(1)
        return


def _numbers(plan: "Plan") -> Iterator[Range]:
    """Yield where the document's number stands, in whatever print."""
    shadow, number = shadow_of(plan.text), shadow_of(plan.document_number or "").text
    if number and (start := shadow.text.find(number)) >= 0:
        yield shadow.source_range(start, start + len(number))


def _issuers(plan: "Plan") -> Iterator[Range]:
    """Yield where those who issued the document are named."""
    for name in (plan.issuer or "").split("、"):
        if name and (start := plan.text.find(name)) >= 0:
            yield start, start + len(name)


def _models(plan: "Plan") -> Iterator[Range]:
    """Yield the titles and numbers of the documents that this one acts on."""
    found = list(_referred(plan, "implements"))
    yield from found
    if not found and (titles := _ACTED_ON.search(plan.text)):
        yield titles.span(1)


def _referred(plan: "Plan", relation: Relation) -> Iterator[Range]:
    """Yield the titles and numbers of the documents that this one has a relation to."""
    for reference in plan.references:
        if reference.relation == relation:
            start = plan.text.rfind(reference.title, 0, reference.start) if reference.title else -1
            is_near = start >= 0 and reference.start - start < len(reference.title or "") + 8
            yield with_marks(plan.text, start if is_near else reference.start, reference.end)


def _first_days(plan: "Plan") -> Iterator[Range]:
    """Yield from when the document holds: 自2024年8月5日起施行, 自印发之日起施行."""
    shadow = shadow_of(plan.text)
    for found in [*_IN_FORCE.finditer(shadow.text)][-1:]:
        yield shadow.source_range(*found.span())


def _last_days(plan: "Plan") -> Iterator[Range]:
    """Yield until when the document holds: the day, else the years for which it does."""
    if plan.valid_until is None:
        return
    shadow = shadow_of(plan.text)
    days = [own for own in find_dates(shadow.text) if own.day == plan.valid_until]
    terms = [own for own in _TERM.finditer(shadow.text)]
    ends = [(own.start, own.end) for own in days] or [own.span() for own in terms]
    yield from (shadow.source_range(*own) for own in ends[-1:])


def _replaced(plan: "Plan") -> Iterator[Range]:
    """Yield the titles and numbers of the documents that this one repeals."""
    yield from _referred(plan, "replaces")


def _titles(plan: "Plan") -> Iterator[Range]:
    """Yield where the document's title stands."""
    shadow, title = shadow_of(plan.text), shadow_of(plan.title).text
    if title and (start := shadow.text.find(title)) >= 0:
        yield shadow.source_range(start, start + len(title))


def _periods(plan: "Plan") -> Iterator[Range]:
    """Yield the years in the document's title."""
    for start, end in _titles(plan):
        if years := _YEARS.search(plan.text, start, end):
            yield years.span()


_FINDERS: Mapping[Fact, Callable[["Plan"], Iterator[Range]]] = {
    "number": _numbers,
    "issued": _dates,
    "issuer": _issuers,
    "drafter": _drafters,
    "acts_on": _models,
    "in_force": _marks_of_force,
    "effective": _first_days,
    "expires": _last_days,
    "period": _periods,
    "replaces": _replaced,
    "title": _titles,
}
