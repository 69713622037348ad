"""What can go wrong in an evaluation, each with what to do next in its message."""

from index import LantianError


class SetError(LantianError):
    """An evaluation set is missing, malformed, or does not fit the index."""


class ResultsError(LantianError):
    """A results file or the document that shows the table cannot be used."""
