"""The page with an index that cannot be opened while a file exists: searches wait for that.

python -m tests.slow_page PORT FILE
"""

import sys
import time
from pathlib import Path

from ui.search.page import build_page
from ui.server.access import access_to
from ui.server.live_index import LiveIndex
from ui.server.running import served
from ui.server.serving import Place, listening, stay_quiet, wait_for_the_end


class SlowIndex(LiveIndex):
    """An index in no folder, opened once the file is gone."""

    def current(self):
        while self.place.folder.exists():
            time.sleep(0.05)
        return super().current()


def main(port, file):
    stay_quiet()
    place, live = Place("127.0.0.1", int(port)), SlowIndex(Path(file))
    with listening(place) as sockets:
        pages = {"zh": build_page(live, [])}
        with served(pages, live, access_to(place), place, sockets):
            sys.stdout.write(f"蓝天 Lantian: {place.url}\n")
            sys.stdout.flush()
            wait_for_the_end()


if __name__ == "__main__":
    main(*sys.argv[1:])
