"""What a query names, on the five plans; vectors that mean nothing, so that naming alone counts."""

import pytest

from index import FilterError


def first(index, query, **filters):
    return index.search(query, k=1, **filters)[0]


@pytest.mark.parametrize(
    ("query", "clause"),
    [
        ("咸阳方案第20条", "2.3.20"),
        ("海东2024（十三）", "3.13"),
        ("咸阳 二、(三) 20.", "2.3.20"),
    ],
)
def test_a_clause_named_by_its_number_comes_first(real_index, query, clause):
    assert first(real_index, query).passage.clause_id == clause


def test_a_sentence_from_a_plan_comes_first_whatever_places_it_names(real_index):
    for passage in real_index.passages()[::9]:
        text = passage.text
        if len(text) < 60 or "\n" in text:
            continue
        quoted = text[10:50]
        hit = first(real_index, quoted)
        assert quoted in hit.passage.text
        assert hit.is_exact


@pytest.mark.parametrize(
    ("query", "cities"),
    [
        ("咸阳和阳泉的散煤", {"咸阳市", "阳泉市"}),
        ("Haidong and Guigang: straw", {"海东市", "贵港市"}),
        ("海东的散煤", {"海东市"}),
        ("乐都的散煤", {"海东市"}),
        ("青海省的散煤", {"海东市"}),
        ("广西和陕西的散煤", {"贵港市", "咸阳市"}),
    ],
)
def test_only_the_places_named(real_index, query, cities):
    assert {hit.city for hit in real_index.search(query, k=20)} == cities


def test_each_city_named_stands_near_the_top(real_index):
    for query in ("咸阳和阳泉的散煤", "贵港、海东、咸阳的公交车"):
        named = set(real_index.search(query).query.cities)
        assert {hit.city for hit in real_index.search(query, k=6)} == named


@pytest.mark.parametrize(
    ("query", "absent"),
    [
        ("西安2020年的PM2.5目标", "西安市"),
        ("沈阳的散煤", "沈阳市"),
        ("Shenyang clean heating", "沈阳市"),
        ("四川省的秸秆", "四川省"),
        ("吉林的散煤", "吉林"),  # province or city, neither has a plan
    ],
)
def test_another_citys_text_is_no_answer(real_index, query, absent):
    hits = real_index.search(query)
    assert hits == ()
    assert absent in hits.notice


def test_a_place_beside_one_of_the_index_is_said(real_index):
    hits = real_index.search("咸阳和西安的散煤")
    assert {hit.city for hit in hits} == {"咸阳市"}
    assert "西安市" in hits.notice


def test_a_filter_goes_before_what_the_query_names(real_index):
    assert {hit.city for hit in real_index.search("西安的散煤", cities="咸阳")} == {"咸阳市"}
    hits = real_index.search("海东的散煤", cities="咸阳")
    assert {hit.city for hit in hits} == {"咸阳市"}
    with pytest.raises(FilterError, match="unknown city"):
        real_index.search("散煤", cities="西安")


def test_a_plan_named_is_the_only_one_of_its_city(real_index):
    hits = real_index.search("海东2024年方案和阳泉的散煤", k=20)
    assert {hit.passage.plan_id for hit in hits} == {"haidong-2024", "yangquan-2020"}
    both = real_index.search("海东的散煤", k=40)
    assert {hit.passage.plan_id for hit in both} == {"haidong-2018-2020", "haidong-2024"}


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("GB 37822-2019", "37822"),
        ("DB61/941-2018", "941-2018"),
        ("东政〔2024〕24号", "东政"),
        ("53微克/立方米", "53"),
    ],
)
@pytest.mark.parametrize("mode", ["hybrid", "lexical"])
def test_numbers_and_codes_find_their_place(real_index, query, words, mode):
    hit = first(real_index, query, mode=mode)
    assert words in hit.passage.text
    assert hit.is_exact


def test_what_was_understood_is_said(real_index):
    assert real_index.search("咸阳2020年的散煤").query.describe() == "city=咸阳市, year=2020"


def test_more_hits_than_passages(real_index):
    hits = real_index.search("散煤", k=1000)
    assert len(hits) < 1000
    assert len({hit.passage.id for hit in hits}) == len(hits)
