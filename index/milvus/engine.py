"""A Milvus as far as an index needs one; the only file that knows pymilvus."""

import logging
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.errors import EngineError
from index.place import MilvusAddress

if TYPE_CHECKING:
    from pymilvus import MilvusClient

TOKEN_VARIABLE = "LANTIAN_MILVUS_TOKEN"
MOST = 16_384
"""Rows that one answer of a Milvus server may have; Milvus Lite knows no limit."""
ROWS_AT_ONCE = 1_000
"""That are sent with one call: 6 MB at most, a tenth of what a call may hold."""
VECTORS_AT_ONCE = 4_000
TIMEOUT_S = 60.0
INSTALL = "python -m pip install -r requirements-milvus.txt"

Found = tuple[NDArray[np.int64], NDArray[np.float64]]
"""Keys of rows, and their scores."""
T = TypeVar("T")


class Engine:
    """A Milvus, connected; threads share it."""

    def __init__(self, address: MilvusAddress) -> None:
        """Connect.

        Raises:
            EngineError: pymilvus is not installed, or nothing answers there.
        """
        self.address = address
        # By whatever name it is called: the process opens a file once.
        uri = str(Path(address.uri).resolve()) if address.is_local else address.uri
        self._client = _connect(uri, os.environ.get(TOKEN_VARIABLE, ""))
        self._loaded: set[str] = set()
        self._lock = threading.Lock()

    def has(self, collection: str) -> bool:
        """Tell whether there is a collection."""
        return bool(self._asked(lambda: self._client.has_collection(collection)))

    def create(self, collection: str, fields: Mapping[str, Any]) -> None:
        """Make a collection.

        Args:
            collection: Its name; there is none of it.
            fields: By name: ``key``, ``integer``, ``text``, ``flag``, ``integers``, ``texts`` or
                ``words``, or for a vector its dimension.
        """
        from pymilvus import DataType, MilvusClient

        kinds: Mapping[str, tuple[Any, Mapping[str, Any]]] = {
            "key": (DataType.INT64, {"is_primary": True}),
            "integer": (DataType.INT64, {}),
            "flag": (DataType.BOOL, {}),
            "text": (DataType.VARCHAR, {"max_length": 8192}),
            "integers": (DataType.ARRAY, {"element_type": DataType.INT64, "max_capacity": 256}),
            "texts": (
                DataType.ARRAY,
                {"element_type": DataType.VARCHAR, "max_length": 1024, "max_capacity": 1024},
            ),
            "words": (DataType.SPARSE_FLOAT_VECTOR, {}),
        }
        schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
        indexes = MilvusClient.prepare_index_params()
        for name, kind in fields.items():
            if isinstance(kind, int):
                schema.add_field(name, DataType.FLOAT_VECTOR, dim=kind)
                # Of few all are looked at: Milvus Lite is for few.
                own = "FLAT" if self.address.is_local else "AUTOINDEX"
                indexes.add_index(name, index_type=own, metric_type="IP")
                continue
            type_, options = kinds[kind]
            schema.add_field(name, type_, **options)
            if kind == "words":
                indexes.add_index(name, index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
            elif kind != "key" and not self.address.is_local:
                indexes.add_index(name, index_type="INVERTED")
        self._asked(
            lambda: self._client.create_collection(
                collection, schema=schema, consistency_level="Strong"
            )
        )
        # Not waited for: of an empty collection there is nothing to index.
        self._asked(lambda: self._client.create_index(collection, indexes, sync=False))

    def drop(self, collection: str) -> None:
        """Remove a collection, where there is one."""
        if self.has(collection):
            self._asked(lambda: self._client.drop_collection(collection))
        self._loaded.discard(collection)

    def insert(self, collection: str, rows: Iterator[Mapping[str, Any]]) -> None:
        """Put rows in, and return when they are kept."""
        batch: list[dict[str, Any]] = []
        for row in rows:
            batch.append(dict(row))
            if len(batch) == ROWS_AT_ONCE:
                self._insert(collection, batch)
                batch = []
        if batch:
            self._insert(collection, batch)
        self._asked(lambda: self._client.flush(collection, timeout=TIMEOUT_S * 10))

    def _insert(self, collection: str, batch: list[dict[str, Any]]) -> None:
        self._asked(lambda: self._client.insert(collection, batch, timeout=TIMEOUT_S))

    def delete(self, collection: str, expression: str) -> None:
        """Take rows out."""
        self._load(collection)
        self._asked(lambda: self._client.delete(collection, filter=expression, timeout=TIMEOUT_S))

    def count(self, collection: str, expression: str) -> int:
        """Return how many rows an expression leaves."""
        self._load(collection)
        found = self._asked(
            lambda: self._client.query(
                collection, filter=expression, output_fields=["count(*)"], timeout=TIMEOUT_S
            )
        )
        return int(found[0]["count(*)"])

    def search(
        self, collection: str, field: str, queries: Sequence[Any], limit: int, expression: str
    ) -> list[Found]:
        """Return the best rows for each of some queries, best first.

        Args:
            collection: That is searched.
            field: Its field of vectors.
            queries: Vectors, or sparse ones as weights by dimension, none of them negative.
            limit: How many rows at most for each, ``MOST`` at most.
            expression: That a row has to fulfil; empty for none.
        """
        if not queries or limit < 1:
            return [(np.zeros(0, dtype=np.int64), np.zeros(0))] * len(queries)
        self._load(collection)
        found = self._asked(
            lambda: self._client.search(
                collection,
                list(queries),
                filter=expression,
                limit=limit,
                anns_field=field,
                output_fields=["key"],
                search_params={"metric_type": "IP"},
                timeout=TIMEOUT_S,
            )
        )
        return [
            (np.array(own.ids, dtype=np.int64), np.array(own.distances, dtype=np.float64))
            for own in found
        ]

    def rows(
        self, collection: str, expression: str, fields: Sequence[str]
    ) -> Sequence[Mapping[str, Any]]:
        """Return some fields of the rows that an expression leaves, ``MOST`` at most."""
        self._load(collection)
        found: Sequence[Mapping[str, Any]] = self._asked(
            lambda: self._client.query(
                collection,
                filter=expression,
                output_fields=["key", *fields],
                limit=MOST,
                timeout=TIMEOUT_S,
            )
        )
        return found

    def vectors(
        self, collection: str, field: str, keys: NDArray[np.int64]
    ) -> dict[int, NDArray[np.float32]]:
        """Return the vectors of some rows by key; of rows that are not there none."""
        found: dict[int, NDArray[np.float32]] = {}
        for start in range(0, len(keys), VECTORS_AT_ONCE):
            own = keys[start : start + VECTORS_AT_ONCE].tolist()
            for row in self.rows(collection, f"key in {own}", [field]):
                found[int(row["key"])] = np.array(row[field], dtype=np.float32)
        return found

    def words(
        self, collection: str, field: str, keys: NDArray[np.int64]
    ) -> dict[int, Mapping[int, float]]:
        """Return the sparse vectors of some rows by key; of rows that are not there none."""
        found: dict[int, Mapping[int, float]] = {}
        for start in range(0, len(keys), VECTORS_AT_ONCE):
            own = keys[start : start + VECTORS_AT_ONCE].tolist()
            for row in self.rows(collection, f"key in {own}", [field]):
                found[int(row["key"])] = row[field]
        return found

    def _load(self, collection: str) -> None:
        """Let a collection be ready to be asked."""
        with self._lock:
            if collection not in self._loaded:
                self._asked(lambda: self._client.load_collection(collection))
                self._loaded.add(collection)

    def _asked(self, ask: Callable[[], T]) -> T:
        """Return what the client returns.

        Raises:
            EngineError: it cannot be asked.
        """
        from grpc import RpcError
        from pymilvus import MilvusException

        try:
            return ask()
        except (MilvusException, RpcError) as error:
            raise EngineError(
                f"Milvus at {self.address.uri} does not answer as it should "
                f"({_told(error)}); check that it runs and holds {self.address.name!r}"
            ) from error


@cache
def _connect(uri: str, token: str) -> "MilvusClient":
    """Return the client of an address, one a process: Milvus Lite allows no second one.

    Raises:
        EngineError: as for ``Engine``.
    """
    # What gRPC writes by itself is for its developers: that a local server wants fewer pings.
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")
    try:
        from pymilvus import MilvusClient, MilvusException
    except ImportError as error:
        raise EngineError(
            f"Milvus at {uri} needs the package {error.name or 'pymilvus'}, which is not "
            f"installed; install it: {INSTALL}"
        ) from error
    # They log each mistake with its stack; what is wrong is said by an error.
    for name in ("pymilvus", "grpc"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    is_local = "://" not in uri
    try:
        if is_local:
            Path(uri).parent.mkdir(parents=True, exist_ok=True)
            return MilvusClient(uri)
        return MilvusClient(uri, token=token, timeout=10)
    except (MilvusException, OSError, ImportError) as error:
        step = (
            "one process at a time may open it: stop the other one, or use a server; and "
            f"milvus-lite must be installed: {INSTALL}"
            if is_local
            else f"start it, or check the address and {TOKEN_VARIABLE}"
        )
        raise EngineError(f"Milvus at {uri} cannot be reached ({_told(error)}); {step}") from error


def _told(error: Exception) -> str:
    """Return what an error says, in one line."""
    details = getattr(error, "details", None)  # of gRPC
    told = details() if callable(details) else getattr(error, "message", "") or error
    return " ".join(str(told).split())[:300]
