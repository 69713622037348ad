from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.metadata import Metadata, find_metadata
from index.metadata.dates import is_period
from tests.index.texts import parse_text

NOTICE = [
    "海东市人民政府文件",
    "东政〔2024〕24号",
    "海东市人民政府 关于印发海东市空气质量持续改善 行动计划实施方案的通知",
    "各县区人民政府，市政府各部门：",
    "《海东市空气质量持续改善行动计划实施方案》已经市政府同意，现印发给你们，请认真贯彻执行。",
    "2024年9月3日",
]
TITLE = "海东市空气质量持续改善行动计划实施方案"


def find(*front, rest=()):
    return find_metadata(front, rest, "file-name")


def test_a_notice_and_its_plan():
    assert find(*NOTICE, TITLE) == Metadata(
        title=TITLE,
        level="city",
        city="海东市",
        province="青海省",
        document_number="东政〔2024〕24号",
        issuer="海东市人民政府",
        issued=date(2024, 9, 3),
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
        ("咸阳市蓝天保卫战2020年工作方案", "咸阳市", "陕西省"),
        ("海東市打贏藍天保衛戰三年行動實施方案(2018-2020年)", "海东市", "青海省"),
        ("山西省阳泉市打赢蓝天保卫战行动方案", "阳泉市", "山西省"),
        ("内蒙古自治区呼和浩特市大气污染防治行动计划", "呼和浩特市", "内蒙古自治区"),
        ("新疆维吾尔自治区喀什地区行动方案", "喀什地区", "新疆维吾尔自治区"),
        ("海西蒙古族藏族自治州行动方案", "海西蒙古族藏族自治州", "青海省"),
        ("黔东南苗族侗族自治州行动方案", "黔东南苗族侗族自治州", "贵州省"),
        ("锡林郭勒盟行动方案", "锡林郭勒盟", "内蒙古自治区"),
        ("盐城市空气质量改善方案", "盐城市", "江苏省"),
        ("防城港市空气质量改善方案", "防城港市", "广西壮族自治区"),
        ("中共海东市委关于打好污染防治攻坚战的意见", "海东市", "青海省"),
        ("襄樊市空气质量改善方案", "襄樊市", None),  # 襄阳市 since 2010
        ("加强全市扬尘治理方案", None, None),
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
        ("环大气［2019］98号", "环大气［2019］98号"),
        ("环大气【2019】98号", "环大气【2019】98号"),
        ("东政 〔 2024 〕 24 号", "东政〔2024〕24号"),
        ("文号：东政〔2024〕24号", "东政〔2024〕24号"),
        ("东政〔2024〕24号　　签发人：王某某", "东政〔2024〕24号"),
        ("签发人：王某某 东政〔2024〕24号", "东政〔2024〕24号"),
        ("第17号", "第17号"),
        ("（第十七号）", "第十七号"),
        ("海东市人民代表大会常务委员会公告第3号", "第3号"),
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
        ("2024 年 9 月 3 日", date(2024, 9, 3)),
        ("二〇二四年九月三日", date(2024, 9, 3)),
        ("二○二四年十二月三十一日", date(2024, 12, 31)),
        ("二零一九年十月十日", date(2019, 10, 10)),
        ("（2024年7月31日）", date(2024, 7, 31)),
        ("2024年9月3日（此件公开发布）", date(2024, 9, 3)),
        ("海东市人民政府 2024年9月3日", date(2024, 9, 3)),
        ("国务院2018年6月27日", date(2018, 6, 27)),
        ("二〇二四年十三月三日", None),
        ("本方案自2024年9月3日起施行", None),
        ("2020年13月1日", None),
        ("2020年2月30日", None),
        ("发布日期:2021-06-19", None),
        ("2020年10月31日前完成", None),
        ("1019年3月13日", None),
    ],
)
def test_dates_of_issue(line, issued):
    assert find(TITLE, line).issued == issued
    assert find(TITLE, rest=[line]).issued == issued


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("蓝天保卫战2020年工作方案", (2020, 2020)),
        ("三年行动计划(2018-2020年)", (2018, 2020)),
        ("三年行动计划（2018—2020年）", (2018, 2020)),
        ("三年行动计划(2018年至2020年)", (2018, 2020)),
        ("三年行动计划(2020-2018年)", None),
        ("空气质量持续改善行动计划", None),
        ("“十三五”生态环境保护规划", (2016, 2020)),
        ("“十四五”空气质量改善规划", (2021, 2025)),
        ("大气污染防治条例(2018年修正)", None),
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
        ({"issuer": " "}, "issuer must be a text, not ' '"),
        ({"level": "town"}, "level must be one of nation, region, province, city, county"),
        ({"status": "old"}, "status must be one of in force, repealed"),
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
    ("overrides", "place"),
    [
        ({"county": "温县"}, ("county", "温县", "焦作市", "河南省")),
        ({"county": "温县", "city": "焦作市"}, ("county", "温县", "焦作市", "河南省")),
        ({"county": "鼓楼区"}, ("county", "鼓楼区", "乙市", "丁省")),
        ({"county": "鼓楼区", "city": "徐州市"}, ("county", "鼓楼区", "徐州市", "江苏省")),
        ({"city": "丙市"}, ("city", None, "丙市", "丁省")),
        ({"city": None}, ("province", None, None, "丁省")),
        ({"city": "上海市", "province": "上海市"}, ("province", None, "上海市", "上海市")),
        ({"level": "region", "city": None, "province": None}, ("region", None, None, None)),
    ],
)
def test_a_place_that_is_given_says_the_level(overrides, place):
    found = Metadata(title="甲", level="city", city="乙市", province="丁省").overridden(overrides)
    assert (found.level, found.county, found.city, found.province) == place


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


