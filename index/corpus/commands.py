"""The commands that keep a collection: ``add``, ``remove``, ``list``, ``edit``, ``export`` …."""

import argparse
import json
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index.corpus.archive import export_collection, import_collection
from index.corpus.folder import Corpus, CorpusError, plan_files_in, require_readable
from index.corpus.listing import listed, listing_record, listing_text
from index.errors import IndexMissingError, PlanError
from index.metadata.manifest import overrides_for, plan_id_of
from index.metadata.typed_fields import FIELDS, field_from_text
from index.storage.report import Failure, report_rows

if TYPE_CHECKING:
    from index import PlanIndex

LEFT_OUT = 3
"""Exit code: done, but for files that could not be read."""


def add_collection_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> tuple[argparse.ArgumentParser, ...]:
    """Add the commands to a command line and return their parsers."""
    add = commands.add_parser("add", help="put files or folders into the collection and the index")
    add.add_argument("what", nargs="+", help="a file, or a folder whose files are all added")
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

    for command in (add, remove, edit, export, taking):
        command.add_argument(
            "--corpus", default="corpus", metavar="DIR", help="folder of the collection"
        )
    return add, remove, listing, edit, export, taking


_SET = f"what is known of it; empty takes it back. {', '.join(FIELDS)}"


def _add(options: argparse.Namespace) -> int:
    """Put files into the collection and its index."""
    corpus = Corpus(options.corpus)
    known = _fields(options.set)
    paths = [path for place in options.what for path in plan_files_in(Path(place))]
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


def _put_in(
    options: argparse.Namespace,
    corpus: Corpus,
    fresh: Sequence[Path],
    taken: Sequence[tuple[Path | str, Path, bool]],
    refused: Sequence[Failure] = (),
) -> int:
    """Put new files into the index; those that are no plans go out of the collection again."""
    found: list[Failure] = []
    index = _updated(options, corpus, fresh, found) if fresh else None
    failed = {own.file for own in found}
    failures = [*refused, *found]
    for place in fresh:
        if place.name in failed:
            corpus.drop(plan_id_of(place))
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
    gone: Iterable[str] = (),
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
    if fresh or gone:
        index.update(fresh, gone, processes=processes, failed=failures.append)
    return index


def _remove(options: argparse.Namespace) -> int:
    """Take plans out; of one with copies, the next best file becomes the plan."""
    from index import PlanIndex

    corpus = Corpus(options.corpus)
    for plan_id in options.plan:
        corpus.file(plan_id)
    copies = PlanIndex.open(options.index).copies()
    for plan_id in options.plan:
        corpus.drop(plan_id)
    files = corpus.files()
    left = [files[c.id] for c in copies if c.plan_id in options.plan and c.id in files]
    failures: list[Failure] = []
    index = _updated(options, corpus, left, failures, options.plan)
    held = len(index.heads()) if index else 0
    if options.json:
        print(json.dumps({"removed": options.plan, "plans": held}, ensure_ascii=False))
    else:
        print(f"已移除 removed: {', '.join(options.plan)}; {held} plans")
    _print_failures(failures)
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
    fresh = import_collection(options.archive, corpus)
    return _put_in(options, corpus, fresh, [(path.name, path, True) for path in fresh])


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
