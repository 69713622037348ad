"""The five real plans."""

import re
from datetime import date
from pathlib import Path

import pytest

from index import parse_plan
from index.structure.passages import split_passages
from index.text.shadow import shadow_of
from tests.index.invariants import assert_sound
from tests.index.texts import anomalies, body

FOLDER = Path(__file__).parents[2] / "corpus" / "plans"
IDS = ("guigang-2021", "haidong-2018-2020", "haidong-2024", "xianyang-2020", "yangquan-2020")


@pytest.fixture(scope="module")
def plans():
    return {plan_id: parse_plan(FOLDER / f"{plan_id}.txt") for plan_id in IDS}


def ids(numbers, above):
    return [f"{above}.{number}" for number in numbers]


def span(first, last):
    return range(first, last + 1)


XIANYANG = [
    "1", "2",
    "2.1", *ids(span(1, 8), "2.1"),
    "2.2", *ids(span(9, 15), "2.2"),
    "2.3", *ids(span(16, 23), "2.3"),
    "2.4", *ids(span(24, 31), "2.4"),
    "2.5", *ids(span(32, 34), "2.5"),
    "3", *ids(span(35, 45), "3"),
]  # fmt: skip
HAIDONG_2018 = [
    "1", *ids(span(1, 3), "1"), "2",
    "2.1", *ids(span(1, 5), "2.1"),
    "2.2", *ids(span(6, 10), "2.2"),
    "2.3", *ids(span(11, 14), "2.3"),
    "2.4", *ids(span(15, 18), "2.4"),
    "2.5", *ids(span(19, 20), "2.5"),
    "2.6", *ids(span(21, 24), "2.6"),
    "3", *ids(span(1, 5), "3"),
]  # fmt: skip
HAIDONG_2024 = [
    "1", *ids(span(1, 3), "1"),
    "2", *ids(span(4, 8), "2"),
    "3", *ids(span(9, 13), "3"),
    "4", *ids(span(14, 17), "4"),
    "5", *ids(span(18, 20), "5"),
    "6", *ids(span(21, 24), "6"),
    "7", *ids(span(25, 27), "7"),
    "8", *ids(span(28, 30), "8"),
    "9", *ids(span(31, 33), "9"),
    "10", *ids(span(34, 38), "10"),
]  # fmt: skip
YANGQUAN = [
    "1",
    "2", "2.1", *ids(span(1, 2), "2.1"), "2.2", *ids(span(1, 2), "2.2"),
    "3", "3.1", *ids(span(1, 5), "3.1"),
    "3.2", *ids(span(6, 9), "3.2"),
    "3.3", *ids(span(10, 13), "3.3"),
    "3.4", *ids(span(14, 18), "3.4"),
    "3.5", *ids(span(19, 22), "3.5"),
    "4", *ids(span(1, 7), "4"),
]  # fmt: skip
GUIGANG = [
    "?1.1", "?1.2",
    "?1.?1.1", "?1.?1.2", "?1.?1.3", *ids(span(1, 4), "?1.?1.3"), *ids(span(4, 8), "?1.?1"),
    *ids(span(1, 5), "?1.?2"),
    "?1.?3.1", "?1.?3.2", "?1.?3.4",
    *ids(span(1, 3), "?1.?4"),
    *ids(span(1, 5), "?2"),
]  # fmt: skip
CLAUSES = dict(zip(IDS, (GUIGANG, HAIDONG_2018, HAIDONG_2024, XIANYANG, YANGQUAN), strict=True))


@pytest.mark.parametrize("plan_id", IDS)
def test_every_clause_and_no_other(plans, plan_id):
    back = ["z"] if plan_id == "haidong-2024" else []
    assert [clause.id for clause in plans[plan_id].clauses] == ["0", *CLAUSES[plan_id], *back]


