"""``python -m benchmarks.sizes``: what a passage costs a build, for the reckoning in docs/scale.md.

Processor time and not time by the clock: other programs do not count, though they slow it down.
"""

import argparse
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from benchmarks.machine import PACKAGES, describe, versions
from benchmarks.results import number
from index import LantianError, parse_plan
from index.console import add_version_option
from index.metadata.manifest import find_plan_files
from index.model import load_encoder
from index.storage.preparing import Prepared, prepare

RESULT = Path(__file__).parent / "results" / "sizes.md"
T = TypeVar("T")
BATCHES = 24
"""Of those that the texts make: enough for a rate."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print and, where asked to, keep the table; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.sizes", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("corpus", nargs="?", default="corpus", help="folder of plans")
    parser.add_argument("--write", action="store_true", help=f"keep it in results/{RESULT.name}")
    add_version_option(parser)
    options = parser.parse_args(arguments)
    try:
        table = measured(Path(options.corpus))
    except LantianError as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return 2
    sys.stdout.write(table)
    if options.write:
        RESULT.write_text(table, encoding="utf-8")
    return 0


def measured(corpus: Path) -> str:
    """Return the table of a corpus."""
    paths = find_plan_files(corpus)

    def read() -> list[Prepared]:
        return [prepare(parse_plan(path), path.name) for path in paths]

    read()  # loads the dictionaries
    seconds, _ = _processor_time(read)
    tracemalloc.start()
    plans = read()
    memory, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    passages = sum(own.row.passages for own in plans)
    every = [text for own in plans for text in own.texts]
    every += [text for own in plans for texts in own.sentences for text in texts]
    texts = list(dict.fromkeys(every))
    encoder = load_encoder()
    tokenizing, lengths = _processor_time(lambda: encoder.sizes(texts))
    batches = encoder.batches(lengths)[:BATCHES]
    encoder.encode_batch([texts[place] for place in batches[0]])
    embedding, _ = _processor_time(
        lambda: [encoder.encode_batch([texts[place] for place in own]) for own in batches]
    )
    embedded = sum(lengths[place] for own in batches for place in own)
    rows = [
        ("plans", f"{len(plans)}"),
        ("bytes of a plan's file", number(sum(path.stat().st_size for path in paths) / len(plans))),
        ("passages of a plan", number(passages / len(plans))),
        ("texts embedded for a passage: itself and its sentences", number(len(texts) / passages)),
        ("tokens of these, their prompts too", number(sum(lengths) / passages)),
        (
            "processor time to read a plan and its facts",
            f"{number(1000 * seconds / len(plans))} ms",
        ),
        ("memory of a passage that was read, bytes", number(memory / passages)),
        ("tokens tokenised a second of processor time", number(sum(lengths) / tokenizing)),
        (f"tokens embedded a second of it, {encoder.precision}", number(embedded / embedding)),
    ]
    machine = describe()
    said = ", ".join(f"{name} {own}" for name, own in versions(PACKAGES[:2]).items())
    lines = [
        "| Measure | Figure |",
        "| --- | --: |",
        *(f"| {name} | {own} |" for name, own in rows),
    ]
    lines += [
        "",
        f"Of {corpus.name}/. Measured {date.today()} on {machine['cores']} cores of "
        f"{machine['processor']}, {machine['memory']}, {machine['system']}, Python "
        f"{machine['python']}; {said}.",
        "",
    ]
    return "\n".join(lines)


def _processor_time(call: Callable[[], T]) -> tuple[float, T]:
    """Return the processor time of a call, in seconds, and what it returned."""
    started = time.process_time()
    found = call()
    return time.process_time() - started, found


if __name__ == "__main__":
    sys.exit(main())
