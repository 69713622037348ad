"""A process that changes an index again and again until it is killed, or that searches it.

``python -m tests.torture.worker change INDEX PLANS SEED``
``python -m tests.torture.worker search INDEX SECONDS``
"""

import json
import random
import sys
import time
from pathlib import Path

from index import IndexMissingError, PlanIndex
from index.storage import building
from tests.index.encoders import HashingEncoder
from tests.torture.collections import answers


def change(folder, plans, seed):
    """Build, add, remove and compact at random, for ever; a line says when a plan was removed."""
    choose = random.Random(seed)
    paths = sorted(Path(plans).iterdir())
    building.SMALL = choose.choice([0, building.SMALL])
    building.TIER = choose.choice([2, building.TIER])
    print("ready", flush=True)
    while True:
        what = choose.choice(["build", "add", "add", "remove", "compact"])
        if what == "build":
            index = PlanIndex.build(
                Path(plans).parent, folder, encoder=HashingEncoder(), progress=False
            )
        else:
            index = PlanIndex.open(folder, encoder=HashingEncoder())
        held = [head.id for head in index.heads()]
        if what == "add":
            index.add(choose.choice(paths))
        elif what == "remove" and len(held) > 1:
            index.remove(choose.choice(held))
            print("removed", flush=True)
        elif what == "compact":
            index.compact()


def search(folder, seconds):
    """Search whatever index is in force for some time; print each different set of answers."""
    end = time.monotonic() + float(seconds)
    seen = {}
    while time.monotonic() < end:
        try:
            index = PlanIndex.open(folder, encoder=HashingEncoder())
        except IndexMissingError:
            continue
        ids = tuple(head.id for head in index.heads())
        found = json.dumps(sorted((*key, value) for key, value in answers(index).items()))
        seen.setdefault(ids, set()).add(found)
    print(json.dumps([[ids, sorted(found)] for ids, found in seen.items()]))


if __name__ == "__main__":
    {"change": change, "search": search}[sys.argv[1]](*sys.argv[2:])
