"""The ids of the small corpus, and what tests ask of an index built from it."""

from index import PlanIndex
from index.storage.store import LOCK

CHAOSHAN, YUNXI, NEW = "chaoshan-2023", "yunxi-2025", "new-2026"
NEW_TEXT = "新城方案\n\n一、推进散煤治理。\n"


def build(corpus, folder, encoder):
    return PlanIndex.build(corpus, folder, encoder=encoder, progress=False)


def ids(index):
    return [plan.id for plan in index.plans()]


def state_of(folder):
    return {
        path: (path.stat().st_mtime_ns, path.stat().st_ino)
        for path in [folder, *folder.rglob("*")]
        if path.name != LOCK
    }
