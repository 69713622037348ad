"""Where an index is: folders, and addresses of a Milvus."""

from pathlib import Path

import pytest

from index.errors import EngineError
from index.place import IndexPlace, MilvusAddress


class TestIndexPlace:
    @pytest.mark.parametrize("name", ["data/index", "/tmp/milvus", "milvus"])
    def test_what_is_no_address_is_a_folder(self, name):
        place = IndexPlace.of(name)
        assert (place.folder, place.milvus, place.plans) == (Path(name), None, "")
        assert place.address == str(place) == name

    @pytest.mark.parametrize(
        ("text", "uri", "name", "folder"),
        [
            ("milvus://db:1/n", "http://db:1", "n", "data/milvus-n"),
            ("milvus://db/n_2", "http://db:19530", "n_2", "data/milvus-n_2"),
            ("milvus://db:443/n?tls=1", "https://db:443", "n", "data/milvus-n"),
            ("milvus://db/n?folder=/a/b", "http://db:19530", "n", "/a/b"),
            ("milvus:data/x.db", "data/x.db", "lantian", "data/x.plans"),
            ("milvus:/data/x.db?folder=y z", "/data/x.db", "lantian", "y z"),
            ("milvus:///data/x.db", "/data/x.db", "lantian", "/data/x.plans"),
        ],
    )
    def test_addresses(self, text, uri, name, folder):
        place = IndexPlace.of(text)
        assert place == IndexPlace(Path(folder), MilvusAddress(uri, name))
        assert IndexPlace.of(place.address) == place
        assert IndexPlace.of(place) is place

    def test_plans_in_postgresql(self):
        place = IndexPlace.of("milvus://db/n?plans=postgresql://ann@pg:5432/lantian")
        assert place.plans == "postgresql://ann@pg:5432/lantian"
        assert IndexPlace.of(place.address) == place

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("milvus://", "names no Milvus; use milvus://HOST:19530/NAME"),
            ("milvus://db", "names no Milvus"),
            ("milvus://db/a-b", "names no Milvus"),
            ("milvus://db:x/n", "names no Milvus"),
            ("milvus:data/x", "names no Milvus"),
            ("milvus://db/n?path=x", "does not know the option 'path'"),
            ("milvus://db/n?plans=mysql://x/y", "does not know plans='mysql://x/y'"),
            ("milvus://u:secret@db/n", "set LANTIAN_MILVUS_TOKEN or PGPASSWORD"),
            ("milvus://db/n?plans=postgresql://u:secret@pg/x", "set LANTIAN_MILVUS_TOKEN or PG"),
        ],
    )
    def test_what_is_none_is_refused_without_its_password(self, text, message):
        with pytest.raises(EngineError) as caught:
            IndexPlace.of(text)
        assert message in str(caught.value)
        assert "secret" not in str(caught.value)

    def test_beside(self):
        beside = IndexPlace.of("milvus://db/n").beside("fp32-open")
        assert beside.address == "milvus://db:19530/n_fp32_open?folder=data/milvus-n-fp32-open"
        beside = IndexPlace.of("milvus:data/x.db").beside("fp32")
        assert beside.milvus == MilvusAddress("data/x-fp32.db", "lantian")
        assert beside.folder == Path("data/x.plans-fp32")
        assert IndexPlace.of("data/index").beside("fp32") == IndexPlace(Path("data/index-fp32"))
