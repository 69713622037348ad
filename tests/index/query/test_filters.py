"""What filters leave to be searched: cities, plans, years and offices."""

import numpy as np
import pytest

from index import FilterError
from index.facts import names_office

OF_CITY = {
    "海东市": {"haidong-2018-2020", "haidong-2024"},
    "咸阳市": {"xianyang-2020"},
    "贵港市": {"guigang-2021"},
    "阳泉市": {"yangquan-2020"},
}
ALL = set().union(*OF_CITY.values())


def found(index, query="工作", **filters):
    """The plans that a search finds passages of, among all of the index's passages."""
    return {hit.passage.plan_id for hit in index.search(query, k=1000, mode="dense", **filters)}


@pytest.mark.parametrize(
    ("filters", "plans"),
    [
        ({}, ALL),
        ({"cities": ()}, ALL),
        ({"cities": [], "plans": [], "years": [], "departments": []}, ALL),
        # a city in full, short, in Traditional characters, bare, several, any collection
        ({"cities": ["咸阳市"]}, {"xianyang-2020"}),
        ({"cities": ["咸阳"]}, {"xianyang-2020"}),
        ({"cities": ["咸陽"]}, {"xianyang-2020"}),
        ({"cities": ["貴港市"]}, {"guigang-2021"}),
        ({"cities": " 海东 "}, OF_CITY["海东市"]),
        # in pinyin and English
        ({"cities": ["Xianyang"]}, {"xianyang-2020"}),
        ({"cities": "gui gang"}, {"guigang-2021"}),
        ({"cities": ["Haidong City", "YANGQUAN"]}, OF_CITY["海东市"] | {"yangquan-2020"}),
        ({"cities": ("咸阳", "阳泉市")}, {"xianyang-2020", "yangquan-2020"}),
        ({"cities": {"咸阳"}}, {"xianyang-2020"}),
        ({"cities": (city for city in ("咸阳", "阳泉"))}, {"xianyang-2020", "yangquan-2020"}),
        # plans and years
        ({"plans": ["haidong-2024"]}, {"haidong-2024"}),
        ({"plans": "haidong-2024"}, {"haidong-2024"}),
        ({"years": [2020]}, {"haidong-2018-2020", "xianyang-2020", "yangquan-2020"}),
        ({"years": 2019}, {"haidong-2018-2020"}),
        ({"years": [2018, 2025]}, OF_CITY["海东市"]),
        ({"years": np.int64(2021)}, {"guigang-2021"}),
        ({"years": np.array([2021])}, {"guigang-2021"}),
        # all kinds must hold
        ({"cities": "海东", "years": 2024}, {"haidong-2024"}),
        ({"cities": "海东", "plans": "haidong-2024", "years": 2025}, {"haidong-2024"}),
        ({"cities": "海东", "plans": "xianyang-2020"}, set()),
        ({"cities": "贵港", "years": 2020}, set()),
        ({"plans": "guigang-2021", "departments": "市行政审批局"}, set()),  # 咸阳's alone
    ],
)
def test_plans_in_scope(real_index, filters, plans):
    assert found(real_index, **filters) == plans


@pytest.mark.parametrize(
    ("query", "filters", "plans"),
    [
        ("咸阳的工作", {}, {"xianyang-2020"}),
        ("海东的工作", {}, OF_CITY["海东市"]),
        ("海东的工作", {"years": 2024}, {"haidong-2024"}),
        ("海东和咸阳的工作", {"cities": "咸阳"}, {"xianyang-2020"}),
        # a filter says whose plan; what the query names is what it asks about
        ("海东的工作", {"cities": "咸阳"}, {"xianyang-2020"}),
        ("海东的工作", {"plans": "guigang-2021"}, {"guigang-2021"}),
        ("上海东部的工作", {"cities": "咸阳"}, {"xianyang-2020"}),
    ],
)
def test_a_city_in_the_query_is_a_filter_too(real_index, query, filters, plans):
    assert found(real_index, query, **filters) == plans


@pytest.mark.parametrize(
    ("query", "excluded", "plans"),
    [
        ("除咸阳外，各市的工作", ["咸阳市"], ALL - {"xianyang-2020"}),
        (
            "除了咸阳、海东，还有哪些城市做这项工作",
            ["咸阳市", "海东市"],
            {"guigang-2021", "yangquan-2020"},
        ),
        ("除了咸阳，阳泉的工作", ["咸阳市"], {"yangquan-2020"}),
        ("不是咸阳，是贵港的工作", ["咸阳市"], {"guigang-2021"}),
        ("除青海省外各市的工作", ["青海省"], ALL - OF_CITY["海东市"]),
        ("work in all cities except for Haidong", ["海东市"], ALL - OF_CITY["海东市"]),
        ("Apart from Xianyang and Guigang, which cities work?", ["咸阳市", "贵港市"],
         OF_CITY["海东市"] | {"yangquan-2020"}),
        ("各市除咸阳以外的工作", ["咸阳市"], ALL - {"xianyang-2020"}),
        ("是不是咸阳的工作", [], {"xianyang-2020"}),
        # verbs that end in 除
        ("拆除咸阳的燃煤锅炉", [], {"xianyang-2020"}),
        ("清除了阳泉和咸阳的散煤", [], {"xianyang-2020", "yangquan-2020"}),
        ("咸阳和阳泉的工作", [], {"xianyang-2020", "yangquan-2020"}),
    ],
)  # fmt: skip
def test_what_a_query_leaves_out_is_not_searched(real_index, query, excluded, plans):
    hits = real_index.search(query, k=1000, mode="dense")
    assert list(hits.query.excluded) == excluded
    assert hits.plans == plans


