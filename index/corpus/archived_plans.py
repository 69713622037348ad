"""The plans in a ZIP archive: one document with its attachments, or several, each by itself.

An attachment by its name belongs to the one other document in its folder of the archive. Several
plans are in an archive where what is left are two documents or more, each of which says its own
title and has clauses, and none of which is about another one (关于印发《…》的通知): a notice, its
plan and their attachments are one plan. Plans of different places are several, whatever lies beside
them: that is left out.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from index.corpus.reading_apart import plans_or_failures
from index.errors import PlanError
from index.reading import SUFFIXES
from index.reading.archive import archived_files, is_attachment
from index.storage.report import Failure
from index.text.shadow import simplify
from index.types import Plan

ARCHIVE = ".zip"
MIN_CLAUSES = 2
"""Clauses of a plan; a notice that only says that one is issued has none."""
_BESIDE = "is no plan, and lies beside plans of several places"
_UNPACK = "unpack the archive; what belongs to a plan goes into one archive with it"
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

    Raises:
        PlanError: it holds plans of several places, and attachments that may belong to any.
    """
    try:
        files = dict(archived_files(data, path, [s for s in SUFFIXES if s != ARCHIVE]))
    except PlanError:
        return (), ()  # which is said when it is read
    groups, is_open = _groups(files)
    if len(groups) < 2:
        return (), ()
    read: list[tuple[ArchivedPlan, Plan]] = []
    failures: list[Failure] = []
    with TemporaryDirectory(prefix="lantian-") as folder:
        places = [
            Path(folder) / str(number) / f"plan{Path(own.name).suffix.lower()}"
            for number, own in enumerate(groups)
        ]
        for own, place in zip(groups, places, strict=True):
            place.parent.mkdir()
            place.write_bytes(own.data)
        for own, found in zip(groups, plans_or_failures(places), strict=True):
            if isinstance(found, Failure):
                failures.append(replace(found, file=f"{path.name}/{own.name}", sha256=""))
            else:
                read.append((own, found))
    about = _about_another([plan for _, plan in read])
    plans = {
        own: plan
        for (own, plan), is_about in zip(read, about, strict=True)
        if _is_plan(plan) and not is_about
    }
    is_of_several_places = len({_place(plan) for plan in plans.values()} - {None}) > 1
    if is_open and is_of_several_places:
        raise PlanError(
            f"{path}: holds plans of several places ({', '.join(own.name for own in plans)}), and "
            "attachments of which it is open to which plan they belong; unpack it, put each plan "
            "into a folder with its attachments, and pack these again"
        )
    if not is_of_several_places and (is_open or len(plans) < max(len(read), 2)):
        return (), ()
    others = (own for own, _ in read if own not in plans)
    failures += (Failure(f"{path.name}/{own.name}", _BESIDE, _UNPACK) for own in others)
    return list(plans), failures


def _groups(files: Mapping[str, bytes]) -> tuple[list[ArchivedPlan], bool]:
    """Return what may be plans, and whether it is open to which an attachment belongs."""
    found: list[tuple[str, bytes]] = []
    is_open = False
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
            is_open = True
            found += ((name, files[name]) for name in documents)
    stems = [PurePosixPath(name).stem for name, _ in found]
    return [
        ArchivedPlan(PurePosixPath(name).name if stems.count(stem) == 1 else _joined(name), data)
        for (name, data), stem in zip(found, stems, strict=True)
    ], is_open


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


def _place(plan: Plan) -> tuple[str | None, str | None, str | None] | None:
    """Return where a plan holds, as far as it says so; None where it does not."""
    place = (plan.province, plan.city, plan.county)
    return place if any(place) else None


def _about_another(plans: Sequence[Plan]) -> list[bool]:
    """Tell of each document whether its title names another one."""
    titles = ["".join(simplify(plan.title).split()) for plan in plans]
    return [any(len(other) < len(own) and other in own for other in titles) for own in titles]
