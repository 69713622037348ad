"""Whether a search found anything on what was asked, or only what resembles it most."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.text import shadow_of
from qa.question import language_of
from qa.wording import wording_of

if TYPE_CHECKING:
    from index import Hits, PlanIndex

COVERAGE_WEIGHT = 0.2
"""What all words of a query in the best hit are worth, as cosine similarity."""
MEASURED_WITH = "multilingual-e5-small"
"""The model whose similarities the thresholds are of; of another's nothing is known."""
LEAST_IN_CHINESE, LEAST_IN_ENGLISH = 0.88, 0.81
"""Of the best hits of the questions that these were chosen on 1 % lie below, of others 5 %:
``python -m eval doubt``."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much the best hit has of a query.

    Attributes:
        similarity: Cosine, of the query and the hit's most similar sentence.
        coverage: Share of the weight of the query's words that the hit or a heading above it has,
            in [0, 1]; what no passage of the index has counts as missing.
        is_english: The similarity is one across languages, which are lower.
    """

    similarity: float
    coverage: float
    is_english: bool

    @property
    def total(self) -> float:
        """Both in one; higher is better, comparable within a language."""
        return self.similarity + COVERAGE_WEIGHT * self.coverage

    @property
    def is_little(self) -> bool:
        """Whether hardly any real question has a best hit like this."""
        return self.total < (LEAST_IN_ENGLISH if self.is_english else LEAST_IN_CHINESE)


def likeness(index: "PlanIndex", hits: "Hits") -> Likeness | None:
    """Return how much the best hit has of its query.

    None where that cannot be told: nothing was found, or no embedding was asked.

    Args:
        index: That was searched.
        hits: Of the query.
    """
    similarities = hits.similarities.get(hits[0].passage.id) if hits else None
    if not similarities:
        return None
    query, best = hits.query, hits[0]
    wording = wording_of(index.words_of(query.content or query.text), query.cities)
    headings = [heading for heading in best.path if heading]
    text = shadow_of("\n".join([*headings, best.passage.text])).text.lower()
    coverage = wording.coverage(text) * (1 - wording.unknown)
    if not wording.words and (query.cities or query.plans):
        coverage = 1.0  # no more is asked than what is held of a place
    return Likeness(max(similarities), coverage, language_of(query.text) == "en")


def is_doubtful(index: "PlanIndex", hits: "Hits") -> bool:
    """Tell whether the hits of a query probably have nothing to do with it.

    Never where the query is found word for word, or a clause by its number.

    Args:
        index: That was searched.
        hits: Of the query, at least one.
    """
    query = hits.query
    if hits[0].is_exact or any(mention.clauses for mention in query.clauses):
        return False
    words = index.words_of(query.content or query.text)
    if words and not any(word.is_indexed for word in words):
        return True
    is_measured = index.encoder.id.partition("@")[0] == MEASURED_WITH
    found = likeness(index, hits) if is_measured else None
    return found is not None and found.is_little
