import re
import tomllib

import pytest

from index.structure.boilerplate import MAX_FURNITURE_CHARS, furniture_kind
from index.text.layout import RULES_FILE
from tests.index.texts import parse_text

RULES = tomllib.loads(RULES_FILE.read_text(encoding="utf-8"))["rule"]


@pytest.mark.parametrize(
    ("rule", "line"), [(rule, line) for rule in RULES for line in rule["examples"]]
)
def test_examples_of_a_rule_match_it(rule, line):
    assert re.search(rule["pattern"], line, re.IGNORECASE)
    assert furniture_kind(line) == rule["kind"]


@pytest.mark.parametrize("line", [line for rule in RULES for line in rule.get("prose", [])])
def test_prose_beside_a_rule_does_not_match_any(line):
    assert furniture_kind(line) is None


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["pattern"][:20])
def test_every_rule_says_what_it_leaves_alone(rule):
    assert rule.get("prose") or rule["pattern"] == "^<!--.*-->$"


@pytest.mark.parametrize(
    "line",
    [
        # 关注 来源 编辑 评论 扫描 打印 浏览 首页 分享 in sentences of plans
        "积极回应社会关切,完善宣传引导机制,及时回应公眾關注的熱點、難點和焦點問題。",
        "充分利用环境空气质量微站点、激光雷达扫描、卫星遥感监测、走航监测等科技手段,",
        "对检查发现的不合格油品予以收缴,并倒查来源。引导加油站规范经营。",
        "完成源清单编制、源解析工作,评估大气污染物来源、动态变化,",
        "继续推进包装印刷、打印等行业VOCs综合治理",
        "关注“贵港生态环境”微信、微博,畅通“12369”热线。",
        "群众可扫描二维码关注官方微信公众号参与监督；",
        "组织编辑、评论员深入一线,分享治污经验",
        "政府网站首页 > 开设专栏，公开考核结果。",
        "提高手机APP下载量、浏览量",
        "联系我们全市实际",
        "24小时实时监控、超标预警、应急防控和信息共享",
        # what a document wraps itself in
        "海东市人民政府文件",
        "东政〔2024〕24号",
        "海东市人民政府 关于印发海东市空气质量持续改善 行动计划实施方案的通知",
        "各县区人民政府，市政府各部门：",
        "《海东市空气质量持续改善行动计划实施方案》已经市政府同意，现印发给你们，请认真贯彻执行。",
        "经贵港市人民政府同意,现将《贵港市2021年度大气污染防治攻坚实施计划》印发给你们,请认真组织实施。",
        "2024年9月3日",
        "2024年9月3日印发",
        "（2018年11月30日经山东省第十三届人民代表大会常务委员会第七次会议批准）",
        "咸阳市蓝天保卫战2020年工作方案",
        "海东市人民政府办公室",
        "抄送：市委，市人大、市政协，中国人民银行海东市分行。",
        "是否宜公开选项：宜公开",
        "（此件公开发布）",
        "发文字号：国办发〔2018〕22号",
        "索引号：000014349/2018-00111",
        "附件：1.重点任务分工表",
        "附表",
        "联系人：张三，电话：0972-8612345",
        "单位：微克/立方米",
    ],
)
def test_the_documents_own_lines_are_no_furniture(line):
    assert furniture_kind(line) is None


def test_long_lines_are_prose():
    line = "当前位置: 首页 » 正文" + "甲" * MAX_FURNITURE_CHARS
    assert furniture_kind(line) is None


def kinds(text):
    return [(text[span.start : span.end], span.kind) for span in parse_text(text).boilerplate]


BODY = "一、甲\n完成任务。\n"


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ("", []),
        ("推荐图文\n点击排行\n", []),  # nothing says that these belong to a page
        ("打印本文\n推荐图文\n18264179969\n", ["打印本文", "推荐图文", "18264179969"]),
        ("推荐图文\n打印本文\n", ["打印本文"]),
        ("打印本文\n附件1\n推荐图文\n", ["打印本文"]),
        ("海东市人民政府办公室\n2024年9月3日印发\n打印本文\n", ["打印本文"]),
        ("海东市生态环境局\n打印本文\n", ["打印本文"]),
        ("打印本文\n乙。\n推荐图文\n", ["打印本文"]),
        ("打印本文\n您访问的链接即将离开本网站，是否继续？\n取消\n", 3),
        ("— 12 —\n污染物\n二氧化硫\n颗粒物\n", ["— 12 —"]),  # the cells of an annex
        ("附表\n— 12 —\n1\n2\n", ["— 12 —"]),
        ("打印本文\n(二)乙\n", ["打印本文"]),
    ],
)
def test_short_lines_after_the_end_go_with_the_furniture(tail, expected):
    found = [words for words, _ in kinds(BODY + tail)]
    assert found == (tail.splitlines() if isinstance(expected, int) else expected)


def test_a_clause_is_no_furniture_whatever_its_words():
    assert kinds("1.关注我们的公众号\n2.上一篇\n3.打印本页\n") == []


def test_traditional_characters_are_furniture_too():
    assert kinds(BODY + "掃碼申請加入\n農村清潔取暖賦能交流群\n") == [
        ("掃碼申請加入", "advert"),
        ("農村清潔取暖賦能交流群", "page text"),
    ]


def test_markdown_and_byte_order_marks_are_marked():
    text = "\ufeff# 条例\n<!-- INFO END -->\n## 第一章 总则\n**甲**\n\u200b\n"
    assert kinds(text) == [
        ("\ufeff#", "markup"),
        ("<!-- INFO END -->", "markup"),
        ("##", "markup"),
        ("**", "markup"),
        ("\u200b", "markup"),
    ]
