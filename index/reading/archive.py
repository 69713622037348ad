"""Archives of a document and its attachments (.zip): read as one, the document first."""

from __future__ import annotations

import io
import re
import stat
import zipfile
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path, PurePosixPath

from index.errors import PlanError
from index.reading.package import (
    BROKEN,
    LOCKED,
    MAX_EXPANDED_BYTES,
    MAX_RATIO,
    SMALL_BYTES,
)

MAX_MEMBERS = 100
"""Attachments; the longest notice seen has eleven."""
MAX_MEMBER_BYTES = 100_000_000
"""Text shrinks to a tenth; what shrinks more is made to fill a disk, unless it is small."""
_IS_UTF8, _IS_ENCRYPTED = 0x800, 0x1
_PASSED_OVER = re.compile(r"__MACOSX/|(?:^|/)(?:\.[^/]*|Thumbs\.db|desktop\.ini|~\$[^/]*)$", re.I)
_ARCHIVES = (".zip", ".rar", ".7z", ".tar", ".gz", ".bz2", ".xz")
_ATTACHED = re.compile(r"附[件表录錄]|attachment|annex|appendix", re.IGNORECASE)
_DIGITS = re.compile(r"(\d+)")
_BROKEN = "is not a ZIP archive or is broken; fetch it again, or unpack it and give the files in it"

Reader = Callable[[bytes, Path], str]


def read_archive(data: bytes, path: Path, readers: Mapping[str, Reader]) -> str:
    """Return the text of the documents in an archive, one behind the other.

    What is no attachment by its name comes first, then attachments by their numbers. An attachment
    that does not begin with its name has it on a line of its own, which makes it an annex.

    Args:
        data: The file's bytes.
        path: Its path, for the message.
        readers: Of the files in it, by suffix.

    Raises:
        PlanError: it is no archive, broken, locked, too large, holds an archive, a link or a file
            of a type that is not read; the message names the file in it.
    """
    texts = []
    for name, content in archived_files(data, path, readers):
        own = PurePosixPath(name)
        texts.append((own.stem, readers[own.suffix.lower()](content, path / name)))
    return "\n".join(_titled(stem, text) for stem, text in texts)


def archived_files(
    data: bytes, path: Path, suffixes: Collection[str]
) -> Iterator[tuple[str, bytes]]:
    """Yield the names and bytes of the documents in an archive, attachments last, in their order.

    Args:
        data: The archive's bytes.
        path: Its path, for the message.
        suffixes: Of the files that may be in it.

    Raises:
        PlanError: as for ``read_archive``.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [
                entry
                for entry in archive.infolist()
                if not (entry.is_dir() or _PASSED_OVER.search(_name_of(entry)))
            ]
            members = {_name_of(entry): entry for entry in entries}
            if len(members) < len(entries):
                twice = Counter(map(_name_of, entries)).most_common(1)[0][0]
                raise PlanError(
                    f"{path}: holds several files of the name {twice!r}, one of which would be "
                    "lost; unpack it and give each a name of its own"
                )
            _require_measure(members, path)
            for name, entry in members.items():
                _require_readable(name, entry, path, suffixes)
            for name in sorted(members, key=_place):
                yield name, archive.read(members[name])
    except BROKEN as error:
        raise PlanError(f"{path}: {_BROKEN}") from error


def is_attachment(name: str) -> bool:
    """Tell whether a file in an archive is an attachment by its name."""
    return _ATTACHED.search(PurePosixPath(name).stem) is not None


def _name_of(entry: zipfile.ZipInfo) -> str:
    """Return a file's name; Windows writes Chinese ones in GBK, and does not say so."""
    if entry.flag_bits & _IS_UTF8:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return entry.filename


def _require_measure(members: Mapping[str, zipfile.ZipInfo], path: Path) -> None:
    """Refuse an archive with more in it than a notice has; nothing is expanded for it."""
    if not members:
        raise PlanError(f"{path}: holds no file; give an archive of a plan and its attachments")
    expanded = sum(entry.file_size for entry in members.values())
    packed = sum(entry.compress_size for entry in members.values())
    ratio = expanded // max(packed, 1) if expanded > SMALL_BYTES else 0
    largest = max(entry.file_size for entry in members.values())
    for size, limit, unit in (
        (len(members), MAX_MEMBERS, "files"),
        (largest // 1_000_000, MAX_MEMBER_BYTES // 1_000_000, "MB in one file"),
        (expanded // 1_000_000, MAX_EXPANDED_BYTES // 1_000_000, "MB expanded"),
        (ratio, MAX_RATIO, "times as large expanded as packed"),
    ):
        if size > limit:
            raise PlanError(
                f"{path}: {size} {unit}, over the limit of {limit} for an archive; "
                "unpack it and give the plan's own files"
            )


def _require_readable(
    name: str, entry: zipfile.ZipInfo, path: Path, suffixes: Collection[str]
) -> None:
    """Refuse an archive one of whose files cannot be read: half of a document is none."""
    suffix = PurePosixPath(name).suffix.lower()
    if entry.flag_bits & _IS_ENCRYPTED:
        raise PlanError(f"{path}: {LOCKED}")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise PlanError(f"{path}: {name!r} in it is a link; put the file itself there")
    if suffix in _ARCHIVES:
        raise PlanError(f"{path}: {name!r} in it is an archive too; unpack it first")
    if suffix not in suffixes:
        raise PlanError(
            f"{path}: {name!r} in it cannot be read; take it out, or convert it to one of "
            f"{', '.join(suffixes)}"
        )


def _place(name: str) -> tuple[bool, list[tuple[int, str]]]:
    """Return what puts the document before its attachments, and these in order: 2 before 10."""
    pieces = _DIGITS.split(name)
    natural = [(int(own), "") if own.isdigit() else (0, own) for own in pieces]
    return is_attachment(name), natural


def _titled(stem: str, text: str) -> str:
    """Return an attachment's text under its name, where it does not begin with it."""
    named = _ATTACHED.match(stem)
    opening = "".join(text.lstrip()[:200].split())
    if not named or opening.startswith(("".join(stem.split()), named.group())):
        return text
    return f"{stem}\n{text}"
