"""How much each choice of the filters leaves, against what a search with it finds."""

import pytest

from index import FilterError, QueryError

QUERY = "秸秆综合利用率"


def found(index, query=QUERY, **filters):
    """How many passages a search finds that may find all."""
    return sum(len(hit.passages) for hit in index.search(query, k=1000, **filters))


def test_without_a_query_all_that_is_held_is_counted(real_index):
    counts = real_index.counts()
    assert counts.passages == sum(counts.plans.values()) == sum(counts.cities.values())
    for city, count in counts.cities.items():
        assert count == found(real_index, cities=[city]), city
    for plan, count in counts.plans.items():
        assert count == found(real_index, plans=[plan]), plan
    for year, count in counts.years.items():
        assert count == found(real_index, years=[year]), year


def test_an_office_counts_what_its_filter_leaves(real_index):
    offices = real_index.counts().offices
    assert offices["市生态环境局"] == max(offices.values())
    assert "市住房和城乡建设局" in offices
    assert "市住建局" not in offices  # the same office in short
    for office, count in offices.items():
        assert count == found(real_index, departments=[office]), office


def test_a_query_counts_the_first_of_its_ranking(real_index):
    counts = real_index.counts(QUERY)
    assert counts.passages == sum(counts.plans.values()) == 100
    first = real_index.search(QUERY, k=80)
    for plan, count in counts.plans.items():
        assert count >= sum(hit.passage.plan_id == plan for hit in first)
    assert counts != real_index.counts("公交车")


def test_exact_passages_alone_are_counted(real_index):
    counts = real_index.counts(QUERY, exact=True)
    assert counts.passages == found(real_index, exact=True)
    assert counts.cities["贵港市"] == 0


def test_what_is_chosen_holds_beside_the_other_kinds_and_not_its_own(real_index):
    free, chosen = real_index.counts(QUERY), real_index.counts(QUERY, cities=["咸阳"])
    assert chosen.cities == free.cities
    assert {plan for plan, count in chosen.plans.items() if count} == {"xianyang-2020"}
    assert {year for year, count in chosen.years.items() if count} == {2020}
    assert sum(chosen.offices.values()) < sum(free.offices.values())
    of_office = real_index.counts(QUERY, departments=["住建局"], years=[2024])
    assert {city for city, count in of_office.cities.items() if count} == {"海东市"}
    assert of_office.cities["海东市"] < real_index.counts(QUERY, years=[2024]).cities["海东市"]


def test_a_place_that_the_query_names_leaves_the_others_nothing(real_index):
    counts = real_index.counts("咸阳的秸秆")
    assert {city for city, count in counts.cities.items() if count} == {"咸阳市"}


def test_nothing_found_is_counted_as_nothing(real_index):
    counts = real_index.counts("西安的秸秆")
    assert counts.passages == 0
    assert set(counts.cities.values()) == {0}


def test_what_is_unknown_is_refused(real_index):
    with pytest.raises(FilterError, match="unknown city"):
        real_index.counts(QUERY, cities=["巴黎"])
    with pytest.raises(QueryError):
        real_index.counts("？")
