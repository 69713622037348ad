from index.ranking.kept import Kept


def test_what_was_asked_for_last_is_kept():
    made = []
    kept = Kept(10, len)

    def ask(key):
        return kept.get(key, lambda: made.append(key) or key * 4)

    for key in ("a", "b", "a", "c"):  # for three there is no room
        assert ask(key) == key * 4
    assert made == ["a", "b", "c"]
    ask("a")
    assert made == ["a", "b", "c"], "it was asked for more lately than b"
    ask("b")
    assert made == ["a", "b", "c", "b"]


def test_what_is_larger_than_the_limit_is_given_and_not_kept():
    kept = Kept(3, len)
    assert kept.get("x", lambda: "long") == "long"
    assert kept.get("x", lambda: "other") == "other"
