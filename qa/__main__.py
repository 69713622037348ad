"""The command line: ``python -m qa ask QUESTION`` and ``duties``.

Exit codes: 0 answered, 1 the plans do not say, 2 a mistake in what was asked or on disk.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict

from index import LantianError, add_index_option, exit_with
from qa.answering import ask
from qa.commands.duties import add_duties_command
from qa.types import Answer


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        text, is_found = options.run(options)
    except (LantianError, ValueError, OSError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 130
    print(text)
    return 0 if is_found else 1


def _ask(options: argparse.Namespace) -> tuple[str, bool]:
    """Return an answer as text or JSON, and whether it was found."""
    from index import PlanIndex

    answer = ask(PlanIndex.open(options.index), options.question)
    is_answered = answer.status == "answered"
    if options.json:
        return json.dumps(asdict(answer), ensure_ascii=False, indent=1), is_answered
    return _text(answer), is_answered


def _text(answer: Answer) -> str:
    """Return an answer as lines."""
    if answer.status == "not_found":
        return "方案里没有写明 (the plans do not say)"
    places = (
        f"{cited.reference} [{cited.plan_id}:{cited.start}–{cited.end}]"
        for cited in answer.citations
    )
    return "\n".join([f"“{answer.text}”", *places])


def _parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(prog="python -m qa", description="Ask the plans.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    asking = commands.add_parser("ask", help="answer a question with a quotation")
    asking.add_argument("question", help="in Chinese or English")
    asking.add_argument("--json", action="store_true", help="print JSON")
    add_index_option(asking)
    asking.set_defaults(run=_ask)
    add_duties_command(commands)
    return parser


if __name__ == "__main__":
    exit_with(main)
