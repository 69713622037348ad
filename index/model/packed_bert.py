"""BERT over many texts at once without padding: products by numpy, the rest by PyTorch.

The tokens of all texts stand one behind the other: what is done to each token alone, nine tenths
of the work, does not know where a text ends, and attention goes from text to text. What a layer
makes goes into the same few arrays again and again: new ones, as large as a batch of padded texts
needs them, come from the operating system page by page.
"""

import threading
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.model.bert import Array, Bert

if TYPE_CHECKING:
    from torch import Tensor


class PackedBert:
    """The network of a ``Bert``, with the same weights in memory; safe with several threads."""

    def __init__(self, network: Bert) -> None:
        """Take a network.

        Raises:
            ImportError: there is no PyTorch.
        """
        import torch  # noqa: F401 - a missing library is told before the work begins

        self._network = network
        self._own = threading.local()

    def means(self, texts: Sequence[Sequence[int]]) -> Array:
        """Return the mean of the last layer's states for each text, shape (n, dimension).

        Args:
            texts: Of each the ids of its tokens, at least one. Neighbours of the same length go
                through attention together.
        """
        import torch

        lengths = [len(ids) for ids in texts]
        with torch.inference_mode():
            states: Array = self._states(np.concatenate(texts), lengths).numpy()
            own = np.split(states, np.cumsum(lengths)[:-1])
            return np.stack([state.mean(axis=0) for state in own])

    def _states(self, ids: NDArray[np.intp], lengths: Sequence[int]) -> "Tensor":
        """Return the last layer's states of the tokens of all texts, shape (tokens, dimension)."""
        import torch

        places = np.concatenate([np.arange(length) for length in lengths])
        state = torch.from_numpy(self._network.embedded(ids, places))
        state = self._normalised(state, self._network.norm)
        projected, context, change, wide = self._arrays(len(ids))
        for layer in self._network.layers:
            self._attend(_linear(state, layer.attention, projected), context, lengths)
            joined = _linear(context, layer.joined, change)
            state = self._normalised(joined.add_(state), layer.joined_norm)
            torch.ops.aten.gelu_(_linear(state, layer.widened, wide))
            narrowed = _linear(wide, layer.narrowed, change)
            state = self._normalised(narrowed.add_(state), layer.output_norm)
        return state

    def _attend(self, projected: "Tensor", context: "Tensor", lengths: Sequence[int]) -> None:
        """Put what each token takes from the others of its text into ``context``.

        Args:
            projected: Query, key and value of each token, shape (tokens, 3 dimension).
            context: Shape (tokens, dimension).
            lengths: Of the texts.
        """
        from torch.nn.functional import scaled_dot_product_attention

        heads = self._network.heads
        for start, texts, length in _alike(lengths):
            own = slice(start, start + texts * length)
            queries, keys, values = (
                projected[own].view(texts, length, 3, heads, -1).permute(2, 0, 3, 1, 4)
            )
            found = scaled_dot_product_attention(queries, keys, values)
            context[own].view(texts, length, heads, -1).copy_(found.transpose(1, 2))

    def _normalised(self, state: "Tensor", weights: tuple[Array, Array]) -> "Tensor":
        """Return each token's state with mean 0 and variance 1, scaled and shifted."""
        import torch
        from torch.nn.functional import layer_norm

        scale, shift = map(torch.from_numpy, weights)
        return layer_norm(state, scale.shape, scale, shift, self._network.epsilon)

    def _arrays(self, tokens: int) -> "list[Tensor]":
        """Return what this thread's layers write into, a row a token.

        Query, key and value side by side; what they lead to; a change of the state; the wide one.
        """
        import torch

        kept: list[Tensor] = getattr(self._own, "arrays", [])
        if not kept or len(kept[0]) < tokens:
            layer = self._network.layers[0]
            products = (layer.attention, layer.joined, layer.joined, layer.widened)
            kept = [torch.empty(tokens, len(shift)) for _, shift in products]
            self._own.arrays = kept
        return [own[:tokens] for own in kept]


def _linear(state: "Tensor", weights: tuple[Array, Array], out: "Tensor") -> "Tensor":
    """Return a linear layer's output in ``out``.

    numpy's OpenBLAS has kernels for each maker's processors; PyTorch's MKL multiplies a tenth
    slower on AMD's.
    """
    matrix, bias = weights
    product = out.numpy()
    np.matmul(state.numpy(), matrix, out=product)
    product += bias
    return out


def _alike(lengths: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield the neighbours of one length: where they start, how many they are, the length."""
    start = 0
    for length, group in groupby(lengths):
        texts = len(list(group))
        yield start, texts, length
        start += texts * length
