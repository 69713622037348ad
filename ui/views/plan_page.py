"""``/plan/ID``: a plan to be read, a quotation in it lit and in view."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import quote as quoted

from markupsafe import Markup
from starlette.requests import Request

from index import Plan, PlanIndex, QueryError
from index.corpus import lines_at
from index.quoting import trace_sentence, verify_quote
from index.text import shadow_of
from index.types import PlanHead, Reference
from qa import Duty, Target
from ui import texts
from ui.addresses import mark_of
from ui.changed_files import changed_files, state_of
from ui.citation import Cited
from ui.collection_texts import CHECKSUM, FIELD_NAMES, LEVELS, ORIGINS, PLAN_ID
from ui.views.finding import find_in_plan
from ui.views.plan_outline import outline_of
from ui.views.plan_text import Script, Section, sections_of
from ui.views.relations import relations
from ui.views.shell import Html, render

_RANGE = re.compile(r"(?P<start>\d{1,9})-(?P<end>\d{1,9})(?:-(?P<mark>[0-9a-f]{8}))?")
MIN_ELSEWHERE, MAX_ELSEWHERE = 12, 1000
"""Characters of a quotation that is looked for in other plans; less stands in many of them."""
SEARCHED_ELSEWHERE = 20
"""Passages like a quotation whose plans are looked through for it."""


@dataclass(slots=True)
class Part:
    """A clause's own text, with what was read out of it."""

    section: Section
    targets: list[Target] = field(default_factory=list)
    duties: list[Duty] = field(default_factory=list)


def plan_page(index: PlanIndex, request: Request) -> Html:
    """Return the view of a plan.

    Of the address ``at`` (``START-END``, or with the quotation's mark behind it) lights
    characters, ``q`` looks for words, ``script`` shows Simplified (``hans``) or Traditional
    (``hant``) characters.
    """
    plan_id = request.path_params["plan_id"]
    heads = {head.id: head for head in index.heads()}
    if plan_id not in heads:
        title = str(texts.NO_SUCH_PLAN)
        return render(request, "missing.html", title=title, status=404, named=plan_id)
    plan = index.plan(plan_id)
    query = request.query_params.get("q", "").strip()
    place = range_in(plan, request.query_params.get("at", ""))
    found = find_in_plan(index, plan, query)
    script = _script(request.query_params.get("script", ""))
    cited = _cited(plan, heads, place) if place else None
    state = state_of(changed_files(index), plan_id)
    return render(
        request,
        "plan.html",
        title=plan.title,
        active="/plans",
        plan=plan,
        own_path=f"/plan/{quoted(plan.id, safe='')}",
        head=heads[plan_id],
        parts=_parts(index, plan, place, found, script),
        outline=outline_of(plan, found, place[0] if place else None),
        references=_references(plan, heads),
        query=query,
        found=found,
        at=request.query_params.get("at", "") if place else "",
        anchor=f"#c-{place[0]}-{place[1]}" if place else "",
        cited=cited,
        scanned=lines_at(plan, *place) if place and index.corpus and not state else (),
        stands=_stands(cited, request.query_params.get("at", "")),
        is_lost=bool(request.query_params.get("at")) and place is None,
        elsewhere=_elsewhere(index, plan, cited, heads) if cited else (),
        file_state=state,
        related=relations(index)[plan_id],
        record=_record(heads[plan_id]),
        script=script,
        markup=Markup,
    )


def _record(head: PlanHead) -> list[tuple[str, str, str]]:
    """Return what is known of a plan: the field's name, what it says, how that is known."""
    rows = [(str(PLAN_ID), head.id, "")]
    for name, origin in head.origins:
        if name in FIELD_NAMES:
            value = getattr(head, name)
            said = "–".join(map(str, dict.fromkeys(value))) if name == "period" else str(value)
            shown = {"level": LEVELS, "status": texts.STATES}.get(name, {}).get(said)
            rows.append((str(FIELD_NAMES[name]), str(shown or said), str(ORIGINS[origin])))
    return [*rows, (str(CHECKSUM), head.sha256, "")]


def range_in(plan: Plan, said: str) -> tuple[int, int] | None:
    """Return the range of a plan's text that an address names; None where there is none."""
    match = _RANGE.fullmatch(said)
    if match is None:
        return None
    start, end = int(match["start"]), int(match["end"])
    return (start, end) if start < end <= len(plan.text) else None


def _stands(cited: Cited | None, said: str) -> bool | None:
    """Tell whether the characters are those that an address was made of; None where it is silent.

    A plan that is read anew may have other characters at the same place.
    """
    match = _RANGE.fullmatch(said)
    if cited is None or match is None or match["mark"] is None:
        return None
    return mark_of(cited.quote) == match["mark"]


def _script(said: str) -> Script:
    return "hans" if said == "hans" else "hant" if said == "hant" else ""


def _cited(plan: Plan, heads: dict[str, PlanHead], place: tuple[int, int]) -> Cited:
    """Return a quotation of a plan, to be copied."""
    start, end = place
    found = verify_quote(plan, start, end, plan.text[start:end])
    return Cited.of(found, found.quote, found.reference or plan.title, heads)


def _parts(
    index: PlanIndex,
    plan: Plan,
    place: tuple[int, int] | None,
    found: list[tuple[int, int]],
    script: Script,
) -> list[Part]:
    """Return the plan's text by clauses, with the targets and duties of each."""
    facts = index.facts(plan.id)
    targets: dict[str, list[Target]] = defaultdict(list)
    duties: dict[str, list[Duty]] = defaultdict(list)
    for target in facts.targets:
        targets[target.clause_id].append(target)
    for duty in facts.duties:
        duties[duty.clause_id].append(duty)
    sections = sections_of(plan, (place,) if place else (), found, script)
    return [Part(own, targets[own.clause.id], duties[own.clause.id]) for own in sections]


def _references(plan: Plan, heads: dict[str, PlanHead]) -> list[tuple[Reference, PlanHead | None]]:
    """Return the documents that a plan acts on or replaces, each with the plan that it is here."""
    by_number = {_bare(own.document_number): own for own in heads.values() if own.document_number}
    return [
        (own, by_number.get(_bare(own.document_number)))
        for own in plan.references
        if own.relation != "cites" or _bare(own.document_number) in by_number
    ]


def _bare(number: str) -> str:
    """Return a document's number without what is written in several ways."""
    return re.sub(r"[\s\[\]()〔〕【】]", "", shadow_of(number).text)


def _elsewhere(
    index: PlanIndex, plan: Plan, cited: Cited, heads: dict[str, PlanHead]
) -> list[Cited]:
    """Return where other plans have a quotation, in nearly the same words."""
    quote = cited.quote.strip()
    if not MIN_ELSEWHERE <= len(quote) <= MAX_ELSEWHERE:
        return []
    try:
        hits = index.search(quote, k=SEARCHED_ELSEWHERE, mode="lexical", plans=tuple(heads))
        others = dict.fromkeys(own.plan_id for hit in hits for own in hit.passages)
        traces = trace_sentence([index.plan(own) for own in others if own != plan.id], quote)
    except (ValueError, QueryError):  # no word in it
        return []
    return [
        Cited.of(own, own.quote, own.reference, heads)
        for own in traces
        if own.clause_id is not None
    ]
