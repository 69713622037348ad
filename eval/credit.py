"""From a ranking to a judgement: which pieces were found, and at which ranks."""

from collections.abc import Mapping, Sequence

from eval.types import Evidence, Judgement, Place

SHOWN_CHARS = 1000  # about what a screen of results shows, however long its passages are


def credit_evidence(evidence: Sequence[Evidence], places: Sequence[Place]) -> Judgement:
    """Credit each piece of evidence once, to the first passage that covers half of it.

    A passage covers a piece when it holds at least half of the piece's characters, white space
    not counted. Where a piece is spread over passages so that none holds half, it is not found;
    coverage is not added up over passages.

    Args:
        evidence: At least one piece.
        places: The ranked passages' places, best first.

    Returns:
        The ranks, from 1, at which pieces were found, and how many of them stand in the first
        1,000 characters. Pieces in one passage share its rank. A passage that the limit cuts
        counts for the part before it, by the same rule of half a piece.

    Raises:
        ValueError: there is no evidence.
    """
    shown = _cut_places(places)
    return Judgement(
        len(evidence),
        tuple(sorted(r for piece in evidence if (r := _first_covering(piece, places)) is not None)),
        sum(_first_covering(piece, shown) is not None for piece in evidence),
    )


def credit_relevant(
    relevant: frozenset[str], ids: Sequence[str], lengths: Mapping[str, int]
) -> Judgement:
    """Find the relevant documents in a ranking.

    Args:
        relevant: Ids of the documents judged relevant, at least one.
        ids: Ids of the ranked documents, best first, each at most once.
        lengths: The number of characters of each ranked document.

    Returns:
        The ranks, from 1, of the relevant documents. One counts as shown if at least half of it
        stands in the first 1,000 characters.

    Raises:
        ValueError: nothing is relevant, or a document is ranked twice.
    """
    if len(set(ids)) != len(ids):
        raise ValueError("a document is ranked twice")
    shown = 0
    left = SHOWN_CHARS
    for id_ in ids:
        shown += id_ in relevant and 2 * min(left, lengths[id_]) >= lengths[id_]
        left = max(0, left - lengths[id_])
    ranks = tuple(rank for rank, id_ in enumerate(ids, start=1) if id_ in relevant)
    return Judgement(len(relevant), ranks, shown)


def is_covered(piece: Evidence, place: Place) -> bool:
    """Tell whether the place holds at least half of the piece, white space not counted."""
    if place.plan_id != piece.place.plan_id:
        return False
    start = max(piece.place.start, place.start) - piece.place.start
    end = min(piece.place.end, place.end) - piece.place.start
    covered = _count_visible(piece.quote[start:end]) if start < end else 0
    return 2 * covered >= _count_visible(piece.quote)


def _cut_places(places: Sequence[Place]) -> list[Place]:
    """Return the places that fill the first characters of the list, the last one cut to fit."""
    shown = []
    left = SHOWN_CHARS
    for place in places:
        end = min(place.end, place.start + left)
        if end > place.start:
            shown.append(Place(place.plan_id, place.start, end))
            left -= end - place.start
    return shown


def _first_covering(piece: Evidence, places: Sequence[Place]) -> int | None:
    """Return the rank of the first place that covers the piece."""
    for rank, place in enumerate(places, start=1):
        if is_covered(piece, place):
            return rank
    return None


def _count_visible(text: str) -> int:
    """Count the characters that are not white space."""
    return sum(not character.isspace() for character in text)
