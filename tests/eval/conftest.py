import pytest

from eval.credit import credit_relevant
from eval.runner import evaluate
from eval.types import Candidate, Query, Ranked, Ranking

# Query id to the rank of its one relevant passage, a mode each; None: not among the ten.
RANKS = {
    "d001": {"lexical": 1, "dense": 2, "hybrid": 1},
    "d002": {"lexical": None, "dense": 1, "hybrid": 2},
    "d003": {"lexical": 6, "dense": None, "hybrid": 1},
}
LABELS = {
    "d001": (("lang", "zh-Hans"), ("type", "number")),
    "d002": (("lang", "en"), ("type", "list")),
    "d003": (("lang", "zh-Hans"), ("type", "list")),
}


MISSES = [f"miss-{number}" for number in range(1, 11)]
TEXT = "空气质量" * 50  # 200 characters: five texts fill the first 1,000


class KnownSet:
    """A set whose rankings are written in RANKS."""

    kind = "questions"
    left_out = 2
    corpus_hash = "ab12"
    queries = tuple(Query(id_, f"{id_}?", LABELS[id_]) for id_ in RANKS)

    def __init__(self, name="known"):
        self.name = name
        self.configuration = {"model": "none", "bm25_k1": 1.5}
        self.depths = []

    def rank(self, query, *, k, mode):
        self.depths.append(k)
        rank = RANKS[query.id][mode]
        place = len(MISSES) if rank is None else rank - 1
        ids = [*MISSES[:place], "hit", *MISSES[place:]][:k]
        return Ranking(query.id, tuple(Ranked(id_, -n) for n, id_ in enumerate(ids)))

    def judge(self, ranking):
        ids = [item.id for item in ranking.items]
        return credit_relevant(frozenset({"hit"}), ids, dict.fromkeys(ids, len(TEXT)))

    def candidates(self):
        return tuple(Candidate(id_, TEXT) for id_ in ["hit", *MISSES])

    def embed(self, query):
        return len(query.text)


@pytest.fixture
def known_set():
    return KnownSet()


@pytest.fixture
def known_result(known_set):
    return evaluate(known_set, ("lexical", "dense", "hybrid"))
