"""A machine without a network, as a subprocess sees it."""

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from tests.processes import end, free_port, staying, wait_until_served

ROOT = Path(__file__).parents[1]

# Python runs this file at the start of every interpreter that finds it, children included.
GUARD = """
import os, sys
sys.path.append({tests!r})
import network_guard
sys.path.pop()
network_guard.install(log=os.environ["NETWORK_LOG"], error=ConnectionRefusedError)
"""

SEARCH = """
import shutil, sys
from pathlib import Path
from index import PlanIndex
corpus = Path(sys.argv[1]).with_name("corpus")
corpus.mkdir()
shutil.copy("corpus/plans/xianyang-2020.txt", corpus)
index = PlanIndex.build(corpus, sys.argv[1])
for mode in ("hybrid", "lexical", "dense"):
    assert index.search("公交车更新要求", k=3, mode=mode)
from qa import ask
assert ask(index, "咸阳2020年PM2.5目标是多少？").question
"""


class Offline:
    """A machine without a network: an empty cache, and a record of every attempt to leave."""

    def __init__(self, folder):
        self.folder = folder
        self.log = folder / "attempts.log"
        self.index = folder / "index"
        guard = folder / "guard"
        guard.mkdir()
        (guard / "sitecustomize.py").write_text(GUARD.format(tests=str(ROOT / "tests")))
        dropped = ("LANTIAN_", "HF_", "TRANSFORMERS_", "GRADIO_", "MAKE", "MFLAGS")
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith(dropped)
        }
        self.environment |= {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "VENV": sys.prefix,
            "PYTHONPATH": str(guard),
            "NETWORK_LOG": str(self.log),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "HF_HOME": str(folder / "cache" / "hub"),
        }

    @property
    def attempts(self):
        return self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []

    def run(self, *arguments, folder=ROOT):
        """Run Python, or one shell line, that must end well; returns what it printed."""
        before = self.attempts
        line = arguments[0] if len(arguments) == 1 else [sys.executable, *map(str, arguments)]
        done = subprocess.run(
            line,
            shell=isinstance(line, str),
            cwd=folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
        assert self.attempts == before, f"{line}\ntried to reach the network"
        return done.stdout

    @contextmanager
    def page(self):
        """Serve the page on a free port; yields its address once it answers."""
        port = free_port()
        address = f"http://127.0.0.1:{port}/"
        place = {"HOST": "127.0.0.1", "PORT": str(port), "LANTIAN_INDEX": str(self.index)}
        log = self.folder / "page.log"
        with (
            log.open("w", encoding="utf-8") as output,
            staying(
                [sys.executable, "app.py"],
                cwd=ROOT,
                env=self.environment | place,
                stdout=output,
                stderr=subprocess.STDOUT,
            ) as server,
        ):
            wait_until_served(address, server, lambda: log.read_text(encoding="utf-8"))
            yield address
            end(server)
