"""What the command lines share: the index option, exit codes, and hits and plans as text."""

import argparse
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, NoReturn

from index.hits import Hit
from index.structure.passages import format_reference
from index.text.layout import find_gaps, read_text
from index.types import Clause, Erratum, Plan, Reference, Span
from index.version import VERSION

if TYPE_CHECKING:
    from index.quoting import Trace, Verification
    from index.storage.examination import Finding
    from index.storage.manifest import Manifest

DEFAULT_INDEX = "data/index"


def default_index() -> str:
    """Return where the index is: what ``LANTIAN_INDEX`` names, else ``data/index``."""
    return os.environ.get("LANTIAN_INDEX") or DEFAULT_INDEX


def add_index_option(parser: argparse.ArgumentParser) -> None:
    """Give a command the option ``--index``."""
    parser.add_argument(
        "--index",
        default=default_index(),
        metavar="PLACE",
        help=f"folder of the index, or milvus://HOST:19530/NAME, or milvus:FILE.db (default "
        f"{DEFAULT_INDEX}, or LANTIAN_INDEX)",
    )


def add_version_option(parser: argparse.ArgumentParser) -> None:
    """Give a program the option ``--version``."""
    parser.add_argument("--version", action="version", version=f"Lantian {VERSION}")


def take_no_options(program: str, about: str | None) -> None:
    """Understand ``--help`` and ``--version``, refuse anything else, and go on.

    Args:
        program: What it is started by, as in ``python -m benchmarks.page``.
        about: What it does.
    """
    parser = argparse.ArgumentParser(prog=program, description=about)
    add_version_option(parser)
    parser.parse_args()


def exit_with(main: Callable[[], int]) -> NoReturn:
    """Run a command and end the process with its exit code.

    A reader that has seen enough, as in ``| head``, ends it quietly.
    """
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    sys.exit(main())


_MARK_ON, _MARK_OFF = "\033[1;33m", "\033[0m"
_SAID_ON, _STANDS_ON = "\033[31m", "\033[32m"
# A plan could otherwise move the cursor, colour the screen or rename the window.
_CONTROLS = dict.fromkeys((*range(0x09), *range(0x0E, 0x1C), *range(0x7F, 0xA0)), "\ufffd")


def hit_record(hit: Hit) -> dict[str, Any]:
    """Return a hit as JSON values."""
    return asdict(hit)


def hit_text(hit: Hit, *, color: bool) -> str:
    """Return a hit as lines: rank, reference, scores, the passage with its matches marked."""
    scores = f"{hit.score:.2f} = lexical {hit.lexical:.2f} + dense {hit.dense:.2f}"
    place = f"[{hit.passage.plan_id}:{hit.passage.start}–{hit.passage.end}]"
    body = "".join(_shown(hit, color=color))
    reference = _harmless(hit.reference)
    lines = [f"{hit.rank}. {reference}", f"{scores}  {place}", body]
    lines += (f"同见 (also in) {_harmless(other.reference)}" for other in hit.also_in)
    return "\n   ".join(lines)


def _harmless(text: str) -> str:
    """Return a text with what steers a terminal replaced, one character by one."""
    return text.translate(_CONTROLS)


def _shown(hit: Hit, *, color: bool) -> Iterator[str]:
    """Yield the passage in pieces as it is read, matches in colour where that is asked for."""
    text = _harmless(hit.passage.text)
    gaps = {gap.start: gap for gap in find_gaps(text)}
    starts = {match.start - hit.passage.start for match in hit.matches}
    ends = {match.end - hit.passage.start for match in hit.matches}
    repairs = {erratum.end - hit.passage.start: erratum.repaired for erratum in hit.repairs}
    position = 0
    while position < len(text):
        if color and position in starts:
            yield _MARK_ON
        gap = gaps.get(position)
        following = gap.end if gap else position + 1
        yield gap.shown if gap else text[position]
        if color and not ends.isdisjoint(range(position + 1, following + 1)):
            yield _MARK_OFF
        position = following
        if position in repairs:
            yield f"〔应为 {_harmless(repairs[position])}〕"


