"""A search as the page asks for it, and what the page's address says of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.types import Mode
from ui.addresses import Given

MAX_RESULTS = 50
DEFAULT_RESULTS = 10
DEFAULT_MODE: Mode = "hybrid"


@dataclass(frozen=True, slots=True)
class Request:
    """What the controls of the page say; an empty filter restricts nothing.

    Attributes:
        k: Passages at most.
        offices: Of which one must answer for a passage.
        exact: Only passages with the query's own words are shown.
        path: Of the view that asks, in Chinese: where its links lead to.
    """

    query: str
    cities: tuple[str, ...]
    plans: tuple[str, ...]
    k: int
    mode: Mode
    years: tuple[int, ...] = ()
    offices: tuple[str, ...] = ()
    exact: bool = False
    path: str = "/"

    @property
    def is_filtered(self) -> bool:
        """Whether anything was chosen that leaves plans or clauses out."""
        return bool(self.cities or self.plans or self.years or self.offices)

    @property
    def filters(self) -> Given:
        """What the address of the search says beside the query."""
        return {
            "city": self.cities,
            "plan": self.plans,
            "n": "" if self.k == DEFAULT_RESULTS else self.k,
            "mode": "" if self.mode == DEFAULT_MODE else self.mode,
            "year": [str(year) for year in self.years],
            "dept": self.offices,
            "exact": "1" if self.exact else "",
        }

    @property
    def needs_model(self) -> bool:
        """Whether the query is embedded."""
        return self.mode != "lexical"


def years_of(said: Sequence[str]) -> tuple[int, ...]:
    """Return the years of a filter or an address; what is no year is passed over."""
    return tuple(int(year) for year in said if year.strip().isdecimal() and len(year.strip()) == 4)
