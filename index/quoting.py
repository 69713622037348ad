"""Whether a quotation stands where it is said to, and where else nearly the same is said."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

import numpy as np

from index.structure.passages import format_reference
from index.text.shadow import Shadow, shadow_of
from index.types import Clause, Plan

N_GRAM = 3
"""Characters that must agree in a row for a place to be a candidate: a word and a half."""
MAX_CANDIDATES = 4
"""Windows that are aligned: those that share most n-grams with the sentence."""
# A number is one word, and so is a unit of Latin letters; a Chinese character stands for itself.
_WORD = re.compile(r"[0-9]+(?:[.][0-9]+)?[%‰]?|[A-Za-z]+[0-9.]*|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of a sentence and the words that stand in their place in a text.

    Attributes:
        start: Offset into the sentence as it is compared; ``end`` is exclusive.
        said: The sentence's words, empty where it leaves some out.
        stands: The text's words, empty where it has none.
    """

    start: int
    end: int
    said: str
    stands: str


@dataclass(frozen=True, slots=True)
class Nearest:
    """The half-open range of a text most like a sentence; ``similarity`` in [0, 1]."""

    start: int
    end: int
    similarity: float


def find_nearest(sentence: str, text: str) -> Nearest | None:
    """Return the part of a text that the fewest insertions, deletions, changes make a sentence.

    Windows of the text that share most n-grams with the sentence are aligned with it, so the time
    grows linearly with the text.

    Args:
        sentence: At least one character.
        text: Normalised as the sentence is.

    Returns:
        The best range, or None where no n-gram is shared. The similarity is one minus the edits
        by the length of the longer of the two.

    Source:
        G. Myers (1999), A fast bit-vector algorithm for approximate string matching.
    """
    best: Nearest | None = None
    for start, end in _windows(sentence, text):
        window = text[start:end]
        stop, _ = _best_end(sentence, window)
        length, edits = _best_end(sentence[::-1], window[:stop][::-1], anchored=True)
        if not length:
            continue
        similarity = max(0.0, 1 - edits / max(len(sentence), length))
        if best is None or similarity > best.similarity:
            best = Nearest(start + stop - length, start + stop, similarity)
    return best


def differences(sentence: str, text: str) -> tuple[Difference, ...]:
    """Return what a sentence and a text say differently, word by word, in order."""
    said, stands = _WORD.findall(sentence), _WORD.findall(text)
    starts = [0]
    for word in said:
        starts.append(starts[-1] + len(word))
    matcher = SequenceMatcher(None, said, stands, autojunk=False)
    return tuple(
        Difference(starts[i], starts[j], "".join(said[i:j]), "".join(stands[k:m]))
        for tag, i, j, k, m in matcher.get_opcodes()
        if tag != "equal"
    )