def plan_record(plan: Plan) -> dict[str, Any]:
    """Return a plan, without its text, as JSON values."""
    record = asdict(plan)
    del record["text"]
    record["issued"] = plan.issued.isoformat() if plan.issued else None
    for clause, described in zip(plan.clauses, record["clauses"], strict=True):
        described["reference"] = format_reference(plan, clause)
    return record


def plan_text(plan: Plan) -> str:
    """Return what was read in a plan: metadata, clauses, parts, furniture, irregularities."""
    lines = "\n".join(
        [
            *_metadata_lines(plan),
            "",
            f"条款 clauses ({len(plan.clauses)})",
            *(_clause_line(clause) for clause in plan.clauses),
            "",
            f"引用文件 references ({len(plan.references)})",
            *(_reference_line(named) for named in plan.references),
            "",
            f"文件组成 parts ({len(plan.parts)})",
            *_span_lines(plan, plan.parts),
            "",
            f"网页附带内容 page furniture ({len(plan.boilerplate)})",
            *_span_lines(plan, plan.boilerplate),
            "",
            f"异常 anomalies ({len(plan.anomalies)})",
            *(f"{found.start:>7} {found.kind}: {found.message}" for found in plan.anomalies),
            "",
            f"勘误 errata ({len(plan.errata)})",
            *(_erratum_line(found) for found in plan.errata),
        ]
    )
    return _harmless(lines)


def verification_text(found: "Verification") -> str:
    """Return what a verification says as lines."""
    place = f"[{found.plan_id}:{found.start}–{found.end}]"
    verdict = "原文如此 (stands)" if found.stands else "不是原文 (does not stand)"
    lines = [f"{verdict}  {found.reference} {place}"]
    if not found.stands:
        lines += [f"   引文 quoted: {found.quote}", f"   原文 stands: {found.found}"]
    return _harmless("\n".join(lines))


def trace_text(trace: "Trace", *, color: bool) -> str:
    """Return a trace as lines: kind, place, the plan's words, what the sentence says otherwise."""
    kind = {"exact": "逐字一致", "normalised": "规范后一致", "nearest": "最接近"}[trace.kind]
    place = f"[{trace.plan_id}:{trace.start}–{trace.end}]"
    lines = [
        f"{kind} ({trace.kind}, {trace.similarity:.2f})  {_harmless(trace.reference)} {place}",
        f"   {_harmless(read_text(trace.quote))}",
    ]
    for found in trace.differences:
        said, stands = _harmless(found.said), _harmless(found.stands)
        if color:
            said, stands = f"{_SAID_ON}{said}{_MARK_OFF}", f"{_STANDS_ON}{stands}{_MARK_OFF}"
        lines.append(f"   句中 said: [{said}]  原文 stands: [{stands}]")
    return "\n".join(lines)


def traces_text(traces: Sequence["Trace"], *, color: bool) -> str:
    """Return traces one after the other."""
    return "\n\n".join(trace_text(trace, color=color) for trace in traces)


def size_record(manifest: "Manifest") -> dict[str, Any]:
    """Return what an index is written in as JSON values."""
    return {
        "program": manifest.program,
        "vectors": manifest.vectors,
        "segments": [
            {
                "name": own.name,
                "plans": own.plans,
                "removed": len(own.removed),
                "passages": own.passages,
                "bytes": own.size,
                "vectors": own.nearest or "flat",
            }
            for own in manifest.segments
        ],
    }


def size_text(folder: str, manifest: "Manifest") -> str:
    """Return what an index is written in, a line a segment."""
    lines = [
        f"{own.name}: {own.plans} plans ({len(own.removed)} removed), {own.passages} passages, "
        f"{own.size / 2**20:.1f} MB, vectors {own.nearest or 'flat'}"
        for own in manifest.segments
    ]
    total = sum(own.size for own in manifest.segments) / 2**20
    by = f", written by {manifest.program}" if manifest.program else ""
    head = f"{folder}: {len(lines)} segments, {total:.1f} MB, vectors {manifest.vectors}{by}"
    return "\n".join([head, *lines])


