"""Questions on places side by side are asked of each place for itself."""

from dataclasses import replace

import pytest

from qa import ask
from qa.comparing import Finding, compared_answer, parts_by_document, parts_by_place
from qa.question import read_question
from tests.qa.comparing_plans import index_of


@pytest.fixture(scope="module")
def made_up(tmp_path_factory):
    return index_of(tmp_path_factory.mktemp("made-up"))


def parts(index, text):
    hits = index.search(text, k=5)
    apart = parts_by_place(index, hits, read_question(text))
    asked = [(part.place, part.question.text) for part in apart.parts] if apart else []
    return list(dict.fromkeys(asked))  # a place with two plans is asked of each


def found_of(part, answer):
    """A finding that is the answer, whatever the others say."""
    return Finding(part, answer, answer)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "济南2020年和芜湖2019年，谁给细颗粒物定的线更低，各是多少？",
            [
                ("济南市", "2020年，细颗粒物定的线更低，是多少"),
                ("芜湖市", "2019年，细颗粒物定的线更低，是多少"),
            ],
        ),
        (
            "到2025年，济南、芜湖与宜宾市的秸秆利用率分别是多少？",
            [
                ("济南市", "到2025年，秸秆利用率是多少"),
                ("芜湖市", "到2025年，秸秆利用率是多少"),
                ("宜宾市", "到2025年，秸秆利用率是多少"),
            ],
        ),
        (
            "济南芜湖和宜宾的秸秆利用率各是多少？",
            [
                ("济南市", "秸秆利用率是多少"),
                ("芜湖市", "秸秆利用率是多少"),
                ("宜宾市", "秸秆利用率是多少"),
            ],
        ),
        (
            "秸秆利用率，济南章丘、芜湖无为市各是多少？",
            [("济南市", "秸秆利用率，章丘是多少"), ("芜湖市", "秸秆利用率，无为市是多少")],
        ),
        (
            "河南省郑州市和开封市的目标",
            [("郑州市", "河南省郑州市的目标"), ("开封市", "开封市的目标")],
        ),
        (
            "How do Jinan's 2020 plan and Wuhu's 2020 plan treat straw?",
            [
                ("济南市", "how do 2020 plan treat straw"),
                ("芜湖市", "how do 2020 plan treat straw"),
            ],
        ),
        (
            "济南和芜湖，哪个城市的PM2.5年均浓度目标更低？",
            [
                ("济南市", "pm2.5年均浓度目标更低"),
                ("芜湖市", "pm2.5年均浓度目标更低"),
            ],
        ),
        (
            "济南和芜湖的优良天数目标各是多少，哪个定得更高？",
            [("济南市", "优良天数目标是多少"), ("芜湖市", "优良天数目标是多少")],
        ),
        ("济南和芜湖谁更严？", [("济南市", "谁更严?"), ("芜湖市", "谁更严?")]),
        (
            "济南要求秸秆利用率达到多少，芜湖呢？",
            [("济南市", "要求秸秆利用率达到多少"), ("芜湖市", "要求秸秆利用率达到多少")],
        ),
        (
            "秸秆利用率在济南是多少？在芜湖又是多少？",
            [("济南市", "秸秆利用率在是多少"), ("芜湖市", "秸秆利用率在是多少")],
        ),
        (
            "济南的秸秆利用率是多少，芜湖淘汰多少辆柴油货车？",
            [("济南市", "秸秆利用率是多少"), ("芜湖市", "淘汰多少辆柴油货车")],
        ),
        (
            "What straw rate does Jinan require, and what does Wuhu require?",
            [
                ("济南市", "what straw rate does require"),
                ("芜湖市", "what straw rate does require"),
            ],
        ),
        # names alone, one too many, one left out, and one thing asked of two
        ("济南、芜湖", []),
        ("济南、芜湖、宜宾、西安、太原、南宁、贵阳的秸秆利用率是多少？", []),
        ("除了济南，芜湖的秸秆利用率是多少？", []),
        ("从济南到芜湖的货物怎么运？", []),
        ("济南对芜湖的帮扶措施有哪些？", []),
        ("济南的船舶治理到什么时候完成？", []),
        ("济南2024年比2020年新增了什么？", []),
        ("济南和芜湖哪个没有提到船舶？", []),
    ],
)
def test_each_place_has_its_question(made_up, question, expected):
    assert parts(made_up, question) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        # which of a place's plans is meant stands behind its name, or before it
        (
            "天冷到几度不洒水？芜湖、济南2020",
            [
                ("芜湖市", "wuhu-2020", "天冷到几度不洒水"),
                ("济南市", "jinan-2020", "天冷到几度不洒水，2020"),
            ],
        ),
        (
            "秸秆利用率，济南新计划跟芜湖比谁高？",
            [
                ("济南市", "jinan-2024", "秸秆利用率"),
                ("芜湖市", "wuhu-2020", "秸秆利用率"),
            ],
        ),
        (
            "秸稈利用率，濟南舊計畫和蕪湖是多少？",
            [
                ("济南市", "jinan-2020", "秸秆利用率，是多少"),
                ("芜湖市", "wuhu-2020", "秸秆利用率，是多少"),
            ],
        ),
        (
            "济南（2024年）和芜湖的秸秆利用率是多少？",
            [
                ("济南市", "jinan-2024", "秸秆利用率是多少"),
                ("芜湖市", "wuhu-2020", "秸秆利用率是多少"),
            ],
        ),
        (
            "老版济南和芜湖的秸秆利用率较2015年是多少？",
            [
                ("济南市", "jinan-2020", "秸秆利用率较2015年是多少"),
                ("芜湖市", "wuhu-2020", "秸秆利用率较2015年是多少"),
            ],
        ),
        (
            "秸秆利用率：济南2020、济南2024、芜湖2020",
            [
                ("济南市", "jinan-2020", "秸秆利用率，2020"),
                ("济南市", "jinan-2024", "秸秆利用率，2024"),
                ("芜湖市", "wuhu-2020", "秸秆利用率，2020"),
            ],
        ),
        # what is asked of another place is no part of what is asked of these
        (
            "宜宾和芜湖的秸秆利用率是多少？济南2020年方案有没有写？",
            [
                ("宜宾市", "yibin-2020", "秸秆利用率是多少"),
                ("芜湖市", "wuhu-2020", "秸秆利用率是多少"),
                ("济南市", "jinan-2020", "秸秆利用率是多少"),
            ],
        ),
    ],
)
def test_each_place_has_the_plan_that_is_meant(made_up, question, expected):
    apart = parts_by_place(made_up, made_up.search(question, k=5), read_question(question))
    found = [(part.place, *part.plans, part.question.text) for part in apart.parts]
    assert found == expected


