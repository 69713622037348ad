"""Numbers as word processors and browsers print them in front of a paragraph."""

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_FORMAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_WIDE_DIGITS = "".join(chr(0xFF10 + digit) for digit in range(10))
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
MAX_ROMAN = 3999
MAX_LETTERS = 780
"""Word repeats the letter, 30 times at most: 27 is aa, 53 aaa."""


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
        return _digital(number)
    words, has_gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            words += ("零" if has_gap else "") + _DIGITS[digit] + name
        has_gap = bool(words) and not digit
    return words.removeprefix("一") if 10 <= number < 20 else words


def _formal(number: int) -> str:
    """壹, 壹拾, 壹佰零壹."""
    if not 0 < number < 10_000:
        return _digital(number)
    words = "一" + _counting(number) if 10 <= number < 20 else _counting(number)
    return words.translate(str.maketrans(_DIGITS + "十百千", _FORMAL_DIGITS + "拾佰仟"))


def _digital(number: int) -> str:
    """一〇: digit by digit."""
    return str(number).translate(str.maketrans("0123456789", _DIGITS))


def _full_width(number: int) -> str:
    """Digits as wide as Chinese characters."""
    return str(number).translate(str.maketrans("0123456789", _WIDE_DIGITS))


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
    for value, letters in _ROMAN:
        words += letters * (number // value)
        number %= value
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
        ("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"), _digital
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
