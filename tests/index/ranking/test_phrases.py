import pytest

from index import Passage
from index.ranking.phrases import PhraseIndex, bare
from tests.index.texts import parse_text

TEXTS = (
    "PM2.5年均浓度不高于53微克/立方米。",
    "淘汰35蒸吨/小时锅炉，执行GB 37822-2019。",
    "强化VOCs治理，\n严防污染转移。",
)


@pytest.fixture(scope="module")
def phrases():
    plans = {}
    passages = []
    for number, text in enumerate(TEXTS):
        plan = parse_text(text)
        plans[str(number)] = plan
        passages.append(Passage(f"{number}/0/1", str(number), "0", 0, len(text), text))
    return PhraseIndex.build(passages, plans)


@pytest.mark.parametrize(
    ("phrase", "holders"),
    [
        ("不高于53微克/立方米", [0]),
        ("53微克/立方米", [0]),
        ("3微克/立方米", []),  # inside another number
        ("GB 37822—2019", [1]),
        ("gb37822-2019", [1]),
        ("37822", [1]),
        ("3782", []),
        ("強化VOCs治理嚴防污染轉移", [2]),
        ("治理", [2]),
        ("，", []),
        ("", []),
        ("立方米淘汰", []),  # over the edge of two passages
    ],
)
def test_who_has_a_phrase(phrases, phrase, holders):
    assert phrases.positions(bare(phrase)) == holders


def test_the_words_of_a_passage(phrases):
    assert [phrases.words(number) for number in range(3)] == [bare(text) for text in TEXTS]


def test_no_passages():
    assert PhraseIndex.build([], {}).positions("甲") == []
