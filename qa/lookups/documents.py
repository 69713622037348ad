"""What a question asks of the document itself: its date, number, issuer, what it acts on."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from index.mentions import find_dates
from index.text import shadow_of
from qa.citing import on_one_line
from qa.frames import say_decision
from qa.lookups.answers import Row, answer_of_rows, cite_marked, refusal, with_marks
from qa.question import Question
from qa.scope import asked_plans, place_names
from qa.types import Answer
from qa.wording import wording_of

if TYPE_CHECKING:
    from index import Hits, Plan, PlanIndex

Range = tuple[int, int]

_WHEN = r"(?:什么时[候间]|何时|啥时候|哪[一]?[天年月日]|几月几[号日])"
_ISSUING = r"(?:落款|成文|签发|印发|发布|公布|出台|下发|发文|颁布|颁发|[发出]的)"
_ISSUED_ENGLISH = r"\b(?:issu(?!es)|publish|releas|sign|put out|came out)"
_ISSUED = re.compile(
    rf"{_ISSUING}.{{0,6}}(?:日期|时间|{_WHEN}|几[月号]|多久)|{_WHEN}.{{0,4}}{_ISSUING}"
    r"|[文字]号.{0,3}[和与及、,，].{0,3}(?:日期|时间)|(?:日期|时间).{0,3}[和与及、,，].{0,3}[文字]号"
    rf"|(?:when|(?:what|which) (?:day|date)).*(?:{_ISSUED_ENGLISH}|\bdated?)"
    rf"|{_ISSUED_ENGLISH}.*\b(?:when|date|(?:what|which) day)|date of (?:issue|publication|release)"
    r"|(?:date|number) and (?:document |reference )?(?:date|number)",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"文号|发文字号|文件编号|文件(?:的)?(?:编)?号|几号文|document number|reference number",
    re.IGNORECASE,
)
_BODY = r"(?:单位|机关|部门|机构|政府|局)"
_WHO = rf"(?:谁|哪一?(?:[个些家级]{_BODY}?|{_BODY})|什么{_BODY})"
_ISSUER = re.compile(
    rf"{_WHO}.{{0,3}}(?:印发|发布|发的|制定|出台|下发|颁布)"
    r"|(?:印发|发布|发文|制定|签发)(?:单位|机关|机构|部门)"
    rf"|(?:who|(?:what|which) (?:body|office|authority|agency|department)) {_ISSUED_ENGLISH}"
    r"|issued by|issuing (?:body|authority|office)|issuer",
    re.IGNORECASE,
)
_DRAFTED_BY = re.compile(
    rf"{_WHO}.{{0,3}}(?:拟定|拟订|起草|草拟|编制|牵头编)|who drafted", re.IGNORECASE
)
_ACTS_ON = re.compile(
    r"(?:落实|贯彻|依据|根据|按照?|遵照|执行).{0,8}(?:哪|什么).{0,6}(?:文件|通知|方案|计划|规划|决定|意见|部署)"
    r"|(?:依据|根据)(?:的)?(?:是|有)(?:哪|什么)|(?:编制|制定)(?:的)?依据"
    r"|(?:上位|上级)(?:文件|依据|规划)"
    r"|(?:which|what) .*(?:document|plan|notice).*(?:implement|based on)",
    re.IGNORECASE,
)
_VALID = re.compile(
    r"有效吗|有没有效|是否(?:还|仍|继续)?有效|(?:还|仍然?)(?:有效|管用|算数)|(?:废止|失效|作废)(?:了|吗|没)"
    r"|(?:是否|有没有|是不是)已?经?(?:被)?(?:废止|失效|作废)|现行有效"
    r"|still (?:valid|in force)|repealed",
    re.IGNORECASE,
)
_ASKS_ENDED = re.compile(r"废止|失效|作废|repealed", re.IGNORECASE)
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
_DRAFTER = re.compile(r"([\u3400-\u9fff、]{2,40}?)(?:拟定|拟订|起草|草拟|编制|制定)的《")
_ABOUT_THE_DOCUMENT = re.compile(
    r"(?:落款|成文|签发|印发|发布|公布|出台|下发|发文|落实|贯彻|依据|根据|按照|遵照|制定|编制|文号|字号|单位|机关|机构|政府|省|市|国家|自治区"
    r"|上位|上级|日期|时间|文件|通知|日|号|为了|省里|颁布|颁发|拟定|拟订|起草|草拟|现行|有效|效力|失效|废止|作废|管用|算数|县|州|部门"
    r"|大气|空气|污染|防治|治理)+"
)
"""Words for a document and for what all of these documents are on."""
_ABOUT_IT_ENGLISH = re.compile(
    r"\b(?:documents?|plans?|notices?|numbers?|issu(?:ed?|ing)|publish(?:ed)?|released?|dated?|signed?"
    r"|authority|body|implements?|based|put|out|came|issuance|publication|day)\b",
    re.IGNORECASE,
)  # taken out first: they lead to many words, 印发 not always among them


def find_document(index: "PlanIndex", hits: "Hits", question: Question) -> Answer | None:
    """Return what a question asks of the documents it names, a row a plan.

    It may ask for several things at once: 文号和日期.
    """
    asked: tuple[tuple[re.Pattern[str], Callable[[Plan], Iterator[Range]]], ...] = (
        (_NUMBER, _numbers),
        (_ISSUED, _dates),
        (_ISSUER, _issuers),
        (_DRAFTED_BY, _drafters),
        (_ACTS_ON, _models),
        (_VALID, _marks_of_force),
    )
    forms = [form for form, _ in asked if form.search(question.shadow)]
    finders = [find for form, find in asked if form in forms]
    query = hits.query
    is_named = query.plans or query.cities or query.provinces or query.document_numbers
    if not finders or not is_named or not _is_about_the_document(index, hits, forms):
        return None
    rows = []
    for plan_id in asked_plans(index, hits, question):
        plan = index.plan(plan_id)
        if ranges := [own for find in finders for own in dict.fromkeys(find(plan))]:
            rows.append(_row(index, plan, ranges, question))
    if not rows and forms == [_NUMBER]:
        return refusal(question, "passage", "")  # a number that a document has is read at indexing
    return answer_of_rows(index, question, "passage", rows) if rows else None


def _is_about_the_document(
    index: "PlanIndex", hits: "Hits", forms: Iterable[re.Pattern[str]]
) -> bool:
    """Tell whether a question names nothing that the plans speak of, but the document.

    Args:
        index: That was asked.
        hits: Of the question.
        forms: That it asks in; their words name no topic, however they are cut: 文字 in 发文字号.
    """
    text = _ABOUT_IT_ENGLISH.sub(" ", hits.query.content or hits.query.text)
    for form in forms:
        text = form.sub(" ", text)
    for mention in hits.query.document_numbers:
        text = text.replace(mention.text, " ")
    words = wording_of(index.words_of(text), place_names(index)).words if text.strip() else ()
    meant = hits.query.plans or (hits.plans if hits.query.cities else ())
    titles = "".join(shadow_of(index.plan(id_).title).text.lower() for id_ in meant)
    return all(
        any(
            _ABOUT_THE_DOCUMENT.fullmatch(own) or own in titles
            for own in (word.text, *word.alternatives)
        )
        or not word.is_indexed
        or word.weight < 1.0
        or len(word.text) == 1
        for word in words
    )


def _row(index: "PlanIndex", plan: "Plan", ranges: list[Range], question: Question) -> Row:
    """Return what a plan's document says of itself."""
    citations = []
    for start, end in ranges:
        clause = next(c for c in reversed(plan.clauses) if c.start <= start or c is plan.clauses[0])
        citations.append(cite_marked(index, plan.id, clause.id, start, end))
    texts = tuple(on_one_line(plan.text[start:end]) for start, end in ranges)
    text = "、".join(texts)
    if question.asks == "yes_no" and plan.status and _VALID.search(question.shadow):
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
    has_number = False
    for reference in plan.references:
        if reference.relation == "implements":
            start = plan.text.rfind(reference.title, 0, reference.start) if reference.title else -1
            is_near = start >= 0 and reference.start - start < len(reference.title or "") + 8
            yield with_marks(plan.text, start if is_near else reference.start, reference.end)
            has_number = True
    if not has_number and (titles := _ACTED_ON.search(plan.text)):
        yield titles.span(1)
