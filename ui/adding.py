"""Plans that readers add: a file is read, shown and corrected, and only then taken in."""

import errno
import secrets
import shutil
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from index import LantianError, Plan, PlanError
from index.corpus import (
    ARCHIVE,
    Corpus,
    field_from_text,
    free_id,
    parse_apart,
    plans_in,
    put_entry,
)
from index.types import PlanHead
from ui.errands import Errands, Told, tell_nobody
from ui.server.live_index import LiveIndex
from ui.server.work import Turns
from ui.texts import Text

MAX_FILE_BYTES = 20_000_000
MAX_WAITING = 20
"""Files that were read and not yet taken or left; the oldest goes for a new one."""
WAITING_S = 3600.0
MAX_UNREAD = 8
"""Files that wait to be read, 160 MB together; they are read one at a time, a scan in minutes."""
READING_S = 1800.0
"""How long a file waits for those before it."""
MAX_PLANS = 2_000
"""Beyond, a collection is built on the command line."""
TEXT_FIELDS = ("title", "county", "city", "province", "document_number", "issuer")


class AddingError(LantianError):
    """A plan cannot be added or removed; the message says why and what to do.

    Attributes:
        text: The message in both languages; None where only who serves the page can do something.
    """

    def __init__(self, message: str, zh: str = "") -> None:
        super().__init__(message)
        self.text = Text(zh, message) if zh else None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that was read and waits for a decision.

    Attributes:
        token: What it is called in the page's addresses.
        path: Where it lies meanwhile.
        since: When it came, as ``time.monotonic`` counts.
    """

    token: str
    path: Path
    plan: Plan
    since: float


def new_token() -> str:
    """Return a name that nobody guesses, for a file that waits."""
    return secrets.token_urlsafe(12)


class Shelf:
    """Takes files in, and puts plans into a corpus and its index, one at a time."""

    def __init__(self, live: LiveIndex) -> None:
        """Work for a collection.

        Args:
            live: The index that is searched. What is added is kept in its corpus too, so that the
                next build has it.
        """
        self.errands = Errands()
        """What is being done with files, by their tokens."""
        self._live = live
        self._waiting: dict[str, Waiting] = {}
        self._lock = threading.Lock()
        self._reading = Turns(1, waiting=MAX_UNREAD, patience_s=READING_S, work="reading")
        self._changing = threading.Lock()
        """Held while the collection changes, which may take minutes."""

    def corpus(self) -> Corpus:
        """Return where the files of the collection lie.

        Raises:
            AddingError: the index names no corpus, or none is there.
            LantianError: there is no index that can be used.
        """
        corpus = self._live.current().corpus
        if corpus is None:
            raise AddingError(
                f"the index in {self._live.place} names no corpus that is still there, so the "
                "next build would lose what is added; build it of one: python -m index build "
                f"CORPUS --index {self._live.place.address}"
            )
        return corpus

    def receive(self, name: str, data: bytes, token: str = "", told: Told = tell_nobody) -> Waiting:
        """Read a file once those before it are read, and keep it until somebody decides.

        Args:
            name: As its owner calls it; its ending says what it is.
            data: All of it.
            token: What it is to be called; without it a new one is made.
            told: Is told when the file begins to wait, and when it is read.

        Raises:
            AddingError: it is empty, too large or cannot be read, there are plans enough, or there
                is no place to keep it that can be written to.
            BusyError: too many files wait to be read, or those before it take too long.
        """
        corpus = self.corpus()
        if not data:
            raise AddingError(
                f"{name} is empty; choose another file", f"“{name}”是空文件，请另选一个。"
            )
        if len(data) > MAX_FILE_BYTES:
            raise AddingError(
                f"{name} has {len(data):,} bytes; {MAX_FILE_BYTES:,} are allowed",
                f"“{name}”有 {len(data):,} 字节，最多 {MAX_FILE_BYTES:,} 字节。",
            )
        if len(self._live.current().heads()) >= MAX_PLANS:
            raise AddingError(
                f"{MAX_PLANS} plans are held; build a larger collection with make index"
            )
        token = token or new_token()
        told("queued", 0.0)
        with self._reading.taken(), _writing_to(corpus):
            told("reading", 0.0)
            waiting = self._read(name, data, token, corpus)
        with self._lock:
            self._waiting[token] = waiting
            self._forget_the_old()
        return waiting

    def _read(self, name: str, data: bytes, token: str, corpus: Corpus) -> Waiting:
        """Return a file that was put where it can wait, and read."""
        folder = corpus.folder / ".waiting" / token
        folder.mkdir(parents=True)
        path = folder / f"{self._id_for(name, corpus)}{Path(name).suffix.lower()[:10]}"
        try:
            path.write_bytes(data)
            with _naming(path, name):
                _require_one_plan(name, data)
                return Waiting(token, path, parse_apart(path), time.monotonic())
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def waiting(self, token: str) -> Waiting:
        """Return a file that waits.

        Raises:
            AddingError: none does under this token.
        """
        with self._lock:
            self._forget_the_old()
            if token not in self._waiting:
                raise AddingError(
                    "this file was added or given up already; choose it again",
                    "这个文件已收入或已放弃，请重新选择。",
                )
            return self._waiting[token]

    def take(self, token: str, corrections: Mapping[str, str], told: Told = tell_nobody) -> Plan:
        """Put a file that waits into the collection, and return the plan.

        Args:
            token: Of the file.
            corrections: What its reader says of it, by the names of ``TEXT_FIELDS``, ``issued``
                (ISO 8601) and ``period`` (``2018-2020``); an empty one leaves what the text says.
            told: Is told how far it is; see ``PlanIndex.add`` for the stages.

        Raises:
            AddingError: no file waits under this token, a correction makes no sense, or the corpus
                cannot be written to.
            IndexWriteError: the index cannot be written to.
        """
        waiting = self.waiting(token)
        known = _corrected(waiting.plan, corrections)
        told("queued", 0.0)
        with self._changing:
            corpus = self.corpus()
            with _writing_to(corpus):
                plan = self._put_in(corpus, waiting.path, known, told)
        self.give_up(token)
        return plan

    def _put_in(self, corpus: Corpus, path: Path, known: Mapping[str, object], told: Told) -> Plan:
        """Copy a file into the corpus and put it into the index: both, or neither."""
        target = corpus.plans / path.name
        if target.stem in corpus.files():
            raise AddingError(f"{target.name} is in the collection by now; choose the file again")
        with corpus.keeping_manifest():
            try:
                shutil.copyfile(path, target)
                if known:
                    put_entry(corpus.manifest, target.stem, known)
                return self._live.current().add(target, on_progress=told)
            except BaseException:
                target.unlink(missing_ok=True)
                raise

    def give_up(self, token: str) -> None:
        """Forget a file that waits; one that does not is no mistake."""
        with self._lock:
            self._drop(token)

    def held(self, plan_id: str) -> PlanHead:
        """Return what is known of a plan that may be removed.

        Raises:
            AddingError: there is no such plan.
        """
        for head in self._live.current().heads():
            if head.id == plan_id:
                return head
        raise AddingError(
            f"the collection has no plan {plan_id!r}; see which it has",
            f"方案库里没有“{plan_id}”，请从列表中选择。",
        )

    def remove(self, plan_id: str) -> None:
        """Take a plan out of the collection; a copy of it becomes the plan.

        Raises:
            AddingError: there is no place to take it out of, or it cannot be written to.
            CorpusError: a table beside the manifest names it.
            FilterError: there is no such plan.
            IndexWriteError: the index cannot be written to.
        """
        with self._changing:
            corpus, index = self.corpus(), self._live.current()
            copies = [copy.id for copy in index.copies() if copy.plan_id == plan_id]
            is_held = any(head.id == plan_id for head in index.heads())
            with _writing_to(corpus):
                if is_held and plan_id in corpus.files():
                    corpus.drop(plan_id)  # which may be refused, and then the index keeps it too
                index.remove(plan_id)
                put_entry(corpus.manifest, plan_id, {})
            files = corpus.files()
            if left := [files[own] for own in copies if own in files]:
                index.update(left)

    def _id_for(self, name: str, corpus: Corpus) -> str:
        """Return an id that no plan has yet, from a file's name."""
        index = self._live.current()
        taken = {head.id for head in index.heads()} | {copy.id for copy in index.copies()}
        taken |= corpus.files().keys()
        with self._lock:
            taken |= {own.path.stem for own in self._waiting.values()}
        return free_id(Path(name).stem, taken)

    def _forget_the_old(self) -> None:
        """Drop what nobody decided on."""
        now = time.monotonic()
        for token, own in list(self._waiting.items()):
            if now - own.since > WAITING_S or len(self._waiting) > MAX_WAITING:
                self._drop(token)

    def _drop(self, token: str) -> None:
        own = self._waiting.pop(token, None)
        if own is not None:
            shutil.rmtree(own.path.parent, ignore_errors=True)


