"""What the command lines share: where the index is, and how a command ends."""

import argparse
import os
import signal
import sys
from collections.abc import Callable
from typing import NoReturn

DEFAULT_INDEX = "data/index"


def default_index() -> str:
    """Return the folder of the index: what ``LANTIAN_INDEX`` names, else ``data/index``."""
    return os.environ.get("LANTIAN_INDEX") or DEFAULT_INDEX


def add_index_option(parser: argparse.ArgumentParser) -> None:
    """Give a command the option ``--index``."""
    parser.add_argument(
        "--index",
        default=default_index(),
        metavar="DIR",
        help=f"folder of the index (default {DEFAULT_INDEX}, or LANTIAN_INDEX)",
    )


def exit_with(main: Callable[[], int]) -> NoReturn:
    """Run a command and end the process with its exit code.

    A reader that has seen enough, as in ``| head``, ends it quietly.
    """
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    sys.exit(main())
