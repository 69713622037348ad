"""Where an index is: a folder, or a Milvus that answers for one."""

import re
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

from index.errors import EngineError

SCHEME = "milvus:"
ENGINE = "ENGINE"
"""The file in a folder that names the Milvus which answers for it."""
DEFAULT_PORT = 19530
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,200}")
_EXAMPLES = "milvus://HOST:19530/NAME for a server, milvus:FILE.db for Milvus Lite"


@dataclass(frozen=True, slots=True)
class MilvusAddress:
    """A collection of a Milvus.

    Attributes:
        uri: What its client connects to: the address of a server, or the path of a file.
        name: Of the collection.
    """

    uri: str
    name: str

    @property
    def is_local(self) -> bool:
        """Whether it is a file of Milvus Lite."""
        return "://" not in self.uri


@dataclass(frozen=True, slots=True)
class IndexPlace:
    """Where an index is.

    Attributes:
        folder: Of its plans and passages; of an embedded index, of all of it.
        milvus: What its vectors and words are asked of; None where they are in the folder.
        plans: The PostgreSQL that its plans are read from; empty where they are in the folder.
    """

    folder: Path
    milvus: MilvusAddress | None = None
    plans: str = ""

    @classmethod
    def of(cls, place: "str | Path | IndexPlace") -> "IndexPlace":
        """Return what an option, ``LANTIAN_INDEX`` or a caller names.

        Args:
            place: A folder, or ``milvus://HOST:PORT/NAME``, or ``milvus:FILE.db``; behind ``?``
                ``folder=`` and ``plans=postgresql://…`` may follow, and ``tls=1``.

        Raises:
            EngineError: it begins with ``milvus:`` and is no such address.
        """
        if isinstance(place, cls):
            return place
        text = str(place)
        if not text.startswith(SCHEME):
            return cls(Path(text))
        parts = urlsplit(text)
        options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        unknown = sorted(options.keys() - {"folder", "plans", "tls"})
        plans = options.get("plans", "")
        if unknown or (plans and not plans.startswith(("postgresql://", "postgres://"))):
            what = f"the option {unknown[0]!r}" if unknown else f"plans={plans!r}"
            raise EngineError(
                f"{_harmless(text)}: does not know {what}; use folder=FOLDER, "
                "plans=postgresql://HOST/DATABASE or tls=1"
            )
        if parts.password or (plans and urlsplit(plans).password):
            raise EngineError(
                f"{_harmless(text)}: has a password in it, which would stand in files and "
                "messages; set LANTIAN_MILVUS_TOKEN or PGPASSWORD instead"
            )
        try:
            milvus = _address(text, parts.netloc, parts.path, bool(options.get("tls")))
        except ValueError:
            raise EngineError(f"{text!r} names no Milvus; use {_EXAMPLES}") from None
        return cls(Path(options.get("folder") or _folder_of(milvus)), milvus, plans)

    @property
    def name(self) -> str:
        """Of the index in a database."""
        if self.milvus is None:
            return self.folder.name
        return Path(self.milvus.uri).stem if self.milvus.is_local else self.milvus.name

    @property
    def address(self) -> str:
        """What ``of`` was given, or the same in other words."""
        if self.milvus is None:
            return str(self.folder)
        options = {"plans": self.plans, "tls": "1" if "https:" in self.milvus.uri else ""}
        if str(self.folder) != _folder_of(self.milvus):
            options["folder"] = str(self.folder)
        given = urlencode({key: value for key, value in options.items() if value}, safe=":/@?=")
        return f"{self}?{given}" if given else str(self)

    def beside(self, suffix: str) -> "IndexPlace":
        """Return a place of the same kind beside this one.

        Args:
            suffix: What its name has more: letters, digits, hyphens.
        """
        folder = self.folder.with_name(f"{self.folder.name}-{suffix}")
        milvus = self.milvus
        if milvus is not None and milvus.is_local:
            file = Path(milvus.uri)
            milvus = replace(milvus, uri=str(file.with_name(f"{file.stem}-{suffix}.db")))
        elif milvus is not None:
            milvus = replace(milvus, name=f"{milvus.name}_{suffix.replace('-', '_')}")
        return IndexPlace(folder, milvus, self.plans)

    def __str__(self) -> str:
        """Return how messages name it."""
        if self.milvus is None:
            return str(self.folder)
        if self.milvus.is_local:
            return f"{SCHEME}{self.milvus.uri}"
        return f"{SCHEME}//{self.milvus.uri.split('://')[1]}/{self.milvus.name}"


def _address(text: str, host: str, path: str, is_secure: bool) -> MilvusAddress:
    """Return what an address names.

    Raises:
        ValueError: it is no address.
    """
    if not text.startswith(f"{SCHEME}//") or not host:
        if Path(path).suffix != ".db":
            raise ValueError
        return MilvusAddress(path, "lantian")
    name = path.strip("/")
    parsed = urlsplit(f"//{host}")
    if not _NAME.fullmatch(name) or not parsed.hostname or parsed.username:
        raise ValueError
    scheme = "https" if is_secure else "http"
    return MilvusAddress(f"{scheme}://{parsed.hostname}:{parsed.port or DEFAULT_PORT}", name)


def _folder_of(milvus: MilvusAddress) -> str:
    """Return the folder that goes with a Milvus where none is named."""
    if milvus.is_local:
        return str(Path(milvus.uri).with_suffix(".plans"))
    return f"data/milvus-{milvus.name}"


def _harmless(text: str) -> str:
    """Return an address without what stands before an @."""
    return re.sub(r"//[^/@?]*@", "//…@", text)
