"""Numerals: Arabic, full-width, Chinese and enclosed ones. The only reader of them."""

import re

_FIGURES = "零一二三四五六七八九"
_DIGITS = {c: i for i, c in enumerate(_FIGURES)} | {"〇": 0, "○": 0, "两": 2, "兩": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_POWERS = {"万亿": 1e12, "亿": 1e8, "万": 1e4}
# ①–⑳ ㉑–㉟ ㊱–㊿, ⑴–⒇, ⒈–⒛, ㈠–㈩: code point of the first, its value, value of the last.
_ENCLOSED_BLOCKS = (
    (0x2460, 1, 20),
    (0x3251, 21, 35),
    (0x32B1, 36, 50),
    (0x2474, 1, 20),
    (0x2488, 1, 20),
    (0x3220, 1, 10),
)

CHINESE_NUMERAL = "[零〇○一二三四五六七八九十百千]"
"""One character of a Chinese numeral, as a regular expression."""
CHINESE_DIGIT = "[零〇○一二三四五六七八九]"
"""One character of a year or a number that is read digit by digit: 二〇二五."""
ARABIC = r"[0-9]{1,12}(?:,[0-9]{3}){0,3}(?:\.[0-9]{1,6})?"
"""A number in Arabic figures, in a shadow: 1,300, 41.2."""
_BELOW = "[零〇一二两三四五六七八九十百千]{1,9}"
CHINESE = rf"{_BELOW}(?:万{_BELOW}(?![万亿])|点[零〇一二三四五六七八九]{{1,4}})?"
"""A number in Chinese figures: 一百四十五, 一万六千, 三点五."""
SHARE = rf"(?P<share>百分之|千分之)(?P<shared>{ARABIC}|{CHINESE})"
"""A share in words, in the groups ``share`` and ``shared``: 百分之五, 千分之三."""
SHARES = {"百分之": "%", "千分之": "‰"}
"""What the words of a share mean."""

_CHINESE_PARTS = re.compile(rf"(?P<whole>[^点]*)(?:点(?P<digits>{CHINESE_DIGIT}+))?", re.DOTALL)
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def parse_number(numeral: str) -> float:
    """Return the value of a numeral: 1,300, 三点五, 二〇二五, 半, 1.5万, 百分之五.

    Shares are numbers as they are said: 百分之五 is 5, and 三成 is 30.

    Raises:
        ValueError: the text is no numeral.
    """
    text = numeral.translate(_FULL_WIDTH).replace(" ", "")
    for words in SHARES:
        text = text.removeprefix(words)
    if text == "半":
        return 0.5
    if len(text) == 1 and not text.isascii() and text not in _DIGITS and text not in _PLACES:
        return float(parse_enclosed_numeral(text))
    if text.endswith("成") and len(text) > 1:
        return 10 * parse_number(text[:-1])
    if text.endswith("半") and len(text) > 1:
        return parse_number(text[:-1]) + 0.5
    for power, size in _POWERS.items():
        head, found, rest = text.partition(power)
        if found:
            return (parse_number(head) if head else 1.0) * size + (
                parse_number(rest) if rest else 0
            )
    if text[:1].isascii():
        return float(text.replace(",", ""))
    return _chinese_value(text, numeral)


def _chinese_value(text: str, numeral: str) -> float:
    """Return the value of a number in Chinese figures, digit by digit where no place is named."""
    parts = _CHINESE_PARTS.fullmatch(text)
    total, digit = 0, 0
    for character in parts["whole"] if parts and text else "?":
        if character in _DIGITS:
            digit = digit * 10 + _DIGITS[character]
        elif character in _PLACES:
            total += (digit or 1) * _PLACES[character]
            digit = 0
        else:
            raise ValueError(f"not a numeral: {numeral!r}")
    digits = "".join(str(_DIGITS[c]) for c in parts["digits"] or "") if parts else ""
    return float(f"{total + digit}.{digits or 0}")


def in_figures(text: str) -> str:
    """Return a text whose Chinese digits are Arabic ones, of the same length: 二〇二五 is 2025."""
    return "".join(str(_DIGITS[c]) if c in _DIGITS else c for c in text)


def in_words(number: int) -> str:
    """Return a number digit by digit in Chinese: 10 is 一〇."""
    return "".join("〇" if c == "0" else _FIGURES[int(c)] for c in str(number))


def parse_chinese_numeral(numeral: str) -> int:
    """Return the value of a Chinese numeral below 10,000: ``三十八`` is 38, ``一百零二`` 102.

    Raises:
        ValueError: the text is not such a numeral.
    """
    total, digit, last_place = 0, None, 10_000
    for character in numeral:
        if character in _DIGITS:
            if digit:  # 一二: two digits in a row are no number of this kind
                raise ValueError(f"not a Chinese numeral: {numeral!r}")
            digit = _DIGITS[character]
        elif character in _PLACES and _PLACES[character] < last_place:
            last_place = _PLACES[character]
            # 十 alone counts one ten; 百 alone is no number.
            if digit is None and (last_place != 10 or total):
                raise ValueError(f"not a Chinese numeral: {numeral!r}")
            total += (1 if digit is None else digit) * last_place
            digit = None
        else:
            raise ValueError(f"not a Chinese numeral: {numeral!r}")
    total += digit or 0
    if total == 0:
        raise ValueError(f"not a Chinese numeral: {numeral!r}")
    return total


def parse_enclosed_numeral(character: str) -> int:
    """Return the value of a number that is one character: ① to ㊿, ⑴, ⒈ to 20, ㈠ to ㈩.

    Raises:
        ValueError: the character is no such number.
    """
    for first, value, last_value in _ENCLOSED_BLOCKS:
        number = ord(character) - first + value if len(character) == 1 else 0
        if value <= number <= last_value:
            return number
    raise ValueError(f"not an enclosed number: {character!r}")
