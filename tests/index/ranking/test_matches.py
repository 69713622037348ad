import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Passage
from index.ranking.matches import find_matches
from index.ranking.tokens import tokenize
from index.types import Erratum

START = 100


def matched(text, query):
    passage = Passage("p/1/1", "p", "1", START, START + len(text), text)
    spans = find_matches(passage, (), tokenize(query))
    assert {span.kind for span in spans} <= {"word"}
    return [text[span.start - START : span.end - START] for span in spans]


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("新增公交车全部更换", "公交车更新", ["公交车"]),
        ("新增及更換的公交車中", "公交车更换", ["更換", "公交車"]),
        ("城市公交车辆", "公交", ["公交"]),
        ("强化秸秆综合利用", "秸秆综合利用率", ["秸秆综合利用"]),
        ("PM_{2.5}年均浓度", "PM2.5", ["PM_{2.5}"]),
        ("SO_{2}和O_{3}", "o3", ["O_{3}"]),
        ("严防污染转\n\n移出", "污染转移", ["污染转\n\n移"]),
        ("不高于53微克/立方米", "53", ["53"]),
        ("不高于53微克/立方米", "53微克/立方米", ["53微克/立方米"]),
        ("(GB 37822-2019)", "gb37822—2019", ["GB 37822-2019"]),
        ("第5条", "5", ["5"]),
        ("㎡", "m2", ["㎡"]),
        ("完成什么任务", "什么", []),
        ("市的车", "的车", ["的车"]),
        ("的车", "车 的", []),
        ("Clean Heating of the city", "what is clean heating of", ["Clean", "Heating"]),
        ("散煤治理", "公交车", []),
    ],
)
def test_words_marked(text, query, expected):
    assert matched(text, query) == expected


@given(
    st.text(alphabet="公交車车辆更新PM2.5_{}% \n①㎡", min_size=1, max_size=40),
    st.text(alphabet="公交车辆更新PM2.5%1m", max_size=20),
)
def test_spans_are_ordered_disjoint_and_inside(text, query):
    passage = Passage("p/1/1", "p", "1", START, START + len(text), text)
    spans = find_matches(passage, (), tokenize(query))
    ends = [START, *(span.end for span in spans)]
    starts = [*(span.start for span in spans), START + len(text)]
    assert all(end <= start for end, start in zip(ends, starts, strict=True))
    assert all(before < after for before, after in zip(ends[1:], starts[1:-1], strict=False))


@pytest.mark.parametrize(
    ("query", "expected"),
    [("规模化", ["規?;l展"]), ("规模化发展", ["規?;l展"]), ("连锁化", ["連鎖化"]), ("l展", [])],
)
def test_a_repaired_word_marks_the_damaged_stretch(query, expected):
    text = "加快規?;l展、連鎖化經營"  # 海东 2018-2020, 11.
    passage = Passage("p/1/1", "p", "1", START, START + len(text), text)
    row = Erratum(START + 2, START + 7, "規?;l展", "規模化發展", "因")
    spans = find_matches(passage, (row,), tokenize(query))
    assert [text[span.start - START : span.end - START] for span in spans] == expected
