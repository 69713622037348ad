import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Passage
from index.ranking.phrases import KEPT_PHRASES, BareTexts, PhraseIndex, bare, bare_passage, units_of
from index.types import Erratum
from tests.index.texts import parse_text

TEXTS = (
    "PM2.5年均浓度不高于53微克/立方米。",
    "淘汰35蒸吨/小时锅炉，执行GB 37822-2019。",
    "强化VOCs治理，\n严防污染转移。",
)


def part_of(texts, *, has_pairs):
    own = BareTexts.of(texts)
    return own.with_pairs() if has_pairs else own


@pytest.fixture(scope="module", params=[False, True], ids=["looked through", "pairs"])
def phrases(request):
    words = []
    for number, text in enumerate(TEXTS):
        plan = parse_text(text)
        passage = Passage(f"{number}/0/1", str(number), "0", 0, len(text), text)
        words.append(bare_passage(passage, plan.errata))
    return PhraseIndex([part_of(words, has_pairs=request.param)], None)


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
    assert phrases.positions(bare(phrase)).tolist() == holders


def test_the_words_of_a_passage(phrases):
    assert [phrases.words(number) for number in range(3)] == [bare(text) for text in TEXTS]


def test_a_damaged_word_is_found_as_it_was_meant():
    text = "加快規?;l展"
    passage = Passage("p/1/1", "p", "1", 100, 100 + len(text), text)
    row = Erratum(102, 107, "規?;l展", "規模化發展", "因")
    assert bare_passage(passage, (row,)) == "加快规模化发展"


@pytest.mark.parametrize("parts", [[], [BareTexts.of([])], [BareTexts.of([]).with_pairs()]])
def test_no_passages(parts):
    assert PhraseIndex(parts, None).positions("甲").tolist() == []


# Letters few enough to meet again, digits, and one that is two units
LETTERS = st.text(alphabet="甲乙12𠀀", max_size=8)


def has(text, phrase):
    """Whether a text has a phrase that is cut out of no number."""
    starts = [start for start in range(len(text)) if text.startswith(phrase, start)] * bool(phrase)
    return any(
        not (text[:start][-1:] + phrase[0]).isdecimal() * bool(start)
        and not (phrase[-1] + text[start + len(phrase) :][:1]).isdecimal()
        * bool(text[start + len(phrase) :])
        for start in starts
    )


@given(
    groups=st.lists(st.tuples(st.lists(LETTERS, max_size=4), st.booleans()), max_size=4),
    phrase=st.text(alphabet="甲乙12𠀀", max_size=4),
    data=st.data(),
)
def test_any_phrase_in_several_groups(groups, phrase, data):
    texts = [text for own, _ in groups for text in own]
    live = data.draw(st.none() | st.lists(st.booleans(), min_size=len(texts), max_size=len(texts)))
    is_live = None if live is None else np.array(live, dtype=bool)
    index = PhraseIndex([part_of(own, has_pairs=pairs) for own, pairs in groups], is_live)
    assert index.positions(phrase).tolist() == [
        number
        for number, text in enumerate(texts)
        if has(text, phrase) and (live is None or live[number])
    ]
    assert [index.words(number) for number in range(len(texts))] == texts


@given(st.lists(LETTERS, max_size=4), st.text(alphabet="甲乙12𠀀", min_size=1, max_size=4))
def test_pairs_lead_to_the_places_that_are_seen(texts, phrase):
    plain = BareTexts.of(texts)
    places = plain.places_of(units_of(phrase)).tolist()
    assert plain.with_pairs().places_of(units_of(phrase)).tolist() == places
    joined = "".join(text + "\n" for text in texts)
    assert places == [
        len(units_of(joined[:start]))
        for start in range(len(joined))
        if joined.startswith(phrase, start)
    ]


@given(st.lists(LETTERS, min_size=1, max_size=4))
def test_every_pair_is_listed_once_and_in_order(texts):
    own = BareTexts.of(texts).with_pairs()
    assert (np.diff(own.pairs.astype(np.int64)) > 0).all()
    assert sorted(own.places.tolist()) == list(range(len(own.units) - 1))
    for pair, start, end in zip(own.pairs, own.pair_starts, own.pair_starts[1:], strict=False):
        places = own.places[start:end].astype(np.int64)
        assert (np.diff(places) > 0).all()
        assert set(own.units[places].tolist()) == {int(pair) >> 16}
        assert set(own.units[places + 1].tolist()) == {int(pair) & 0xFFFF}


@pytest.mark.parametrize("text", ["公\ud800交", "𠀀", "\x00", "﷐"])
@pytest.mark.parametrize("has_pairs", [False, True])
def test_any_character_is_found_and_comes_back(text, has_pairs):
    index = PhraseIndex([part_of(["甲", text], has_pairs=has_pairs)], None)
    assert index.words(1) == text
    assert index.positions(text).tolist() == [1]


def test_a_phrase_asked_for_again_is_not_looked_for_again():
    index = PhraseIndex([BareTexts.of(["甲乙"])], None)
    assert index.positions("甲") is index.positions("甲")
    for number in range(2 * KEPT_PHRASES):
        index.positions(f"丙{number}")
    assert index.positions("乙").tolist() == [0]
