"""What is done with a quantity: it is to be reached, hoped for, or has been; by the words around.

They stand in ``lexicons/actions.toml``.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

import tomli

_LEXICON = Path(__file__).with_name("lexicons") / "actions.toml"


@cache
def _rows() -> dict[str, dict[str, Any]]:
    """Return the rows of the lexicon by their names."""
    rows = tomli.loads(_LEXICON.read_text(encoding="utf-8"))["row"]
    return {row["name"]: row for row in rows}


@cache
def action_words(name: str) -> re.Pattern[str]:
    """Return what finds the words of a row of the lexicon in a shadow.

    Raises:
        KeyError: no row has this name.
    """
    row = _rows()[name]
    words = f"(?:{'|'.join(row['words'])})"
    if row.get("pairs"):
        words += f"(?:[和及]{words}|[改扩]建)?"
    return re.compile(f"{words}(?!{row['not_behind']})" if "not_behind" in row else words)


COUNTED = action_words("counted")
TAKEN_OUT = action_words("taken_out")
ACTING = action_words("acting")
PAST = action_words("past")
AGAINST_LAST_YEAR = action_words("against_last_year")
REPORTED = action_words("reported")
REVIEW = action_words("review")
GOAL = action_words("goal")
GOALS_FOLLOW = action_words("goals_follow")
