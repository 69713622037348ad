"""A set over documents of other places: a folder with ``documents/`` and ``questions.jsonl``."""

import shutil
import tempfile
from pathlib import Path

from eval.errors import SetError
from eval.paths import PLANS
from index import PlanIndex
from index.model import LateEncoder, Precision
from index.place import IndexPlace

DOCUMENTS, QUESTIONS = "documents", "questions.jsonl"


def is_elsewhere(path: Path) -> bool:
    """Tell whether a set brings its own documents."""
    return path.is_dir()


def questions_of(folder: Path) -> Path:
    """Return the file of such a set's questions.

    Raises:
        SetError: the folder has not both.
    """
    for name in (DOCUMENTS, QUESTIONS):
        if not (folder / name).exists():
            raise SetError(f"{folder}: it has no {name}; name a folder that has both, or a file")
    return folder / QUESTIONS


def name_of(folder: Path) -> str:
    """Return what a set is called: its folder with the one around it, ``elsewhere-open``."""
    whole = folder.resolve()
    return f"{whole.parent.name}-{whole.name}"


def open_elsewhere(folder: Path, index_path: str | Path, precision: Precision) -> PlanIndex:
    """Return an index of a set's documents and, beside them, the plans of the corpus.

    It is kept beside the index of the plans, ``data/index-elsewhere-open-fp32``, and is brought up
    to date where a document changed. An answer from the wrong place is one that can be given.

    Args:
        folder: Of the set.
        index_path: Of the plans' index; it need not be there.
        precision: That the passages are embedded in.

    Raises:
        SetError: the folder is none of a set, or a document has the name of a plan.
        LantianError: a document cannot be read, or the index cannot be written.
    """
    questions_of(folder)
    target = IndexPlace.of(index_path).beside(f"{name_of(folder)}-{precision}")
    with tempfile.TemporaryDirectory() as made:
        plans = Path(made) / "plans"
        shutil.copytree(PLANS.parent, made, dirs_exist_ok=True)
        for path in sorted((folder / DOCUMENTS).iterdir()):
            if (plans / path.name).exists():
                raise SetError(f"{path}: a plan of the corpus has this name; choose another")
            shutil.copyfile(path, plans / path.name)
        return PlanIndex.build(made, target, encoder=LateEncoder(precision=precision))
