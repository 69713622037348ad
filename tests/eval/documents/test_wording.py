import pytest

from eval.documents.wording import is_same_direction, is_same_name, is_same_text, measure_of


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("微克/立方米", "µg/m³"),
        ("微克每立方米", "µg/m³"),
        ("微克\N{FULLWIDTH SOLIDUS}立方公尺", "µg/m³"),
        ("ug/m3", "µg/m³"),
        ("毫克/立方米", "mg/m³"),
        ("天", "d"),
        ("个小时", "h"),
        ("％", "%"),
        ("噸/月·平方公里", "t/月·km²"),
        ("吨/平方公里·月", "t/月·km²"),
        ("余户", "户"),
    ],
)
def test_units_in_any_form(printed, label):
    assert measure_of(29, printed) == measure_of(29, label)


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (1.5, "万吨", (15_000, "t")),
        (1.5, "万t", (15_000, "t")),
        (2, "亿千瓦", (2e8, "千瓦")),
        (3, "个百分点", (3, "个百分点")),
        (None, "", (None, "")),
        (350, "万平方米", (3_500_000, "m2")),
        (8, "克/平方米", (8, "g/m2")),
        (42, "公顷", (42, "hm2")),
        (5, "分钟", (5, "min")),
    ],
)
def test_values_are_measured_without_multiples(value, unit, expected):
    assert measure_of(value, unit) == expected


@pytest.mark.parametrize(
    ("found", "label", "same"),
    [
        ("PM2.5", "细颗粒物年均浓度", True),
        ("優良天數", "空气质量优良天数比率", True),
        ("机械化清扫率", "道路机械化清扫率", True),
        ("PM10", "PM2.5浓度", False),
        ("铁路货运量", "铁路运输比例", False),
        ("率", "秸秆综合利用率", False),
    ],
)
def test_names_of_an_indicator(found, label, same):
    assert is_same_name(found, label) is same


@pytest.mark.parametrize(
    ("found", "label", "same"),
    [
        (">=", ">", True),
        ("<", "<=", True),
        ("decrease", "decrease", True),
        ("decrease", "<=", False),
        (">=", "<=", False),
        ("=", ">=", False),
        (None, "=", False),
    ],
)
def test_the_direction_of_an_operator(found, label, same):
    assert is_same_direction(found, label) is same


def test_noise_counts_as_right_only_where_the_label_says_so():
    noisy, clean = "喀什地區(qū)2025年方案", "喀什地区2025年方案"
    assert not is_same_text(noisy, clean)
    assert is_same_text(noisy, clean, is_damaged=True)
    assert not is_same_text(noisy * 3, clean, is_damaged=True)
