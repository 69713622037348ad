"""What is put in front of a passage before it is embedded and tokenised."""

from index.text.layout import read_text
from index.text.sentences import split_sentences
from index.text.shadow import repair, shadow_of
from index.types import Clause, Passage, Plan


def contextualize(plan: Plan, clause: Clause, passage: Passage) -> str:
    """Return the text that stands for a passage in the index: where it is from, then what it says.

    City, title and clause headings in front of the passage lift nDCG@10 on the development
    questions (dense 0.69 to 0.84, BM25 0.79 to 0.84). The text is the passage's shadow:
    Simplified, without line breaks inside sentences, errata repaired.
    """
    headings = _headings(plan, clause)
    if headings and passage.start == clause.start:
        headings = headings[:-1]  # the passage itself begins with the clause's own heading
    header = [shadow_of(part).text for part in (plan.place, plan.title, *headings) if part]
    words = repair(passage.text, plan.errata, start=passage.start)
    body = [shadow_of(line).text for line in read_text(words).splitlines()]
    return "\n".join([" ".join(header), *body])


def shadow_sentences(plan: Plan, passage: Passage) -> tuple[str, ...]:
    """Return the sentences of a passage as they are embedded: shadows, errata repaired.

    No header stands in front: the best sentence tells what a passage says, its own vector where it
    says it. A header before each sentence made all sentences of a clause alike (nDCG@10 0.864
    alone against 0.858, in the hybrid score 0.938 against 0.950).
    """
    ranges = split_sentences(plan.text, passage.start, passage.end)
    found = (
        shadow_of(plan.text[start:end], plan.errata, start=start).text for start, end in ranges
    )
    return tuple(words for words in found if words) or (passage.text,)


def _headings(plan: Plan, clause: Clause) -> list[str]:
    """Return the printed headings above and of a clause, from the top, errata repaired."""
    printed = [heading for heading in clause.path if heading]
    if not plan.errata:
        return printed
    above = {
        other.path: other.start
        for other in plan.clauses
        if clause.id == other.id or clause.id.startswith(f"{other.id}.")
    }
    starts = [above.get(clause.path[: depth + 1]) for depth in range(len(clause.path))]
    return [
        heading if start is None else repair(heading, plan.errata, start=start)
        for heading, start in zip(clause.path, starts, strict=True)
        if heading
    ]
