"""``python -m qa ask``: answer a question."""

import argparse
import json
from dataclasses import asdict

from index import PlanIndex
from index.console import add_index_option
from qa.answering import ask
from qa.commands.formats import add_formats, csv_text
from qa.types import Answer, Citation

HEADER = (
    *("status", "kind", "text", "confidence", "reason", "made_by", "model"),
    *("plan_id", "clause_id", "start", "end", "quote", "reference"),
)


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the command."""
    parser = commands.add_parser(
        "ask",
        help="answer a question with a quotation",
        epilog="A language model answers too where LANTIAN_LLM_URL names one; see README.md.",
    )
    parser.add_argument("question", help="in Chinese or English")
    add_formats(parser)
    add_index_option(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> tuple[str, int]:
    """Return what is printed, and the exit code: 0 answered, 1 the plans do not say."""
    answer = ask(PlanIndex.open(options.index), options.question)
    code = 0 if answer.status == "answered" else 1
    if options.json:
        return json.dumps(asdict(answer), ensure_ascii=False, indent=1), code
    return (csv_of(answer) if options.csv else text_of(answer)), code


def csv_of(answer: Answer) -> str:
    """Return an answer as CSV: a row a quotation, of a refusal a row for each that comes near.

    One without any has one row with empty cells for the place.
    """
    said = [answer.status, answer.kind, answer.text or answer.explanation]
    said += [f"{answer.confidence:.3f}", answer.reason or "", answer.made_by, answer.model]
    cited = answer.citations or answer.nearby
    places = [
        [place.plan_id, place.clause_id, place.start, place.end, place.quote, place.reference]
        for place in cited
    ] or [[""] * 6]
    return csv_text(HEADER, ([*said, *place] for place in places))


def text_of(answer: Answer) -> str:
    """Return an answer as lines: the answer, then each quotation with its place, then its maker."""
    if answer.status == "not_found":
        lines = ["方案里没有写明 (the plans do not say)", answer.explanation]
        return "\n".join([*lines, *map(_place, answer.nearby)])
    return "\n".join([answer.text, *map(_place, answer.citations), _maker(answer)])


def _maker(answer: Answer) -> str:
    """Return a line that says who made an answer."""
    if answer.made_by == "extraction":
        return "（摘自方案原文 taken from the plans）"
    return (
        f"（由语言模型 {answer.model} 撰写，引文已与方案核对 "
        "written by this language model; the quotations were checked against the plans）"
    )


def _place(cited: Citation) -> str:
    """Return a quotation with its place, on one line."""
    quote = " ".join(cited.quote.split())
    return f"  “{quote}” {cited.reference} [{cited.plan_id}:{cited.start}–{cited.end}]"
