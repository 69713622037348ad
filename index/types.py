"""The nouns: what a plan is made of and what a search returns.

Every offset in this program counts Unicode code points in ``Plan.text``, half-open.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Mode = Literal["hybrid", "lexical", "dense"]
MODES: tuple[Mode, ...] = ("hybrid", "lexical", "dense")

Relation = Literal["implements", "replaces", "cites"]
"""What a document does with another: act on it, take its place, or name it."""

ClauseKind = Literal["front", "body", "back"]
"""``front`` is what stands before the first heading: title, covering notice, preamble; ``back``
what stands behind the body: the list of annexes, signature, imprint. Annexes are ``body``."""

Level = Literal["nation", "region", "province", "city", "county"]
"""Whose document it is. ``region`` is several provinces or cities together (长三角, 汾渭平原). The
four municipalities stand as ``province``; their ``city`` is set as well."""

Status = Literal["in force", "repealed", "superseded", "draft"]

Origin = Literal["read", "given", "corrected"]
"""How a field of a plan became known: ``read`` in its text or on its page, ``given`` by a person
(the manifest, the caller, the file's name) where the text is silent, ``corrected`` by a person
where the text says something else."""

Origins = tuple[tuple[str, Origin], ...]
"""The fields of a plan that are known, by name in the order of ``PlanHead``, each with its
origin."""

PartKind = Literal[
    "title",
    "notice",
    "contents",
    "annex list",
    "signature",
    "note",
    "imprint",
    "table",
    "responsibility",
]
"""What a stretch of a document is, where it is not its running text:

- ``title``: the document's own title;
- ``notice``: the covering notice, from the line that names it, its number or whom it is sent to,
  down to the sentence that hands the plan over;
- ``contents``: a table of contents;
- ``annex list``: 附件：1.… 2.…, which only names the annexes;
- ``signature``: who signed and the date, of the plan or of its notice;
- ``note``: （此件公开发布）, 是否宜公开选项, whom to ask;
- ``imprint``: 版记, at the very end: 主题词, 抄送, who printed it and when;
- ``table``: a run of rows or of cells;
- ``responsibility``: a bracket that says who leads, takes part or carries out.
"""


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of characters; ``kind`` says what was found there.

    Raises:
        ValueError: the range is empty or reversed.
    """

    start: int
    end: int
    kind: str

    def __post_init__(self) -> None:
        _require_range(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Anomaly:
    """An irregularity of the source, with its place and a sentence for people.

    ``kind`` is one of ``missing``, ``repeated``, ``order``, ``restart``, ``damaged``,
    ``broken``, ``noise`` (between characters, left out of matching), ``columns`` (two abreast),
    ``uncertain`` (recognised in a picture, perhaps wrongly).
    The range may be empty: a number that is missing has a place but no characters.

    Raises:
        ValueError: the range is reversed.
    """

    start: int
    end: int
    kind: str
    message: str

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a range of characters: {self.start}..{self.end}")


@dataclass(frozen=True, slots=True)
class ScannedLine:
    """A line that was recognised in a picture of a page, and where it stands there.

    Attributes:
        start: Offset into the plan's text; ``end`` is exclusive.
        page: From 1.
        left: In points from the left edge of the page as it is read, upright; ``right`` too.
        top: In points from its upper edge; ``bottom`` too.
        turns: Quarter turns to the left that bring the page upright.
    """

    start: int
    end: int
    page: int
    left: float
    top: float
    right: float
    bottom: float
    turns: int = 0

    def __post_init__(self) -> None:
        _require_range(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Erratum:
    """A stretch of the source that was damaged, and what certainly stood there.

    It serves matching and is shown beside the original; no quotation ever holds it.

    Attributes:
        start: Offset into the plan's text; ``end`` is exclusive.
        damaged: What stands there: ``plan.text[start:end] == damaged``.
        repaired: The original wording.
        reason: How one can know.

    Raises:
        ValueError: the range does not fit ``damaged``, or the repair is blank or none.
    """

    start: int
    end: int
    damaged: str
    repaired: str
    reason: str

    def __post_init__(self) -> None:
        _require_range(self.start, self.end)
        if len(self.damaged) != self.end - self.start:
            raise ValueError(
                f"{self.damaged!r} has {len(self.damaged)} characters and cannot stand at "
                f"{self.start}..{self.end}"
            )
        if not self.repaired.strip() or self.repaired == self.damaged:
            raise ValueError(f"{self.repaired!r} is no repair of {self.damaged!r}")


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered part of a plan, from the first character of its label to the next sibling.

    Front and back matter are clauses without a label; see ``ClauseKind``.

    Attributes:
        id: Canonical and unique in the plan: the numbers from the top, ``2.3.20``. A level whose
            heading the source lost is written ``?`` and counted (``?1``, ``?2``); the text
            before the first heading is ``0`` and what stands behind the body ``z``, counted
            where a document has several: ``z-2``. An annex is ``a1``, the second document of
            a file ``d2`` (``d2.1`` is its 一、), 第十条之一 ``10_1``; the second of two equal
            numbers under one heading is ``3-2``.
        path: Printed headings from the top, this clause's own last; ``None`` where the source
            lost one.
        label: As printed: ``20.``, ``（三）``, ``第十二条``; empty for front and back matter.
        level: 1 for 一、 or 第X章, 2 for (一) or 第X节, 3 for 1. or 第X条, 4 for (1), 5 for ①;
            0 for front and back matter. What stands in a 第X条 lies one deeper than the 条.
        heading: What the label heads: the rest of the line, or its first sentence where the
            heading is run in with the text.
    """

    plan_id: str
    id: str
    path: tuple[str | None, ...]
    label: str
    level: int
    heading: str
    start: int
    end: int
    kind: ClauseKind = "body"

    def __post_init__(self) -> None:
        _require_range(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Reference:
    """Another document, named by its number.

    Attributes:
        document_number: As printed, ``青政〔2018〕86号``; ``text[start:end]`` but for white space.
        title: As printed before the number, None where the number stands alone.
        relation: ``implements`` for what the preamble acts on, ``replaces`` for what is repealed,
            ``cites`` for the rest.
    """

    document_number: str
    title: str | None
    relation: Relation
    start: int
    end: int

    def __post_init__(self) -> None:
        _require_range(self.start, self.end)


@dataclass(frozen=True, slots=True)
class PlanHead:
    """What is known of a plan without its text; every field is that of ``Plan``."""

    id: str
    title: str
    city: str | None
    province: str | None
    county: str | None
    level: Level | None
    status: Status | None
    document_number: str | None
    issuer: str | None
    issued: date | None
    valid_until: date | None
    period: tuple[int, int] | None
    sha256: str
    source: str | None = None
    accessed: date | None = None
    origins: Origins = ()

    @property
    def place(self) -> str | None:
        """The city or the county whose plan it is, as it is cited: 焦作市温县; None for others."""
        return f"{self.city or ''}{self.county}" if self.county else self.city

    @property
    def when(self) -> tuple[int, int, str, str]:
        """What orders plans in time: the years, that of the issue where none are said; the date."""
        year = self.issued.year if self.issued else 0
        return *(self.period or (year, year)), str(self.issued or ""), self.id


@dataclass(frozen=True, slots=True)
class Brief:
    """How much was read out of a plan, for tables of many.

    Attributes:
        clauses: How many have a label.
        indicators: Of each target, in the order of their places.
        offices: Of each duty, as a search knows them, in the order of their places.
        damage: How many places are irregular or damaged.
        replaces: The numbers of the documents that its text repeals.
    """

    clauses: int
    indicators: tuple[str, ...]
    offices: tuple[tuple[str, ...], ...]
    damage: int
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A document as it was read; ``text`` never changes again.

    Attributes:
        id: The file's stem; its name where a file of another type beside it has the same stem.
        city: The prefecture-level city or municipality, Simplified and in full; None for a
            province, the nation or a region.
        province: Simplified and in full; None for the nation or a region.
        level: Whose document it is, None where nothing says it.
        county: The county, county-level city, district or banner; its ``city`` and ``province``
            are set too, unless nothing tells which of several counties of the name it is. None
            for all others.
        status: What the document or its page says of its force, None where they do not.
        document_number: As printed.
        issued: The document's own date, never a web page's.
        valid_until: The last day on which it holds, None where it does not say.
        period: First and last year the plan covers, or None where the text does not say.
        sha256: Of the file's bytes, hexadecimal.
        clauses: In reading order; a parent stands before its children.
        boilerplate: What belongs to the web page and not to the plan, in order, disjoint.
        anomalies: In order of their place.
        errata: Repairs for matching, in order, disjoint.
        issuer: Who issued it, as printed; several are joined by 、.
        references: Other documents it names by number, in order of their place.
        parts: What is not running text, in order, disjoint; ``kind`` is a ``PartKind``. But for
            ``responsibility``, whole lines.
        source: Where the file comes from, an address or words for people; only a manifest tells.
        accessed: The day on which it was fetched there; only a manifest tells.
        scanned: The lines that were recognised in pictures, in order; of a text none.
        origins: Which fields were read, given or corrected; those that are not known are left out.

    Raises:
        ValueError: an erratum does not fit the text, or two overlap.
    """

    id: str
    title: str
    city: str | None
    province: str | None
    document_number: str | None
    issued: date | None
    period: tuple[int, int] | None
    text: str
    sha256: str
    clauses: tuple[Clause, ...]
    boilerplate: tuple[Span, ...]
    anomalies: tuple[Anomaly, ...]
    errata: tuple[Erratum, ...] = ()
    issuer: str | None = None
    references: tuple[Reference, ...] = ()
    parts: tuple[Span, ...] = ()
    level: Level | None = None
    county: str | None = None
    status: Status | None = None
    valid_until: date | None = None
    source: str | None = None
    accessed: date | None = None
    scanned: tuple[ScannedLine, ...] = ()
    origins: Origins = ()

    @property
    def head(self) -> PlanHead:
        """What is known of it without its text."""
        return PlanHead(**{name: getattr(self, name) for name in PlanHead.__slots__})

    @property
    def place(self) -> str | None:
        """The city or the county whose plan it is, as it is cited: 焦作市温县; None for others."""
        return self.head.place

    def __post_init__(self) -> None:
        position = 0
        for erratum in self.errata:
            found = self.text[erratum.start : erratum.end]
            if found != erratum.damaged:
                raise ValueError(
                    f"plan {self.id}: at {erratum.start}..{erratum.end} stands {found!r}, "
                    f"not {erratum.damaged!r} as its erratum says"
                )
            if erratum.start < position:
                raise ValueError(
                    f"plan {self.id}: the erratum at {erratum.start} starts before the one "
                    f"before it ends, at {position}"
                )
            position = erratum.end


@dataclass(frozen=True, slots=True)
class Copy:
    """A file that holds a document which an index has already, from another file.

    Attributes:
        id: What the plan's id would have been.
        plan_id: The plan that it is a copy of.
        file: Its name; empty where it is not known any more.
        sha256: Of its bytes, hexadecimal.
        source: Where it comes from, in the words of the manifest.
    """

    id: str
    plan_id: str
    file: str
    sha256: str
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of a clause: the unit that is ranked. ``plan.text[start:end] == text``.

    It holds the number of a page where a sentence runs over it; see ``index.text.layout``.
    """

    id: str
    plan_id: str
    clause_id: str
    start: int
    end: int
    text: str

    def __post_init__(self) -> None:
        _require_range(self.start, self.end)
        if len(self.text) != self.end - self.start:
            raise ValueError(
                f"passage {self.id}: {len(self.text)} characters of text for "
                f"{self.start}..{self.end}"
            )


def _require_range(start: int, end: int) -> None:
    """Refuse a range that holds no character."""
    if not 0 <= start < end:
        raise ValueError(f"not a range of characters: {start}..{end}")
