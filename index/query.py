"""What a query may look like, and which of the index's cities it names."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from index.errors import QueryError
from index.parsing.shadow import shadow_of, simplify
from index.ranking.tokens import dictionary_words, tokens_of

MAX_QUERY_CHARS = 1000
"""A question or a quoted sentence is far shorter; more is a document pasted by mistake."""

# The peoples that the 30 autonomous prefectures are named after. A wild card would take a part
# of the name along: 黔东南苗族侗族自治州 is 黔东南.
_PEOPLES = (
    "藏族|彝族|苗族|侗族|布依族|土家族|傣族|景颇族|傈僳族|哈尼族|壮族|白族|回族|羌族|朝鲜族"
    "|蒙古族|蒙古|哈萨克|柯尔克孜"
)
_ADMINISTRATIVE_SUFFIX = re.compile(rf"(?<=..)(市|地区|盟|(?:{_PEOPLES})*自治州)$")
_WHITE_CONTROLS = frozenset("\t\n\r\v\f")


@dataclass(frozen=True, slots=True)
class Query:
    """A query that can be searched for.

    Attributes:
        text: As it was asked, white space at its edges and line breaks apart.
        terms: Its tokens, in order, repeated as often as they occur.
        cities: The cities of the index that it names, in the order of the index.
    """

    text: str
    terms: tuple[str, ...]
    cities: tuple[str, ...]


def parse_query(text: str, cities: Iterable[str] = ()) -> Query:
    """Return what a query says.

    Args:
        text: As the user typed it, in either script or in English.
        cities: The cities that can be meant, by their full names.

    Raises:
        QueryError: the text is blank, too long, has control characters, or holds no word.
    """
    if not isinstance(text, str):
        raise QueryError(f"a query must be a text, not {type(text).__name__}")
    if not text.strip():
        raise QueryError("the query is empty; type a question or a few keywords")
    if len(text) > MAX_QUERY_CHARS:
        raise QueryError(
            f"the query has {len(text)} characters, {MAX_QUERY_CHARS} are allowed; "
            "ask for one thing at a time"
        )
    for position, character in enumerate(text, start=1):
        if unicodedata.category(character) in ("Cc", "Cs") and character not in _WHITE_CONTROLS:
            raise QueryError(
                f"the query has a control character U+{ord(character):04X} at position {position}; "
                "delete it and ask again"
            )
    shadow = shadow_of(text)
    terms = tuple(token.term for token in tokens_of(shadow))
    if not terms:
        raise QueryError(
            f"the query {text.strip()!r} holds no word; type a question or a few keywords"
        )
    return Query(
        text=" ".join(text.split()),
        terms=terms,
        cities=tuple(city for city in cities if _names(shadow.text, city)),
    )


def short_name(city: str) -> str:
    """Return a city's name as people say it, in Simplified characters: 咸阳 for 咸阳市."""
    return _ADMINISTRATIVE_SUFFIX.sub("", simplify(city.strip()))


def _names(query: str, city: str) -> bool:
    """Tell whether a query (its shadow) names a city, in Chinese or in pinyin."""
    if re.search(rf"(?<![a-z]){_pinyin(city)}(?![a-z])", query, re.IGNORECASE):
        return True
    starts = [match.start() for match in re.finditer(re.escape(short_name(city)), query)]
    if not starts:
        return False
    # 上海东部 does not name 海东: no word of the dictionary may reach over the name's beginning.
    words = list(dictionary_words(query))
    return any(not any(word.start < start < word.end for word in words) for start in starts)


@lru_cache(maxsize=4096)
def _pinyin(city: str) -> str:
    """Return a pattern for the pinyin of a city's short name: xianyang, Xian Yang, Xian'yang."""
    from pypinyin import lazy_pinyin

    return "[ '’-]?".join(re.escape(syllable) for syllable in lazy_pinyin(short_name(city)))
