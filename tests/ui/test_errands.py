"""What is done in threads of its own, and asked how far it is."""

import threading

from ui import errands
from ui.errands import Errands


def test_an_errand_tells_its_stage_and_leads_to_its_result():
    going_on = threading.Event()
    seen = threading.Event()

    def do(told):
        told("reading", 0.5)
        seen.set()
        going_on.wait(60)
        return 7

    known = Errands()
    errand = known.begin("a", do)
    assert seen.wait(60)
    assert (errand.stage, errand.share, errand.has_ended) == ("reading", 0.5, False)
    assert known.of("a") is errand
    assert known.begin("a", lambda told: 8) is errand  # it is under way
    going_on.set()
    assert errand.wait(60)
    assert (errand.result, errand.error) == (7, None)
    assert known.begin("a", lambda told: 8) is not errand


def test_an_errand_that_fails_says_why():
    def do(told):
        raise ValueError("no such thing")

    errand = Errands().begin("a", do)
    assert errand.wait(60)
    assert str(errand.error) == "no such thing"
    assert errand.result is None


def test_what_is_forgotten_is_not_known():
    known = Errands()
    known.begin("a", lambda told: None).wait(60)
    known.forget("a")
    known.forget("a")
    assert known.of("a") is None


def test_few_that_ended_are_kept_and_none_that_goes_on_is_lost(monkeypatch):
    monkeypatch.setattr(errands, "MAX_KEPT", 2)
    known, going_on = Errands(), threading.Event()
    known.begin("long", lambda told: going_on.wait(60))
    for name in "abcd":
        known.begin(name, lambda told: None).wait(60)
    assert known.of("a") is None
    assert known.of("d") is not None
    assert not known.of("long").has_ended
    going_on.set()
