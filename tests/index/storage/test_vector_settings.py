"""How the vectors of segments are searched: asked for, kept with the index, followed by changes."""

import json

import pytest

from index import PlanIndex
from index.__main__ import main
from index.ranking import nearest_settings
from index.ranking.nearest_settings import VARIABLE
from index.storage import building
from tests.index.commands import failed
from tests.index.encoders import HashingEncoder
from tests.index.index_folder import hits_of, manifest_of, opened
from tests.index.small_corpus import NEW

KINDS = ("flat", "ivf:nlist=1,nprobe=1", "hnsw:M=4,efConstruction=20,efSearch=30")
DESCRIBED = ("", "IVF1,SQ8 nprobe=1", "HNSW4,SQ8 efConstruction=20 efSearch=30")


@pytest.fixture(autouse=True)
def some_are_enough(monkeypatch):
    """A segment of two vectors may have an index, and only of what is asked for."""
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr(nearest_settings, "ASKED_FROM", 2)


def build(corpus, folder, **options):
    return PlanIndex.build(corpus, folder, encoder=HashingEncoder(), progress=False, **options)


def kept(folder):
    """What is asked for, and what each segment has."""
    manifest = manifest_of(folder)
    return manifest.vectors, [entry.nearest for entry in manifest.segments]


@pytest.mark.parametrize(("vectors", "described"), list(zip(KINDS, DESCRIBED, strict=True)))
def test_a_build_follows_what_is_asked_for_and_keeps_it(
    corpus, folder, new_plan, monkeypatch, vectors, described
):
    exact = hits_of(build(corpus, folder.with_name("exact")))
    index = build(corpus, folder, vectors=vectors)
    assert kept(folder) == (str(nearest_settings.NearestSettings.parse(vectors)), [described])
    assert hits_of(index) == hits_of(opened(folder)) == exact
    index.add(new_plan)
    assert kept(folder)[1] == [described], "and so does what is added"
    monkeypatch.setattr(building, "SMALL", 0)
    index.remove(NEW)
    index.add(new_plan)
    assert kept(folder)[1] == [described] * 2
    assert kept(folder)[0] == manifest_of(folder).vectors


def test_the_environment_is_followed(corpus, folder, monkeypatch):
    monkeypatch.setenv(VARIABLE, KINDS[1])
    build(corpus, folder)
    assert kept(folder)[1] == [DESCRIBED[1]]
    build(corpus, folder, vectors=KINDS[2])
    assert kept(folder)[1] == [DESCRIBED[2]], "what is said aloud counts more"


def test_another_kind_is_put_in_place_of_the_one_before(corpus, folder, larger, monkeypatch):
    monkeypatch.setattr(building, "SMALL", 0)
    build(corpus, folder)
    assert kept(folder) == ("auto", [""])
    build(corpus, folder, vectors=KINDS[1])
    assert kept(folder) == (KINDS[1], [DESCRIBED[1]])
    build(larger, folder, vectors=KINDS[2])  # one plan more, and another kind for all
    assert kept(folder)[1] == [DESCRIBED[2]]
    before = manifest_of(folder)
    build(larger, folder)
    assert manifest_of(folder) == before, "without a word it stays"
    opened(folder).compact(vectors="flat")
    assert kept(folder) == ("flat", [""])


def test_what_is_unknown_changes_nothing(corpus, folder):
    index = build(corpus, folder)
    before = manifest_of(folder)
    for ask in (
        lambda: build(corpus, folder, vectors="tree"),
        lambda: index.compact(vectors="ivf:nprobe=0"),
    ):
        with pytest.raises(ValueError, match="vectors '"):
            ask()
    assert manifest_of(folder) == before


def test_the_command_line_shows_it(corpus, folder, capsys):
    build(corpus, folder, vectors=KINDS[2])
    assert main(["size", "--index", str(folder)]) == 0
    shown = capsys.readouterr().out
    assert f"vectors {DESCRIBED[2]}" in shown
    assert main(["size", "--json", "--index", str(folder)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["segments"][0]["vectors"] == DESCRIBED[2]
    assert found["segments"][0]["passages"] == manifest_of(folder).segments[0].passages


def test_the_command_line_refuses_what_is_unknown(corpus, folder, capsys):
    said = failed(capsys, "build", corpus, "--vectors", "ivf:M=3", "--index", folder)
    assert "ivf has no parameter 'M' (it has: nlist, nprobe)" in said
    assert not folder.exists()
