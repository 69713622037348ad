from index.ranking.near_duplicates import bigrams_of, first_of_each, near_identical

TEXT = (
    "各县区人民政府要切实履行大气污染防治主体责任，加强组织领导，明确任务分工，确保完成年度目标。"
)


def test_near_identical():
    changed = TEXT.replace("年度", "年终")
    assert near_identical(bigrams_of(TEXT), bigrams_of(TEXT))
    assert near_identical(bigrams_of(TEXT), bigrams_of(changed))
    assert not near_identical(bigrams_of(TEXT), bigrams_of(TEXT[:30]))
    assert not near_identical(bigrams_of("短句"), bigrams_of("短句"))


def test_repetitions_of_other_plans_stand_behind_the_first():
    texts = [TEXT, "别的文字", TEXT, TEXT, TEXT]
    assert first_of_each(texts, ["a", "a", "b", "a", "c"]) == [[0, 2, 4], [1], [3]]
    assert first_of_each([], []) == []
    many = [TEXT] * 60
    groups = first_of_each(many, [str(number) for number in range(60)])
    assert sorted(member for group in groups for member in group) == list(range(60))
