"""The manifest written: what is known of one plan changes, all else stays as its owner wrote it."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomlkit


def put_entry(manifest: Path, plan_id: str, known: Mapping[str, object]) -> None:
    """Write what is known of a plan in place of what stood there; nothing takes the entry out.

    Args:
        manifest: A TOML file; made where it is missing.
        plan_id: The plan.
        known: Fields as TOML has them.

    Raises:
        OSError: it cannot be written.
    """
    document = _document(manifest)
    plans = document.setdefault("plans", tomlkit.table(is_super_table=True))
    if not known and plan_id not in plans:
        return
    plans.pop(plan_id, None)
    if known:
        table = tomlkit.table()
        table.update(known)
        plans[plan_id] = table
    _write(manifest, document)


def change_entry(manifest: Path, plan_id: str, changes: Mapping[str, object | None]) -> None:
    """Change some fields of what is known of a plan; None takes a field out.

    Raises:
        OSError: it cannot be written.
    """
    document = _document(manifest)
    plans = document.setdefault("plans", tomlkit.table(is_super_table=True))
    table = plans.get(plan_id)
    if table is None:
        table = plans[plan_id] = tomlkit.table()
        table = plans[plan_id]
    for name, value in changes.items():
        if value is None:
            table.pop(name, None)
        else:
            table[name] = value
    if not table:
        plans.pop(plan_id)
    _write(manifest, document)


def _document(manifest: Path) -> Any:  # noqa: ANN401 - tomlkit's containers have no useful type
    """Return a manifest as it is written, comments and all."""
    text = manifest.read_text(encoding="utf-8-sig") if manifest.is_file() else ""
    return tomlkit.parse(text)


def _write(manifest: Path, document: Any) -> None:  # noqa: ANN401 - as above
    """Replace the file in one step."""
    beside = manifest.with_name(f".{manifest.name}.{os.getpid()}")
    beside.write_text(tomlkit.dumps(document), encoding="utf-8")
    os.replace(beside, manifest)
