"""What a build embeds, writes and keeps."""

import shutil

import pytest

from index import (
    FilterError,
    IndexDamagedError,
    ManifestError,
    ModelError,
    ModelMismatchError,
    PlanError,
    PlanIndex,
    facts,
)
from index.ranking import tokens
from index.storage import configuration
from index.storage.store import CURRENT
from tests.index.encoders import HashingEncoder
from tests.index.small_corpus import CHAOSHAN, NEW, YUNXI, build, ids, state_of

# What is embedded and written


def test_each_passage_and_each_sentence_is_embedded_once(built, encoder):
    assert len(encoder.passages) == len(set(encoder.passages)) == 22
    assert len(built.passages()) == 10
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
    assert [text.split("\n")[-1] for text in encoder.passages] == ["2.加强扬尘管控。"] * 2
    fresh = build(corpus, folder.parent / "fresh", HashingEncoder())
    assert index.search("扬尘") == fresh.search("扬尘")


def test_a_new_plan_is_all_that_is_embedded(built, corpus, folder, encoder, new_plan):
    encoder.passages.clear()
    shutil.copy(new_plan, corpus / "plans")
    assert ids(build(corpus, folder, encoder)) == [CHAOSHAN, NEW, YUNXI]
    assert encoder.passages == [
        "新城方案\n新城方案",
        "新城方案\n一、推进散煤治理。",
        "新城方案",
        "一、推进散煤治理。",
    ]


def test_another_encoder_embeds_the_same_plans_once_in_a_folder_of_its_own(built, folder):
    before, other = state_of(folder), HashingEncoder("hashing@2")
    beside = folder.with_name("beside")
    copy = built.embedded_by(other, beside, progress=False)
    assert (copy.plans(), copy.passages()) == (built.plans(), built.passages())
    assert (copy.configuration["model"], len(other.passages)) == ("hashing@2", 22)
    built.embedded_by(other, beside, progress=False)
    assert len(other.passages) == 22
    assert state_of(folder) == before


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
    assert len(other.passages) == 22
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


def test_facts_are_read_once_a_plan(built, corpus, folder, encoder, monkeypatch):
    read = []
    monkeypatch.setattr(facts, "extract_facts", lambda plan: read.append(plan.id) or facts.Facts())
    path = next((corpus / "plans").iterdir())
    path.write_text(path.read_text(encoding="utf-8") + "新增一句话。", encoding="utf-8")
    changed = build(corpus, folder, encoder)
    assert read == [path.stem]
    assert changed.facts(path.stem) == facts.Facts()
    monkeypatch.setattr(facts, "VERSION", facts.VERSION + 1)
    build(corpus, folder, encoder)
    assert len(read) == 1 + len(changed.plans())


def test_a_package_of_another_version_is_named(built, folder, encoder, monkeypatch):
    monkeypatch.setattr(configuration, "version", lambda package: "9.9")
    with pytest.raises(IndexDamagedError, match=r"jieba 0\.42\.1, now 9\.9; opencc"):
        PlanIndex.open(folder, encoder=encoder)


def test_the_configuration_names_what_counts(built):
    assert set(built.configuration) == {
        *("model", "max_passage_chars", "passages", "tokens", "facts"),
        *("bm25_k1", "bm25_b", "bm25_epsilon"),
        *("lexical_weight", "sentence_weight", "synonym_weight"),
        *("jieba", "opencc", "rank-bm25"),
    }


def test_the_corpus_hash_is_that_of_the_files(built, corpus, folder, encoder):
    before = built.corpus_hash
    assert len(before) == 64
    assert PlanIndex.open(folder, encoder=encoder).corpus_hash == before
    plan = corpus / "plans" / f"{YUNXI}.txt"
    plan.write_text(plan.read_text() + "\n")
    assert build(corpus, folder, encoder).corpus_hash != before
