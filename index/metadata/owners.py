"""Whose document it is: one place as a level, a county, a city and a province."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.mentions.divisions import Place, all_places
from index.mentions.places import PlaceMention, find_places, resolve
from index.types import Level

MAX_BEFORE_PLACE = 4
"""An office's name begins with its place, or with 中共, 国网 and the like."""
_BRANCH_ENDS = ("分局", "县分局", "区分局", "市分局", "旗分局")


class Jurisdiction(NamedTuple):
    """Whose document it is; names Simplified and in full, None where it is open or none."""

    level: Level | None = None
    county: str | None = None
    city: str | None = None
    province: str | None = None


def described(place: Place | None) -> Jurisdiction:
    """Return whose document one of a place is: of 仙桃市, which lies in no city, a city's."""
    if place is None:
        return Jurisdiction()
    is_county = place.level == "county" and place.city != place.name
    level = place.level if is_county or place.level != "county" else "city"
    return Jurisdiction(level, place.name if is_county else None, place.city, place.province)


def resolved(mention: PlaceMention, context: Sequence[Place]) -> Place | None:
    """Return the place that is meant, by itself or because another that is named lies beside it."""
    if len(mention.places) > 1:
        for levels in (("county", "city"), ("province",)):
            within = {
                place
                for place in mention.places
                for other in context
                if other.level in levels and (place.is_within(other) or other.is_within(place))
            }
            if len(within) == 1:
                return within.pop()
    return resolve(mention)


def chains(mentions: Sequence[PlaceMention]) -> Iterator[tuple[PlaceMention, ...]]:
    """Yield the runs of names with nothing between them: 山西省阳泉市郊区."""
    run: list[PlaceMention] = []
    for mention in mentions:
        if run and mention.start != run[-1].end:
            yield tuple(run)
            run = []
        run.append(mention)
    if run:
        yield tuple(run)


def innermost(chain: Sequence[PlaceMention], context: Sequence[Place]) -> Place | None:
    """Return the place that a run of names leads to: 郊区 of 阳泉市."""
    return next((place for m in reversed(chain) if (place := resolved(m, context))), None)


def office_place(name: str, context: Sequence[Place]) -> Place | None:
    """Return the place an office's name begins with: 南京市鼓楼区 of 南京市鼓楼区人民政府.

    A branch is of the place that it is named after: 郑州市生态环境局中牟分局 of 中牟县.
    """
    runs = list(chains(find_places(name)))
    if not runs or runs[0][0].start > MAX_BEFORE_PLACE:
        return None
    place = innermost(runs[0], context)
    last = runs[-1][-1]
    if place and len(runs) > 1 and name[last.end :] in _BRANCH_ENDS:
        branch = resolved(last, (place,))
        return branch if branch and branch.is_within(place) else place
    return place


def place_of_county(county: str, city: str | None, province: str | None) -> Place | None:
    """Return the one county of a name, in the city and the province where they are given."""
    found = [
        place
        for place in all_places()
        if place.level == "county"
        and place.name == county
        and city in (None, place.city)
        and province in (None, place.province)
    ]
    return found[0] if len(found) == 1 else None
