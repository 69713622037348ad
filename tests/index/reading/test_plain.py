from pathlib import Path

import opencc
import pytest

from index import PlanError
from index.reading.plain import read_plain
from tests.index.reading.test_same_clauses import NAMES, PLANS

PATH = Path("plan.txt")
SIMPLIFIED = "咸阳市蓝天保卫战2020年工作方案\n\n一、工作目标\n优良天数不少于270天。\n"
TRADITIONAL = "海東市打贏藍天保衛戰三年行動實施方案\r\n一、總體要求\r\n(一)指導思想\r\n"

# text, encoding
ENCODED = [
    (SIMPLIFIED, "utf-8"),
    (SIMPLIFIED, "utf-8-sig"),
    (SIMPLIFIED, "gbk"),
    (SIMPLIFIED, "gb18030"),
    (SIMPLIFIED, "utf-16"),
    (SIMPLIFIED, "utf-16-le"),
    (SIMPLIFIED, "utf-16-be"),
    (TRADITIONAL, "big5"),
    (TRADITIONAL, "cp950"),
    (TRADITIONAL, "big5hkscs"),
    (TRADITIONAL, "gb18030"),
    (TRADITIONAL, "utf-16-be"),
    ("关于印发实施方案的通知", "gbk"),
    ("空氣品質改善計畫", "big5"),
    ("里恒墻裏，恒春鎮公所的計畫書", "cp950"),  # characters that Windows added to Big5
    ("香港邨屋空氣質素管理計劃說明", "big5hkscs"),
    ("〔2024〕24号㎡①⑳·—…", "utf-8"),
    ("PM2.5 only", "ascii"),
]


@pytest.mark.parametrize(("text", "encoding"), ENCODED)
def test_encodings_are_told_apart(text, encoding):
    expected = text if encoding != "utf-8-sig" else "\ufeff" + text
    assert read_plain(text.encode(encoding), PATH) == expected


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", NAMES)
def test_whole_plans_and_parts_of_them(name, encoding):
    text = (PLANS / f"{name}.txt").read_text(encoding="utf-8")
    text = opencc.OpenCC("s2t" if encoding == "big5" else "t2s").convert(text)
    text = text.encode(encoding, "ignore").decode(encoding)
    for start in range(0, len(text), 250):
        part = text[start : start + 250]
        assert read_plain(part.encode(encoding), PATH) == part
    assert read_plain(text.encode(encoding), PATH) == text


# what is wrong, bytes
DAMAGED = {
    "UTF-8 cut short": SIMPLIFIED.encode()[:-2],
    "a few characters of UTF-8 cut short": "咸阳市蓝天保卫战".encode()[:-1],
    "UTF-8 with a byte of its own": SIMPLIFIED.encode().replace("年".encode(), b"\xe5\xff\xb4"),
    "UTF-8 with a byte lost": SIMPLIFIED.encode().replace("年".encode(), b"\xe5\xb4"),
    "GB18030 cut short": SIMPLIFIED.encode("gb18030")[:-2],
    "Latin letters": "Luftreinhaltepläne für Städte".encode("latin-1"),
    "Japanese": "大気汚染防止法のあらましについて".encode("shift-jis"),
    "Korean": "대기환경보전법 시행규칙".encode("euc-kr"),
    "Russian": "Закон".encode("cp1251"),
    "UTF-16 cut short": SIMPLIFIED.encode("utf-16")[:-1],
    "UTF-32": SIMPLIFIED.encode("utf-32"),
    "a ZIP archive": b"PK\x03\x04\x14\x00\x00\x00",
    "every byte": bytes(range(256)),
}


@pytest.mark.parametrize("case", DAMAGED)
def test_nothing_is_read_where_nothing_fits(case):
    with pytest.raises(
        PlanError, match=r"plan\.txt: is not text in UTF-8, UTF-16, GB18030 or Big5"
    ):
        read_plain(DAMAGED[case], PATH)


@pytest.mark.parametrize("name", NAMES)
def test_damaged_utf8_is_never_read_as_something_else(name):
    data = (PLANS / f"{name}.txt").read_bytes()
    for start in range(0, len(data), 211):
        part = data[start : start + 120]
        try:
            expected = part.decode()
        except UnicodeDecodeError:
            with pytest.raises(PlanError):
                read_plain(part, PATH)
        else:
            assert read_plain(part, PATH) == expected
