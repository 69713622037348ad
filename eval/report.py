"""Tables of means: plain text for a terminal, Markdown for the README."""

from collections.abc import Sequence

from eval.errors import ResultsError
from eval.measures import MEASURES, mean_scores, round_scores
from eval.types import Outcome, Row, SetResult

START = "<!-- eval:start -->"
END = "<!-- eval:end -->"
SHOWN_DIGITS = 3  # with some hundred questions the fourth is noise


def mode_rows(result: SetResult) -> tuple[Row, ...]:
    """Return one row a run, in the order of the runs."""
    return tuple(_row(result, run.mode, run.outcomes) for run in result.runs)


def slice_rows(result: SetResult, mode: str) -> tuple[Row, ...]:
    """Return the means of one mode over each slice of its queries.

    Args:
        result: With or without a run of that mode.
        mode: Which run to slice.

    Returns:
        One row a slice, labelled ``lang zh-Hans``, by kind of slice and then in the order the
        slices first occur in the set; none where the queries have no labels or the mode was not
        run. A query with several labels of a kind counts in each of those slices.
    """
    slices: dict[tuple[str, str], list[Outcome]] = {}
    for run in result.runs:
        for outcome in run.outcomes if run.mode == mode else ():
            for label in outcome.query.labels:
                slices.setdefault(label, []).append(outcome)
    return tuple(
        _row(result, f"{kind} {value}", outcomes)
        for (kind, value), outcomes in sorted(slices.items(), key=lambda item: item[0][0])
    )


def format_text(rows: Sequence[Row], label: str) -> str:
    """Return a table for a terminal.

    Args:
        rows: In the order they are shown; a set's name is shown once for its rows.
        label: Heading of the column of the rows' labels.

    Returns:
        Lines without trailing white space; no line break at the end.
    """
    lines = [["set", label, *(m.name for m in MEASURES), "queries"], *_cells(rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if place < 2 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def format_markdown(rows: Sequence[Row]) -> str:
    """Return a Markdown table of modes; no line break at the end."""
    head = ["Set", "Search", *(m.name for m in MEASURES), "Queries"]
    rule = ["---", "---", *("--:" for _ in head[2:])]
    return "\n".join(f"| {' | '.join(line)} |" for line in [head, rule, *_cells(rows)])


def embed_table(document: str, table: str, name: str) -> str:
    """Put a table between the two markers of a document.

    Args:
        document: Text that holds ``START`` and ``END`` once each, in this order.
        table: What is to stand between them.
        name: The document's name, for the error.

    Returns:
        The document with the new table, all else unchanged.

    Raises:
        ResultsError: a marker is missing, occurs twice, or they are in the wrong order.
    """
    before, start, rest = document.partition(START)
    _, end, after = rest.partition(END)
    if not (start and end) or START in rest or END in before + after:
        raise ResultsError(
            f"{name}: there must be one line {START} and below it one line {END}; "
            "put them where the table belongs"
        )
    return f"{before}{START}\n{table}\n{END}{after}"


def _row(result: SetResult, label: str, outcomes: Sequence[Outcome]) -> Row:
    """Return a row of rounded means."""
    means = round_scores(mean_scores(outcomes))
    return Row(result.name, result.kind, label, len(outcomes), means)


def _cells(rows: Sequence[Row]) -> list[list[str]]:
    """Return the text of every cell; a set's name only in its first row."""
    cells = []
    previous = ""
    for row in rows:
        name = row.set_name if row.set_name != previous else ""
        values = (f"{row.measures[m.name]:.{SHOWN_DIGITS}f}" for m in MEASURES)
        cells.append([name, row.label, *values, str(row.queries)])
        previous = row.set_name
    return cells
