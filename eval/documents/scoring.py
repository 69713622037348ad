"""Documents read and judged, and their sums."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm

from eval.documents.facts import judge_duties, judge_targets
from eval.documents.fields import judge_fields
from eval.documents.labels import DocumentLabels
from eval.documents.reading import read_document
from eval.documents.types import (
    FIELDS,
    VERDICTS,
    Counts,
    DocumentFacts,
    DocumentScore,
    Verdict,
)
from eval.significance import Estimate, estimate_share

FACTS = (
    *("targets", "targets, operator aside", "targets, scope too"),
    *("duties, offices", "duties, leads"),
)


@dataclass(frozen=True, slots=True)
class Summary:
    """The sums over some documents.

    Attributes:
        verdicts: Field to how many documents have each verdict.
        counts: By the names of ``FACTS``.
        failures: Field of a target to how often it is not as labelled.
        refused: How many documents could not be read.
    """

    documents: int
    verdicts: Mapping[str, Mapping[Verdict, int]]
    counts: Mapping[str, Counts]
    failures: Mapping[str, int]
    refused: int

    def estimate_field(self, name: str) -> Estimate:
        """Return the share of documents with a field right or rightly none."""
        verdicts = self.verdicts[name]
        return estimate_share(verdicts["right"] + verdicts["rightly none"], self.documents)


def score_documents(
    folder: Path, labels: Sequence[DocumentLabels], *, progress: bool = True
) -> tuple[DocumentScore, ...]:
    """Read documents and judge what was read.

    Args:
        folder: That the labels' files stand in.
        labels: One a document.
        progress: Show a bar on standard error if that is a terminal.

    Returns:
        In the order of the labels.

    Raises:
        SetError: the folder lacks a document.
    """
    with tqdm(labels, unit="document", disable=None if progress else True) as bar:
        return tuple(judge_document(own, read_document(folder, own.file)) for own in bar)


def judge_document(labels: DocumentLabels, found: DocumentFacts) -> DocumentScore:
    """Return how what was read of a document agrees with its labels.

    Targets and duties are judged only where they are labelled.
    """
    verdicts, differences = judge_fields(labels, found)
    lines = [f"refused: {found.error}"] if found.error else []
    lines += differences
    counts: dict[str, Counts] = {}
    failures: Counter[str] = Counter()
    judged = []
    if labels.targets is not None:
        is_complete = labels.is_complete
        judged.append(judge_targets(labels.targets, found.targets, is_complete=is_complete))
    if labels.duties is not None:
        judged.append(judge_duties(labels.duties, found.duties))
    for score in judged:
        counts |= score.counts
        failures += score.failures
        lines += score.differences
    return DocumentScore(
        labels.file, verdicts, counts, failures, tuple(lines), is_refused=found.error is not None
    )


def summarise(scores: Iterable[DocumentScore]) -> Summary:
    """Return the sums over some documents."""
    scores = tuple(scores)
    failures: Counter[str] = Counter()
    for score in scores:
        failures.update(score.failures)
    return Summary(
        documents=len(scores),
        verdicts={
            name: {
                verdict: sum(s.verdicts[name] == verdict for s in scores) for verdict in VERDICTS
            }
            for name in FIELDS
        },
        counts={
            name: sum((s.counts[name] for s in scores if name in s.counts), Counts())
            for name in FACTS
        },
        failures=dict(failures.most_common()),
        refused=sum(s.is_refused for s in scores),
    )
