"""What the tables are made of, read before anybody opens one."""

import logging

from index import LantianError, PlanIndex
from ui.changed_files import changed_files
from ui.views.compare_page import indicators
from ui.views.duties_page import busiest_offices
from ui.views.plans_page import known_rows

logger = logging.getLogger(__name__)


def read_ahead(index: PlanIndex) -> None:
    """Read what the views show of all plans; who opens one first need not wait for it.

    What is wrong will be said to whoever opens a view.
    """
    try:
        known_rows(index)
        indicators(index)
        busiest_offices(index)
        changed_files(index)
        for head in index.heads():  # what an index before this one has read costs nothing
            index.facts(head.id)
    except LantianError as error:
        logger.info("not read ahead: %s", error)
    except Exception:  # nobody waits for it
        logger.exception("reading ahead failed")
