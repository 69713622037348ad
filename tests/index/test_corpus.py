"""Where the files of an index lie, what has become of them, and how far an addition is."""

import shutil

import pytest

from index import PlanIndex
from index.corpus import CorpusChanges, changes_since
from tests.index.encoders import HashingEncoder
from tests.index.small_corpus import NEW, NEW_TEXT


@pytest.fixture
def built(corpus, folder, encoder):
    return PlanIndex.build(corpus, folder, encoder=encoder, progress=False)


def test_an_index_names_its_corpus(built, corpus, folder, encoder):
    opened = PlanIndex.open(folder, encoder=encoder)
    for index in (built, opened):
        assert index.corpus.folder.resolve() == corpus.resolve()
        assert index.corpus.plans == index.corpus.folder / "plans"
        assert index.corpus.manifest == index.corpus.folder / "manifest.toml"


def test_a_folder_of_plans_is_a_corpus(corpus, folder, encoder):
    (corpus / "manifest.toml").unlink()
    index = PlanIndex.build(corpus / "plans", folder, encoder=encoder, progress=False)
    assert index.corpus.folder == index.corpus.plans
    assert index.corpus.manifest == index.corpus.folder / "manifest.toml"


def test_both_move_together_and_a_copy_has_files_of_its_own(built, tmp_path, encoder):
    shutil.copytree(tmp_path, tmp_path.parent / f"{tmp_path.name}-copy")
    copy = tmp_path.parent / f"{tmp_path.name}-copy"
    found = PlanIndex.open(copy / "data" / "index", encoder=encoder).corpus
    assert found.folder.resolve() == (copy / "corpus").resolve()


def test_an_index_without_its_corpus_names_none(built, tmp_path, encoder):
    shutil.copytree(tmp_path / "data" / "index", tmp_path / "elsewhere" / "deeper" / "index")
    assert (
        PlanIndex.open(tmp_path / "elsewhere" / "deeper" / "index", encoder=encoder).corpus is None
    )


def test_an_index_that_is_up_to_date_learns_of_another_corpus(built, corpus, folder, encoder):
    moved = corpus.rename(corpus.with_name("moved"))
    assert built.corpus is None
    encoder.passages.clear()
    again = PlanIndex.build(moved, folder, encoder=encoder, progress=False)
    assert again.corpus.folder.name == "moved"
    assert PlanIndex.open(folder, encoder=encoder).corpus.folder.name == "moved"
    assert encoder.passages == []


def test_what_changes_the_index_keeps_its_corpus(built, corpus, folder, tmp_path, encoder):
    path = tmp_path / f"{NEW}.txt"
    path.write_text(NEW_TEXT, encoding="utf-8")
    plan = built.add(path)
    built.remove(plan.id)
    built.compact()
    assert PlanIndex.open(folder, encoder=encoder).corpus.folder.resolve() == corpus.resolve()


def test_a_corpus_that_did_not_change(built):
    changes = changes_since(built.corpus, built.heads())
    assert changes == CorpusChanges()
    assert not changes


def test_what_became_of_the_files(built, corpus):
    plans = corpus / "plans"
    with (plans / "chaoshan-2023.txt").open("a", encoding="utf-8") as file:
        file.write("三、附则\n")
    (plans / "yunxi-2025.txt").rename(plans / "renamed.txt")
    (plans / ".hidden.txt").write_text("no plan", encoding="utf-8")
    (plans / "notes.xyz").write_text("no plan", encoding="utf-8")
    changes = changes_since(built.corpus, built.heads())
    assert changes == CorpusChanges(("renamed",), ("chaoshan-2023",), ("yunxi-2025",))
    assert changes


def test_a_file_that_was_put_back_is_as_it_was(built, corpus):
    path = corpus / "plans" / "yunxi-2025.txt"
    was = path.read_bytes()
    path.write_bytes(was + b"\n")
    assert changes_since(built.corpus, built.heads()).altered == ("yunxi-2025",)
    path.write_bytes(was)
    assert not changes_since(built.corpus, built.heads())


def test_an_addition_tells_how_far_it_is(built, tmp_path):
    path = tmp_path / f"{NEW}.txt"
    lines = "".join(f"（{number}）新建充电桩{number}个。\n" for number in range(1, 200))
    path.write_text(f"{NEW_TEXT}\n九、其他\n{lines}", encoding="utf-8")
    told = []
    plan = built.add(path, on_progress=lambda stage, share: told.append((stage, share)))
    assert [stage for stage, _ in dict.fromkeys((stage, 0) for stage, _ in told)] == [
        *("reading", "preparing", "embedding", "writing"),
    ]
    shares = [share for stage, share in told if stage == "embedding"]
    assert shares[0] == 0.0
    assert len(shares) > 2
    assert shares == sorted(shares)
    assert shares[-1] < 1.0
    assert plan.id in {head.id for head in built.heads()}


def test_telling_changes_no_vector(built, tmp_path, corpus, encoder):
    path = tmp_path / f"{NEW}.txt"
    path.write_text(NEW_TEXT, encoding="utf-8")
    built.add(path, on_progress=lambda stage, share: None)
    shutil.copy(path, corpus / "plans" / path.name)
    other = PlanIndex.build(corpus, tmp_path / "other", encoder=HashingEncoder(), progress=False)
    for query in ("充电桩", "公交车"):
        one, two = built.search(query), other.search(query)
        assert [(hit.passage.id, hit.score) for hit in one] == [
            (hit.passage.id, hit.score) for hit in two
        ]
