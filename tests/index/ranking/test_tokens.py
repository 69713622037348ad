import hashlib
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.ranking import tokens
from index.ranking.tokens import dictionary_words, tokenize, tokens_of
from index.text.shadow import shadow_of

QUESTIONS = Path(__file__).parents[3] / "eval" / "questions" / "lantian-dev.jsonl"

TERMS = [
    # fine particles, in every spelling the plans use
    ("PM2.5", ["pm2.5"]),
    ("PM_{2.5}", ["pm2.5"]),
    ("PM₂.₅", ["pm2.5"]),
    ("\uff30\uff2d\uff12\uff0e\uff15", ["pm2.5"]),
    ("PM 2.5", ["pm2.5"]),
    ("pm10", ["pm10"]),
    ("SO_{2}和O3", ["so2", "和", "o3"]),
    ("NOx VOCs", ["nox", "vocs"]),
    # numbers with their unit, and both parts
    ("53微克/立方米", ["53微克/立方米", "53", "微克/立方米"]),
    ("53 微克/立方米", ["53微克/立方米", "53", "微克/立方米"]),
    ("60μg/m³", ["60微克/立方米", "60", "微克/立方米"]),
    ("60㎍/㎥", ["60微克/立方米", "60", "微克/立方米"]),
    ("35.5\uff05", ["35.5%", "35.5", "%"]),
    ("80 %", ["80%", "80", "%"]),
    ("0.5‰", ["0.5‰", "0.5", "‰"]),
    ("35蒸吨/小时", ["35蒸吨/小时", "35", "蒸吨/小时"]),
    ("2万吨", ["2万吨", "2", "万吨"]),
    ("100万千瓦", ["100万千瓦", "100", "万千瓦"]),
    ("9吨/月·平方公里", ["9吨/月平方公里", "9", "吨/月平方公里"]),
    ("9吨/月﹒平方公里", ["9吨/月平方公里", "9", "吨/月平方公里"]),  # yangquan-2020
    ("9吨/月.平方公里", ["9吨/月平方公里", "9", "吨/月平方公里"]),
    ("10、35、50毫克", ["10", "35", "50毫克", "50", "毫克"]),
    ("53和32", ["53", "和", "32"]),
    ("2018—2020", ["2018", "2020"]),
    # codes of standards
    ("GB 37822-2019", ["gb37822-2019", "gb", "37822"]),
    ("(GB37822-2019)", ["gb37822-2019", "gb", "37822"]),
    ("符合GB 36886—2018", ["符合", "gb36886-2018", "gb", "36886"]),
    ("GB/T 18920–2020", ["gb/t18920-2020", "gb", "18920"]),
    ("DB61/941-2018", ["db61/941-2018", "db", "61", "941"]),  # xianyang-2020
    ("DB/61 1226—2018", ["db/611226-2018", "db", "61", "1226"]),  # xianyang-2020
    ("DB61/T 1226.1-2018", ["db61/t1226.1-2018", "db", "61", "1226.1"]),
    ("HJ 1-2020", ["hj1-2020", "hj", "1"]),
    # what only looks like a code
    ("in 2018-2020", ["in", "2018", "2020"]),
    ("PM10 2018-2020", ["pm10", "2018", "2020"]),
    ("SO2 2018-2020", ["so2", "2018", "2020"]),
    ("VOCs 2018-2020", ["vocs", "2018", "2020"]),
    ("GB 37822-20191", ["gb", "37822", "20191"]),
    # English
    ("Clean Heating", ["clean", "heating"]),
    ("Xianyang's buses", ["xianyang's", "buses"]),
    ("e-mail", ["e", "mail"]),
    ("ﬁne", ["fine"]),
    # Chinese: words, then bigrams that are no word
    ("咸阳", ["咸阳"]),
    ("公交车", ["公交车", "公交", "交车"]),
    ("环境空气质量", ["环境", "空气质量", "境空", "空气", "气质", "质量"]),
    ("環境空氣質量", ["环境", "空气质量", "境空", "空气", "气质", "质量"]),
    ("二〇二〇年", ["二", "〇", "二", "〇", "年", "二〇", "〇二", "二〇", "〇年"]),
    ("严防污染转\n\n移", ["严防", "污染", "转移", "防污", "染转"]),  # haidong-2024
    ("車", ["车"]),
    # nothing to find
    ("", []),
    (" \n\t　", []),
    ("、。？！……——", []),
    ("😀🚌", []),
    ("\u200b\ufeff", []),
    ("_{}^", []),
]


@pytest.mark.parametrize(("text", "terms"), TERMS)
def test_a_text_gives_its_terms(text, terms):
    assert tokenize(text) == terms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("PM2.5年均浓度", "PM_{2.5}年均濃度"),
        ("秸秆综合利用率达到85%", "秸稈綜合利用率達到85\uff05"),
        ("60微克/立方米", "60ug/m3"),
        ("60微克/立方米", "60微克每立方米"),
        ("打赢蓝天保卫战", "打贏藍天保衛戰"),
        ("DB61/941-2018", "db61/941—2018"),
    ],
)
def test_two_spellings_give_the_same_terms(one, other):
    assert tokenize(one) == tokenize(other)


NUMBER = re.compile(r"[0-9]+(?:[.][0-9]+)?")
UNITS = frozenset(
    token for unit in ("1m2", "1m3", "1ug/m3", "1mg/m3", "1km2", "1t") for token in tokenize(unit)
)


def assert_tokens_are_in_place(text):
    shadow = shadow_of(text)
    found = list(tokens_of(shadow))
    for token in found:
        assert 0 <= token.start < token.end <= len(shadow.text)
        printed = shadow.text[token.start : token.end].lower()
        if printed[:1].isdigit() and token.term.startswith(NUMBER.match(printed).group()):
            continue  # a unit is found by its usual name: 60ug/m3 by 60微克/立方米
        if token.term in UNITS:
            continue
        assert token.term == printed or set(printed) - set(token.term) <= set("—– ·・.")
    chinese = [(token.start, token.end) for token in found if "\u3400" <= token.term[0] <= "\u9fff"]
    assert len(chinese) == len(set(chinese)), "a bigram that is a word is counted twice"


@pytest.mark.parametrize("text", [text for text, _ in TERMS])
def test_each_token_is_read_from_its_place(text):
    assert_tokens_are_in_place(text)


@given(
    st.text(
        alphabet=st.sampled_from("咸陽公交车空气质量〇1\uff129.%/-— \n_{}PMGBdbμm3³①ﬁ年😀\ud800")
    )
)
def test_each_token_of_any_text_is_read_from_its_place(text):
    assert_tokens_are_in_place(text)


def test_each_token_of_the_real_plans_is_read_from_its_place(real_index):
    for plan in real_index.plans():
        assert_tokens_are_in_place(plan.text)


@pytest.mark.parametrize(
    ("text", "words"),
    [("上海东部", ["上海", "东部"]), ("青海海东", ["青海", "海东"]), ("", [])],
)
def test_dictionary_words(text, words):
    found = list(dictionary_words(text))
    assert [token.term for token in found] == words
    assert [text[token.start : token.end] for token in found] == words


def test_other_terms_need_another_version():
    """An index is built anew when VERSION changes, and only then: raise it with this hash."""
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["q"] for line in lines]
    digest = hashlib.sha256(json.dumps([tokenize(text) for text in texts]).encode()).hexdigest()
    assert (tokens.VERSION, digest[:12]) == (1, "5b615a9eefba")
