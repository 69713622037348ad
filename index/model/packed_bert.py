"""BERT over many texts at once without padding.

The tokens of all texts stand one behind the other: what is done to each token alone, nine tenths
of the work, does not know where a text ends, and attention goes from text to text. What a layer
makes goes into the same few arrays again and again: new ones, as large as a batch of padded texts
needs them, come from the operating system page by page. Products are in fp32 or bf16; what is added
up from layer to layer is in fp32, and so are norms and means.
"""

import threading
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.model.bert import Array, Bert
from index.model.precision import Precision
from index.model.products import Products

if TYPE_CHECKING:
    from torch import Tensor


class PackedBert:
    """The network of a ``Bert``; safe with several threads.

    In fp32 it has the weights of that network in memory, in bf16 a copy of half their size.
    """

    def __init__(self, network: Bert, precision: Precision = "fp32") -> None:
        """Take a network.

        Args:
            network: Whose weights are fp32.
            precision: Of the products.

        Raises:
            ImportError: there is no PyTorch.
        """
        self._network = network
        self._products = Products(precision)
        self._linears = [
            [
                self._products.linear(weights)
                for weights in (layer.attention, layer.joined, layer.widened, layer.narrowed)
            ]
            for layer in network.layers
        ]
        self._own = threading.local()

    @staticmethod
    def keep_to_one_processor() -> None:
        """Let PyTorch's products in the thread that calls keep one processor busy."""
        import torch

        torch.set_num_threads(1)

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

    def states(self, ids: Sequence[int]) -> Array:
        """Return the last layer's state of each token of a text, shape (tokens, dimension).

        Args:
            ids: Of the tokens, at least one.
        """
        import torch

        with torch.inference_mode():
            found: Array = self._states(np.asarray(ids, dtype=np.intp), [len(ids)]).numpy()
            return found

    def _states(self, ids: NDArray[np.intp], lengths: Sequence[int]) -> "Tensor":
        """Return the last layer's states of the tokens of all texts, shape (tokens, dimension)."""
        import torch

        places = np.concatenate([np.arange(length) for length in lengths])
        state = torch.from_numpy(self._network.embedded(ids, places))
        state = self._normalised(state, self._network.norm)
        projected, context, change, wide = self._arrays(len(ids))
        for layer, linears in zip(self._network.layers, self._linears, strict=True):
            attention, joined, widened, narrowed = linears
            self._attend(attention(state, projected), context, lengths)
            state.add_(joined(context, change))
            state = self._normalised(state, layer.joined_norm)
            torch.ops.aten.gelu_(widened(state, wide))
            state.add_(narrowed(wide, change))
            state = self._normalised(state, layer.output_norm)
        return state

    def _attend(self, projected: "Tensor", context: "Tensor", lengths: Sequence[int]) -> None:
        """Put what each token takes from the others of its text into ``context``.

        Args:
            projected: Query, key and value of each token, shape (tokens, 3 dimension).
            context: Shape (tokens, dimension).
            lengths: Of the texts.
        """
        heads = self._network.heads
        for start, texts, length in _alike(lengths):
            own = slice(start, start + texts * length)
            queries, keys, values = (
                projected[own].view(texts, length, 3, heads, -1).permute(2, 0, 3, 1, 4)
            )
            found = self._products.attended(queries, keys, values)
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
            kept = [
                torch.empty(tokens, len(shift), dtype=self._products.format)
                for _, shift in products
            ]
            self._own.arrays = kept
        return [own[:tokens] for own in kept]


def _alike(lengths: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield the neighbours of one length: where they start, how many they are, the length."""
    start = 0
    for length, group in groupby(lengths):
        texts = len(list(group))
        yield start, texts, length
        start += texts * length
