"""``python -m qa ask``: answer a question."""

import argparse
import json
from dataclasses import asdict

from index import PlanIndex, add_index_option
from qa.answering import ask
from qa.types import Answer, Citation


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the command."""
    parser = commands.add_parser("ask", help="answer a question with a quotation")
    parser.add_argument("question", help="in Chinese or English")
    parser.add_argument("--json", action="store_true", help="print JSON")
    add_index_option(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> tuple[str, int]:
    """Return what is printed, and the exit code: 0 answered, 1 the plans do not say."""
    answer = ask(PlanIndex.open(options.index), options.question)
    code = 0 if answer.status == "answered" else 1
    if options.json:
        return json.dumps(asdict(answer), ensure_ascii=False, indent=1), code
    return text_of(answer), code


def text_of(answer: Answer) -> str:
    """Return an answer as lines: the answer, then each quotation with its place."""
    if answer.status == "not_found":
        lines = ["方案里没有写明 (the plans do not say)", answer.explanation]
        return "\n".join([*lines, *map(_place, answer.nearby)])
    return "\n".join([answer.text, *map(_place, answer.citations)])


def _place(cited: Citation) -> str:
    """Return a quotation with its place, on one line."""
    quote = " ".join(cited.quote.split())
    return f"  “{quote}” {cited.reference} [{cited.plan_id}:{cited.start}–{cited.end}]"
