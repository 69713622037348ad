"""Where a document holds: nation, region, province, city or county, by what it says of itself."""

import re
from collections.abc import Iterable, Sequence

from index.mentions.divisions import Place, find_regions
from index.mentions.places import PlaceMention, find_places, resolve
from index.metadata.own_words import announced_place, place_by_its_words, place_it_speaks_for
from index.metadata.owners import Jurisdiction, described, office_place, resolved
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
MAX_OWN_CHARS = 4000
"""So much of a document's beginning tells who speaks; what follows names others."""

_NATION, _REGION = Jurisdiction("nation"), Jurisdiction("region")


def find_jurisdiction(
    title: str,
    issuers: Sequence[str],
    number: str | None = None,
    lines: Iterable[str] = (),
    page: Iterable[str] = (),
) -> Jurisdiction:
    """Return the level and the place a document is of.

    The title goes first: it begins with its place, its region or a list. One without leaves it to
    what the page says of who issued it (某市印发《…》), to the offices, if they agree, and last to
    how the text speaks of itself. A name that several places bear is decided by an office or by a
    place above it that the text names.

    Args:
        title: In either script; empty where the document has none.
        issuers: The names of who issued it, in either script; none if unknown.
        number: The document's own.
        lines: The document's text from its beginning, Simplified.
        page: The page's lines before it, Simplified: an article's first sentence for one.
    """
    plain = shadow_of(title).text
    beginning = _beginning(lines)
    offices = [place for name in issuers if (place := office_place(name, ())) is not None]
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
    if not issuers and _TO_ALL_PROVINCES.search(beginning):
        return _NATION
    if place := announced_place("\n".join((*page, beginning)), plain):
        return described(place)
    places = {place for name in issuers if (place := office_place(name, context))}
    if places:
        return described(places.pop()) if len(places) == 1 else Jurisdiction()
    if place := place_it_speaks_for(beginning):
        return described(place)
    return place_by_its_words(beginning)


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
        if place := resolved(mention, context):
            return described(place)
    return _in_common(chain[-1].places)


def _in_common(places: Sequence[Place]) -> Jurisdiction:
    """Return what is true of all places that a name can mean."""
    found = {described(place) for place in places}
    columns = [set(column) for column in zip(*found, strict=True)]
    level, county, city, province = (c.pop() if len(c) == 1 else None for c in columns)
    return Jurisdiction(level, county, city, province) if level == "county" else Jurisdiction()
