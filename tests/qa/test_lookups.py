"""Clauses, an office's tasks, terms and documents: looked up, not searched for."""

import pytest

from qa import ask
from qa.lookups import look_up
from qa.question import read_question
from tests.qa.made_plans import LevelEncoder, index_of

PRIMARY = "2. 禁止燃放烟花爆竹。全年在主城区禁止燃放烟花爆竹。（市公安局负责）"
VEHICLES = (
    "3. 淘汰老旧车辆。2022年底前淘汰老旧柴油货车1200辆。"
    "（市公安局牵头，市交通运输局、市商务局配合）"
)
SITES = "围挡、覆盖、冲洗、硬化、湿法作业、密闭运输"
SANYA_SITES = "围挡、覆盖、冲洗、硬化、湿法、密闭"


@pytest.fixture(scope="module")
def made_index(tmp_path_factory):
    return index_of(tmp_path_factory.mktemp("lookups"), encoder=LevelEncoder())


def looked_up(index, question):
    return look_up(index, index.search(question, k=30), read_question(question))


def check_quotes(index, answer):
    for cited in (*answer.citations, *answer.nearby):
        assert index.plan(cited.plan_id).text[cited.start : cited.end] == cited.quote
        assert cited.reference == index.reference(cited.plan_id, cited.clause_id)


@pytest.mark.parametrize(
    ("question", "places", "text"),
    [
        ("六安第2条写了什么？", ["luan-2022:2.2"], PRIMARY),
        ("六安第2條寫了什麼？", ["luan-2022:2.2"], PRIMARY),
        ("六安第2条", ["luan-2022:2.2"], PRIMARY),
        ("六安方案第3条的内容", ["luan-2022:2.3"], VEHICLES),
        ("What does item 2 of Lu'an say?", ["luan-2022:2.2"], PRIMARY),
        (
            "六安第2条和第3条写了什么？",
            ["luan-2022:2.2", "luan-2022:2.3"],
            f"{PRIMARY}\n{VEHICLES}",
        ),
    ],
)
def test_a_clause(made_index, question, places, text):
    answer = looked_up(made_index, question)
    assert (answer.status, answer.kind, answer.text) == ("answered", "passage", text)
    assert [f"{c.plan_id}:{c.clause_id}" for c in answer.citations] == places
    check_quotes(made_index, answer)


def test_a_clause_that_every_plan_has_is_a_row_a_plan(made_index):
    answer = looked_up(made_index, "第1条写了什么？")
    assert answer.kind == "comparison"
    assert [item.split("。")[0] for item in answer.items] == [
        "六安市：1. 加强工地扬尘管控",
        "三亚市：（一）控制挥发性有机物（VOCs）排放",
        "四川省：1. 秸秆综合利用",
    ]
    assert [c.clause_id for c in answer.citations] == ["2.1", "2.1", "2.1"]


def test_a_number_that_a_plan_has_several_times_is_each_of_its_clauses(hashed_index):
    answer = looked_up(hashed_index, "贵港第1条写了什么？")
    assert answer.kind == "passage"
    assert len(answer.items) == len(answer.citations) == 4
    assert {c.plan_id for c in answer.citations} == {"guigang-2021"}
    assert [item[:10] for item in answer.items][::3] == ["1.积极调整优化产业", "1.强化污染高发季节"]
    check_quotes(hashed_index, answer)


def test_a_long_clause_is_shown_to_the_end_of_a_sentence(hashed_index):
    answer = looked_up(hashed_index, "海东2024年方案第二章写了什么？")
    (citation,) = answer.citations
    assert citation.plan_id == "haidong-2024"
    assert len(answer.text) <= 800 < len(citation.quote)
    assert answer.text[-1] in "。；;"


@pytest.mark.parametrize(
    "question", ["六安第20条写了什么？", "六安第99条", "What does item 99 say?"]
)
def test_a_clause_that_no_plan_has(made_index, question):
    answer = looked_up(made_index, question)
    assert (answer.status, answer.reason, answer.citations) == ("not_found", "not stated", ())
    (mention,) = made_index.search(question, k=1).query.clauses
    assert f"{mention.text}" in answer.explanation


@pytest.mark.parametrize("question", ["六安第2条由谁负责？", "六安第3条要淘汰多少辆车？"])
def test_a_question_about_a_clause_is_not_looked_up(made_index, question):
    assert looked_up(made_index, question) is None


