"""What a run of the benchmarks found, in a JSON file and as one table."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from benchmarks.timing import Ratio, Times
from eval.report import align

FOLDER = Path(__file__).parent / "results"
START, END = "<!-- benchmarks:start -->", "<!-- benchmarks:end -->"


class BenchmarkError(Exception):
    """Nothing can be measured or shown like this; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """One ratio.

    Attributes:
        task: What was done.
        ours: What did it in Lantian.
        peer: What it is set against.
        values: Of both, in ``unit``.
        unit: Of the values.
        ratio: Above 1 Lantian is faster, or its figure smaller; of a ``share`` Lantian's part of
            what the peer reaches.
        limit: What stands between this figure and what would be possible: a sentence of facts
            from the same run.
        passages: Of the collection, 0 where there is none.
        is_simulated: Whether the collection is recombined from real plans.
        is_share: Whether the ratio is a share of a limit.
    """

    task: str
    ours: str
    peer: str
    values: tuple[float, float]
    unit: str
    ratio: Ratio
    limit: str
    passages: int = 0
    is_simulated: bool = False
    is_share: bool = False


def timed_row(
    task: str,
    names: tuple[str, str],
    times: Times,
    limit: str,
    *,
    peer: int = 1,
    calls: int = 1,
    passages: int = 0,
    is_simulated: bool = False,
) -> Row:
    """Return the row of the first way against another.

    Args:
        task: What both did.
        names: Lantian's and the peer's.
        times: Of all ways.
        limit: As ``Row`` has it.
        peer: The other way's place among them.
        calls: How often a round did the task; values are for one.
        passages: As ``Row`` has it.
        is_simulated: As ``Row`` has it.
    """
    return Row(
        task=task,
        ours=names[0],
        peer=names[1],
        values=(times.median(0) / calls, times.median(peer) / calls),
        unit="ms",
        ratio=times.ratio(0, peer),
        limit=limit,
        passages=passages,
        is_simulated=is_simulated,
    )


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one part, measured together.

    Attributes:
        date: Of the measurement, ISO 8601.
        rows: In the order of the table.
        skipped: What was not measured, and why, a line each.
    """

    date: str
    rows: tuple[Row, ...]
    skipped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """All that was found at one size.

    Attributes:
        size: Passages asked for.
        machine: What it is, in words.
        versions: Of the packages that figures depend on.
        sections: By name, in the order of the table.
    """

    size: int
    machine: Mapping[str, str]
    versions: Mapping[str, str]
    sections: Mapping[str, Section] = field(default_factory=dict)


def write(results: Results, folder: Path = FOLDER) -> tuple[Path, Path]:
    """Write results as JSON and as Markdown; return both paths."""
    folder.mkdir(parents=True, exist_ok=True)
    data, page = folder / f"{results.size}.json", folder / f"{results.size}.md"
    record = json.dumps(asdict(results), ensure_ascii=False, indent=1)
    data.write_text(record + "\n", encoding="utf-8")
    page.write_text(markdown(results) + "\n", encoding="utf-8")
    return data, page


def read(size: int | None = None, folder: Path = FOLDER) -> Results:
    """Return the results of a size; where none is given, those with most rows.

    Raises:
        BenchmarkError: there are none, or they cannot be read.
    """
    sizes = sorted(int(path.stem) for path in folder.glob("*.json") if path.stem.isdigit())
    if size is None and sizes:
        size = max(sizes, key=lambda own: (_rows_kept(folder / f"{own}.json"), own))
    if size not in sizes:
        measured = ", ".join(map(str, sizes)) or "none"
        raise BenchmarkError(
            f"{folder}: no results of {size or 'any size'} (there are: {measured}); "
            "measure them with: make bench SIZE=…"
        )
    path = folder / f"{size}.json"
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        sections = {name: _section(own) for name, own in record.pop("sections").items()}
        return Results(**record, sections=sections)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise BenchmarkError(
            f"{path}: cannot be read ({error}); measure anew with: make bench SIZE={size}"
        ) from error


def _rows_kept(path: Path) -> int:
    """Return how many rows a file of results has; 0 where it cannot be read."""
    try:
        sections = json.loads(path.read_text(encoding="utf-8"))["sections"]
        return sum(len(own["rows"]) for own in sections.values())
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return 0


def _section(record: Mapping[str, object]) -> Section:
    """Return a section from JSON values."""
    rows = record["rows"]
    assert isinstance(rows, list)
    found = tuple(
        Row(**{**row, "values": tuple(row["values"]), "ratio": Ratio(**row["ratio"])})
        for row in rows
    )
    return Section(str(record["date"]), found, tuple(record["skipped"]))  # type: ignore[arg-type]


HEADS = ("Task", "Passages", "Lantian", "Peer", "Ratio")


def markdown(results: Results) -> str:
    """Return the table, below it what was skipped and the machine; no line break at the end."""
    head = [*HEADS, "What stands between it and the limit"]
    lines = [head, ["---", "--:", "--:", "--:", "--:", "---"]]
    lines += [[*_cells(row), row.limit] for own in results.sections.values() for row in own.rows]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return "\n\n".join([table, *_skipped(results), _footer(results)])


def text(results: Results) -> str:
    """Return the table for a terminal, a line below each row; no line break at the end."""
    rows = [row for own in results.sections.values() for row in own.rows]
    head, *lines = align([list(HEADS), *map(_cells, rows)], left=1).splitlines()
    shown = [head]
    for line, row in zip(lines, rows, strict=True):
        shown += [line, f"    {row.limit}"]
    return "\n".join([*shown, "", *_skipped(results), _footer(results)])


def _cells(row: Row) -> list[str]:
    """Return what stands in the columns of a row, but for the last."""
    ours, peer = (f"{number(value)} {row.unit}" for value in row.values)
    size = f"{row.passages:,}" + " SIMULATED" * row.is_simulated if row.passages else ""
    ratio = row.ratio
    if row.is_share:
        shown = f"{ratio.median:.0%} ({ratio.low:.0%}–{ratio.high:.0%})"
    else:
        shown = f"×{number(ratio.median)} ({number(ratio.low)}–{number(ratio.high)})"
    return [row.task, size, f"{row.ours} {ours}", f"{row.peer} {peer}", shown]


def number(value: float) -> str:
    """Return a number with three significant digits, without an exponent."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    digits = 2 if abs(value) < 10 else 1
    return f"{value:.3f}" if 0 < abs(value) < 0.1 else f"{value:.{digits}f}"


def _skipped(results: Results) -> list[str]:
    """Return a line for each thing that was not measured."""
    return [f"Skipped: {line}." for own in results.sections.values() for line in own.skipped]


def _footer(results: Results) -> str:
    """Return what the figures hold for."""
    machine = results.machine
    dates: Sequence[str] = sorted({own.date for own in results.sections.values()})
    packages = ", ".join(f"{name} {own}" for name, own in results.versions.items())
    return (
        f"Measured {' and '.join(dates)} on {machine['cores']} cores of {machine['processor']}, "
        f"{machine['memory']}, {machine['system']}, Python {machine['python']}; {packages}. Values "
        "are medians, ratios medians over the rounds (with quartiles), the ways timed in turn; "
        "above 1 Lantian is faster or smaller. SIMULATED: the real plans over and over, words "
        "swapped, vectors moved."
    )
