"""What can go wrong, each named, with what to do next in its message."""


class LantianError(Exception):
    """Base of the errors a user can act on."""


class PlanError(LantianError):
    """A plan's file cannot be read: of another type, broken, locked, empty, no text, or a scan."""


class ManifestError(LantianError):
    """The corpus manifest is missing, malformed, or names a file that is not there."""


class ModelError(LantianError):
    """The embedding model cannot be found, prepared or loaded."""


class IndexMissingError(LantianError):
    """There is no index at the given place."""


class IndexDamagedError(LantianError):
    """The index is half-written, altered, or of another format version."""


class IndexWriteError(LantianError):
    """The index cannot be written: no permission, no space, or another process is writing it."""


class ClusterError(LantianError):
    """A build on a Ray cluster cannot be done: no Ray, no cluster, or a machine that differs."""


class ModelMismatchError(LantianError):
    """The index was built with another embedding model than the one in use."""


class QueryError(LantianError, ValueError):
    """The query is blank, too long, or not text."""


class FilterError(LantianError, ValueError):
    """A filter is of the wrong kind, or names what the index does not have."""


class EngineError(LantianError):
    """The Milvus or PostgreSQL that an index is kept in cannot be reached or used."""
