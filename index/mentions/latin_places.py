"""Names of places in Latin letters, pinyin or English, and what places sound like."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import tomli

from index.mentions.divisions import Place, all_places, place_names
from index.mentions.places import PlaceMention
from index.text.shadow import simplify

# The peoples that the 30 autonomous prefectures are named after. A wild card would take a part
# of the name along: 黔东南苗族侗族自治州 is 黔东南.
_PEOPLES = (
    "藏族|彝族|苗族|侗族|布依族|土家族|傣族|景颇族|傈僳族|哈尼族|壮族|白族|回族|羌族|朝鲜族"
    "|蒙古族|蒙古|哈萨克|柯尔克孜"
)
_ADMINISTRATIVE_SUFFIX = re.compile(rf"(?<=..)(市|地区|盟|(?:{_PEOPLES})*自治州)$")


def short_name(city: str) -> str:
    """Return a city's name as people say it, in Simplified characters: 咸阳 for 咸阳市."""
    return _ADMINISTRATIVE_SUFFIX.sub("", simplify(city.strip()))


# Only a word that begins where a sentence or a clause does, and says that it is a city: 阳全市,
# but not the 阳全市 of 咸阳全市.
_CITY = re.compile(
    r"(?:^|(?<=[^\u4e00-\u9fff])|(?<=[在对]))(?P<name>(?![在对])[\u4e00-\u9fff]{2,4})市(?!场)"
)


# 哪些城市 and 其他城市 are no names, which half a second need be spent on.
_CITIES_AT_LARGE = re.compile(r"(?:[哪这那]些?个?|[哪这那几]几?个|各个?|其[他它余]|所有)城")


def sounds_of(name: str) -> tuple[str, ...]:
    """Return how a name is pronounced, syllable by syllable, with its tones."""
    from pypinyin import Style, lazy_pinyin

    return tuple(lazy_pinyin(name, style=Style.TONE3))


def find_homophones(
    text: str, by_sound: Callable[[], Mapping[tuple[str, ...], Place]]
) -> Iterator[PlaceMention]:
    """Yield the cities that a query names with other characters of the same sound.

    Args:
        text: The query's shadow, in which no city is named otherwise.
        by_sound: Returns the cities of the index by the sound of their short names; called only
            where there is a name, for the sounds of all characters take long to load.
    """
    for match in _CITY.finditer(text):
        if _CITIES_AT_LARGE.fullmatch(match["name"]):
            continue
        place = by_sound().get(sounds_of(match["name"]))
        if place is not None:
            yield PlaceMention(*match.span(), (place,))


NAMES_FILE = Path(__file__).with_name("lexicons") / "latin_places.toml"

MAX_WORDS = 6
"""Of a name; more are a sentence."""
MIN_LOWER_CASE_CHARS = 4
"""A shorter word without a capital is English as likely as a place: Ili, Aba."""

_WORD = re.compile(r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f\u0300-\u036f]*")
_APOSTROPHES = "'’‘\u02bc`"
_JOINTS = frozenset(" -" + _APOSTROPHES)
_LEVELS: Mapping[str, tuple[str, ...]] = {
    "city": ("市",),
    "municipality": ("市",),
    "shi": ("市",),
    "province": ("省", "自治区"),
    "sheng": ("省", "自治区"),
    "prefecture": ("州", "地区", "盟", "市"),
    "county": ("县", "旗"),
    "xian": ("县",),
    "district": ("区",),
    "qu": ("区",),
    "zhou": ("州",),
}
SHORTEST = 3
"""Letters of the shortest names: Ali, Ili, Aba."""
_LATIN = re.compile(r"[^\W\d_\u0250-\U0010ffff]")

LatinNames = Mapping[str, tuple[Place, ...]]
"""Places by their folded spelling, words separated by one space; all spellings of a name."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A Latin word of a text: lower case, without accents."""

    start: int
    end: int
    folded: str
    is_capital: bool
    has_tone: bool


@cache
def names_of_divisions() -> LatinNames:
    """Return the Latin names of all provinces and prefecture-level cities of China."""
    bearers = {name.text: name.places for known in place_names().values() for name in known}
    names: dict[str, list[Place]] = defaultdict(list)
    for place in all_places():
        if place.level == "county":
            continue
        # Whoever else bears the name in Chinese bears its pinyin: 朝阳市 and Beijing's 朝阳区.
        same = [p for p in bearers[place.short_name] if p.level != "county" or _is_urban(p)]
        for spelling in _spellings_of(place):
            names[spelling] += [place, *same]
    return {spelling: tuple(dict.fromkeys(places)) for spelling, places in names.items()}


