import pytest

from index.structure.outline import find_headings
from index.text.headings import find_heading, split_lines
from index.text.layout import is_broken

BROKEN = "全市各级各部门要认真落实以下措施确保完成全年目标任务"


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        # behind a broken sentence
        (f"（一）甲。{BROKEN}\n（二）乙", "（一） （二）"),
        (f"（一）甲。{BROKEN}\n（二）类区", "（一）"),
        (f"（一）甲。{BROKEN}\n（二）项目", "（一）"),
        (f"（一）甲。{BROKEN}\n（三）丙", "（一）"),
        (f"（一）甲。\n（二）乙。{BROKEN}\n（一）丙", "（一） （二） （一）"),
        (f"（一）甲。\n（二）乙。{BROKEN}\n（一）、（二）丙", "（一） （二）"),
        (f"1.甲。{BROKEN}\n3.丙", "1."),
        (f"1.甲。{BROKEN}\n2.乙", "1. 2."),
        (f"1.甲。{BROKEN}\n一、乙", "1. 一、"),
        (f"1.甲。{BROKEN}达到8\n2.乙", "1."),  # 82.5 cut in two would go on with a digit
        (f"(1)甲。{BROKEN}PM2.\n2)乙", "(1)"),
        (f"1.甲。{BROKEN}。\n3.丙", "1. 3."),
        # gaps
        ("1.甲\n7.乙", "1."),
        ("1.甲\n6.乙", "1. 6."),
        ("36.甲\n37.乙", "36. 37."),
        ("36.甲\n37.乙\n38.丙", "36. 37. 38."),
        ("5.甲", "5."),
        ("6.甲", ""),
        ("九、甲", "九、"),
        ("（三十四）甲", "（三十四）"),
        # articles are articles where there are several
        ("第一条 甲\n第二条 乙", ""),
        ("第一条 甲\n第二条 乙\n第三条 丙", "第一条 第二条 第三条"),
        ("第一章 甲", "第一章"),
        # a line that goes on with a sentence; an article that stands where it should not
        ("第一条 根据\n第二十条等规定。\n第二条 乙\n第三条 丙", "第一条 第二条 第三条"),
        ("第一条 甲\n第二十条 丁\n第二条 乙", "第一条 第二十条 第二条"),
    ],
)
def test_headings_among_the_lines_that_start_with_a_label(text, labels):
    labelled = [(line, find_heading(text, line)) for line in split_lines(text)]
    found = [heading.label for heading in find_headings(text, labelled)]
    assert " ".join(found) == labels


@pytest.mark.parametrize(
    ("line", "broken"),
    [
        ("严禁承接省外不符合环保政策、产业政策的落后产能，严防污染转", True),
        ("对空置高架源项目和涉气重点行业新建项目开展环评一致性会商、", True),
        ("新建及迁建大宗货物年运量150万吨以上的物流", True),
        ("（市发展改革委、市生态环境局等按职责分工负责）", False),
        ("制定本实施方案，现印发给你们，请认真组织实施。", False),
        ("各县区人民政府，海东工业园区管委会，市政府各部门：", False),
        ("确需留用的进行节能环保整治;鼓励淘汰老旧工程机械;", False),
        ("优化产业结构，促进产业产品绿色升级", False),  # too short to tell
        ("可吸入颗粒物(PM10)和细颗粒物(PM2.", True),
        ("Strengthen control of emissions.", False),
    ],
)
def test_a_line_that_stops_in_the_middle_of_a_sentence(line, broken):
    assert is_broken(line) is broken
