"""What the five real plans can be asked for."""

import pytest

from index.facts.governing import find_responsibilities
from index.query import Catalogue


@pytest.fixture(scope="session")
def catalogue(real_index):
    plans = real_index.plans()
    errata = {plan.id: plan.errata for plan in plans}
    return Catalogue(plans, lambda: find_responsibilities(real_index.passages(), errata))
