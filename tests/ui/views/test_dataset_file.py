"""``/plans.zip``: what is downloaded is a whole data set."""

import io
import tempfile
import zipfile
from pathlib import Path

import pytest

from qa.dataset import check_dataset


@pytest.mark.model
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_collection_is_taken_away_as_one_file(client, tmp_path, prefix):
    before = set(Path(tempfile.gettempdir()).glob("lantian-export-*"))
    page = client.get(f"{prefix}/plans")
    assert f'href="{prefix}/plans.zip"' in page.text
    answer = client.get(f"{prefix}/plans.zip")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/zip"
    assert "lantian-plans.zip" in answer.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        archive.extractall(tmp_path)
    assert check_dataset(tmp_path / "lantian-plans") == ()
    assert set(Path(tempfile.gettempdir()).glob("lantian-export-*")) == before
