"""A language model's answer, where it has one that the plans bear out."""

import logging
from typing import TYPE_CHECKING

from qa.abstaining import Evidence
from qa.grounding import Draft, grounded
from qa.language_model.borne_out import borne_out_lines
from qa.language_model.exchange import NoReplyError, post
from qa.language_model.located import locate
from qa.language_model.reply import read_reply
from qa.language_model.request import body_of, shown_passages
from qa.language_model.settings import LanguageModel
from qa.types import Answer

if TYPE_CHECKING:
    from index import Hits, PlanIndex

logger = logging.getLogger(__name__)


def answer_by_model(
    index: "PlanIndex", hits: "Hits", evidence: Evidence, extracted: Answer, model: LanguageModel
) -> Answer | None:
    """Return what a language model answers; None where the extracted answer stands.

    Nothing is sent where what the question names is not held, where plans are set side by side,
    and where the question has no passage. The confidence is that of the evidence, as it was
    calibrated for extraction; what a model says of its own would be worth nothing.

    Args:
        index: That was searched.
        hits: Of the question.
        evidence: What they are worth.
        extracted: The answer without a model, or why there is none.
        model: To be asked; whatever goes wrong with it is logged, and None is returned.
    """
    is_refused = evidence.is_final and extracted.status == "not_found"
    if is_refused or extracted.kind == "comparison" or hits.query.absent:
        return None
    shown = shown_passages(hits, evidence.selection.plans)
    if not shown:
        return None
    question = evidence.question
    try:
        reply = read_reply(post(model, body_of(model, question.text, shown)))
        found = locate(index, reply.quotations, shown)
        if not found:
            raise NoReplyError("no quotation stands in the passage it names")
        lines = borne_out_lines(index, question.text, reply.text, found)
        if not lines:
            raise NoReplyError("the quotations bear out nothing of the text")
    except NoReplyError as error:
        logger.warning("the language model is not used: %s", error)
        return None
    draft = Draft(
        kind=extracted.kind,
        confidence=extracted.confidence,
        text="\n".join(lines),
        citations=tuple(dict.fromkeys(own.citation for own in found)),
        items=lines if len(lines) > 1 else (),
        model=model.name,
    )
    answer = grounded(question, draft)
    return answer if answer.status == "answered" else None
