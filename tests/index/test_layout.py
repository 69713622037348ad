import pytest

from index import read_text

LAYOUTS = [
    ("防污染转\n\n移。引导产业", "防污染转移。引导产业"),
    ("防污染转\n\n— 12 —\n\n移。引导产业", "防污染转移。引导产业"),
    ("防污染转移。\n第3页 共9页\n- 4 -\n引导产业", "防污染转移。\n引导产业"),
    ("— 12 —\n引导产业\n— 13 —", "— 12 —\n引导产业\n— 13 —"),
    ("一、工作目标\n\n达到80%。", "一、工作目标\n达到80%。"),
    ("按期完成。\n（市局负责）", "按期完成。（市局负责）"),
    ("海东市人民政府\n2019年3月13日", "海东市人民政府\n2019年3月13日"),
    ("城 市\n\n PM2.5浓度\n下降（%）\n（韩城市）\n1", "城市\nPM2.5浓度\n下降（%）\n（韩城市）\n1"),
    ("甲市\t持续\t改善\n乙市\t3", "甲市 持续 改善\n乙市 3"),
    (
        "|县区|优良天数比例和细颗粒物浓度|\n|甲|3|",
        "|县区|优良天数比例和细颗粒物浓度|\n|甲|3|",
    ),
]


@pytest.mark.parametrize(("text", "read"), LAYOUTS)
def test_sentences_are_whole_and_cells_apart(text, read):
    assert read_text(text) == read
