"""The plans in a ZIP archive: one document with its attachments, or several, each by itself.

An attachment by its name belongs to the one other document in its folder of the archive. Several
plans are in an archive where what is left are two documents or more, each of which says its own
title and has clauses, and none of which is about another one (关于印发《…》的通知): a notice, its
plan and their attachments are one plan.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, permutations
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from index.errors import PlanError
from index.parsing import parse_plan
from index.reading import SUFFIXES
from index.reading.archive import archived_files, is_attachment
from index.storage.report import Failure
from index.text.shadow import simplify
from index.types import Plan

ARCHIVE = ".zip"
MIN_CLAUSES = 2
"""Clauses of a plan; a notice that only says that one is issued has none."""
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class ArchivedPlan:
    """A plan in an archive.

    Attributes:
        name: To keep it under, with the ending that says how it is read.
        data: Its bytes; of one with attachments an archive of these files.
    """

    name: str
    data: bytes


def plans_in(data: bytes, path: Path) -> tuple[Sequence[ArchivedPlan], Sequence[Failure]]:
    """Return the plans of an archive, by name, and which of its files cannot be read.

    Args:
        data: The bytes of a ZIP archive.
        path: Its name, for messages.

    Returns:
        No plans where the archive is one plan, or cannot be read: it is to be read as a whole.
    """
    try:
        files = dict(archived_files(data, path, [s for s in SUFFIXES if s != ARCHIVE]))
    except PlanError:
        return (), ()  # which is said when it is read
    groups = _groups(files)
    if groups is None or len(groups) < 2:
        return (), ()
    read: list[Plan] = []
    readable: list[ArchivedPlan] = []
    failures: list[Failure] = []
    with TemporaryDirectory(prefix="lantian-") as folder:
        for own in groups:
            place = Path(folder) / f"plan{Path(own.name).suffix.lower()}"
            place.write_bytes(own.data)
            try:
                plan = parse_plan(place)
            except PlanError as error:
                said = Failure.of(place, error)
                failures.append(Failure(f"{path.name}/{own.name}", said.error, said.next_step))
                continue
            read.append(plan)
            readable.append(own)
    is_several = len(read) > 1 and all(map(_is_plan, read)) and not _is_any_about_another(read)
    return (readable, failures) if is_several else ((), ())


def _groups(files: Mapping[str, bytes]) -> list[ArchivedPlan] | None:
    """Return what may be plans; None where it is open to which document an attachment belongs."""
    found: list[tuple[str, bytes]] = []
    for folder, own in groupby(sorted(files, key=_folder), key=_folder):
        names = list(own)
        documents = [name for name in names if not is_attachment(name)]
        if len(documents) == len(names):
            found += ((name, files[name]) for name in names)
        elif len(documents) == 1:
            document = PurePosixPath(documents[0])
            packed = _packed({PurePosixPath(name).name: files[name] for name in names})
            found.append((f"{folder or document.stem}{ARCHIVE}", packed))
        else:
            return None
    stems = [PurePosixPath(name).stem for name, _ in found]
    return [
        ArchivedPlan(PurePosixPath(name).name if stems.count(stem) == 1 else _joined(name), data)
        for (name, data), stem in zip(found, stems, strict=True)
    ]


def _folder(name: str) -> str:
    """Return the folder of a file in an archive; empty for none."""
    return name.rpartition("/")[0]


def _joined(name: str) -> str:
    """Return a name that has the folders in it, for files of one name."""
    return "-".join(PurePosixPath(name).parts)


def _packed(files: Mapping[str, bytes]) -> bytes:
    """Return an archive of some files; the same for the same files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(
                zipfile.ZipInfo(name, _EPOCH), files[name], compress_type=zipfile.ZIP_DEFLATED
            )
    return buffer.getvalue()


def _is_plan(plan: Plan) -> bool:
    """Tell whether a text is a plan by itself: it says its title, and has clauses."""
    clauses = sum(clause.kind == "body" for clause in plan.clauses)
    return dict(plan.origins).get("title") == "read" and clauses >= MIN_CLAUSES


def _is_any_about_another(plans: Sequence[Plan]) -> bool:
    """Tell whether the title of a document names another one."""
    titles = ["".join(simplify(plan.title).split()) for plan in plans]
    return any(len(one) < len(other) and one in other for one, other in permutations(titles, 2))
