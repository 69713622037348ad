"""Where a document holds: nation, region, province, city or county, by what it says of itself."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from index.mentions.divisions import Place, all_places, find_regions
from index.mentions.places import PlaceMention, find_places, resolve
from index.text.shadow import shadow_of
from index.types import Level

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
_NATIONAL_OFFICE = re.compile(
    r"国务院|^中共中央|^全国|^中华人民共和国|^中国(?!共产党)|^国家|^(?!.*[省市县区州]).{2,14}部(?:办公厅)?$|总局(?:办公厅)?$"
)
_NATIONAL_TITLE = re.compile(r"^中华人民共和国|^国务院|^全国|^国家")
_NATIONAL_NUMBER = re.compile(
    r"^(?:文号)?:?(?:国(?:发|办发|函|办函|令)|中(?:办)?发|环(?:发|办|函|令|规|监|评|气候|大气|科技|执法|综合|监测|水体|土壤)"
    r"|发改|财[建资综税]|工信部)"
)
# What a ministry writes to a place is still a ministry's.
_REPLY = re.compile(r"(?:复函|批复|的函|意见|通知)$")
# Who is written to tells who writes: provinces are told what to do by the nation.
_TO_ALL_PROVINCES = re.compile(r"^各省[、,]?(?:各?自治区|直辖市)[^。]*$", re.MULTILINE)
MAX_BEFORE_PLACE = 4
"""An office's name begins with its place, or with 中共, 国网 and the like."""

# How a document speaks of itself, by the level that this tells.
_OWN = {
    "county": re.compile(r"[我本]县|全县|县委|县政府"),
    "city": re.compile(r"[我本]市|全市|市委|市政府|[我全]州|州委|州政府|地委|行署"),
    "province": re.compile(r"[我本全]省|省委|省政府|[我全]自治区"),
}
MAX_OWN_CHARS = 4000
"""So much of a document's beginning tells who speaks; what follows names others."""
MIN_NAMED = 2
"""A place that a document without title and issuer names so often may be its own."""


class Jurisdiction(NamedTuple):
    """Whose document it is; names Simplified and in full, None where it is open or none."""

    level: Level | None = None
    county: str | None = None
    city: str | None = None
    province: str | None = None


_NATION, _REGION = Jurisdiction("nation"), Jurisdiction("region")


def find_jurisdiction(
    title: str, issuers: Sequence[str], number: str | None = None, lines: Iterable[str] = ()
) -> Jurisdiction:
    """Return the level and the place a document is of.

    The title goes first: it begins with its place, its region or a list. One without leaves it to
    the offices, if they agree, to the number, and last to how the text speaks of itself. A name
    that several places bear is decided by an office or by a place above it that the text names.

    Args:
        title: In either script; empty where the document has none.
        issuers: The names of who issued it, in either script; none if unknown.
        number: The document's own.
        lines: The document's text from its beginning, Simplified.
    """
    plain = shadow_of(title).text
    beginning = _beginning(lines)
    offices = [place for name in issuers if (place := _office_place(name, ())) is not None]
    context = offices or _superiors(beginning)
    lead = _LEAD.match(plain)
    offset = lead.end() if lead else 0
    mentions = [mention for mention in find_places(plain) if mention.start >= offset]
    is_national = _is_national(issuers, number)
    region = next((m.region for m in find_regions(plain) if m.start == offset), None)
    if region:  # 关中 lies in one province
        (*others, province) = sorted(region.provinces)
        return Jurisdiction("region", province=None if others else province)
    if is_national and _REPLY.search(plain):
        return _NATION
    if mentions and mentions[0].start == offset:
        return _of_chain(plain, mentions, context)
    unknown = _UNKNOWN_CITY.match(plain, offset)
    if unknown:
        return Jurisdiction("city", None, unknown["city"], None)
    if is_national or _NATIONAL_TITLE.match(plain, offset):
        return _NATION
    if not issuers:
        return _NATION if _TO_ALL_PROVINCES.search(beginning) else _of_text(beginning)
    places = {_described(_office_place(name, context)) for name in issuers}
    return places.pop() if len(places) == 1 else Jurisdiction()


def _is_national(issuers: Sequence[str], number: str | None) -> bool:
    """Tell whether offices of the nation issued a document, by their names or its number."""
    plain = [shadow_of(name).text for name in issuers]
    if plain and all(_NATIONAL_OFFICE.search(name) for name in plain):
        return True
    return number is not None and _NATIONAL_NUMBER.match(shadow_of(number).text) is not None


def _beginning(lines: Iterable[str]) -> str:
    """Return the beginning of a text."""
    found: list[str] = []
    size = 0
    for line in lines:
        found.append(line)
        size += len(line)
        if size > MAX_OWN_CHARS:
            break
    return "\n".join(found)[:MAX_OWN_CHARS]


def _superiors(text: str) -> tuple[Place, ...]:
    """Return the provinces and cities that a text names for certain, the cities first."""
    named = {place for m in find_places(text) if (place := resolve(m)) and place.level != "county"}
    return tuple(sorted(named, key=lambda place: (place.level != "city", place.code)))


def _of_chain(
    plain: str, mentions: Sequence[PlaceMention], context: Sequence[Place]
) -> Jurisdiction:
    """Return where the names at the beginning of a title lead: 山西省阳泉市郊区 to 郊区."""
    chain = [mentions[0]]
    for mention in mentions[1:]:
        gap = plain[chain[-1].end : mention.start]
        if _LIST.fullmatch(gap):
            return _REGION
        if gap:
            break
        chain.append(mention)
    for mention in reversed(chain):
        if place := _resolved(mention, context):
            return _described(place)
    return _in_common(chain[-1].places)


def _in_common(places: Sequence[Place]) -> Jurisdiction:
    """Return what is true of all places that a name can mean."""
    found = {_described(place) for place in places}
    columns = [set(column) for column in zip(*found, strict=True)]
    level, county, city, province = (c.pop() if len(c) == 1 else None for c in columns)
    return Jurisdiction(level, county, city, province) if level == "county" else Jurisdiction()


def _resolved(mention: PlaceMention, context: Sequence[Place]) -> Place | None:
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


def _of_text(text: str) -> Jurisdiction:
    """Return whose document a text without title and issuer is, by how it speaks of itself.

    A place of the level that it speaks of most is its own, if it stands in the name of a document
    or again and again, and no other as often.
    """
    said = Counter({level: len(pattern.findall(text)) for level, pattern in _OWN.items()})
    (level, times), *_ = said.most_common()
    if not times:
        return Jurisdiction()
    named: Counter[Place] = Counter()
    for mention in find_places(text):
        place = resolve(mention)
        if place is not None and _described(place).level == level:
            is_in_a_title = text[max(0, mention.start - 1) : mention.start] == "《"
            named[place] += MIN_NAMED if is_in_a_title else 1
    ranked = named.most_common(2)
    if not ranked or ranked[0][1] < MIN_NAMED or ranked[-1][1] == ranked[0][1] != named.total():
        return Jurisdiction()
    return _described(ranked[0][0])


def _described(place: Place | None) -> Jurisdiction:
    """Return whose document one of a place is: of 仙桃市, which lies in no city, a city's."""
    if place is None:
        return Jurisdiction()
    is_county = place.level == "county" and place.city != place.name
    level = place.level if is_county or place.level != "county" else "city"
    return Jurisdiction(level, place.name if is_county else None, place.city, place.province)


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
