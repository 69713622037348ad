"""Nothing raises on tables, broken numbers and mixed rows, and what is said is quoted."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from index import PlanIndex
from qa import Citation, answer_from, ask, changes, compare, duties, targets
from qa.grounding import Draft, grounded
from qa.question import read_question
from tests.qa.damaged_plans import as_page, plans
from tests.qa.made_plans import LevelEncoder, index_of
from tests.qa.test_every_answer import HITS, check_answer

DOCUMENTS = Path(__file__).parents[1] / "documents" / "small"
QUESTIONS = (
    *("汉中PM2.5目标是多少？", "汉中城固县优良天数目标分别是多少？", "汉中降尘量下降百分之几？"),
    *("汉中是否禁止烟花爆竹？", "汉中PM2.5什么时候达到目标？", "汉中有哪些目标任务？"),
    *("汉中和潮州的PM2.5目标哪个低", "哪个城市的优良天数最高？", "各市的降尘量目标是多少？"),
    *("哪个城市的PM2.5目标最早完成？", "汉中优良天数前后有什么变化？", "汉中比上一轮新增了什么？"),
    *("哪些方案没有提到降尘量？", "哪些城市没有设定PM2.5目标？", "汉中烟花爆竹由谁牵头？"),
    *("汉中市公安局负责哪些工作？", "什么是“六个百分之百”？", "汉中方案的文号是什么？"),
    *("汉中方案什么时候印发？", "汉中方案是谁印发的？", "汉中第1条写了什么？", "汉中目标任务"),
    *("漢中縣區目標", "汉中、潮州的烟花爆竹有什么不同"),
)


def check(index):
    """Fail where a way to ask raises, or an answer holds what its citations do not."""
    for question in QUESTIONS:
        hits = index.search(question, k=HITS)
        answer = answer_from(index, hits, question)
        check_answer(index, hits, answer)
    for topic in ("细颗粒物", "优良天数", "烟花爆竹", "降尘量"):
        for row in compare(index, topic).rows:
            assert row.citation is None or row.text
        targets(index, topic)
    duties(index, "市公安局")
    for change in changes(index, "汉中").changed:
        assert change.earlier.quote
        assert change.later.quote


@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],  # a smaller example would take minutes to find
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(
    plans("汉中市2020年大气污染治理行动方案"),
    plans("汉中市2023年大气污染治理行动方案"),
    plans("潮州市打赢蓝天保卫战实施方案(2019-2020年)"),
    st.booleans(),
)
def test_nothing_raises_and_all_is_quoted(earlier, later, other, is_page):
    texts = {"hanzhong-2020": earlier, "hanzhong-2023": later, "chaozhou": other}
    with tempfile.TemporaryDirectory() as folder:
        sources = Path(folder) / "corpus/plans"
        sources.mkdir(parents=True)
        for name, text in texts.items():
            content, ending = (as_page(text), "html") if is_page else (text, "txt")
            (sources / f"{name}.{ending}").write_text(content, encoding="utf-8")
        corpus, data = sources.parent, Path(folder) / "index"
        check(PlanIndex.build(corpus, data, encoder=LevelEncoder(), progress=False))


@pytest.fixture(scope="module")
def field_index(tmp_path_factory):
    """Two public plans, one with a table of goals."""
    names = ("f02-unit", "f04-table-crash")
    texts = {name: (DOCUMENTS / f"{name}.txt").read_text(encoding="utf-8") for name in names}
    return index_of(tmp_path_factory.mktemp("field"), texts, encoder=LevelEncoder())


def test_an_english_question_on_a_table(field_index):
    text = "Which PM2.5 target is lower, Hanzhong's or Chaozhou's?"
    hits = field_index.search(text, k=HITS)
    check_answer(field_index, hits, answer_from(field_index, hits, text))


def test_rows_of_a_table_stay_apart(field_index):
    answer = ask(field_index, "汉中和潮州的PM2.5目标哪个低")
    assert answer.status == "answered"
    assert "汉台区 38；城固县 36" in answer.text
    assert "29微克" in answer.text


@pytest.mark.parametrize(
    ("text", "quote", "is_borne_out"),
    [
        ("38 310 城固县 36 318", "38\t310\n城固县\t36\t318", True),
        ("38310", "38\t310", False),
        ("3836", "38\n36", False),
        ("38", "3\n8", False),
        ("目标38", "目标３８", True),
        ("2025年底前完成", "1.2025年底前完成。", True),
        ("不高于25", "不高于1.25", False),
        ("十", "十\n三", True),
        ("十三", "十\n三", True),
        ("市财政局", "市公安局", False),
        (" ", "市公安局", False),
    ],
)
@pytest.mark.parametrize("question", ["目标是多少？", "目標是多少？", "What is the target?"])
def test_what_is_not_borne_out_is_refused_in_words(text, quote, is_borne_out, question):
    citation = Citation("p", "1", 0, len(quote), quote, "某市")
    draft = Draft("number", 0.9, text, (citation,), (text,))
    answer = grounded(read_question(question), draft)
    if is_borne_out:
        assert (answer.status, answer.text, answer.citations) == ("answered", text, (citation,))
    else:
        assert (answer.status, answer.reason, answer.citations) == ("not_found", "not stated", ())
        assert answer.explanation
        assert answer.nearby == (citation,)
        assert answer.confidence <= 0.1


@pytest.mark.parametrize(("quote", "is_borne_out"), [("31%", True), ("3\n1\n%", False)])
def test_what_a_refusal_states_instead_is_held_against_it_too(quote, is_borne_out):
    citation = Citation("p", "1", 0, len(quote), quote, "某市")
    stated = "方案另写有31%。"
    draft = Draft("number", 0.1, reason="not stated", explanation=stated, nearby=(citation,))
    answer = grounded(read_question("目标是多少？"), draft)
    assert (answer.status, answer.reason, answer.nearby) == ("not_found", "not stated", (citation,))
    assert answer.explanation
    assert (answer.explanation == stated) == is_borne_out
