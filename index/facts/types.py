"""The nouns of what a plan commits to: targets, duties, and the terms it explains."""

from dataclasses import dataclass
from typing import Literal

from index.mentions.comparators import Operator

Binding = Literal["binding", "expected"]


@dataclass(frozen=True, slots=True)
class Target:
    """A quantity that a plan sets or limits.

    Attributes:
        indicator: The usual name of its term group where it has one (``PM2.5``), else as printed.
        scope: Area or subject that it holds for, as printed; None where it is the plan's own.
        comparator: As printed: 不高于, 以上, 下降, 力争, 零增长; empty where there is none.
        operator: What the comparator says, in one of eight signs.
        value: In ``unit``; None for 零增长 and the like.
        unit: As printed; empty for a bare number.
        normal_unit: One spelling for all prints of a unit: ``µg/m³`` for 微克/立方米 and
            微克每立方米; empty for a bare number.
        year: That it is to be reached in, from the clause, its heading or the plan's period.
        base_year: That it is compared with.
        is_relative: A change (下降5%), not a level.
        binding: ``binding`` for 约束性, ``expected`` for 预期性, 争取, 力争; None where not said.
        start: Offset into the plan's text, in code points; ``end`` is exclusive.
        quote: ``plan.text[start:end]``: the shortest complete statement of the target.
        value_max: The end of a range (1-2家), which ``value`` begins; None for a single number.
    """

    plan_id: str
    city: str | None
    clause_id: str
    indicator: str
    scope: str | None
    comparator: str
    value: float | None
    unit: str
    year: int | None
    base_year: int | None
    is_relative: bool
    binding: Binding | None
    start: int
    end: int
    quote: str
    value_max: float | None = None
    operator: Operator = "="
    normal_unit: str = ""


@dataclass(frozen=True, slots=True)
class Threshold:
    """A quantity that says who or what is meant and sets nothing: 年货运量150万吨以上的企业.

    Attributes:
        subject: Who is meant, as printed (企业); None where the sentence names it elsewhere.
        indicator: What is measured, as printed (年货运量); empty where the quantity says it
            itself (35蒸吨以下的锅炉).
        comparator: As printed: 以上, 大于.
        value: In ``unit``.
        unit: As printed.
        start: Offset into the plan's text, in code points; ``end`` is exclusive.
        quote: ``plan.text[start:end]``: quantity, what is measured and who is meant.
        value_max: The end of a range; None for a single number.
    """

    plan_id: str
    city: str | None
    clause_id: str
    subject: str | None
    indicator: str
    comparator: str
    value: float
    unit: str
    start: int
    end: int
    quote: str
    value_max: float | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """A responsibility bracket and what it governs.

    Attributes:
        task: The text it governs, as printed, without the bracket.
        lead: Offices that lead (牵头), as printed, in their order.
        participants: Offices that take part (参与, 配合).
        implementers: Offices that carry it out (责任单位, 负责, 落实).
        start: Of the bracket, in code points; ``end`` is exclusive.
        quote: ``plan.text[start:end]``.
        is_inherited: Said once for several clauses (以下均需县区人民政府落实); ``start``, ``end``
            and ``quote`` are the statement's then, the clause and the task those that it reaches.
        is_divided: They share the work by their functions (按职责分工).
        offices: All of them as a search knows them: Simplified, repaired, in the order of
            lead, participants, implementers.
        task_start: Where the task stands; ``task_end`` is exclusive.
    """

    plan_id: str
    city: str | None
    clause_id: str
    task: str
    lead: tuple[str, ...]
    participants: tuple[str, ...]
    implementers: tuple[str, ...]
    start: int
    end: int
    quote: str
    is_inherited: bool = False
    is_divided: bool = False
    offices: tuple[str, ...] = ()
    task_start: int = 0
    task_end: int = 0


@dataclass(frozen=True, slots=True)
class Definition:
    """A term or an abbreviation that a plan explains.

    Attributes:
        term: As printed, without quotation marks: 两断三清, VOCs.
        meaning: As printed: what stands in the bracket, behind 即 or before 以下简称.
        members: The parts of the meaning where it is a list, as printed.
        start: Of term and meaning together, in code points; ``end`` is exclusive.
        quote: ``plan.text[start:end]``.
    """

    plan_id: str
    city: str | None
    clause_id: str
    term: str
    meaning: str
    members: tuple[str, ...]
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What one plan commits to, each in the order of its place."""

    targets: tuple[Target, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    duties: tuple[Duty, ...] = ()
    definitions: tuple[Definition, ...] = ()
