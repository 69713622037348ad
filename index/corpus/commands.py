"""The commands that keep a collection: ``add``, ``remove``, ``list``, ``edit``, ``export`` …."""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from index.corpus.adding import (
    LEFT_OUT,
    Taken,
    add_pages,
    all_or_nothing,
    print_failures,
    put_in,
    take_in_plans,
    updated,
)
from index.corpus.archive import export_collection, import_collection
from index.corpus.folder import Corpus, CorpusError, plan_files_in, require_readable
from index.corpus.following import follow, keep_in_step
from index.corpus.listing import listed, listing_record, listing_text
from index.errors import LantianError, PlanError
from index.metadata.manifest import overrides_for
from index.metadata.typed_fields import FIELDS, field_from_text
from index.place import IndexPlace
from index.storage.reading_pool import usual_processes
from index.storage.report import Failure, report_rows, write_report

if TYPE_CHECKING:
    from index import PlanIndex


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
        return add_pages(options, corpus, addresses, paths)
    if known and len(paths) != 1:
        raise CorpusError(
            f"--set is for one file, not {len(paths)}; add the files first, then edit"
        )
    given = {name: value for name, value in known.items() if value is not None}
    refused: list[Failure] = []
    taken: list[Taken] = []
    with all_or_nothing(corpus, taken):
        for path in paths:
            try:
                require_readable(path)
                data = path.read_bytes()
            except (PlanError, OSError) as error:
                refused.append(Failure.of(path, error))
                continue
            take_in_plans(corpus, path.name, str(path), data, given, taken, refused)
    return put_in(options, corpus, taken, refused)


def _is_address(place: str) -> bool:
    """Tell whether what is to be added is a page of the web."""
    return place.lower().startswith(("http://", "https://"))


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
    print_failures(failures)
    return 0


def _watch(options: argparse.Namespace) -> int:
    """Keep the index in step with the collection until Ctrl-C."""
    from index import PlanIndex

    corpus = Corpus(options.folder)
    known: dict[str, Failure] = {}

    def report(index: "PlanIndex") -> None:
        rows = report_rows(known.values(), index.copies(), index.superseded())
        write_report(IndexPlace.of(options.index).folder, rows)

    def build() -> "PlanIndex":
        failures: list[Failure] = []
        index = PlanIndex.build(
            corpus.folder,
            options.index,
            progress=False,
            processes=usual_processes(),
            failed=failures.append,
        )
        known.clear()
        known.update((own.file, own) for own in failures)
        report(index)
        print_failures(failures)
        return index

    def told(index: "PlanIndex", failures: Sequence[Failure], changed: Iterable[Path]) -> None:
        print(f"{options.index}: {len(index.heads())} plans", flush=True)
        for path in changed:
            known.pop(path.name, None)
        known.update((own.file, own) for own in failures)
        report(index)
        print_failures(failures)

    def wrong(error: LantianError | OSError) -> None:
        print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)

    print(f"正在跟踪 watching {corpus.folder}  (Ctrl-C 结束 ends it)", flush=True)
    # Ctrl-C is how it ends, also where a change is on its way into the index: that is whole or not.
    with suppress(KeyboardInterrupt):
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
    failures: list[Failure] = []
    with corpus.keeping_manifest():  # what it cannot say does not stay in it
        corpus.describe(options.plan, _fields(options.field))
        overrides_for(path)
        _, index = updated(options, corpus, [path], failures)
    found = [own for own in listed(index) if own.head.id == options.plan] if index else []
    for own in found:
        if options.json:
            print(json.dumps(listing_record(own), ensure_ascii=False, indent=1))
        else:
            print(listing_text(own))
    print_failures(failures)
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
    return put_in(options, corpus, taken, described=described)


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
