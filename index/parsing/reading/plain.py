"""Bytes to text: UTF-8 as a rule, else the one Chinese encoding whose characters make sense."""

import codecs
import re
from pathlib import Path

from index.errors import PlanError
from index.parsing.reading.common_characters import COMMON_CHARACTERS

GUESSED_ENCODINGS = (("gb18030",), ("cp950", "big5hkscs"), ("utf-16-le",), ("utf-16-be",))
"""What a file that is not UTF-8 can be in. Windows writes Big5 as cp950; big5hkscs, which knows
the characters of Hong Kong, reads a sign or two differently and comes second."""
MIN_COMMON_SHARE = 0.35
"""At least this share of a text's characters is common. Plans have 0.67 to 0.75, sixteen characters
of them 0.38 or more in 99 of 100 cases; mojibake has 0.15 at most."""
MIN_LEAD = 0.15
"""And by so much the share goes before that of any other encoding's text."""

_PUNCTUATION = frozenset("，。、；：？！（）《》〈〉“”‘’「」『』【】〔〕—…·％．～　①②③④⑤⑥⑦⑧⑨⑩")
_WRONG = re.compile(
    # Controls, private use, noncharacters, the replacement character
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\uf8ff\ufffd-\uffff\U000f0000-\U0010ffff]"
)
_BOM = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def read_plain(data: bytes, path: Path) -> str:
    """Return the text of a ``.txt`` or ``.md`` file, nothing in it changed.

    Args:
        data: The file's bytes.
        path: Its path, for the message.

    Raises:
        PlanError: the bytes are text in none of the encodings, or in more than one.
    """
    text = decode(data)
    if text is None:
        raise PlanError(
            f"{path}: is not text in UTF-8, UTF-16, GB18030 or Big5, or is damaged; "
            "save it as UTF-8 and try again"
        )
    return text


def decode(data: bytes) -> str | None:
    """Return bytes as text, None where no encoding fits.

    Decoding is strict: a wrong guess would move every offset and misspell every quotation.
    """
    for mark, encoding in _BOM.items():
        if data.startswith(mark):
            return decode_as(data, encoding)
    text = decode_as(data, "utf-8")
    return text if text is not None else _guess(data)


def decode_as(data: bytes, encoding: str) -> str | None:
    """Return bytes decoded strictly, None where they are not in the encoding or not text."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def common_share(text: str) -> float:
    """Return which share of a text's characters beyond ASCII is common in Chinese, 0 to 1."""
    foreign = [character for character in text if character > "\x7f" and not character.isspace()]
    if not foreign or _WRONG.search(text):
        return 0.0
    common = sum(
        character in COMMON_CHARACTERS or character in _PUNCTUATION for character in foreign
    )
    return common / len(foreign)


def _guess(data: bytes) -> str | None:
    """Return the one reading of bytes that is Chinese text, None where there is none."""
    readings = [
        max(texts, key=common_share)  # the first of equals
        for family in GUESSED_ENCODINGS
        if (texts := [text for name in family if (text := decode_as(data, name)) is not None])
    ]
    readings.sort(key=common_share, reverse=True)
    shares = [*map(common_share, readings), 0.0, 0.0]
    is_clear = shares[0] >= max(MIN_COMMON_SHARE, shares[1] + MIN_LEAD)
    return readings[0] if is_clear else None
