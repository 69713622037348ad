import pytest

from index.text.headings import Line, find_heading, has_label, split_lines
from tests.index.texts import CIRCLED, in_words

# line, family, number, label, title, text follows
HEADINGS = [
    ("一、总体要求", "cjk", 1, "一、", "总体要求", False),
    ("二、決戰目標", "cjk", 2, "二、", "決戰目標", False),
    ("十 、 落实各方责任", "cjk", 10, "十 、", "落实各方责任", False),
    ("三.保障措施", "cjk", 3, "三.", "保障措施", False),
    ("一、2025年和“十四五”时期工作回顾", "cjk", 1, "一、", "2025年和“十四五”时期工作回顾", False),
    ("三、5G网络建设", "cjk", 3, "三、", "5G网络建设", False),
    ("(一)約束性指標", "cjk_paren", 1, "(一)", "約束性指標", False),
    ("(一)突出抓好治理,优化结构。", "cjk_paren", 1, "(一)", "突出抓好治理,优化结构", False),
    ("（三十八）实施全民行动。动员社会", "cjk_paren", 38, "（三十八）", "实施全民行动", True),
    ("(三十二) 完善价格机制。推动", "cjk_paren", 32, "(三十二)", "完善价格机制", True),
    ("（二)混用的括号", "cjk_paren", 2, "（二)", "混用的括号", False),
    ("( 三 ）空格", "cjk_paren", 3, "( 三 ）", "空格", False),
    ("（一）、指导思想", "cjk_paren", 1, "（一）", "指导思想", False),
    ("㈡工作目标", "cjk_paren", 2, "㈡", "工作目标", False),
    ("1.强化源头管控。积极推行", "arabic", 1, "1.", "强化源头管控", True),
    ("24. 加大環境違法查處力度。堅持", "arabic", 24, "24.", "加大環境違法查處力度", True),
    ("3、加强督查", "arabic", 3, "3、", "加强督查", False),
    ("９０．全角数字", "arabic", 90, "９０．", "全角数字", False),
    ("⒊加强督查", "arabic", 3, "⒊", "加强督查", False),
    ("1.2020年底前完成改造", "arabic", 1, "1.", "2020年底前完成改造", False),
    ("2、2019年任务", "arabic", 2, "2、", "2019年任务", False),
    ("3.10月底前完成", "arabic", 3, "3.", "10月底前完成", False),
    ("1.1—6月完成任务", "arabic", 1, "1.", "1—6月完成任务", False),
    ("(1)实施源头替代。按照", "paren", 1, "(1)", "实施源头替代", True),
    ("2）加强收集", "paren", 2, "2）", "加强收集", False),
    ("⑵加强收集", "paren", 2, "⑵", "加强收集", False),
    ("①源头替代", "circled", 1, "①", "源头替代", False),
    ("第一编 总则", "part", 1, "第一编", "总则", False),
    ("第二章 大气污染防治标准", "chapter", 2, "第二章", "大气污染防治标准", False),
    ("第 三 章 监督管理", "chapter", 3, "第 三 章", "监督管理", False),
    ("第二節 工業污染防治", "section", 2, "第二節", "工業污染防治", False),
    ("第十二条 省级以上人民政府", "article", 12, "第十二条", "", True),
    ("第十二條 省級以上人民政府", "article", 12, "第十二條", "", True),
    ("第一百二十九条　本法自公布之日起施行。", "article", 129, "第一百二十九条", "", True),
    ("第二篇 分论", "part", 2, "第二篇", "分论", False),
    ("第一部分 规划背景", "part", 1, "第一部分", "规划背景", False),
    ("第3章 监督", "chapter", 3, "第3章", "监督", False),
    ("第12条 企业", "article", 12, "第12条", "", True),
    ("第十条之一　企业", "article", 10, "第十条之一", "", True),
    ("5\\. 散煤治理。全面", "arabic", 5, "5\\.", "散煤治理", True),
    ("2.", "arabic", 2, "2.", "", False),
    ("1.**加粗**", "arabic", 1, "1.", "**加粗", False),
]


def only_line(text):
    (line,) = split_lines(text)
    return line


