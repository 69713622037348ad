from datetime import date

import pytest

from index import ManifestError, parse_plan
from index.metadata.manifest import find_plan_files, overrides_for, read_manifest


@pytest.fixture
def corpus(tmp_path):
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "a.txt").write_text("甲市行动方案\n一、总体要求\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("manifest", "overrides"),
    [
        ("", {}),
        ("[plans]", {}),
        (
            '[plans.a]\ntitle = "乙"\ncity = "乙市"\nissuer = "丙"\nissued = 2024-09-03\n'
            'period = [2024, 2025]\nstatus = "repealed"\n'
            'source = "for people"\naccessed = 2024-10-01',
            {
                **{"title": "乙", "city": "乙市", "issuer": "丙"},
                **{"issued": date(2024, 9, 3), "period": (2024, 2025), "status": "repealed"},
                **{"source": "for people", "accessed": date(2024, 10, 1)},
            },
        ),
        ('\ufeff[plans.a]\r\ntitle = "乙"\r\n', {"title": "乙"}),  # as some editors save it
    ],
)
def test_what_a_manifest_says(corpus, manifest, overrides):
    (corpus / "manifest.toml").write_text(manifest, encoding="utf-8", newline="")
    assert overrides_for(corpus / "plans" / "a.txt") == overrides


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        ("[plans.a", "is not valid TOML"),
        ("plans = 3", r"\[plans.ID\] must be tables"),
        ("[plans]\na = 3", r"\[plans.ID\] must be tables"),
        ('[plan.a]\ntitle = "乙"', r"unknown entry 'plan'; plans stand under \[plans.ID\]"),
        ('[plans.a]\ntitel = "乙"', "plan a: unknown field 'titel'; known are .*'title'"),
        ('[plans.a]\ntitle = ""', "plan a: title must be a text, not ''"),
        ('[plans.a]\nlevel = "town"', "plan a: level must be one of nation, .*county, not 'town'"),
        ("[plans.a]\ncity = 3", "plan a: city must be a text, not 3"),
        ("[plans.a]\nissuer = 3", "plan a: issuer must be a text, not 3"),
        ('[plans.a]\nissued = "2024"', "plan a: issued must be a date like 2024-09-03, not '2024'"),
        ('[plans.a]\naccessed = "May"', "plan a: accessed must be a date like 2024-09-03"),
        ("[plans.a]\nsource = 3", "plan a: source must be a text, not 3"),
        ("[plans.a]\nissued = 2024-09-03T10:00:00", "plan a: issued must be a date"),
        ('[plans.a]\nstatus = "old"', r"status must be one of in force, .*, not 'old'"),
        ("[plans.a]\nperiod = 2024", r"period must be \[first year, last year\], not 2024"),
        ("[plans.a]\nperiod = [2025, 2024]", r"not \[2025, 2024\]"),
        ("[plans.a]\nperiod = [true, true]", r"not \[True, True\]"),
        ("[plans.a]\nperiod = [20, 24]", r"not \[20, 24\]"),
    ],
)
def test_malformed_manifests_say_where(corpus, manifest, message):
    path = corpus / "manifest.toml"
    path.write_text(manifest, encoding="utf-8")
    with pytest.raises(ManifestError, match=message) as raised:
        parse_plan(corpus / "plans" / "a.txt")
    assert str(raised.value).startswith(str(path))


ERRATUM = (
    '[[plans.a.errata]]\nstart = {}\nend = {}\ndamaged = "{}"\nrepaired = "{}"\nreason = "因"\n'
)


