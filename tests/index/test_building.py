"""What a build embeds, writes and keeps, and how single plans come and go."""

import shutil
import threading
from datetime import date

import pytest

from index import (
    FilterError,
    IndexDamagedError,
    IndexMissingError,
    ManifestError,
    ModelError,
    ModelMismatchError,
    PlanError,
    PlanIndex,
    building,
)
from index.ranking import tokens
from index.store import CURRENT, LOCK
from tests.index.encoders import HashingEncoder

CHAOSHAN, YUNXI, NEW = "chaoshan-2023", "yunxi-2025", "new-2026"
NEW_TEXT = "新城方案\n\n一、推进散煤治理。\n"


def build(corpus, folder, encoder):
    return PlanIndex.build(corpus, folder, encoder=encoder, progress=False)


def ids(index):
    return [plan.id for plan in index.plans()]


def state_of(folder):
    return {
        path: (path.stat().st_mtime_ns, path.stat().st_ino)
        for path in [folder, *folder.rglob("*")]
        if path.name != LOCK
    }


@pytest.fixture
def new_plan(tmp_path):
    path = tmp_path / f"{NEW}.txt"
    path.write_text(NEW_TEXT, encoding="utf-8")
    return path


# What is embedded and written


def test_each_passage_is_embedded_once(built, encoder):
    assert len(encoder.passages) == len(set(encoder.passages)) == len(built.passages())
    assert (
        encoder.passages[0]
        == "潮山市 潮山市大气污染防治2023年工作方案\n潮山市大气污染防治2023年工作方案"
    )


def test_an_index_up_to_date_is_left_alone(built, corpus, folder, encoder):
    before, embedded = state_of(folder), list(encoder.passages)
    again = build(corpus, folder, encoder)
    assert state_of(folder) == before
    assert encoder.passages == embedded
    assert again.plans() == built.plans()


def test_only_what_is_new_is_embedded(built, corpus, folder, encoder):
    encoder.passages.clear()
    plan = corpus / "plans" / f"{YUNXI}.txt"
    plan.write_text(plan.read_text().replace("推进散煤治理", "加强扬尘管控"))
    index = build(corpus, folder, encoder)
    assert [text.split("\n")[1] for text in encoder.passages] == ["2.加强扬尘管控。"]
    fresh = build(corpus, folder.parent / "fresh", HashingEncoder())
    assert index.search("扬尘") == fresh.search("扬尘")


def test_a_new_plan_is_all_that_is_embedded(built, corpus, folder, encoder, new_plan):
    encoder.passages.clear()
    shutil.copy(new_plan, corpus / "plans")
    assert ids(build(corpus, folder, encoder)) == [CHAOSHAN, NEW, YUNXI]
    assert all(text.startswith("新城方案") for text in encoder.passages)
    assert len(encoder.passages) == 2


def test_moving_a_text_embeds_nothing(built, corpus, folder, encoder):
    """The same passage in the same place of its plan, after blank lines were put in."""
    encoder.passages.clear()
    plan = corpus / "plans" / f"{YUNXI}.txt"
    plan.write_text(plan.read_text().replace("\n\n", "\n\n\n\n\n"))
    index = build(corpus, folder, encoder)
    assert encoder.passages == []
    for passage in index.passages():
        assert index.plan(passage.plan_id).text[passage.start : passage.end] == passage.text
    assert build(corpus, folder, encoder).plans() == index.plans()


def test_a_change_of_the_manifest_counts(built, corpus, folder, encoder):
    manifest = corpus / "manifest.toml"
    manifest.write_text(manifest.read_text().replace("云溪市", "云岭市"))
    index = build(corpus, folder, encoder)
    assert index.plan(YUNXI).city == "云岭市"
    assert [hit.city for hit in index.search("散煤", cities="云岭")][:1] == ["云岭市"]
    with pytest.raises(FilterError, match="unknown city '云溪'"):
        index.search("散煤", cities="云溪")


