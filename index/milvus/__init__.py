"""Milvus in the place of the embedded engines of vectors and words, where these grow too large.

A passage is a row of one collection, with its vector, its words as a sparse vector, and what
filters need of its plan; a sentence is a row of a second one. A segment of the index is written as
it is and never changed, so that a search of one generation sees the rows of its segments and no
others. What the rows weigh is worked out here: scores are those of the embedded engines, up to
rounding.

``engine`` alone knows pymilvus.
"""
