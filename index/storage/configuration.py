"""What the vectors and terms of an index depend on."""

from importlib.metadata import version
from pathlib import Path

from index import facts
from index.errors import IndexDamagedError, ModelMismatchError
from index.model import Encoder
from index.ranking import bm25, tokens
from index.storage.manifest import Configuration
from index.structure.passages import MAX_PASSAGE_CHARS
from index.structure.passages import VERSION as PASSAGES

# A new version of any of these may cut words or normalise characters otherwise.
_PACKAGES = ("jieba", "opencc", "rank-bm25")


def configuration_of(model: str) -> Configuration:
    """Return what an index built now with a model depends on."""
    return {
        "model": model,
        "max_passage_chars": MAX_PASSAGE_CHARS,
        "passages": PASSAGES,
        "tokens": tokens.VERSION,
        "facts": facts.VERSION,
        "bm25_k1": bm25.K1,
        "bm25_b": bm25.B,
        "bm25_epsilon": bm25.EPSILON,
        **{package: version(package) for package in _PACKAGES},
    }


def require_configuration(folder: Path, found: Configuration, encoder: Encoder) -> None:
    """Refuse an index whose vectors or terms are not those that this program would make now.

    Args:
        folder: The index's, for messages.
        found: What the index was built with.
        encoder: The model in use.

    Raises:
        ModelMismatchError: another model built it.
        IndexDamagedError: another version of the program or of a package built it.
    """
    if found.get("model") != encoder.id:
        raise ModelMismatchError(
            f"{folder}: was built with the model {found.get('model')}, in use is {encoder.id}; set "
            "LANTIAN_MODEL to the first, or build the index anew with: python -m index build"
        )
    wanted = configuration_of(encoder.id)
    changes = [
        f"{name} {found.get(name)}, now {wanted.get(name)}"
        for name in sorted({*found, *wanted})
        if found.get(name) != wanted.get(name)
    ]
    if changes:
        raise IndexDamagedError(
            f"{folder}: another version of the program built it ({'; '.join(changes)}); bring it "
            "up to date with: python -m index build"
        )