def _windows(sentence: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges of a text that share most n-grams with a sentence, twice its length."""
    n = min(N_GRAM, len(sentence), len(text))
    if n == 0:
        return
    shared = np.isin(_n_grams(text, n), np.unique(_n_grams(sentence, n)))
    total = np.concatenate(([0], np.cumsum(shared)))
    size = min(len(sentence), len(shared))
    counts = total[size:] - total[:-size]
    for _ in range(MAX_CANDIDATES):
        start = int(np.argmax(counts))
        if counts[start] <= 0:
            return
        yield max(0, start - len(sentence) // 2), start + len(sentence) + len(sentence) // 2 + n
        counts[max(0, start - size) : start + size] = 0


def _n_grams(text: str, n: int) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    """Return the n-gram at each position of a text as a number; n is at most 3."""
    characters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    grams = np.zeros(len(characters) - n + 1, dtype=np.uint64)
    for offset in range(n):  # a character has 21 bits
        grams = (grams << np.uint64(21)) | characters[offset : offset + len(grams)]
    return grams


def _best_end(pattern: str, text: str, *, anchored: bool = False) -> tuple[int, int]:
    """Return where in a text the best match of a pattern ends, and the number of its edits.

    The match may begin anywhere, or, anchored, only where the text does; the last of equally
    good ends counts.
    """
    masks: dict[str, int] = {}
    for position, character in enumerate(pattern):
        masks[character] = masks.get(character, 0) | 1 << position
    everything, last = (1 << len(pattern)) - 1, 1 << (len(pattern) - 1)
    plus, minus, edits = everything, 0, len(pattern)
    best = (0, edits)
    for position, character in enumerate(text, start=1):
        equal = masks.get(character, 0)
        diagonal = (((equal & plus) + plus) ^ plus) | equal | minus
        up = minus | ~(diagonal | plus) & everything
        down = plus & diagonal
        edits += bool(up & last) - bool(down & last)
        up, down = (up << 1 | anchored) & everything, (down << 1) & everything
        plus = down | ~(diagonal | up) & everything
        minus = up & diagonal
        if edits <= best[1]:
            best = (position, edits)
    return best


TraceKind = Literal["exact", "normalised", "nearest"]
_ORDER: tuple[TraceKind, ...] = ("exact", "normalised", "nearest")

MAX_SENTENCE_CHARS = 2000
"""The longest sentence of the five plans has 310 characters; more is a document."""
MAX_TRACES = 20
"""A phrase that stands in more places is no sentence."""
MIN_SIMILARITY = 0.5
"""What shares less with a sentence is another sentence."""

# NFKC leaves these apart, and editors change them without a thought: quotation marks,
# apostrophes, dashes, middle dots, full stops, enumeration commas.
_STYLES = str.maketrans(
    {
        **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2018\u2019\u2032\u0060", "'"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u2022\u2219\u22c5\u30fb", "\u00b7"),
        **{"\u3002": ".", "\u3001": ",", "\u2236": ":"},
    }
)
_FINAL_MARKS = ".;,:!?"


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found when a quotation was looked up at its place.

    Attributes:
        stands: Exactly the quoted characters stand at exactly this place.
        found: What stands there.
        clause_id: The innermost clause that holds the place's first character, None for none.
        reference: City, title and clause as a person would cite them; empty without a clause.
    """

    plan_id: str
    start: int
    end: int
    quote: str
    stands: bool
    found: str
    clause_id: str | None
    reference: str


@dataclass(frozen=True, slots=True)
class Trace:
    """A place of a plan where a sentence stands, or the place most like it.

    Attributes:
        kind: ``exact``: character by character. ``normalised``: but for script, width, white
            space, the style of marks, or what an erratum repairs. ``nearest``: but for the
            differences.
        start: Offset into the plan's text; ``end`` is exclusive.
        similarity: In [0, 1]; 1 but for ``nearest``.
        quote: ``plan.text[start:end]``.
        differences: What the sentence says and the plan does not, and the other way round.
    """

    kind: TraceKind
    plan_id: str
    clause_id: str | None
    start: int
    end: int
    similarity: float
    quote: str
    reference: str
    differences: tuple[Difference, ...] = ()


def verify_quote(plan: Plan, start: int, end: int, quote: str) -> Verification:
    """Return whether exactly these characters stand at exactly this place of a plan.

    Args:
        plan: The plan.
        start: Offset into the plan's text, in code points; ``end`` is exclusive.
        end: At most the length of the text.
        quote: What is claimed to stand there.

    Raises:
        ValueError: the range is empty, reversed or outside the text.
    """
    if not 0 <= start < end <= len(plan.text):
        raise ValueError(
            f"{start}..{end} is no range of the {len(plan.text)} characters of {plan.id}"
        )
    found = plan.text[start:end]
    clause = _clause_at(plan, start)
    return Verification(
        plan_id=plan.id,
        start=start,
        end=end,
        quote=quote,
        stands=found == quote,
        found=found,
        clause_id=clause.id if clause else None,
        reference=format_reference(plan, clause) if clause else "",
    )


def trace_sentence(plans: Sequence[Plan], sentence: str) -> tuple[Trace, ...]:
    """Return where a sentence stands in some plans, best first.

    A plan that has it exactly is not searched for other spellings, and one that has it in any
    spelling is not searched for what is like it. Places like it are at most one a plan, and none
    where another plan has the sentence itself.

    Args:
        plans: Where to look.
        sentence: In either script; white space at its edges does not count.

    Returns:
        Traces by kind, then similarity, plan and place; at most ``MAX_TRACES``.

    Raises:
        ValueError: the sentence is blank, holds no word, or is too long.
    """
    wanted = sentence.strip()
    normal = _normal(shadow_of(wanted)).text.rstrip(_FINAL_MARKS)
    if not any(character.isalnum() for character in normal):
        raise ValueError(f"the sentence {sentence!r} holds no word")
    if len(wanted) > MAX_SENTENCE_CHARS:
        raise ValueError(
            f"the sentence has {len(wanted)} characters, {MAX_SENTENCE_CHARS} are allowed"
        )
    traces = [trace for plan in plans for trace in _standing(plan, wanted, normal)]
    if not traces:
        traces = [trace for plan in plans for trace in _like(plan, normal)]
    traces.sort(key=lambda t: (_ORDER.index(t.kind), -t.similarity, t.plan_id, t.start))
    return tuple(traces[:MAX_TRACES])


def find_quote(plan: Plan, quote: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where a quotation stands in a part of a plan, exactly or else in another spelling.

    Args:
        plan: The plan.
        quote: In either script; white space at its edges and marks at its end do not count.
        start: Of the part, in code points; ``end`` is exclusive.
        end: At most the length of the plan's text.

    Returns:
        The first such range of the plan's text; None where there is none, or no word to look for.
    """
    wanted = quote.strip()
    normal = _normal(shadow_of(wanted)).text.rstrip(_FINAL_MARKS)
    if not any(character.isalnum() for character in normal):
        return None
    return next((place for _, place in _places(plan, wanted, normal, start, end)), None)


def _standing(plan: Plan, wanted: str, normal: str) -> Iterator[Trace]:
    """Yield the places where a plan has a sentence, exactly or else in another spelling."""
    for kind, place in _places(plan, wanted, normal, 0, len(plan.text)):
        yield _trace(kind, plan, place, 1.0)


def _places(
    plan: Plan, wanted: str, normal: str, start: int, end: int
) -> Iterator[tuple[TraceKind, tuple[int, int]]]:
    """Yield the ranges of a part of a plan where words stand, exactly or else in their form."""
    text = plan.text[start:end]
    exact = [start + position for position in _occurrences(text, wanted)]
    if exact:
        yield from (("exact", (position, position + len(wanted))) for position in exact)
        return
    seen = set()
    for errata in (plan.errata, ()) if plan.errata else ((),):  # the damaged wording as well
        shadow = _normal(shadow_of(text, errata, start=start))
        for position in _occurrences(shadow.text, normal):
            place = shadow.source_range(position, position + len(normal))
            if place not in seen:
                seen.add(place)
                yield "normalised", place


def _like(plan: Plan, normal: str) -> Iterator[Trace]:
    """Yield the place of a plan that is most like a sentence, where there is one."""
    shadow = _normal(shadow_of(plan.text, plan.errata))
    nearest = find_nearest(normal, shadow.text)
    if nearest is None or nearest.similarity < MIN_SIMILARITY:
        return
    found = differences(normal, shadow.text[nearest.start : nearest.end])
    place = shadow.source_range(nearest.start, nearest.end)
    yield _trace("nearest", plan, place, nearest.similarity, found)


def _trace(
    kind: TraceKind,
    plan: Plan,
    place: tuple[int, int],
    similarity: float,
    found: tuple[Difference, ...] = (),
) -> Trace:
    """Return the trace for a place of a plan."""
    start, end = place
    clause = _clause_at(plan, start)
    return Trace(
        kind=kind,
        plan_id=plan.id,
        clause_id=clause.id if clause else None,
        start=start,
        end=end,
        similarity=similarity,
        quote=plan.text[start:end],
        reference=format_reference(plan, clause) if clause else "",
        differences=found,
    )


def _clause_at(plan: Plan, position: int) -> Clause | None:
    """Return the innermost clause that holds a character."""
    holding = [clause for clause in plan.clauses if clause.start <= position < clause.end]
    return max(holding, key=lambda clause: (clause.start, clause.level), default=None)


def _occurrences(text: str, words: str) -> Iterator[int]:
    """Yield where words stand in a text, in order, without overlap."""
    position = text.find(words)
    while position >= 0:
        yield position
        position = text.find(words, position + len(words))


def _normal(shadow: Shadow) -> Shadow:
    """Return a shadow with one style of marks and no white space at all."""
    text = shadow.text.translate(_STYLES)
    keep = [position for position, character in enumerate(text) if not character.isspace()]
    return Shadow(
        text="".join(text[position] for position in keep),
        origins=(*(shadow.origins[position] for position in keep), shadow.origins[-1]),
        ends=tuple(shadow.ends[position] for position in keep),
    )
