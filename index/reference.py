"""Where a passage stands, in the words a person would cite: city, plan, clause."""

from index.parsing.shadow import simplify
from index.types import Clause, Plan

SEPARATOR = " · "
_LEVELS = "零一二三四五六七"


def format_reference(plan: Plan, clause: Clause) -> str:
    """Return a reference such as ``咸阳市 · 蓝天保卫战2020年工作方案 · 二、(三) 20.``.

    Labels stand as printed, with a count where a number is repeated: ``3.〔第2处〕``. A heading
    the source lost is named by its level and its place among those lost beside it:
    ``〔二级标题缺失，第2组〕``; where one above it is lost too and is not the first,
    ``〔二级标题缺失，第2组之1〕``. What stands in the second document of a file, the plan
    behind its notice, begins with ``〔第2份文件〕``. The front matter is ``正文前``, what stands
    behind the body ``正文后``.
    """
    parts = [part for part in (plan.city, _short_title(plan)) if part]
    return SEPARATOR.join([*parts, _locate(plan, clause)])


def _short_title(plan: Plan) -> str:
    """Return the title without the city it starts with, which stands before it."""
    if plan.city and simplify(plan.title).startswith(simplify(plan.city)):
        return plan.title[len(plan.city) :].lstrip() or plan.title
    return plan.title


def _locate(plan: Plan, clause: Clause) -> str:
    """Return the labels from the top."""
    if not clause.label:
        _, _, repeated = clause.id.partition("-")
        place = "正文后" if clause.kind == "back" else "正文前"
        return f"{place}〔第{repeated}处〕" if repeated else place
    clauses = {other.id: other for other in plan.clauses}
    components = clause.id.split(".")
    words: list[str] = []
    lost: list[str] = []
    for depth, component in enumerate(components, start=1):
        if component.startswith("?"):
            lost.append(component.removeprefix("?"))
            continue
        if component.startswith("d"):  # a plan behind its notice, numbered for itself
            words.append(f"〔第{component.removeprefix('d')}份文件〕")
            continue
        printed = clauses[".".join(components[:depth])]
        if lost:
            words.append(_name_lost(lost, printed.level - 1))
            lost = []
        _, _, repeated = component.partition("-")
        words.append(f"{printed.label}〔第{repeated}处〕" if repeated else printed.label)
    return _join(words)


def _name_lost(places: list[str], level: int) -> str:
    """Return the words for lost headings, one below the other.

    Args:
        places: The place of each among those lost beside it.
        level: Of the lowest; 0 where a top level starts again below nothing.
    """
    while len(places) > 1 and places[0] == "1":  # what is counted from the start needs no more
        places = places[1:]
    rank = f"{_LEVELS[level]}级" if 0 < level < len(_LEVELS) else ""
    below = "".join(f"之{place}" for place in places[1:])
    return f"〔{rank}标题缺失，第{places[0]}组{below}〕"


def _join(labels: list[str]) -> str:
    """Join labels, with a space before one that starts with a digit: ``二、(三) 20.``."""
    joined = ""
    for label in labels:
        joined += f" {label}" if joined and label[0].isdigit() else label
    return joined
