"""Chinese and enclosed numerals, as they number the clauses of a document."""

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "兩": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
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


def parse_chinese_numeral(numeral: str) -> int:
    """Return the value of a Chinese numeral below 10,000: ``三十八`` is 38, ``一百零二`` 102.

    Raises:
        ValueError: the text is not such a numeral.
    """
    total, digit, last_unit = 0, None, 10_000
    for character in numeral:
        if character in _DIGITS:
            if digit:  # 一二: two digits in a row are no number of this kind
                raise ValueError(f"not a Chinese numeral: {numeral!r}")
            digit = _DIGITS[character]
        elif character in _UNITS and _UNITS[character] < last_unit:
            last_unit = _UNITS[character]
            # 十 alone counts one ten; 百 alone is no number.
            if digit is None and (last_unit != 10 or total):
                raise ValueError(f"not a Chinese numeral: {numeral!r}")
            total += (1 if digit is None else digit) * last_unit
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
