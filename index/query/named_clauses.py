"""Clauses that a query names by number: 第20条, 二、(三)20., 附件1, clause 20."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index.query.catalogue import CataloguedPlan, Label
from index.text.numerals import CHINESE_NUMERAL, parse_chinese_numeral, parse_enclosed_numeral

_N = rf"{CHINESE_NUMERAL}{{1,7}}"
_ANY = rf"(?:\d{{1,3}}|{_N})"
# Each group is named for what it counts. 第三方 and 第一批 are no clauses, nor is 第20条线路.
_COMPONENT = re.compile(
    rf"第 ?(?P<part>{_ANY}) ?(?:编|部分)"
    rf"|第 ?(?P<chapter>{_ANY}) ?章"
    rf"|第 ?(?P<section>{_ANY}) ?节"
    rf"|第 ?(?P<article>{_ANY}|[(]{_ANY}[)]) ?(?:条(?![线例路河船])|款|项(?!目)|点(?![钟位击火]))"
    rf"|附 ?[件表录] ?(?P<annex>\d{{1,2}}(?!\d)|{_N})(?![个份张年月,.]?\d)"
    rf"|(?P<cjk>{_N})、(?=[(]|\d{{1,3}}[.、)]|第)"
    rf"|[(] ?(?P<cjk_paren>{_N}) ?[)]"
    rf"|(?P<paren>[(] ?\d{{1,2}} ?[)])"
    r"|(?P<arabic>\d{1,3})(?:[.．、](?!\d)|(?=[^\d.%\w]|$))"
    r"|(?P<circled>[①-⑳])"
)
_ENGLISH = re.compile(
    r"(?<![a-z])(?P<word>clauses?|items?|articles?|paragraphs?|sections?|chapters?|parts?|points?"
    r"|annex(?:es)?|appendix|no\.)"
    rf" ?(?P<path>(?:\d{{1,3}}|[(](?:\d{{1,3}}|{_N})[)]|{_N})(?:\.\d{{1,3}}(?!\d))*)"
    r"(?![\d%]|\.\d| ?(?:%|tons))",
    re.IGNORECASE,
)
_ENGLISH_KINDS = {"chapter": "chapter", "part": "part", "annex": "annex", "appendix": "annex"}
# These alone name a clause; the others only in a path, or behind a name of a plan.
_STANDING_ALONE = frozenset(("part", "chapter", "section", "article", "annex", "cjk_paren"))
_OPENING_A_PATH = _STANDING_ALONE | {"cjk"}
_PATH_GAP = re.compile(r"[的之,. 、]?")

# Whatever a plan prints, people say 第20条 of its smallest number and 第二章 of its largest.
_FAMILIES: dict[str, tuple[str, ...]] = {
    "part": ("part", "cjk"),
    "chapter": ("chapter", "cjk"),
    "section": ("section", "cjk_paren"),
    "article": ("article", "arabic", "cjk_paren", "cjk"),
    "annex": ("annex",),
    "cjk": ("cjk",),
    "cjk_paren": ("cjk_paren",),
    "arabic": ("arabic",),
    "paren": ("paren",),
    "circled": ("circled",),
}
_DOWNWARDS = (
    *("part", "annex", "chapter", "cjk", "section", "cjk_paren", "arabic", "article"),
    *("paren", "circled"),
)


@dataclass(frozen=True, slots=True)
class NamedClause:
    """A clause's number in a query's shadow, and all that it fits."""

    start: int
    end: int
    clauses: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Step:
    """One number of a path."""

    start: int
    end: int
    kind: str
    number: int


def find_clauses(
    text: str,
    scope: Callable[[], Sequence[CataloguedPlan]],
    labels_of: Callable[[str], Sequence[Label]],
) -> tuple[NamedClause, ...]:
    """Return the clauses a query names, in order and disjoint.

    Args:
        text: The query's shadow, without codes and quantities.
        scope: Returns the plans that can be meant; called where there is a number.
        labels_of: Returns the numbers of a plan's clauses by the plan's id.
    """
    found = []
    for path in (*_chinese_paths(text), *_english_paths(text)):
        clauses = [
            (plan.id, label.clause_id)
            for plan in scope()
            for label in _at_path(labels_of(plan.id), path)
        ]
        found.append(NamedClause(path[0].start, path[-1].end, tuple(clauses)))
    for match in _ENGLISH.finditer(text):
        if "." in match["path"]:
            ids = [
                (plan.id, label.clause_id)
                for plan in scope()
                for label in labels_of(plan.id)
                if label.clause_id == match["path"]
            ]
            found.append(NamedClause(*match.span(), tuple(ids)))
    return tuple(sorted(found, key=lambda clause: clause.start))


def _chinese_paths(text: str) -> Iterator[list[_Step]]:
    """Yield runs of numbers that stand side by side, from the top of a plan down."""
    path: list[_Step] = []
    for step in _steps(text):
        goes_on = path and _PATH_GAP.fullmatch(text[path[-1].end : step.start])
        if goes_on and _is_below(step, path[-1]):
            path.append(step)
            continue
        if path:
            yield from _if_named(path)
        path = [step] if step.kind in _OPENING_A_PATH else []
    if path:
        yield from _if_named(path)


def _if_named(path: list[_Step]) -> Iterator[list[_Step]]:
    """Yield a path that names a clause: 二、 alone is the first word of a list."""
    if len(path) > 1 or path[0].kind in _STANDING_ALONE:
        yield path


def _is_below(step: _Step, upper: _Step) -> bool:
    """Tell whether a kind of number can stand below another."""
    return _DOWNWARDS.index(step.kind) > _DOWNWARDS.index(upper.kind)


def _steps(text: str) -> Iterator[_Step]:
    """Yield what looks like a clause's number, from left to right."""
    position = 0
    while match := _COMPONENT.search(text, position):
        kind = match.lastgroup or ""
        number = _number(match[kind])
        position = match.end()
        if number:
            yield _Step(*match.span(), kind, number)
        elif position == match.start():
            position += 1


