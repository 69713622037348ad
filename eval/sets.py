"""Evaluation sets joined to what answers them: the index of the plans, or one of their own."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from eval.beir import Bench, read_bench
from eval.credit import credit_evidence, credit_relevant
from eval.errors import SetError
from eval.questions import check_evidence, read_questions
from eval.types import Candidate, Judgement, Place, Query, Question, Ranked, Ranking, SetKind
from index import Clause, Plan, PlanIndex, QueryError
from index.model import LateEncoder
from index.ranking import PassageIndex
from index.types import Mode


class QuestionSet:
    """Questions on the plans, answered by the index of the plans.

    Args:
        name: What the set is called.
        questions: Those without evidence are counted in ``left_out`` and never searched for.
        plan_index: Holds every plan the evidence stands in.

    Raises:
        SetError: the evidence does not fit the plans, or no question has any.
    """

    kind: SetKind = "questions"

    def __init__(self, name: str, questions: Sequence[Question], plan_index: PlanIndex) -> None:
        check_evidence(questions, plan_index.plans())
        self._index = plan_index
        self._evidence = {q.id: q.evidence for q in questions if q.evidence}
        if not self._evidence:
            raise SetError(f"{name}: no question has evidence, so there is nothing to measure")
        self.name = name
        self.queries = tuple(_as_query(q) for q in questions if q.evidence)
        self.left_out = len(questions) - len(self.queries)

    @property
    def configuration(self) -> Mapping[str, str | float | int]:
        """Settings of the plans' index."""
        return self._index.configuration

    @property
    def corpus_hash(self) -> str:
        """SHA-256, hexadecimal, over the plans."""
        return self._index.corpus_hash

    def candidates(self) -> tuple[Candidate, ...]:
        """Return the plans' passages, each with city, title and headings as its header."""
        plans = {plan.id: plan for plan in self._index.plans()}
        clauses = {(p.id, c.id): c for p in plans.values() for c in p.clauses}
        return tuple(
            Candidate(
                passage.id,
                passage.text,
                _header(plans[passage.plan_id], clauses[passage.plan_id, passage.clause_id]),
                Place(passage.plan_id, passage.start, passage.end),
            )
            for passage in self._index.passages()
        )

    def embed(self, query: Query) -> object:
        """Turn the query into a vector and do nothing else."""
        return self._index.encoder.encode_queries([query.text])

    def rank(self, query: Query, *, k: int, mode: Mode) -> Ranking:
        """Return the plans' passages for the query, best first; no filter is set.

        Raises:
            SetError: the index refuses the text as a query.
        """
        try:
            hits = self._index.search(query.text, k=k, mode=mode)
        except QueryError as error:
            raise SetError(f"question {query.id}: {error}") from None
        return Ranking(
            query.id,
            tuple(
                Ranked(
                    hit.passage.id,
                    hit.score,
                    Place(hit.passage.plan_id, hit.passage.start, hit.passage.end),
                )
                for hit in hits
            ),
        )

    def judge(self, ranking: Ranking) -> Judgement:
        """Return at which ranks the question's evidence was found.

        Raises:
            ValueError: a passage of the ranking has no place in a plan.
        """
        places = [item.place for item in ranking.items if item.place is not None]
        if len(places) != len(ranking.items):
            raise ValueError(f"ranking of {ranking.query_id}: a passage without its place")
        return credit_evidence(self._evidence[ranking.query_id], places)


class BenchSet:
    """A BEIR set, answered by an index of its documents.

    Args:
        name: What the set is called.
        bench: The documents, queries and judgements.
        passage_index: Of exactly the documents of ``bench``.
    """

    kind: SetKind = "beir"

    def __init__(self, name: str, bench: Bench, passage_index: PassageIndex) -> None:
        self._index = passage_index
        self._bench = bench
        self._lengths = {document.id: len(document.text) for document in bench.documents}
        self.name = name
        self.queries = bench.queries
        self.left_out = bench.left_out

    @property
    def configuration(self) -> Mapping[str, str | float | int]:
        """Settings of the documents' index."""
        return self._index.configuration

    @property
    def corpus_hash(self) -> str:
        """SHA-256, hexadecimal, over the documents."""
        return self._bench.corpus_hash

    def candidates(self) -> tuple[Candidate, ...]:
        """Return the documents."""
        return tuple(Candidate(document.id, document.text) for document in self._bench.documents)

    def embed(self, query: Query) -> object:
        """Turn the query into a vector and do nothing else."""
        return self._index.encoder.encode_queries([query.text])

    def rank(self, query: Query, *, k: int, mode: Mode) -> Ranking:
        """Return documents for the query, best first."""
        ranked = self._index.rank(query.text, k=k, mode=mode)
        return Ranking(query.id, tuple(Ranked(id_, score) for id_, score in ranked))

    def judge(self, ranking: Ranking) -> Judgement:
        """Return at which ranks the query's relevant documents were found."""
        relevant = self._bench.relevant[ranking.query_id]
        return credit_relevant(relevant, [item.id for item in ranking.items], self._lengths)


def name_set(path: Path) -> str:
    """Return a set's name: the folder's, or the file's without its suffix."""
    return path.resolve().name if path.is_dir() else path.stem


def open_question_set(path: Path, plan_index: PlanIndex) -> QuestionSet:
    """Read a file of questions and join it to the index of the plans.

    Raises:
        SetError: the file is missing, malformed, or does not fit the plans.
    """
    return QuestionSet(name_set(path), read_questions(path), plan_index)


def open_bench_set(path: Path, encoder: LateEncoder | None = None) -> BenchSet:
    """Read a BEIR folder and index its documents, which embeds every one of them.

    Args:
        path: The folder.
        encoder: The embedding model; the default one where it is left out.

    Raises:
        SetError: a file is missing or malformed.
    """
    bench = read_bench(path)
    passage_index = PassageIndex.from_texts(
        [document.id for document in bench.documents],
        [document.text for document in bench.documents],
        encoder,
        progress=True,
    )
    return BenchSet(name_set(path), bench, passage_index)


def _as_query(question: Question) -> Query:
    """Return what is searched for, labelled for the slices; it belongs to each plan it cites."""
    plans = dict.fromkeys(piece.place.plan_id for piece in question.evidence)
    labels = [("lang", question.language), ("type", question.type)]
    return Query(question.id, question.text, (*labels, *(("plan", plan) for plan in plans)))


def _header(plan: Plan, clause: Clause) -> str:
    """Return where a passage is from: city, title, headings that the source has."""
    return " ".join(part for part in (plan.city, plan.title, *clause.path) if part)
