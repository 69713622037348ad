"""A language model that may word an answer; what it says counts where the plans bear it out.

It is off unless the environment names one. It gets the question and numbered passages, and gives
back quotations and a short text: quotations are looked up in the passages, and of the text only
those sentences stay that the quotations found there bear out.
"""

from qa.language_model.settings import LanguageModel, LanguageModelError, language_model_from
from qa.language_model.writing import answer_by_model

__all__ = ["LanguageModel", "LanguageModelError", "answer_by_model", "language_model_from"]
