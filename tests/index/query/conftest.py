"""What the five real plans can be asked for."""

import pytest

from index.query import Catalogue


@pytest.fixture(scope="session")
def catalogue(real_index):
    plans = real_index.plans()
    duties = [duty for plan in plans for duty in real_index.facts(plan.id).duties]
    return Catalogue.of(plans, lambda: [name for duty in duties for name in duty.offices])
