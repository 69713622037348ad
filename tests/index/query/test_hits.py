import copy
import pickle

from index.query import Catalogue, understand
from index.query.types import Hits


def query(text):
    return understand(text, Catalogue.of(()))


def test_hits_are_a_tuple_that_knows_what_was_asked():
    hits = Hits((), query("公交车"), "没有", plans=["plan-2020"])
    assert hits == ()
    assert isinstance(hits, tuple)
    for other in (copy.copy(hits), pickle.loads(pickle.dumps(hits))):
        assert (other, other.query, other.notice) == (hits, hits.query, "没有")
        assert other.plans == {"plan-2020"}
