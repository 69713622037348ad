"""The embedding model: found or prepared on this machine, loaded once, never from a network."""

from index.model.encoder import Encoder, LateEncoder, load_encoder
from index.model.precision import Precision
from index.model.prepare import DEFAULT_MODEL, default_model_path, prepare_default_model

__all__ = [
    "DEFAULT_MODEL",
    "Encoder",
    "LateEncoder",
    "Precision",
    "default_model_path",
    "load_encoder",
    "prepare_default_model",
]
