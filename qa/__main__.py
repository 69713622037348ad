"""The command line: ``python -m qa ask | compare | changes | targets | duties | export``.

Exit codes: 0 answered or found, 1 the plans do not say, 2 a mistake in what was asked or on disk.
"""

import argparse
import sys
from collections.abc import Sequence

from index import LantianError
from index.console import add_version_option, exit_with
from qa.commands import asking, changing, comparing, duties, exporting, targets


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        printed, code = options.run(options)
    except (LantianError, ValueError, OSError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 130
    print(printed)
    return int(code)


def _parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(prog="python -m qa", description="Ask the plans.")
    add_version_option(parser)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in (asking, comparing, changing, targets, duties, exporting):
        command.add_parser(commands)
    return parser


if __name__ == "__main__":
    exit_with(main)