def test_errata_come_in_order(corpus):
    (corpus / "manifest.toml").write_text(
        ERRATUM.format(6, 7, "\\n", "。") + ERRATUM.format(0, 2, "甲市", "乙市"), "utf-8"
    )
    plan = parse_plan(corpus / "plans" / "a.txt")
    assert [(row.start, row.repaired) for row in plan.errata] == [(0, "乙市"), (6, "。")]
    assert parse_plan(corpus / "plans" / "a.txt", errata=()).errata == ()


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        (
            ERRATUM.format(2, 4, "甲市", "乙市"),
            r"plan a: the erratum for 2\.\.4 says '甲市' stands there, the text has '行动'",
        ),
        (ERRATUM.format(90, 92, "甲市", "乙市"), "the text has ''"),
        (ERRATUM.format(0, 3, "甲市", "乙市"), "'甲市' has 2 characters and cannot stand at"),
        (ERRATUM.format(0, 2, "甲市", "甲市"), "'甲市' is no repair of '甲市'"),
        (
            ERRATUM.format(0, 2, "甲市", "乙") + ERRATUM.format(1, 3, "市行", "城行"),
            r"the errata at 0\.\.2 and 1\.\.3 overlap; make them one",
        ),
        ("[plans.a]\nerrata = 3", r"errata stand under \[\[plans.a.errata\]\]"),
        ("[plans.a]\nerrata = [3]", "an erratum has start, end, damaged, .*damaged is None in 3"),
        (ERRATUM.format("true", 2, "甲市", "乙市"), "start is True in"),
        (ERRATUM.format(0, 2, "甲市", "乙市") + "by = 3", "by is 3 in"),
        ("[[plans.a.errata]]\nstart = 0", "damaged is None in"),
    ],
)
def test_errata_that_do_not_fit_say_where(corpus, manifest, message):
    path = corpus / "manifest.toml"
    path.write_text(manifest, encoding="utf-8")
    with pytest.raises(ManifestError, match=message) as raised:
        parse_plan(corpus / "plans" / "a.txt")
    assert str(raised.value).startswith(f"{path}: plan a: ")


def test_a_manifest_that_is_no_text(corpus):
    (corpus / "manifest.toml").write_bytes(b"\xff\xfe[")
    with pytest.raises(ManifestError, match="is not valid TOML"):
        parse_plan(corpus / "plans" / "a.txt")
    with pytest.raises(ManifestError, match=r"cannot be read \(Is a directory\)"):
        read_manifest(corpus)


def test_arguments_go_before_the_manifest_and_the_manifest_before_the_text(corpus):
    (corpus / "manifest.toml").write_text('[plans.a]\ncity = "乙市"\ntitle = "乙"', "utf-8")
    plan = parse_plan(corpus / "plans" / "a.txt", title="丙")
    assert (plan.title, plan.city) == ("丙", "乙市")


def test_a_manifest_beside_the_plans_goes_before_the_one_above(corpus):
    (corpus / "manifest.toml").write_text('[plans.a]\ncity = "乙市"', "utf-8")
    (corpus / "plans" / "manifest.toml").write_text('[plans.a]\ncity = "丙市"', "utf-8")
    assert overrides_for(corpus / "plans" / "a.txt") == {"city": "丙市"}


def test_a_plan_outside_a_corpus_has_no_manifest(tmp_path):
    assert overrides_for(tmp_path / "a.txt") == {}


def test_plan_files_by_name_and_a_word_on_the_others(corpus, caplog):
    for name in ("c.MD", "b.txt", ".hidden.txt", "notes.ppt"):
        (corpus / "plans" / name).write_text("甲", "utf-8")
    expected = [corpus / "plans" / name for name in ("a.txt", "b.txt", "c.MD")]
    assert list(find_plan_files(corpus)) == expected
    assert list(find_plan_files(corpus / "plans")) == expected
    assert "notes.ppt: left out, no plan" in caplog.text


def test_a_plan_file_that_cannot_be_read_is_not_passed_over(corpus):
    (corpus / "plans" / "gone.txt").symlink_to(corpus / "nowhere")
    assert corpus / "plans" / "gone.txt" in find_plan_files(corpus)


def test_a_corpus_that_cannot_be_used(corpus):
    with pytest.raises(ManifestError, match="missing: no such folder"):
        find_plan_files(corpus / "missing")
    (corpus / "manifest.toml").write_text("[plans.a]\n[plans.c]\n[plans.b]", "utf-8")
    with pytest.raises(ManifestError, match=r"manifest.toml: no file in .*plans for b, c"):
        find_plan_files(corpus)
    (corpus / "plans" / "a.txt").unlink()
    with pytest.raises(
        ManifestError, match=r"holds no plan; put \.txt, \.md, .*\.zip files into it"
    ):
        find_plan_files(corpus)
