"""A large index that is simulated: the real plans over and over, words and vectors perturbed."""

import random
from dataclasses import replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from index.ranking import LexicalIndex, tokenize
from index.ranking.dense import DenseIndex, SentenceVectors
from index.storage.building import passages_of
from index.storage.snapshot import Snapshot

SWAPPED = 0.1
"""Share of a copy's terms that another of the vocabulary stands for."""
NOISE = 0.3
"""Length of what is added to a copy's vectors before they are of unit length again."""
SEED = 1


def simulated(real: Snapshot, passages: int) -> Snapshot:
    """Return an index of at least some number of passages, the same for the same number."""
    copies = -(-passages // len(real.passages))
    generator, choose = np.random.default_rng(SEED), random.Random(SEED)
    documents = [tokenize(text) for text in passages_of(real.plans)[1]]
    vocabulary = sorted(set(chain.from_iterable(documents)))
    terms = [
        [choose.choice(vocabulary) if choose.random() < SWAPPED else term for term in document]
        for _ in range(copies)
        for document in documents
    ]
    ids = [[f"{plan.id}-{copy}" for plan in real.plans] for copy in range(copies)]
    names = [dict(zip((plan.id for plan in real.plans), own, strict=True)) for own in ids]
    return Snapshot(
        plans=tuple(
            replace(plan, id=names[copy][plan.id]) for copy in range(copies) for plan in real.plans
        ),
        facts=real.facts * copies,
        passages=tuple(
            replace(passage, id=f"{passage.id}-{copy}", plan_id=names[copy][passage.plan_id])
            for copy in range(copies)
            for passage in real.passages
        ),
        keys=real.keys * copies,
        lexical=LexicalIndex.build(terms),
        dense=DenseIndex.build(_perturbed(real.dense.vectors, copies, generator)),
        sentence_keys=real.sentence_keys * copies,
        sentences=SentenceVectors.build(
            _perturbed(real.sentences.dense.vectors, copies, generator),
            real.sentences.counts * copies,
        ),
        configuration=real.configuration,
    )


def _perturbed(
    vectors: NDArray[np.float32], copies: int, generator: np.random.Generator
) -> NDArray[np.float32]:
    """Return copies of some vectors, one after the other, each with noise of its own."""
    size, dimension = vectors.shape
    found = np.empty((copies * size, dimension), dtype=np.float32)
    for copy in range(copies):
        noise = generator.standard_normal(vectors.shape, dtype=np.float32)
        moved = vectors + noise * np.float32(NOISE / np.sqrt(dimension))
        found[copy * size : (copy + 1) * size] = moved / np.linalg.norm(
            moved, axis=1, keepdims=True
        )
    return found
