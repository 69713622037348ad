"""How the nearest vectors of a segment are found: which kind of index, with which parameters."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Self, get_args

VARIABLE = "LANTIAN_VECTORS"
BUILT_FROM = 50_000
"""Vectors of one segment, unless a kind is asked for; of fewer the whole is looked at in a few
milliseconds."""
ASKED_FROM = 1_000
"""The same where a kind is asked for: of fewer no index is faster, and none can be trained."""

Kind = Literal["auto", "flat", "ivf", "hnsw"]
MAXIMA: Mapping[str, Mapping[str, int]] = {
    "ivf": {"nlist": 65_536, "nprobe": 65_536},
    "hnsw": {"M": 256, "efConstruction": 10_000, "efSearch": 10_000},
}
"""The parameters of each kind by FAISS's names, and the largest value of each; the least is 1."""


@dataclass(frozen=True, slots=True)
class NearestSettings:
    """What a segment's vectors are to be searched by.

    Attributes:
        kind: ``flat`` looks at all vectors; ``ivf`` at those of the cells that are nearest to the
            query (FAISS ``IVF…,SQ8``); ``hnsw`` goes through a graph of neighbours (FAISS
            ``HNSW…,SQ8``); ``auto`` is ``ivf`` from ``BUILT_FROM`` vectors.
        parameters: Those that are given, by FAISS's names: ``nlist`` cells, of which a search
            looks into ``nprobe``; ``M`` links a vector, chosen among ``efConstruction``, and
            ``efSearch`` candidates of a search. What is not given goes by the number of vectors.
    """

    kind: Kind = "auto"
    parameters: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the settings that a text states: ``ivf``, ``hnsw:M=32,efSearch=128`` and so on.

        Raises:
            ValueError: it states none; the message says what may stand there.
        """
        kind, _, rest = text.strip().partition(":")
        if kind not in get_args(Kind):
            kinds = ", ".join(get_args(Kind))
            raise ValueError(f"vectors {text!r}: unknown kind {kind!r}; use one of {kinds}")
        maxima = MAXIMA.get(kind, {})
        found: dict[str, int] = {}
        for part in filter(None, (own.strip() for own in rest.split(","))):
            name, sign, value = (own.strip() for own in part.partition("="))
            if name not in maxima:
                names = ", ".join(maxima) or "none"
                raise ValueError(
                    f"vectors {text!r}: {kind} has no parameter {name!r} (it has: {names})"
                )
            if name in found:
                raise ValueError(f"vectors {text!r}: {name} is given twice")
            is_number = bool(sign) and value.isascii() and value.isdigit() and len(value) < 10
            if not is_number or not 1 <= int(value) <= maxima[name]:
                raise ValueError(
                    f"vectors {text!r}: {name} must be a whole number from 1 to "
                    f"{maxima[name]:,}, as in {name}=32"
                )
            found[name] = int(value)
        if found.get("M") == 1:
            raise ValueError(f"vectors {text!r}: M must be at least 2; a graph needs links")
        if found.get("nprobe", 0) > found.get("nlist", maxima.get("nlist", 0)):
            raise ValueError(
                f"vectors {text!r}: nprobe must not be more than nlist, the cells there are"
            )
        return cls(kind, found)  # type: ignore[arg-type]

    @classmethod
    def asked_for(cls, text: str | None) -> Self | None:
        """Return what a text asks for, without one what ``LANTIAN_VECTORS`` does, else None.

        Raises:
            ValueError: it states no settings.
        """
        wanted = text if text is not None else os.environ.get(VARIABLE)
        return cls.parse(wanted) if wanted else None

    def __str__(self) -> str:
        """Return what ``parse`` reads."""
        own = ",".join(f"{name}={value}" for name, value in sorted(self.parameters.items()))
        return f"{self.kind}:{own}" if own else self.kind

    def kind_for(self, vectors: int) -> Literal["flat", "ivf", "hnsw"]:
        """Return the kind of index that a segment of some number of vectors gets."""
        if self.kind == "auto":
            return "ivf" if vectors >= BUILT_FROM else "flat"
        return self.kind if vectors >= ASKED_FROM else "flat"
