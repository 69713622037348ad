"""Which sentences of a language model's text the quotations bear out."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.mentions import find_places
from index.text import shadow_of
from qa.language_model.located import Located
from qa.support import unsupported_words

if TYPE_CHECKING:
    from index import PlanIndex

_SENTENCE = re.compile(r"[^。！？!?；;]+[。！？!?；;]*")
_PAUSE = re.compile(r"[，、：]|[,:](?!\d)")
_LATIN = re.compile(r"[a-z][a-z0-9.]*")


def borne_out_lines(
    index: "PlanIndex", question: str, text: str, quotations: Sequence[Located]
) -> tuple[str, ...]:
    """Return the lines of a text without the sentences that the quotations do not bear out.

    Of a sentence, each numeral, office and place stands in a quotation, and where it names the
    place of a plan that is quoted, in one of that place. Words in Latin letters stand in a
    quotation or in the question, and so does more than half of the rest: a text that says
    something else than what it quotes is none of the plans'.

    Args:
        index: Of the plans that are quoted.
        question: As it was asked.
        text: As the model wrote it.
        quotations: Found in their passages.
    """
    lines = []
    for line in text.splitlines():
        sentences = (" ".join(words.split()) for words in _SENTENCE.findall(line))
        kept = [own for own in sentences if _is_borne_out(index, question, own, quotations)]
        lines.append("".join(kept))
    return tuple(line for line in lines if line)


def _is_borne_out(
    index: "PlanIndex", question: str, sentence: str, quotations: Sequence[Located]
) -> bool:
    """Tell whether the quotations bear a sentence out."""
    if not sentence.isprintable() or not _is_in_words_of(sentence, question, quotations):
        return False
    speaking = quotations
    for part in _PAUSE.split(sentence):
        for mention in find_places(part):
            name = part[mention.start : mention.end]
            places = {place.full_name for place in mention.places}
            speaking = [own for own in quotations if _is_on(index, own, name, places)]
            if not speaking:
                return False
        if unsupported_words(part, [own.text for own in speaking]):
            return False
    return True


def _is_on(index: "PlanIndex", quotation: Located, name: str, places: set[str]) -> bool:
    """Tell whether a quotation names a place or stands in a plan of it."""
    plan = index.plan(quotation.citation.plan_id)
    if places & {plan.place, plan.city, plan.province}:
        return True
    named = find_places(quotation.text)
    return shadow_of(name).text in shadow_of(quotation.text).text or any(
        place.full_name in places for mention in named for place in mention.places
    )


def _is_in_words_of(sentence: str, question: str, quotations: Sequence[Located]) -> bool:
    """Tell whether a sentence is made of the words of its quotations and of the question."""
    sources = [_plain(own) for own in (question, *(own.text for own in quotations))]
    if not all(any(word in own for own in sources) for word in _LATIN.findall(_plain(sentence))):
        return False
    said = "".join(filter(str.isalnum, _plain(sentence)))
    bare = ("".join(filter(str.isalnum, own)) for own in sources)
    pairs = {own[i : i + 2] for own in bare for i in range(len(own) - 1)}
    shared = [said[i : i + 2] in pairs for i in range(len(said) - 1)]
    covered = sum(a or b for a, b in zip([False, *shared], [*shared, False], strict=True))
    return 2 * covered > len(said)


def _plain(text: str) -> str:
    """Return a text as it is compared."""
    return shadow_of(text).text.lower()