def test_values_side_by_side_are_asked_in_one_unit(made_up):
    text = "济南2020年和芜湖的清洁取暖户数是多少？"
    apart = parts_by_place(made_up, made_up.search(text, k=5), read_question(text))
    rate = ask(made_up, "济南2020年的秸秆综合利用率是多少？")
    days = ask(made_up, "宜宾2020年优良天数不少于多少天？")
    units = []

    def find(part, unit):
        units.append((part.place, unit))
        if part.place == "济南市":
            return found_of(part, rate)
        if unit:
            return found_of(part, ask(made_up, "芜湖2020年的秸秆利用率是多少？"))
        return found_of(part, replace(days, confidence=rate.confidence / 2))

    compared = compared_answer(read_question(text), apart, find)
    assert units == [("济南市", ""), ("芜湖市", ""), ("芜湖市", "%")]
    assert [row.rpartition("：")[2] for row in compared.items] == ["达到91%", "达到93%"]


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("济南和芜湖都要求秸秆禁烧吗？", "yes_no"),
        ("济南的秸秆利用率比芜湖高吗？", "passage"),
        ("在秸秆利用率上，芜湖的目标高过济南吗？", "number"),
    ],
)
def test_how_two_places_compare_is_no_yes_or_no_of_each(made_up, question, asks):
    asked = read_question(question)
    assert asked.asks == "yes_no"
    apart = parts_by_place(made_up, made_up.search(question, k=5), asked)
    assert {part.question.asks for part in apart.parts} == {asks}


@pytest.mark.parametrize(
    ("question", "of_all"),
    [
        ("秸秆利用率哪里最高？济南和芜湖是多少？", "秸秆利用率哪里最高？"),
        ("秸稈利用率哪裡最低，濟南和蕪湖又是多少", "秸稈利用率哪裡最低，"),
        ("Which city has the lowest straw rate, and what do Jinan and Wuhu require?",
         "Which city has the lowest straw rate,"),
        ("秸秆利用率哪个最高，济南还是芜湖？", None),
        ("秸秆利用率哪个最高？济南、芜湖", None),
        ("济南和芜湖的秸秆利用率是多少，哪个最高？", None),
    ],
)  # fmt: skip
def test_what_is_asked_of_all_plans_before_places_are_named(made_up, question, of_all):
    apart = parts_by_place(made_up, made_up.search(question, k=5), read_question(question))
    assert {part.place for part in apart.parts} == {"济南市", "芜湖市"}
    assert (apart.of_all.text if apart.of_all else None) == of_all


