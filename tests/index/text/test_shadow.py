import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.shadow import plain_texts, repair, shadow_of, simplify
from index.types import Erratum

# source, shadow, for each character of the shadow the source it stands for
SHADOWS = [
    ("規模化發展", "规模化发展", list("規模化發展")),
    ("后裏髮臺", "后里发台", list("后裏髮臺")),
    ("PM_{2.5}浓度", "PM2.5浓度", list("PM2.5浓度")),
    ("m^3", "m3", ["m", "3"]),
    ("CO_2", "CO2", ["C", "O", "2"]),
    ("μg/m^{3}", "μg/m3", list("μg/m3")),
    ("严防污染转\n\n移", "严防污染转移", list("严防污染转移")),
    ("防污染转\n— 12 —\n- 13 -\r\n移", "防污染转移", list("防污染转移")),
    ("PM2.5 - 12 - 移", "PM2.5 - 12 -移", list("PM2.5 - 12 -移")),
    ("GB   37822", "GB 37822", ["G", "B", " ", *"37822"]),
    ("GB\u2002\u2002 37822-2019", "GB 37822-2019", ["G", "B", "\u2002", *"37822-2019"]),
    ("达到 92%及以上", "达到92%及以上", list("达到92%及以上")),
    ("PM\n2.5\n浓度", "PM2.5浓度", list("PM2.5浓度")),
    ("PM 2.5和SO\n\n2\n与CO\n2", "PM2.5和SO2与CO2", list("PM2.5和SO2与CO2")),
    ("ppm 10，NO 2", "ppm 10,NO 2", list("ppm 10，NO 2")),
    ("９０年，（甲）", "90年,(甲)", list("９０年，（甲）")),
    ("㎡", "m2", ["㎡", "㎡"]),
    ("100㎥", "100m3", ["1", "0", "0", "㎥", "㎥"]),
    ("〔2024〕【要】「甲」", "[2024][要]“甲”", list("〔2024〕【要】「甲」")),
    ("甲\u200b乙\ufeff", "甲乙", ["甲", "乙"]),
    ("甲\x00\x1f乙", "甲乙", ["甲", "乙"]),
    ("甲\ud800乙", "甲\ud800乙", ["甲", "\ud800", "乙"]),
    ("規\udfff", "规\udfff", ["規", "\udfff"]),
    ("𧝞", "䘛", ["𧝞"]),
    (" \n", "", []),
    ("", "", []),
    ("PM_{2.5", "PM_{2.5", list("PM_{2.5")),
    ("a_b", "a_b", ["a", "_", "b"]),
    ("…①", "...1", ["…", "…", "…", "①"]),
]


@pytest.mark.parametrize(("source", "text", "origins"), SHADOWS)
def test_shadows_and_the_way_back(source, text, origins):
    shadow = shadow_of(source)
    assert shadow.text == text
    assert [source[slice(*shadow.source_range(i, i + 1))] for i in range(len(text))] == origins


def test_a_range_of_the_shadow_covers_what_was_left_out_inside_it():
    source = "细颗粒物（PM_{2.5}）年均浓度\n\n控制在 32 微克"
    shadow = shadow_of(source)
    start = shadow.text.index("PM2.5")
    assert source[slice(*shadow.source_range(start, start + 5))] == "PM_{2.5"
    start = shadow.text.index("浓度控制在32")
    assert source[slice(*shadow.source_range(start, start + 7))] == "浓度\n\n控制在 32"


@pytest.mark.parametrize(("start", "end"), [(0, 0), (1, 1), (2, 1), (-1, 1), (0, 4), (3, 5)])
def test_ranges_outside_the_shadow_are_refused(start, end):
    with pytest.raises(ValueError, match=f"not a range of the shadow: {start}..{end} of 3"):
        shadow_of("甲乙丙").source_range(start, end)


@pytest.mark.parametrize(
    ("source", "simplified"),
    [
        ("國家-?。腥壜摼W", "国家-?。腥坛摼W"),
        ("規?;l展", "规?;l展"),
        ("乾隆乾燥", "乾隆干燥"),
        ("ascii", "ascii"),
        ("一廠一策\ud800", "一厂一策\ud800"),
        ("\x00後", "\x00后"),
    ],
)
def test_simplified_characters(source, simplified):
    assert simplify(source) == simplified


ANY = st.text(
    st.characters() | st.sampled_from("後裏規模PM_{2.5}^3㎡㎥①　 \n〔〕（ﷺ\ud800\ufeff\x00")
)


@given(ANY)
def test_simplified_text_has_the_length_of_its_source(source):
    assert len(simplify(source)) == len(source)


