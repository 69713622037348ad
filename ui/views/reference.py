"""The public names of the program with their signatures and docstrings, as HTML."""

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from docstring_parser import google
from docstring_parser.common import DocstringMeta, DocstringParam, DocstringRaises
from markdown_it import MarkdownIt
from markupsafe import Markup

import index
import qa
from ui.programs.calls import Calls
from ui.texts import Text

_MODULE = re.compile(r"\b(?:[a-z_]\w*\.)+(?=[A-Za-z_]\w*)")
"""Before the name of a type: where it is defined tells a reader nothing."""
_FORWARD = re.compile(r"'([A-Z]\w*(?:\[[^']*\])?(?: \| None)?|tuple\[[^']*\])'")
_OBJECT = re.compile(r"\*?<(?:class|function) (\w+)(?: at 0x[0-9a-f]+)?>")
_OWN = ("index", "qa")
"""Packages whose classes are told with what they inherit of one another."""
_LITERAL = re.compile(r"``([^`]+)``")
HEADS = {
    "args": Text("参数", "Arguments"),
    "attributes": Text("属性", "Attributes"),
    "returns": Text("返回", "Returns"),
    "yields": Text("逐个给出", "Yields"),
    "raises": Text("异常", "Raises"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """What a docstring says under one head: names with what is said of each, or a text alone.

    Attributes:
        kind: One of ``HEADS``.
        rows: Name, empty for none, and HTML.
    """

    kind: str
    rows: tuple[tuple[str, Markup], ...]

    @property
    def head(self) -> Text:
        """What stands over it."""
        return HEADS[self.kind]


@dataclass(frozen=True, slots=True)
class Entry:
    """A public name.

    Attributes:
        id: What it is called in the page's address: ``index.PlanIndex.search``.
        name: As it is written.
        signature: Behind the name; empty for what is not called.
        said: The docstring's own text, as HTML.
        parts: Its sections.
        members: Of a class, in their order.
    """

    id: str
    name: str
    signature: str
    said: Markup
    parts: tuple[Part, ...]
    members: tuple["Entry", ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """The public names of a package, or the calls for programs."""

    name: str
    said: Markup
    entries: tuple[Entry, ...]


@cache
def chapters() -> tuple[Chapter, ...]:
    """Return the reference: of ``index``, of ``qa``, and of the calls over HTTP."""
    packages = (index, qa)
    found = [
        Chapter(own.__name__, _summary(own), tuple(_of_package(own.__name__, own)))
        for own in packages
    ]
    calls = tuple(
        _entry(f"api.{name}", f"GET /api/{name}", call, _parameters(call))
        for name, call in Calls.__dict__.items()
        if not name.startswith("_") and callable(call)
    )
    return (*found, Chapter("api", _summary(Calls), calls))


def _of_package(name: str, package: Any) -> Iterator[Entry]:  # noqa: ANN401 - any module
    """Yield the public names of a package: what is called first, then nouns, then errors."""
    named = [(own, getattr(package, own)) for own in package.__all__]
    for own, value in sorted(named, key=lambda item: (_rank(item[1]), item[0])):
        yield _entry(
            f"{name}.{own}", own, value, _signature(value), _members(f"{name}.{own}", value)
        )


def _rank(value: object) -> int:
    """Return where a name stands among others of its package."""
    if not inspect.isclass(value):
        return 0
    return 2 if issubclass(value, Exception) else 1


def _members(owner: str, value: object) -> tuple[Entry, ...]:
    """Return the public methods and properties of a class, in the order of its source."""
    if not inspect.isclass(value) or issubclass(value, Exception):
        return ()
    found = []
    own_classes = [own for own in reversed(value.__mro__) if own.__module__.startswith(_OWN)]
    members = {name: raw for own in own_classes for name, raw in vars(own).items()}
    for name, raw in members.items():
        own = raw.__func__ if isinstance(raw, classmethod | staticmethod) else raw
        is_told = inspect.isfunction(own) or isinstance(own, property)
        if is_told and not name.startswith("_") and inspect.getdoc(own):
            signature = "" if isinstance(own, property) else _signature(own)
            found.append(_entry(f"{owner}.{name}", name, own, signature))
    return tuple(found)


def _entry(
    id_: str, name: str, value: object, signature: str, members: tuple[Entry, ...] = ()
) -> Entry:
    """Return a public name with what its docstring says."""
    told = google.parse(inspect.getdoc(value) or "")
    parts: dict[str, list[tuple[str, Markup]]] = {}
    for meta in told.meta:
        kind, own = _row(meta)
        parts.setdefault(kind, []).append((own, _html(meta.description or "")))
    said = tuple(Part(kind, tuple(rows)) for kind, rows in parts.items() if kind in HEADS)
    return Entry(id_, name, signature, _html(told.description or ""), said, members)


def _row(meta: DocstringMeta) -> tuple[str, str]:
    """Return under which head a piece of a docstring stands, and the name it is said of."""
    if isinstance(meta, DocstringParam):
        return ("attributes" if meta.args[0] == "attribute" else "args"), meta.arg_name
    if isinstance(meta, DocstringRaises):
        return "raises", meta.type_name or ""
    return meta.args[0], ""


def _summary(value: object) -> Markup:
    """Return what a docstring says, as HTML."""
    return _html(inspect.getdoc(value) or "")


def _html(text: str) -> Markup:
    """Return a piece of a docstring as HTML; names between double marks are code."""
    plain = _LITERAL.sub(r"`\1`", text)
    return Markup(MarkdownIt("commonmark", {"html": False}).render(plain))


def _signature(value: Any) -> str:  # noqa: ANN401 - functions and classes
    """Return how something is called, without where its types are defined; empty for errors."""
    if inspect.isclass(value) and (issubclass(value, Exception) or _is_made_elsewhere(value)):
        return ""
    shown = str(inspect.signature(value))
    shown = _MODULE.sub("", shown).replace("(self, ", "(").replace("(self)", "()")
    shown = shown.replace("(cls, ", "(").removesuffix(" -> None")
    return _OBJECT.sub(r"\1", _FORWARD.sub(r"\1", shown))


def _is_made_elsewhere(value: type) -> bool:
    """Tell whether a class says that it is not made by calling it."""
    return "instead" in (inspect.getdoc(vars(value).get("__init__")) or "")


def _parameters(call: Callable[..., Any]) -> str:
    """Return the parameters of a call as its address has them."""
    names = [name for name in inspect.signature(call).parameters if name != "self"]
    return f"?{'&'.join(f'{name}=…' for name in names)}" if names else ""
