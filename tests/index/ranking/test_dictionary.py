"""jieba's dictionary in a file: the same cuts, and made anew where the file is not whole."""

from pathlib import Path

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.ranking.dictionary import Segmenter, open_frequencies

PLANS = Path(__file__).parents[3] / "corpus" / "plans"


@pytest.fixture(scope="module")
def library():
    segmenter = jieba.Tokenizer()
    segmenter.initialize()
    return segmenter


@pytest.fixture(scope="module")
def own():
    return Segmenter()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("words")
    open_frequencies(folder)
    return folder


@pytest.mark.parametrize("guesses", [True, False])
def test_plans_are_cut_as_the_library_cuts_them(library, own, guesses):
    for path in PLANS.glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        assert list(own.tokenize(text, HMM=guesses)) == list(library.tokenize(text, HMM=guesses))


@given(st.text(st.one_of(st.sampled_from("大气污染防治全市公交车年十一"), st.characters())))
def test_any_text_is_cut_as_the_library_cuts_it(library, own, text):
    assert list(own.cut(text)) == list(library.cut(text))


def test_every_frequency_is_there(library, folder):
    frequencies = open_frequencies(folder)
    assert frequencies.total == library.total
    assert all(frequencies[word] == own for word, own in library.FREQ.items())
    assert "不是词的词" not in frequencies
    assert frequencies.get("不是词的词") is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:20],
        lambda data: data[:-1],
        lambda data: data[:1000] + bytes([data[1000] ^ 1]) + data[1001:],
    ],
    ids=["emptied", "digest alone", "cut", "altered"],
)
def test_a_damaged_file_is_made_anew(folder, damage):
    (path,) = (folder / "words").iterdir()
    whole = path.read_bytes()
    path.write_bytes(damage(whole))
    assert open_frequencies(folder)["公交车"] > 0
    assert [own.read_bytes() for own in path.parent.iterdir()] == [whole]


def test_a_folder_that_cannot_be_written_does_no_harm(tmp_path):
    (tmp_path / "file").write_text("x")
    assert open_frequencies(tmp_path / "file")["公交车"] > 0
