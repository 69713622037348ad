"""What one client may ask for."""

from ui.server import limits
from ui.server.limits import Limit


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def test_a_burst_is_allowed_and_then_what_time_brings():
    clock = Clock()
    limit = Limit(per_minute=60, burst=3, clock=clock)
    assert [limit.allows("a") for _ in range(4)] == [True, True, True, False]
    assert limit.allows("b")
    clock.now = 2.0
    assert [limit.allows("a") for _ in range(3)] == [True, True, False]
    clock.now = 1000.0
    assert [limit.allows("a") for _ in range(4)] == [True, True, True, False]


def test_clients_not_heard_of_are_forgotten(monkeypatch):
    monkeypatch.setattr(limits, "MAX_CLIENTS", 2)
    clock = Clock()
    limit = Limit(per_minute=1, burst=1, clock=clock)
    for client in "abc":
        assert limit.allows(client)
    assert not limit.allows("c")
    assert limit.allows("a")
