"""What computes takes turns."""

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from ui.search.responses import Request, respond
from ui.server.live_index import LiveIndex
from ui.server.work import ANSWERS, BusyError, GoneError, Turns

QUESTION = "咸阳2020年PM2.5目标是多少？"


def _had(turns):
    with turns.taken():
        return True


def _is_waited_for(turns):
    return bool(turns._waiting)


def _wait_until(is_so):
    end = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_no_more_compute_at_once_than_there_are_places():
    turns = Turns(2, patience_s=0.01)
    with turns.taken(), turns.taken(), pytest.raises(BusyError), turns.taken():
        pytest.fail("a third one had its turn")
    with turns.taken():
        pass


def test_a_place_is_given_back_after_a_failure():
    turns = Turns(1, patience_s=0.01)
    with pytest.raises(ZeroDivisionError), turns.taken():
        1 / 0  # noqa: B018
    with turns.taken():
        pass


def test_no_more_wait_than_may():
    turns = Turns(1, waiting=1, patience_s=60)
    with ThreadPoolExecutor() as pool, turns.taken():
        first = pool.submit(_had, turns)
        _wait_until(lambda: _is_waited_for(turns))
        with pytest.raises(BusyError), turns.taken():
            pytest.fail("a second one waited")
        assert not first.done()
    assert first.result()


def test_threads_and_requests_share_the_places_in_their_order():
    turns, order = Turns(1), []

    def thread():
        with turns.taken():
            order.append("thread")

    async def request():
        async with turns.awaited():
            order.append("request")

    async def both(pool):
        with turns.taken():
            first = pool.submit(thread)
            while not _is_waited_for(turns):
                await asyncio.sleep(0.005)
            second = asyncio.create_task(request())
            await asyncio.sleep(0.02)
            assert order == []
        await second
        first.result()

    with ThreadPoolExecutor() as pool:
        asyncio.run(both(pool))
    assert order == ["thread", "request"]


def test_a_request_that_is_given_up_leaves_its_place_to_the_next():
    turns = Turns(1, patience_s=0.05)

    async def request():
        async with turns.awaited():
            pass

    async def crowd():
        with turns.taken():
            gone = asyncio.create_task(request())
            await asyncio.sleep(0)
            gone.cancel()
            late = await asyncio.gather(request(), gone, return_exceptions=True)
            assert [type(own) for own in late] == [BusyError, asyncio.CancelledError]
        await request()

    asyncio.run(crowd())


def test_who_goes_away_while_waiting_gives_the_turn_up():
    turns, had = Turns(1), []

    async def request(name, receive):
        async with turns.awaited(receive):
            had.append(name)

    async def crowd():
        going = asyncio.Event()

        async def leaves():
            await going.wait()
            return {"type": "http.disconnect"}

        async def stays():
            await asyncio.sleep(0.001)
            return {"type": "http.request", "body": b"", "more_body": False}

        with turns.taken():
            gone = asyncio.create_task(request("gone", leaves))
            late = asyncio.create_task(request("late", stays))
            await asyncio.sleep(0.02)
            going.set()
            with pytest.raises(GoneError):
                await gone
            assert not late.done()
        await late
        await request("next", stays)
        with pytest.raises(GoneError):  # a place that is free is not taken for nobody
            await request("gone before", leaves)
        await request("last", stays)

    asyncio.run(crowd())
    assert had == ["late", "next", "last"]


def test_places_are_neither_lost_nor_made_when_many_give_up():
    turns, at_once, most = Turns(3, patience_s=0.002), [], []

    def work(number):
        try:
            with turns.taken():
                at_once.append(number)
                most.append(len(at_once))
                time.sleep(0.001)
                at_once.remove(number)
        except BusyError:
            return False
        return True

    with ThreadPoolExecutor(12) as pool:
        had = list(pool.map(work, range(600)))
    assert {True, False} == set(had)
    assert max(most) <= 3
    turns.patience_s = 0.01
    with turns.taken(), turns.taken(), turns.taken(), pytest.raises(BusyError), turns.taken():
        pytest.fail("a place was made")


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