@pytest.mark.parametrize(
    ("plan_id", "level", "labels"),
    [
        ("xianyang-2020", 3, [f"{n}." for n in span(1, 45)]),
        ("haidong-2018-2020", 3, [f"{n}." for n in span(1, 24)]),
        ("haidong-2024", 1, [f"{n}、" for n in "一二三四五六七八九十"]),
        ("yangquan-2020", 1, [f"{n}、" for n in "一二三四"]),
        ("yangquan-2020", 3, [f"{n}." for n in (1, 2, 1, 2, *span(1, 22))]),
        ("guigang-2021", 2, [f"({n})" for n in "一二一二三四五"]),
        ("guigang-2021", 4, ["(1)", "(2)", "(3)", "(4)"]),
    ],
)
def test_labels_as_printed(plans, plan_id, level, labels):
    found = [clause.label for clause in body(plans[plan_id]) if clause.level == level]
    assert found == labels


def test_brackets_of_haidong_2024_as_printed(plans):
    sections = [clause.label for clause in body(plans["haidong-2024"]) if clause.level == 2]
    assert sections[:2] == ["（一）", "（二）"]
    assert sections[30:34] == ["（三十一）", "(三十二)", "(三十三)", "（三十四）"]
    assert sections[-1] == "（三十八）"


PATHS = [
    (
        "xianyang-2020",
        "2.3.20",
        "二、主要任务|(三)突出抓好机动车污染治理,积极调整运输结构|20.加快车辆结构升级",
    ),
    ("xianyang-2020", "3.45", "三、保障措施|45.构建全民共治格局"),
    (
        "haidong-2018-2020",
        "2.2.7",
        "二、重點任務|(二)推動能源結構優化,積極削減燃煤污染|7. 實施煤炭消費總量控制",
    ),
    (
        "haidong-2024",
        "9.32",
        "九、健全法律法规标准体系，完善环境经济政策|(三十二) 完善价格税费激励约束机制",
    ),
    ("yangquan-2020", "2.1.2", "二、决战目标|(一)约束性指标|2."),
    (
        "yangquan-2020",
        "2.2.2",
        "二、决战目标|(二)争取性指标|2.平定、郊区、城区、矿区、开发区环境空气质量"
        "二氧化硫年均浓度达到《环境空气质量标准》一级标准",
    ),
    ("yangquan-2020", "3.2.9", "三、决战任务|(二)坚决实施散煤清洁化替代|9.深入开展锅炉综合整治"),
    ("guigang-2021", "?1.?3.4", "||4.强化汽修行业污染治理"),
    ("guigang-2021", "?1.?1.3.2", "||3.持续推进VOCs治理攻坚|(2)加强废气收集和处理"),
    ("guigang-2021", "?2.5", "|(五)强化信息公开与工作调度"),
]


@pytest.mark.parametrize(("plan_id", "clause_id", "path"), PATHS)
def test_paths(plans, plan_id, clause_id, path):
    (clause,) = [clause for clause in plans[plan_id].clauses if clause.id == clause_id]
    assert clause.path == tuple(heading or None for heading in path.split("|"))


METADATA = {
    # id: title, city, province, document number, issuer, issued, period
    "guigang-2021": (
        "贵港市2021年度大气污染防治攻坚实施计划", "贵港市", "广西壮族自治区",
        None, "贵港市大气污染防治攻坚行动指挥部", None, (2021, 2021),
    ),
    "haidong-2018-2020": (
        "海東市打贏藍天保衛戰三年行動實施方案(2018-2020年)", "海东市", "青海省",
        "東政〔2019〕8號", "海東市人民政府", date(2019, 3, 13), (2018, 2020),
    ),
    "haidong-2024": (
        "海东市空气质量持续改善行动计划实施方案", "海东市", "青海省",
        "东政〔2024〕24号", "海东市人民政府", date(2024, 9, 3), (2024, 2025),
    ),
    "xianyang-2020": (
        "咸阳市蓝天保卫战2020年工作方案", "咸阳市", "陕西省", None, None, None, (2020, 2020),
    ),
    "yangquan-2020": (
        "阳泉市打赢蓝天保卫战2020年决战行动方案", "阳泉市", "山西省",
        "阳政办发〔2020〕28号", None, None, (2020, 2020),
    ),
}  # fmt: skip
PERIOD_FROM_THE_MANIFEST = "haidong-2024"  # its targets are set for 2025, its title names no year


