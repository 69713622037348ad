"""The real encoders, loaded once, and paragraphs of the real plans."""

import functools
from pathlib import Path

import pytest

from index.model import load_encoder, prepare_default_model
from index.model.precision import PRECISION_VARIABLE

PARAGRAPHS = 24
PLANS = Path(__file__).parents[2] / "corpus" / "plans"


@pytest.fixture(scope="session")
def encoder():
    """The default encoder, in the precision that suits this machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("LANTIAN_MODEL", raising=False)
        patch.delenv(PRECISION_VARIABLE, raising=False)
        return load_encoder()


@pytest.fixture(scope="session")
def encoder_in():
    """Loads the default encoder in a given precision."""

    def load(precision):
        with pytest.MonkeyPatch.context() as patch:
            patch.delenv("LANTIAN_MODEL", raising=False)
            patch.setenv(PRECISION_VARIABLE, precision)
            return load_encoder()

    return load


@pytest.fixture(scope="session")
def model_path():
    """The prepared default model."""
    return prepare_default_model()


@pytest.fixture(scope="session")
def paragraphs():
    """Paragraphs, spread over the five plans; few, for bf16 is slow where a processor lacks it."""
    lines = [
        line.strip()
        for path in sorted(PLANS.glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if len(line.strip()) >= 40
    ]
    return [lines[i * len(lines) // PARAGRAPHS] for i in range(PARAGRAPHS)]


@pytest.fixture(scope="session")
def vectors_in(encoder_in, paragraphs):
    """The paragraphs' vectors in a given precision, encoded in one call."""
    return functools.cache(lambda precision: encoder_in(precision).encode_passages(paragraphs))