def test_a_plan_that_left_the_corpus_leaves_the_index(built, corpus, folder, encoder):
    (corpus / "plans" / f"{YUNXI}.txt").unlink()
    manifest = corpus / "manifest.toml"
    manifest.write_text(manifest.read_text().split("[plans.yunxi-2025]")[0])
    encoder.passages.clear()
    index = build(corpus, folder, encoder)
    assert ids(index) == ids(PlanIndex.open(folder, encoder=encoder)) == [CHAOSHAN]
    assert {hit.passage.plan_id for hit in index.search("散煤", mode="dense")} == {CHAOSHAN}
    assert encoder.passages == []


def test_a_damaged_index_is_built_anew(built, corpus, folder, encoder):
    (folder / CURRENT).write_text("nothing")
    assert build(corpus, folder, encoder).plans() == built.plans()


# What leaves the old index in force


def write(name, data):
    return lambda corpus: (corpus / "plans" / name).write_bytes(data)


@pytest.mark.parametrize(
    ("damage", "error", "message"),
    [
        (write("bad.txt", b""), PlanError, "bad.txt: holds no text"),
        (write("bad.txt", b" \n\t"), PlanError, "bad.txt: holds no text"),
        (write("bad.txt", b"\x00\x01"), PlanError, "bad.txt: is not text"),
        (
            write(f"{YUNXI}.md", "一、方案".encode()),
            ManifestError,
            f"files are named '{YUNXI}'",
        ),
        (
            lambda corpus: (corpus / "plans" / f"{YUNXI}.txt").unlink(),
            ManifestError,
            f"for {YUNXI}; add it or drop the entry",
        ),
        (
            lambda corpus: (corpus / "manifest.toml").write_text("[plans"),
            ManifestError,
            "is not valid TOML",
        ),
        (lambda corpus: shutil.rmtree(corpus), ManifestError, "no such folder"),
    ],
)
def test_a_broken_corpus_leaves_the_old_index(
    built, corpus, folder, encoder, damage, error, message
):
    before = state_of(folder)
    damage(corpus)
    with pytest.raises(error) as caught:
        build(corpus, folder, encoder)
    assert message in str(caught.value)
    assert state_of(folder) == before
    assert ids(PlanIndex.open(folder, encoder=encoder)) == [CHAOSHAN, YUNXI]


class BrokenEncoder(HashingEncoder):
    def encode_passages(self, passages, *, progress=False):
        raise ModelError("no memory")


class UnnormalisedEncoder(HashingEncoder):
    def encode_passages(self, passages, *, progress=False):
        return 2 * super().encode_passages(passages)


@pytest.mark.parametrize(
    ("broken", "error"), [(BrokenEncoder(), ModelError), (UnnormalisedEncoder(), ValueError)]
)
def test_a_broken_model_leaves_the_old_index(built, folder, encoder, new_plan, broken, error):
    before = state_of(folder)
    index = PlanIndex.open(folder, encoder=broken)
    with pytest.raises(error):
        index.add(new_plan)
    assert state_of(folder) == before
    assert ids(index) == ids(PlanIndex.open(folder, encoder=encoder)) == [CHAOSHAN, YUNXI]


def test_a_corpus_that_never_was(tmp_path, folder, encoder):
    with pytest.raises(ManifestError, match="no such folder"):
        build(tmp_path / "nowhere", folder, encoder)
    assert not folder.exists()


# One model, one version


def test_another_model_is_refused(built, folder):
    with pytest.raises(ModelMismatchError) as caught:
        PlanIndex.open(folder, encoder=HashingEncoder("other@2"))
    assert str(caught.value) == (
        f"{folder}: was built with the model hashing@1, in use is other@2; set LANTIAN_MODEL to "
        "the first, or build the index anew with: python -m index build"
    )


def test_a_build_with_another_model_embeds_all_again(built, corpus, folder):
    other = HashingEncoder("other@2", dimension=8)
    index = build(corpus, folder, other)
    assert len(other.passages) == len(built.passages())
    assert index.configuration["model"] == "other@2"
    assert ids(PlanIndex.open(folder, encoder=other)) == [CHAOSHAN, YUNXI]


def test_a_change_with_another_model_is_refused(built, corpus, folder, new_plan):
    """Somebody else built the index anew while this process had the old one open."""
    build(corpus, folder, HashingEncoder("other@2"))
    with pytest.raises(ModelMismatchError, match="was built with the model other@2"):
        built.add(new_plan)
    assert ids(PlanIndex.open(folder, encoder=HashingEncoder("other@2"))) == [CHAOSHAN, YUNXI]


