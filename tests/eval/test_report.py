import pytest

from eval.errors import ResultsError
from eval.report import embed_table, format_markdown, format_text, mode_rows, slice_rows

TEXT = """\
set    mode       R@1    R@5   R@10  MRR@10  nDCG@10  queries
known  lexical  0.333  0.333  0.667   0.389    0.452        3
       dense    0.333  0.667  0.667   0.500    0.544        3
       hybrid   0.667  1.000  1.000   0.833    0.877        3"""

MARKDOWN = """\
| Set | Search | R@1 | R@5 | R@10 | MRR@10 | nDCG@10 | Queries |
| --- | --- | --: | --: | --: | --: | --: | --: |
| known | lexical | 0.333 | 0.333 | 0.667 | 0.389 | 0.452 | 3 |
|  | dense | 0.333 | 0.667 | 0.667 | 0.500 | 0.544 | 3 |
|  | hybrid | 0.667 | 1.000 | 1.000 | 0.833 | 0.877 | 3 |"""

SLICES = """\
set    slice           R@1    R@5   R@10  MRR@10  nDCG@10  queries
known  lang zh-Hans  1.000  1.000  1.000   1.000    1.000        2
       lang en       0.000  1.000  1.000   0.500    0.631        1
       type number   1.000  1.000  1.000   1.000    1.000        1
       type list     0.500  1.000  1.000   0.750    0.816        2"""


def test_the_table_of_modes(known_result):
    assert format_text(mode_rows(known_result), "mode") == TEXT


def test_the_table_of_slices(known_result):
    assert format_text(slice_rows(known_result, "hybrid"), "slice") == SLICES


def test_a_mode_that_was_not_run_has_no_slices(known_result):
    assert slice_rows(known_result, "random") == ()


def test_the_markdown_table(known_result):
    assert format_markdown(mode_rows(known_result)) == MARKDOWN


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
