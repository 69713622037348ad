"""The corpus manifest: what people know of a plan that its text does not say.

``manifest.toml`` has a table a plan, named by the plan's id (its file's stem)::

    [plans.plan-2020]
    title = "甲市蓝天保卫战2020年工作方案"
    level = "county"                      # nation, region, province, city or county
    county = "丙县"
    city = "甲市"
    province = "乙省"
    status = "in force"                   # or repealed, superseded, draft
    document_number = "甲政〔2020〕24号"   # optional, like all fields
    issuer = "甲市人民政府"
    issued = 2020-03-03
    valid_until = 2025-12-31
    period = [2020, 2020]
    source = "https://…"                  # where the file comes from: an address, or words
    accessed = 2024-03-03                 # the day on which it was fetched there

    [[plans.plan-2020.errata]]        # one for each damaged place whose wording is certain
    start = 3217                          # code points of the text
    end = 3222
    damaged = "規?;l展"                    # what stands there
    repaired = "規模化發展"
    reason = "how one can know"

``manifest.csv`` beside it says the same in a line a plan, but for errata; see ``manifest_csv``.
"""

import logging
from collections.abc import Container, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Final, cast, get_args

import tomli

from index.errors import ManifestError
from index.metadata import MetadataOverrides
from index.metadata.dates import is_period
from index.metadata.manifest_csv import read_rows
from index.metadata.typed_fields import DATES, FIELDS
from index.reading import SUFFIXES
from index.types import Erratum, Level, Status

logger = logging.getLogger(__name__)

MANIFEST_NAME = "manifest.toml"
TABLE_NAME = "manifest.csv"
"""The same as a table, read beside it; a field that both give must be the same."""
PLANS_FOLDER = "plans"
_TEXTS: Final = ("title", "county", "city", "province", "document_number", "issuer", "source")
_CHOICES: Final = (("level", get_args(Level)), ("status", get_args(Status)))
_KEYS = {*FIELDS, "errata"}
_ERRATUM_KEYS = {"start": int, "end": int, "damaged": str, "repaired": str, "reason": str}


def plans_folder(corpus: Path) -> Path:
    """Return the folder of a corpus that holds the files: ``plans/`` in it, else itself."""
    inner = corpus / PLANS_FOLDER
    return inner if inner.is_dir() else corpus


def find_plan_files(corpus: Path) -> tuple[Path, ...]:
    """Return the plan files of a corpus, by name.

    Args:
        corpus: A folder with ``plans/`` and, as a rule, ``manifest.toml``; or a folder of plans.

    Raises:
        ManifestError: there is no such folder, it holds no plan, a file is a link that leads out
            of the folder, or the manifest names a plan that has no file.
    """
    folder = plans_folder(corpus)
    if not folder.is_dir():
        raise ManifestError(f"{corpus}: no such folder; give the folder that holds {PLANS_FOLDER}/")
    listed = [path for path in sorted(folder.iterdir()) if not path.name.startswith(".")]
    own = [path for path in listed if path.name not in (MANIFEST_NAME, TABLE_NAME)]
    files = tuple(path for path in own if path.suffix.lower() in SUFFIXES)
    for path in own:
        if path not in files:
            logger.warning("%s: left out, no plan (%s are)", path, " and ".join(SUFFIXES))
    _require_inside(folder, files)
    if not files:
        raise ManifestError(f"{folder}: holds no plan; put {', '.join(SUFFIXES)} files into it")
    names = {path.name for path in files}
    ids = names | {plan_id_of(path, names) for path in files}
    for manifest in manifests_of(files[0]):
        missing = sorted(set(read_manifest(manifest)) - ids)
        if missing:
            named = ", ".join(missing)
            raise ManifestError(
                f"{manifest}: no file in {folder} for {named}; add it or drop the entry"
            )
    return files


