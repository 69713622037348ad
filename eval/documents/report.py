"""What the agreement with labels is printed and written as."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from eval.documents.scoring import FACTS, Summary, summarise
from eval.documents.types import FIELDS, VERDICTS, Counts, DocumentScore
from eval.errors import ResultsError
from eval.report import align
from eval.significance import Estimate, estimate_share

DIGITS = 4  # as in the other results files


def format_summary(summary: Summary) -> str:
    """Return two tables, of the fields and of the facts, and which fields of targets are wrong."""
    fields = [["field", "n", *VERDICTS, "right or rightly none", "95 %"]]
    for name in FIELDS:
        verdicts = summary.verdicts[name]
        share = summary.estimate_field(name)
        cells = [str(summary.documents), *(str(verdicts[each]) for each in VERDICTS)]
        fields.append([name.replace("_", " "), *cells, f"{share.mean:.3f}", _interval(share)])
    facts = [
        ["facts", "found", "right", "precision", "95 %", "labelled", "found", "recall", "95 %"]
    ]
    for name in FACTS:
        counts = summary.counts[name]
        precision = _shares(counts.found_right, counts.found)
        facts.append([name, *precision, *_shares(counts.right, counts.there)])
    lines = [align(fields, left=1), "", align(facts, left=1)]
    if summary.failures:
        wrong = ", ".join(f"{name} {count}" for name, count in summary.failures.items())
        lines += ["", f"wrong among the targets found: {wrong}"]
    if summary.refused:
        lines.append(f"documents refused: {summary.refused}")
    return "\n".join(lines)


def format_differences(scores: Sequence[DocumentScore]) -> str:
    """Return all that is not as labelled, document by document."""
    return "\n\n".join(
        "\n".join([score.file, *(f"  {line}" for line in score.differences)])
        for score in scores
        if score.differences
    )


def record_of(name: str, scores: Sequence[DocumentScore]) -> dict[str, object]:
    """Return the results of a set as JSON values, in the order they are written."""
    summary = summarise(scores)
    return {
        "set": name,
        "documents": summary.documents,
        "refused": summary.refused,
        "fields": {
            field: {**summary.verdicts[field], "share": _rounded(summary.estimate_field(field))}
            for field in FIELDS
        },
        "facts": {fact: _fact(summary.counts[fact]) for fact in FACTS},
        "wrong fields of targets": dict(summary.failures),
        "differences": {score.file: list(score.differences) for score in scores},
    }


def write_records(folder: Path, sets: Mapping[str, Sequence[DocumentScore]]) -> tuple[Path, ...]:
    """Write a results file a set, ``NAME.json``, and return their paths.

    Raises:
        ResultsError: one cannot be written.
    """
    paths = []
    for name, scores in sets.items():
        path = folder / f"{name}.json"
        text = json.dumps(record_of(name, scores), ensure_ascii=False, indent=1)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{text}\n", encoding="utf-8", newline="\n")
        except OSError as error:
            raise ResultsError(f"{path}: cannot be written: {error.strerror}") from None
        paths.append(path)
    return tuple(paths)


def figures_of(name: str, scores: Sequence[DocumentScore]) -> dict[str, float]:
    """Return the shares of a set by name: ``documents/field/title right``.

    Measures that nothing counts for are left out.
    """
    summary = summarise(scores)
    figures = {
        f"documents/{name}/{field.replace('_', ' ')} right": summary.estimate_field(field).mean
        for field in FIELDS
    }
    for fact, counts in summary.counts.items():
        if counts.found:
            figures[f"documents/{name}/{fact}, precision"] = counts.found_right / counts.found
        if counts.there:
            figures[f"documents/{name}/{fact}, recall"] = counts.right / counts.there
    return figures


def _shares(part: int, whole: int) -> list[str]:
    """Return the cells of a share: of how many, how many, the share and its interval."""
    if not whole:
        return ["0", "0", "–", "–"]
    share = estimate_share(part, whole)
    return [str(whole), str(part), f"{share.mean:.3f}", _interval(share)]


def _interval(share: Estimate) -> str:
    """Return an interval without the zeros in front: .90–.97."""
    return "–".join(f"{end:.2f}".removeprefix("0") for end in (share.low, share.high))


def _fact(counts: Counts) -> dict[str, object]:
    """Return counts as they are written."""
    shares = {
        "precision": (counts.found_right, counts.found),
        "recall": (counts.right, counts.there),
    }
    return {
        name: {
            "right": part,
            "of": whole,
            "share": _rounded(estimate_share(part, whole)) if whole else None,
        }
        for name, (part, whole) in shares.items()
    }


def _rounded(share: Estimate) -> list[float]:
    """Return a share and its interval as they are written."""
    return [round(value, DIGITS) for value in (share.mean, share.low, share.high)]
