"""The table of administrative divisions: complete, and right where it is known by heart."""

from collections import Counter

import pytest

from index.mentions.divisions import all_places, place_names

PLACES = {(place.province, place.city, place.name): place for place in all_places()}


def test_how_many_there_are():
    """34 provinces and the corps; 333 prefecture-level units, 9 cities of Taiwan, two new areas."""
    assert Counter(place.level for place in all_places()) == {
        "province": 35,
        "city": 344,
        "county": 2871,
    }


def test_every_place_has_its_own_code_and_lies_where_its_code_says():
    codes = {place.code: place for place in all_places()}
    assert len(codes) == len(all_places())
    assert list(codes) == sorted(codes)
    for place in all_places():
        assert place.code[:2] in codes
        assert codes[place.code[:2]].name == place.province
        is_in_no_city = place.level == "province" and place.name[-1] != "市"
        assert (place.city is None) == (is_in_no_city or place.code.startswith("7190"))


@pytest.mark.parametrize(
    ("name", "short_name", "level", "city", "province"),
    [
        ("青海省", "青海", "province", None, "青海省"),
        ("广西壮族自治区", "广西", "province", None, "广西壮族自治区"),
        ("内蒙古自治区", "内蒙古", "province", None, "内蒙古自治区"),
        ("香港特别行政区", "香港", "province", None, "香港特别行政区"),
        ("北京市", "北京", "province", "北京市", "北京市"),
        ("咸阳市", "咸阳", "city", "咸阳市", "陕西省"),
        ("东莞市", "东莞", "city", "东莞市", "广东省"),
        ("儋州市", "儋州", "city", "儋州市", "海南省"),
        ("三沙市", "三沙", "city", "三沙市", "海南省"),
        ("和田地区", "和田", "city", "和田地区", "新疆维吾尔自治区"),
        ("锡林郭勒盟", "锡林郭勒", "city", "锡林郭勒盟", "内蒙古自治区"),
        ("黔东南苗族侗族自治州", "黔东南", "city", "黔东南苗族侗族自治州", "贵州省"),
        ("恩施土家族苗族自治州", "恩施", "city", "恩施土家族苗族自治州", "湖北省"),
        ("乐都区", "乐都", "county", "海东市", "青海省"),
        ("平安区", "平安", "county", "海东市", "青海省"),
        ("民和回族土族自治县", "民和", "county", "海东市", "青海省"),
        ("循化撒拉族自治县", "循化", "county", "海东市", "青海省"),
        ("平南县", "平南", "county", "贵港市", "广西壮族自治区"),
        ("桂平市", "桂平", "county", "贵港市", "广西壮族自治区"),
        ("盂县", "盂县", "county", "阳泉市", "山西省"),
        ("城区", "城区", "county", "阳泉市", "山西省"),
        ("仙桃市", "仙桃", "county", "仙桃市", "湖北省"),
        ("神农架林区", "神农架", "county", "神农架林区", "湖北省"),
        ("石河子市", "石河子", "county", "石河子市", "新疆维吾尔自治区"),
        ("浦东新区", "浦东", "county", "上海市", "上海市"),
        ("彭水苗族土家族自治县", "彭水", "county", "重庆市", "重庆市"),
        ("管城回族区", "管城", "county", "郑州市", "河南省"),
        ("东乡族自治县", "东乡", "county", "临夏回族自治州", "甘肃省"),
        ("三都水族自治县", "三都", "county", "黔南布依族苗族自治州", "贵州省"),
        ("鄂温克族自治旗", "鄂温克", "county", "呼伦贝尔市", "内蒙古自治区"),
        ("土默特左旗", "土默特左旗", "county", "呼和浩特市", "内蒙古自治区"),
        ("敖汉旗", "敖汉", "county", "赤峰市", "内蒙古自治区"),
        ("井陉矿区", "井陉矿区", "county", "石家庄市", "河北省"),
        ("六枝特区", "六枝", "county", "六盘水市", "贵州省"),
    ],
)
def test_places(name, short_name, level, city, province):
    place = PLACES[province, city, name]
    assert (place.short_name, place.level) == (short_name, level)


@pytest.mark.parametrize(
    ("name", "standing", "bearers"),
    [
        ("咸阳", "short", ["咸阳市"]),
        ("咸阳市", "full", ["咸阳市"]),
        ("民和县", "full", ["民和回族土族自治县"]),
        ("黔东南州", "full", ["黔东南苗族侗族自治州"]),
        ("平安", "ordinary", ["平安区"]),
        ("城区", "ordinary", ["城区", "城区", "城区"]),
        ("和县", "ordinary", ["和县"]),
        ("海南", "short", ["海南区", "海南省", "海南藏族自治州"]),
        ("盂县", "full", ["盂县"]),
    ],
)
def test_names(name, standing, bearers):
    (found,) = [known for known in place_names()[name[:2]] if known.text == name]
    assert (found.standing, [place.name for place in found.places]) == (standing, bearers)


def test_no_name_has_one_character():
    names = [name for known in place_names().values() for name in known]
    assert min(len(name.text) for name in names) == 2
