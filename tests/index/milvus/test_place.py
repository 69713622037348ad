"""Where an index is: folders, and addresses of a Milvus."""

from pathlib import Path

import pytest

from index.errors import EngineError
from index.place import IndexPlace, MilvusAddress
from index.storage.engine_note import EngineNote
from index.storage.serving import let_serve, require_place
from index.storage.store import locked


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
            ("milvus://db:443/n?tls=0", "http://db:443", "n", "data/milvus-n"),
            ("milvus://[::1]:2/n?tls=1", "https://[::1]:2", "n", "data/milvus-n"),
            ("milvus://[::1]/n", "http://[::1]:19530", "n", "data/milvus-n"),
            ("milvus://db/n?folder=/a+b c%26d", "http://db:19530", "n", "/a+b c&d"),
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
            ("milvus://db/n?plans=mysql://u:secret@x/y", "does not know these plans; use plans=po"),
            ("milvus://db/n?plans=host=x password=secret", "does not know these plans"),
            ("milvus://db/n?plans=postgresql://[::1/x", "does not know these plans"),
            ("milvus://db/n?plans=postgresql://h/x?a=b&sslmode=on", "write %26 for each &"),
            ("milvus://db/n?plans=postgresql://u:a&secret=b@h/x", "does not know an option"),
            ("milvus://db/n?tls=yes", "does not know this tls; use tls=1"),
            ("milvus://[::1/n", "names no Milvus"),
            ("milvus://u:a/secret@db:19530/n", "milvus://…@db:19530/n names no Milvus"),
            ("milvus://u:a?secret@db/n", "milvus://…@db/n"),
            ("milvus://db/n?plans=postgresql://h/x?password=secret", "set LANTIAN_MILVUS_TOKEN or"),
            ("milvus://db/n?plans=postgresql://h/x?sslmode=a%26sslpassword=secret", "PGPASSWORD"),
            ("milvus://u:secret@db/n", "set LANTIAN_MILVUS_TOKEN or PGPASSWORD"),
            ("milvus://db/n?plans=postgresql://u:secret@pg/x", "set LANTIAN_MILVUS_TOKEN or PG"),
        ],
    )
    def test_what_is_none_is_refused_without_its_password(self, text, message):
        with pytest.raises(EngineError) as caught:
            IndexPlace.of(text)
        assert message in str(caught.value)
        assert "secret" not in str(caught.value)

    def test_a_relative_file_is_the_same_in_every_working_directory(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        with locked(tmp_path / "x.plans"):
            let_serve(IndexPlace.of("milvus:x.db?folder=x.plans"))
        monkeypatch.chdir(tmp_path.parent)
        place = EngineNote.of(tmp_path / "x.plans").place
        assert place.milvus == MilvusAddress(str(tmp_path / "x.db"), "lantian")
        monkeypatch.chdir(tmp_path)
        require_place(IndexPlace.of("milvus:x.db?folder=x.plans"))

    def test_beside(self):
        beside = IndexPlace.of("milvus://db/n").beside("fp32-open")
        assert beside.address == "milvus://db:19530/n_fp32_open?folder=data/milvus-n-fp32-open"
        beside = IndexPlace.of("milvus:data/x.db").beside("fp32")
        assert beside.milvus == MilvusAddress("data/x-fp32.db", "lantian")
        assert beside.folder == Path("data/x.plans-fp32")
        assert IndexPlace.of("data/index").beside("fp32") == IndexPlace(Path("data/index-fp32"))
