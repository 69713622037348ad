"""The rows that a segment has in Milvus: passages with what filters ask for, and sentences."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from index.milvus import vectors, weights
from index.milvus.places import ROW_BITS
from index.storage.manifest import Configuration, SegmentEntry
from index.storage.plan_table import decode
from index.storage.segment import BARE_HEADING, Segment
from index.types import PlanHead

ROWS_VERSION = 1
"""Raised whenever what rows hold changes its shape or its meaning."""
MAX_VALUES = 256
"""Years or offices of one row."""


def number_of(entry: SegmentEntry) -> int:
    """Return the number of a segment in its rows' keys, told from its content; below 2³¹."""
    return int(entry.name.removeprefix("segment-")[:8], 16) >> 1


def passage_fields(dimension: int) -> Mapping[str, Any]:
    """Return the fields of a passage's row."""
    return {
        "key": "key",
        "segment": "integer",
        "plan": "text",
        "place": "text",
        "province": "text",
        "level": "text",
        "years": "integers",
        "offices": "texts",
        "findable": "flag",
        vectors.FIELD: dimension,
        weights.FIELD: "words",
    }


def sentence_fields(dimension: int) -> Mapping[str, Any]:
    """Return the fields of a sentence's row."""
    return {
        "key": "key",
        "segment": "integer",
        "plan": "text",
        "passage": "integer",
        vectors.FIELD: dimension,
    }


def mark_of(configuration: Configuration, dimension: int) -> Mapping[str, Any]:
    """Return what tells a collection that was filled by this program and this model."""
    return {
        "lantian": ROWS_VERSION,
        "model": configuration["model"],
        "tokens": configuration["tokens"],
        "dimension": dimension,
    }


def passage_rows(segment: Segment, dimensions: Mapping[str, int]) -> Iterator[Mapping[str, Any]]:
    """Yield the rows of a segment's passages, in order.

    Args:
        segment: Opened.
        dimensions: Of each term that it has.
    """
    data, number = segment.data, number_of(segment.entry)
    words = weights.sparse(data.terms, dimensions)
    for plan, listed in enumerate(data.listed):
        head: PlanHead = decode("head", listed.head)
        about = {
            "plan": head.id,
            "place": head.place or head.province or "",
            "province": head.province or "",
            "level": head.level or "",
            "years": years_of(head)[:MAX_VALUES],
        }
        answering: dict[int, list[str]] = defaultdict(list)
        for name, passages in segment.read(plan, "offices"):
            for passage in passages:
                answering[passage].append(name)
        start, end = data.plan_starts[plan : plan + 2].tolist()
        for row in range(start, end):
            yield {
                "key": (number << ROW_BITS) + row,
                "segment": number,
                **about,
                "offices": answering[row - start][:MAX_VALUES],
                "findable": not data.flags[row] & BARE_HEADING,
                vectors.FIELD: data.vectors[row],
                weights.FIELD: next(words),
            }


def sentence_rows(segment: Segment) -> Iterator[Mapping[str, Any]]:
    """Yield the rows of a segment's sentences, in order."""
    data, number = segment.data, number_of(segment.entry)
    for plan, listed in enumerate(data.listed):
        start, end = data.plan_starts[plan : plan + 2].tolist()
        for passage in range(start, end):
            first, last = data.sentence_starts[passage : passage + 2].tolist()
            for row in range(first, last):
                yield {
                    "key": (number << ROW_BITS) + row,
                    "segment": number,
                    "plan": listed.id,
                    "passage": passage,
                    vectors.FIELD: data.sentences[row],
                }


def years_of(head: PlanHead) -> list[int]:
    """Return the years that a plan covers or was issued in, ascending."""
    covered = range(head.period[0], head.period[1] + 1) if head.period else ()
    return sorted({*covered, *((head.issued.year,) if head.issued else ())})
