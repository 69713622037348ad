"""The products of a packed network's layers, in fp32 by numpy or in bf16 by PyTorch.

States come and go in fp32; what a product gives is in the format of the product.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from index.model.bert import Array
from index.model.precision import Precision

if TYPE_CHECKING:
    from torch import Tensor, dtype

ATTENDED = 1 << 18
"""Pairs of tokens that attention in bf16 looks at together, at least those of one text: 25 MB for
the scores and shares of twelve heads."""


class Linear(ABC):
    """One linear layer; safe to use from several threads at once."""

    @abstractmethod
    def __call__(self, state: "Tensor", out: "Tensor") -> "Tensor":
        """Return the layer's output in ``out``.

        Args:
            state: Shape (tokens, inputs), fp32 or the format of the product.
            out: Shape (tokens, outputs), in the format of the product.
        """


class _ExactLinear(Linear):
    """In fp32, with the weights it is given."""

    def __init__(self, weights: tuple[Array, Array]) -> None:
        self._matrix, self._bias = weights

    def __call__(self, state: "Tensor", out: "Tensor") -> "Tensor":
        """Multiply by numpy.

        Its OpenBLAS has kernels for each maker's processors; PyTorch's MKL multiplies a tenth
        slower on AMD's.
        """
        product = out.numpy()
        np.matmul(state.numpy(), self._matrix, out=product)
        product += self._bias
        return out


class _HalvedLinear(Linear):
    """In bf16, with a copy of the weights; sums are in fp32 until they are written."""

    def __init__(self, weights: tuple[Array, Array]) -> None:
        import torch

        matrix, bias = map(torch.from_numpy, weights)
        # The weights of one output side by side, as they lie in the file.
        self._matrix = matrix.T.to(torch.bfloat16).contiguous().T
        self._bias = bias.to(torch.bfloat16)

    def __call__(self, state: "Tensor", out: "Tensor") -> "Tensor":
        """Multiply by PyTorch."""
        import torch

        return torch.addmm(self._bias, state.to(self._matrix.dtype), self._matrix, out=out)


class Products:
    """How one number format multiplies."""

    def __init__(self, precision: Precision) -> None:
        """Choose the format.

        Raises:
            ImportError: there is no PyTorch.
        """
        import torch

        self._is_exact = precision == "fp32"
        self.format: dtype = torch.float32 if self._is_exact else torch.bfloat16

    def linear(self, weights: tuple[Array, Array]) -> Linear:
        """Return the linear layer of a matrix, inputs by outputs, and a bias."""
        return _ExactLinear(weights) if self._is_exact else _HalvedLinear(weights)

    def attended(self, queries: "Tensor", keys: "Tensor", values: "Tensor") -> "Tensor":
        """Return what each token takes from the others of its text, in the same shape.

        Args:
            queries: As keys and values of shape (texts, heads, tokens, size), in the format.
            keys: See above.
            values: See above.
        """
        from torch.nn.functional import scaled_dot_product_attention

        if self._is_exact:
            return scaled_dot_product_attention(queries, keys, values)
        return _attended_halved(queries, keys, values)


def _attended_halved(queries: "Tensor", keys: "Tensor", values: "Tensor") -> "Tensor":
    """Attend with products in bf16 and shares made in fp32.

    PyTorch's own attention takes 1.7 times as long in bf16 for a text of 125 tokens, and all of the
    network with it 1.03 to 1.05 times as long.
    """
    import torch

    texts, _, length, size = queries.shape
    found = torch.empty_like(queries, memory_format=torch.contiguous_format)
    for some in _slices(texts, max(1, ATTENDED // length**2)):
        query, key, value = (own[some].reshape(-1, length, size) for own in (queries, keys, values))
        scores = torch.baddbmm(
            query.new_empty(1), query, key.transpose(1, 2), beta=0, alpha=size**-0.5
        )
        shares = torch.softmax(scores, dim=-1, dtype=torch.float32).to(value.dtype)
        torch.bmm(shares, value, out=found[some].view(-1, length, size))
    return found


def _slices(count: int, most: int) -> Iterator[slice]:
    """Yield slices of ``count`` rows, each of at most so many."""
    for start in range(0, count, most):
        yield slice(start, start + most)