KNOWN_CITIES = "咸阳市、海东市、贵港市、阳泉市"
KNOWN_YEARS = "2018、2019、2020、2021、2024、2025"


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"cities": ["沈阳"]}, f"unknown city '沈阳'; the index has {KNOWN_CITIES}"),
        ({"cities": ["咸阳", "西安市"]}, f"unknown city '西安市'; the index has {KNOWN_CITIES}"),
        ({"cities": "Shenyang"}, f"unknown city 'Shenyang'; the index has {KNOWN_CITIES}"),
        ({"cities": "Haidong plan"}, "unknown city 'Haidong plan'"),
        ({"cities": ""}, f"unknown city ''; the index has {KNOWN_CITIES}"),
        ({"cities": "市"}, f"unknown city '市'; the index has {KNOWN_CITIES}"),
        ({"plans": "xianyang"}, "unknown plan 'xianyang'; the index has guigang-2021、"),
        ({"plans": "XIANYANG-2020"}, "unknown plan 'XIANYANG-2020'"),
        ({"years": 1999}, f"unknown year 1999; the index has {KNOWN_YEARS}"),
        ({"years": [2020, 2022]}, f"unknown year 2022; the index has {KNOWN_YEARS}"),
        ({"departments": "市月球局"}, "no plan in the index gives '市月球局' a responsibility"),
        ({"departments": ["市公安局", "海关"]}, "no plan in the index gives '海关'"),
        ({"departments": ""}, "gives '' a responsibility"),
        ({"departments": "、"}, "gives '、' a responsibility"),
        ({"departments": "局"}, "gives '局' a responsibility"),
        # of another type
        ({"cities": None}, "cities must be a sequence of texts, not None"),
        ({"cities": 2020}, "cities must be texts, not 2020"),
        ({"cities": ["咸阳", None]}, "cities must be texts, not None"),
        ({"cities": b"xianyang"}, "cities must be a sequence of texts, not b'xianyang'"),
        ({"cities": True}, "cities must be texts, not True"),
        ({"plans": None}, "plans must be a sequence of texts, not None"),
        ({"plans": [["haidong-2024"]]}, r"plans must be texts, not ['haidong-2024']"),
        ({"plans": 5}, "plans must be texts, not 5"),
        ({"years": None}, "years must be a sequence of whole numbers, not None"),
        ({"years": "2020"}, "years must be whole numbers, not '2020'"),
        ({"years": ["2020"]}, "years must be whole numbers, not '2020'"),
        ({"years": [2020.0]}, "years must be whole numbers, not 2020.0"),
        ({"years": [True]}, "years must be whole numbers, not True"),
        ({"years": False}, "years must be whole numbers, not False"),
        ({"departments": None}, "departments must be a sequence of texts, not None"),
        ({"departments": [7]}, "departments must be texts, not 7"),
        ({"departments": object}, "departments must be texts, not <class 'object'>"),
    ],
)
def test_a_value_nobody_knows_is_refused(real_index, filters, message):
    with pytest.raises(FilterError) as caught:
        real_index.search("工作", **filters)
    assert message in str(caught.value)


@pytest.mark.parametrize("department", ["市行政审批局", "行政审批局", "市行政審批局"])
def test_an_office_is_found_where_a_bracket_names_it(real_index, department):
    """Its other name, 市行政审批服务管理局, is Yangquan's."""
    hits = real_index.search("工作", k=1000, mode="dense", departments=department)
    assert sorted({f"{h.passage.plan_id} {h.passage.clause_id}" for h in hits}) == [
        *("xianyang-2020 2.1.1", "xianyang-2020 2.2.13", "xianyang-2020 2.2.9"),
        *("yangquan-2020 3.1.5", "yangquan-2020 3.5.21"),
    ]


@pytest.mark.parametrize("department", ["住建局", "市住建局", "发改委", "县区政府"])
def test_search_by_department_goes_by_the_duties(real_index, department):
    hits = real_index.search("工作", k=1000, mode="dense", departments=department)
    found = {(hit.passage.plan_id, hit.passage.clause_id) for hit in hits}
    found |= {(own.passage.plan_id, own.passage.clause_id) for hit in hits for own in hit.also_in}
    assert found == {
        (duty.plan_id, duty.clause_id)
        for plan in real_index.plans()
        for duty in real_index.facts(plan.id).duties
        if names_office(duty, department)
    }


def test_every_passage_of_an_office_has_a_bracket_that_names_it(real_index):
    hits = real_index.search("工作", k=1000, mode="dense", departments=["市農業農村局"])
    for hit in hits:
        texts = [
            passage.text
            for passage in real_index.passages()
            if (passage.plan_id, passage.clause_id) == (hit.passage.plan_id, hit.passage.clause_id)
        ]
        assert any("农业农村局" in text or "農業農村局" in text for text in texts)
    leading = {
        passage.id
        for passage in real_index.passages()
        if "市农业农村局牵头" in passage.text or "市農業農村局牽頭" in passage.text
    }
    assert len(leading) == 3
    assert leading <= {hit.passage.id for hit in hits}
