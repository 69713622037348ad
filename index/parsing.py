"""A plan's file to a Plan: text, clauses, page furniture, irregularities, metadata."""

import gc
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Unpack

from index.metadata import Metadata, MetadataOverrides, find_metadata
from index.metadata.manifest import overrides_for, plan_id_of, require_errata
from index.metadata.numbers import find_references
from index.reading import Source, read_source
from index.reading.certainty import scanned_lines, uncertain_characters
from index.structure.boilerplate import find_boilerplate
from index.structure.clauses import build_structure
from index.structure.endings import set_back_matter_apart
from index.structure.parts import find_parts, read_line_kinds
from index.text.damage import find_damage
from index.text.headings import Line, is_row, split_lines
from index.types import Anomaly, Clause, Plan, Span

__all__ = ["MetadataOverrides", "parse_plan", "parse_source"]


def parse_plan(path: str | Path, **metadata: Unpack[MetadataOverrides]) -> Plan:
    """Return the plan in a file, as it was found.

    Args:
        path: A file of one of the ``index.reading.SUFFIXES``. Where it lies in a corpus, the
            corpus manifest is read too.
        **metadata: ``title``, ``level``, ``county``, ``city``, ``province``, ``status``,
            ``document_number``, ``issuer``, ``issued``, ``valid_until``, ``period``, ``errata``,
            ``source``, ``accessed``: each goes before the manifest, and the manifest before the
            text.

    Raises:
        PlanError: the file cannot be read; the message says why, and what to do.
        ManifestError: the manifest is malformed, or an erratum of it does not fit the text.
        ValueError: a field of ``metadata`` is unknown or of the wrong kind.
    """
    path = Path(path)
    source = read_source(path)
    overrides = overrides_for(path)
    require_errata(path, source.text, overrides.get("errata", ()))
    return parse_source(plan_id_of(path), source, {**overrides, **metadata})


def parse_source(plan_id: str, source: Source, overrides: MetadataOverrides) -> Plan:
    """Return the plan that a text is.

    Args:
        plan_id: The plan's id.
        source: A text of any content, as it was read.
        overrides: Metadata that goes before what the text says.

    Raises:
        ValueError: a field of ``overrides`` is unknown or of the wrong kind.
    """
    with _collector_paused():
        return _parse(plan_id, source, overrides)


def _parse(plan_id: str, source: Source, overrides: MetadataOverrides) -> Plan:
    """Return the plan that a text is."""
    text, pages = source.text, source.layout.lines if source.layout else ()
    lines = tuple(split_lines(text))
    boilerplate = find_boilerplate(text, lines)
    structure = build_structure(plan_id, text, lines, boilerplate)
    page = {span.start for span in boilerplate}
    own = [line for line in lines if line.start not in page]
    kinds = read_line_kinds(text, own, structure.clauses)
    clauses = set_back_matter_apart(text, own, kinds, structure.clauses)
    body = [clause for clause in clauses if clause.kind == "body"]
    furniture = [line for line in lines if line.start in page]
    found = _metadata(plan_id, text, own, furniture, body)
    described = found.overridden(overrides)
    parts = find_parts(text, own, kinds, clauses, described.title)
    return Plan(
        id=plan_id,
        title=described.title,
        city=described.city,
        province=described.province,
        level=described.level,
        county=described.county,
        status=described.status,
        document_number=described.document_number,
        issuer=described.issuer,
        issued=described.issued,
        valid_until=described.valid_until,
        source=described.source,
        accessed=described.accessed,
        period=described.period,
        text=text,
        sha256=source.sha256,
        clauses=clauses,
        boilerplate=boilerplate,
        anomalies=_anomalies(
            text, own, clauses, parts, (*structure.anomalies, *uncertain_characters(pages))
        ),
        errata=described.errata,
        references=find_references(text, _preamble_end(body, text), described.document_number),
        parts=parts,
        scanned=scanned_lines(pages),
        origins=described.origins(found, plan_id),
    )


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Keep the collector of cycles from walking, over and over, a tree that is all alive.

    It takes a third of the time of a long document otherwise.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _metadata(
    plan_id: str,
    text: str,
    own: Sequence[Line],
    furniture: Sequence[Line],
    body: Sequence[Clause],
) -> Metadata:
    """Return what the document's own lines say of it, and those of the page before its clauses."""
    first_clause = body[0].start if body else len(text)
    return find_metadata(
        front=_words(text, own, end=first_clause),
        rest=_words(text, own, start=first_clause),
        fallback_title=plan_id,
        furniture=_words(text, furniture, end=first_clause),
    )


def _words(
    text: str, lines: Sequence[Line], *, start: int = 0, end: int | None = None
) -> list[str]:
    """Return what stands on the lines of a range, a table's cells one by one.

    White space in front of the first clause of a flat line is what is left of line breaks.
    """
    stop = len(text) if end is None else end
    found: list[str] = []
    for line in lines:
        if line.end <= start or line.start >= stop:
            continue
        words = text[max(line.start, start) : min(line.end, stop)]
        if line.end > stop:
            found += words.split()
        else:
            found += words.split("\t") if is_row(text, line) else [words]
    return found


def _anomalies(
    text: str,
    lines: Sequence[Line],
    clauses: Sequence[Clause],
    parts: Sequence[Span],
    of_others: Sequence[Anomaly],
) -> tuple[Anomaly, ...]:
    """Return what is irregular about a document's numbers and its wording, by place.

    The lines of a signature or a table end as they like: no sentence is broken there.
    """
    blocks = [part for part in parts if part.kind != "responsibility"]
    ends = [block.end for block in blocks]

    def touches_a_block(anomaly: Anomaly) -> bool:
        position = bisect_left(ends, anomaly.start)
        return position < len(blocks) and blocks[position].start <= anomaly.end

    found = [
        anomaly
        for anomaly in find_damage(text, lines, clauses)
        if anomaly.kind != "broken" or not touches_a_block(anomaly)
    ]
    return tuple(sorted([*of_others, *found], key=lambda anomaly: (anomaly.start, anomaly.kind)))


def _preamble_end(body: Sequence[Clause], text: str) -> int:
    """Return where the first clause begins; the preamble of a statute is its first article."""
    for clause in body:
        if not clause.label.endswith(("章", "编", "編", "节", "節")):
            return clause.end if clause.label.startswith("第") else clause.start
    return body[0].start if body else len(text)
