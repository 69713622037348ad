"""The rows of the thesaurus hold what its head promises."""

from collections import Counter

import pytest

from index.mentions import terms as groups
from index.mentions.terms import term_groups, thesaurus
from index.ranking.synonyms import Bridge
from index.text import shadow_of

ROWS = thesaurus()
BRIDGE = Bridge(set())


def test_every_group_has_words_that_differ():
    for group in term_groups():
        assert len({*group.chinese, *group.english}) > 1, group
        assert all(word == word.strip() for word in (*group.chinese, *group.english))


@pytest.mark.parametrize(
    "words",
    [
        {"pm2.5", "细颗粒物"},
        {"pm10", "可吸入颗粒物"},
        {"o3", "臭氧"},
        {"vocs", "挥发性有机物"},
        {"nox", "氮氧化物"},
    ],
)
def test_the_fields_own_words(words):
    assert any(words <= set(group.chinese) for group in term_groups())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[[row]]\nen = ["bus"]', "write is not empty"),
        ("[[row]]\nwrite = []", "write is not empty"),
        ('[[row]]\nwrite = ["甲"]\nkind = "other"', "same, colloquial, narrower"),
        ('[[row]]\nwrite = ["甲"]\nfr = ["bus"]', "a row has en, example"),
    ],
)
def test_a_row_that_is_none(tmp_path, monkeypatch, text, message):
    file = tmp_path / "thesaurus.toml"
    file.write_text(text, encoding="utf-8")
    monkeypatch.setattr(groups, "THESAURUS_FILE", file)
    with pytest.raises(ValueError, match=message):
        thesaurus.__wrapped__()


def words_of(row):
    return (*row.chinese, *row.said, *row.english)


def matched(text):
    return shadow_of(text).text.lower()


def test_the_field_is_covered():
    assert len(ROWS) >= 1000


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.usual}/{row.sense}")
def test_a_row_is_whole(row):
    assert row.chinese
    assert row.sense
    words = [matched(word) for word in words_of(row)]
    assert all(word == word.strip() and word for word in words)
    written = set(map(matched, row.chinese))
    assert not written.intersection(map(matched, row.said))
    assert len(set(map(matched, row.english))) == len(row.english)
    assert all(len(word) > 1 for word in row.said), "a single character means too much"
    for text in row.example:
        assert any(word in matched(text) for word in words), (text, words)


def test_a_word_stands_in_few_rows():
    counts = Counter(word for row in ROWS for word in set(map(matched, words_of(row))))
    assert [word for word, rows in counts.items() if rows > 4] == []


def test_a_row_leads_somewhere():
    """Nothing stands alone: a second word or an English phrase."""
    assert [row.usual for row in ROWS if len(words_of(row)) < 2] == []


@pytest.mark.parametrize(
    ("query", "word", "other"),
    [
        ("首都周边怎么办", "首都", "北京市"),
        ("大卡车能不能进城", "大卡车", "重型货车"),
        ("过年放鞭炮", "放鞭炮", "烟花爆竹"),
        ("村里烧煤取暖", "烧煤取暖", "散煤"),
        ("煤走火车的要几成", "走火车", "铁路运输"),
    ],
)
def test_what_people_say_leads_to_what_plans_write(query, word, other):
    leads = {lead.word: lead for lead in BRIDGE.synonyms(query)}
    assert other in leads[word].others
    assert leads[word].weight == 1


def test_what_plans_write_does_not_lead_to_what_people_say():
    others = {other for lead in BRIDGE.synonyms("重型货车和烟花爆竹") for other in lead.others}
    assert others.isdisjoint({"大卡车", "放鞭炮", "炮仗"})


def test_wider_and_narrower_words_count_half():
    (lead,) = [lead for lead in BRIDGE.synonyms("卡车") if lead.word == "卡车"]
    assert "柴油货车" in lead.others
    assert lead.weight == 0.5


@pytest.mark.parametrize(
    ("phrase", "word"),
    [
        ("vehicle scrappage", "老旧车淘汰"),
        ("coal-to-gas", "煤改气"),
        ("smog alert", "重污染天气预警"),
        ("cold ironing", "岸电"),
    ],
)
def test_english_phrases_lead_to_what_plans_write(phrase, word):
    assert any(word in concept for concept in BRIDGE.concepts(phrase))
