"""The telling words of a question, and how much of them a text has."""

import pytest

from index.ranking import AskedWord
from qa import ask
from qa.wording import Wording, without_frame, wording_of
from tests.qa.made_plans import LevelEncoder, index_of


def word(text, weight=1.0, *alternatives, is_indexed=True):
    return AskedWord(text, alternatives, weight, is_indexed)


def texts_of(*words, places=()):
    return [own.text for own in wording_of([word(text) for text in words], places).words]


@pytest.mark.parametrize(
    "text",
    [
        "什么",
        "多少",
        "哪些",
        "哪个",
        "几家",
        "谁",
        "谁来",
        "怎么样",
        "2024",
        "最高",
        "更严格",
        "要求",
    ],
)
def test_a_word_that_only_asks_tells_nothing(text):
    assert texts_of("秸秆", text) == ["秸秆"]


@pytest.mark.parametrize("text", ["咸阳", "咸阳市"])
def test_a_place_says_where_to_look_and_not_what_for(text):
    assert texts_of(text, "秸秆", places=["咸阳市"]) == ["秸秆"]
    assert texts_of(text, "秸秆", places=["海东市"]) == [text, "秸秆"]


@pytest.mark.parametrize("text", ["秸秆", "pm2.5", "95", "20", "公安局", "零增长", "最大值"])
def test_a_word_that_tells_something_stays(text):
    assert texts_of(text) == [text]


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("Which plan sets the strictest dust target?", "Which plan the dust target"),
        ("Compare the highest noise limits", "the noise limits"),
        ("settings for later boilers", "settings for boilers"),
        ("highest lowest", "highest lowest"),
        ("秸秆利用率是多少？", "秸秆利用率是多少？"),
    ],
)
def test_a_question_without_what_only_asks(question, left):
    assert without_frame(question) == left


def test_a_single_character_counts_less():
    (char, rare) = wording_of([word("煤", 2.0), word("散煤", 2.0)], ()).words
    assert (char.weight, rare.weight) == (0.8, 2.0)


@pytest.mark.parametrize("text", ["百分之百", "百分百", "100%"])
@pytest.mark.parametrize("written", ["百分之百", "百分百", "100%"])
def test_a_whole_is_a_whole_however_it_is_written(text, written):
    assert wording_of([word(text)], ()).coverage(f"覆盖率达到{written}") == 1.0


THREE = Wording((word("秸秆", 3.0), word("利用", 1.0, "使用"), word("月球", 2.0, is_indexed=False)))


@pytest.mark.parametrize(
    ("text", "coverage", "missing"),
    [
        ("秸秆综合利用", 1.0, 0.0),
        ("秸秆的使用", 1.0, 0.0),
        ("秸秆", 0.75, 0.25),
        ("利用", 0.25, 0.75),
        ("月球", 0.0, 0.75),
        ("", 0.0, 0.75),
    ],
)
def test_the_share_of_the_known_words_that_a_text_has(text, coverage, missing):
    assert THREE.coverage(text) == pytest.approx(coverage)
    assert THREE.missing(text) == pytest.approx(missing)


def test_what_stands_around_a_text_counts_half():
    assert THREE.coverage("利用", "秸秆") == pytest.approx((1 + 0.5 * 3) / 4)
    assert THREE.coverage("秸秆利用", "秸秆") == 1.0


def test_what_no_passage_has():
    assert pytest.approx(2 / 6) == THREE.unknown
    assert Wording(()).unknown == 1.0
    assert (Wording(()).coverage("秸秆"), Wording(()).missing("秸秆")) == (0.0, 1.0)
    lost = Wording((word("月球", is_indexed=False),))
    assert (lost.coverage("月球"), lost.missing("月球"), lost.unknown) == (0.0, 1.0, 1.0)


@pytest.mark.parametrize(
    ("text", "coverage"),
    [
        ("空气质量", 1.0),
        ("空气的质量", 0.8 * 2 / 3),
        ("空气", 0.8 / 3),
        ("气体", 0.0),
    ],
)
def test_pieces_of_a_long_word_count_for_something(text, coverage):
    assert Wording((word("空气质量"),)).coverage(text) == pytest.approx(coverage)


OTHERS = ["船舶靠岸电", "船舶和船只", "锅炉", "岸电"]


@pytest.mark.parametrize(
    ("words", "own", "found"),
    [
        ([word("船舶", 3.0), word("改造", 1.0)], ["锅炉改造"], "船舶"),
        ([word("船舶", 3.0), word("改造", 1.0)], ["锅炉改造", "船舶停靠"], ""),
        ([word("船舶", 3.0, "船只"), word("改造", 1.0)], ["船只改造"], ""),
        ([word("船舶", 1.0), word("岸电", 1.0), word("改造", 1.0)], ["锅炉改造"], ""),
        ([word("船舶", 2.0), word("岸电", 2.5)], ["锅炉"], "岸电"),
        ([word("船只", 3.0), word("改造", 1.0)], ["锅炉改造"], ""),  # one other plan is too few
        ([], ["锅炉"], ""),
    ],
)
def test_a_word_that_only_other_plans_use(words, own, found):
    assert Wording(tuple(words)).said_elsewhere(own, OTHERS) == found


@pytest.mark.parametrize(
    ("words", "text", "code"),
    [
        ([word("pm10")], "pm2.5年均浓度", "pm10"),
        ([word("pm10")], "pm10年均浓度", ""),
        ([word("pm10", 1.0, "可吸入颗粒物")], "可吸入颗粒物浓度", ""),
        ([word("pm2.5", 1.0, "PM_{2.5}")], "细颗粒物(pm_{2.5})", ""),
        ([word("vocs")], "挥发性有机物", ""),
        ([word("2024")], "2020年", ""),
        ([word("秸秆")], "锅炉", ""),
    ],
)
def test_a_code_stands_for_itself_alone(words, text, code):
    assert Wording(tuple(words)).absent_code(text) == code


@pytest.fixture(scope="module")
def made_index(tmp_path_factory):
    return index_of(tmp_path_factory.mktemp("wording"), encoder=LevelEncoder())


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("六安的充电桩目标是多少？", "充电"),
        ("三亚的秸秆怎么利用？", "秸秆"),
        ("四川省的加油站什么时候完成？", "加油站"),
    ],
)
def test_a_plan_without_the_word_that_others_use_says_nothing_of_it(made_index, question, words):
    answer = ask(made_index, question)
    assert (answer.status, answer.reason) == ("not_found", "topic absent")
    assert words in answer.explanation


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("六安的PM2.5目标是多少？", "不高于33微克/立方米"),
        ("六安2022年要淘汰多少辆老旧柴油货车？", "1200辆"),
        ("三亚要建成多少个充电桩？", "500个"),
        ("六安的饭店多久清洗一次净化装置？", "每季度清洗一次"),
        ("四川省的秸秆综合利用率要达到多少？", "达到92%以上"),
    ],
)
def test_a_plan_with_the_words_is_quoted(made_index, question, text):
    answer = ask(made_index, question)
    assert (answer.status, answer.kind, answer.text) == ("answered", "number", text)


@pytest.mark.parametrize("question", ["六安的PM10目标是多少？", "六安的NO2目标是多少？"])
def test_what_is_said_of_another_indicator_is_no_answer(made_index, question):
    answer = ask(made_index, question)
    assert (answer.status, answer.citations) == ("not_found", ())
