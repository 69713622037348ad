import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index import QueryError
from index.mentions.latin_places import short_name
from index.query import understand
from index.query.understanding import MAX_QUERY_CHARS
from index.ranking.tokens import tokenize


@pytest.mark.parametrize(
    ("city", "name"),
    [
        ("咸阳市", "咸阳"),
        ("咸阳", "咸阳"),
        ("海東市", "海东"),
        (" 海东市\u3000", "海东"),
        ("沙市", "沙市"),
        ("和田地区", "和田"),
        ("锡林郭勒盟", "锡林郭勒"),
        # the autonomous prefectures, all 30
        ("延边朝鲜族自治州", "延边"),
        ("恩施土家族苗族自治州", "恩施"),
        ("湘西土家族苗族自治州", "湘西"),
        ("阿坝藏族羌族自治州", "阿坝"),
        ("甘孜藏族自治州", "甘孜"),
        ("凉山彝族自治州", "凉山"),
        ("黔东南苗族侗族自治州", "黔东南"),
        ("黔南布依族苗族自治州", "黔南"),
        ("黔西南布依族苗族自治州", "黔西南"),
        ("西双版纳傣族自治州", "西双版纳"),
        ("文山壮族苗族自治州", "文山"),
        ("红河哈尼族彝族自治州", "红河"),
        ("德宏傣族景颇族自治州", "德宏"),
        ("怒江傈僳族自治州", "怒江"),
        ("迪庆藏族自治州", "迪庆"),
        ("大理白族自治州", "大理"),
        ("楚雄彝族自治州", "楚雄"),
        ("临夏回族自治州", "临夏"),
        ("甘南藏族自治州", "甘南"),
        ("海北藏族自治州", "海北"),
        ("黄南藏族自治州", "黄南"),
        ("海南藏族自治州", "海南"),
        ("果洛藏族自治州", "果洛"),
        ("玉树藏族自治州", "玉树"),
        ("海西蒙古族藏族自治州", "海西"),
        ("昌吉回族自治州", "昌吉"),
        ("博尔塔拉蒙古自治州", "博尔塔拉"),
        ("巴音郭楞蒙古自治州", "巴音郭楞"),
        ("克孜勒苏柯尔克孜自治州", "克孜勒苏"),
        ("伊犁哈萨克自治州", "伊犁"),
    ],
)
def test_short_names(city, name):
    assert short_name(city) == name


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("   \t\n\u3000", "is empty"),
        ("？！。……", "holds no word"),
        ("😀", "holds no word"),
        ("\u200b\u200d\ufeff", "holds no word"),
        ("公" * (MAX_QUERY_CHARS + 1), "has 1001 characters, 1000 are allowed"),
        ("PM2.5浓度" * 1429, "has 10003 characters, 1000 are allowed"),
        ("a\x00b", r"U\+0000 at position 2"),
        ("公交\x1b[31m车", r"U\+001B at position 3"),
        ("\x7f公交", r"U\+007F at position 1"),
        ("公交\x85", r"U\+0085 at position 3"),
        ("公\ud800交", r"U\+D800 at position 2"),
        ("公\udc80", r"U\+DC80 at position 2"),
    ],
)
def test_what_cannot_be_searched_for(text, message):
    with pytest.raises(QueryError, match=message):
        understand(text)


@pytest.mark.parametrize("text", [None, 5, b"\xe5\x85\xac", ["公交"], True])
def test_what_is_no_text(text):
    with pytest.raises(QueryError, match=f"must be a text, not {type(text).__name__}"):
        understand(text)


def test_the_errors_are_value_errors():
    with pytest.raises(ValueError, match="empty"):
        understand("")


@pytest.mark.parametrize("text", ["公" * MAX_QUERY_CHARS, "公 交" + "\n" * (MAX_QUERY_CHARS - 3)])
def test_the_longest_query(text):
    assert len(text) == MAX_QUERY_CHARS
    assert understand(text).terms[0].startswith("公")


@pytest.mark.parametrize(
    ("text", "asked", "terms"),
    [
        ("  公交车\r\n更新\t要求 ", "公交车 更新 要求", tokenize("公交车更新要求")),
        ("GB\u00a037822-2019", "GB 37822-2019", ["gb37822-2019", "gb", "37822"]),
        ("秸秆 秸秆", "秸秆 秸秆", ["秸秆", "秸秆", "秆秸"]),
    ],
)
def test_what_a_query_says(text, asked, terms):
    query = understand(text)
    assert (query.text, list(query.terms), query.cities) == (asked, terms, ())


@given(st.text(max_size=60))
@example("\u0345")
@example("\u017f\u212a")
def test_any_text_is_a_query_or_a_query_error(text):
    try:
        query = understand(text)
    except QueryError:
        return
    assert query.terms
