"""The commands that keep a collection: ``add``, ``remove``, ``list``, ``edit``, ``export`` …."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from index.corpus.archive import export_collection, import_collection
from index.corpus.folder import Corpus, CorpusError, plan_files_in, require_readable
from index.corpus.following import follow, keep_in_step
from index.corpus.listing import listed, listing_record, listing_text
from index.errors import IndexMissingError, LantianError, PlanError
from index.metadata.manifest import overrides_for, plan_id_of
from index.metadata.typed_fields import FIELDS, field_from_text
from index.storage.report import Failure, report_rows, write_report

if TYPE_CHECKING:
    from index import PlanIndex

LEFT_OUT = 3
"""Exit code: done, but for files that could not be read."""


def add_collection_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> tuple[argparse.ArgumentParser, ...]:
    """Add the commands to a command line and return their parsers."""
    add = commands.add_parser("add", help="put files or folders into the collection and the index")
    add.add_argument(
        "what",
        nargs="+",
        help="a file, a folder whose files are all added, or the address of a page, which is "
        "fetched with its attachments",
    )
    add.add_argument(
        "--allow-loopback", action="store_true", help="for tests: fetch from this machine too"
    )
    add.add_argument("--set", action="append", default=[], metavar="FIELD=VALUE", help=_SET)
    add.set_defaults(command=_add)

    remove = commands.add_parser("remove", help="take plans out of the collection and the index")
    remove.add_argument("plan", nargs="+", help="by id")
    remove.set_defaults(command=_remove)

    listing = commands.add_parser("list", help="list plans, what is known and who said it, copies")
    listing.set_defaults(command=_list)

    edit = commands.add_parser("edit", help="correct what is known of a plan")
    edit.add_argument("plan", help="by id")
    edit.add_argument("field", nargs="+", metavar="FIELD=VALUE", help=_SET)
    edit.set_defaults(command=_edit)

    export = commands.add_parser("export", help="write the whole collection into one file")
    export.add_argument("archive", type=Path, help="a ZIP file; one that is there is replaced")
    export.set_defaults(command=_export)

    taking = commands.add_parser("import", help="take in a collection that export wrote")
    taking.add_argument("archive", type=Path, help="the file; what would lie elsewhere is refused")
    taking.set_defaults(command=_import)

    watch = commands.add_parser("watch", help="keep the index in step with the collection")
    watch.add_argument("folder", nargs="?", default="corpus", help="of the collection")
    watch.set_defaults(command=_watch)

    for command in (add, remove, edit, export, taking):
        command.add_argument(
            "--corpus", default="corpus", metavar="DIR", help="folder of the collection"
        )
    return add, remove, listing, edit, export, taking, watch


_SET = f"what is known of it; empty takes it back. {', '.join(FIELDS)}"


def _add(options: argparse.Namespace) -> int:
    """Put files into the collection and its index."""
    corpus = Corpus(options.corpus)
    known = _fields(options.set)
    addresses = [place for place in options.what if _is_address(place)]
    places = [place for place in options.what if not _is_address(place)]
    paths = [path for place in places for path in plan_files_in(Path(place))]
    if addresses:
        return _add_pages(options, corpus, addresses, paths)
    if known and len(paths) != 1:
        raise CorpusError(
            f"--set is for one file, not {len(paths)}; add the files first, then edit"
        )
    given = {name: value for name, value in known.items() if value is not None}
    refused: list[Failure] = []
    taken = []
    for path in paths:
        try:
            require_readable(path)
        except PlanError as error:
            refused.append(Failure.of(path, error))
        else:
            taken.append((path, *corpus.take_in(path.name, path.read_bytes(), given)))
    fresh = [place for _, place, is_new in taken if is_new]
    return _put_in(options, corpus, fresh, taken, refused)


def _is_address(place: str) -> bool:
    """Tell whether what is to be added is a page of the web."""
    return place.lower().startswith(("http://", "https://"))


def _add_pages(
    options: argparse.Namespace, corpus: Corpus, addresses: Sequence[str], paths: Sequence[Path]
) -> int:
    """Fetch pages and their attachments, and put them in as they were sent."""
    from index.corpus.web import FetchError, Limits, fetch_page
    from index.reading import MAX_FILE_BYTES

    if paths or options.set:
        raise CorpusError("add pages by themselves, without files and --set; edit them afterwards")
    refused: list[Failure] = []
    taken: list[tuple[Path | str, Path, bool]] = []
    limits = Limits(MAX_FILE_BYTES, allows_loopback=options.allow_loopback)
    for address in addresses:
        try:
            for found in fetch_page(address, limits):
                if isinstance(found, FetchError):
                    refused.append(_not_fetched(found))
                    continue
                known = {"source": found.address, "accessed": date.today()}
                taken.append((found.address, *corpus.take_in(found.name, found.data, known)))
        except FetchError as error:
            refused.append(_not_fetched(error))
    fresh = [place for _, place, is_new in taken if is_new]
    return _put_in(options, corpus, fresh, taken, refused)


def _not_fetched(error: Exception) -> Failure:
    """Return what is said of an address; it begins with the address itself."""
    address, _, words = str(error).partition(": ")
    return Failure.told(address, words)


def _put_in(
    options: argparse.Namespace,
    corpus: Corpus,
    fresh: Sequence[Path],
    taken: Sequence[tuple[Path | str, Path, bool]],
    refused: Sequence[Failure] = (),
    described: Sequence[Path] = (),
) -> int:
    """Put new files into the index; those that are no plans go out of the collection again.

    Args:
        options: Of the command.
        corpus: The files are in it already.
        fresh: Those that were not there before.
        taken: What each is called by who gave it, where it is, and whether it is new.
        refused: What was not put in at all.
        described: Files that were there, and of which more is known now.
    """
    found: list[Failure] = []
    try:
        index = _updated(options, corpus, [*fresh, *described], found) if taken else None
    except BaseException as error:
        if not (isinstance(error, PlanError) and found):
            corpus.drop_all(map(plan_id_of, fresh))  # nothing of what was refused stays
            raise
        index = None  # none of the files is a plan
    failed = {own.file for own in found}
    failures = [*refused, *found]
    corpus.drop_all(plan_id_of(place) for place in fresh if place.name in failed)
    copies = {copy.id: copy.plan_id for copy in index.copies()} if index else {}
    added = []
    for name, place, is_new in taken:
        if place.name not in failed:
            id_ = plan_id_of(place)
            state = "copy" if id_ in copies else "added" if is_new else "held"
            added.append({"file": str(name), "plan": copies.get(id_, id_), "state": state})
    if options.json:
        report = [{"file": own.file, "error": own.error, "next": own.next_step} for own in failures]
        print(json.dumps({"added": added, "failed": report}, ensure_ascii=False, indent=1))
    else:
        if not added and not failures:
            print("没有新的文件 (nothing new)")
        for own in added:
            print(f"{own['plan']}  ← {own['file']}  {_STATES[own['state']]}")
        _print_failures(failures)
    if failures and not added:
        return 2
    return LEFT_OUT if failures else 0


_STATES = {
    "added": "已加入 added",
    "held": "早已收录 was there already",
    "copy": "与已有方案是同一文件 the same document as the plan",
}


def _updated(
    options: argparse.Namespace,
    corpus: Corpus,
    fresh: Sequence[Path],
    failures: list[Failure],
) -> "PlanIndex | None":
    """Return the index with some files in it; a first one is built of all that is there."""
    from index import PlanIndex

    processes = os.cpu_count() or 1
    try:
        index = PlanIndex.open(options.index)
    except IndexMissingError:
        if not corpus.files():
            return None
        return PlanIndex.build(
            corpus.folder,
            options.index,
            progress=False,
            processes=processes,
            failed=failures.append,
        )
    if fresh:
        index.update(fresh, processes=processes, failed=failures.append)
    return index


def _remove(options: argparse.Namespace) -> int:
    """Take plans out; of one with copies, the next best file becomes the plan."""
    from index import PlanIndex

    corpus = Corpus(options.corpus)
    index = PlanIndex.open(options.index)
    paths = corpus.drop_all(dict.fromkeys(options.plan))
    failures = follow(index, corpus, paths)
    held = len(index.heads())
    if options.json:
        print(json.dumps({"removed": options.plan, "plans": held}, ensure_ascii=False))
    else:
        print(f"已移除 removed: {', '.join(options.plan)}; {held} plans")
    _print_failures(failures)
    return 0


def _watch(options: argparse.Namespace) -> int:
    """Keep the index in step with the collection until Ctrl-C."""
    from index import PlanIndex

    corpus = Corpus(options.folder)
    known: dict[str, Failure] = {}

    def report(index: "PlanIndex") -> None:
        rows = report_rows(known.values(), index.copies(), index.superseded())
        write_report(Path(options.index), rows)

    def build() -> "PlanIndex":
        failures: list[Failure] = []
        index = PlanIndex.build(
            corpus.folder,
            options.index,
            progress=False,
            processes=os.cpu_count() or 1,
            failed=failures.append,
        )
        known.clear()
        known.update((own.file, own) for own in failures)
        report(index)
        _print_failures(failures)
        return index

    def told(index: "PlanIndex", failures: Sequence[Failure]) -> None:
        print(f"{options.index}: {len(index.heads())} plans", flush=True)
        known.update((own.file, own) for own in failures)
        report(index)
        _print_failures(failures)

    def wrong(error: LantianError) -> None:
        print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)

    print(f"正在跟踪 watching {corpus.folder}  (Ctrl-C 结束 ends it)", flush=True)
    keep_in_step(corpus, build, told, wrong)
    return 0


def _list(options: argparse.Namespace) -> int:
    """List the plans."""
    from index import PlanIndex

    found = listed(PlanIndex.open(options.index))
    if options.json:
        print(json.dumps([listing_record(own) for own in found], ensure_ascii=False, indent=1))
    else:
        print("\n".join(map(listing_text, found)))
    return 0 if found else 1


def _edit(options: argparse.Namespace) -> int:
    """Correct what is known of a plan, in the manifest and in the index."""
    corpus = Corpus(options.corpus)
    path = corpus.file(options.plan)
    before = corpus.manifest.read_bytes() if corpus.manifest.is_file() else None
    corpus.describe(options.plan, _fields(options.field))
    try:
        overrides_for(path)
        failures: list[Failure] = []
        index = _updated(options, corpus, [path], failures)
    except BaseException:  # what the manifest cannot say does not stay in it
        if before is None:
            corpus.manifest.unlink(missing_ok=True)
        else:
            corpus.manifest.write_bytes(before)
        raise
    found = [own for own in listed(index) if own.head.id == options.plan] if index else []
    for own in found:
        if options.json:
            print(json.dumps(listing_record(own), ensure_ascii=False, indent=1))
        else:
            print(listing_text(own))
    _print_failures(failures)
    return LEFT_OUT if failures else 0


def _export(options: argparse.Namespace) -> int:
    """Write the collection into one file."""
    plans = export_collection(Corpus(options.corpus), options.archive)
    if options.json:
        print(json.dumps({"archive": str(options.archive), "plans": plans}, ensure_ascii=False))
    else:
        print(f"{options.archive}: {plans} plans")
    return 0


def _import(options: argparse.Namespace) -> int:
    """Take in a collection."""
    corpus = Corpus(options.corpus)
    fresh, described = import_collection(options.archive, corpus)
    taken = [(path.name, path, path in fresh) for path in (*fresh, *described)]
    return _put_in(options, corpus, fresh, taken, described=described)


def _fields(said: Sequence[str]) -> dict[str, object | None]:
    """Return ``FIELD=VALUE`` as values; None for those that are taken back."""
    found: dict[str, object | None] = {}
    for words in said:
        name, sign, value = words.partition("=")
        if not sign or name not in FIELDS:
            raise CorpusError(
                f"{words!r}: say FIELD=VALUE, as in city=咸阳市; fields are {', '.join(FIELDS)}"
            )
        found[name] = field_from_text(name, value) if value.strip() else None
    return found


def _print_failures(failures: Sequence[Failure]) -> None:
    """Say what is wrong with each file, and what to do."""
    from index.console import report_text

    if failures:
        print(report_text(report_rows(failures, (), {})), file=sys.stderr)