def _is_urban(place: Place) -> bool:
    """Tell whether a county is a municipality's district."""
    return place.level == "county" and place.city == place.province


def names_of(places: Iterable[Place]) -> LatinNames:
    """Return the Latin names of some places."""
    names: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        for spelling in _spellings_of(place):
            names[spelling].append(place)
    return {spelling: tuple(found) for spelling, found in names.items()}


def _spellings_of(place: Place) -> set[str]:
    """Return all ways to write a place's short name in Latin letters."""
    from pypinyin import lazy_pinyin

    given = _data()["names"].get(place.name, "")
    excluded = _data()["not"].get(place.name)
    syllables = lazy_pinyin(place.short_name)
    found = {name.strip().lower() for name in given.split(",") if name.strip()}
    found |= {"".join(name.split()) for name in found}
    readings = [syllables, [_simple(syllable) for syllable in syllables]]
    readings += [name.split() for name in list(found) if name.islower()]
    for reading in readings:
        if " ".join(reading) != excluded:
            gaps = product(("", " "), repeat=len(reading) - 1)
            found |= {_join(reading, joints) for joints in gaps}
    return found


@cache
def english_name(name: str) -> str:
    """Return a place's name as English writes it, without its level: Haidong, Hohhot, Xi'an.

    Args:
        name: In Chinese, in full or short, Simplified. One that is no place's is returned as it is.
    """
    from pypinyin import lazy_pinyin

    known = place_names().get(name[:2], ())
    bearers = [place for own in known if own.text == name for place in own.places]
    if not bearers:
        return name
    place = bearers[0]
    names: str = _data()["names"].get(place.name, "")
    given = [own.strip() for own in names.split(",") if own.strip()]
    if given and not given[0].islower() and place.name not in _data()["today"]["pinyin"]:
        return given[0]
    reading: list[str] = next(
        (own.split() for own in given if own.islower()), lazy_pinyin(place.short_name)
    )
    return _written(reading)


def _written(syllables: Sequence[str]) -> str:
    """Return syllables as one word, with an apostrophe before a vowel: Xi'an, Ya'an."""
    joints = ["'" if syllable[0] in "aeo" else "" for syllable in syllables[1:]]
    return _join(syllables, joints).capitalize()


def _simple(syllable: str) -> str:
    """Return a syllable as people type it who have no ü: lu for lv."""
    return re.sub(r"^([nl])v", r"\1u", syllable)


def _join(syllables: Sequence[str], joints: Sequence[str]) -> str:
    """Join syllables, each pair by its joint."""
    return syllables[0] + "".join(j + s for j, s in zip(joints, syllables[1:], strict=True))


def find_places_in_latin(text: str, held: Iterable[str] = ()) -> Iterator[PlaceMention]:
    """Yield the provinces, prefecture-level cities and some counties named in Latin letters.

    Args:
        text: A query's shadow; capitals, apostrophes and tone marks tell a name from a word.
        held: Full names of the counties that are looked for too; of all counties some sound like
            any word.
    """
    if len(_LATIN.findall(text)) < SHORTEST:  # PM2.5 is no name, and the table takes long to make
        return iter(())
    tables = [names_of_divisions(), _names_of_counties(frozenset(held))]
    return find_latin_places(text, tables, frozenset())


@lru_cache(maxsize=8)
def _names_of_counties(held: frozenset[str]) -> LatinNames:
    """Return the Latin names of some counties, given in full."""
    return names_of(
        place for place in all_places() if place.level == "county" and place.full_name in held
    )


# At least two syllables, in one word or several, as loosely as pinyin can be told from English.
_PINYIN = re.compile(r"(?:(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?[aeiouv]+(?:ng?|r)? ?){2,}")


def may_name_places(text: str) -> bool:
    """Tell whether a text's Latin words can name a place; a first look that costs little.

    The names of all places take half a second to spell, and PM2.5 and VOCs stand in every plan.
    """
    words = tuple(_words(text))
    return any(map(_can_be_name, _spellings_in(text, words)))


def _spellings_in(text: str, words: Sequence[_Word]) -> Iterator[str]:
    """Yield what is spelled by one word of a text, or by several side by side."""
    for start in range(len(words)):
        spelling = words[start].folded
        yield spelling
        for before, word in pairwise(words[start : start + MAX_WORDS]):
            if not _is_joined(text, before, word):
                break
            spelling += f" {word.folded}"
            yield spelling


def _can_be_name(spelling: str) -> bool:
    """Tell whether a spelling can be a place's: pinyin, or one of those given."""
    return _PINYIN.fullmatch(spelling) is not None or spelling.replace(" ", "") in _given()


