import pytest

from qa.comparing.comparability import Measure, marked, marked_days, measure_in, pick, remarks_of
from qa.plain import plain_area

PERCENT = Measure(95.0, "%", "秸秆综合利用率")


@pytest.mark.parametrize(
    ("other", "remark"),
    [
        (Measure(90.0, "%", "秸秆综合利用率"), ""),
        (Measure(90.0, "%", "秸秆综合利用率", is_relative=True), "relative against absolute"),
        (Measure(90.0, "吨", "秸秆综合利用率"), "another unit"),
        (Measure(90.0, "%", "秸秆综合利用率", area="建成区"), "another area"),
        (Measure(90.0, "%", "机械化清扫率"), "another indicator"),
        (None, "no value"),
    ],
)
def test_what_cannot_be_compared(other, remark):
    measures = [PERCENT, PERCENT, other]
    first, second, third = remarks_of(measures, ["a", "b", "c"])
    assert (first, second) == ("", "")
    assert remark in third
    assert bool(third) == bool(remark)


def test_another_base_year():
    fall = Measure(5.0, "%", "煤炭消费总量", is_relative=True, base_year=2015)
    other = Measure(5.0, "%", "煤炭消费总量", is_relative=True, base_year=2020)
    assert remarks_of([fall, other], ["a", "b"]) == ["基准年不同 (another base year)"] * 2


def test_a_value_alone_can_be_compared_with_none():
    assert remarks_of([PERCENT], ["a"]) == [""]
    assert remarks_of([PERCENT, None], ["a", "b"]) == ["", "没有数值 (no value)"]
    assert remarks_of([None], ["a"]) == ["没有数值 (no value)"]
    assert remarks_of([], []) == []


@pytest.mark.parametrize(
    ("scope", "area"),
    [
        (None, ""),
        ("地级及以上城市建成区", "建成区"),
        ("建成區", "建成区"),
        ("市中心城区", "中心城区"),
        ("樂都、平安建成區", "乐都、平安建成区"),
        ("市区", "市区"),
        ("城市", ""),
        ("全县城市", ""),
        ("全县", ""),
        ("全省地级及以上城市", ""),
    ],
)
def test_areas(scope, area):
    assert plain_area(scope) == area


@pytest.mark.parametrize(
    ("extreme", "measures", "best"),
    [
        ("highest", [(90.0, ""), (95.0, ""), (85.0, "")], (1,)),
        ("lowest", [(90.0, ""), (95.0, ""), (90.0, "")], (0, 2)),
        ("strictest", [(53.0, "most"), (32.0, "most")], (1,)),
        ("strictest", [(80.0, "least"), (92.0, "")], (1,)),
        ("strictest", [(53.0, "most"), (32.0, "least")], ()),
        ("loosest", [(53.0, "most"), (32.0, "most")], (0,)),
        ("loosest", [(80.0, "least"), (92.0, "")], (0,)),
        ("loosest", [(53.0, "most"), (32.0, "least")], ()),
    ],
)
def test_the_extreme(extreme, measures, best):
    values = [Measure(value, "个", limit=limit) for value, limit in measures]
    assert pick(values, extreme) == best


def test_both_ends():
    values = [Measure(value, "%") for value in (91.0, 95.0, 93.0)]
    assert marked(values, ("highest", "lowest")) == {1: "highest", 0: "lowest"}
    assert list(marked(values, ("lowest", "highest"))) == [0, 1]
    assert marked([PERCENT, PERCENT], ("highest", "lowest")) == {0: "highest", 1: "highest"}
    days = [(2025, 6, 30), (2024, 12, 31)]
    assert marked_days(days, ("earliest", "latest")) == {1: "earliest", 0: "latest"}


def test_a_concentration_is_stricter_below():
    assert pick([Measure(40.0, "µg/m³"), Measure(32.0, "µg/m³")], "strictest") == (1,)


@pytest.mark.parametrize(
    ("words", "measure"),
    [
        ("不高于53微克/立方米", (53.0, "µg/m³", False, None)),
        ("不高于53微克每立方米", (53.0, "µg/m³", False, None)),
        ("比2015年下降5%", (5.0, "%", True, 2015)),
        ("增加1300萬噸", (1300e4, "t", True, None)),
        ("建成1.5万个", (15_000.0, "个", False, None)),
        ("收录企业1,087家", (1087.0, "家", False, None)),
        ("投入7.2亿元", (7.2e8, "元", False, None)),
        ("城区达到92%和88%左右", (92.0, "%", False, None)),
        ("100元以上500元以下", (100.0, "元", False, None)),
        ("推进散煤治理", None),
    ],
)
def test_a_measure_in_words(words, measure):
    found = measure_in(words)
    read = found and (found.value, found.unit, found.is_relative, found.base_year)
    assert read == measure
