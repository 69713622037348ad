"""What a question asks of the document itself: its date, number, issuer, what it acts on."""

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from index.text import shadow_of
from qa.citing import on_one_line
from qa.lookups.answers import Row, answer_of_rows, cite_marked, with_marks
from qa.question import Question
from qa.scope import asked_plans, place_names
from qa.types import Answer
from qa.wording import wording_of

if TYPE_CHECKING:
    from index import Hits, Plan, PlanIndex

Range = tuple[int, int]

_ISSUED = re.compile(
    r"(?:落款|成文|签发|印发|发布|公布|出台|下发|发文).{0,6}(?:日期|时间|哪一?[天年日]|什么时候|何时|几[月号]|多久)"
    r"|(?:什么时候|何时|哪[一]?[天年]|几月几号).{0,4}(?:落款|成文|签发|印发|发布|公布|出台|下发|发文)"
    r"|when (?:was|were|did).*\b(?:issued?|published?|released?|dated?|signed?)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"文号|发文字号|文件编号|document number|reference number", re.IGNORECASE)
_ISSUER = re.compile(
    r"(?:谁|哪[个些家级]?(?:单位|机关|部门|机构|政府)?|什么(?:单位|机关|部门)).{0,3}"
    r"(?:印发|发布|发的|制定|出台|下发)"
    r"|(?:印发|发布|发文|制定|签发)(?:单位|机关|机构)"
    r"|who issued|issued by|issuing (?:body|authority)",
    re.IGNORECASE,
)
_ACTS_ON = re.compile(
    r"(?:落实|贯彻|依据|根据|按照?|遵照|执行).{0,8}(?:哪|什么).{0,6}(?:文件|通知|方案|计划|规划|决定|意见|部署)"
    r"|(?:上位|上级)(?:文件|依据|规划)"
    r"|(?:which|what) .*(?:document|plan|notice).*(?:implement|based on)",
    re.IGNORECASE,
)
_ABOUT_THE_DOCUMENT = re.compile(
    r"落款|成文|签发|印发|发布|公布|出台|下发|发文|落实|贯彻|依据|根据|按照|遵照|制定|编制|文号|字号|单位|机关|机构|政府|省|市|国家|自治区"
    r"|上位|上级|日期|时间|文件|通知|日|号|为了|省里"
)
_ABOUT_IT_ENGLISH = re.compile(
    r"\b(?:documents?|plans?|notices?|numbers?|issu(?:ed?|ing)|publish(?:ed)?|released?|dated?|signed?"
    r"|authority|body|implements?|based)\b",
    re.IGNORECASE,
)  # taken out first: they lead to many words, 印发 not always among them
_SMALL = r"([\d十一二三四五六七八九]{1,3})"
_DATE = re.compile(rf"([\d〇零○一二三四五六七八九]{{4}}) *年 *{_SMALL} *月 *{_SMALL} *日")
_DIGITS = str.maketrans("〇零○Ｏ一二三四五六七八九", "0000123456789")


def find_document(index: "PlanIndex", hits: "Hits", question: Question) -> Answer | None:
    """Return what a question asks of the documents it names, a row a plan."""
    asked: tuple[tuple[re.Pattern[str], Callable[[Plan], Iterator[Range]]], ...] = (
        (_ISSUED, _dates),
        (_NUMBER, _numbers),
        (_ISSUER, _issuers),
        (_ACTS_ON, _models),
    )
    find = next((find for form, find in asked if form.search(question.shadow)), None)
    is_named = bool(hits.query.plans or hits.query.cities or hits.query.document_numbers)
    if find is None or not is_named or not _is_about_the_document(index, hits):
        return None
    rows = []
    for plan_id in asked_plans(index, hits, question):
        plan = index.plan(plan_id)
        if ranges := list(find(plan)):
            rows.append(_row(index, plan, ranges))
    return answer_of_rows(index, question, "passage", rows) if rows else None


def _is_about_the_document(index: "PlanIndex", hits: "Hits") -> bool:
    """Tell whether a question names nothing that the plans speak of, but the document."""
    text = _ABOUT_IT_ENGLISH.sub(" ", hits.query.text)
    for mention in hits.query.document_numbers:
        text = text.replace(mention.text, " ")
    words = wording_of(index.words_of(text), place_names(index)).words if text.strip() else ()
    titles = "".join(shadow_of(index.plan(id_).title).text.lower() for id_ in hits.query.plans)
    return all(
        _ABOUT_THE_DOCUMENT.fullmatch(word.text)
        or word.text in titles
        or not word.is_indexed
        or word.weight < 1.0
        or len(word.text) == 1
        for word in words
    )


def _row(index: "PlanIndex", plan: "Plan", ranges: list[Range]) -> Row:
    """Return what a plan's document says of itself."""
    citations = []
    for start, end in ranges:
        clause = next(c for c in reversed(plan.clauses) if c.start <= start or c is plan.clauses[0])
        citations.append(cite_marked(index, plan.id, clause.id, start, end))
    texts = tuple(on_one_line(plan.text[start:end]) for start, end in ranges)
    return Row(plan.id, "、".join(texts), tuple(citations), texts if len(texts) > 1 else ())


def _dates(plan: "Plan") -> Iterator[Range]:
    """Yield where the document's own date stands."""
    if plan.issued is None:
        return
    wanted = (plan.issued.year, plan.issued.month, plan.issued.day)
    found = [
        match.span()
        for match in _DATE.finditer(plan.text)
        if tuple(map(_number, match.groups())) == wanted
    ]
    yield from found[-1:]


def _number(text: str) -> int:
    """Return a year, month or day; 0 for what is none."""
    if match := re.fullmatch(r"([一二三]?)十([一二三四五六七八九]?)", text):
        tens, ones = (part.translate(_DIGITS) for part in match.groups())
        return 10 * int(tens or 1) + int(ones or 0)
    digits = text.translate(_DIGITS)
    return int(digits) if digits.isdigit() else 0


def _numbers(plan: "Plan") -> Iterator[Range]:
    """Yield where the document's number stands."""
    if plan.document_number and (start := plan.text.find(plan.document_number)) >= 0:
        yield start, start + len(plan.document_number)


def _issuers(plan: "Plan") -> Iterator[Range]:
    """Yield where those who issued the document are named."""
    for name in (plan.issuer or "").split("、"):
        if name and (start := plan.text.find(name)) >= 0:
            yield start, start + len(name)


def _models(plan: "Plan") -> Iterator[Range]:
    """Yield the titles and numbers of the documents that this one acts on."""
    for reference in plan.references:
        if reference.relation == "implements":
            start = plan.text.rfind(reference.title, 0, reference.start) if reference.title else -1
            is_near = start >= 0 and reference.start - start < len(reference.title or "") + 8
            yield with_marks(plan.text, start if is_near else reference.start, reference.end)
