"""A network in bf16 that gives the states of one text's tokens, where bf16 is as good as fp32."""

from collections.abc import Sequence

import numpy as np

from index.model.bert import Array, Bert
from index.model.packed_bert import PackedBert
from index.model.precision import Precision, requested_precision
from index.model.processor import checked_precision


def halved(
    network: Bert, model: str, way: str, probes: Sequence[Sequence[int]]
) -> PackedBert | None:
    """Return a network in bf16; None where that is slower, or worse, or not wished.

    Imports PyTorch, which takes seconds the first time.

    Args:
        network: In fp32.
        model: Its id, by which the verdict on this processor is kept.
        way: What the network is used for.
        probes: Texts that it is tried with, of each the ids of its tokens.

    Raises:
        ImportError: there is no PyTorch.
        ModelError: ``LANTIAN_DTYPE`` holds an unknown value.
    """

    def embedded(precision: Precision) -> Array:
        means = PackedBert(network, precision).means(probes)
        unit: Array = means / np.linalg.norm(means, axis=1, keepdims=True)
        return unit

    precision = requested_precision() or checked_precision(model, way, embedded)
    return PackedBert(network, "bf16") if precision == "bf16" else None
