"""Files and pages put into a collection and its index, and what is said of each."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from index.corpus.archived_plans import ARCHIVE, plans_in
from index.corpus.folder import Corpus, CorpusError
from index.errors import IndexMissingError, LantianError, PlanError
from index.metadata.manifest import plan_id_of
from index.storage.reading_pool import usual_processes
from index.storage.report import Failure, report_rows
from index.storage.segment import sha256_of

if TYPE_CHECKING:
    from index import PlanIndex

Taken = tuple[str, Path, bool]
"""What a file is called by who gave it, where it is, and whether it was not there before."""
LEFT_OUT = 3
"""Exit code: done, but for files that could not be read."""
_STATES = {
    "added": "已加入 added",
    "held": "早已收录 was there already",
    "copy": "与已有方案是同一文件 the same document as the plan",
}


@contextmanager
def all_or_nothing(corpus: Corpus, taken: Sequence[Taken]) -> Iterator[None]:
    """Take what is new out of a collection again where something ends what is done meanwhile.

    Args:
        corpus: The collection.
        taken: What was put in until then.
    """
    try:
        yield
    except BaseException:
        _taken_out(corpus, [place for _, place, is_new in taken if is_new])
        raise


def _taken_out(corpus: Corpus, places: Iterable[Path]) -> Mapping[str, str]:
    """Take files out of a collection; return the names of those that it keeps, and why."""
    kept: dict[str, str] = {}
    for place in places:
        try:
            corpus.drop(plan_id_of(place))
        # A table names it, which its owner writes; or what is to be undone cannot be.
        except (LantianError, OSError) as error:
            kept[place.name] = str(error)
    return kept


def take_in_plans(
    corpus: Corpus,
    name: str,
    called: str,
    data: bytes,
    known: Mapping[str, object],
    taken: list[Taken],
    refused: list[Failure],
) -> None:
    """Put a file into the collection, or the plans of an archive that holds several.

    Args:
        corpus: The collection.
        name: As its owner calls it.
        called: What is said of it: where it was.
        data: All of it.
        known: What is known of it, for the manifest.
        taken: Takes what is in the collection then.
        refused: Takes the files of an archive that cannot be read, or the archive.

    Raises:
        CorpusError: more is known than where it comes from, and it is several plans.
    """
    try:
        plans, failures = plans_in(data, Path(name)) if name.lower().endswith(ARCHIVE) else ((), ())
    except PlanError as error:
        refused.append(Failure.told(name, str(error).removeprefix(f"{name}: ")))
        return
    if plans and not known.keys() <= {"source", "accessed"}:
        raise CorpusError(f"--set is for one plan, and {name} holds {len(plans)}; add, then edit")
    refused += failures
    for own in plans:
        taken.append((f"{called}/{own.name}", *corpus.take_in(own.name, own.data, known)))
    if not plans:
        taken.append((called, *corpus.take_in(name, data, known)))


def add_pages(
    options: argparse.Namespace, corpus: Corpus, addresses: Sequence[str], paths: Sequence[Path]
) -> int:
    """Fetch pages and their attachments, and put them in as they were sent."""
    from index.corpus.web import FetchError, Limits, fetch_page
    from index.reading import MAX_FILE_BYTES

    if paths or options.set:
        raise CorpusError("add pages by themselves, without files and --set; edit them afterwards")
    refused: list[Failure] = []
    taken: list[Taken] = []
    limits = Limits(MAX_FILE_BYTES, allows_loopback=options.allow_loopback)
    with all_or_nothing(corpus, taken):
        for address in addresses:
            try:
                for found in fetch_page(address, limits):
                    if isinstance(found, FetchError):
                        refused.append(_not_fetched(found))
                        continue
                    own, known = found.name, {"source": found.address, "accessed": date.today()}
                    take_in_plans(corpus, own, found.address, found.data, known, taken, refused)
            except FetchError as error:
                refused.append(_not_fetched(error))
    return put_in(options, corpus, taken, refused)


def _not_fetched(error: Exception) -> Failure:
    """Return what is said of an address; it begins with the address itself."""
    address, _, words = str(error).partition(": ")
    return Failure.told(address, words)


def put_in(
    options: argparse.Namespace,
    corpus: Corpus,
    taken: Sequence[Taken],
    refused: Sequence[Failure] = (),
    described: Sequence[Path] = (),
) -> int:
    """Put new files into the index; those that are no plans go out of the collection again.

    Args:
        options: Of the command.
        corpus: The files are in it already.
        taken: What each is called by who gave it, where it is, and whether it is new.
        refused: What was not put in at all.
        described: Files that were there, and of which more is known now.
    """
    found: list[Failure] = []
    fresh = [place for _, place, is_new in taken if is_new]
    here = [place for _, place, is_new in taken if not is_new]
    held, index = frozenset[str](), None
    with all_or_nothing(corpus, taken):
        try:
            if taken:
                held, index = updated(options, corpus, [*fresh, *described], found, here)
        except PlanError:
            if not found:
                raise  # else none of the files is a plan
    failed = {own.file for own in found}
    kept = _taken_out(corpus, [place for place in fresh if place.name in failed])
    failures = [*refused, *(_also_kept(own, kept.get(own.file)) for own in found)]
    copies = {copy.id: copy.plan_id for copy in index.copies()} if index else {}
    added = []
    for name, place, is_new in taken:
        if place.name not in failed:
            id_ = plan_id_of(place)
            state = "copy" if id_ in copies else "held" if not is_new and id_ in held else "added"
            added.append({"file": str(name), "plan": copies.get(id_, id_), "state": state})
    if options.json:
        report = [{"file": own.file, "error": own.error, "next": own.next_step} for own in failures]
        print(json.dumps({"added": added, "failed": report}, ensure_ascii=False, indent=1))
    else:
        if not added and not failures:
            print("没有新的文件 (nothing new)")
        for own in added:
            print(f"{own['plan']}  ← {own['file']}  {_STATES[own['state']]}")
        print_failures(failures)
    if failures and not added:
        return 2
    return LEFT_OUT if failures else 0


def _also_kept(failure: Failure, reason: str | None) -> Failure:
    """Return a failure that says too why its file is still in the collection."""
    if reason is None:
        return failure
    return replace(failure, next_step=f"{failure.next_step}; it stays in the collection: {reason}")


def updated(
    options: argparse.Namespace,
    corpus: Corpus,
    fresh: Sequence[Path],
    failures: list[Failure],
    here: Sequence[Path] = (),
) -> "tuple[frozenset[str], PlanIndex | None]":
    """Put files into the index; a first one is built of all that is there.

    Args:
        options: Of the command.
        corpus: The files are in it.
        fresh: Those that are new there, or of which more is known.
        failures: Takes those that cannot be read.
        here: Files that lay there before, and go in where the index does not have them yet.

    Returns:
        The ids of what the index had of these already, and the index; none where there is nothing.
    """
    from index import PlanIndex

    processes = usual_processes()
    try:
        index = PlanIndex.open(options.index)
    except IndexMissingError:
        if not corpus.files():
            return frozenset(), None
        return frozenset(), PlanIndex.build(
            corpus.folder,
            options.index,
            progress=False,
            processes=processes,
            failed=failures.append,
        )
    known = {head.id: head.sha256 for head in index.heads()}
    known |= {copy.id: copy.sha256 for copy in index.copies()}
    unknown = {path for path in here if known.get(plan_id_of(path)) != sha256_of(path)}
    late = sorted(unknown.difference(fresh))
    if fresh or late:
        index.update([*fresh, *late], processes=processes, failed=failures.append)
    return frozenset(plan_id_of(path) for path in here if path not in late), index


def print_failures(failures: Sequence[Failure]) -> None:
    """Say what is wrong with each file, and what to do."""
    from index.console import report_text

    if failures:
        print(report_text(report_rows(failures, (), {})), file=sys.stderr)
