"""What the five real plans can be asked for."""

import pytest

from index.responsibility import find_responsibilities
from index.understanding import Catalogue


@pytest.fixture(scope="session")
def catalogue(real_index):
    plans = real_index.plans()
    errata = {plan.id: plan.errata for plan in plans}
    return Catalogue(plans, lambda: find_responsibilities(real_index.passages(), errata))
