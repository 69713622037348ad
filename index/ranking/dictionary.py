"""jieba's dictionary as a trie: half a million words that a process opens in place of reading.

jieba keeps what it has read as a dict in the system's shared folder for temporary files, which
takes a second to load, and which anybody on the machine may have put there. The trie is made from
the package once, lies in the user's own cache, and is checked before it is used.
"""

from importlib.metadata import version
from pathlib import Path

import jieba
import marisa_trie

from index.cache import kept_file

_TOTAL = "#total#"
"""No word of a dictionary: the sum of all frequencies stands under it."""


class Frequencies:
    """The frequency of each word, 0 for what words only begin with; like the dict that jieba has.

    Words are added to neither.
    """

    def __init__(self, trie: marisa_trie.RecordTrie) -> None:
        """Take the trie, a number a word."""
        self._trie = trie
        self.total: int = trie[_TOTAL][0][0]

    def __contains__(self, word: str) -> bool:
        """Tell whether a word of the dictionary is or begins with this."""
        return word in self._trie

    def __getitem__(self, word: str) -> int:
        """Return the frequency of what is contained."""
        frequency: int = self._trie[word][0][0]
        return frequency

    def get(self, word: str) -> int | None:
        """Return the frequency, None for what is not contained."""
        found = self._trie.get(word)
        return found[0][0] if found else None


class Segmenter(jieba.Tokenizer):  # type: ignore[misc]  # jieba has no types
    """jieba's own, with the trie in place of its dict; the cuts are the same."""

    def initialize(self, dictionary: str | None = None) -> None:
        """Open the dictionary, once."""
        with self.lock:
            if self.initialized:
                return
            self.FREQ = open_frequencies()
            self.total = self.FREQ.total
            self.initialized: bool = True


def open_frequencies(folder: Path | None = None) -> Frequencies:
    """Return jieba's dictionary, from its file where that is whole, else made anew.

    Args:
        folder: Where the file is kept; in the user's cache where it is left out.
    """
    packed = kept_file(f"words/jieba-{version('jieba')}.trie", lambda: _made().tobytes(), folder)
    return Frequencies(marisa_trie.RecordTrie("<I").frombytes(packed))


def _made() -> marisa_trie.RecordTrie:
    """Return the trie of the words that the package has."""
    words, total = jieba.Tokenizer().gen_pfdict(jieba.get_dict_file())
    return marisa_trie.RecordTrie(
        "<I", [(_TOTAL, (total,)), *((word, (own,)) for word, own in words.items())]
    )
