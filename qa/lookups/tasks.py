"""What an office has to do: 咸阳住建局要做什么."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.facts import names_office
from index.mentions import is_same_office
from index.text import shadow_of
from qa.citing import cite_range, on_one_line
from qa.frames import more_follow
from qa.grounding import Draft, grounded
from qa.lookups.answers import CONFIDENCE, refusal
from qa.question import Question
from qa.scope import asked_plans, place_names
from qa.types import Answer, Citation
from qa.wording import wording_of

if TYPE_CHECKING:
    from index import Hits, PlanIndex
    from index.facts import Duty

_ASKS_TASKS = re.compile(
    r"(?:做|干|办|管|抓)(?:些|好)?(?:什么|哪|啥)|(?:哪[些几一]|什么|有几)[项个件条]?(?:任务|职责|责任|工作|事|活)"
    r"|(?:任务|职责|责任|工作|分工)(?:是|有|包括|清单|一览)|(?:负责|牵头|参与|配合|承担|落实)(?:了|着)?(?:什么|哪|啥)"
    r"|what (?:must|should|does|do|has|is|are)\b.*\b(?:do|responsible|lead|in charge)"
    r"|duties of|tasks of|responsibilities",
    re.IGNORECASE,
)
_PARTS = re.compile(
    r"工作|任务|职责|责任|分工|承担|配合|协助|落实"
    r"|\b(?:leads?|leading|responsib\w+|charge|duties|duty|tasks?|parts?)\b",
    re.IGNORECASE,
)
"""Words that ask for an office's part, and name no topic that a task is about."""
MAX_NEARBY = 3
MAX_TASKS = 30
"""More than anybody reads at once; ``python -m qa duties`` lists them all."""
_END_OF_CLAUSE = re.compile(r"[,，。;；:：]")
_TOPIC_COVERAGE = 0.5
"""Share of the words of a topic, of the best task's, from which a task is about it."""
_LONG_QUOTE = 300


def find_tasks(index: "PlanIndex", hits: "Hits", question: Question) -> Answer | None:
    """Return the tasks of an office that a question names, each quoted with its bracket.

    An office's name alone asks for them too.

    Of a question that asks who leads or takes part, only those count in which it does; where
    there is none, it is not stated, and those of its other parts are nearby.
    """
    mentions = hits.query.departments
    is_alone = len(mentions) == 1 and hits.query.text.strip() == mentions[0].text
    if not mentions or not (is_alone or _ASKS_TASKS.search(question.shadow)):
        return None
    offices = [name for own in mentions for name in (own.names or (shadow_of(own.text).text,))]
    own = [
        duty
        for plan_id in asked_plans(index, hits, question)
        for duty in index.facts(plan_id).duties
        if duty.task.strip() and any(names_office(duty, office) for office in offices)
    ]
    duties = [duty for duty in own if any(_has_part(duty, office, question) for office in offices)]
    if own and not duties:
        nearby = [citation for duty in own[:MAX_NEARBY] for citation in _citations(index, duty)]
        said = "、".join(mention.text for mention in mentions)
        return refusal(question, "duty", said, nearby)
    duties = _on_topic(index, hits, [own.text for own in mentions], duties)
    is_cut, duties = len(duties) > MAX_TASKS, duties[:MAX_TASKS]
    if not duties:
        return None
    items = tuple(dict.fromkeys(_task(duty) for duty in duties))
    draft = Draft(
        kind="duty",
        confidence=CONFIDENCE,
        text="\n".join([*items, more_follow(question.language)] if is_cut else items),
        citations=tuple(citation for duty in duties for citation in _citations(index, duty)),
        items=items,
    )
    return grounded(question, draft)


def _has_part(duty: "Duty", office: str, question: Question) -> bool:
    """Tell whether an office has the part in a duty that is asked for."""
    if question.wants_lead == question.wants_participants:
        return True
    wanted = duty.lead if question.wants_lead else duty.participants
    return any(is_same_office(office, shadow_of(name).text) for name in wanted)


def _on_topic(
    index: "PlanIndex", hits: "Hits", offices: Sequence[str], duties: Sequence["Duty"]
) -> list["Duty"]:
    """Return the duties that are about what a question names besides the office; else all."""
    rest = hits.query.text
    for office in offices:
        rest = rest.replace(office, " ")
    rest = _PARTS.sub(" ", rest)
    topic = wording_of(index.words_of(rest), place_names(index)) if rest.strip() else None
    if topic is None or not any(word.is_indexed for word in topic.words):
        return list(duties)
    shares = [topic.coverage(shadow_of(duty.task).text.lower()) for duty in duties]
    best = max(shares, default=0.0)
    if best < _TOPIC_COVERAGE:
        return list(duties)
    return [duty for duty, share in zip(duties, shares, strict=True) if share >= 0.8 * best]


def _task(duty: "Duty") -> str:
    """Return what a task begins with: its heading or its first words."""
    words = on_one_line(duty.task)
    ends = [match.start() for match in _END_OF_CLAUSE.finditer(words)]
    return words[: next((end for end in ends if end >= 4), len(words))][:60]


def _citations(index: "PlanIndex", duty: "Duty") -> tuple[Citation, ...]:
    """Return the task with its bracket; of a long task its beginning, and the bracket."""
    place = duty.plan_id, duty.clause_id
    if not duty.is_inherited and duty.end - duty.task_start <= _LONG_QUOTE:
        return (cite_range(index, *place, duty.task_start, duty.end),)
    end = min(duty.task_end, duty.task_start + _LONG_QUOTE)
    return (
        cite_range(index, *place, duty.task_start, end),
        cite_range(index, *place, duty.start, duty.end),
    )
