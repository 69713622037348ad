import pytest

from index.mentions import terms as groups
from index.mentions.terms import term_groups


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
        ('[[group]]\nen = ["bus"]', "zh is not empty"),
        ("[[group]]\nzh = []", "zh is not empty"),
        ('[[group]]\nzh = ["甲"]\nfr = ["bus"]', "a group has zh, hant and en"),
    ],
)
def test_a_group_that_is_none(tmp_path, monkeypatch, text, message):
    file = tmp_path / "groups.toml"
    file.write_text(text, encoding="utf-8")
    monkeypatch.setattr(groups, "GROUPS_FILE", file)
    with pytest.raises(ValueError, match=message):
        term_groups.__wrapped__()
