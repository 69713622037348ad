"""What computes takes turns."""

import threading

import pytest

from ui.search.responses import Request, respond
from ui.server.live_index import LiveIndex
from ui.server.work import ANSWERS, BusyError, Turns

QUESTION = "咸阳2020年PM2.5目标是多少？"


def test_no_more_compute_at_once_than_there_are_places():
    turns = Turns(2)
    with turns.taken(), turns.taken(), pytest.raises(BusyError), turns.taken(patience_s=0.01):
        pytest.fail("a third one had its turn")
    with turns.taken(patience_s=0.01):
        pass


def test_a_place_is_given_back_after_a_failure():
    turns = Turns(1)
    with pytest.raises(ZeroDivisionError), turns.taken():
        1 / 0  # noqa: B018
    with turns.taken(patience_s=0.01):
        pass


def test_who_waits_has_the_next_turn():
    turns, had = Turns(1), threading.Event()

    def wait():
        with turns.taken():
            had.set()

    with turns.taken():
        waiting = threading.Thread(target=wait)
        waiting.start()
        assert not had.wait(0.05)
    assert had.wait(5)
    waiting.join()


@pytest.mark.model
@pytest.mark.usefixtures("model_index")
def test_passages_do_not_wait_for_the_answer_to_somebody_else(model_folder):
    shown = respond(LiveIndex(model_folder), Request(QUESTION, (), (), 5, "hybrid"))
    with ANSWERS.taken():
        passages = next(shown)
    assert 'class="hit"' in passages
    assert "pending" in passages
    assert "53" in next(shown)
