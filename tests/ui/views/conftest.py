"""The views over the five plans, asked as a browser without scripts would ask."""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ui.server.live_index import LiveIndex
from ui.views import views_of


@pytest.fixture(scope="session")
def client(model_index, model_folder):
    """What sends requests to the views; no door stands before them here."""
    return TestClient(Starlette(routes=views_of(LiveIndex(model_folder))))
