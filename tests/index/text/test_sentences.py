import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.sentences import MAX_BRACKET_CHARS, split_sentences

# Sentences are parted with | in the expected text.
SENTENCES = [
    "完成任务。|加强监管。",
    "严禁新增钢铁产能;|确有必要新建的,要严格执行置换办法；|减少公路运输。",
    "2025年目标是多少？|不低于80%！",
    "确保达标!!|严禁反弹。。。",
    "没有句号",
    "鼓励错峰加油。(牵头单位:市商务局。责任单位:各县人民政府。)",
    "应满足要求。 (市行政审批局牵头,市生态环境局参与)|推进改造。",
    "确保清洁煤质量。\n\n（市发展改革委负责）|严禁复烧。",
    "做好保障。(市能源局牵头)。|开展整治。(市市场监管局负责)",
    "推动电价政策。(市发展改革委负责)|强化协同。(市工业和信息化局负责)",
    "基本做到“两断三清”。|加快建设。",
    "做到“早谋划、早动手。”|坚决杜绝。",
    "优良天数(剔除沙尘天气；不含扬尘。)达到80%。",
    "《产业结构调整指导目录（2024 年本；修订）》从其规定。",
    "到底：（一）工业；|（二）交通。|（三）扬尘。",
    "措施如下。|(1)源头替代。|(12)末端治理。|（二十一）其他。",
    "完善机制。|①监测。|②预警。",
    # characters that a conversion destroyed are no ends of sentences
    "要按照產業發展規?;?、現代化的原則,搬遷至工業園區。",
    "加快規?;l展、連鎖化經營。(市交通運輸局負責)",
    "定期排放檢驗機構國家-?。腥壜摼W,強化抽測。",
    "形成区域(未闭合的括号。|下一句。",
    "多余的括号)。|下一句。",
    "",
    " \n　",
]


def sentences(text, *arguments, **options):
    return [text[start:end] for start, end in split_sentences(text, *arguments, **options)]


@pytest.mark.parametrize("expected", SENTENCES)
def test_sentences(expected):
    assert sentences(expected.replace("|", "")) == [
        sentence.strip() for sentence in expected.split("|") if sentence.strip()
    ]


def test_white_space_between_sentences_belongs_to_none():
    assert sentences("  甲。\n\n  乙。　丙\n") == ["甲。", "乙。", "丙"]


def test_a_part_of_a_text():
    text = "甲。乙。(丙)丁。"
    assert list(split_sentences(text, 2, 4)) == [(2, 4)]
    assert sentences(text, 2) == ["乙。(丙)", "丁。"]
    assert sentences(text, 0, 5) == ["甲。", "乙。", "("]


def test_a_bracket_that_does_not_close_soon_is_taken_for_open():
    inside = "甲。" * (MAX_BRACKET_CHARS // 2 - 1)
    assert len(sentences(f"({inside})乙。")) == 1
    assert len(sentences(f"({inside}甲。)乙。")) == MAX_BRACKET_CHARS // 2 + 1


def test_a_long_list_is_cut_after_a_comma():
    text = "名单：" + "、".join(["甲县", "乙县", "丙县", "丁县"]) + "。"
    assert sentences(text, max_chars=10) == ["名单：甲县、乙县、", "丙县、丁县。"]
    assert sentences("甲" * 25, max_chars=10) == ["甲" * 10, "甲" * 10, "甲" * 5]
    assert sentences("甲" + " " * 25 + "乙", max_chars=10) == ["甲", "乙"]


TEXT = st.text(st.sampled_from('甲乙。；;！？?!（）()〔】“”" \n、，1一①') | st.characters())


@given(TEXT, st.none() | st.integers(1, 9))
def test_sentences_cover_each_character_once_and_in_order(text, max_chars):
    position = 0
    for start, end in split_sentences(text, max_chars=max_chars):
        assert position <= start < end
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip()
        assert max_chars is None or end - start <= max_chars
        position = end
    assert not text[position:].strip()


@given(TEXT, st.integers(0, 20), st.integers(0, 20))
def test_a_part_has_the_sentences_it_has_alone(text, start, length):
    end = min(len(text), start + length)
    start = min(start, end)
    alone = list(split_sentences(text[start:end]))
    assert list(split_sentences(text, start, end)) == [(a + start, b + start) for a, b in alone]