@pytest.mark.parametrize("variable", ["/nowhere/model", "no-such-model-anywhere"])
def test_a_model_that_is_not_there(corpus, folder, built, monkeypatch, variable):
    monkeypatch.setenv("LANTIAN_MODEL", variable)
    for attempt in (
        lambda: PlanIndex.build(corpus, folder.parent / "other", progress=False),
        lambda: PlanIndex.open(folder),
    ):
        with pytest.raises(ModelError) as caught:
            attempt()
        assert variable in str(caught.value)
        assert "LANTIAN_MODEL" in str(caught.value)
    assert not (folder.parent / "other").exists()


def test_an_index_of_another_version_is_refused_and_built_anew(
    built, corpus, folder, encoder, monkeypatch
):
    encoder.passages.clear()
    monkeypatch.setattr(tokens, "VERSION", tokens.VERSION + 1)
    with pytest.raises(IndexDamagedError) as caught:
        PlanIndex.open(folder, encoder=encoder)
    assert str(caught.value) == (
        f"{folder}: another version of the program built it (tokens {tokens.VERSION - 1}, now "
        f"{tokens.VERSION}); bring it up to date with: python -m index build"
    )
    assert build(corpus, folder, encoder).configuration["tokens"] == tokens.VERSION
    assert encoder.passages == [], "the texts are the same, and so are their vectors"


def test_a_package_of_another_version_is_named(built, folder, encoder, monkeypatch):
    monkeypatch.setattr(building, "version", lambda package: "9.9")
    with pytest.raises(IndexDamagedError, match=r"jieba 0\.42\.1, now 9\.9; opencc"):
        PlanIndex.open(folder, encoder=encoder)


def test_the_configuration_names_what_counts(built):
    assert set(built.configuration) == {
        *("model", "max_passage_chars", "tokens", "bm25_k1", "bm25_b", "bm25_epsilon"),
        "lexical_weight",
        *("jieba", "opencc", "rank-bm25"),
    }


def test_the_corpus_hash_is_that_of_the_files(built, corpus, folder, encoder):
    before = built.corpus_hash
    assert len(before) == 64
    assert PlanIndex.open(folder, encoder=encoder).corpus_hash == before
    plan = corpus / "plans" / f"{YUNXI}.txt"
    plan.write_text(plan.read_text() + "\n")
    assert build(corpus, folder, encoder).corpus_hash != before


# Single plans


def test_a_plan_is_added_and_removed(built, folder, encoder, new_plan):
    encoder.passages.clear()
    plan = built.add(new_plan)
    assert (plan.id, plan.title) == (NEW, "新城方案")
    assert ids(built) == ids(PlanIndex.open(folder, encoder=encoder)) == [CHAOSHAN, NEW, YUNXI]
    assert built.plan(NEW) == plan
    assert len(encoder.passages) == 2
    assert built.search("散煤治理", plans=NEW)[0].passage.text == "一、推进散煤治理。"
    built.remove(NEW)
    assert ids(built) == ids(PlanIndex.open(folder, encoder=encoder)) == [CHAOSHAN, YUNXI]
    with pytest.raises(FilterError, match=f"unknown plan '{NEW}'"):
        built.search("散煤治理", plans=NEW)
    assert len(encoder.passages) == 2


def test_metadata_goes_before_the_text(built, new_plan):
    plan = built.add(new_plan, city="新城市", issued=date(2026, 1, 2), period=(2026, 2027))
    assert (plan.city, plan.issued, plan.period) == ("新城市", date(2026, 1, 2), (2026, 2027))
    assert {hit.passage.plan_id for hit in built.search("新城的散煤")} == {NEW}
    with pytest.raises(ValueError, match="colour"):
        built.add(new_plan, colour="blue")


def test_a_plan_with_a_known_id_takes_its_place(built, folder, encoder, tmp_path):
    other = tmp_path / f"{YUNXI}.txt"
    other.write_text(NEW_TEXT)
    assert built.add(other).text == NEW_TEXT
    assert ids(built) == [CHAOSHAN, YUNXI]
    assert built.plan(YUNXI).city is None
    assert {p.text for p in built.passages() if p.plan_id == YUNXI} == {
        "新城方案",
        "一、推进散煤治理。",
    }
    assert PlanIndex.open(folder, encoder=encoder).plan(YUNXI).text == NEW_TEXT