_REPORTED = {
    "failed": "未能读取 cannot be read",
    "copy": "同一文件的副本 a copy",
    "superseded": "已被明文废止 repealed by",
}


def report_text(rows: Sequence[Sequence[str]]) -> str:
    """Return a build's report as lines: state, file, what is wrong, and below it what to do."""
    lines = []
    for state, file, plan, error, step, _ in rows:
        lines.append(f"{_REPORTED[state]}: {file}" + (f" → {plan}" if plan else f": {error}"))
        lines += [f"    {step}"] * bool(step)
    failed = sum(row[0] == "failed" for row in rows)
    if failed:
        lines.append(f"{failed} 个文件未收录 ({failed} files were left out)")
    return _harmless("\n".join(lines))


_STATES = {
    "whole": "完好",
    "missing": "缺失",
    "altered": "已被改动",
    "unreadable": "无法读取",
    "other version": "其他版本",
    "left over": "残留",
}


def examination_text(folder: str, findings: Sequence["Finding"]) -> str:
    """Return the state of an index's files, a line each, and what to do."""
    lines = []
    for found in findings:
        size = "" if found.size is None else f"{found.size:,}"
        remark = f"  {found.remark}" if found.remark else ""
        state = f"{_STATES[found.state]} {found.state}"
        lines.append(f"{size:>15}  {state}  {found.name}{remark}")
    harmful = sum(found.is_harmful for found in findings)
    if harmful:
        lines.append(
            f"{folder}: {harmful} 个文件有问题，请重建 ({harmful} files are not as they were "
            "written; build the index anew with: python -m index build)"
        )
    else:
        lines.append(f"{folder}: 索引完好 (the index is whole)")
    return "\n".join(lines)


def _metadata_lines(plan: Plan) -> Iterator[str]:
    """Yield what is known of a plan, a dash for what is not."""
    period = f"{plan.period[0]}–{plan.period[1]}" if plan.period else None
    rows = {
        "编号 id": plan.id,
        "标题 title": plan.title,
        "城市 city": plan.place,
        "省份 province": plan.province,
        "文号 document number": plan.document_number,
        "发文机关 issuer": plan.issuer,
        "发布 issued": plan.issued,
        "期间 period": period,
        "效力 status": plan.status,
        "有效至 valid until": plan.valid_until,
        "SHA-256": plan.sha256,
        "字数 characters": len(plan.text),
    }
    for name, value in rows.items():
        yield f"{name}: {'—' if value is None else value}"


def _clause_line(clause: Clause) -> str:
    """Return a clause as a line of the tree."""
    label = clause.label or ("正文后" if clause.kind == "back" else "正文前")
    return f"{clause.start:>7} {'  ' * clause.level}{label} {clause.heading}  [{clause.id}]"


def _span_lines(plan: Plan, spans: Sequence[Span]) -> Iterator[str]:
    """Yield spans as lines: place, kind, words."""
    for span in spans:
        yield f"{span.start:>7} {span.kind}: {_one_line(plan.text[span.start : span.end])}"


def _erratum_line(found: Erratum) -> str:
    """Return an erratum as a line: the damaged stretch, its repair, the reason."""
    damaged = _one_line(found.damaged)
    return f"{found.start:>7} {damaged}〔应为 {found.repaired}〕: {found.reason}"


def _reference_line(named: Reference) -> str:
    """Return another document's number, its title, and what is done with it."""
    title = f" 《{named.title}》" if named.title else ""
    return f"{named.start:>7} {named.relation}: {named.document_number}{title}"


def _one_line(text: str, max_chars: int = 60) -> str:
    """Return a text on one line, shortened."""
    line = " ".join(text.split())
    return line if len(line) <= max_chars else f"{line[: max_chars - 1]}…"
