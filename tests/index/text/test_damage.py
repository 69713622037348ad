import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.damage import MAX_ROWS, find_damage
from index.text.headings import split_lines
from tests.effort import effort
from tests.index.texts import parse_text

FILLER = "推进散煤治理和清洁取暖，加快淘汰老旧车辆，" * 8
FILLER_TRADITIONAL = "嚴格執行環境保護法，實現節能減排與產業轉型，" * 8


LATIN = "大气污染".encode().decode("latin-1")


def damaged(text):
    return [text[row.start : row.end] for row in find_damage(text, list(split_lines(text)), ())]


DAMAGED = [
    ("加快規?;l展、連鎖化經營", ["?;l"]),  # 海东 2018–2020, as the next three
    ("產業發展規?;?、現代化的原則", ["?;?"]),
    ("到2020年,規?;B殖場、養殖小區", ["?;B"]),
    ("機構國家-?。腥壜摼W，強化現場路檢", ["?。腥壜摼W"]),
    ("強化省市腥壜摼W，現場", ["摼W"]),
    ("加快规??展", ["??"]),
    ("加快规?l展", ["?"]),
    ("污染\ufffd\ufffd防治", ["\ufffd\ufffd"]),
    ("污染\x00防\x1b治", ["\x00", "\x1b"]),
    ("污染\ue5e5防治", ["\ue5e5"]),
    (LATIN, [LATIN]),
    ("澶ф皵姹℃煋闃叉不", ["澶ф皵姹℃煋闃叉不"]),
    ("浓度锟斤拷以内", ["锟斤拷"]),
    ("市发展改革委、、交通运输局", ["、、"]),  # 贵港
    ("细颗粒物（PM_{2.5}）", ["PM_{2.5}"]),  # 海东 2024
    ("每立方米μg/m^3以内", ["m^3"]),
    ("CO^{2}排放", ["CO^{2}"]),
    ("以PM\n2.5\n和O\n3\n为重点", ["PM\n2.5", "O\n3"]),
    ("(GB\u2002\u2002 37822-2019)", ["\u2002\u2002 "]),  # 贵港
    ("达到9\u00a05%", ["\u00a0"]),
]


@pytest.mark.parametrize(("text", "expected"), DAMAGED)
def test_damage_and_its_place(text, expected):
    assert damaged(text) == expected


SOUND = [
    "咸阳2020年PM2.5目标是多少？到2020年下降5%。",
    "未来大气污染怎么治?下一步工作;加强监管",
    "1-2家B级以下企业提升至A级。",
    "机动车排放检测/维护(I/M)制度",
    "涉VOCs重点行业低VOCs含量涂料、油墨;实施“一厂一策”",
    "城市空气质量管理系统手机APP推广应用",
    "(GB 36886—2018)规定的Ⅲ类限值",
    "控制在 32 微克/立方米以内；9吨/月·平方公里",
    "市公安局　市财政局",
    "PM2.5\n35\nSO2\n12",
    "昝某、翀某、堃某",
    "二噁英达标排放",
    "a_b，https://example.org/?q=1&r=2",
]


@pytest.mark.parametrize("text", SOUND)
def test_sound_text_raises_no_alarm(text):
    assert damaged(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (FILLER + "然後", ["後"]),
        (FILLER + "二噁英", []),
        (FILLER + "乾隆", []),
        (FILLER_TRADITIONAL + "淘汰落后產能", ["后"]),
        (FILLER_TRADITIONAL + "皇后大道", []),
        (FILLER_TRADITIONAL + "公里", []),
        (FILLER_TRADITIONAL + "家里", ["里"]),
        (FILLER_TRADITIONAL + "城市布局", []),  # 佈 is a variant
        (FILLER_TRADITIONAL + "发展", ["发"]),
        (FILLER + FILLER_TRADITIONAL + "落后", []),  # in neither script
        ("然後", []),  # too short to tell
    ],
)
def test_characters_of_the_other_script(text, expected):
    assert damaged(text) == expected


