"""What a question wants, read from its words alone."""

import pytest

from qa.question import names_topic, read_question

KINDS = [
    ("咸阳2020年PM2.5目标是多少？", "number", "zh-Hans"),
    ("阳泉要淘汰几台锅炉？", "number", "zh-Hans"),
    ("秸秆综合利用率要达到百分之几？", "number", "zh-Hans"),
    ("油烟净化装置多久清洗一次？", "number", "zh-Hans"),
    ("多长时间检查一次？", "number", "zh-Hans"),
    ("海東到2020年新能源車至少要佔多少？", "number", "zh-Hant"),
    ("油煙淨化裝置隔多久清洗一遍？", "number", "zh-Hant"),
    ("How many buses had to be replaced?", "number", "en"),
    ("What share of straw must be reused?", "number", "en"),
    ("How often must exhaust hoods be cleaned?", "number", "en"),
    ("阳泉的清洁取暖改造方案什么时候报到省里？", "when", "zh-Hans"),
    ("牵头单位每月几号前要报进展？", "when", "zh-Hans"),
    ("截止日期是哪天？", "when", "zh-Hans"),
    ("鍋爐改造何時完成？", "when", "zh-Hant"),
    ("When must the boilers be replaced?", "when", "en"),
    ("By what date must coal yards be enclosed?", "when", "en"),
    ("What is the deadline for the retrofit?", "when", "en"),
    ("谁来负责秸秆禁烧？", "duty", "zh-Hans"),
    ("烟花爆竹归谁管？", "duty", "zh-Hans"),
    ("住建局要做什么？", "duty", "zh-Hans"),
    ("道路揚塵整治由哪個單位牽頭？", "duty", "zh-Hant"),
    ("Which bureau takes the lead on coal quality?", "duty", "en"),
    ("Who is responsible for dust control?", "duty", "en"),
    ("要建哪几种集中处理中心？", "list", "zh-Hans"),
    ("重点行业包括哪些？", "list", "zh-Hans"),
    ("有什么措施控制扬尘？", "list", "zh-Hans"),
    ("工地要做到哪六項？", "list", "zh-Hant"),
    ("Which five industries must be upgraded?", "list", "en"),
    ("What are the measures against dust?", "list", "en"),
    ("还能新建烧煤的供热站吗？", "yes_no", "zh-Hans"),
    ("是否禁止燃放烟花爆竹？", "yes_no", "zh-Hans"),
    ("市区有没有禁燃区？", "yes_no", "zh-Hans"),
    ("可以燒秸稈嗎？", "yes_no", "zh-Hant"),
    ("Is open burning banned?", "yes_no", "en"),
    ("May fireworks be set off downtown?", "yes_no", "en"),
    ("“两断三清”是什么意思？", "definition", "zh-Hans"),
    ("何谓散乱污？", "definition", "zh-Hans"),
    ("「兩斷三清」指的是什麼？", "definition", "zh-Hant"),
    ("What is meant by dual control?", "definition", "en"),
    ("What does VOCs stand for?", "definition", "en"),
    ("散煤治理", "passage", "zh-Hans"),
    ("为什么要治理散煤？", "passage", "zh-Hans"),
    ("怎麼控制揚塵？", "passage", "zh-Hant"),
    ("DB61/941-2018", "passage", "en"),
    ("Tell me about dust control.", "passage", "en"),
]


@pytest.mark.parametrize(("text", "asks", "language"), KINDS)
def test_what_a_question_asks_for(text, asks, language):
    question = read_question(text)
    assert (question.asks, question.language) == (asks, language)


FIRM = [
    ("咸阳2020年PM2.5浓度目标是多少？", True),
    ("什么时候完成？", True),
    ("整改期限？", True),
    ("多长时间更换一次？", True),
    ("几家企业要搬迁？", True),
    ("什么是“六个百分之百”？", True),
    ("How many buses had to be replaced?", True),
    ("When must the boilers be replaced?", True),
    ("秸秆综合利用率的要求", False),
    ("目标是什么？", False),
    ("有多少措施由谁负责？", False),
    ("怎么控制扬尘？", False),
    ("Is there a noise limit?", False),
]


