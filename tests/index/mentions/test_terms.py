import pytest

from index.mentions import terms as groups
from index.mentions.terms import term_groups, thesaurus


def test_every_group_has_words_that_differ():
    for group in term_groups():
        assert len({*group.chinese, *group.english}) > 1, group
        assert all(word == word.strip() for word in (*group.chinese, *group.english))


@pytest.mark.parametrize(
    "words",
    [
        {"pm2.5", "细颗粒物"},
        {"pm10", "可吸入颗粒物"},
        {"o3", "臭氧"},
        {"vocs", "挥发性有机物"},
        {"nox", "氮氧化物"},
    ],
)
def test_the_fields_own_words(words):
    assert any(words <= set(group.chinese) for group in term_groups())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[[row]]\nen = ["bus"]', "write is not empty"),
        ("[[row]]\nwrite = []", "write is not empty"),
        ('[[row]]\nwrite = ["甲"]\nkind = "other"', "same, colloquial, narrower"),
        ('[[row]]\nwrite = ["甲"]\nfr = ["bus"]', "a row has en, example"),
    ],
)
def test_a_row_that_is_none(tmp_path, monkeypatch, text, message):
    file = tmp_path / "thesaurus.toml"
    file.write_text(text, encoding="utf-8")
    monkeypatch.setattr(groups, "THESAURUS_FILE", file)
    with pytest.raises(ValueError, match=message):
        thesaurus.__wrapped__()
