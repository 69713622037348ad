"""What a comparison shows of queries, evidence and passages: words, references, places."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from eval.beir import read_bench
from eval.comparison import Side
from eval.paths import PLANS, ROOT
from eval.questions import read_questions
from eval.types import Place, Ranked
from index import IndexMissingError, PlanIndex


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of a source with where it stands.

    Attributes:
        reference: City, title and clause; a text's id where it stands in no plan.
        file: Where it can be opened, relative to the project's folder if it lies in there; empty
            where it is not known.
        fragment: ``char=START,END`` (RFC 5147), code points from 0, half-open; empty without a
            place.
        text: Its words; empty where the source is not at hand.
    """

    reference: str
    file: str
    fragment: str
    text: str

    @property
    def link(self) -> str:
        """File and characters in one."""
        return f"{self.file}#{self.fragment}" if self.file and self.fragment else self.file


@dataclass(frozen=True, slots=True)
class Sources:
    """What is known of the texts behind a comparison; each part may be missing.

    Attributes:
        texts: Query id to the query.
        evidence: Query id to the pieces that should be found.
        documents: Id to text, of a BEIR set.
        plan_index: Of the plans the runs were made over.
        note: What is missing and how to get it; empty if nothing is.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, tuple[Quote, ...]] = field(default_factory=dict)
    documents: Mapping[str, str] = field(default_factory=dict)
    plan_index: PlanIndex | None = None
    note: str = ""

    def passage(self, item: Ranked) -> Quote:
        """Return a ranked passage as a quotation."""
        if item.place is None:
            return Quote(item.id, "", "", self.documents.get(item.id, ""))
        return quote_place(item.place, self.plan_index)


def open_sources(side: Side, path: Path | None, index_path: str | Path) -> Sources:
    """Return what can be shown of a side's queries.

    Args:
        side: Its set's name leads to ``eval/questions`` where no path is given.
        path: The question file or BEIR folder.
        index_path: Where the plans' index is; what is missing there is missing in the answer.

    Raises:
        SetError: the file or folder is malformed.
        LantianError: the index is damaged or of another model.
    """
    if path is not None and path.is_dir():
        bench = read_bench(path)
        documents = {document.id: document.text for document in bench.documents}
        return Sources(
            texts={query.id: query.text for query in bench.queries},
            evidence={
                id_: tuple(Quote(d, "", "", documents[d]) for d in sorted(relevant))
                for id_, relevant in bench.relevant.items()
            },
            documents=documents,
        )
    if side.kind == "beir":
        return Sources(note="Texts are shown if --set names the BEIR folder.")
    path = path or ROOT / "eval" / "questions" / f"{side.set_name}.jsonl"
    if not path.exists():
        return Sources(note="Questions and evidence are shown if --set names the question file.")
    plan_index, note = _open_plans(side, index_path)
    questions = read_questions(path)
    return Sources(
        texts={question.id: question.text for question in questions},
        evidence={
            question.id: tuple(
                quote_place(piece.place, plan_index, piece.quote) for piece in question.evidence
            )
            for question in questions
        },
        plan_index=plan_index,
        note=note,
    )


def quote_place(place: Place, plan_index: PlanIndex | None, text: str = "") -> Quote:
    """Return a place as a quotation, with reference and words where the index has the plan."""
    reference = place.plan_id
    if plan_index is not None:
        plan = plan_index.plan(place.plan_id)
        text = plan.text[place.start : place.end]
        # Parents stand before their children: the last clause around it is the innermost.
        around = [c.id for c in plan.clauses if c.start <= place.start < c.end]
        if around:
            reference = plan_index.reference(plan.id, around[-1])
    files = sorted(PLANS.glob(f"{place.plan_id}.*"))
    file = files[0].relative_to(ROOT).as_posix() if files else ""
    return Quote(reference, file, f"char={place.start},{place.end}", text)


def _open_plans(side: Side, index_path: str | Path) -> tuple[PlanIndex | None, str]:
    """Return the index if it holds the plans that were searched, else why it is not used."""
    try:
        plan_index = PlanIndex.open(index_path)
    except IndexMissingError:
        return None, "Passages are quoted if the index is built: python -m index build"
    if plan_index.corpus_hash != side.corpus_hash:
        return None, "Passages are not quoted: the index holds other plans than B searched."
    return plan_index, ""
