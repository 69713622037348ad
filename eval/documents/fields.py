"""What a document says of itself, against its labels."""

from collections.abc import Mapping, Sequence

from eval.documents.labels import PLACE, DocumentLabels
from eval.documents.types import FIELDS, DocumentFacts, Value, Verdict
from eval.documents.wording import is_same_text, plain


def judge_fields(
    labels: DocumentLabels, found: DocumentFacts
) -> tuple[dict[str, Verdict], tuple[str, ...]]:
    """Return the verdict on each field, and a line for each that is wrong or missing.

    The place is right if province, city and county are; it is missing if none of them was found.
    """
    verdicts: dict[str, Verdict] = {}
    differences = []
    for name in FIELDS:
        keys = PLACE if name == "place" else (name,)
        verdicts[name] = _joined([_verdict(key, labels, found.fields) for key in keys])
        if verdicts[name] in ("wrong", "missing"):
            here = [found.fields.get(key) for key in keys]
            there = [labels.accepted.get(key, (None,))[0] for key in keys]
            differences.append(f"{name} {verdicts[name]}: {_shown(here)}, label {_shown(there)}")
    return verdicts, tuple(differences)


def _verdict(key: str, labels: DocumentLabels, fields: Mapping[str, Value]) -> Verdict:
    """Return the verdict on one key."""
    found = fields.get(key)
    accepted = labels.accepted.get(key, ())
    if found is None:
        return "missing" if accepted and key not in labels.or_absent else "rightly none"
    is_damaged = key in labels.damaged
    is_right = any(_is_same(key, found, label, is_damaged) for label in accepted)
    return "right" if is_right else "wrong"


def _joined(verdicts: list[Verdict]) -> Verdict:
    """Return the verdict on parts that have to be right together."""
    kinds = set(verdicts)
    if "wrong" in kinds or {"right", "missing"} <= kinds:
        return "wrong"
    return next(kind for kind in ("missing", "right", "rightly none") if kind in kinds)


def _is_same(key: str, found: Value, label: Value, is_damaged: bool) -> bool:
    """Tell whether a value is what a label says; of issuers all, in any order."""
    if isinstance(found, tuple) and isinstance(label, tuple) and key == "issuers":
        names = {plain(str(name)) for name in found}
        return len(names) == len(label) and all(
            any(is_same_text(str(name), str(own), is_damaged=is_damaged) for name in found)
            for own in label
        )
    if isinstance(label, str):
        return is_same_text(str(found), label, is_damaged=is_damaged)
    return bool(found == label)


def _shown(values: Sequence[Value | None]) -> str:
    """Return values as a difference shows them."""
    parts = []
    for value in values:
        if isinstance(value, tuple):
            parts.append("、".join(map(str, value)))
        else:
            parts.append(str(value or "–"))
    return " ".join(parts)