def test_an_unconverted_character_is_one_row_that_counts_its_places():
    text = FILLER_TRADITIONAL + "淘汰落后產能，先停后治"
    (row,) = find_damage(text, list(split_lines(text)), ())
    assert row.message.startswith("“后”：繁体文本中未转换的字，应为“後” (")
    assert row.message.endswith("，共2处 (2 places)")


def test_the_same_damage_again_and_again_is_one_row():
    assert len(damaged("规?;l展、" * MAX_ROWS)) == MAX_ROWS
    text = "规?;l展、" * (MAX_ROWS + 1)
    (row,) = find_damage(text, list(split_lines(text)), ())
    assert row.start == 1
    assert f"共{MAX_ROWS + 1}处" in row.message


def test_what_is_invisible_is_named():
    text = "污染\x00防治"
    (row,) = find_damage(text, list(split_lines(text)), ())
    assert row.message == "“U+0000”：无法辨认的字符 (unreadable characters)"


BROKEN = "严禁承接省外不符合环保政策、产业政策的落后产能，严防污染转"  # 海东 2024, 二、（五）


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"1.淘汰。{BROKEN}\n\n移。引导", ["\n\n"]),
        (f"1.淘汰。{BROKEN}\n— 12 —\n移。引导", ["\n— 12 —\n"]),
        ("1.甲乙丙丁戊己庚辛壬癸二氧化硫年均浓度全部达到《\n标准》一级。", ["\n"]),
        (f"1.淘汰。{BROKEN}。\n\n移。引导", []),
        (f"1.淘汰。{BROKEN}\n\n2.引导", []),  # without a full stop, but whole
        (f"1.淘汰\n{BROKEN}\n移。", ["\n"]),
        (f"{BROKEN}\n移。\n1.淘汰", []),  # before the first heading: titles and signatures
        ("一、优化产业结构，促进产业产品绿色升级\n达到80%。", []),
        (f"1.淘汰。{BROKEN}移。\n（市发展改革委负责）", []),
    ],
)
def test_broken_sentences(text, expected):
    rows = [row for row in parse_text(text).anomalies if row.kind == "broken"]
    assert [text[row.start : row.end] for row in rows] == expected


def test_page_furniture_is_not_looked_at():
    assert parse_text("1.甲。\n上一篇:加快規?;l展\n").anomalies == ()


@given(st.text(st.characters() | st.sampled_from("規?;l展W、。 \n\u2002_{}^2PM后後\ufffd\ud800")))
def test_any_text_gives_places_inside_it(text):
    for row in find_damage(text, list(split_lines(text)), ()):
        assert 0 <= row.start < row.end <= len(text)


@pytest.mark.parametrize(
    "unit", ["規?;l展、", "a", "PM_{2.5}", " \u2002a", "PM\n2.5\n", "澶ф皵姹", "、"]
)
def test_hostile_text_takes_linear_time(unit):
    def effort_for(chars):
        text = unit * (chars // len(unit))
        lines = list(split_lines(text))
        return effort(lambda: find_damage(text, lines, ()))

    effort_for(1000)  # loads tables
    assert effort_for(400_000) < 100


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("喀什地區(qū)行政公署網(wǎng)站", "noise"),
        ("大*气*污*染*防治", "noise"),
        ("水、气、声、渣（一）", None),
        ("颗粒物(g)与臭氧(O3)", None),
        ("甲·乙与丙·丁", None),
        ("左边这一行说到这里              右边这一行说到那里\n" * 4, "columns"),
        ("太原市人民政府                  大同市人民政府\n", None),
    ],
)
def test_noise_and_columns(text, kind):
    found = {row.kind for row in find_damage(text, list(split_lines(text)), ())}
    assert found & {"noise", "columns"} == ({kind} if kind else set())