def metadata(plan):
    return (
        plan.title, plan.city, plan.province, plan.document_number,
        plan.issuer, plan.issued, plan.period,
    )  # fmt: skip


@pytest.mark.parametrize("plan_id", IDS)
def test_metadata(plans, plan_id):
    assert metadata(plans[plan_id]) == METADATA[plan_id]


@pytest.mark.parametrize("plan_id", IDS)
def test_metadata_from_the_text_alone(tmp_path, plan_id):
    copy = tmp_path / f"{plan_id}.txt"
    copy.write_bytes((FOLDER / copy.name).read_bytes())
    *expected, period = METADATA[plan_id]
    if plan_id == PERIOD_FROM_THE_MANIFEST:
        period = None
    assert metadata(parse_plan(copy)) == (*expected, period)


REFERENCES = {
    "guigang-2021": [
        ("cites", "工信部联产业〔2017〕30号", "关于利用综合标准依法依规推动落后产能退出的指导意见"),
        (
            "cites",
            "贵环委办〔2021〕19号",
            "关于印发贵港市中心城区道路冲洗保洁喷雾抑尘作业方案的通知",
        ),
    ],
    "haidong-2018-2020": [
        ("implements", "國發〔2013〕37號", "大氣污染防治行動計劃"),
        (
            "implements",
            "青政〔2018〕86號",
            "關于印發青海省打贏藍天保衛戰三年行動實施方案(2018-2020年)的通知",
        ),
    ],
    "haidong-2024": [
        (
            "implements",
            "青政〔2024〕31号",
            "青海省人民政府关于印发〈青海省空气质量持续改善行动计划实施方案〉的通知",
        ),
    ],
    "xianyang-2020": [],
    "yangquan-2020": [],
}


@pytest.mark.parametrize("plan_id", IDS)
def test_references(plans, plan_id):
    plan = plans[plan_id]
    found = [(named.relation, named.document_number, named.title) for named in plan.references]
    assert found == REFERENCES[plan_id]
    for named in plan.references:
        assert plan.text[named.start : named.end] == named.document_number


BOILERPLATE = {
    "haidong-2024": [],
    "haidong-2018-2020": [("掃碼申請加入", "advert"), ("農村清潔取暖賦能交流群", "page text")],
    "xianyang-2020": [
        ("上一篇:智慧城市 开启空气环境监测“云监督”", "navigation"),
        ("下一篇:未来大气污染怎么治?", "navigation"),
    ],
    "guigang-2021": [
        ("您当前的位置 : 首页 > 新闻中心 > BB娱乐平台登录艾弗森", "navigation"),
        ("2024-10-29 00:26:37 BB娱乐平台登录艾弗森", "page date"),
        ("关注我们官方微信", "advert"),
        ("【扫码浏览手机站】", "advert"),
    ],
    "yangquan-2020": [
        ("当前位置: 首页 » 最新资讯 » 政策标准 » 正文", "navigation"),
        ("放大字体 缩小字体 发布日期:2021-06-19 浏览次数:342", "page date"),
        (
            "核心提示:日前,阳泉发布《阳泉市打赢蓝天保卫战2020年决战行动方案》。全文如下:"
            "关于印发阳泉市打赢蓝天保卫战2020年决战行动方案的通知",
            "page header",
        ),
        ("日前,阳泉发布《阳泉市打赢蓝天保卫战2020决战行动方案》。全文如下:", "page header"),
        (
            "[ 最新资讯搜索 ] [ 加入收藏 ] [ 告诉好友 ] [ 打印本文 ] [ 违规举报 ] [ 关闭窗口 ]",
            "page tool",
        ),
        ("0相关评论", "page tool"),
        ("推荐图文", "page text"),
        ("推荐最新资讯", "page text"),
        ("点击排行", "page text"),
        ("新手指南", "page text"),
        ("采购商服务", "page text"),
        ("供应商服务", "page text"),
        ("交易安全", "page text"),
        ("关注我们", "advert"),
        ("手机网站: m.cntfj.com", "footer"),
        ("18264179969", "page text"),
        ("周一至周五 9:00-18:00", "page text"),
        ("(其他时间联系在线客服)", "page text"),
        ("24小时在线客服", "footer"),
    ],
}