_UNWRITABLE = (
    errno.EROFS,
    errno.EACCES,
    errno.EPERM,
    errno.ENOSPC,
    errno.EEXIST,
    errno.EISDIR,
    errno.ENOTDIR,
)


@contextmanager
def _writing_to(corpus: Corpus) -> Iterator[None]:
    """Say of a corpus that cannot be written to, as on a volume mounted read-only, what to do.

    Raises:
        AddingError: it cannot.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in _UNWRITABLE:
            raise
        raise AddingError(
            f"{corpus.folder}: cannot be written to ({error.strerror or error}); let the page's "
            "user write to this folder and to the index's"
        ) from error


def _corrected(plan: Plan, corrections: Mapping[str, str]) -> dict[str, object]:
    """Return what a reader says of a plan that its text does not."""
    known: dict[str, object] = {}
    for name in TEXT_FIELDS:
        said = " ".join(corrections.get(name, "").split())
        if said and said != (getattr(plan, name) or ""):
            known[name] = said
    for name in ("issued", "period"):
        if said := corrections.get(name, "").strip():
            try:
                value = field_from_text(name, said)
            except ValueError as error:
                raise AddingError(str(error)) from None
            held = getattr(plan, name)
            if value != (list(held) if isinstance(held, tuple) else held):
                known[name] = value
    return known


@contextmanager
def _naming(path: Path, name: str) -> Iterator[None]:
    """Say of a file that cannot be read what its owner calls it, and not where it lies here.

    Raises:
        AddingError: it cannot be read; the message says why, and what to do.
    """
    try:
        yield
    except PlanError as error:
        said = str(error).replace(str(path), name).replace(path.name, name)
        raise AddingError(said, f"“{name}”读不出方案来，请换一个文件。({said})") from error


def _require_one_plan(name: str, data: bytes) -> None:
    """Refuse an archive of several plans: what is corrected on the page is said of one.

    Raises:
        AddingError: it is one.
    """
    plans, _ = plans_in(data, Path(name)) if name.lower().endswith(ARCHIVE) else ((), ())
    if plans:
        names = ", ".join(own.name for own in plans)
        raise AddingError(
            f"the archive holds {len(plans)} plans ({names}); unpack it and add each by itself, or "
            "all of them with: python -m index add",
            f"压缩包里有 {len(plans)} 份方案（{names}），请解开后逐份添加。",
        )