@pytest.mark.parametrize(("text", "is_firm"), FIRM)
def test_whether_only_a_number_a_date_or_a_meaning_answers(text, is_firm):
    assert read_question(text).is_firm is is_firm


# A question, and whether it is about several plans and about what changed between them.
REACH = [
    ("各地的PM2.5目标是多少？", (True, False)),
    ("哪些城市要求淘汰老旧车？", (True, False)),
    ("哪份方案最严？", (True, False)),
    ("所有方案都提到秸秆了吗？", (True, False)),
    ("咸阳和阳泉谁更严？", (False, False)),  # both are named
    ("比較咸陽和海東的目標", (False, False)),
    ("Which cities ban fireworks?", (True, False)),
    ("Compare the targets across all plans.", (True, False)),
    ("海东前后两份方案的秸秆利用率有什么变化？", (False, True)),
    ("从2018年到2020年有什么不同？", (False, True)),
    ("比上一轮收紧了吗？", (False, True)),
    ("How did the target change from 2020 to 2024?", (False, True)),
    ("前後兩份方案有何差別？", (False, True)),
    ("咸阳2020年PM2.5目标是多少？", (False, False)),
    ("由哪个部门牵头？", (False, False)),
    ("哪些措施控制扬尘？", (False, False)),
    ("What must construction sites do?", (False, False)),
    ("Which two central bodies take the lead on clean heating?", (False, False)),
    ("联合作业方案是哪几家单位制定的？", (False, False)),
]


@pytest.mark.parametrize(("text", "reach"), REACH)
def test_whether_a_question_is_on_several_plans_or_on_what_changed(text, reach):
    question = read_question(text)
    assert (question.is_across, question.is_over_time) == reach


@pytest.mark.parametrize(
    ("text", "leads", "joins"),
    [
        ("哪个部门牵头？", True, False),
        ("哪些部门配合？", False, True),
        ("誰牽頭、誰參與？", True, True),
        ("谁负责？", False, False),
        ("Which bureau takes the lead?", True, False),
        ("Which bureaus take part?", False, True),
        ("Who is responsible?", False, False),
    ],
)
def test_the_part_in_a_duty_that_is_asked_for(text, leads, joins):
    question = read_question(text)
    assert (question.wants_lead, question.wants_participants) == (leads, joins)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("要建哪五类中心？", 5),
        ("Which three types of vehicles are restricted?", 3),
    ],
)
def test_how_many_items_are_asked_for(text, count):
    assert read_question(text).count == count


@pytest.mark.parametrize("text", ["有哪些措施？", "控制扬尘的措施？", "多少钱", "谁牵头"])
def test_no_number_of_items_is_asked_for(text):
    assert read_question(text).count == 0


TOPICS = [
    "散煤",
    "PM2.5 年均浓度",
    "秸秆 禁烧",
    "VOCs治理",
    "任何单位不得露天焚烧",
    "几乎全部淘汰",
    "公交车更新要求",
    "秸稈綜合利用率",
    "牵头单位",
    "dust control",
    "clean heating in Haidong",
]
ASKING = [
    "散煤？",
    "散煤?",
    "散煤呢",
    "谁牵头散煤治理",
    "海东2024年方案比上一轮新增了什么",
    "咸阳方案第20条写了什么",
    "阳泉市对散乱污企业怎么处理",
    "施工工地扬尘管控要做到哪“六个百分之百”",
    "海東市散煤治理由哪些部門負責",
    "是不是禁烧",
    "准不准烧秸秆",
    "露天烧烤允许吗",
    "露天燒烤允許嗎。",
    "是否收费",
    "何时完成",
    "降多少",
    "要求变严还是变松了",
    "几家单位配合",
    "how many buses",
    "Is open burning allowed",
    "In Xianyang, may straw be burnt",
]


@pytest.mark.parametrize(
    ("text", "is_topic"), [(text, True) for text in TOPICS] + [(text, False) for text in ASKING]
)
def test_a_text_that_names_a_topic_asks_nothing(text, is_topic):
    assert names_topic(text) is is_topic
