"""The thesaurus of the field: what people say and what plans write, in ``thesaurus.toml``."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

import tomli

from index.mentions.offices import other_names_of
from index.text.shadow import plain_texts

THESAURUS_FILE = Path(__file__).with_name("lexicons") / "thesaurus.toml"

Kind = Literal["same", "colloquial", "narrower"]
"""How the words of a row lead to one another: ``same`` both ways, else ``say`` to ``write``."""

NARROWER_WEIGHT = 0.5
"""What a word counts that is wider or narrower than the one asked for, beside one that is not."""

_LISTS = ("say", "write", "hant", "en")
_FIELDS = frozenset((*_LISTS, "sense", "kind", "example"))


@dataclass(frozen=True, slots=True)
class TermGroup:
    """Words of one sense.

    Attributes:
        chinese: As they are matched: Simplified, lower case; the usual name first. In a row whose
            words mean the same all of them, else what plans write.
        english: Phrases of an English question.
        usual: The usual name as it is written: ``PM2.5``.
        said: Words of questions that lead to ``chinese``, and not back; none where all mean the
            same.
        kind: Whether they mean the same, are only said, or are wider or narrower.
        sense: The sense that they share, in English.
        example: A question that uses a word of the row, and a clause of a plan that does.
    """

    chinese: tuple[str, ...]
    english: tuple[str, ...]
    usual: str = ""
    said: tuple[str, ...] = ()
    kind: Kind = "same"
    sense: str = ""
    example: tuple[str, str] = ("", "")

    @property
    def weight(self) -> float:
        """What a word counts that another of the row leads to, in (0, 1]."""
        return NARROWER_WEIGHT if self.kind == "narrower" else 1.0


@cache
def thesaurus() -> tuple[TermGroup, ...]:
    """Return all rows in file order.

    Raises:
        ValueError: a row writes nothing, is of an unknown kind or has an unknown field; the
            message names it.
    """
    records = tomli.loads(THESAURUS_FILE.read_text(encoding="utf-8"))["row"]
    groups = [_read(record) for record in records]
    words = list(dict.fromkeys(own for group in groups for own in (*group.chinese, *group.said)))
    matched = dict(zip(words, plain_texts(words), strict=True))
    return tuple(
        replace(group, chinese=_each(group.chinese, matched), said=_each(group.said, matched))
        for group in groups
    )


@cache
def term_groups() -> tuple[TermGroup, ...]:
    """Return the rows whose words can stand for one another, in file order.

    Raises:
        ValueError: a row is malformed; the message names it.
    """
    return tuple(group for group in thesaurus() if group.kind == "same")


def _read(record: dict[str, Any]) -> TermGroup:
    """Return one row, its words as they are written."""
    kind: Kind = record.get("kind", "same")
    if record.keys() - _FIELDS or not record.get("write") or kind not in get_args(Kind):
        raise ValueError(
            f"{THESAURUS_FILE.name}: a row has {', '.join(sorted(_FIELDS))}; write is not empty "
            f"and kind is one of {', '.join(get_args(Kind))}: {record}"
        )
    say, write, hant, english = (tuple(record.get(name, ())) for name in _LISTS)
    if kind == "same":
        write += other_names_of(write[0])
    example = record.get("example", {})
    return TermGroup(
        chinese=(*write, *hant, *say) if kind == "same" else (*write, *hant),
        english=english,
        usual=write[0],
        said=() if kind == "same" else say,
        kind=kind,
        sense=record.get("sense", ""),
        example=(example.get("say", ""), example.get("write", "")),
    )


def _each(words: tuple[str, ...], matched: Mapping[str, str]) -> tuple[str, ...]:
    """Return words as they are matched, each once."""
    return tuple(dict.fromkeys(map(matched.__getitem__, words)))
