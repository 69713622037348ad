"""A comparison for the terminal."""

from collections.abc import Iterator, Sequence

from eval.comparison import DECIDING, Comparison, QueryChange
from eval.report import align
from eval.sources import Quote, Sources
from eval.types import Outcome

SHOWN_CHARS = 60  # of a quotation: enough to recognise it in one line


def format_comparison(comparison: Comparison, sources: Sources) -> str:
    """Return the measures with their differences, then every query won or lost.

    Args:
        comparison: Of two runs.
        sources: The texts behind it, as far as they are known.

    Returns:
        Lines without a line break at the end.
    """
    won, lost = len(comparison.won), len(comparison.lost)
    lines = [
        f"A  {comparison.before.label}",
        f"B  {comparison.after.label}",
        *notes(comparison, sources),
        "",
        format_measures(comparison),
        "",
        f"By {DECIDING}, B wins {won}, loses {lost} and ties {comparison.queries - won - lost}.",
    ]
    for title, changes in (("WON", comparison.won), ("LOST", comparison.lost)):
        for change in changes:
            lines += ["", *_query_lines(title, change, sources)]
    return "\n".join(lines)


def format_measures(comparison: Comparison) -> str:
    """Return the table of measures, differences, intervals and p-values."""
    head = ["measure", "A", "B", "B - A", "95 %", "p"]
    return align([head, *measure_cells(comparison)], left=1)


def measure_cells(comparison: Comparison) -> list[list[str]]:
    """Return a row a measure: name, both means, difference, its interval, p."""
    rows = []
    for change in comparison.measures:
        estimate = change.difference.estimate
        interval = f"{estimate.low:+.3f} .. {estimate.high:+.3f}"
        means = (f"{change.before:.3f}", f"{change.after:.3f}", f"{estimate.mean:+.3f}")
        rows.append([change.name, *means, interval, f"{change.difference.p:.4f}"])
    return rows


def notes(comparison: Comparison, sources: Sources) -> list[str]:
    """Return what a reader must know before trusting the figures."""
    found = [f"{comparison.queries} queries"]
    if comparison.left_out:
        found.append(f"{comparison.left_out} queries that only one side has are left out.")
    if not comparison.same_corpus:
        found.append("The two sides searched different texts.")
    if sources.note:
        found.append(sources.note)
    return found


def describe_ranks(outcome: Outcome) -> str:
    """Return the ranks at which pieces were found, and how many are missing."""
    judgement = outcome.judgement
    ranks = ", ".join(map(str, judgement.ranks)) or "none"
    missing = judgement.pieces - len(judgement.ranks)
    return f"{ranks} ({missing} of {judgement.pieces} not found)" if missing else ranks


def _query_lines(title: str, change: QueryChange, sources: Sources) -> Iterator[str]:
    """Yield the lines of one query."""
    text = sources.texts.get(change.query_id, "")
    yield f"{title} {change.query_id} {change.gain:+.3f}  {text}".rstrip()
    for quote in sources.evidence.get(change.query_id, ()):
        yield from _quote_lines("  sought  ", quote)
    for side, outcome in (("A", change.before), ("B", change.after)):
        yield f"  {side} found it at {describe_ranks(outcome)}"
        quotes: Sequence[Quote] = [sources.passage(item) for item in outcome.ranking.items]
        for rank, quote in enumerate(quotes, start=1):
            yield from _quote_lines(f"    {rank}. ", quote)


def _quote_lines(start: str, quote: Quote) -> Iterator[str]:
    """Yield reference and place of a quotation, then its first words."""
    yield f"{start}{'  '.join(part for part in (quote.reference, quote.link) if part)}"
    words = " ".join(quote.text.split())
    if words:
        cut = words if len(words) <= SHOWN_CHARS else words[: SHOWN_CHARS - 1] + "…"
        yield f"{' ' * len(start)}{cut}"
