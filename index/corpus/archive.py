"""A whole collection as one ZIP file, and back: every file with its checksum, nothing else."""

import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import tomli

from index.corpus.entries import put_entry
from index.corpus.folder import Corpus, CorpusError, is_plan_file
from index.metadata.manifest import MANIFEST_NAME, PLANS_FOLDER, TABLE_NAME, read_manifest

CONTENTS = "collection.json"
VERSION = 1
MAX_FILE_BYTES = 100_000_000
MAX_FILES = 100_000
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
"""The same collection is the same archive."""


def export_collection(corpus: Corpus, path: Path) -> int:
    """Write a collection's files and what is known of them into one file; return how many plans.

    Raises:
        CorpusError: it holds no plan.
        OSError: the file cannot be written.
    """
    files = {f"{PLANS_FOLDER}/{own.name}": own for own in corpus.files().values()}
    if not files:
        raise CorpusError(f"{corpus.folder}: holds no plan; add some: python -m index add FILE")
    plans = len(files)
    files |= {own.name: own for own in (corpus.manifest, corpus.table) if own.is_file()}
    listed: dict[str, dict[str, Any]] = {}
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, own in sorted(files.items()):
                data = own.read_bytes()
                listed[name] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
                archive.writestr(_entry(name), data)
            contents = {"lantian": "collection", "version": VERSION, "files": listed}
            archive.writestr(_entry(CONTENTS), json.dumps(contents, ensure_ascii=False, indent=1))
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
    return plans


