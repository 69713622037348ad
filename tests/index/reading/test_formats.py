"""The five plans in each format, and files of a word processor: the same clauses, tables."""

from pathlib import Path

import pytest

from index import parse_plan
from index.reading import SUFFIXES, read_source
from index.structure.passages import split_passages
from tests.index.reading import documents, made_files

ROOT = Path(__file__).parents[3]
PLANS = ROOT / "corpus" / "plans"
OFFICE = ROOT / "tests" / "documents" / "office"
NAMES = sorted(path.stem for path in PLANS.glob("*.txt"))
WRITTEN = (".ofd", ".xlsx", ".xls", ".odt", ".rtf", ".mht", ".csv", ".pdf")
TABLE = [
    [("片区", 1, 2), ("县区", 1, 2), ("PM2.5浓度（微克/立方米）", 2, 1), ("优良天数（天）", 1, 2)],
    ["2025年", "2026年"],
    [("北部", 1, 2), "石泉县", "37", "35", "305"],
    ["白河区", "36", "34", ("330", 1, 2)],
    ["南部", "镇坪县", ("31", 2, 1)],
]
FILLED = [
    "片区 县区 PM2.5浓度（微克/立方米） PM2.5浓度（微克/立方米） 优良天数（天）",
    "片区 县区 2025年 2026年 优良天数（天）",
    "北部 石泉县 37 35 305",
    "北部 白河区 36 34 330",
    "南部 镇坪县 31 31 330",
]


def labels(plan):
    return [(clause.id, clause.label, clause.level) for clause in plan.clauses]


def f1(found, gold):
    """Of two lists, each entry counted as often as it is there."""
    both = sum(min(found.count(entry), gold.count(entry)) for entry in set(gold))
    return 2 * both / (len(found) + len(gold))


def assert_same_clauses(path, name):
    plan, original = parse_plan(path), parse_plan(PLANS / f"{name}.txt")
    assert f1(labels(plan), labels(original)) == 1.0
    assert labels(plan) == labels(original)
    return plan, original


@pytest.mark.parametrize("suffix", WRITTEN)
@pytest.mark.parametrize("name", NAMES)
def test_a_plan_written_by_a_standard(tmp_path, name, suffix):
    path = tmp_path / f"{name}{suffix}"
    path.write_bytes(made_files.MAKERS[suffix](documents.paragraphs_of(PLANS / f"{name}.txt")))
    plan, original = assert_same_clauses(path, name)
    words = ["".join(own.text.split()) for own in split_passages(plan)]
    assert words == ["".join(own.text.split()) for own in split_passages(original)]


@pytest.mark.parametrize("name", NAMES)
def test_a_plan_in_word_97(name):
    assert_same_clauses(OFFICE / f"{name}.doc", name)


def test_ofd_is_read_by_place_and_not_by_order(tmp_path):
    name = NAMES[0]
    path = tmp_path / f"{name}.ofd"
    paragraphs = documents.paragraphs_of(PLANS / f"{name}.txt")
    path.write_bytes(made_files.ofd(paragraphs, shuffled=True))
    plan, _ = assert_same_clauses(path, name)
    assert "— 2 —" not in plan.text


@pytest.mark.parametrize("suffix", [s for s in made_files.MAKERS if s not in (".txt", ".md")])
def test_a_table_with_merged_cells(tmp_path, suffix):
    path = tmp_path / f"plan{suffix}"
    path.write_bytes(made_files.MAKERS[suffix](["一、目标", TABLE, "二、任务"]))
    lines = read_source(path).text.split("\n")
    first, *rows, last = lines[:-1] if suffix == ".ofd" else lines  # its page number stands alone
    assert (first, last) == ("一、目标", "二、任务")
    assert [row.rstrip("\t").replace("\t", " ") for row in rows] == FILLED


WORDS = """\
云岭市大气污染防治攻坚2026年行动方案
云政办〔2026〕12号
一、 工作目标
各县区目标见下表。
片区\t县区\tPM2.5浓度（微克/立方米）\tPM2.5浓度（微克/立方米）\t优良天数（天）\t
片区\t县区\t2025年\t2026年\t优良天数（天）\t
北部\t石泉县\t37\t35\t305\t
北部\t白河区\t36\t34\t308\t
南部\t镇坪县\t31\t30\t330\t
二、 重点任务
（一） 优化能源结构
1. 推进清洁取暖。完成散煤替代3.2万户。（市住房城乡建设局牵头）
2. 淘汰燃煤锅炉。淘汰35蒸吨以下锅炉12台。
（二） 优化运输结构
1. 发展铁路货运。铁路货运量提高到480万吨。
三、 保障措施
Reducing PM2.5 – “增绿” 𠮷 ①"""


@pytest.mark.parametrize("suffix", [".doc", ".odt", ".rtf"])
def test_what_libreoffice_wrote(suffix):
    """Numbers that it counted, merged cells, hidden words, characters of all planes."""
    assert read_source(OFFICE / f"notice{suffix}").text == WORDS


@pytest.mark.parametrize("named", [".doc", ".wps", ".docx"])
@pytest.mark.parametrize("suffix", [".doc", ".rtf", ".docx", ".mht", ".html"])
def test_a_word_file_by_its_name_is_read_as_what_it_is(tmp_path, named, suffix):
    path = tmp_path / f"plan{named}"
    is_old = suffix == ".doc"
    made = (
        (OFFICE / "notice.doc").read_bytes() if is_old else made_files.MAKERS[suffix](["一、目标"])
    )
    path.write_bytes(made)
    assert "一、" in read_source(path).text


@pytest.mark.parametrize("named", [".xls", ".et", ".xlsx"])
@pytest.mark.parametrize("suffix", [".xls", ".xlsx", ".html", ".mht"])
def test_a_workbook_by_its_name_is_read_as_what_it_is(tmp_path, named, suffix):
    path = tmp_path / f"plan{named}"
    path.write_bytes(made_files.MAKERS[suffix](["一、目标", TABLE]))
    assert "白河区\t36\t34\t" in read_source(path).text


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_readme_lists_each_format(name):
    rows = (ROOT / name).read_text(encoding="utf-8").split("\n")
    listed = [word for row in rows if row.startswith("| `.") for word in row.split("|")[1].split()]
    assert sorted(word.strip("`") for word in listed) == sorted(SUFFIXES)


def test_the_page_offers_each_format():
    markup = (ROOT / "ui/views/templates/add.html").read_text(encoding="utf-8")
    assert f'accept="{",".join(SUFFIXES)}"' in markup
