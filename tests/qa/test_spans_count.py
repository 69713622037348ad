"""A list of as many items as asked for, as its sentence says it."""

import pytest

from qa.spans import has_count


@pytest.mark.parametrize(
    ("sentence", "count", "is_said"),
    [
        ("二十项重点任务", 10, False),
        ("十二项措施", 2, False),
        ("两类项目", 2, True),
        ("二类项目", 2, True),
        ("二十项重点任务", 20, True),
        ("12个方面", 2, False),
        ("实行三统一", 0, False),
    ],
)
def test_numerals_are_read_whole(sentence, count, is_said):
    assert has_count(sentence, [], count) == (is_said or count == 0)