def test_adding_what_is_there_writes_nothing(built, corpus, folder):
    before = state_of(folder)
    built.add(corpus / "plans" / f"{YUNXI}.txt")
    assert state_of(folder) == before


@pytest.mark.parametrize("plan_id", ["nobody", "", "YUNXI-2025", "../yunxi-2025"])
def test_removing_an_unknown_plan(built, folder, plan_id):
    before = state_of(folder)
    with pytest.raises(FilterError) as caught:
        built.remove(plan_id)
    assert str(caught.value) == (f"unknown plan {plan_id!r}; the index has {CHAOSHAN}、{YUNXI}")
    assert state_of(folder) == before


@pytest.mark.parametrize("name", ["missing.txt", "plan.xyz"])
def test_adding_what_cannot_be_read(built, folder, tmp_path, name):
    before = state_of(folder)
    with pytest.raises(PlanError, match=name):
        built.add(tmp_path / name)
    assert state_of(folder) == before
    assert ids(built) == [CHAOSHAN, YUNXI]


def test_a_build_takes_out_what_is_not_in_the_corpus(built, corpus, folder, encoder, new_plan):
    built.add(new_plan)
    assert ids(build(corpus, folder, encoder)) == [CHAOSHAN, YUNXI]


def test_the_last_plan_may_go(built, folder, encoder):
    built.remove(CHAOSHAN)
    built.remove(YUNXI)
    empty = PlanIndex.open(folder, encoder=encoder)
    for index in (built, empty):
        assert (index.plans(), index.passages()) == ((), ())
        for mode in ("hybrid", "lexical", "dense"):
            assert index.search("散煤治理", mode=mode) == ()
        with pytest.raises(FilterError, match="the index has none: the index is empty"):
            index.search("散煤治理", cities="潮山")
        with pytest.raises(FilterError, match="the index has none: the index is empty"):
            index.remove(YUNXI)


def test_the_first_plan_of_an_empty_index(built, folder, encoder, new_plan):
    built.remove(CHAOSHAN)
    built.remove(YUNXI)
    empty = PlanIndex.open(folder, encoder=encoder)
    empty.add(new_plan)
    assert ids(PlanIndex.open(folder, encoder=encoder)) == [NEW]


def test_two_processes_change_one_index(built, folder, encoder, new_plan):
    other = PlanIndex.open(folder, encoder=encoder)
    other.add(new_plan)
    built.remove(YUNXI)
    assert ids(built) == ids(PlanIndex.open(folder, encoder=encoder)) == [CHAOSHAN, NEW]
    with pytest.raises(FilterError, match=f"the index has {CHAOSHAN}、{NEW}"):
        other.remove(YUNXI)  # in memory it is there still
    other.remove(NEW)
    assert ids(other) == [CHAOSHAN]
    assert ids(built) == [CHAOSHAN, NEW], "what is open stays as it is"


def test_the_folder_is_gone_meanwhile(built, folder, new_plan):
    shutil.rmtree(folder)
    with pytest.raises(IndexMissingError):
        built.add(new_plan)
    assert built.search("散煤治理")[0].passage.plan_id in (CHAOSHAN, YUNXI)


def test_threads_search_while_another_adds(built, new_plan):
    stop, failures, seen = threading.Event(), [], set()

    def search():
        while not stop.wait(0.002):  # a busy loop would keep the writer from its turn
            try:
                hits = built.search("散煤治理", k=50, departments="市住建局")
                assert [hit.passage.plan_id for hit in hits] == [CHAOSHAN]
                hits = built.search("散煤治理", k=50, mode="dense")
                seen.add(tuple(sorted({hit.passage.plan_id for hit in hits})))
                assert built.reference(YUNXI, "2.2").endswith(" · 二、 2.")
            except Exception as error:
                failures.append(error)
                return

    threads = [threading.Thread(target=search) for _ in range(2)]
    for thread in threads:
        thread.start()
    for _ in range(6):
        built.add(new_plan)
        built.remove(NEW)
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert seen <= {(CHAOSHAN, YUNXI), (CHAOSHAN, NEW, YUNXI)}
