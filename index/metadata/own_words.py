"""Whose document a text says it is, where neither its title nor who issued it tells.

A text names other places as well: those whose orders it follows, and those it compares itself with.
What it says of itself counts, what stands in the names of other documents does not.
"""

import re
from collections import Counter
from collections.abc import Iterator, Set

from index.mentions.codes import find_printed_numbers
from index.mentions.divisions import Place
from index.mentions.places import find_places
from index.metadata.owners import Jurisdiction, chains, described, innermost, resolved
from index.text.shadow import is_within, quoted_titles, shadow_of, without

_KINDS = "方案|计划|规划|要点|意见|办法|规定|细则|预案|措施|通知|通告|公告|清单"
_ISSUING = "印发|出台|发布|制定|下发|公布|实施|通过|推出|编制"
_WHO = r"(?P<who>[^《》。;,:!?\n]{2,60}?)"
# 某市印发《…》, 某县人民政府办公室日前出台了《…》
_ANNOUNCED = re.compile(rf"{_WHO}(?:{_ISSUING})了?《(?P<title>[^《》]+)》")
# 某市人民政府制定本方案
_MADE = re.compile(rf"{_WHO}(?:特?制定|编制)(?:本|此)(?:{_KINDS})")
# 结合某市实际, but not 结合全市实际
_SUITED = re.compile(rf"结合{_WHO}(?:的?工作)?的?实际")
# 本预案适用于某区行政区域内
_HOLDS = re.compile(
    rf"(?:本|此|该)(?:{_KINDS}|条例)适用于(?:发生在|在)?(?P<who>[^《》。;,:!?\n]{{2,30}})"
)
_FOLLOWS = r"根据|按照|依据|依照|遵照|参照|贯彻|落实|执行|对照"
# A clause that says whose orders are followed; 根据本县实际 follows none.
_FOLLOWED = re.compile(rf"(?:{_FOLLOWS})[^,。;!?\n]*")
_SUITED_END = re.compile(r"实际(?:情况)?$")
_CITES_FIRST = re.compile(rf"^(?:为|{_FOLLOWS})")

# How a document speaks of itself, the surest first: 我县, then 全县, then 县委.
_SELF = (
    re.compile(r"(?:我|(?<![一基])本)([县旗州盟市区省])(?![域场间级])"),
    re.compile(r"(?<![安完])全([县旗州盟市区省])(?![域场间级])"),
    re.compile(r"([县旗州盟市区省])(?:委|政府|人民政府)"),
)
_PREFECTURE = re.compile("地委|行署|[我全]地区")
# A city tells its counties what to do; a county-level city has none.
_TO_COUNTIES = re.compile(r"县[(、]?[市区旗]|各[区市旗]?县|各[市区旗][、(]|各旗县?市?区")
MIN_NAMED = 2
"""A place that a document without title and issuer names so often may be its own."""
MIN_OWN_COUNTIES = 3
"""So many counties, all of one city, are those that a city's document speaks to."""
MIN_TITLE_CHARS = 6


def announced_place(text: str, title: str) -> Place | None:
    """Return the place that a text says issued the document: 某市印发《…》.

    Args:
        text: A document's beginning, its lines joined, as it is matched.
        title: The document's own, as it is matched.
    """
    for match in _ANNOUNCED.finditer(text):
        if _is_same_title(match["title"], title) and (place := _speaker(match, text)):
            return place
    return None


def place_it_speaks_for(text: str) -> Place | None:
    """Return the place for which a text says it was made, or in which it holds."""
    quotes = quoted_titles(text)
    for pattern in (_HOLDS, _MADE, _SUITED):
        for match in pattern.finditer(text):
            if not is_within(match.span("who"), quotes) and (place := _speaker(match, text)):
                return place
    return None


