"""Where an index is: a folder, or a Milvus that answers for one."""

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from index.errors import EngineError

SCHEME = "milvus:"
ENGINE = "ENGINE"
"""The file in a folder that names the Milvus which answers for it."""
DEFAULT_PORT = 19530
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,200}")
_SECRET = {"password", "sslpassword"}
"""Options of libpq that no file and no message may have."""
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
        shown = _harmless(text)
        try:
            parts = urlsplit(text)
        except ValueError:
            raise EngineError(f"{shown} names no Milvus; use {_EXAMPLES}") from None
        # A + is one: parse_qs takes it for a space, as forms of a page write it.
        given = parse_qs(parts.query.replace("+", "%2B"), keep_blank_values=True)
        options = {key: values[-1] for key, values in given.items()}
        unknown = sorted(options.keys() - {"folder", "plans", "tls"})
        if unknown:
            is_harmless = "@" not in text and unknown[0].isidentifier()  # and of no password
            what = f"the option {unknown[0]!r}" if is_harmless else "an option"
            raise EngineError(
                f"{shown}: does not know {what}; use folder=FOLDER, "
                "plans=postgresql://HOST/DATABASE or tls=1, and write %26 for each & that belongs "
                "to plans or to a folder"
            )
        if options.get("tls", "") not in ("", "0", "1"):
            raise EngineError(f"{shown}: does not know this tls; use tls=1, or leave it out")
        plans = options.get("plans", "")
        if parts.password or _has_password(plans, shown):
            raise EngineError(
                f"{shown}: has a password in it, which would stand in files and "
                "messages; set LANTIAN_MILVUS_TOKEN or PGPASSWORD instead"
            )
        try:
            milvus = _address(text, parts.netloc, parts.path, options.get("tls") == "1")
        except ValueError:
            raise EngineError(f"{shown} names no Milvus; use {_EXAMPLES}") from None
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
        own = {key: value for key, value in options.items() if value}
        given = urlencode(own, safe=":/@?=", quote_via=quote)
        return f"{self}?{given}" if given else str(self)

    @property
    def anywhere(self) -> "IndexPlace":
        """The same place, named so that it is the same in every working directory."""
        if self.milvus is None or not self.milvus.is_local:
            return self
        return replace(self, milvus=replace(self.milvus, uri=os.path.abspath(self.milvus.uri)))

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
    own = f"[{parsed.hostname}]" if ":" in parsed.hostname else parsed.hostname
    return MilvusAddress(f"{scheme}://{own}:{parsed.port or DEFAULT_PORT}", name)


def _folder_of(milvus: MilvusAddress) -> str:
    """Return the folder that goes with a Milvus where none is named."""
    if milvus.is_local:
        return str(Path(milvus.uri).with_suffix(".plans"))
    return f"data/milvus-{milvus.name}"


def _has_password(plans: str, shown: str) -> bool:
    """Tell whether the address of a PostgreSQL has a password in it.

    Args:
        plans: The address; empty for none.
        shown: What messages say.

    Raises:
        EngineError: it is no such address.
    """
    try:
        parts = urlsplit(plans)
    except ValueError:
        parts = None
    if parts is None or (plans and parts.scheme not in ("postgresql", "postgres")):
        raise EngineError(
            f"{shown}: does not know these plans; use plans=postgresql://HOST/DATABASE"
        )
    return bool(parts.password or parse_qs(parts.query).keys() & _SECRET)


def _harmless(text: str) -> str:
    """Return an address without its options, and without what stands before an @."""
    before, at, after = text.rpartition("@")
    place, options, _ = after.partition("?")
    scheme = re.match(rf"{SCHEME}(//)?", before)
    return f"{scheme[0] if scheme else ''}{'…@' if at else ''}{place}{'?…' if options else ''}"
