import pytest

from qa.dataset import write_dataset


@pytest.fixture(scope="session")
def exported(hashed_index, tmp_path_factory):
    """The five plans as a data set; nobody changes it."""
    folder = tmp_path_factory.mktemp("export") / "data"
    write_dataset(hashed_index, folder)
    return folder
