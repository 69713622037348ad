import pytest


@pytest.fixture(scope="session")
def folder(model_folder):
    """Where the index of the five plans is."""
    return model_folder


@pytest.fixture(scope="session")
def plan_index(model_index):
    """The five plans, with the default model."""
    return model_index
