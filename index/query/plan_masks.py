"""Which plans of an index have something that a query may name, all of them at once.

A mask is an array of bool, shape (plans,), in the order of the index; it must not be changed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from index.query.catalogue import CataloguedPlan

Mask = NDArray[np.bool_]

KEPT_MASKS = 500
"""A byte a plan each; the same words, years and places are asked for again and again."""
_BETWEEN = "\n"


class PlanMasks:
    """The masks of some plans; each is made when it is first asked for."""

    def __init__(self, plans: Sequence["CataloguedPlan"]) -> None:
        """Take the plans in the order of the index."""
        self._plans = plans
        self._titles = _BETWEEN.join(plan.title for plan in plans)
        self._none = np.zeros(len(plans), dtype=np.bool_)
        self.titled = lru_cache(maxsize=KEPT_MASKS)(self._titled)
        self.of_owner = lru_cache(maxsize=KEPT_MASKS)(self._of_owner)
        self.of_province = lru_cache(maxsize=KEPT_MASKS)(self._of_province)
        self.of_region = lru_cache(maxsize=KEPT_MASKS)(self._of_region)
        self.of_rank = lru_cache(maxsize=KEPT_MASKS)(self._of_rank)
        self.of_level = lru_cache(maxsize=KEPT_MASKS)(self._of_level)
        self.of_years = lru_cache(maxsize=KEPT_MASKS)(self._of_years)
        self.issued_by = lru_cache(maxsize=KEPT_MASKS)(self._issued_by)

    @property
    def every(self) -> Mask:
        """The mask of all plans."""
        return ~self._none

    def where(self, is_so: Callable[["CataloguedPlan"], bool]) -> Mask:
        """Return the mask of the plans of which something holds; every plan is looked at."""
        return np.fromiter(map(is_so, self._plans), dtype=np.bool_, count=len(self._plans))

    @cached_property
    def untitled(self) -> Mask:
        """Which plans have no title but the name of their file."""
        return self.where(lambda plan: plan.title == plan.id)

    def of_ids(self, ids: Iterable[str]) -> Mask:
        """Return the mask of some plans by their ids."""
        found = np.zeros_like(self._none)
        found[[self._places[id_] for id_ in ids if id_ in self._places]] = True
        return found

    @cached_property
    def _places(self) -> Mapping[str, int]:
        """The place of each plan in the index by its id."""
        return {plan.id: place for place, plan in enumerate(self._plans)}

    def _titled(self, words: str) -> Mask:
        """Return which plans have some words in their title."""
        if words not in self._titles:
            return self._none
        return self.where(lambda plan: words in plan.title)

    def _of_owner(self, owner: str) -> Mask:
        """Return which plans are a place's own."""
        return self.where(lambda plan: plan.owner == owner)

    def _of_province(self, province: str) -> Mask:
        """Return which plans are of a place in a province, or of the province."""
        return self.where(lambda plan: plan.province == province)

    def _of_region(self, region: str) -> Mask:
        """Return which plans are a region's."""
        return self.where(lambda plan: region in plan.regions)

    def _of_level(self, level: str | None) -> Mask:
        """Return which plans are of a level."""
        return self.where(lambda plan: plan.level == level)

    def _of_rank(self, level: str | None) -> Mask:
        """Return which plans are of a level among cities and counties: a municipality is a city."""
        return self.where(
            lambda plan: ("city" if plan.place and plan.level != "county" else plan.level) == level
        )

    def _of_years(self, years: tuple[int, ...]) -> Mask:
        """Return which plans are of one of some years, or were issued in one."""
        printed = [str(year) for year in years]

        def is_of_them(plan: "CataloguedPlan") -> bool:
            first, last = plan.period or (1, 0)
            return any(first <= year <= last or year == plan.issued for year in years) or any(
                year in plan.title for year in printed
            )

        return self.where(is_of_them)

    def _issued_by(self, issuer: str) -> Mask:
        """Return which plans an office of the nation issued; its letters tell, too.

        Args:
            issuer: What its name has; empty for any.
        """

        def is_its(plan: "CataloguedPlan") -> bool:
            by_letters = "国务院" if plan.number and plan.number[0].startswith("国") else ""
            return plan.level == "nation" and issuer in f"{plan.issuer}{plan.title}{by_letters}"

        return self.where(is_its)
