"""CC-CEDICT in a file: the words of a phrase are those that its glosses say."""

import pytest

from index.ranking import glossary
from index.ranking.glossary import open_glossary, stems_of


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("words")
    open_glossary(folder)
    return folder


@pytest.mark.parametrize(
    ("phrase", "word"),
    [
        ("banks", "银行"),
        ("public transport", "公共交通"),
        ("buses", "公车"),
        ("afforestation", "植树造林"),
    ],
)
def test_words_of_a_phrase(folder, phrase, word):
    words = open_glossary(folder).words(stems_of(phrase))
    assert word in words
    assert list(words) == sorted(set(words))
    assert all(len(own) > 1 for own in words)


@pytest.mark.parametrize("phrase", ["", "the", "xqzt", "a gloss that is far too long to be one"])
def test_phrases_of_no_gloss(folder, phrase):
    assert open_glossary(folder).words(stems_of(phrase)) == ()


def test_it_is_made_once(folder, monkeypatch):
    monkeypatch.setattr(glossary, "_made", lambda: pytest.fail("made again"))
    assert "银行" in open_glossary(folder).words(("bank",))
