"""Where a document holds: the city and the province of its title, or of who issued it."""

import re
from collections.abc import Sequence

from index.mentions.divisions import Place
from index.mentions.places import PlaceMention, find_places, resolve
from index.text.shadow import shadow_of

# What may stand before the place in a title: 2024年, 关于, 中共.
_LEAD = re.compile(
    r"^(?:(?:19|20)\d{2}年?(?:[-—–~至](?:19|20)\d{2})?年?度?|关于(?:进一步)?|《|中共|中国共产党|“.{2}五”"
    r"|\([^()]*\)|印发)*"
)
_LIST = re.compile(r"[、,和与及\-—]")
# A city the table no longer has, 莱芜市 for one; 全市 and 城市 are no names.
_UNKNOWN_CITY = re.compile(
    r"(?P<city>(?!.{0,2}[全各本我城县区的和与改善强进超特集上股])[\u4e00-\u9fff]{2,3}市)(?![场区民政])"
)
MAX_BEFORE_PLACE = 4
"""An office's name begins with its place, or with 中共, 国网 and the like."""

Jurisdiction = tuple[str | None, str | None]
"""City and province, Simplified, in full; None for both in a national or regional document."""


def find_jurisdiction(title: str, issuers: Sequence[str]) -> Jurisdiction:
    """Return the city and the province a document is of.

    The title goes first: a county's plan is of the city it lies in, a province's of no city, and
    one of several cities or of a region of neither. A title without a place leaves it to the
    offices, if they agree.

    Args:
        title: In either script.
        issuers: The names of who issued it, in either script; none if unknown.
    """
    context = [place for name in issuers if (place := _office_place(name, ())) is not None]
    plain = shadow_of(title).text
    lead = _LEAD.match(plain)
    offset = lead.end() if lead else 0
    mentions = find_places(plain)
    leading = [mention for mention in mentions if mention.start >= offset]
    if leading and leading[0].start == offset:
        return _of_chain(plain, leading, context)
    unknown = _UNKNOWN_CITY.match(plain, offset)
    if unknown:
        return unknown["city"], None
    places = {_described(_office_place(name, context)) for name in issuers}
    return places.pop() if len(places) == 1 else (None, None)


def _of_chain(
    plain: str, mentions: Sequence[PlaceMention], context: Sequence[Place]
) -> Jurisdiction:
    """Return where the names at the beginning of a title lead: 山西省阳泉市郊区 to 阳泉市."""
    chain = [mentions[0]]
    for mention in mentions[1:]:
        gap = plain[chain[-1].end : mention.start]
        if _LIST.fullmatch(gap):
            return None, None
        if gap:
            break
        chain.append(mention)
    for mention in reversed(chain):
        place = _resolved(mention, context)
        if place:
            return _described(place)
    return None, None


def _resolved(mention: PlaceMention, context: Sequence[Place]) -> Place | None:
    """Return the place that is meant, by itself or because an office lies there."""
    within = [
        place
        for place in mention.places
        if any(place.is_within(office) or office.is_within(place) for office in context)
    ]
    return within[0] if len(within) == 1 else resolve(mention)


def _office_place(name: str, context: Sequence[Place]) -> Place | None:
    """Return the place an office's name begins with: 南京市鼓楼区 of 南京市鼓楼区人民政府."""
    mentions = find_places(name)
    if not mentions or mentions[0].start > MAX_BEFORE_PLACE:
        return None
    chain = [mentions[0]]
    for mention in mentions[1:]:
        if mention.start != chain[-1].end:
            break
        chain.append(mention)
    return next((place for m in reversed(chain) if (place := _resolved(m, context))), None)


def _described(place: Place | None) -> Jurisdiction:
    """Return a place's city and province."""
    return (place.city, place.province) if place else (None, None)
