"""Which passages have a query's own words, in the five plans; vectors that mean nothing here."""

import pytest

from index.text import shadow_of

FULL_WIDTH = "\uff30\uff2d\uff12\uff0e\uff15浓度"
SEVERAL = [
    "秸秆综合利用率",
    "公交車更新",
    "清洁取暖",
    FULL_WIDTH,
    "53微克/立方米",
    "咸阳2020年PM2.5目标",
    "2020年PM2.5",
    "大气污染防治",
    "“秸秆禁烧”怎么管",
]


def exact(index, query, **filters):
    return index.search(query, k=1000, exact=True, **filters)


@pytest.mark.parametrize("query", SEVERAL)
@pytest.mark.parametrize("mode", ["hybrid", "lexical"])
def test_a_search_for_exact_passages_finds_those_that_any_search_marks(real_index, query, mode):
    every = real_index.search(query, k=1000, mode=mode)
    marked = {hit.passage.id for hit in every if hit.is_exact}
    repeated = {other.passage.id for hit in every for other in hit.also_in}
    found = exact(real_index, query, mode=mode)
    assert marked
    assert all(hit.is_exact for hit in found)
    assert marked <= {passage.id for hit in found for passage in hit.passages}
    assert {hit.passage.id for hit in found} <= marked | repeated


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("秸秆综合利用率", ("秸秆", "综合", "利用率")),
        ("秸稈 綜合利用率", ("秸秆", "综合", "利用率")),
        ("公交车更新", ("公交车", "更新")),
        ("“秸秆禁烧”由谁负责", ("秸秆禁烧",)),
        ("「秸稈禁燒」", ("秸秆禁烧",)),
        (FULL_WIDTH, ("pm2.5", "浓度")),
        ("咸阳的公交车", ("公交车",)),
        ("公交车应该怎么更新", ("公交车", "更新")),
    ],
)
def test_exact_passages_have_all_of_the_words(real_index, query, words):
    found = exact(real_index, query)
    assert found
    for hit in found:
        text = shadow_of(hit.passage.text, hit.repairs, start=hit.passage.start).text.lower()
        assert all(word in "".join(text.split()) for word in words), hit.passage.text


@pytest.mark.parametrize(
    "query", ["咸阳市区公交车要换成什么车", "clean heating", "量子计算", "公交车量子"]
)
def test_other_words_are_related_at_most(real_index, query):
    assert exact(real_index, query) == ()
    assert not any(hit.is_exact for hit in real_index.search(query, k=50))


def test_a_year_may_be_that_of_the_plan(real_index):
    for hit in exact(real_index, "2021年秸秆禁烧"):
        assert hit.passage.plan_id == "guigang-2021" or "2021" in hit.passage.text
    assert any("2021" not in hit.passage.text for hit in exact(real_index, "2021年秸秆禁烧"))


def test_a_number_is_no_part_of_a_longer_one(real_index):
    assert all("270天" in hit.passage.text for hit in real_index.search("270天", exact=True))
    assert exact(real_index, "不少于270天")
    assert exact(real_index, "70天") == ()


def test_a_place_is_looked_for_where_the_filters_say_whose_plans(real_index):
    named = exact(real_index, "海东的公交车")
    assert {hit.city for hit in named} == {"海东市"}
    assert exact(real_index, "海东的公交车", cities=["咸阳"]) == ()
