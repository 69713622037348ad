"""The reader while it learns: the layers of the embedding model, and two heads."""

import torch
from torch import nn
from transformers import AutoModel

from index.model.locate import ModelFiles


class Reader(nn.Module):
    """Scores each token as first and as last of the answer, and the passage as one that answers.

    The heads read the last layer: ``span`` each token's state, ``relevance`` the first token's. The
    vocabulary's embeddings stay as they are. Nothing is dropped out: on a processor drawing the
    numbers takes longer than the layers.
    """

    def __init__(self, files: ModelFiles) -> None:
        """Start from the embedding model.

        Args:
            files: Of the model, a BERT.
        """
        super().__init__()
        self.files = files
        base = AutoModel.from_pretrained(
            str(files.path), local_files_only=True, dtype=torch.float32, add_pooling_layer=False
        )
        for module in base.modules():
            if isinstance(module, nn.Dropout):
                module.p = 0.0
        self.embeddings = base.embeddings.requires_grad_(False)
        self.layers = base.encoder.layer
        hidden = base.config.hidden_size
        self.span = nn.Linear(hidden, 2)
        self.relevance = nn.Linear(hidden, 1)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the logits of spans (n, tokens, 2) and of relevance (n,).

        Args:
            ids: Of tokens, shape (n, tokens).
            mask: 1 for a token, 0 for padding, of the same shape.
        """
        with torch.no_grad():
            state = self.embeddings(input_ids=ids)
        for layer in self.layers:
            state = layer(state, _bias(mask))
        state = state.float()
        first = state[:, 0]
        return self.span(state), self.relevance(first)[:, 0]


def _bias(mask: torch.Tensor) -> torch.Tensor:
    """Return what is added to attention's scores: nothing for tokens, much less for padding."""
    return (1.0 - mask[:, None, None, :].float()) * -1e4
