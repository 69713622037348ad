import pytest

from eval.errors import ResultsError
from eval.latency import Latency
from eval.measures import MEASURES
from eval.report import (
    embed_table,
    format_latency,
    format_markdown,
    format_text,
    result_rows,
    slice_rows,
)

MARKDOWN = """\
| Set | Search | R@1 | R@5 | R@10 | MRR@10 | nDCG@10 | R@1000c | 95 % of nDCG@10 | Queries |
| --- | --- | --: | --: | --: | --: | --: | --: | --: | --: |
| known | lexical | 0.333 | 0.333 | 0.667 | 0.389 | 0.452 | 0.333 | .000–1.000 | 3 |
|  | dense | 0.333 | 0.667 | 0.667 | 0.500 | 0.544 | 0.667 | .000–1.000 | 3 |
|  | hybrid | 0.667 | 1.000 | 1.000 | 0.833 | 0.877 | 1.000 | .631–1.000 | 3 |"""

SLICES = """\
set    slice           R@1    R@5   R@10  MRR@10          nDCG@10  R@1000c  queries
known  lang zh-Hans  1.000  1.000  1.000   1.000  1.000 1.00-1.00    1.000        2
       lang en       0.000  1.000  1.000   0.500  0.631 .63-.63      1.000        1
       type number   1.000  1.000  1.000   1.000  1.000 1.00-1.00    1.000        1
       type list     0.500  1.000  1.000   0.750  0.816 .63-1.00     1.000        2"""


def test_the_table_of_systems(known_result):
    lines = format_text(result_rows(known_result), "system").splitlines()
    assert lines[0].split() == ["set", "system", *(m.name for m in MEASURES), "queries"]
    assert lines[3].startswith("       hybrid   0.667 .00-1.00   1.000 1.00-1.00  1.000 1.00-1.00")
    assert lines[3].endswith("0.833 .50-1.00   0.877 .63-1.00   1.000 1.00-1.00        3")
    assert len({len(line) for line in lines}) == 1


def test_the_table_of_slices(known_result):
    rows = slice_rows(known_result, "hybrid")
    assert format_text(rows, "slice", intervals=["nDCG@10"]) == SLICES


def test_times_are_shown_beside_the_embedding():
    measured = {"dev": (Latency("embedding", 10, 12, 1), Latency("hybrid", 12.34, 20, 1.234))}
    assert (
        format_latency(measured)
        == """\
set  what       p50 ms  p95 ms  p50 ratio
dev  embedding    10.0    12.0       1.00
     hybrid       12.3    20.0       1.23"""
    )


def test_a_mode_that_was_not_run_has_no_slices(known_result):
    assert slice_rows(known_result, "random") == ()


def test_the_markdown_table(known_result):
    assert format_markdown(result_rows(known_result)) == MARKDOWN


DOCUMENT = "# Lantian\r\n\r\n<!-- eval:start -->\nold\n<!-- eval:end -->\r\n\r\nMore.\r\n"


def test_only_what_stands_between_the_markers_changes():
    renewed = embed_table(DOCUMENT, "| new |", "README.md")
    assert renewed == DOCUMENT.replace("old", "| new |")
    assert embed_table(renewed, "| new |", "README.md") == renewed


@pytest.mark.parametrize(
    "document",
    [
        "",
        "<!-- eval:start -->",
        "<!-- eval:end -->",
        "<!-- eval:end --><!-- eval:start -->",
        "<!-- eval:start --><!-- eval:start --><!-- eval:end -->",
        "<!-- eval:start --><!-- eval:end --><!-- eval:end -->",
        "<!-- eval:start --><!-- eval:end --><!-- eval:start -->",
        "<!-- eval:end --><!-- eval:start --><!-- eval:end -->",
    ],
)
def test_markers_that_are_not_one_pair(document):
    with pytest.raises(ResultsError, match=r"README\.md: there must be one line <!-- eval:start"):
        embed_table(document, "| new |", "README.md")
