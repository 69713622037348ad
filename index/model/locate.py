"""Finds the files of an embedding model on this machine, by name or path; never on a network."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.errors import ModelError
from index.model.prepare import DEFAULT_MODEL, fingerprint, prepare_default_model

MODEL_VARIABLE = "LANTIAN_MODEL"

_SUFFIXES = frozenset({".json", ".txt", ".model", ".safetensors", ".bin", ".pt"})
"""Files that can affect the vectors; not the read-me, nor the exports for other engines."""
_OTHER_ENGINES = frozenset({"onnx", "openvino", ".git", ".cache"})
_DIGITS = 12
"""Hexadecimal digits of a fingerprint: short to read, no collision among a person's models."""


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """A Sentence-Transformers directory and what it is called.

    Attributes:
        fingerprint: 12 hexadecimal digits that change with anything that affects the vectors.
    """

    name: str
    path: Path
    fingerprint: str

    @property
    def id(self) -> str:
        """Name and fingerprint: what an index records about the model that built it."""
        return f"{self.name}@{self.fingerprint}"


def requested_model(name: str | None) -> str:
    """Return the name asked for: the argument, else the environment, else the default."""
    return name or os.environ.get(MODEL_VARIABLE) or DEFAULT_MODEL


def locate_model(name: str, *, thorough: bool = False) -> ModelFiles:
    """Return the model's files, preparing the default model where that is asked for.

    Args:
        name: ``multilingual-e5-small``, a directory, or a name in the Hugging Face cache.
        thorough: Check the default model's files by content, as is right before loading them.

    Raises:
        ModelError: there is no such model on this machine, or it is no Sentence-Transformers
            model; never is another model taken instead.
    """
    if name == DEFAULT_MODEL:
        path = prepare_default_model(progress=True, thorough=thorough)
        return ModelFiles(name, path, fingerprint())
    path = Path(name).expanduser()
    if path.is_dir():
        name, path = path.resolve().name, path.resolve()
    else:
        path = _cached_snapshot(name)
    if not (path / "modules.json").is_file():
        raise ModelError(
            f"{path} is not a Sentence-Transformers model: it has no modules.json; set "
            f"{MODEL_VARIABLE} to one that is, or unset it for {DEFAULT_MODEL}"
        )
    return ModelFiles(name, path, _directory_fingerprint(path))


def _cached_snapshot(name: str) -> Path:
    """Return a model's directory in the Hugging Face cache."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        return Path(
            snapshot_download(
                name if "/" in name else f"sentence-transformers/{name}",
                cache_dir=os.environ.get("SENTENCE_TRANSFORMERS_HOME"),
                local_files_only=True,
            )
        )
    except (HFValidationError, LocalEntryNotFoundError) as error:
        raise ModelError(
            f"there is no embedding model {name!r} on this machine: no such directory, and not in "
            f"the Hugging Face cache; download it with 'hf download', give its directory, or "
            f"unset {MODEL_VARIABLE} for {DEFAULT_MODEL}"
        ) from error


def _directory_fingerprint(directory: Path) -> str:
    """Hash the names and contents of the files that can affect the vectors."""
    digest = hashlib.sha256()
    for path in _model_files(directory):
        digest.update(f"{path.relative_to(directory).as_posix()}\n".encode())
        digest.update(_content_key(path).encode())
    return digest.hexdigest()[:_DIGITS]


def _model_files(directory: Path) -> Iterator[Path]:
    """Yield the files that count, in an order that does not depend on the file system."""
    for path in sorted(directory.rglob("*")):
        folders = path.relative_to(directory).parts[:-1]
        if path.suffix in _SUFFIXES and path.is_file() and _OTHER_ENGINES.isdisjoint(folders):
            yield path


def _content_key(path: Path) -> str:
    """Return something that changes with the file's content."""
    target = path.resolve()
    # The Hugging Face cache links to files that are named by their own hash.
    if target.parent.name == "blobs" and path.is_symlink():
        return target.name
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
