"""Teaches the reader: questions with their answers, pairs of question and passage, the fitting."""
