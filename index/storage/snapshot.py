"""All that an index consists of, and its way to and from bytes."""

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any

import numpy as np

from index.errors import IndexDamagedError
from index.facts.types import Definition, Duty, Facts, Target, Threshold
from index.ranking.dense import DenseIndex, SentenceVectors
from index.ranking.lexical import LexicalIndex, Postings, TermCounts
from index.types import Anomaly, Clause, Erratum, Passage, Plan, Reference, Span

FORMAT_VERSION = 11
"""Raised whenever what is written changes its shape or its meaning."""

HEADER = "index.json"
FILES = (
    *("plans.json", "passages.json", "vocabulary.json", "lexical.npz", "dense.faiss"),
    *("sentences.json", "sentences.faiss", "facts.json", "configuration.json"),
)
_DATES = ("issued", "valid_until")
_REMEDY = "build it anew with: python -m index build"

Configuration = Mapping[str, str | int | float]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An index at rest.

    Attributes:
        plans: By id.
        facts: What each plan commits to, in the order of ``plans``.
        passages: Of all plans, in the order of ``plans``, then of the text; n of them.
        keys: SHA-256 of what was embedded for each passage, n of them: the same key, the same
            vector.
        lexical: Over the n passages.
        dense: Over the n passages.
        sentence_keys: SHA-256 of each sentence that was embedded, those of a passage side by side.
        sentences: Over the same sentences.
        configuration: What the vectors and weights depend on: the model, parameters, versions.
    """

    plans: tuple[Plan, ...]
    facts: tuple[Facts, ...]
    passages: tuple[Passage, ...]
    keys: tuple[str, ...]
    lexical: LexicalIndex
    dense: DenseIndex
    sentence_keys: tuple[str, ...]
    sentences: SentenceVectors
    configuration: Configuration

    def __post_init__(self) -> None:
        sizes = {
            len(self.passages),
            len(self.keys),
            self.lexical.weights.size,
            int(self.dense.index.ntotal),
            len(self.sentences.starts),
        }
        if len(sizes) != 1:
            raise ValueError(f"the parts differ in their number of passages: {sorted(sizes)}")
        if len(self.facts) != len(self.plans):
            raise ValueError(f"{len(self.plans)} plans and the facts of {len(self.facts)}")
        if len(self.sentence_keys) != self.sentences.dense.index.ntotal:
            raise ValueError(f"{len(self.sentence_keys)} keys for the vectors of sentences")


def content_hash(
    plans: tuple[Plan, ...],
    passages: tuple[Passage, ...],
    keys: tuple[str, ...],
    configuration: Configuration,
) -> str:
    """Return a SHA-256, hexadecimal, that differs whenever an index built from these would."""
    described = [
        FORMAT_VERSION,
        dict(configuration),
        [_plan_record(plan) for plan in plans],
        _passage_rows(passages, keys),
    ]
    return hashlib.sha256(json.dumps(described, sort_keys=True).encode()).hexdigest()


def to_files(snapshot: Snapshot) -> dict[str, bytes]:
    """Return the files of an index by name, the header last."""
    counts, postings = io.BytesIO(), snapshot.lexical.terms.counts
    np.savez(counts, starts=postings.starts, passages=postings.passages, values=postings.values)
    files = {
        "plans.json": _json([_plan_record(plan) for plan in snapshot.plans]),
        "passages.json": _json(_passage_rows(snapshot.passages, snapshot.keys)),
        "vocabulary.json": _json(list(snapshot.lexical.vocabulary)),
        "lexical.npz": counts.getvalue(),
        "dense.faiss": snapshot.dense.to_bytes(),
        "sentences.json": _json([list(snapshot.sentence_keys), snapshot.sentences.counts]),
        "sentences.faiss": snapshot.sentences.dense.to_bytes(),
        "facts.json": _json([_record(facts) for facts in snapshot.facts]),
        "configuration.json": _json(dict(snapshot.configuration)),
    }
    header = {
        "format_version": FORMAT_VERSION,
        "sha256": {name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
    }
    return {**files, HEADER: _json(header)}


def from_files(files: Mapping[str, bytes], place: str) -> Snapshot:
    """Return the index that ``to_files`` wrote.

    Args:
        files: By name.
        place: Where they were read from, for messages.

    Raises:
        IndexDamagedError: a file is missing or altered, or the format is another version's.
    """
    try:
        _check(files, place)
        plans = tuple(_plan(record) for record in json.loads(files["plans.json"]))
        passages, keys = _passages(json.loads(files["passages.json"]), plans)
        vocabulary = {term: row for row, term in enumerate(json.loads(files["vocabulary.json"]))}
        with np.load(io.BytesIO(files["lexical.npz"])) as arrays:
            counts = Postings(**arrays, size=len(passages))
        dense = DenseIndex.from_bytes(files["dense.faiss"])
        sentence_keys, sizes = json.loads(files["sentences.json"])
        starts = np.cumsum([0, *sizes], dtype=np.intp)[:-1]
        return Snapshot(
            plans=plans,
            facts=tuple(_facts(record) for record in json.loads(files["facts.json"])),
            passages=passages,
            keys=keys,
            lexical=LexicalIndex.weighted(TermCounts(vocabulary, counts)),
            dense=dense,
            sentence_keys=tuple(sentence_keys),
            sentences=SentenceVectors(DenseIndex.from_bytes(files["sentences.faiss"]), starts),
            configuration=json.loads(files["configuration.json"]),
        )
    except KeyError as error:
        raise IndexDamagedError(f"{place}: {error} is missing; {_REMEDY}") from error
    except (ValueError, TypeError) as error:
        raise IndexDamagedError(f"{place}: cannot be read ({error}); {_REMEDY}") from error


def _check(files: Mapping[str, bytes], place: str) -> None:
    """Refuse files of another format version and files that are not as they were written."""
    header = json.loads(files[HEADER])
    version = header["format_version"]
    if version != FORMAT_VERSION:
        raise IndexDamagedError(
            f"{place}: has format version {version!r}, this program reads {FORMAT_VERSION}; "
            f"{_REMEDY}"
        )
    for name in FILES:
        if hashlib.sha256(files[name]).hexdigest() != header["sha256"][name]:
            raise IndexDamagedError(f"{place}: {name} was altered after it was written; {_REMEDY}")


def _json(value: object) -> bytes:
    """Return JSON that is the same for the same value, one lone surrogate or not."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode()


