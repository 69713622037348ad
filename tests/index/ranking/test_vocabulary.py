import marisa_trie
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.ranking.vocabulary import Vocabulary

# Lone surrogates too: a damaged document has them.
CHARACTERS = st.characters() | st.characters(categories=["Cs"])
TERMS = st.sets(st.text(CHARACTERS, min_size=1, max_size=5), max_size=30).map(sorted)


@given(TERMS, st.lists(st.text(CHARACTERS, max_size=3)))
def test_it_is_a_dictionary(terms, others):
    expected = {term: row for row, term in enumerate(terms)}
    found = Vocabulary.of(terms)
    assert list(found) == terms
    assert found == expected
    assert len(found) == len(terms)
    for term in (*terms, *others):
        assert (term in found) == (term in expected)
        assert found.get(term) == expected.get(term)
        assert found.get(term, -1) == expected.get(term, -1)


@given(TERMS)
def test_a_file_of_it_that_is_mapped_is_the_same(tmp_path_factory, terms):
    path = tmp_path_factory.mktemp("vocabulary") / "terms"
    written = Vocabulary.of(terms)
    written.trie.save(str(path))
    trie = marisa_trie.BinaryTrie()
    trie.mmap(str(path))
    path.unlink()
    assert list(Vocabulary(trie, written.rows).items()) == list(written.items())


def test_the_order_is_that_of_characters_and_not_of_code_units():
    terms = ["\uff5e", "\U00020000"]
    assert terms == sorted(terms) != sorted(terms, key=lambda term: term.encode("utf-16-be"))
    assert list(Vocabulary.of(terms)) == terms


def test_a_term_that_is_not_there():
    found = Vocabulary.of(["公交", "公交车"])
    assert "公" not in found  # the beginning of another is none
    with pytest.raises(KeyError):
        found["公"]
    assert 1 not in found


def test_rows_of_another_number_are_refused():
    trie = Vocabulary.of(["a", "b"]).trie
    with pytest.raises(ValueError, match="2 terms and 1 rows"):
        Vocabulary(trie, np.zeros(1, dtype=np.int32))
