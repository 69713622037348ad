import pytest

from index.structure.passages import MAX_SENTENCE_CHARS, is_bare_heading, split_passages
from tests.index.invariants import assert_sound
from tests.index.texts import parse_text

BROKEN = "严禁承接省外不符合环保政策、产业政策的落后产能，严防污染转"  # 海东 2024, 二、（五）
PASSAGES = {
    "a paragraph each": (
        "一、甲。乙。\n\n丙。\n\n丁。",
        ["一、甲。乙。", "丙。", "丁。"],
    ),
    "a heading stands with its text": (
        "一、工作目标\n\n达到80%。\n乙。",
        ["一、工作目标\n\n达到80%。", "乙。"],
    ),
    "a heading above other headings stands alone": (
        "二、主要任务\n(一)工业\n1.甲。",
        ["二、主要任务", "(一)工业", "1.甲。"],
    ),
    "a page break in a sentence": (
        f"（五）淘汰落后产能。{BROKEN}\n\n移。引导产业调整。",
        [f"（五）淘汰落后产能。{BROKEN}\n\n移。引导产业调整。"],
    ),
    "subscripts on lines of their own": (
        "（三）目标。全市PM\n2.5\n浓度下降10%，汾渭平原PM\n\n10\n\n浓度下降9%。\n（四）甲。",
        [
            "（三）目标。全市PM\n2.5\n浓度下降10%，汾渭平原PM\n\n10\n\n浓度下降9%。",
            "（四）甲。",
        ],
    ),
    "a heading behind a subscript": (
        "1.甲，减少SO\n2\n（四）乙。",
        ["1.甲，减少SO\n2", "（四）乙。"],
    ),
    "a page break with a page number": (
        f"（五）淘汰。{BROKEN}\n— 12 —\n移。引导。",
        [f"（五）淘汰。{BROKEN}\n— 12 —\n移。引导。"],
    ),
    "page numbers between sentences": (
        f"（五）淘汰。{BROKEN}移。\n— 12 —\n引导。\n（六）标题\n— 13 —\n改善。",
        [f"（五）淘汰。{BROKEN}移。", "引导。", "（六）标题", "改善。"],
    ),
    "other furniture inside a sentence": (
        f"（五）淘汰。{BROKEN}\n打印本文\n— 12 —\n移。引导。",
        [f"（五）淘汰。{BROKEN}", "移。引导。"],
    ),
    "a bracket on a line of its own": (
        "（九）发展。满足取暖需求。\n\n（市发展改革委等按职责分工负责）",
        ["（九）发展。满足取暖需求。\n\n（市发展改革委等按职责分工负责）"],
    ),
    "page furniture between a heading and its text": (
        "一、工作目标\n— 12 —\n达到80%。",
        ["一、工作目标", "达到80%。"],
    ),
    "Markdown between two lines": (f"1.甲。{BROKEN}\n## 移。", [f"1.甲。{BROKEN}", "移。"]),
    "the title and the covering notice": (
        "海东市人民政府文件\n东政〔2024〕24号\n各县区人民政府：\n一、甲",
        ["海东市人民政府文件", "东政〔2024〕24号", "各县区人民政府：", "一、甲"],
    ),
    "a signature": (
        "一、甲。\n甲市人民政府\n2024年3月1日\n抄送：市委。",
        ["一、甲。", "甲市人民政府\n2024年3月1日", "抄送：市委。"],
    ),
    "no clause": ("甲。\n乙。", ["甲。", "乙。"]),
    "nothing but furniture": ("上一篇：甲\n下一篇：乙", []),
}


@pytest.mark.parametrize("case", PASSAGES)
def test_passages(case):
    text, expected = PASSAGES[case]
    plan = parse_text(text)
    found = split_passages(plan)
    assert [passage.text for passage in found] == expected
    assert_sound(plan, found)


def test_ids_count_the_passages_of_a_clause():
    plan = parse_text("标题。\n一、甲。\n乙。\n(一)丙。\n二、丁。", plan_id="a")
    assert [passage.id for passage in split_passages(plan)] == [
        "a/0/1",
        "a/1/1",
        "a/1/2",
        "a/1.1/1",
        "a/2/1",
    ]


def test_long_paragraphs_are_cut_at_sentences_into_equal_parts():
    sentences = [f"第{n:02}项任务。" for n in range(12)]  # 7 characters each
    plan = parse_text("1." + "".join(sentences))
    found = [passage.text for passage in split_passages(plan, max_chars=30)]
    assert found == [
        "1." + "".join(sentences[:4]),
        "".join(sentences[4:8]),
        "".join(sentences[8:]),
    ]
    assert len(split_passages(plan, max_chars=86)) == 1


@pytest.mark.parametrize("comma", ["、", ""])
def test_a_list_longer_than_the_model_reads_is_cut(comma):
    names = comma.join(["甲乙丙丁戊己庚辛壬"] * 300)
    found = split_passages(parse_text(f"1.名单：{names}。"))
    assert all(len(passage.text) <= MAX_SENTENCE_CHARS for passage in found)
    assert "".join(passage.text for passage in found) == f"1.名单：{names}。"


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("二、主要任务\n(一)工业。治理。", [True, False]),
        ("二、主要任务\n达到80%。", [False]),
        ("二、主要任务。", [False]),  # all there is of it
        ("标题\n一、甲", [False, False]),
        ("(一)甲。乙。\n1.丙", [False, False]),
    ],
)
def test_bare_headings(text, bare):
    plan = parse_text(text)
    clauses = {clause.id: clause for clause in plan.clauses}
    found = split_passages(plan)
    assert [is_bare_heading(plan, clauses[p.clause_id], p) for p in found] == bare


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("一、主要任务\n1.强化源头管控。积极推行。", ["一、主要任务"]),
        ("(一)突出抓好工业治理。\n1.强化源头管控。积极推行。", ["(一)突出抓好工业治理。"]),
        # a sentence with a paragraph behind it says something itself
        ("1.全面禁止露天焚烧秸秆。\n各县区设立巡查队伍。\n2.加强宣传。发放手册。", []),
        ("一、主要任务\n强化治理。\n二、保障措施\n加强领导。", []),
        ("1.全面禁止露天焚烧秸秆。", []),
    ],
)
def test_a_bare_heading_has_its_text_in_the_clauses_below(text, bare):
    plan = parse_text(text)
    clauses = {clause.id: clause for clause in plan.clauses}
    assert [
        passage.text
        for passage in split_passages(plan)
        if is_bare_heading(plan, clauses[passage.clause_id], passage)
    ] == bare


@pytest.mark.parametrize("max_chars", [20, 30, 45, 400])
def test_no_page_number_stands_at_the_edge_of_a_passage(max_chars):
    plan = parse_text("1.甲。" + f"{BROKEN}\n— 12 —\n- 13 -\n" * 60)
    passages = split_passages(plan, max_chars=max_chars)
    assert_sound(plan, passages)
    assert len(passages) > 2
