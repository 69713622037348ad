"""Segments of plans made for tests."""

import numpy as np

from index.ranking.phrases import BareTexts
from index.ranking.term_counts import TermCounts
from index.storage.preparing import prepare
from index.storage.segment import SegmentData
from index.storage.writing import write_segment
from tests.index.encoders import HashingEncoder
from tests.index.texts import parse_text

WORDS = ("散煤", "公交车", "扬尘", "秸秆", "锅炉", "新能源", "柴油货车", "𠀀油")


def made_plan(plan_id, number):
    """A short plan that differs from that of another number."""
    one, other = WORDS[number % 8], WORDS[number // 8 % 8]
    clauses = [f"{n}、治理{one}{n}吨。(市{other}局牵头)" for n in "一二三"[: 1 + number % 3]]
    return parse_text("\n".join([f"{other}方案{number}", "", *clauses]), plan_id)


def data_of(plans):
    """The content of a segment of some plans, by their ids, in memory."""
    own = [prepare(plan) for plan in sorted(plans, key=lambda plan: plan.id)]
    rows = [plan.row for plan in own]
    split = [sentences for plan in own for sentences in plan.sentences]
    texts = [text for plan in own for text in plan.texts]
    sentences = [sentence for sentences in split for sentence in sentences]
    return SegmentData(
        listed=rows,
        rows=lambda numbers: map(rows.__getitem__, numbers),
        plan_starts=np.cumsum([0, *(row.passages for row in rows)], dtype=np.int64),
        passages=np.concatenate([plan.passages for plan in own]),
        flags=np.concatenate([plan.flags for plan in own]),
        terms=TermCounts.of([terms for plan in own for terms in plan.terms]),
        texts=BareTexts.of([bare for plan in own for bare in plan.bare]),
        vectors=HashingEncoder().encode_passages(texts),
        sentence_starts=np.cumsum([0, *map(len, split)], dtype=np.int64),
        sentences=HashingEncoder().encode_passages(sentences),
        keys=keys_of(texts),
        sentence_keys=keys_of(sentences),
    )


def keys_of(texts):
    """As many keys, each its own."""
    return np.arange(32 * len(texts)).astype(np.uint8).reshape(-1, 32)


def written(folder, *chosen):
    """The entry of a segment written to a folder that is made."""
    folder.mkdir(parents=True)
    return write_segment(folder, chosen)
