"""What a build has left out, and why: for people, as a table, and beside the index, as a file."""

import csv
import io
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.errors import LantianError
from index.storage.segment import sha256_of
from index.types import Copy

REPORT = "build-report.csv"
"""In the folder of the index, of the last build; Excel opens it."""
UNREADABLE_STEP = "open it and save it again, or save its text as .txt; else take it out"
DIED = "the process that read it died"
COLUMNS = ("state", "file", "plan", "error", "next_step", "sha256")


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that is no plan.

    Attributes:
        file: Its name.
        error: What is wrong with it.
        next_step: What to do.
        sha256: Of its bytes, hexadecimal; empty where these cannot be read either.
    """

    file: str
    error: str
    next_step: str
    sha256: str = ""

    @classmethod
    def of(cls, path: Path, error: Exception) -> "Failure":
        """Return what an error says of a file: the reason, then, behind a semicolon, what to do."""
        if not isinstance(error, LantianError | ValueError | OSError):
            told = cls(path.name, f"{type(error).__name__}: {error}", UNREADABLE_STEP)
        else:
            told = cls.told(path.name, str(error).removeprefix(f"{path}: "))
        return replace(told, sha256=sum_of(path))

    @classmethod
    def told(cls, file: str, words: str) -> "Failure":
        """Return a failure from a message: the reason, then, behind a semicolon, what to do."""
        reason, _, step = words.partition("; ")
        return cls(file, reason, step or UNREADABLE_STEP)


def report_rows(
    failures: Iterable[Failure], copies: Iterable[Copy], superseded: Mapping[str, str]
) -> list[tuple[str, ...]]:
    """Return the rows of a report, as ``COLUMNS`` has them: what failed, copies, old editions."""
    return [
        *(("failed", own.file, "", own.error, own.next_step, own.sha256) for own in failures),
        *(("copy", own.file or own.id, own.plan_id, "", "", own.sha256) for own in copies),
        *(("superseded", older, newer, "", "", "") for older, newer in sorted(superseded.items())),
    ]


def write_report(folder: Path, rows: Sequence[tuple[str, ...]]) -> Path:
    """Write a report beside an index, in place of that of the build before; return its path.

    Raises:
        OSError: it cannot be written.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    beside = folder / f".{REPORT}.{os.getpid()}"
    beside.write_bytes(text.getvalue().encode("utf-8-sig", "replace"))
    os.replace(beside, folder / REPORT)
    return folder / REPORT


def read_failures(folder: Path) -> tuple[Failure, ...]:
    """Return what failed in the build that the report beside an index is of; none without one."""
    try:
        text = (folder / REPORT).read_text(encoding="utf-8-sig", errors="replace")
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
    except (OSError, csv.Error):
        return ()
    return tuple(
        Failure(row["file"], row["error"] or "", row["next_step"] or "", row["sha256"] or "")
        for row in rows
        if row.keys() >= set(COLUMNS) and row["state"] == "failed"
    )


def sum_of(path: Path) -> str:
    """Return the SHA-256 of a file, empty where it cannot be read."""
    try:
        return sha256_of(path)
    except OSError:
        return ""
