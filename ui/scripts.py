"""Which language and characters a reader reads, by what is typed and what the browser asks for."""

import re

from index.text import simplify, traditional
from ui.texts import Language


def script_of(query: str, chosen: Language) -> Language:
    """Return the language to answer a query in: Chinese in the characters that it is typed in."""
    changed = sum(one != other for one, other in zip(query, simplify(query), strict=True))
    other = sum(one != own for one, own in zip(query, traditional(query), strict=False))
    is_traditional = changed > 0 and changed >= other  # 咸 may be meant for 鹹, of either script
    return "zh-Hant" if chosen == "zh" and is_traditional else chosen


_TRADITIONAL = re.compile(r"zh-(?:hant|tw|hk|mo)\b", re.IGNORECASE)


def reads_traditional(accepted: str) -> bool:
    """Tell whether a browser asks for Traditional characters first.

    Args:
        accepted: Languages, as ``Accept-Language`` has them.
    """
    return bool(_TRADITIONAL.match(accepted.split(",")[0].strip()))


def spoken_to(chosen: Language, asked: str, accepted: str = "") -> Language:
    """Return the language to show a view in: Chinese in the characters that its reader reads.

    Args:
        chosen: That the address is of.
        asked: What the reader has typed; empty for nothing.
        accepted: Languages that the browser asks for, as ``Accept-Language`` has them.
    """
    speech = script_of(asked, chosen)
    is_silent = simplify(asked) == traditional(asked)  # nothing in it tells one from the other
    return "zh-Hant" if speech == "zh" and is_silent and reads_traditional(accepted) else speech