def _entry(name: str) -> zipfile.ZipInfo:
    """Return the head of a file in an archive."""
    entry = zipfile.ZipInfo(name, _FIXED_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def import_collection(path: Path, corpus: Corpus) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Put the files of an archive into a collection.

    All is unpacked and compared beside the collection first: where anything is wrong, nothing is
    put in. A file that is there already, byte for byte, stays.

    Returns:
        The files that are new there, and those that were there and of which more is known now.

    Raises:
        CorpusError: the file is no archive of a collection, an entry would lie outside the
            folder, is too large, is not what its checksum says, or differs from what is there.
    """
    corpus.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=corpus.folder, prefix=".import-") as scratch:
        made = Corpus(scratch)
        made.plans.mkdir()
        _unpack(path, made.folder)
        fresh = _fresh_files(path, made, corpus)
        entries = _fresh_entries(path, made, corpus)
        table = made.folder / TABLE_NAME
        own_table = corpus.table
        has_new_table = table.is_file() and not own_table.is_file()
        if table.is_file() and own_table.is_file() and not _is_equal(table, own_table):
            raise CorpusError(f"{path}: its {TABLE_NAME} differs from yours; put them together")
        corpus.plans.mkdir(exist_ok=True)
        for own in fresh:
            os.replace(own, corpus.plans / own.name)
        if has_new_table:
            os.replace(table, own_table)
        if not corpus.manifest.exists() and made.manifest.is_file():
            os.replace(made.manifest, corpus.manifest)
        else:
            for plan_id, known in entries.items():
                put_entry(corpus.manifest, plan_id, known)
        names = {own.name for own in fresh}
        described = tuple(
            own
            for plan_id, own in corpus.files().items()
            if own.name not in names and (has_new_table or {plan_id, own.name} & entries.keys())
        )
    return tuple(corpus.plans / own.name for own in fresh), described


def _unpack(path: Path, folder: Path) -> None:
    """Write the files of an archive, each compared with its checksum."""
    try:
        with zipfile.ZipFile(path) as archive:
            listed = _listed(path, archive)
            for name, own in listed.items():
                _write_entry(path, archive, name, own, folder / name)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise CorpusError(f"{path}: is damaged or no ZIP file ({error}); copy it again") from error
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read ({error.strerror or error})") from error


def _listed(path: Path, archive: zipfile.ZipFile) -> Mapping[str, Mapping[str, Any]]:
    """Return what an archive says it holds, once that is what it holds."""
    names = [entry.filename for entry in archive.infolist()]
    if CONTENTS not in names or archive.getinfo(CONTENTS).file_size > MAX_FILE_BYTES:
        raise CorpusError(
            f"{path}: is no archive of a collection ({CONTENTS} is missing); "
            "make one with: python -m index export FILE"
        )
    try:
        contents = json.loads(archive.read(CONTENTS))
        listed = {str(name): dict(own) for name, own in contents["files"].items()}
        version = contents["version"]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CorpusError(
            f"{path}: its {CONTENTS} cannot be read ({error}); copy it again"
        ) from error
    if version != VERSION:
        raise CorpusError(f"{path}: is of version {version!r}, this program reads {VERSION}")
    for name in (*names, *listed):
        _require_inside(path, name)
    folded = [name.casefold() for name in names]
    if len(set(folded)) != len(folded) or set(names) != {*listed, CONTENTS}:
        raise CorpusError(f"{path}: does not hold the files that it lists; copy it again")
    if len(names) > MAX_FILES:
        raise CorpusError(f"{path}: holds more than {MAX_FILES} files")
    return listed


def _require_inside(path: Path, name: str) -> None:
    """Refuse a name that is not one of a plan's file, or of what describes the collection."""
    parts = PurePosixPath(name).parts
    is_known = name in (MANIFEST_NAME, TABLE_NAME, CONTENTS)
    is_plan = len(parts) == 2 and parts[0] == PLANS_FOLDER and name == "/".join(parts)
    is_plain = not set(name) & set('\\:*?"<>|\0') and parts[-1:] != ("..",)
    if not is_known and not (is_plan and is_plain and not parts[1].startswith(".")):
        raise CorpusError(f"{path}: {name!r} would lie outside the collection; nothing was taken")


def _write_entry(
    path: Path, archive: zipfile.ZipFile, name: str, own: Mapping[str, Any], target: Path
) -> None:
    """Write one file, as far as it may go."""
    size, limit = 0, own.get("bytes")
    if type(limit) is not int or not 0 <= limit <= MAX_FILE_BYTES:
        raise CorpusError(f"{path}: {name} has {limit!r} bytes; {MAX_FILE_BYTES} are allowed")
    digest = hashlib.sha256()
    with archive.open(name) as packed, target.open("xb") as file:
        while chunk := packed.read(1 << 20):
            size += len(chunk)
            if size > limit:
                break
            digest.update(chunk)
            file.write(chunk)
    if size != limit or digest.hexdigest() != own.get("sha256"):
        raise CorpusError(f"{path}: {name} is not what its checksum says; copy the file again")


def _fresh_files(path: Path, made: Corpus, corpus: Corpus) -> list[Path]:
    """Return the plan files that the collection has not."""
    fresh = []
    for own in sorted(made.plans.iterdir()):
        held = corpus.plans / own.name
        if not is_plan_file(own):
            raise CorpusError(f"{path}: {own.name} is no plan file; nothing was taken")
        if not held.exists():
            fresh.append(own)
        elif not _is_equal(own, held):
            raise CorpusError(
                f"{path}: {own.name} differs from yours of that name; rename one of them"
            )
    return fresh


def _fresh_entries(path: Path, made: Corpus, corpus: Corpus) -> Mapping[str, Mapping[str, Any]]:
    """Return what the archive says of plans of which the collection says nothing."""
    if not made.manifest.is_file():
        return {}
    read_manifest(made.manifest)  # what makes no sense is refused
    own = tomli.loads(made.manifest.read_text(encoding="utf-8-sig")).get("plans", {})
    held: dict[str, Any] = {}
    if corpus.manifest.is_file():
        held = tomli.loads(corpus.manifest.read_text(encoding="utf-8-sig")).get("plans", {})
    for plan_id in own.keys() & held.keys():
        if own[plan_id] != held[plan_id]:
            raise CorpusError(
                f"{path}: says something else of {plan_id} than your {MANIFEST_NAME}; "
                "make the two agree"
            )
    return {plan_id: known for plan_id, known in own.items() if plan_id not in held}


def _is_equal(one: Path, other: Path) -> bool:
    return one.read_bytes() == other.read_bytes()