@pytest.mark.parametrize(
    ("question", "tasks"),
    [
        ("六安市公安局要做什么？", ["禁止燃放烟花爆竹", "淘汰老旧车辆"]),
        ("六安市公安局要做什麼？", ["禁止燃放烟花爆竹", "淘汰老旧车辆"]),
        ("六安公安局牵头哪些任务？", ["淘汰老旧车辆"]),
        ("六安市城管局参与哪些任务？", ["加强工地扬尘管控"]),
        ("六安市城管局牵头哪些任务？", ["治理餐饮油烟"]),
        ("市公安局负责哪些老旧车任务？", ["淘汰老旧车辆"]),
        ("What must the public security bureau do?", ["禁止燃放烟花爆竹", "淘汰老旧车辆"]),
        (
            "What is the public security bureau of Lu'an responsible for?",
            ["禁止燃放烟花爆竹", "淘汰老旧车辆"],
        ),
        ("三亚市商务局有哪些任务？", ["控制挥发性有机物（VOCs）排放"]),
    ],
)
def test_the_tasks_of_an_office(made_index, question, tasks):
    answer = looked_up(made_index, question)
    assert (answer.status, answer.kind, list(answer.items)) == ("answered", "duty", tasks)
    assert answer.text == "\n".join(tasks)
    assert all(task in quote.quote for task, quote in zip(tasks, answer.citations, strict=True))
    check_quotes(made_index, answer)


@pytest.mark.parametrize(
    ("question", "named", "nearby"),
    [
        ("六安公安局参与哪些工作？", "公安局", ["禁止燃放烟花爆竹", "淘汰老旧车辆"]),
        ("六安商务局牵头哪些任务？", "商务局", ["淘汰老旧车辆"]),
        ("六安市生态环境局牵头哪些工作？", "市生态环境局", ["治理餐饮油烟"]),
    ],
)
def test_an_office_without_the_part_asked_for(made_index, question, named, nearby):
    answer = looked_up(made_index, question)
    assert (answer.status, answer.kind, answer.reason) == ("not_found", "duty", "not stated")
    assert named in answer.explanation
    assert [cited.quote.split("。")[0] for cited in answer.nearby] == nearby
    check_quotes(made_index, answer)


@pytest.mark.parametrize("question", ["六安市财政局有哪些任务？", "六安渔政局有哪些任务？"])
def test_an_office_that_no_bracket_names(made_index, question):
    assert looked_up(made_index, question) is None
    assert ask(made_index, question).status == "not_found"


def test_what_an_office_leads_is_what_the_brackets_say(hashed_index):
    led = [
        duty
        for duty in hashed_index.facts("xianyang-2020").duties
        if duty.task.strip() and "市生态环境局" in duty.lead
    ]
    answer = looked_up(hashed_index, "咸阳市生态环境局牵头哪些工作？")
    assert 5 < len(led) <= 30
    assert {c.clause_id for c in answer.citations} == {duty.clause_id for duty in led}
    check_quotes(hashed_index, answer)


@pytest.mark.parametrize(
    "term",
    [
        "“六个百分之百”",
        "六个百分之百",
        "“6个100%”",
        "6个百分百",
        "六個百分之百",
        "「六個百分之百」",
    ],
)
@pytest.mark.parametrize("form", ["什么是{}？", "{}是什么意思？", "{}指的是什么？"])
def test_a_term_gives_a_row_a_plan_however_it_is_written(made_index, form, term):
    answer = looked_up(made_index, form.format(term))
    assert (answer.kind, len(answer.items)) == ("comparison", 2)
    assert [item[4:] for item in answer.items] == [SITES, SANYA_SITES]
    assert [c.plan_id for c in answer.citations] == ["luan-2022", "sanya-2023"]
    check_quotes(made_index, answer)


def test_a_term_of_one_city(made_index):
    answer = looked_up(made_index, "六安的六个百分之百是什么？")
    assert (answer.kind, answer.text, answer.items) == (
        "definition",
        SITES,
        tuple(SITES.split("、")),
    )
    assert answer.citations[0].quote == f"“六个百分之百”（{SITES}）"


def test_a_term_in_quotation_marks_counts_before_a_longer_one(made_index):
    answer = looked_up(made_index, "三亚的六个百分之百和“VOCs”，后者是什么意思？")
    assert [c.quote[-6:] for c in answer.citations] == ["（VOCs）"]


def test_a_term_that_a_plan_explains_twice_is_a_row_of_the_first(tmp_path):
    sentence = "1. 做到“三到位”（{}）。\n"
    text = (
        "六安市2022年方案\n" + sentence.format("巡查、洒水、清扫") + sentence.format("甲、乙、丙")
    )
    answer = looked_up(index_of(tmp_path, {"luan": text}), "什么是“三到位”？")
    assert (answer.kind, answer.text) == ("definition", "巡查、洒水、清扫")


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        (
            "VOCs是什么？",
            [
                "贵港市：挥发性有机物",
                "海东市（较早的方案）：揮發性有機物",
                "海东市（较新的方案）：挥发性有机物",
                "咸阳市：挥发性有机物",
            ],
        ),
        (
            "什么是“两断三清”？",
            [
                "海东市：切斷工業用水、用電,清除原料、產品、生產設備",
                "阳泉市：切断工业用水、用电,清除原料、产品、生产设备",
            ],
        ),
    ],
)
def test_a_term_of_the_plans(hashed_index, question, rows):
    answer = looked_up(hashed_index, question)
    assert list(answer.items) == rows
    check_quotes(hashed_index, answer)


