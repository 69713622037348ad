"""``python -m benchmarks.page``: how long a reader of the page waits, alone and among others.

Each figure stands beside the embedding of one query in the same process of the server, as a search
alone takes it: a busy machine slows both.
"""

import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from tqdm import tqdm

from benchmarks.visitor import PAUSE_S, TOO_SOON, WAIT_S, Visitor
from index.console import take_no_options

ROOT = Path(__file__).parents[1]
ROUNDS = 3
WATCH = """() => {
    const start = performance.now();
    new MutationObserver(() => {
        if (document.querySelector(".hit")) window.found ??= (performance.now() - start) / 1000;
    }).observe(document.body, { childList: true, subtree: true });
}"""
"""Counts the seconds until passages stand on the page."""
VISITORS, EACH = 20, 3
"""Visitors at once, and how many searches each makes, one after the other."""


def main() -> int:
    """Measure, print a line a figure, and return the exit code."""
    take_no_options("python -m benchmarks.page", __doc__)
    asked, alone_asked, crowd_asked = questions()  # each once: what was asked before is remembered
    begun, *queries = asked
    with serving() as address:
        first = seconds(lambda: ask(address, "/search", q=begun))
        plans = [own["id"] for own in json.loads(ask(address, "/api/plans"))]
        warm = [
            seconds(lambda q=q: ask(address, "/search", q=q))  # type: ignore[misc]
            for q in tqdm(queries, desc="Searches with their answers")
        ]
        alone = [
            seconds(lambda q=q: ask(address, "/api/search", query=q))  # type: ignore[misc]
            for q in alone_asked
        ]
        words = [
            seconds(lambda q=q: ask(address, "/search", q=q, mode="lexical"))  # type: ignore[misc]
            for q in queries
        ]
        readers = [
            seconds(lambda own=own: ask(address, f"/plan/{own}", q="目标"))  # type: ignore[misc]
            for _ in range(ROUNDS)
            for own in plans
        ]
        crowd, crowd_answered = crowded(address, crowd_asked)
        painted, found = in_browser(address, alone_asked[::3])
    report = {
        "first query after the start": [first],
        "search alone (/api/search)": alone,
        "search with its answer": warm,
        "search by words, without an answer": words,
        "the reader of a plan": readers,
        "first paint, in a browser": painted,
        "query to passages, in a browser": found,
        f"{VISITORS} visitors at once, query to passages": crowd,
        f"{VISITORS} visitors at once, with the answer": crowd_answered,
    }
    base = statistics.median(alone)
    for name, times in report.items():
        middle, late = statistics.median(times), percentile(times, 0.95)
        sys.stdout.write(
            f"{name:52} median {1000 * middle:7.0f} ms  p95 {1000 * late:7.0f} ms  "
            f"x{middle / base:.1f} of a search alone  n={len(times)}\n"
        )
    return 0


def in_browser(address: str, queries: Sequence[str]) -> tuple[list[float], list[float]]:
    """Return how long the page takes to be painted, and how long from a query to its passages."""
    from playwright.sync_api import sync_playwright

    painted, found = [], []
    paint = "performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page()
        for _ in range(ROUNDS):
            page.goto(address, wait_until="networkidle")
            painted.append(float(page.evaluate(paint)))
        for query in queries:
            page.goto(address, wait_until="networkidle")
            page.locator("#lt-query input").fill(query)
            page.evaluate(WATCH)
            page.locator("#lt-query input").press("Enter")
            page.wait_for_function("window.found !== undefined")
            found.append(float(page.evaluate("window.found")))
            page.wait_for_function("!document.querySelector('.answer.pending')")
        browser.close()
    return painted, found


def crowded(address: str, queries: Sequence[str]) -> tuple[list[float], list[float]]:
    """Return how long many visitors at once wait for passages, and how long for all of it."""

    def visit(number: int) -> list[tuple[float, float]]:
        own = [queries[(EACH * number + step) % len(queries)] for step in range(EACH)]
        visitor = Visitor(address)
        try:
            return [visitor.search(query) for query in own]
        finally:
            visitor.close()

    time.sleep(2 * PAUSE_S)  # for what one client may ask to grow again
    with ThreadPoolExecutor(VISITORS) as visitors:
        waits = [wait for own in visitors.map(visit, range(VISITORS)) for wait in own]
    return [passages for passages, _ in waits], [whole for _, whole in waits]


def questions() -> tuple[list[str], list[str], list[str]]:
    """Return three lists of questions, no question in two of them."""
    found = []
    for name in ("lantian-dev", "lantian-dev2"):
        path = ROOT / f"eval/questions/{name}.jsonl"
        found += [json.loads(line)["q"] for line in path.read_text(encoding="utf-8").splitlines()]
    return found[::3], found[1::3], found[2::3]


def ask(address: str, path: str, **given: str) -> str:
    """Return what the page answers to a request."""
    question = f"?{urllib.parse.urlencode(given)}" if given else ""
    with urllib.request.urlopen(f"{address}{path}{question}", timeout=WAIT_S) as answer:
        text: str = answer.read().decode()
        return text


def seconds(done: Callable[[], object]) -> float:
    """Return how long something takes; a request that came too soon is made again."""
    while True:
        start = time.perf_counter()
        try:
            done()
            return time.perf_counter() - start
        except urllib.error.HTTPError as error:
            with error:
                if error.code != TOO_SOON:
                    raise
            time.sleep(PAUSE_S)


def percentile(times: Sequence[float], share: float) -> float:
    """Return the time that a share of them does not exceed."""
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


@contextmanager
def serving() -> Iterator[str]:
    """Serve the page over the project's index; yields its address once it is up."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = os.environ | {"HOST": "127.0.0.1", "PORT": str(port)}
    server = subprocess.Popen(
        [sys.executable, "app.py"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )
    try:
        end = time.monotonic() + WAIT_S
        while time.monotonic() < end and server.poll() is None:
            try:
                urllib.request.urlopen(f"{address}/health", timeout=5).close()
                break
            except OSError:
                time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    sys.exit(main())
