import copy
import pickle

from index.query import Catalogue, understand
from index.query.hits import Hits, notice_of


def query(text):
    return understand(text, Catalogue(()))


def test_hits_are_a_tuple_that_knows_what_was_asked():
    hits = Hits((), query("公交车"), "没有")
    assert hits == ()
    assert isinstance(hits, tuple)
    for other in (copy.copy(hits), pickle.loads(pickle.dumps(hits))):
        assert (other, other.query, other.notice) == (hits, hits.query, "没有")


def test_a_place_without_a_plan_is_said():
    assert notice_of(query("公交车")) == ""
    said = notice_of(query("西安的公交车"))
    assert said == "索引中没有西安市的方案 (no plan of 西安市 is in the index)"