def place_by_its_words(text: str) -> Jurisdiction:
    """Return whose document a text is by how it speaks of itself.

    我县 and 全县 say what it is: of the places of the kind the one is meant that the text names
    again and again, or the only one, if it lies in the city whose documents are followed. A cited
    document of a city may be a superior's where the text speaks as a county-level city may, too.
    """
    kind = _kind(text)
    if kind is None:
        return Jurisdiction()
    told_counties = _TO_COUNTIES.search(text) is not None
    followed = list(_followed(text))
    named: Counter[Place] = Counter()
    above: set[Place] = set()
    counties: set[Place] = set()
    context = _certain(text)
    for mention in find_places(text):
        place = resolved(mention, context)
        if place is None:
            continue
        is_cited = is_within((mention.start, mention.end), followed)
        if is_cited and place.level != "county":
            above.add(place)
        if place.level == "county" and not is_cited:
            counties.add(place)
        if not _is_of_kind(place, kind, told_counties):
            continue
        may_be_superior = kind in "市区" and place.level != "county" and not told_counties
        if not is_cited:
            named[place] += 1
        elif not may_be_superior:
            named[place] += MIN_NAMED if text[mention.start - 1 : mention.start] == "《" else 1
    return _chosen(named, kind, above, counties if told_counties else set())


def _chosen(
    named: Counter[Place], kind: str, above: Set[Place], counties: Set[Place]
) -> Jurisdiction:
    """Return whose document it is.

    Args:
        named: How often a text names each place of its kind.
        kind: What it calls its own.
        above: The cities and provinces whose documents it follows.
        counties: That a document which tells counties what to do names.
    """
    cities_above = {place.name for place in above if place.level == "city"}
    ranked = named.most_common(2)
    if ranked:
        (place, times), *others = ranked
        if times >= MIN_NAMED and (not others or others[0][1] < times):
            return described(place)
        if not others and cities_above == {place.city}:
            return described(place)
    cities = {(place.city, place.province) for place in counties if place.city}
    if kind == "市" and len(counties) >= MIN_OWN_COUNTIES and len(cities) == 1 and not ranked:
        return Jurisdiction("city", None, *cities.pop())
    provinces = {place.province for place in above}
    if kind in ("县", "旗"):  # one of a province, its name is not told
        return Jurisdiction("county", None, None, provinces.pop() if len(provinces) == 1 else None)
    return Jurisdiction()


def _kind(text: str) -> str | None:
    """Return what a text calls its own place: 县, 市, 地区; None where it does not."""
    if _PREFECTURE.search(text) and not _SELF[0].search(text) and "全县" not in text:
        return "地区"
    for pattern in _SELF:
        said = Counter(match[1] for match in pattern.finditer(text))
        if said:
            return said.most_common(1)[0][0]
    return None


def _is_of_kind(place: Place, kind: str, told_counties: bool) -> bool:
    """Tell whether a place can be what a text calls its own."""
    if kind == "市" and told_counties and described(place).level == "county":
        return False
    if kind == "县" and place.level != "county":
        return False
    return place.name.endswith(kind)


def _certain(text: str) -> tuple[Place, ...]:
    """Return the places above counties that a text names."""
    named = {place for m in find_places(text) if (place := resolved(m, ())) is not None}
    return tuple(sorted((p for p in named if p.level != "county"), key=lambda p: p.code))


def _followed(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a text names other documents, and whose orders it follows."""
    titles = quoted_titles(text)
    yield from titles
    yield from (place for place, _ in find_printed_numbers(text))
    for match in _FOLLOWED.finditer(without(text, titles)):
        if not _SUITED_END.search(match.group()):
            yield match.span()


def _speaker(match: re.Match[str], text: str) -> Place | None:
    """Return the place whose name stands in the words before a verb, an office behind it or not."""
    who = match["who"]
    if _CITES_FIRST.match(who):
        return None
    runs = list(chains(find_places(who)))
    if len(runs) != 1:
        return None
    return innermost(runs[0], _certain(text))


def _is_same_title(quoted: str, title: str) -> bool:
    """Tell whether a quoted title is the document's own, or a part of it."""
    quoted, own = (shadow_of(name).text.replace(" ", "") for name in (quoted, title))
    shorter, longer = sorted((quoted, own), key=len)
    return len(shorter) >= MIN_TITLE_CHARS and shorter in longer