@given(ANY)
def test_origins_never_decrease_and_lie_inside_the_source(source):
    shadow = shadow_of(source)
    assert len(shadow.origins) == len(shadow.text) + 1
    assert list(shadow.origins) == sorted(shadow.origins)
    assert shadow.origins[-1] == len(source)
    assert all(0 <= origin < len(source) for origin in shadow.origins[:-1])


@given(ANY, ANY)
def test_no_white_space_but_single_spaces_between_latin_words(before, after):
    text = shadow_of(f"{before} \n{after}").text
    assert "  " not in text
    assert not any(character.isspace() and character != " " for character in text)


def erratum(text, damaged, repaired, start=0):
    place = text.index(damaged) + start
    return Erratum(place, place + len(damaged), damaged, repaired, "因")


REPAIRS = [
    # text, damaged, repaired, shadow, found in it, what that stands for
    ("加快規?;l展、連鎖", "規?;l展", "規模化發展", "加快规模化发展、连锁", "化发", "規?;l展"),
    ("加快規?;l展、連鎖", "規?;l展", "規模化發展", "加快规模化发展、连锁", "展、连", "規?;l展、連"),
    (
        "機構國家-?。腥壜摼W,",
        "-?。腥壜摼W",
        "-省-市三級聯網",
        "机构国家-省-市三级联网,",
        "国家",
        "國家",
    ),
    ("加大资产金额的投入", "资产金额的", "资金", "加大资金投入", "投入", "投入"),
    ("于2020年10底前", "10底", "10月底", "于2020年10月底前", "10月", "10底"),
    ("污染轉\n\n移坏", "轉\n\n移坏", "转移", "污染转移", "染转移", "染轉\n\n移坏"),
    ("GB 1坏", "坏", "2", "GB 12", "12", "1坏"),
]


@pytest.mark.parametrize(("text", "damaged", "repaired", "expected", "found", "source"), REPAIRS)
@pytest.mark.parametrize("start", [0, 700])
def test_a_repair_stands_for_the_damaged_stretch(
    text, damaged, repaired, expected, found, source, start
):
    shadow = shadow_of(text, [erratum(text, damaged, repaired, start)], start=start)
    assert shadow.text == expected
    place = shadow.text.index(found)
    begin, end = shadow.source_range(place, place + len(found))
    assert text[begin - start : end - start] == source
    assert repair(text, [erratum(text, damaged, repaired, start)], start=start) == text.replace(
        damaged, repaired
    )


@given(ANY, st.data())
def test_errata_map_back_to_what_they_repair(text, data):
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    errata = [
        Erratum(begin, end, text[begin:end], "修復好了", "因")
        for begin, end in zip(cuts[::2], cuts[1::2], strict=False)
        if text[begin:end] != "修復好了"
    ]
    shadow = shadow_of(text, errata)
    assert list(shadow.origins) == sorted(shadow.origins)
    assert list(shadow.ends) == sorted(shadow.ends)
    assert len(shadow.ends) == len(shadow.text)
    assert shadow.text.count("修复好了") >= len(errata)
    places = {(origin, end) for origin, end in zip(shadow.origins, shadow.ends, strict=False)}
    assert places >= {(row.start, row.end) for row in errata}


def test_an_erratum_that_reaches_over_the_edge_is_left_alone():
    text = "加快規?;l展"
    row = erratum(text, "規?;l展", "規模化發展")
    assert shadow_of(text[:4], [row]).text == "加快规?"
    assert shadow_of(text[3:], [row], start=3).text == "?;l展"


@given(st.text(alphabet=st.characters(min_codepoint=0x21, max_codepoint=0xFFFF), max_size=40))
def test_plain_text_takes_a_short_way_to_the_same_shadow(text: str) -> None:
    for part in [text, *text, *(f"{character}\n{character}" for character in text)]:
        long_way = shadow_of("\ufeff" + part)  # a mark of that kind has no short way
        shadow = shadow_of(part)
        assert shadow.text == long_way.text
        assert shadow.origins == tuple(place - 1 for place in long_way.origins)
        assert shadow.ends == tuple(place - 1 for place in long_way.ends)


WORDS = ["規模化", "规模化", "乾隆", "乾燥", "PM_{2.5}", "重型 货车", "㎡", "一\n二", "", "O3"]


@given(st.lists(ANY | st.sampled_from(WORDS), max_size=6))
def test_many_words_at_once_are_matched_as_each_alone(words: list[str]) -> None:
    assert plain_texts(words) == [shadow_of(word).text.lower() for word in words]
