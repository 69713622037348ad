"""Which passages name a place: told from the words that an index lists, as from all of them."""

import numpy as np
import pytest

from index.mentions.divisions import all_places
from index.mentions.places import names_place
from index.searcher import Searcher
from index.text.shadow import shadow_of

CITIES = ("海东市", "咸阳市", "贵港市", "阳泉市")
COUNTIES = [place for place in all_places() if place.level == "county" and place.city in CITIES]


@pytest.fixture(scope="module")
def searcher(real_index):
    return Searcher(real_index._searcher.collection, real_index.encoder)


@pytest.fixture(scope="module")
def words(searcher):
    """The headings above each passage and its own words."""
    collection = searcher.collection
    found = []
    for position in range(collection.size):
        passage = collection.passage(position)
        path = searcher.clause(collection.plan(passage.plan_id), passage.clause_id).path
        found.append(shadow_of("\n".join([*filter(None, path), passage.text])).text)
    return found


@pytest.mark.parametrize("places", [*zip(COUNTIES), COUNTIES], ids=lambda own: own[0].name)
def test_passages_that_name_a_county(searcher, words, places):
    every = np.flatnonzero(searcher.collection.is_findable)
    expected = [own for own in every.tolist() if names_place(words[own], places)]
    assert searcher.naming(every, places).tolist() == expected
    some = every[::3]
    assert searcher.naming(some, places).tolist() == [own for own in some if own in expected]


def test_some_counties_are_named_and_some_are_not(searcher, words):
    every = np.flatnonzero(searcher.collection.is_findable)
    numbers = [len(searcher.naming(every, [place])) for place in COUNTIES]
    assert 0 < np.count_nonzero(numbers) < len(numbers)
