"""The embedding model: found or prepared on this machine, loaded once, never from a network."""

from index.model.bert import Bert
from index.model.encoder import Encoder, LateEncoder, load_encoder
from index.model.halving import halved
from index.model.locate import ModelFiles, locate_model, requested_model
from index.model.packed_bert import PackedBert
from index.model.parts import EncodesInParts, Part
from index.model.precision import PROBES, Precision, available_processors
from index.model.prepare import DEFAULT_MODEL, default_model_path, prepare_default_model
from index.model.query_tokenizer import QueryTokenizer
from index.model.telling import OnProgress, Stage, Telling, tell_nobody
from index.model.threads import products_side_by_side
from index.model.vector_cache import cache_of

__all__ = [
    "DEFAULT_MODEL",
    "PROBES",
    "Bert",
    "Encoder",
    "EncodesInParts",
    "LateEncoder",
    "ModelFiles",
    "OnProgress",
    "PackedBert",
    "Part",
    "Precision",
    "QueryTokenizer",
    "Stage",
    "Telling",
    "available_processors",
    "cache_of",
    "default_model_path",
    "halved",
    "load_encoder",
    "locate_model",
    "prepare_default_model",
    "products_side_by_side",
    "requested_model",
    "tell_nobody",
]
