"""Numerals: Arabic, full-width, Chinese and enclosed ones. Read and written only here."""

import re
from collections.abc import Callable

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
CHINESE_COUNT = "[一二三四五六七八九十]"
"""One character of a small number as things are counted, with no zero: 十二, 第三."""
ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,3}(?![0-9])|[0-9]{1,12})(?:\.[0-9]{1,6})?"
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
_WIDE = {code: code + 0xFEE0 for code in range(0x30, 0x3A)}
_FORMAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
MAX_ROMAN = 3999
MAX_LETTERS = 780
"""Word repeats the letter, 30 times at most: 27 is aa, 53 aaa."""


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


def format_ordinal(number: int, style: str) -> str:
    """Return a number in one of the styles of Word's ``w:numFmt``, in Arabic digits if unknown.

    Args:
        number: From 0; what a style cannot show comes in Arabic digits.
        style: For instance ``chineseCounting``, ``decimalEnclosedCircle``, ``upperRoman``.

    Source: ISO/IEC 29500-1, 17.18.59 (ST_NumberFormat).
    """
    return _STYLES.get(style, str)(number)


def _counting(number: int) -> str:
    """一, 十, 十一, 一百零一; as in Chinese documents, whatever the language of the style."""
    if not 0 < number < 10_000:
        return in_words(number)
    words, has_gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            words += ("零" if has_gap else "") + _FIGURES[digit] + name
        has_gap = bool(words) and not digit
    return words.removeprefix("一") if 10 <= number < 20 else words


def _formal(number: int) -> str:
    """壹, 壹拾, 壹佰零壹."""
    if not 0 < number < 10_000:
        return in_words(number)
    words = "一" + _counting(number) if 10 <= number < 20 else _counting(number)
    return words.translate(str.maketrans(_FIGURES + "十百千", _FORMAL_DIGITS + "拾佰仟"))


def _full_width(number: int) -> str:
    """Digits as wide as Chinese characters."""
    return str(number).translate(_WIDE)


def _enclosed(*blocks: tuple[int, int, int]) -> Callable[[int], str]:
    """Return a style of single characters.

    Args:
        *blocks: The code point of a run's first character, its value, the value of its last.
    """

    def show(number: int) -> str:
        """Return the character for a number, its digits where there is none."""
        for code_point, first, last in blocks:
            if first <= number <= last:
                return chr(code_point + number - first)
        return str(number)

    return show


def _letters(number: int) -> str:
    """a, z, aa, bb."""
    if not 0 < number <= MAX_LETTERS:
        return str(number)
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    """i, iv, x."""
    if not 0 < number <= MAX_ROMAN:
        return str(number)
    words = ""
    for amount, letters in _ROMAN:
        words += letters * (number // amount)
        number %= amount
    return words


def _cycle(characters: str) -> Callable[[int], str]:
    """Return a style that names the numbers by the characters of a cycle, then in digits."""
    return lambda number: characters[number - 1] if 0 < number <= len(characters) else str(number)


_circled = _enclosed((0x24EA, 0, 0), (0x2460, 1, 20), (0x3251, 21, 35), (0x32B1, 36, 50))
_STYLES: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "decimalZero": lambda number: f"{number:02d}",
    "numberInDash": lambda number: f"- {number} -",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _enclosed((0x2474, 1, 20)),
    "decimalEnclosedFullstop": _enclosed((0x2488, 1, 20)),
    "ideographEnclosedCircle": _enclosed((0x3280, 1, 10)),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    **dict.fromkeys(("decimalFullWidth", "decimalFullWidth2"), _full_width),
    **dict.fromkeys(
        ("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"), in_words
    ),
    **dict.fromkeys(("chineseLegalSimplified", "ideographLegalTraditional"), _formal),
    **dict.fromkeys(
        (
            *("chineseCounting", "chineseCountingThousand", "japaneseCounting"),
            *("taiwaneseCounting", "taiwaneseCountingThousand", "koreanCounting"),
        ),
        _counting,
    ),
}
