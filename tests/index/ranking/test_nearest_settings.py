"""What may be asked for of the index of a segment's vectors."""

import pytest

from index.ranking.nearest_settings import ASKED_FROM, BUILT_FROM, VARIABLE, NearestSettings


@pytest.mark.parametrize(
    ("text", "kind", "parameters"),
    [
        ("auto", "auto", {}),
        ("flat", "flat", {}),
        ("ivf", "ivf", {}),
        ("ivf:nlist=1024", "ivf", {"nlist": 1024}),
        (" ivf: nprobe = 8 , nlist=1024,", "ivf", {"nlist": 1024, "nprobe": 8}),
        (
            "hnsw:M=16,efConstruction=80,efSearch=128",
            "hnsw",
            {"M": 16, "efConstruction": 80, "efSearch": 128},
        ),
    ],
)
def test_settings_are_read_and_written(text, kind, parameters):
    found = NearestSettings.parse(text)
    assert (found.kind, found.parameters) == (kind, parameters)
    assert NearestSettings.parse(str(found)) == found


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "unknown kind ''; use one of auto, flat, ivf, hnsw"),
        ("IVF", "unknown kind 'IVF'"),
        ("auto:nlist=3", r"auto has no parameter 'nlist' \(it has: none\)"),
        ("ivf:M=3", r"ivf has no parameter 'M' \(it has: nlist, nprobe\)"),
        ("hnsw:nprobe=3", r"'nprobe' \(it has: M, efConstruction, efSearch\)"),
        ("ivf:nlist", "nlist must be a whole number from 1 to 65,536"),
        ("ivf:nlist=", "nlist must be"),
        ("ivf:nlist=0", "nlist must be"),
        ("ivf:nlist=-1", "nlist must be"),
        ("ivf:nlist=1.5", "nlist must be"),
        ("ivf:nlist=٣", "nlist must be"),
        ("ivf:nlist=99999999999999999999", "nlist must be"),
        ("hnsw:M=257", "M must be a whole number from 1 to 256"),
        ("hnsw:M=1", "M must be at least 2"),
        ("ivf:nlist=3,nlist=3", "nlist is given twice"),
        ("ivf:nlist=4,nprobe=5", "nprobe must not be more than nlist"),
    ],
)
def test_what_states_none_is_refused(text, message):
    with pytest.raises(ValueError, match=message):
        NearestSettings.parse(text)


def test_the_environment_speaks_where_nobody_does(monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    assert NearestSettings.asked_for(None) is None
    monkeypatch.setenv(VARIABLE, "ivf:nprobe=4")
    assert NearestSettings.asked_for(None) == NearestSettings("ivf", {"nprobe": 4})
    assert NearestSettings.asked_for("flat") == NearestSettings("flat")
    monkeypatch.setenv(VARIABLE, "tree")
    with pytest.raises(ValueError, match="'tree'"):
        NearestSettings.asked_for(None)


@pytest.mark.parametrize(
    ("kind", "vectors", "built"),
    [
        ("auto", BUILT_FROM - 1, "flat"),
        ("auto", BUILT_FROM, "ivf"),
        ("flat", BUILT_FROM, "flat"),
        ("ivf", ASKED_FROM - 1, "flat"),
        ("ivf", ASKED_FROM, "ivf"),
        ("hnsw", ASKED_FROM - 1, "flat"),
        ("hnsw", ASKED_FROM, "hnsw"),
    ],
)
def test_few_vectors_get_no_index(kind, vectors, built):
    assert NearestSettings(kind).kind_for(vectors) == built