def _record(value: object) -> Any:  # noqa: ANN401 - whatever JSON has for it
    """Return a value as JSON has it; five times as fast as ``asdict``, which copies all texts."""
    if isinstance(value, tuple):
        return [_record(item) for item in value]
    if is_dataclass(value):
        names = _fields_of(value.__class__)
        return {name: _record(getattr(value, name)) for name in names}
    return value


@cache
def _fields_of(kind: type[Any]) -> tuple[str, ...]:
    """Return the names of a record's fields."""
    return tuple(field.name for field in fields(kind))


def _plan_record(plan: Plan) -> dict[str, Any]:
    """Return a plan as JSON values."""
    record: dict[str, Any] = _record(plan)
    for name in _DATES:
        day: date | None = record[name]
        record[name] = day.isoformat() if day else None
    return record


def _plan(record: dict[str, Any]) -> Plan:
    """Return the plan that ``_plan_record`` wrote."""
    return Plan(
        **{
            **record,
            **{name: date.fromisoformat(record[name]) for name in _DATES if record[name]},
            "period": tuple(record["period"]) if record["period"] else None,
            "clauses": tuple(
                Clause(**{**clause, "path": tuple(clause["path"])}) for clause in record["clauses"]
            ),
            "boilerplate": tuple(Span(**span) for span in record["boilerplate"]),
            "anomalies": tuple(Anomaly(**anomaly) for anomaly in record["anomalies"]),
            "errata": tuple(Erratum(**erratum) for erratum in record["errata"]),
            "parts": tuple(Span(**span) for span in record["parts"]),
            "references": tuple(Reference(**named) for named in record["references"]),
        }
    )


def _facts(record: dict[str, list[dict[str, Any]]]) -> Facts:
    """Return the facts that were written as JSON values."""
    return Facts(
        targets=tuple(Target(**target) for target in record["targets"]),
        thresholds=tuple(Threshold(**threshold) for threshold in record["thresholds"]),
        duties=tuple(Duty(**_with_tuples(duty)) for duty in record["duties"]),
        definitions=tuple(Definition(**_with_tuples(own)) for own in record["definitions"]),
    )


def _with_tuples(record: dict[str, Any]) -> dict[str, Any]:
    """Return JSON values with lists as the tuples that they were."""
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in record.items()
    }


def _passage_rows(passages: tuple[Passage, ...], keys: tuple[str, ...]) -> list[list[str | int]]:
    """Return passages, without their text, and their keys as JSON values."""
    return [
        [passage.id, passage.plan_id, passage.clause_id, passage.start, passage.end, key]
        for passage, key in zip(passages, keys, strict=True)
    ]


def _passages(
    rows: list[list[Any]], plans: tuple[Plan, ...]
) -> tuple[tuple[Passage, ...], tuple[str, ...]]:
    """Return passages, their text sliced from their plans, and keys."""
    texts = {plan.id: plan.text for plan in plans}
    passages = tuple(
        Passage(id_, plan_id, clause_id, start, end, texts[plan_id][start:end])
        for id_, plan_id, clause_id, start, end, _ in rows
    )
    return passages, tuple(row[-1] for row in rows)
