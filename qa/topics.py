"""Which indicator a topic or a question names, and for which area."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from index.facts import Target
from index.mentions import term_groups
from index.text import shadow_of
from qa.areas import areas_in, areas_named
from qa.facts import targets
from qa.plain import plain, plain_area
from qa.question import Question

if TYPE_CHECKING:
    from index import PlanIndex

MIN_SHARE = 0.5
"""Of an indicator's name that a topic must have: 降尘 is 降尘量, 秸秆 not 秸秆综合利用率."""
MIN_WEIGHT = 0.5
"""Of the words of an English topic that the indicator must have."""
_PADDING = ("目标值", "目标", "指标", "要求", "限值", "标准", "情况", "的")


def indicator_named(index: "PlanIndex", topic: str) -> str | None:
    """Return the indicator that a topic is, None where it is another thing.

    Args:
        index: Whose plans' targets count.
        topic: In any wording, script or in English, perhaps with an area: 中心城区PM2.5.
    """
    best: tuple[float, str] = (0.0, "")
    for spelling in _spellings(index, topic):
        for name in {target.indicator for target in targets(index, spelling)}:
            share = max(_share(spelling, other) for other in names_of(name))
            best = max(best, (share, plain(name)))
    return best[1] if best[0] >= MIN_SHARE else None


def _spellings(index: "PlanIndex", topic: str) -> list[str]:
    """Return a topic without padding, or what stands for most of it where it is English."""
    asked = plain(topic)
    for padding in _PADDING:
        asked = asked.removesuffix(padding) or asked
    if not asked.isascii():
        return [asked]
    words = index.words_of(topic)
    least = MIN_WEIGHT * sum(word.weight for word in words)
    found = (w for word in words if word.weight >= least for w in (word.text, *word.alternatives))
    return list(dict.fromkeys([asked, *found]))


def _share(topic: str, name: str) -> float:
    """Return how much of an indicator's name a topic has."""
    if name in topic:
        return 1.0
    return len(topic) / len(name) if topic in name else 0.0


def indicator_in(question: str, found: Iterable[Target]) -> str | None:
    """Return the indicator whose name a question has, the longest where it has several.

    Of those with names as long, the one that is set most often, then the first.
    """
    asked = plain(question)
    counts = Counter(target.indicator for target in found)
    named = {
        name: max((len(own) for own in names_of(name) if own in asked), default=0)
        for name in counts
    }
    best = max(named, key=lambda name: (named[name], counts[name]), default="")
    return plain(best) if best and named[best] else None


def targets_asked(index: "PlanIndex", question: str, plan_ids: Iterable[str]) -> tuple[Target, ...]:
    """Return what some plans set for the indicator that a question names, by plan and place.

    Args:
        index: Of the plans.
        question: As it was asked, or its shadow.
        plan_ids: Of the plans asked about.
    """
    every = [target for plan_id in plan_ids for target in index.facts(plan_id).targets]
    name = indicator_in(question, every)
    return tuple(t for t in every if name is not None and name in names_of(t.indicator))


def targets_named(
    index: "PlanIndex", question: Question, plan_ids: Iterable[str]
) -> tuple[Target, ...]:
    """Return what some plans set for the indicator that a question names, in English too."""
    words = index.words_of(question.text) if question.language == "en" else ()
    spellings = [own for word in words for own in (word.text, *word.alternatives)]
    return targets_asked(index, " ".join([question.shadow, *spellings]), plan_ids)


@lru_cache(maxsize=10_000)
def names_of(indicator: str) -> frozenset[str]:
    """Return an indicator's name and the other words of its term groups, as they are matched."""
    own = plain(indicator)
    groups = (g for g in term_groups() if own == plain(g.usual) or own in g.chinese)
    # 臭氧 is short, but stands for a code as a whole.
    least = 2 if own.isascii() else 3
    words = (word for group in groups for word in group.chinese if len(word) >= least)
    return frozenset([own, *words])


def stems_of(indicator: str) -> frozenset[str]:
    """Return the names of an indicator, without 率: 秸秆综合利用 speaks of 秸秆综合利用率.

    A part of its name that does not begin it is another thing's as well: 综合利用.
    """
    own = plain(indicator)
    names = (n for n in names_of(indicator) if n not in own or own.startswith(n))
    return frozenset(name.removesuffix("率") for name in names)


def area_in(text: str, found: Iterable[Target]) -> str:
    """Return the area that a text names, of those that some targets hold for; empty for none.

    By its name, by that of a place in it (樂都、平安兩區), or in Latin letters.
    """
    asked = plain(text)
    areas = {plain_area(target.scope): areas_in(plain_area(target.scope)) for target in found}
    held = frozenset(name for own in areas.values() for place in own for name in place.full_names)
    places = areas_named(shadow_of(text).text, held)
    named = [area for area in areas if len(area) > 1 and area in asked]
    named = named or [a for a in areas if any(p.is_same(o) for p in areas[a] for o in places)]
    return max(named, key=len, default="")
