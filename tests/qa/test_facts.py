"""Targets and duties of an index, by what they are about and by city."""

import pytest

from index import FilterError, PlanIndex
from qa import duties, targets
from tests.index.encoders import HashingEncoder


@pytest.fixture
def index_of(tmp_path):
    """Return an index of one plan with a text."""

    def build(text):
        plans = tmp_path / "corpus" / "plans"
        plans.mkdir(parents=True)
        (plans / "plan.txt").write_text(text, encoding="utf-8")
        return PlanIndex.build(
            tmp_path / "corpus", tmp_path / "index", encoder=HashingEncoder(), progress=False
        )

    return build


def test_targets(hashed_index):
    found = targets(hashed_index, "细颗粒物", cities=["贵港"])
    assert [(t.scope, t.value) for t in found] == [
        ("市中心城区", 34),
        ("桂平市", 32),
        ("平南县", 32),
    ]
    assert {t.city for t in targets(hashed_index)} == {"海东市", "咸阳市", "贵港市", "阳泉市"}
    assert targets(hashed_index, "月球上的奶酪") == ()
    with pytest.raises(ValueError, match="at least one character"):
        targets(hashed_index, " ")


@pytest.mark.parametrize(
    ("department", "count"),
    [
        (None, 3),
        ("住建局", 1),
        ("市住建局", 1),
        ("住房和城乡建设局", 1),
        ("住房和城鄉建設局", 1),
        ("生态环境局", 1),
        ("环保局", 1),
        ("环境局", 0),
        ("建设局", 0),
        ("县区人民政府", 1),
        ("市人民政府", 0),
        ("牵头", 0),
    ],
)
def test_by_department(department, count, index_of):
    index = index_of(
        "1.甲。(市住房和城乡建设局牵头)乙。(市生态环境局负责)丙。(市环保局、各县(市、区)政府负责)"
    )
    assert len(duties(index, department)) == count


@pytest.mark.parametrize("department", ["", " ", 5])
def test_a_department_that_is_none(department, index_of):
    with pytest.raises(FilterError, match="department"):
        duties(index_of("1.甲。"), department)


def test_a_city_that_no_plan_is_of(index_of):
    with pytest.raises(FilterError, match="unknown city"):
        duties(index_of("1.甲。"), cities=["火星"])
