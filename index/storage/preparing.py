"""A plan made ready for the index: its passages, words and facts; all but the vectors."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from index import facts
from index.errors import PlanError
from index.facts import responsible_offices
from index.parsing import parse_plan
from index.query.catalogue import catalogued, labels_of
from index.ranking.boosts import is_letterhead
from index.ranking.passage_header import contextualize, shadow_sentences
from index.ranking.phrases import bare_passage
from index.ranking.tokens import tokenize
from index.reading.time_limit import seconds_allowed
from index.storage.plan_table import Offices, PlanRow, decode, encode
from index.storage.reading_pool import is_short_text, read_in_processes
from index.storage.report import Failure
from index.storage.segment import BARE_HEADING, LETTERHEAD
from index.structure.passages import is_bare_heading, split_passages
from index.types import Passage, Plan

POOL_FROM = 24
"""Files; fewer are read before other processes have started, where they are short texts."""

Elsewhere = Callable[
    [Callable[[Path], "Prepared | str | Failure"], Sequence[Path]],
    Iterator["Prepared | str | Failure"],
]
"""Reads files in other processes or on other machines: given what reads one, and the files, it
yields what was read in their order."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A plan with p passages.

    Attributes:
        passages: Shape (p, 4), int32, as ``SegmentData`` has it.
        flags: Shape (p,), uint8.
        texts: What is embedded and tokenised for each passage.
        terms: Of each passage.
        bare: Each passage as phrases are compared.
        sentences: Of each passage, at least one each.
        file: The name of the file that it was read in.
    """

    row: PlanRow
    passages: NDArray[np.int32]
    flags: NDArray[np.uint8]
    texts: tuple[str, ...]
    terms: tuple[tuple[str, ...], ...]
    bare: tuple[str, ...]
    sentences: tuple[tuple[str, ...], ...]
    file: str = ""

    @property
    def plan(self) -> Plan:
        """The plan itself."""
        plan: Plan = decode("body", self.row.body)
        return plan


def prepare(plan: Plan, file: str = "") -> Prepared:
    """Return a plan made ready for the index.

    Args:
        plan: Any.
        file: The name of the file that it was read in.

    Raises:
        PlanError: it holds no passage.
    """
    passages, texts = passages_of((plan,))
    if not passages:
        raise PlanError(
            f"plan {plan.id}: holds nothing but page furniture; give a file with the plan's text"
        )
    found = facts.extract_facts(plan)
    clauses = {clause.id: place for place, clause in enumerate(plan.clauses)}
    body = encode(plan)
    row = PlanRow(
        id=plan.id,
        digest=hashlib.sha256(body).digest(),
        passages=len(passages),
        head=encode(plan.head),
        entry=encode(catalogued(plan)),
        labels=encode(labels_of(plan)),
        body=body,
        facts=encode(found),
        offices=encode(_offices(passages, found)),
    )
    return Prepared(
        row=row,
        passages=np.array(
            [
                (clauses[p.clause_id], int(p.id.rpartition("/")[2]), p.start, p.end)
                for p in passages
            ],
            dtype=np.int32,
        ),
        flags=np.array(
            [
                BARE_HEADING * is_bare_heading(plan, plan.clauses[clauses[p.clause_id]], p)
                + LETTERHEAD * is_letterhead(p)
                for p in passages
            ],
            dtype=np.uint8,
        ),
        texts=texts,
        terms=tuple(tuple(tokenize(text)) for text in texts),
        bare=tuple(bare_passage(passage, plan.errata) for passage in passages),
        sentences=tuple(shadow_sentences(plan, passage) for passage in passages),
        file=file,
    )


def prepare_plans(plans: Iterable[Plan], digests: Mapping[str, bytes]) -> Iterator[Prepared | str]:
    """Yield plans made ready for the index; of those that it has already only the ids.

    Args:
        plans: Any.
        digests: Of the plans that the index has, by id.

    Raises:
        PlanError: one holds no passage.
    """
    for plan in plans:
        is_known = digests.get(plan.id) == hashlib.sha256(encode(plan)).digest()
        yield plan.id if is_known else prepare(plan)


def prepare_files(
    paths: Sequence[Path],
    digests: Mapping[str, bytes],
    *,
    processes: int,
    progress: bool,
    failed: Callable[[Failure], None] | None = None,
    elsewhere: Elsewhere | None = None,
) -> Iterator[Prepared | str]:
    """Yield the plans of some files in their order.

    Args:
        paths: Of plans.
        digests: As for ``prepare_plans``.
        processes: How many read them. More than one start the program's main module anew, which
            must do nothing then, and end a file that takes too long; a few short texts, and all
            files where it is one, are read in this process.
        progress: Show a progress bar on standard error where several read.
        failed: Told of each file that is no plan, which is then left out; without it the first
            one raises.
        elsewhere: Reads them, where they are not read by processes of this program.

    Raises:
        PlanError: a plan cannot be read, or holds no passage.
        ManifestError: the manifest beside it is wrong.
        ValueError: the environment gives a file no time that is one.
    """
    read = partial(_prepare_or_fail if failed else _prepare_file, digests=dict(digests))
    is_few = elsewhere is None and len(paths) < POOL_FROM
    seconds = seconds_allowed()  # what is no time is said at once
    is_here = processes == 1 or (is_few and all(map(is_short_text, paths)))
    if elsewhere is not None:
        found = elsewhere(read, paths)
    elif is_here:
        found = map(read, paths)
    else:
        found = read_in_processes(read, paths, processes, seconds)
    for own in tqdm(found, total=len(paths), desc="plans", disable=is_few or not progress):
        if not isinstance(own, Failure):
            yield own
        elif failed:
            failed(own)
        else:
            raise PlanError(f"{own.file}: {own.error}; {own.next_step}")


def _prepare_file(path: Path, digests: Mapping[str, bytes]) -> Prepared | str:
    """Return the plan of a file; see ``prepare_plans``."""
    found = next(prepare_plans((parse_plan(path),), digests))
    return found if isinstance(found, str) else replace(found, file=path.name)


def _prepare_or_fail(path: Path, digests: Mapping[str, bytes]) -> Prepared | str | Failure:
    """Return the plan of a file, or what is wrong with it."""
    try:
        return _prepare_file(path, digests)
    except Exception as error:  # whatever one file does to its reader, the others are read
        return Failure.of(path, error)


def passages_of(plans: Sequence[Plan]) -> tuple[tuple[Passage, ...], tuple[str, ...]]:
    """Return the passages of some plans and, for each, the text that is indexed for it."""
    passages: list[Passage] = []
    texts: list[str] = []
    for plan in plans:
        clauses = {clause.id: clause for clause in plan.clauses}
        for passage in split_passages(plan):
            passages.append(passage)
            texts.append(contextualize(plan, clauses[passage.clause_id], passage))
    return tuple(passages), tuple(texts)


def _offices(passages: Sequence[Passage], found: facts.Facts) -> Offices:
    """Return each office that answers for some of a plan's passages, and which."""
    own: dict[str, list[int]] = {}
    named = responsible_offices(passages, {passages[0].plan_id: found.duties})
    for place, names in enumerate(named):
        for name in dict.fromkeys(names):
            own.setdefault(name, []).append(place)
    return tuple((name, tuple(places)) for name, places in own.items())