@pytest.mark.parametrize("plan_id", IDS)
def test_boilerplate(plans, plan_id):
    plan = plans[plan_id]
    found = [(plan.text[span.start : span.end], span.kind) for span in plan.boilerplate]
    assert [(re.sub(r"\s+", " ", words), kind) for words, kind in found] == BOILERPLATE[plan_id]


@pytest.mark.parametrize("plan_id", IDS)
def test_anomalies(plans, plan_id):
    expected = {
        "guigang-2021": [
            ("missing", "(一)"), ("missing", "1."),  # the headings lost above them
            ("damaged", "\u2002\u2002 "), ("damaged", "、、"),
            ("restart", "1."), ("restart", "1."), ("missing", "4."),
            ("restart", "1."), ("restart", "(一)"),
        ],
        "haidong-2018-2020": [
            ("damaged", place)
            for place in (
                "于", "后", "?;?", "并", "制", "涂", "范", "采", "筑", "?;l", "?;B", "并",
                "?。腥壜摼W", "?。腥壜摼W", "干", "斗",
            )
        ],
        "haidong-2024": [("damaged", "PM_{2.5}")] * 2 + [("broken", "\n\n")] * 14,
    }  # fmt: skip
    assert anomalies(plans[plan_id]) == expected.get(plan_id, [])


BREAKS = (
    "转|移", "和|大气", "的|煤电", "物流|园区", "信息录|入", "围挡、|物料", "手|段", "有色|等",
    "鼓励生|猪", "分|级", "生态|环境", "司法局、|市工业", "金融|评价", "排污|单位",
)  # fmt: skip


def test_sentences_that_page_breaks_cut(plans):
    plan = plans["haidong-2024"]
    broken = [found for found in plan.anomalies if found.kind == "broken"]
    for found, words in zip(broken, BREAKS, strict=True):
        before, after = words.split("|")
        assert plan.text[: found.start].endswith(before)
        assert plan.text.startswith(after, found.end)


ERRATA = {"haidong-2018-2020": 5, "guigang-2021": 14, "yangquan-2020": 3}


@pytest.mark.parametrize("plan_id", IDS)
def test_errata_serve_matching_and_leave_the_text(plans, plan_id):
    plan = plans[plan_id]
    assert len(plan.errata) == ERRATA.get(plan_id, 0)
    for erratum in plan.errata:
        assert plan.text[erratum.start : erratum.end] == erratum.damaged
        assert erratum.reason
    shadow = shadow_of(plan.text, plan.errata).text
    assert not [found for found in plan.errata if shadow_of(found.damaged).text in shadow]


@pytest.mark.parametrize("plan_id", IDS)
def test_spans_nesting_and_coverage(plans, plan_id):
    assert_sound(plans[plan_id], split_passages(plans[plan_id]))


@pytest.mark.parametrize("plan_id", IDS)
def test_the_text_is_the_file(plans, plan_id):
    with open(FOLDER / f"{plan_id}.txt", encoding="utf-8", newline="") as file:
        assert plans[plan_id].text == file.read()


@pytest.mark.parametrize("plan_id", IDS)
def test_reading_again_gives_the_same(plans, plan_id):
    again = parse_plan(FOLDER / f"{plan_id}.txt")
    assert again == plans[plan_id]
    assert split_passages(again) == split_passages(plans[plan_id])


@pytest.mark.parametrize("plan_id", IDS)
@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_line_ends_change_no_clause(plans, tmp_path, plan_id, line_end):
    copy = tmp_path / f"{plan_id}.txt"
    text = plans[plan_id].text.replace("\n", line_end)
    copy.write_bytes(text.encode("gb18030"))
    plan = parse_plan(copy)
    assert [(c.id, c.path) for c in plan.clauses] == [
        (c.id, c.path) for c in plans[plan_id].clauses
    ]
    assert len(plan.boilerplate) == len(plans[plan_id].boilerplate)
