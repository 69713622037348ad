"""A few passages score by words as they do among all."""

import numpy as np
import pytest

from index.ranking.expansion import expand
from index.ranking.synonyms import Bridge

QUERIES = (
    "公交车更新要求",
    "全市PM2.5年均浓度的目标是多少？",
    "大卡车和挖掘机怎么管",
    "How many buses have to be replaced by new energy vehicles?",
    "volatile organic compounds treatment in the printing industry",
    "没有这个词的问题",
)


@pytest.mark.parametrize("query", QUERIES)
def test_some_passages_score_as_among_all(real_index, query):
    lexical = real_index._searcher.collection.lexical
    expanded = expand(query, Bridge(lexical))
    every = expanded.scores(lexical)
    for step in (1, 7, 50, lexical.size + 1):
        positions = np.arange(step % 3, lexical.size, step)
        assert np.array_equal(expanded.scores_at(lexical, positions), every[positions])
    assert expanded.scores_at(lexical, np.zeros(0, dtype=np.intp)).shape == (0,)