def test_places_named_apart_are_set_side_by_side_only_if_both_answer(made_up):
    text = "济南2020年的秸秆综合利用率是多少？在芜湖又是多少？"
    apart = parts_by_place(made_up, made_up.search(text, k=5), read_question(text))
    said = ask(made_up, "济南2020年的秸秆综合利用率是多少？")
    silent = ask(made_up, "济南的高考分数线是多少？")
    assert (said.status, silent.status) == ("answered", "not_found")
    only_one = compared_answer(
        read_question(text),
        apart,
        lambda part, _: found_of(part, said if part.place == "济南市" else silent),
    )
    assert only_one is None
    both = ask(made_up, text)
    assert [row.split("：")[0] for row in both.items] == ["济南市", "芜湖市"]


def test_a_row_for_each_place_in_the_order_asked(made_up):
    answer = ask(made_up, "芜湖和济南2020年的秸秆综合利用率各是多少？")
    assert answer.kind == "comparison"
    assert [row.split("：")[0] for row in answer.items] == ["芜湖市", "济南市"]
    assert "93%" in answer.items[0]
    assert "91%" in answer.items[1]
    assert {citation.plan_id for citation in answer.citations} == {"wuhu-2020", "jinan-2020"}


def test_the_highest_is_marked_and_a_place_without_a_plan_said(made_up):
    answer = ask(made_up, "芜湖、西安和济南2020年的秸秆综合利用率哪个最高？")
    assert [row.split("：")[0] for row in answer.items] == ["芜湖市（最高）", "西安市", "济南市"]
    assert answer.items[1] == "西安市：未收录"


@pytest.mark.model
def test_each_plan_of_a_place_that_states_it_has_its_row(plan_index):
    answer = ask(plan_index, "海东和咸阳的秸秆综合利用率目标谁更高？")
    rows = [row.split("：")[0] for row in answer.items]
    assert rows == ["咸阳市（最高）", "海东市（较早的方案）", "海东市（较新的方案）"]
    assert {cited.plan_id for cited in answer.citations} == {
        "xianyang-2020",
        "haidong-2018-2020",
        "haidong-2024",
    }


@pytest.mark.model
def test_a_silent_plan_of_a_place_that_answers_has_none(plan_index):
    answer = ask(plan_index, "海东和贵港的公交车新能源比例分别是多少？")
    assert len({row.split("：")[0].split("（")[0] for row in answer.items}) == 2
    silent = [row for row in answer.items if "没有写明" in row]
    assert not any(row.startswith("海东") for row in silent)


def test_documents_that_are_named_are_each_asked(made_up):
    plans = ["jinan-2020", "wuhu-2020"]
    titles = [f"《{made_up.plan(plan_id).title}》" for plan_id in plans]
    text = f"{titles[0]}和{titles[1]}里秸秆利用率分别是多少？"
    hits = made_up.search(text, k=5)
    apart = parts_by_document(made_up, hits, read_question(text))
    assert [part.plans for part in apart.parts] == [(plan_id,) for plan_id in plans]
    assert not any("《" in part.question.text for part in apart.parts)
    alone = f"{titles[0]}里秸秆利用率是多少？"
    found = made_up.search(alone, k=5)
    assert parts_by_document(made_up, found, read_question(alone)) is None


@pytest.mark.model
def test_a_place_whose_plans_are_all_silent_has_one_row_in_its_name(plan_index):
    text = "咸阳和海东要更新多少辆公交车？"
    apart = parts_by_place(plan_index, plan_index.search(text), read_question(text))
    assert [part.place for part in apart.parts] == ["咸阳市", "海东市", "海东市"]
    said, silent = (
        ask(plan_index, "咸阳要更新多少辆公交车？"),
        ask(plan_index, "海东的高考分数线是多少？"),
    )
    assert (said.status, silent.status) == ("answered", "not_found")
    answer = compared_answer(
        read_question(text),
        apart,
        lambda part, _: found_of(part, said if part.place == "咸阳市" else silent),
    )
    assert answer.items == ("咸阳市：100辆", "海东市：没有写明")


@pytest.mark.model
def test_what_one_plan_says_of_two_places_is_asked_once(plan_index):
    text = "咸阳与西安的联防联控怎么做？"
    assert not parts_by_place(plan_index, plan_index.search(text), read_question(text)).is_first
    assert "西安" in ask(plan_index, text).text


@pytest.mark.model
def test_a_citys_value_is_none_of_its_province(plan_index):
    answer = ask(plan_index, "海东和青海省的优良天数比例目标是多少？")
    rows = dict(row.split("：") for row in answer.items)
    assert rows["青海省"] == "未收录"


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("违规要罚多少钱？济南、芜湖对照，宜宾有没有这条？", ["passage"] * 3),
        ("济南和芜湖都要求禁烧吗？", ["yes_no", "yes_no"]),
    ],
)
def test_yes_or_no_is_asked_where_it_stands(made_up, question, kinds):
    apart = parts_by_place(made_up, made_up.search(question, k=5), read_question(question))
    asked = {part.place: part.question.asks for part in apart.parts}
    assert list(asked.values()) == kinds
