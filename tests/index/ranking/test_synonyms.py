import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.mentions.terms import term_groups, thesaurus
from index.ranking.synonyms import Bridge

BRIDGE = Bridge({"银行", "造林", "公交车", "更新", "仪器"})


def words_of(query):
    return [concept[0] for concept in BRIDGE.concepts(query)]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("How many buses?", ["数量", "公交车"]),
        ("bus", ["公交车"]),
        ("fine particulate matter targets", ["pm2.5", "目标"]),
        ("pollutant discharge permits", ["排污许可"]),
        ("BANKS", ["银行"]),  # the dictionary's word, for the index has it
        ("What is the", []),
        ("xqzt", []),
        ("", []),
        ("公交车 bus", []),  # not an English question
    ],
)
def test_what_english_phrases_are_called(query, words):
    assert words_of(query) == words


def test_the_dictionary_gives_only_words_of_the_index():
    assert Bridge({"银行"}).concepts("banks") == (("银行",),)
    assert Bridge(set()).concepts("banks") == ()


def test_a_phrase_that_translates_a_term_leads_to_no_sayings():
    of_terms = {phrase.lower() for row in term_groups() for phrase in row.english}
    words = {word.lower() for row in term_groups() for word in row.chinese}
    shared = {
        phrase
        for row in thesaurus()
        if row.kind != "same"
        for phrase in row.english
        if phrase.lower() in of_terms
    }
    assert shared
    bridge = Bridge(set())
    for phrase in shared:
        for concept in bridge.concepts(phrase):
            assert words.issuperset(word.lower() for word in concept), phrase


@pytest.mark.parametrize(
    ("query", "word", "other"),
    [
        ("细颗粒物的目标", "细颗粒物", "pm2.5"),
        ("PM2.5的目标", "pm2.5", "细颗粒物"),
        ("挥发性有机物治理", "挥发性有机物", "vocs"),
        ("臭氧污染", "臭氧", "o3"),
    ],
)
def test_synonyms(query, word, other):
    found = {lead.word: lead.others for lead in BRIDGE.synonyms(query)}
    assert other in found[word]


def test_of_words_inside_one_another_the_longest_counts():
    assert "煤" not in {lead.word for lead in BRIDGE.synonyms("煤炭消费总量")}
    for lead in BRIDGE.synonyms("秸秆综合利用率和新能源汽车"):
        assert all(other not in lead.word and lead.word not in other for other in lead.others)


@given(st.text(max_size=60))
def test_no_query_is_too_strange(query):
    for concept in BRIDGE.concepts(query):
        assert concept
    for lead in BRIDGE.synonyms(query):
        assert lead.word in query.lower()
        assert lead.others
        assert 0 < lead.weight <= 1
