"""What this machine computes in, as PyTorch tells, and whether bf16 is as good there."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from index.model.precision import Precision, Setting, remember_precision, remembered_precision


def has_graphics_card() -> bool:
    """Tell whether there is a graphics card to compute on."""
    import torch

    return torch.cuda.is_available()


def has_bf16() -> bool:
    """Tell whether the processor computes in bf16."""
    import torch

    abilities = torch.cpu.get_capabilities()
    return bool(abilities.get("avx512_bf16") or abilities.get("amx_bf16"))


def checked_precision(
    model: str, way: str, embedded: Callable[[Precision], NDArray[np.float32]]
) -> Precision:
    """Return bf16 where the processor computes in it and its vectors are as good as those of fp32.

    Args:
        model: The encoder's id.
        way: What computes the network.
        embedded: Returns the vectors of ``PROBES`` in a precision, rows of length 1; called where
            no earlier verdict is known.
    """
    import torch

    if not has_bf16():
        return "fp32"
    processor = str(torch.cpu.get_capabilities().get("cpu_name"))
    setting = Setting(model, way, torch.__version__, processor)
    if precision := remembered_precision(setting):
        return precision
    exact, halved = embedded("fp32"), embedded("bf16")
    return remember_precision(setting, float((exact * halved).sum(axis=1).min()))
