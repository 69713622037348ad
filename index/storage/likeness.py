"""Whether two plans are one document, found twice: as a copy, a damaged copy, in another format."""

import re
from collections import Counter
from collections.abc import Hashable

from index.mentions.codes import plain_number
from index.ranking.phrases import bare, bare_passage
from index.structure.passages import split_passages
from index.text.numerals import CHINESE_NUMERAL
from index.types import Plan, PlanHead

SHINGLE_CHARS = 6
"""Short enough that a destroyed character costs six of them, long enough that few recur."""
NEAR = 0.85
"""Share of the shorter text's shingles that the longer one has too: one character in forty may be
destroyed. What tells editions from copies is not this, but that nothing they say differs."""
MIN_SHARE = 0.75
"""Of the longer text's shingles, so many has the shorter one: an excerpt is no copy."""

_NUMBER = re.compile(rf"\d+(?:点\d+)?|(?:{CHINESE_NUMERAL}|两)+")


def is_same_document(one: Plan, other: Plan) -> bool:
    """Tell whether two plans are the same document.

    Nearly the same text is not enough: a county's plan may be its city's with another name in it,
    next year's plan this year's with other numbers. So what is known of both must agree (place,
    number, date, period, title), and neither text may have numbers that the other lacks, unless
    the other lacks none of its own.
    """
    if _differ(one.head, other.head):
        return False
    texts = sorted((_bare_text(one), _bare_text(other)), key=len)
    if texts[0] == texts[1]:
        return True
    fewer, more = sorted(map(_shingles, texts), key=len)
    if not fewer or len(fewer) < MIN_SHARE * len(more) or len(fewer & more) < NEAR * len(fewer):
        return False
    numbers = [Counter(_NUMBER.findall(text)) for text in texts]
    return not numbers[0] - numbers[1] or not numbers[1] - numbers[0]


def _differ(one: PlanHead, other: PlanHead) -> bool:
    """Tell whether two plans say different things of themselves."""
    pairs: list[tuple[Hashable, Hashable]] = [
        (getattr(one, name), getattr(other, name))
        for name in ("level", "province", "city", "county", "issued", "period")
    ]
    numbers = [plain_number(own.document_number or "") or None for own in (one, other)]
    pairs.append((numbers[0], numbers[1]))
    if any(first is not None and second is not None and first != second for first, second in pairs):
        return True
    if (one.status == "draft") != (other.status == "draft"):
        return True
    titles = [bare(own.title) for own in (one, other) if dict(own.origins).get("title") != "given"]
    return len(titles) == 2 and titles[0] not in titles[1] and titles[1] not in titles[0]


def _bare_text(plan: Plan) -> str:
    """Return all that is not page furniture, without white space and punctuation."""
    return "".join(bare_passage(passage, plan.errata) for passage in split_passages(plan))


def _shingles(text: str) -> set[str]:
    """Return the runs of so many characters of a text."""
    return {text[start : start + SHINGLE_CHARS] for start in range(len(text) - SHINGLE_CHARS + 1)}