@cache
def _given() -> frozenset[str]:
    """Return the names that are no pinyin as they are spelled in one word."""
    every = ",".join(_data()["names"].values())
    return frozenset("".join(name.split()).lower() for name in every.split(","))


def find_latin_places(
    text: str, names: Sequence[LatinNames], known_cities: frozenset[str]
) -> Iterator[PlaceMention]:
    """Yield the places that a text names in Latin letters, in order and disjoint.

    A name of the index counts in any case and spelling (gui gang); another one must look like a
    name: with capitals, an apostrophe or tone marks, or in one long word.

    Args:
        text: A query's shadow.
        names: Tables of names; all that have a name count.
        known_cities: Those of the index.
    """
    words = tuple(_words(text))
    position = 0
    while position < len(words):
        found = _longest_at(text, words, position, names, known_cities)
        if found is None:
            position += 1
            continue
        size, places = found
        last = words[position + size - 1]
        has_suffix, end = _suffix(text, words, position + size)
        yield PlaceMention(words[position].start, end if has_suffix else last.end, places)
        position += size + has_suffix


def _words(text: str) -> Iterator[_Word]:
    """Yield the Latin words of a text."""
    for match in _WORD.finditer(text):
        word = match.group()
        folded = word.lower() if word.isascii() else _fold(word)
        yield _Word(*match.span(), folded, word[0].isupper(), folded != word.lower())


@lru_cache(maxsize=1000)
def _fold(word: str) -> str:
    """Return a word in lower case without accents."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _longest_at(
    text: str,
    words: Sequence[_Word],
    start: int,
    names: Sequence[LatinNames],
    known_cities: frozenset[str],
) -> tuple[int, tuple[Place, ...]] | None:
    """Return of how many words the longest name at a position is, and its places."""
    spelling, best = "", None
    for size, word in enumerate(words[start : start + MAX_WORDS], start=1):
        if size > 1 and not _is_joined(text, words[start + size - 2], word):
            break
        spelling += " " + word.folded if size > 1 else word.folded
        places = tuple(dict.fromkeys(p for table in names for p in table.get(spelling, ())))
        if not places:
            continue
        level, _ = _suffix(text, words, start + size)
        meant = _of_level(places, words[start + size].folded) if level else places
        is_known = any(place.city in known_cities for place in meant)
        if meant and (level or _is_name(text, words, start, size, is_known)):
            best = size, meant
    return best


def _is_joined(text: str, word: _Word, following: _Word) -> bool:
    """Tell whether one character that may stand within a name separates two words."""
    return following.start == word.end + 1 and text[word.end] in _JOINTS


def _suffix(text: str, words: Sequence[_Word], position: int) -> tuple[bool, int]:
    """Tell whether the word at a position says what kind of place stands before it."""
    if not 0 < position < len(words) or not _is_joined(text, words[position - 1], words[position]):
        return False, 0
    return words[position].folded in _LEVELS, words[position].end


def _of_level(places: tuple[Place, ...], suffix: str) -> tuple[Place, ...]:
    """Return the places of the kind that a word says; all where none is of it."""
    endings = _LEVELS[suffix]
    return tuple(place for place in places if place.name.endswith(endings)) or places


def _is_name(text: str, words: Sequence[_Word], start: int, size: int, is_known: bool) -> bool:
    """Tell whether words that spell a place's name are meant as one."""
    own = words[start : start + size]
    joints = {text[word.end] for word in own[:-1]}
    if any(word.has_tone for word in own) or joints & set(_APOSTROPHES):
        return True
    are_english = [word.folded in _english("words") for word in own]
    if all(are_english) and not (is_known and all(word.is_capital for word in own)):
        return False
    if size == 1 and own[0].folded == "xian" and _is_after_a_name(text, words, start):
        return False
    if is_known:
        return True
    if size == 1 and not own[0].is_capital:
        return len(own[0].folded) >= MIN_LOWER_CASE_CHARS
    begins = not text[: own[0].start].strip() or text[: own[0].start].rstrip()[-1:] in ".!?"
    return all(word.is_capital for word in own) and not (size > 1 and begins and are_english[0])


def _is_after_a_name(text: str, words: Sequence[_Word], start: int) -> bool:
    """Tell whether what may be a county's name stands before a position, as in Huzhu Xian."""
    if start == 0 or not _is_joined(text, words[start - 1], words[start]):
        return False
    before = words[start - 1]
    return before.folded not in _english("before_a_name")


@cache
def _english(field: str) -> frozenset[str]:
    """Return a list of English words."""
    return frozenset(_data()["english"][field].split())


@cache
def _data() -> dict[str, Any]:
    """Return ``latin_names.toml``."""
    return tomli.loads(NAMES_FILE.read_text(encoding="utf-8"))
