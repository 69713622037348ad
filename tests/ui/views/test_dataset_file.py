"""``/plans.zip``: what is downloaded is a whole data set."""

import io
import tempfile
import zipfile

import pytest

from qa.dataset import check_dataset


@pytest.mark.model
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_collection_is_taken_away_as_one_file(client, tmp_path, monkeypatch, prefix):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    page = client.get(f"{prefix}/plans")
    assert f'href="{prefix}/plans.zip"' in page.text
    answer = client.get(f"{prefix}/plans.zip")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/zip"
    assert "lantian-plans.zip" in answer.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        archive.extractall(tmp_path)
    assert check_dataset(tmp_path / "lantian-plans") == ()
    assert not list(scratch.iterdir())
