"""Plans with tables, broken numbers and mixed rows, made up by hypothesis."""

from hypothesis import strategies as st

AREAS = ("汉台区", "城固县", "全市", "五里镇", "三亚路街道", "市直")
INDICATORS = ("PM2.5目标", "PM2.5（微克/立方米）", "优良天数", "2025年", "降尘量", "淘汰率%")
_FULL_WIDTH = {ord(half): ord(half) + 0xFEE0 for half in "0123456789.%"}
_DUTIES = (
    "（市生态环境局牵头，市公安局参与）",
    "\n（牵头单位：市发展\n改革委、市公安局）",
    "责任单位：市住建局\t市城管局",
    "",
)

numbers = st.one_of(
    st.integers(0, 4000).map(str),
    st.decimals(0, 100, places=1).map(str),
    st.sampled_from(("三十八", "十\n三", "1,200", "百分之五", "5‰", "3～5", "①", "m²", "≥")),
    st.integers(10, 99).map(lambda number: "\n".join(str(number))),
)
"""Whole, with a decimal, in words, and with a line's end inside."""


@st.composite
def quantities(draw):
    """A number with its unit, at times in full-width digits."""
    words = draw(numbers) + draw(st.sampled_from(("", "%", "‰", "微克/立方米", "天", "\n%")))
    return words.translate(_FULL_WIDTH) if draw(st.booleans()) else words


@st.composite
def tables(draw):
    """A table in one of the ways that tables are found in, its rows at times of other lengths."""
    width = draw(st.integers(1, 3))
    head = ["县区", *draw(st.permutations(INDICATORS))[:width]]
    rows = [head]
    for area in draw(st.lists(st.sampled_from(AREAS), min_size=1, max_size=4)):
        cells = draw(st.lists(quantities(), min_size=width, max_size=width))
        rows.append([area, *cells][: draw(st.integers(1, width + 1))])
    form = draw(st.sampled_from(("tabs", "pipes", "a line a cell", "spaces")))
    if form == "a line a cell":
        return "\n".join(cell for row in rows for cell in row)
    mark = {"tabs": "\t", "pipes": " | ", "spaces": "  "}[form]
    return "\n".join(mark.join(row) for row in rows)


@st.composite
def sentences(draw):
    """A sentence that sets something, with a number that may be broken, and who is responsible."""
    begin = draw(st.sampled_from(("到2025年，全市", "2020年", "- 3 -\n", "1.", "2025年底前")))
    subject = draw(st.sampled_from(("PM2.5年均浓度", "优良天数比率", "烟花爆竹", "降尘量\n")))
    verb = draw(st.sampled_from(("不高于", "下降", "达到", "禁止", "比2020年\t减少", "从5降到")))
    return f"{begin}{subject}{verb}{draw(quantities())}。{draw(st.sampled_from(_DUTIES))}"


@st.composite
def plans(draw, title):
    """A plan: a title, goals with tables among the sentences, duties and a definition."""
    body = draw(st.lists(st.one_of(tables(), sentences()), min_size=2, max_size=5))
    tasks = draw(st.lists(st.one_of(sentences(), tables(), quantities()), max_size=4))
    return "\n".join(
        [
            *(title, "汉政发〔2023〕5号", "一、目标任务", "各县区目标见下表。"),
            *(*body, "二、主要任务"),
            *(f"{number}. {task}" for number, task in enumerate(tasks, 1)),
            "“六个百分之百”是指围挡、覆盖、冲洗、\n硬化100%。",
        ]
    )


def as_page(text):
    """A plan's text as a web page, its rows of cells a table's."""
    lines = []
    for line in text.split("\n"):
        cells = "".join(f"<td>{cell}</td>" for cell in line.split("\t"))
        lines.append(f"<table><tr>{cells}</tr></table>" if "\t" in line else f"<p>{line}</p>")
    body = "".join(lines).replace("</table><table>", "")
    return f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'