@pytest.mark.parametrize(
    "question",
    [
        "三亚的VOCs浓度是多少？",
        "什么是“七个百分之百”？",
        "VOCs排放是什么标准？",
        "什么是人工影响天气？",
    ],
)
def test_what_is_no_term_of_a_plan(made_index, question):
    assert looked_up(made_index, question) is None


MODEL = "《安徽省2022年大气污染防治工作要点》（皖大气办〔2022〕4号）"


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("六安方案什么时候印发？", "2022年3月7日"),
        ("六安方案的印发日期？", "2022年3月7日"),
        ("六安方案是什麼時候印發的？", "2022年3月7日"),
        ("When was the plan of Lu'an issued?", "2022年3月7日"),
        ("六安方案的文号是什么？", "六政〔2022〕15号"),
        ("What is the document number of Lu'an's plan?", "六政〔2022〕15号"),
        ("六安的方案是谁印发的？", "六安市人民政府"),
        ("Who issued the plan of Lu'an?", "六安市人民政府"),
        ("六政〔2022〕15号是谁发的？", "六安市人民政府"),
        ("六政〔2022〕15号是哪天发布的？", "2022年3月7日"),
        ("六安的方案是落实哪个文件？", MODEL),
        ("六安方案根据什么文件制定？", MODEL),
    ],
)
def test_a_document(made_index, question, text):
    answer = looked_up(made_index, question)
    assert (answer.status, answer.text) == ("answered", text)
    assert [c.plan_id for c in answer.citations] == ["luan-2022"]
    assert text in answer.citations[0].quote
    check_quotes(made_index, answer)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("海东2024年方案什么时候印发？", "2024年9月3日"),
        ("东政〔2024〕24号是什么时候印发的？", "2024年9月3日"),
        ("阳泉方案的文号是什么？", "阳政办发〔2020〕28号"),
        ("贵港方案是谁印发的？", "贵港市大气污染防治攻坚行动指挥部"),
        ("阳泉治气方案文号", "阳政办发〔2020〕28号"),
        ("陽泉空氣方案發文字號", "阳政办发〔2020〕28号"),
        ("Guigang air plan issuing body", "贵港市大气污染防治攻坚行动指挥部"),
        ("Which body put out the Guigang plan?", "贵港市大气污染防治攻坚行动指挥部"),
        (
            "海东2024年方案落实哪个文件？",
            "《青海省人民政府关于印发〈青海省空气质量持续改善行动计划实施方案〉的通知》"
            "（青政〔2024〕31号）",
        ),
    ],
)
def test_a_document_of_the_corpus(hashed_index, question, text):
    assert looked_up(hashed_index, question).text == text


def test_both_documents_of_a_city(hashed_index):
    answer = looked_up(hashed_index, "海东两份方案的文号是什么？")
    assert (
        answer.text
        == "海东市（较早的方案）：東政〔2019〕8號\n海东市（较新的方案）：东政〔2024〕24号"
    )


@pytest.mark.parametrize(
    "question",
    [
        "三亚方案什么时候印发？",
        "三亚方案是谁印发的？",
    ],
)
def test_what_a_document_does_not_say_falls_through_and_is_not_made_up(made_index, question):
    assert looked_up(made_index, question) is None
    assert ask(made_index, question).status == "not_found"


@pytest.mark.parametrize("question", ["三亚方案文号是什么？", "四川省的方案文号是什么？"])
def test_a_number_that_a_document_has_not_is_said_to_be_none(made_index, question):
    answer = looked_up(made_index, question)
    assert (answer.status, answer.reason) == ("not_found", "not stated")


@pytest.mark.parametrize(
    "question",
    [
        "六安老旧柴油货车方案什么时候印发？",
        "六安什么时候公布柴油货车淘汰名单？",
        "六安谁制定柴油货车淘汰计划？",
        "什么时候印发？",
    ],
)
def test_a_question_about_something_else_than_the_document(made_index, question):
    assert looked_up(made_index, question) is None


def test_a_list_of_tasks_that_is_cut_says_so(hashed_index, monkeypatch):
    whole = looked_up(hashed_index, "咸阳住建局要做什么？")
    monkeypatch.setattr("qa.lookups.tasks.MAX_TASKS", 3)
    cut = looked_up(hashed_index, "咸阳住建局要做什么？")
    assert len(whole.items) > 3 == len(cut.items)
    assert cut.text.splitlines() == [*cut.items, "……（还有，未全部列出）"]
    assert whole.text.splitlines() == list(whole.items)