def _number(printed: str) -> int:
    """Return the value of a numeral of any kind, 0 where it is none."""
    plain = printed.strip("() ")
    if len(plain) == 1 and "①" <= plain <= "⑳":
        return parse_enclosed_numeral(plain)
    if plain.isascii():
        return int(plain) if plain.isdecimal() else 0
    try:
        return parse_chinese_numeral(plain)
    except ValueError:
        return 0


def _english_paths(text: str) -> Iterator[list[_Step]]:
    """Yield clause 20, Article 12, Annex 1."""
    for match in _ENGLISH.finditer(text):
        word, path = match["word"].lower().rstrip("s"), match["path"]
        kind = _ENGLISH_KINDS.get("annex" if word == "annexe" else word, "article")
        number = _number(path)
        if number and "." not in path:
            in_brackets = path.startswith("(") and not path.strip("()").isascii()
            yield [_Step(*match.span(), "cjk_paren" if in_brackets else kind, number)]


def _at_path(labels: Sequence[Label], path: Sequence[_Step]) -> list[Label]:
    """Return the clauses at the end of a path; each step lies somewhere below the one before."""
    uppers: list[Label] | None = None
    for step in path:
        below = [
            label
            for label in labels
            if uppers is None
            or any(label.clause_id.startswith(upper.clause_id + ".") for upper in uppers)
        ]
        uppers = _fitting(below, step)
    return uppers or []


def _fitting(labels: Sequence[Label], step: _Step) -> list[Label]:
    """Return the clauses of a number, of the first family that has it."""
    for family in _FAMILIES[step.kind]:
        found = [label for label in labels if (label.family, label.number) == (family, step.number)]
        if found:
            return found
    return []
