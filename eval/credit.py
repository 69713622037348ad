"""From a ranking to a judgement: which pieces were found, and at which ranks."""

from collections.abc import Sequence

from eval.types import Evidence, Judgement, Place


def credit_evidence(evidence: Sequence[Evidence], places: Sequence[Place]) -> Judgement:
    """Credit each piece of evidence once, to the first passage that covers half of it.

    A passage covers a piece when it holds at least half of the piece's characters, white space
    not counted. Where a piece is spread over passages so that none holds half, it is not found;
    coverage is not added up over passages.

    Args:
        evidence: At least one piece.
        places: The ranked passages' places, best first.

    Returns:
        The ranks, from 1, at which pieces were found. Pieces in one passage share its rank.

    Raises:
        ValueError: there is no evidence.
    """
    found = (_first_covering(piece, places) for piece in evidence)
    return Judgement(len(evidence), tuple(sorted(rank for rank in found if rank is not None)))


def credit_relevant(relevant: frozenset[str], ids: Sequence[str]) -> Judgement:
    """Find the relevant documents in a ranking.

    Args:
        relevant: Ids of the documents judged relevant, at least one.
        ids: Ids of the ranked documents, best first, each at most once.

    Returns:
        The ranks, from 1, of the relevant documents.

    Raises:
        ValueError: nothing is relevant, or a document is ranked twice.
    """
    if len(set(ids)) != len(ids):
        raise ValueError("a document is ranked twice")
    return Judgement(
        len(relevant), tuple(rank for rank, id_ in enumerate(ids, start=1) if id_ in relevant)
    )


def is_covered(piece: Evidence, place: Place) -> bool:
    """Tell whether the place holds at least half of the piece, white space not counted."""
    if place.plan_id != piece.place.plan_id:
        return False
    start = max(piece.place.start, place.start) - piece.place.start
    end = min(piece.place.end, place.end) - piece.place.start
    covered = _count_visible(piece.quote[start:end]) if start < end else 0
    return 2 * covered >= _count_visible(piece.quote)


def _first_covering(piece: Evidence, places: Sequence[Place]) -> int | None:
    """Return the rank of the first place that covers the piece."""
    for rank, place in enumerate(places, start=1):
        if is_covered(piece, place):
            return rank
    return None


def _count_visible(text: str) -> int:
    """Count the characters that are not white space."""
    return sum(not character.isspace() for character in text)