def _require_inside(folder: Path, files: Sequence[Path]) -> None:
    """Refuse links to files elsewhere: what is taken in with a folder lies in it.

    Raises:
        ManifestError: a file is such a link.
    """
    root = folder.resolve()
    for path in files:
        is_link = path.is_symlink() and path.exists()
        if is_link and not path.resolve().is_relative_to(root):
            raise ManifestError(f"{path}: is a link out of {folder}; put the file itself there")


def plan_id_of(path: Path, names: Container[str] | None = None) -> str:
    """Return the id of the plan in a file: its stem, or its name where another file has the stem.

    Of ``plan.txt`` and ``plan.pdf`` in one folder the second is ``plan.pdf``: as a rule a copy of
    the first. Who comes first goes by the order of ``SUFFIXES``.

    Args:
        path: Of the file.
        names: Of all plan files of its folder, where they are known; else they are looked for.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        return path.stem
    before = SUFFIXES[: SUFFIXES.index(suffix)]
    others = (path.with_suffix(other) for other in before)
    has_other = any(o.is_file() if names is None else o.name in names for o in others)
    return path.name if has_other else path.stem


def overrides_for(path: Path) -> MetadataOverrides:
    """Return what the manifests beside a plan's file say of the plan, empty where there are none.

    Raises:
        ManifestError: a manifest is malformed, or two say different things.
    """
    said: MetadataOverrides = {}
    for manifest in manifests_of(path):
        entries = read_manifest(manifest)
        own = entries.get(plan_id_of(path), entries.get(path.name, {}))
        for name in sorted(said.keys() & own.keys()):
            if said[name] != own[name]:  # type: ignore[literal-required]
                raise ManifestError(
                    f"{manifest}: plan {plan_id_of(path)}: {name} is another than in "
                    f"{MANIFEST_NAME}; say it in one of the two"
                )
        said = {**said, **own}
    return said


def require_errata(path: Path, text: str, errata: Sequence[Erratum]) -> None:
    """Refuse errata of the manifest beside a plan's file that do not fit what was read in it.

    Raises:
        ManifestError: something else stands at the place of an erratum.
    """
    for erratum in errata:
        found = text[erratum.start : erratum.end]
        if found != erratum.damaged:
            raise ManifestError(
                f"{manifests_of(path)[0]}: plan {plan_id_of(path)}: the erratum for "
                f"{erratum.start}..{erratum.end} says {erratum.damaged!r} stands there, "
                f"the text has {found!r}; correct the place"
            )


def read_manifest(path: Path) -> Mapping[str, MetadataOverrides]:
    """Return the entries of a manifest by plan id.

    Raises:
        ManifestError: the file is no TOML or no table, or an entry has an unknown or wrong field.
    """
    try:
        status = path.stat()
    except OSError as error:
        raise ManifestError(f"{path}: cannot be read ({error.strerror})") from error
    return _read(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=4)
def _read(path: Path, _modified_ns: int, _size: int) -> Mapping[str, MetadataOverrides]:
    """Return the entries of a manifest, which is read once and not once a plan."""
    if path.name == TABLE_NAME:
        return {plan_id: _entry(path, plan_id, row) for plan_id, row in read_rows(path).items()}
    try:
        document = tomli.loads(path.read_text(encoding="utf-8-sig"))
    except (tomli.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ManifestError(f"{path}: is not valid TOML: {error}") from error
    except OSError as error:
        raise ManifestError(f"{path}: cannot be read ({error.strerror})") from error
    unknown = sorted(set(document) - {"plans"})
    if unknown:
        raise ManifestError(f"{path}: unknown entry {unknown[0]!r}; plans stand under [plans.ID]")
    plans = document.get("plans", {})
    if not isinstance(plans, dict) or not all(isinstance(entry, dict) for entry in plans.values()):
        raise ManifestError(f"{path}: [plans.ID] must be tables")
    return {plan_id: _entry(path, plan_id, entry) for plan_id, entry in plans.items()}


def _entry(path: Path, plan_id: str, entry: dict[str, object]) -> MetadataOverrides:
    """Check one table and return its metadata."""
    unknown = sorted(set(entry) - _KEYS)
    if unknown:
        raise ManifestError(
            f"{path}: plan {plan_id}: unknown field {unknown[0]!r}; known are {sorted(_KEYS)}"
        )
    overrides: MetadataOverrides = {}
    for key in _TEXTS:
        if key in entry:
            value = entry[key]
            if not isinstance(value, str) or not value.strip():
                raise ManifestError(f"{path}: plan {plan_id}: {key} must be a text, not {value!r}")
            overrides[key] = value
    overrides.update(_choices(path, plan_id, entry))
    overrides.update(_days(path, plan_id, entry))
    if "period" in entry:
        years = entry["period"]
        period = tuple(years) if isinstance(years, list) else years
        if not is_period(period):
            raise ManifestError(
                f"{path}: plan {plan_id}: period must be [first year, last year], not {years!r}"
            )
        overrides["period"] = period
    if "errata" in entry:
        overrides["errata"] = _errata(path, plan_id, entry["errata"])
    return overrides


def _choices(path: Path, plan_id: str, entry: dict[str, object]) -> MetadataOverrides:
    """Check what an entry says of level and status, and return it."""
    for name, allowed in _CHOICES:
        if name in entry and entry[name] not in allowed:
            raise ManifestError(
                f"{path}: plan {plan_id}: {name} must be one of {', '.join(allowed)}, "
                f"not {entry[name]!r}"
            )
    return cast("MetadataOverrides", {name: entry[name] for name, _ in _CHOICES if name in entry})


def _days(path: Path, plan_id: str, entry: dict[str, object]) -> MetadataOverrides:
    """Check the days that an entry gives, and return them."""
    found = {name: entry[name] for name in DATES if name in entry}
    for name, day in found.items():
        if type(day) is not date:
            raise ManifestError(
                f"{path}: plan {plan_id}: {name} must be a date like 2024-09-03, not {day!r}"
            )
    return cast("MetadataOverrides", found)


def _errata(path: Path, plan_id: str, rows: object) -> tuple[Erratum, ...]:
    """Check the errata of one plan and return them in the order of their places."""
    if not isinstance(rows, list):
        raise ManifestError(
            f"{path}: plan {plan_id}: errata stand under [[plans.{plan_id}.errata]]"
        )
    errata = sorted((_erratum(path, plan_id, row) for row in rows), key=lambda row: row.start)
    for first, second in pairwise(errata):
        if second.start < first.end:
            raise ManifestError(
                f"{path}: plan {plan_id}: the errata at {first.start}..{first.end} and "
                f"{second.start}..{second.end} overlap; make them one"
            )
    return tuple(errata)


def _erratum(path: Path, plan_id: str, row: object) -> Erratum:
    """Check one erratum and return it."""
    fields = row if isinstance(row, dict) else {}
    for key in sorted({*fields, *_ERRATUM_KEYS}):
        kind = _ERRATUM_KEYS.get(key)
        if kind is None or type(fields.get(key)) is not kind:
            raise ManifestError(
                f"{path}: plan {plan_id}: an erratum has {', '.join(_ERRATUM_KEYS)}; "
                f"{key} is {fields.get(key)!r} in {row!r}"
            )
    try:
        return Erratum(**fields)
    except ValueError as error:
        raise ManifestError(f"{path}: plan {plan_id}: {error}") from error


def manifests_of(plan: Path) -> tuple[Path, ...]:
    """Return the manifests of the corpus a plan's file lies in: beside it, or above ``plans/``.

    Where both are there as TOML or both as a table, the nearer one counts.
    """
    folder = plan.absolute().parent
    folders = [folder, folder.parent] if folder.name == PLANS_FOLDER else [folder]
    found = []
    for name in (MANIFEST_NAME, TABLE_NAME):
        found += [own / name for own in folders if (own / name).is_file()][:1]
    return tuple(found)
