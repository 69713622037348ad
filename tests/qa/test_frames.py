"""The words around quotations."""

import pytest

from index import PlanIndex
from qa.frames import explain, label_of, name_in
from tests.index.encoders import HashingEncoder

TEXTS = {
    "a": "六安市打赢蓝天保卫战工作方案（2020年）\n一、目标\n（一）压减。压减60万吨。\n",
    "b": "六安市空气质量持续改善行动计划（2024年）\n一、目标\n（一）压减。压减70万吨。\n",
    "older": "马鞍山市打赢蓝天保卫战工作方案（2019—2020年）\n马政〔2019〕7号\n一、目标\n减排。\n",
    "newer": (
        "马鞍山市空气质量持续改善行动计划\n马政〔2024〕9号\n马鞍山市人民政府\n2024年8月16日\n"
        "一、目标\n（一）压减。压减70万吨。\n"
    ),
    "c": "关于全面绿色转型的意见\n一、目标\n（一）压减。压减80万吨。\n",
    "d": "某市生态环境局二〇二〇年工作要点\n一、目标\n（一）压减。压减90万吨。\n",
}


@pytest.fixture(scope="module")
def plans(tmp_path_factory):
    folder = tmp_path_factory.mktemp("frames")
    (folder / "corpus" / "plans").mkdir(parents=True)
    for name, text in TEXTS.items():
        (folder / "corpus" / "plans" / f"{name}.txt").write_text(text, encoding="utf-8")
    return PlanIndex.build(
        folder / "corpus", folder / "index", encoder=HashingEncoder(), progress=False
    )


@pytest.mark.parametrize(
    ("plan_id", "others", "language", "label"),
    [
        ("a", ("a", "c"), "zh-Hans", "六安市"),
        ("a", ("a", "b"), "zh-Hans", "六安市（较早的方案）"),
        ("b", ("a", "b"), "zh-Hant", "六安市（較新的方案）"),
        ("b", ("b", "a"), "en", "Lu'an (later plan)"),
        # A plan that does not say its years is as old as its date.
        ("older", ("older", "newer"), "zh-Hans", "马鞍山市（较早的方案）"),
        ("newer", ("older", "newer"), "zh-Hans", "马鞍山市（较新的方案）"),
        ("c", ("c", "d"), "zh-Hans", "关于全面绿色转型的意见"),
        ("d", ("c", "d"), "zh-Hans", "—"),  # an office, which no quotation need have
    ],
)
def test_what_tells_plans_apart(plans, plan_id, others, language, label):
    assert label_of(plans, plan_id, others, language) == label


@pytest.mark.parametrize(
    ("language", "name"), [("zh-Hans", "海东市"), ("zh-Hant", "海東市"), ("en", "Haidong")]
)
def test_names_in_a_language(language, name):
    assert name_in("海东市", language) == name


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-Hans", "海东市的方案没有写明所问的内容（中心城区）。它写了：不高于53。"),
        ("zh-Hant", "海東市的方案沒有寫明所問的內容（中心城区）。它寫了：不高于53。"),
        ("en", "The plans of Haidong do not state what was asked (中心城区). It states: 不高于53."),
    ],
)
def test_a_refusal_says_what_is_stated_instead(language, said):
    words = explain(
        "not stated", "中心城区", language, has_nearby=True, instead="不高于53", city="海东市"
    )
    assert words == said
