"""BEIR folders: documents, queries, and which documents are relevant to which query.

Layout: ``corpus.jsonl`` (``_id``, ``title``, ``text``), ``queries.jsonl`` (``_id``, ``text``) and
``qrels.tsv`` or ``qrels/test.tsv`` (query-id, corpus-id, score).

Source: Thakur et al.: BEIR, a heterogeneous benchmark for zero-shot evaluation of information
retrieval models (NeurIPS 2021 datasets track).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from eval.errors import SetError
from eval.records import Record, read_lines, read_records
from eval.types import Query

QRELS = ("qrels.tsv", "qrels/test.tsv")  # the project's own layout, then that of BEIR's archives


@dataclass(frozen=True, slots=True)
class Document:
    """A text to be found; a title, where there is one, stands in front of it."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Bench:
    """A BEIR set.

    Attributes:
        queries: Those with at least one relevant document, in the order of the file.
        left_out: How many queries have none.
        relevant: Query id to the ids of its relevant documents; one entry a query.
    """

    documents: tuple[Document, ...]
    queries: tuple[Query, ...]
    left_out: int
    relevant: Mapping[str, frozenset[str]]

    @property
    def corpus_hash(self) -> str:
        """SHA-256, hexadecimal, over ids and texts in order."""
        digest = sha256()
        for document in self.documents:
            for part in (document.id, document.text):
                data = part.encode()
                digest.update(len(data).to_bytes(8, "big") + data)
        return digest.hexdigest()


def read_bench(folder: Path) -> Bench:
    """Read a BEIR folder. Gains are binary: a score above 0 means relevant.

    Args:
        folder: Holds the three files named above.

    Returns:
        The set, with documents and queries in the order of their files.

    Raises:
        SetError: a file is missing, empty or malformed, an id occurs twice, the judgements name
            an unknown query or document, or no query has a relevant document.
    """
    documents = tuple(
        Document(id_, _document_text(record))
        for id_, record in _read_unique(folder / "corpus.jsonl")
    )
    queries = tuple(
        Query(id_, record.text("text")) for id_, record in _read_unique(folder / "queries.jsonl")
    )
    path = _find_qrels(folder)
    relevant: dict[str, set[str]] = {query.id: set() for query in queries}
    known = {document.id for document in documents}
    for where, query_id, document_id, score in _read_qrels(path):
        if query_id not in relevant:
            raise SetError(f"{where}: queries.jsonl has no query {query_id!r}")
        if document_id not in known:
            raise SetError(f"{where}: corpus.jsonl has no document {document_id!r}")
        if score > 0:
            relevant[query_id].add(document_id)
    asked = tuple(query for query in queries if relevant[query.id])
    if not asked:
        raise SetError(f"{path}: no query has a relevant document")
    return Bench(
        documents,
        asked,
        len(queries) - len(asked),
        {query.id: frozenset(relevant[query.id]) for query in asked},
    )


def _read_unique(path: Path) -> Iterator[tuple[str, Record]]:
    """Yield each record with its id, refusing an id that occurs twice."""
    seen: set[str] = set()
    for record in read_records(path):
        id_ = record.text("_id")
        if id_ in seen:
            raise record.error(f"the id {id_!r} occurs twice")
        seen.add(id_)
        yield id_, record


def _document_text(record: Record) -> str:
    """Put the title, where there is one, in front of the text, as BEIR's own code does."""
    title = record.optional_text("title") if "title" in record.fields else ""
    text = f"{title} {record.optional_text('text')}".strip()
    if not text:
        raise record.error("the document has neither title nor text")
    return text


def _find_qrels(folder: Path) -> Path:
    """Return the file of judgements."""
    for name in QRELS:
        if (folder / name).is_file():
            return folder / name
    raise SetError(f"{folder}: there is no {' and no '.join(QRELS)}; a BEIR folder needs one")


def _read_qrels(path: Path) -> Iterator[tuple[str, str, str, int]]:
    """Yield place, query id, document id and score of every row under the header."""
    rows = 0
    for number, line in read_lines(path):
        where = f"{path}, line {number}"
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) != 3:
            raise SetError(f"{where}: three cells between tabs are expected, not {len(cells)}")
        query_id, document_id, score = cells
        if rows == 0 and score == "score":
            continue
        rows += 1
        try:
            yield where, query_id, document_id, int(score)
        except ValueError:
            raise SetError(f"{where}: the score {score!r} is not a whole number") from None
    if rows == 0:
        raise SetError(f"{path}: there is no judgement in the file")
