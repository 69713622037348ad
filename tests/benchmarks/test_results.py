"""The benchmarks' table: how it is made, kept, shown and put into a document."""

from dataclasses import replace

import pytest

from benchmarks import results
from benchmarks.__main__ import main
from benchmarks.results import BenchmarkError, Results, Row, Section, number, timed_row
from benchmarks.timing import Ratio, Times, time_in_turn

TIMES = Times(((2.0, 4.0, 8.0), (6.0, 6.0, 6.0), (1.0, 1.0, 1.0)))
ROW = timed_row(
    "ten best", ("ours", "peer"), TIMES, "All are read.", calls=2, passages=1_002, is_simulated=True
)
HALF = Ratio(0.5, 0.4, 0.6)
SHARE = Row("work", "ours", "a product", (50, 100), "GFLOP/s", HALF, "", is_share=True)
FOUND = Results(
    size=1_000,
    machine={
        "processor": "a processor",
        "cores": "2",
        "memory": "24 GiB",
        "system": "Linux",
        "python": "3.11.7",
    },
    versions={"numpy": "2.4.6"},
    sections={
        "lexical": Section("2026-01-02", (ROW,), ("bm25s, not installed",)),
        "embedding": Section("2026-01-03", (SHARE,)),
    },
)


def test_ways_are_timed_in_turn_each_second_round_backwards():
    called = []
    times = time_in_turn([lambda: called.append("a"), lambda: called.append("b")], 3)
    assert "".join(called) == "ab" + "ab" + "ba" + "ab"
    assert [len(own) for own in times.ms] == [3, 3]


def test_a_ratio_is_the_median_over_the_rounds():
    assert TIMES.median(0) == 4
    assert TIMES.ratio(0, 1) == Ratio(1.5, 1.125, 2.25)
    assert Times(((2.0,), (6.0,))).ratio(0, 1) == Ratio(3, 3, 3)


def test_values_are_of_one_call():
    assert (ROW.values, ROW.unit, ROW.ratio.median) == ((2, 3), "ms", 1.5)
    assert timed_row("x", ("a", "c"), TIMES, "", peer=2).values == (4, 1)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0.00"), (0.0123, "0.012"), (9.87, "9.87"), (12.34, "12.3"), (1234, "1,234")],
)
def test_numbers_have_about_three_digits(value, shown):
    assert number(value) == shown


def test_the_table_has_a_line_a_ratio_and_what_stands_below():
    lines = results.markdown(FOUND).splitlines()
    assert lines[0].startswith("| Task | Passages | Lantian | Peer | Ratio |")
    assert lines[2] == (
        "| ten best | 1,002 SIMULATED | ours 2.00 ms | peer 3.00 ms | ×1.50 (1.12–2.25) "
        "| All are read. |"
    )
    assert "| 50% (40%–60%) |" in lines[3]
    assert lines[5] == "Skipped: bm25s, not installed."
    assert lines[7].startswith("Measured 2026-01-02 and 2026-01-03 on 2 cores of a processor")
    assert "numpy 2.4.6" in lines[7]


def test_a_terminal_shows_the_limit_below_each_line():
    lines = results.text(FOUND).splitlines()
    assert "×1.50" in lines[1]
    assert lines[2] == "    All are read."


def test_what_was_written_is_read(tmp_path):
    data, page = results.write(FOUND, tmp_path / "own")
    assert page.read_text(encoding="utf-8") == results.markdown(FOUND) + "\n"
    assert results.read(1_000, data.parent) == FOUND
    results.write(replace(FOUND, size=20), data.parent)
    assert results.read(None, data.parent) == FOUND, "the larger of equals"
    fewer = {"lexical": FOUND.sections["lexical"]}
    results.write(replace(FOUND, size=9_000, sections=fewer), data.parent)
    assert results.read(None, data.parent) == FOUND, "the fullest"


def test_what_is_not_there_or_damaged_is_said(tmp_path):
    with pytest.raises(BenchmarkError, match="no results of any size"):
        results.read(None, tmp_path)
    data, _ = results.write(FOUND, tmp_path)
    with pytest.raises(BenchmarkError, match=r"no results of 7 \(there are: 1000\)"):
        results.read(7, tmp_path)
    data.write_text("{}")
    with pytest.raises(BenchmarkError, match="cannot be read"):
        results.read(1_000, tmp_path)


def test_a_document_gets_the_table(tmp_path, capsys):
    results.write(FOUND, tmp_path)
    document = tmp_path / "page.md"
    document.write_text(f"before\n{results.START}\nold\n{results.END}\nafter\n", encoding="utf-8")
    command = ["table", "--output", str(tmp_path), "--write", str(document)]
    assert main(command) == 0
    first = document.read_text(encoding="utf-8")
    assert first == (f"before\n{results.START}\n{results.markdown(FOUND)}\n{results.END}\nafter\n")
    assert main(command) == 0
    assert document.read_text(encoding="utf-8") == first
    document.write_text("no markers")
    assert main(command) == 2
    assert results.START in capsys.readouterr().err
    assert main([*command[:-1], str(tmp_path / "missing.md")]) == 2
    assert main(command[:3]) == 0
    assert capsys.readouterr().out == results.markdown(FOUND) + "\n"


def test_the_readme_shows_the_fullest_of_the_kept_tables():
    readme = (results.FOLDER.parents[1] / "README.md").read_text(encoding="utf-8")
    shown = readme.partition(results.START)[2].partition(results.END)[0].strip()
    assert shown == results.markdown(results.read())
