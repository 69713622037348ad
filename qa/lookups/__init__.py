"""Questions that are looked up: a clause, a cell, an office's tasks, a term, what a document is.

No sentence is weighed against another here; what is looked up is there or not.
"""

from typing import TYPE_CHECKING

from qa.lookups.cells import find_cell
from qa.lookups.clauses import find_clause
from qa.lookups.documents import find_document
from qa.lookups.goals import find_by_area, find_goals
from qa.lookups.tasks import find_tasks
from qa.lookups.terms import find_term
from qa.question import Question
from qa.scope import missing_places
from qa.types import Answer

if TYPE_CHECKING:
    from index import Hits, PlanIndex

_FINDERS = (
    find_clause, find_by_area, find_goals, find_cell, find_tasks, find_term, find_document,
)  # fmt: skip


def look_up(index: "PlanIndex", hits: "Hits", question: Question) -> Answer | None:
    """Return the answer to a question that can be looked up; None where the text must be read.

    Args:
        index: The plans.
        hits: Of the question's search: what it was understood to name.
        question: As it was read.
    """
    if missing_places(hits):
        return None  # of a city without a plan, nothing is there to be looked up
    return next((found for find in _FINDERS if (found := find(index, hits, question))), None)