@pytest.mark.parametrize(("text", "family", "number", "label", "title", "follows"), HEADINGS)
def test_headings(text, family, number, label, title, follows):
    heading = find_heading(text, only_line(text))
    assert (heading.family, heading.number, heading.label) == (family, number, label)
    assert (heading.title, heading.is_run_in) == (title, follows)
    assert text[heading.start : heading.label_end] == label
    assert heading.printed.startswith(label)
    assert heading.printed.endswith(title)


@pytest.mark.parametrize("number", range(1, 130))
@pytest.mark.parametrize(
    ("pattern", "family"),
    [
        ("{}、总体要求", "cjk"),
        ("（{}）指导思想", "cjk_paren"),
        ("第{}章 总则", "chapter"),
        ("第{}条 本法", "article"),
    ],
)
def test_every_chinese_number_makes_a_heading(pattern, family, number):
    text = pattern.format(in_words(number))
    heading = find_heading(text, only_line(text))
    assert (heading.family, heading.number) == (family, number)


@pytest.mark.parametrize(("number", "character"), list(enumerate(CIRCLED, start=1)))
def test_every_circled_number_makes_a_heading(number, character):
    heading = find_heading(character + "企业", only_line(character + "企业"))
    assert (heading.family, heading.number) == ("circled", number)


@pytest.mark.parametrize(
    "text",
    [
        "1.5万吨产能压减任务",
        "2.5",  # of PM⏎2.5⏎浓度
        "2.5微克/立方米",
        "1.1总体目标",
        "3、4月份加密洒水频次",
        "2018-2020年完成营造林232万亩",
        "2020年底前,完成2万亩",
        "2020.5.6",
        "9月底前,完善水泥、商混",
        "12月31日前",
        "GB 37822-2019",
        "DB61/941-2018",
        "18264179969",
        "0914-8118369",
        "010-82612345",
        "24小时在线客服",
        "0相关评论",
        "168个城市",
        "0.5%",
        "0、",
        "10、35、50毫克/立方米",
        "第十二条规定的排放标准",
        "第三條款",
        "第五条例",
        "第二产业",
        "第一责任人",
        "一是强化源头管控",
        "一、二产业协同推进",
        "十一、十二月份开展专项行动",
        "二、三级标准",
        "十三.五规划",
        "一把手",
        "二〇二〇、",
        "(二〇二〇)年",
        "(市生态环境局牵头)",
        "(2018-2020年)",
        "（PM2.5）浓度",
        "(GB 37822-2019)",
        "(a)",
        "三年行动计划",
        "十四五",
        "一",
        "百、千",
        "1",
        "PM10",
    ],
)
def test_no_headings(text):
    assert find_heading(text, only_line(text)) is None


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        (" \n\t\r\n　\n", []),
        (
            "一、甲\r\n(一)乙\r丙\x0b丁\x0c戊\u2028己\u2029庚\x85辛",
            ["一、甲", "(一)乙", *"丙丁戊己庚辛"],
        ),
        ("\ufeff  ## **一、总体要求**", ["一、总体要求**"]),
        ("### 第一节 总则", ["第一节 总则"]),
        ("> 引文", ["引文"]),
        ("- 1. 甲\n* **（一）乙**\n- 4 -\n- 丙", ["1. 甲", "（一）乙**", "- 4 -", "- 丙"]),
        ("#标签", ["#标签"]),
        ("\u200b一、总体要求\u200b\xa0\ufeff", ["一、总体要求"]),
        ("\u200b\u200d\n##\n", ["##"]),
        ("  规定： \t\n　　1.　水泥", ["规定：", "1.　水泥"]),
    ],
)
def test_lines_without_white_space_and_marks(text, lines):
    assert [text[line.start : line.end] for line in split_lines(text)] == lines


def test_label_stands_at_the_start_of_the_line():
    text = "如下：一、总体要求"
    assert not has_label(text, Line(0, len(text)))
    assert has_label(text, Line(3, len(text)))


def test_heading_stops_at_the_end_of_its_line():
    text = "1.强化管控\n2020年底前"
    heading = find_heading(text, next(iter(split_lines(text))))
    assert (heading.printed, heading.end) == ("1.强化管控", 6)


def test_a_long_first_sentence_is_text_and_no_title():
    text = "2." + "平定、郊区、城区、矿区" * 6 + "。"
    heading = find_heading(text, only_line(text))
    assert (heading.title, heading.is_run_in, heading.printed) == ("", True, "2.")
