from datetime import date

import pytest

from tests.index.texts import parse_text

FRONT = "甲市人民政府关于印发扬尘管理办法的通知\n甲政〔2020〕3号\n2020年3月1日\n"
UNTIL = [
    ("本办法自2020年4月1日起施行，有效期5年。", date(2025, 3, 31)),
    ("本办法自发布之日起施行，有效期二年。", date(2022, 2, 28)),
    ("本办法自2020年4月1日起施行，有效期至2025年12月31日。", date(2025, 12, 31)),
    ("本方案自2020年4月1日起施行，有效期限暂定为三年。", date(2023, 3, 31)),
    ("本通知有效期截至2024年6月底。", date(2024, 6, 30)),
    ("本规定自印发之日起执行，有效期到2022年底。", date(2022, 12, 31)),
    ("本通知自2020年2月29日起施行，有效期1年。", date(2021, 2, 27)),
]
SILENT = [
    "本办法自2020年4月1日起施行。",
    "检验有效期届满后未取得合格标志的，依法强制报废。",
    "检测机构技术审核有效期为四年。",
    "本方案目标实施至2025年底前完成的清单由市局另行公布，有效措施包括洒水。",
    "到2025年，有效控制污染。",
]


@pytest.mark.parametrize(("sentence", "until"), UNTIL)
def test_a_sentence_of_the_document(sentence, until):
    assert parse_text(f"{FRONT}一、任务\n洒水抑尘。\n二、附则\n{sentence}\n").valid_until == until


@pytest.mark.parametrize("sentence", SILENT)
def test_the_term_of_another_thing_is_none(sentence):
    assert parse_text(f"{FRONT}一、任务\n{sentence}\n").valid_until is None


@pytest.mark.parametrize(
    ("field", "until"),
    [
        ("有效期：5年", date(2025, 2, 28)),
        ("失效日期：2026-05-01", date(2026, 5, 1)),
        ("【有效期至】2027年4月30日", date(2027, 4, 30)),
    ],
)
def test_a_field_of_the_page(field, until):
    assert parse_text(f"{field}\n{FRONT}一、任务\n洒水抑尘。\n").valid_until == until
    assert "任务" in parse_text(f"{field}\n{FRONT}一、任务\n洒水抑尘。\n").clauses[-1].heading


def test_a_given_day_goes_before_the_text():
    text = f"{FRONT}一、任务\n本办法自2020年4月1日起施行，有效期5年。\n"
    given = parse_text(text, valid_until=date(2022, 1, 1))
    assert given.valid_until == date(2022, 1, 1)
    with pytest.raises(ValueError, match="valid_until must be a date, not '2022'"):
        parse_text(text, valid_until="2022")
