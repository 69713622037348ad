from datetime import date

import pytest

from index.parsing.metadata import Metadata, find_metadata, is_period
from tests.index.parsing.texts import parse_text

NOTICE = [
    "海东市人民政府文件",
    "东政〔2024〕24号",
    "海东市人民政府 关于印发海东市空气质量持续改善 行动计划实施方案的通知",
    "各县区人民政府，市政府各部门：",
    "《海东市空气质量持续改善行动计划实施方案》已经市政府同意，现印发给你们，请认真贯彻执行。",
    "2024年9月3日",
]
TITLE = "海东市空气质量持续改善行动计划实施方案"


def find(*front, tail=()):
    return find_metadata(front, tail, "file-name")


def test_a_notice_and_its_plan():
    assert find(*NOTICE, TITLE) == Metadata(
        title=TITLE, city="海东市", document_number="东政〔2024〕24号", issued=date(2024, 9, 3)
    )


def test_the_name_in_the_notice_where_the_plan_has_no_title_line():
    covering = (
        "贵港市大气污染防治攻坚行动指挥部关于印发贵港市2021年度大气污染防治攻坚实施计划的通知"
    )
    found = find(covering, "经贵港市人民政府同意,现将《贵港市2021年度…实施计划》印发给你们。")
    assert found.title == "贵港市2021年度大气污染防治攻坚实施计划"
    assert (found.city, found.period) == ("贵港市", (2021, 2021))


def test_a_date_among_the_last_lines_of_the_document():
    text = (
        "甲市方案\n一、任务\n2019年1月1日\n乙。\n丙。\n丁。\n甲市人民政府\n{}抄送：市委\n打印本文\n"
    )
    assert parse_text(text.format("2020年5月6日\n")).issued == date(2020, 5, 6)
    assert parse_text(text.format("戊。\n己。\n")).issued is None


def test_nothing_to_find():
    assert find() == Metadata(title="file-name")
    assert find("全市优良天数比率达到80%。" * 10) == Metadata(title="file-name")


@pytest.mark.parametrize(
    ("title", "city", "province"),
    [
        ("咸阳市蓝天保卫战2020年工作方案", "咸阳市", None),
        ("海東市打贏藍天保衛戰三年行動實施方案(2018-2020年)", "海东市", None),
        ("山西省阳泉市打赢蓝天保卫战行动方案", "阳泉市", "山西省"),
        ("内蒙古自治区呼和浩特市大气污染防治行动计划", "呼和浩特市", "内蒙古自治区"),
        ("新疆维吾尔自治区喀什地区行动方案", "喀什地区", "新疆维吾尔自治区"),
        ("海西蒙古族藏族自治州行动方案", "海西蒙古族藏族自治州", None),
        ("黔东南苗族侗族自治州行动方案", "黔东南苗族侗族自治州", None),
        ("锡林郭勒盟行动方案", "锡林郭勒盟", None),
        ("盐城市空气质量改善方案", "盐城市", None),
        ("防城港市空气质量改善方案", "防城港市", None),
        ("中共海东市委关于打好污染防治攻坚战的意见", "海东市", None),
        ("汾渭平原2019-2020年秋冬季攻坚行动方案", None, None),
        ("京津冀及周边地区2019-2020年秋冬季攻坚行动方案", None, None),
        ("长三角地区2019-2020年秋冬季攻坚行动方案", None, None),
        ("进一步改善城市空气质量工作方案", None, None),
        ("中华人民共和国大气污染防治法", None, None),
        ("打赢蓝天保卫战三年行动计划", None, None),
    ],
)
def test_cities(title, city, province):
    found = find(title)
    assert (found.title, found.city, found.province) == (title, city, province)


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("东政〔2024〕24号", "东政〔2024〕24号"),
        ("東政〔2019〕8號", "東政〔2019〕8號"),
        ("阳政办发〔2020〕28号", "阳政办发〔2020〕28号"),
        ("环大气[2019]98号", "环大气[2019]98号"),
        ("国办发（2018）22号", "国办发（2018）22号"),
        ("第八届人大公告", None),
        ("(青政〔2018〕86号)精神", None),
        ("根据青政〔2018〕86号文件制定", None),
    ],
)
def test_document_numbers_stand_on_a_line_of_their_own(line, number):
    assert find(TITLE, line).document_number == number


@pytest.mark.parametrize(
    ("line", "issued"),
    [
        ("2019年3月13日", date(2019, 3, 13)),
        ("２０１９年３月１３日", date(2019, 3, 13)),
        ("2024年9月3日印发", date(2024, 9, 3)),
        ("2020年13月1日", None),
        ("2020年2月30日", None),
        ("发布日期:2021-06-19", None),
        ("2020年10月31日前完成", None),
        ("1019年3月13日", None),
    ],
)
def test_dates_of_issue(line, issued):
    assert find(TITLE, line).issued == issued
    assert find(TITLE, tail=[line]).issued == issued


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("蓝天保卫战2020年工作方案", (2020, 2020)),
        ("三年行动计划(2018-2020年)", (2018, 2020)),
        ("三年行动计划（2018—2020年）", (2018, 2020)),
        ("三年行动计划(2018年至2020年)", (2018, 2020)),
        ("三年行动计划(2020-2018年)", None),
        ("空气质量持续改善行动计划", None),
    ],
)
def test_periods(title, period):
    assert find(title).period == period


@pytest.mark.parametrize(
    ("overrides", "message"),
    [
        ({"titel": "甲"}, r"unknown metadata \['titel'\]; known are .*title"),
        ({"title": None}, "title must be a text, not None"),
        ({"title": " "}, "title must be a text, not ' '"),
        ({"city": 3}, "city must be a text, not 3"),
        ({"issued": "2024-09-03"}, "issued must be a date, not '2024-09-03'"),
        ({"period": (2021, 2020)}, r"period must be two years in order, not \(2021, 2020\)"),
        ({"period": [2020, 2021]}, "period must be two years"),
    ],
)
def test_overrides_are_checked(overrides, message):
    with pytest.raises(ValueError, match=message):
        Metadata(title="甲").overridden(overrides)


def test_overrides_go_before_what_was_found_and_none_takes_away():
    found = Metadata(title="甲", city="乙市", period=(2020, 2021))
    assert found.overridden({"city": None, "period": (2024, 2025)}) == Metadata(
        title="甲", period=(2024, 2025)
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ((2018, 2020), True),
        ((2020, 2018), False),
        ((True, 2020), False),
        ((1800, 1801), False),
        ((2020,), False),
        ("2020", False),
    ],
)
def test_periods_are_two_years_in_order(value, expected):
    assert is_period(value) is expected
