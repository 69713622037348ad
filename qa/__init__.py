"""Questions in, quoted answers out."""

from qa.answering import ask
from qa.types import Answer, Citation

__all__ = ["Answer", "Citation", "ask"]
