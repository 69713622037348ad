"""Term groups: the words of the field that mean the same, in ``groups.toml``."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.text.shadow import shadow_of

GROUPS_FILE = Path(__file__).with_name("lexicons") / "terms.toml"


@dataclass(frozen=True, slots=True)
class TermGroup:
    """Words that mean the same.

    Attributes:
        chinese: As they are matched: Simplified, lower case; the usual name first.
        english: Phrases of an English question.
        usual: The usual name as it is written: ``PM2.5``.
    """

    chinese: tuple[str, ...]
    english: tuple[str, ...]
    usual: str = ""


@cache
def term_groups() -> tuple[TermGroup, ...]:
    """Return the groups in file order.

    Raises:
        ValueError: a group has no Chinese word, or an unknown field; the message names it.
    """
    records = tomllib.loads(GROUPS_FILE.read_text(encoding="utf-8"))["group"]
    return tuple(_read(record) for record in records)


def _read(record: dict[str, list[str]]) -> TermGroup:
    """Return one group."""
    unknown = record.keys() - {"zh", "hant", "en"}
    if unknown or not record.get("zh"):
        raise ValueError(
            f"{GROUPS_FILE.name}: a group has zh, hant and en, and zh is not empty: {record}"
        )
    chinese = (shadow_of(word).text.lower() for word in (*record["zh"], *record.get("hant", ())))
    return TermGroup(tuple(dict.fromkeys(chinese)), tuple(record.get("en", ())), record["zh"][0])
