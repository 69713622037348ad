"""Passages to scores: tokens, BM25, embeddings, and the two in one."""
