"""Tables of means: plain text for a terminal, Markdown for the README."""

from collections.abc import Mapping, Sequence

from eval.errors import ResultsError
from eval.latency import Latency
from eval.measures import MEASURES, estimate_scores
from eval.significance import Estimate
from eval.types import Outcome, Row, SetResult

START = "<!-- eval:start -->"
END = "<!-- eval:end -->"
SHOWN_DIGITS = 3  # with some hundred questions the fourth is noise
NAMES = tuple(m.name for m in MEASURES)
INTERVAL_OF = "nDCG@10"  # the measure that choices are made by


def result_rows(result: SetResult) -> tuple[Row, ...]:
    """Return one row a run, in the order of the runs."""
    return tuple(_row(result, run.system, run.outcomes) for run in result.runs)


def slice_rows(result: SetResult, system: str) -> tuple[Row, ...]:
    """Return the means of one system over each slice of its queries.

    Args:
        result: With or without a run of that system.
        system: Which run to slice.

    Returns:
        One row a slice, labelled ``lang zh-Hans``, by kind of slice and then in the order the
        slices first occur in the set; none where the queries have no labels or the system was
        not run. A query with several labels of a kind counts in each of those slices.
    """
    slices: dict[tuple[str, str], list[Outcome]] = {}
    for run in result.runs:
        for outcome in run.outcomes if run.system == system else ():
            for label in outcome.query.labels:
                slices.setdefault(label, []).append(outcome)
    return tuple(
        _row(result, f"{kind} {value}", outcomes)
        for (kind, value), outcomes in sorted(slices.items(), key=lambda item: item[0][0])
    )


def format_text(rows: Sequence[Row], label: str, *, intervals: Sequence[str] = NAMES) -> str:
    """Return a table for a terminal: means with their 95 % intervals, ``0.939 .90-.97``.

    Args:
        rows: In the order they are shown; a set's name is shown once for its rows.
        label: Heading of the column of the rows' labels.
        intervals: The measures whose intervals are shown.

    Returns:
        Lines without trailing white space; no line break at the end.
    """
    lines = [["set", label, *NAMES, "queries"]]
    for head, row in zip(_heads(rows), rows, strict=True):
        cells = [
            _with_interval(estimate) if name in intervals else _mean(estimate)
            for name, estimate in row.measures.items()
        ]
        lines.append([*head, *cells, str(row.queries)])
    return align(lines, left=2)


def align(lines: Sequence[Sequence[str]], *, left: int) -> str:
    """Return cells as columns, the first ``left`` of them flush left, the others flush right."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if place < left else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def format_markdown(rows: Sequence[Row]) -> str:
    """Return a Markdown table with the interval of nDCG@10; no line break at the end."""
    head = ["Set", "Search", *NAMES, f"95 % of {INTERVAL_OF}", "Queries"]
    rule = ["---", "---", *("--:" for _ in head[2:])]
    lines = [head, rule]
    for cells, row in zip(_heads(rows), rows, strict=True):
        means = map(_mean, row.measures.values())
        interval = _interval(row.measures[INTERVAL_OF], "–", SHOWN_DIGITS)
        lines.append([*cells, *means, interval, str(row.queries)])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def format_latency(measured: Mapping[str, Sequence[Latency]]) -> str:
    """Return a table of times, set by set; the ratio is to the embedding of the query alone."""
    lines = [["set", "what", "p50 ms", "p95 ms", "p50 ratio"]]
    for name, latencies in measured.items():
        for place, found in enumerate(latencies):
            times = (f"{found.p50_ms:.1f}", f"{found.p95_ms:.1f}", f"{found.ratio:.2f}")
            lines.append([name if place == 0 else "", found.name, *times])
    return align(lines, left=2)


def embed_table(
    document: str, table: str, name: str, markers: tuple[str, str] = (START, END)
) -> str:
    """Put a table between the two markers of a document.

    Args:
        document: Text that holds both markers once each, in this order.
        table: What is to stand between them.
        name: The document's name, for the error.
        markers: Where it begins and where it ends.

    Returns:
        The document with the new table, all else unchanged.

    Raises:
        ResultsError: a marker is missing, occurs twice, or they are in the wrong order.
    """
    first, last = markers
    before, start, rest = document.partition(first)
    _, end, after = rest.partition(last)
    if not (start and end) or first in rest or last in before + after:
        raise ResultsError(
            f"{name}: there must be one line {first} and below it one line {last}; "
            "put them where the table belongs"
        )
    return f"{before}{first}\n{table}\n{last}{after}"


def _row(result: SetResult, label: str, outcomes: Sequence[Outcome]) -> Row:
    """Return a row of rounded means with their intervals."""
    return Row(result.name, result.kind, label, len(outcomes), estimate_scores(outcomes))


def _heads(rows: Sequence[Row]) -> list[list[str]]:
    """Return set and label of every row; a set's name only in its first row."""
    names = ["", *(row.set_name for row in rows)]
    return [
        [row.set_name if row.set_name != previous else "", row.label]
        for previous, row in zip(names, rows, strict=False)
    ]


def _with_interval(estimate: Estimate) -> str:
    """Return a mean and its interval, of one width, so that means stand below each other."""
    return f"{_mean(estimate)} {_interval(estimate, '-', 2):<9}"


def _mean(estimate: Estimate) -> str:
    """Return a mean as the tables show it."""
    return f"{estimate.mean:.{SHOWN_DIGITS}f}"


def _interval(estimate: Estimate, dash: str, digits: int) -> str:
    """Return the interval without the zeros in front: .90-.97, .98-1.00."""
    ends = (f"{end:.{digits}f}" for end in (estimate.low, estimate.high))
    return dash.join(end.removeprefix("0") for end in ends)
