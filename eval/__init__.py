"""Evaluation: how well searching finds the evidence, measured and kept for review.

Run with ``python -m eval``. Reading order: ``types`` (nouns), ``measures`` and ``credit`` (what
a ranking is worth), ``questions`` and ``beir`` (reading sets), ``sets`` (a set joined to the
index that answers it), ``baselines`` and ``runner``, ``significance``, ``archive`` (results
files), ``report`` (tables), ``comparison``, ``trec``, ``latency``, ``plot``.
"""
