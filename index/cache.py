"""What takes long to make, in files of the user's own cache."""

import hashlib
import logging
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

logger = logging.getLogger(__name__)

_DIGEST_BYTES = 32


def cache_path() -> Path:
    """Return the user's cache directory of this program, as the platform has it."""
    from platformdirs import user_cache_path

    return user_cache_path("lantian", appauthor=False)


def kept_file(name: str, make: Callable[[], bytes], folder: Path | None = None) -> bytes:
    """Return what a file holds where it is whole, else what is made anew and kept in it.

    Args:
        name: Of the file, below a folder that says what it is of; tells the versions of all that
            its content depends on.
        make: Makes the content.
        folder: Where the file is kept; in the user's cache where it is left out. That it cannot
            be written is logged and does no harm.
    """
    path = (folder or cache_path()) / name
    try:
        data = path.read_bytes()
    except OSError:
        data = b""
    digest, packed = data[:_DIGEST_BYTES], data[_DIGEST_BYTES:]
    if packed and hashlib.sha256(packed).digest() == digest:
        return packed
    made = make()
    try:
        _write(path, made)
    except OSError as error:
        logger.debug("%s is not kept: %s", path, error)
    return made


def _write(path: Path, packed: bytes) -> None:
    """Put a file in its place in one step, for other processes may be reading it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(packed).digest() + packed)
        os.replace(name, path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
