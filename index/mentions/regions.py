"""Regions of several provinces or cities: 长三角, 汾渭平原; their names are in ``regions.toml``."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.text.shadow import shadow_of

REGIONS_FILE = Path(__file__).with_name("lexicons") / "regions.toml"


@dataclass(frozen=True, slots=True)
class Region:
    """Several provinces or cities that documents speak of as one.

    Attributes:
        name: As hits and answers say it.
        provinces: In full; that lie in it, whole or in part.
    """

    name: str
    provinces: frozenset[str]


@dataclass(frozen=True, slots=True)
class RegionMention:
    """A region's name in a text: where it stands, and whose it is."""

    start: int
    end: int
    region: Region


def find_regions(text: str) -> tuple[RegionMention, ...]:
    """Return the regions that a text names, in order and disjoint, the longest name at each place.

    Args:
        text: In either script or in English.
    """
    shadow = shadow_of(text)
    pattern, regions = _names()
    return tuple(
        RegionMention(*shadow.source_range(*match.span()), regions[match.group().lower()])
        for match in pattern.finditer(shadow.text)
    )


@cache
def _names() -> tuple[re.Pattern[str], dict[str, Region]]:
    """Return a pattern for all names, and the regions by their names in lower case."""
    regions: dict[str, Region] = {}
    for row in tomllib.loads(REGIONS_FILE.read_text(encoding="utf-8"))["region"]:
        region = Region(row["name"], frozenset(row["provinces"].split()))
        for name in (*row["names"], *row["english"]):
            regions[shadow_of(name).text.lower()] = region
    names = sorted(regions, key=len, reverse=True)
    spelt = (
        rf"\b{re.escape(name)}\b" if name.isascii() and name[0].isalpha() else re.escape(name)
        for name in names
    )
    return re.compile("|".join(spelt), re.IGNORECASE), regions
