"""Plans to a snapshot: passages, weights, vectors; what has a vector is not embedded again."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import chain, groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import facts
from index.errors import IndexDamagedError, ModelMismatchError, PlanError
from index.facts import Facts
from index.model import Encoder
from index.ranking import lexical, tokens
from index.ranking.dense import DenseIndex, SentenceVectors, flatten
from index.ranking.lexical import LexicalIndex, TermCounts
from index.ranking.passage_header import contextualize, shadow_sentences
from index.ranking.tokens import tokenize
from index.storage.snapshot import Configuration, Snapshot, content_hash
from index.storage.store import write_snapshot
from index.structure.passages import MAX_PASSAGE_CHARS, split_passages
from index.types import Passage, Plan

# A new version of any of these may cut words or normalise characters otherwise.
_PACKAGES = ("jieba", "opencc", "rank-bm25")


Plans = tuple[Plan, ...]


def update(
    folder: Path, old: Snapshot | None, plans: Plans, encoder: Encoder, progress: bool
) -> Snapshot:
    """Return the index of some plans, written to a folder unless the old one is the same.

    Args:
        folder: The index's, locked.
        old: The index that is there, None where there is none that can be read.
        plans: What the new index holds.
        encoder: Embeds the passages whose text is new.
        progress: Show a progress bar on standard error.

    Raises:
        PlanError: a plan holds no passage.
    """
    plans = tuple(sorted(plans, key=lambda plan: plan.id))
    configuration = configuration_of(encoder.id)
    parts = _parts(plans, old, configuration)
    passages = tuple(chain.from_iterable(part.passages for part in parts))
    keys = tuple(chain.from_iterable(part.keys for part in parts))
    content = (plans, passages, keys, configuration)
    if old is not None and content == (old.plans, old.passages, old.keys, old.configuration):
        return old
    sentence_keys = tuple(chain.from_iterable(part.sentence_keys for part in parts))
    texts = {key: text for part in parts for key, text in part.texts.items()}
    vectors = _vectors((*keys, *sentence_keys), texts, old, encoder, progress)
    counts = [count for part in parts for count in part.sentence_counts]
    snapshot = Snapshot(
        plans=plans,
        facts=_facts(plans, old),
        passages=passages,
        keys=keys,
        lexical=LexicalIndex.weighted(TermCounts.joined([part.terms for part in parts])),
        dense=DenseIndex.build(vectors[: len(keys)]),
        sentence_keys=sentence_keys,
        sentences=SentenceVectors.build(vectors[len(keys) :], counts),
        configuration=configuration,
    )
    write_snapshot(folder, snapshot, content_hash(*content)[:12])
    return snapshot


@dataclass(frozen=True, slots=True)
class _Part:
    """What a group of plans, side by side in the index, brings to it.

    Attributes:
        texts: What is embedded, by its key; of an old index nothing, which has the vectors.
    """

    passages: tuple[Passage, ...]
    keys: tuple[str, ...]
    terms: TermCounts
    sentence_keys: tuple[str, ...]
    sentence_counts: Sequence[int]
    texts: Mapping[str, str]


def _parts(plans: Plans, old: Snapshot | None, configuration: Configuration) -> list[_Part]:
    """Return what each run of plans brings: read anew, or as an old index holds it.

    Raises:
        PlanError: a plan holds no passage.
    """
    known: dict[str, tuple[Plan, int]] = {}
    if old is not None and old.configuration == configuration:
        known = {plan.id: (plan, number) for number, plan in enumerate(old.plans)}
    numbers = [known[p.id][1] if known.get(p.id, (None,))[0] == p else None for p in plans]
    parts = []
    for is_new, run in groupby(zip(plans, numbers, strict=True), lambda pair: pair[1] is None):
        own = list(run)
        if is_new:
            parts += [_read(plan) for plan, _ in own]
        elif old is not None:
            parts.append(_kept(old, [number for _, number in own if number is not None]))
    return parts


def _read(plan: Plan) -> _Part:
    """Return what a plan brings."""
    passages, texts = passages_of((plan,))
    if not passages:
        raise PlanError(
            f"plan {plan.id}: holds nothing but page furniture; give a file with the plan's text"
        )
    split = [shadow_sentences(plan, passage) for passage in passages]
    sentences = flatten(split)
    keys, sentence_keys = keys_of(texts), keys_of(sentences)
    return _Part(
        passages=passages,
        keys=keys,
        terms=TermCounts.of([tokenize(text) for text in texts]),
        sentence_keys=sentence_keys,
        sentence_counts=[len(own) for own in split],
        texts=dict(zip((*keys, *sentence_keys), (*texts, *sentences), strict=True)),
    )


def _kept(old: Snapshot, numbers: Sequence[int]) -> _Part:
    """Return what an old index has of some of its plans, given by their places."""
    order = {old.plans[number].id: place for place, number in enumerate(numbers)}
    positions = [p for p, passage in enumerate(old.passages) if passage.plan_id in order]
    counts = np.array(old.sentences.counts, dtype=np.intp)
    starts = old.sentences.starts
    return _Part(
        passages=tuple(old.passages[position] for position in positions),
        keys=tuple(old.keys[position] for position in positions),
        terms=old.lexical.terms.of_passages(np.array(positions, dtype=np.intp)),
        sentence_keys=tuple(
            key
            for position in positions
            for key in old.sentence_keys[starts[position] : starts[position] + counts[position]]
        ),
        sentence_counts=counts[positions].tolist(),
        texts={},
    )


def configuration_of(model: str) -> Configuration:
    """Return what an index built now with a model depends on."""
    return {
        "model": model,
        "max_passage_chars": MAX_PASSAGE_CHARS,
        "tokens": tokens.VERSION,
        "facts": facts.VERSION,
        "bm25_k1": lexical.K1,
        "bm25_b": lexical.B,
        "bm25_epsilon": lexical.EPSILON,
        **{package: version(package) for package in _PACKAGES},
    }


def require_configuration(folder: Path, found: Configuration, encoder: Encoder) -> None:
    """Refuse an index whose vectors or terms are not those that this program would make now.

    Args:
        folder: The index's, for messages.
        found: What the index was built with.
        encoder: The model in use.

    Raises:
        ModelMismatchError: another model built it.
        IndexDamagedError: another version of the program or of a package built it.
    """
    if found.get("model") != encoder.id:
        raise ModelMismatchError(
            f"{folder}: was built with the model {found.get('model')}, in use is {encoder.id}; set "
            "LANTIAN_MODEL to the first, or build the index anew with: python -m index build"
        )
    wanted = configuration_of(encoder.id)
    changes = [
        f"{name} {found.get(name)}, now {wanted.get(name)}"
        for name in sorted({*found, *wanted})
        if found.get(name) != wanted.get(name)
    ]
    if changes:
        raise IndexDamagedError(
            f"{folder}: another version of the program built it ({'; '.join(changes)}); bring it "
            "up to date with: python -m index build"
        )


def passages_of(plans: Sequence[Plan]) -> tuple[tuple[Passage, ...], tuple[str, ...]]:
    """Return the passages of some plans and, for each, the text that is indexed for it."""
    passages: list[Passage] = []
    texts: list[str] = []
    for plan in plans:
        clauses = {clause.id: clause for clause in plan.clauses}
        for passage in split_passages(plan):
            passages.append(passage)
            texts.append(contextualize(plan, clauses[passage.clause_id], passage))
    return tuple(passages), tuple(texts)


def keys_of(texts: Sequence[str]) -> tuple[str, ...]:
    """Return the SHA-256 of each text, hexadecimal."""
    return tuple(
        hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() for text in texts
    )


def _facts(plans: Plans, old: Snapshot | None) -> tuple[Facts, ...]:
    """Return what each plan commits to, read anew where the old index has not the same plan."""
    known: dict[str, tuple[Plan, Facts]] = {}
    if old is not None and old.configuration.get("facts") == facts.VERSION:
        known = {plan.id: (plan, own) for plan, own in zip(old.plans, old.facts, strict=True)}
    found = (known.get(plan.id) for plan in plans)
    return tuple(
        own[1] if own and own[0] == plan else facts.extract_facts(plan)
        for plan, own in zip(plans, found, strict=True)
    )


def _vectors(
    keys: Sequence[str],
    texts: Mapping[str, str],
    old: Snapshot | None,
    encoder: Encoder,
    progress: bool,
) -> NDArray[np.float32]:
    """Return a row for each key: the old index's where the same model made it, else a new one.

    Args:
        keys: Of all that the index embeds.
        texts: What is embedded for those that an old index may lack.
        old: Has the vectors of the others.
        encoder: For those that it lacks.
        progress: Show a progress bar on standard error.
    """
    known: dict[str, NDArray[np.float32]] = {}
    if old is not None and old.configuration.get("model") == encoder.id:
        known.update(zip(old.keys, old.dense.vectors, strict=True))
        known.update(zip(old.sentence_keys, old.sentences.dense.vectors, strict=True))
    missing = {key: text for key, text in texts.items() if key not in known}
    if missing:
        fresh = encoder.encode_passages(list(missing.values()), progress=progress)
        known.update(zip(missing, fresh, strict=True))
    if not keys:
        return np.zeros((0, encoder.dimension), dtype=np.float32)
    return np.stack([known[key] for key in keys])
