"""Characters of the other script in a text: what a conversion from one to the other missed."""

import re
from collections.abc import Iterator
from functools import lru_cache

import opencc

from index.text.shadow import simplify

MIN_HAN = 100
"""Fewer Chinese characters say nothing of a text's script."""
MAX_FOREIGN = 0.01
"""Share of Traditional characters up to which a text is Simplified: quoted names have some."""
MIN_OWN = 0.1
"""Share of Traditional characters from which a text is Traditional; measured: 0.35."""

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
# Characters that Traditional texts have as well, in another meaning: 皇后 but 落後. Which is
# meant is read from the words around them. Mere variants (占 佔, 布 佈, 群 羣) are no damage.
_SHARED = frozenset("后里于余面台干范谷斗几松征制系采涂筑并冲丑云只卷志")


def find_unconverted(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the characters of the other script: start, end and what is wrong.

    Args:
        text: Of any length; one that mixes the scripts yields nothing.
    """
    han = len(_HAN.findall(text))
    if han < MIN_HAN:
        return
    simplified = simplify(text)
    traditional = [
        position for position, character in enumerate(text) if character != simplified[position]
    ]
    if len(traditional) <= han * MAX_FOREIGN:
        for position in traditional:
            if _is_common(simplified[position], "gb2312"):
                yield position, position + 1, _said("简体", "Simplified", simplified[position])
    elif len(traditional) >= han * MIN_OWN:
        yield from _left_simplified(text, simplified, int(han * MAX_FOREIGN))


def _left_simplified(text: str, simplified: str, most: int) -> Iterator[tuple[int, int, str]]:
    """Yield the characters that a conversion to Traditional left, if it is at most so many."""
    expected: str = _converter().convert(simplified)
    if len(expected) != len(text):  # a phrase changed the length, and with it every place
        return
    left = [
        (position, wanted)
        for position, (character, wanted) in enumerate(zip(text, expected, strict=True))
        if character == simplified[position] and character != wanted and _is_common(wanted, "cp950")
    ]
    only_simplified = {position for position, _ in left if not _is_common(text[position], "cp950")}
    if len(only_simplified) > most:  # a text in both scripts
        return
    for position, wanted in left:
        if position in only_simplified or text[position] in _SHARED:
            yield position, position + 1, _said("繁体", "Traditional", wanted)


def _said(script: str, english: str, wanted: str) -> str:
    """Return what is wrong with an unconverted character."""
    return f"{script}文本中未转换的字，应为“{wanted}” (not converted in a {english} text)"


def _is_common(character: str, encoding: str) -> bool:
    """Tell whether a character is in the character set of a script."""
    try:
        return bool(character.encode(encoding))
    except UnicodeEncodeError:
        return False


def traditional(text: str) -> str:
    """Return a text in Traditional characters."""
    converted: str = _converter().convert(text)
    return converted


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    """Load OpenCC's tables on first use."""
    return opencc.OpenCC("s2t")