def test_fields_of_an_official_page():
    fields = ["发布机构：海东市人民政府办公室", "发文字号：东政办〔2024〕3号"]
    found = find_metadata([*fields, TITLE], [], "x", furniture=["发布日期：2024-09-05"])
    assert (found.document_number, found.issuer) == ("东政办〔2024〕3号", "海东市人民政府办公室")
    assert found.issued == date(2024, 9, 5)
    assert find_metadata([TITLE], [], "x", furniture=["发布日期：2024-09-05"]).issued is None
    written = [*fields, "成文日期：2024年9月3日", TITLE]
    assert find(*written, rest=["海东市人民政府", "2024年9月4日"]).issued == date(2024, 9, 3)


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["海东市空气质量", "持续改善行动计划"], "海东市空气质量持续改善行动计划"),
        (["海东市 空气质量 行动计划", "(2024-2025年)"], "海东市空气质量行动计划(2024-2025年)"),
        (["海东市行动计划", "(2024年9月3日)"], "海东市行动计划"),
        (["海东市行动计划", "(试行)"], "海东市行动计划(试行)"),
        (["政策文件", "海东市行动计划"], "海东市行动计划"),
        (["海东市人民政府", "海东市行动计划"], "海东市行动计划"),
        (["某某网站最新政策发布栏目", "海东市行动计划"], "海东市行动计划"),
        (["关于印发《海东市", "行动计划》的通知"], "海东市行动计划"),
        (["关于印发《海东市 行动", "计划(2024年)》的通知"], "海东市行动计划(2024年)"),
        (["印发《海东市行动计划》的通知"], "海东市行动计划"),
        (["关于转发《海东市行动计划》的通知"], "海东市行动计划"),
        (["中共中央 国务院关于绿色转型的意见"], "中共中央 国务院关于绿色转型的意见"),
        (["海东市人民政府", "关于做好冬季供暖的通知"], "关于做好冬季供暖的通知"),
        (["海东市2024年工作总结"], "海东市2024年工作总结"),
    ],
)
def test_titles(lines, title):
    assert find(*lines).title == title


@pytest.mark.parametrize(
    ("lines", "issuer"),
    [
        (["海东市人民政府文件"], "海东市人民政府"),
        (["海东市人民政府公告"], "海东市人民政府"),
        (["生态环境部", "财政部", "文件"], "生态环境部、财政部"),
        (["海东市人民政府 办公室关于印发行动方案的通知"], "海东市人民政府办公室"),
        (["海东市人民政府", "办公室关于印发行动方案的通知"], "海东市人民政府办公室"),
        (
            ["中共海东市委", "海东市人民政府", "关于打好攻坚战的意见"],
            "中共海东市委、海东市人民政府",
        ),
        (["生态环境部 公安部", "2019年11月4日"], "生态环境部、公安部"),
        (["各县区人民政府，市政府各部门：", "2019年11月4日"], None),
        (["关于印发行动方案的通知"], None),
        (["市政府办公室负责落实", "2019年11月4日"], None),
    ],
)
def test_issuers(lines, issuer):
    assert find(*lines).issuer == issuer


@given(
    st.lists(
        st.text(
            alphabet="海东市人民政府关于印发方案《》（）〔〕2024年9月3日号第、：　 ", max_size=30
        ),
        max_size=8,
    )
)
def test_no_lines_raise(lines):
    find_metadata(lines, lines, "file-name", lines)


@given(st.lists(st.text(max_size=40), max_size=6))
def test_no_text_raises(lines):
    assert find(*lines, rest=lines).title


def test_a_flat_line_and_a_table_of_fields_say_what_lines_of_their_own_would():
    flat = (
        "乙市2024年污染防治方案 为改善空气质量，现将有关事项通知如下：一、甲（一）乙。改善。"
        "（二）丙。二、丁。治理。"
    )
    plan = parse_text(flat)
    assert (plan.title, plan.period) == ("乙市2024年污染防治方案", (2024, 2024))
    table = (
        "索引号\t01/2024\t主题\t环境\t\n文号\t东政〔2024〕24号\t标题\t甲方案\t\n一、甲。改善。\n"
    )
    assert parse_text(table).document_number == "东政〔2024〕24号"


@pytest.mark.parametrize(
    "addressed", ["各省、自治区、直辖市环境保护局(厅):", "各省、自治区人民政府,各直属机构:"]
)
def test_who_writes_to_all_provinces_is_of_the_nation(addressed):
    notice = ["关于加强冬季城市大气污染防治工作的通知", addressed, "现将有关事项通知如下。"]
    assert find(*notice).level == "nation"
    told = [notice[0], "各县、区人民政府:", "按照各省、自治区的做法,现将有关事项通知如下。"]
    assert find(*told).level is None


def test_how_each_field_became_known():
    text = "海东市大气污染防治2020年工作方案\n东政〔2020〕24号\n\n一、任务\n治理扬尘。\n"
    silent = parse_text("治理扬尘。\n推进散煤治理。\n")
    assert dict(silent.origins) == {"title": "given"}, "the file's name"
    plan = parse_text(text)
    assert dict(plan.origins) == dict.fromkeys(
        ("title", "level", "city", "province", "document_number", "period"), "read"
    )
    described = parse_text(
        text, city="海东市", issuer="海东市人民政府", period=(2020, 2021), source="a web page"
    )
    assert dict(described.origins) == {
        **dict(plan.origins),
        **{"issuer": "given", "period": "corrected", "source": "given"},
    }
    assert dict(parse_text(text, document_number=None).origins)["document_number"] == "corrected"
    assert described.head.origins == described.origins
