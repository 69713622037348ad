"""A collection's files: plans put in under ids of their own, and taken out."""

import hashlib
import os
import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from index.corpus.entries import change_entry, put_entry
from index.errors import LantianError
from index.metadata.manifest import MANIFEST_NAME, PLANS_FOLDER, TABLE_NAME, plan_id_of
from index.reading import MAX_PICTURE_FILE_BYTES, SUFFIXES, read_source
from index.storage.segment import sha256_of

MAX_ID_CHARS = 80
_UNFIT = re.compile(r"[^\w.-]+")
_KEPT = Path(TABLE_NAME).stem
"""A file of this name would be taken for what is known of the others."""


class CorpusError(LantianError):
    """A file cannot be put into a collection or taken out; the message says why and what to do."""


def free_id(name: str, taken: Container[str]) -> str:
    """Return an id that no plan has yet, from a file's name without its ending."""
    stem = _UNFIT.sub("-", unicodedata.normalize("NFC", name)).strip("-.")[:MAX_ID_CHARS]
    base = stem or "plan"
    number, found = 1, base
    while found in taken or found.casefold() == _KEPT:
        number += 1
        found = f"{base}-{number}"
    return found


class Corpus:
    """A folder with ``plans/`` and, as a rule, ``manifest.toml``; or a folder of plans.

    Attributes:
        folder: As it was named.
        plans: The folder that holds the files; the same in a folder of plans.
    """

    def __init__(self, folder: str | Path) -> None:
        """Name the folder; it need not exist."""
        self.folder = Path(folder)
        inner = self.folder / PLANS_FOLDER
        has_plans = not inner.is_dir() and self.folder.is_dir()
        is_plain = has_plans and any(map(is_plan_file, self.folder.iterdir()))
        self.plans = self.folder if is_plain else inner

    @property
    def manifest(self) -> Path:
        """What is known of the plans; the file may not be there."""
        beside = self.plans / MANIFEST_NAME
        return beside if beside.is_file() else self.folder / MANIFEST_NAME

    @property
    def table(self) -> Path:
        """The same as a table; the file may not be there."""
        beside = self.plans / TABLE_NAME
        return beside if beside.is_file() else self.folder / TABLE_NAME

    @contextmanager
    def keeping_manifest(self) -> Iterator[None]:
        """Put what is known of the plans back where something ends what is done meanwhile."""
        manifest = self.manifest
        before = manifest.read_bytes() if manifest.is_file() else None
        try:
            yield
        except BaseException:
            if before is None:
                manifest.unlink(missing_ok=True)
            else:
                manifest.write_bytes(before)
            raise

    def files(self) -> Mapping[str, Path]:
        """Return the files of the plans, by id.

        Raises:
            OSError: the folder cannot be read.
        """
        listed = sorted(self.plans.iterdir()) if self.plans.is_dir() else []
        files = [path for path in listed if is_plan_file(path)]
        names = {path.name for path in files}
        return {plan_id_of(path, names): path for path in files}

    def file(self, plan_id: str) -> Path:
        """Return the file of a plan.

        Raises:
            CorpusError: there is none.
        """
        found = self.files().get(plan_id)
        if found is None:
            raise CorpusError(
                f"{self.folder}: no plan {plan_id!r}; list them: python -m index list"
            )
        return found

    def take_in(
        self, name: str, data: bytes, known: Mapping[str, object] | None = None
    ) -> tuple[Path, bool]:
        """Put a file in, under an id that is free; return where, and whether it is new.

        Bytes that are there already are not put in twice.

        Args:
            name: As its owner calls it; its ending says what it is.
            data: All of it.
            known: What is known of it, for the manifest.

        Raises:
            OSError: it cannot be written.
        """
        digest = hashlib.sha256(data).hexdigest()
        for path in self.files().values():
            if path.stat().st_size == len(data) and sha256_of(path) == digest:
                return path, False
        self.plans.mkdir(parents=True, exist_ok=True)
        taken = {path.stem for path in self.plans.iterdir()}
        suffix = Path(name).suffix.lower()
        path = self.plans / f"{free_id(Path(name).stem, taken)}{suffix}"
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        beside.write_bytes(data)
        os.replace(beside, path)
        try:
            if known:
                put_entry(self.manifest, plan_id_of(path), known)
        except BaseException:
            path.unlink()
            raise
        return path, True

    def drop(self, plan_id: str) -> None:
        """Take a plan's file out, and what is known of it.

        Raises:
            CorpusError: there is no such plan, or a table beside the manifest names it.
        """
        self.drop_all([plan_id])

    def drop_all(self, plan_ids: Iterable[str]) -> list[Path]:
        """Take the files of some plans out, and what is known of them: all of them, or none.

        Raises:
            CorpusError: there is no such plan, or a table beside the manifest names one.
        """
        paths = {plan_id: self.file(plan_id) for plan_id in plan_ids}
        for plan_id, path in paths.items():
            self._require_not_in_table(plan_id, path, "take its line out")
        for plan_id, path in paths.items():
            path.unlink()
            put_entry(self.manifest, plan_id, {})
        return list(paths.values())

    def describe(self, plan_id: str, changes: Mapping[str, object | None]) -> None:
        """Change what is known of a plan; None takes a field out.

        Raises:
            CorpusError: there is no such plan, or a table beside the manifest tells the field.
        """
        self._require_not_in_table(plan_id, self.file(plan_id), "change it there", changes)
        change_entry(self.manifest, plan_id, changes)

    def _require_not_in_table(
        self, plan_id: str, path: Path, step: str, fields: Iterable[str] | None = None
    ) -> None:
        """Refuse to change what another file says."""
        from index.metadata.manifest_csv import read_rows

        rows = read_rows(self.table) if self.table.is_file() else {}
        row = rows.get(plan_id, rows.get(path.name))
        if row is not None and (fields is None or not row.keys().isdisjoint(fields)):
            raise CorpusError(f"{self.table}: has a line on {plan_id}; {step}")


def is_plan_file(path: Path) -> bool:
    """Tell whether a file is of a type that can be read, and not hidden."""
    return (
        path.suffix.lower() in SUFFIXES
        and not path.name.startswith(".")
        and path.name != TABLE_NAME
        and path.is_file()
    )


def require_readable(path: Path) -> None:
    """Refuse a file that nothing reads, before it is copied.

    Raises:
        PlanError: it is of another type, or too large.
    """
    if path.suffix.lower() not in SUFFIXES or path.stat().st_size > MAX_PICTURE_FILE_BYTES:
        read_source(path)


def plan_files_in(place: Path) -> Iterator[Path]:
    """Yield a file, or the plan files of a folder and of those in it, by name.

    Raises:
        CorpusError: there is nothing, or no plan file in a folder.
    """
    if place.is_dir():
        found = [path for path in sorted(place.rglob("*")) if is_plan_file(path)]
        if not found:
            raise CorpusError(f"{place}: holds no plan; {', '.join(SUFFIXES)} are plans")
        yield from found
    elif place.is_file():
        yield place
    else:
        raise CorpusError(f"{place}: no such file or folder; check the path")
