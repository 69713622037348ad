"""Who does what in a bracket: 甲局牵头,乙局、丙局参与, or 牵头单位:甲局。责任单位:乙局."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from index.mentions.brackets import LABEL, ROLES, TOGETHER, VERB, Role
from index.mentions.offices import is_about_something, is_office, is_office_surely, trim_office

_NESTED = re.compile(r"\([^()]*\)")
_HIDDEN = "\x00"
_TOKEN = re.compile(
    # 各县、市、区 is one name, not three
    r"(?P<name>(?<![\u4e00-\u9fff])各?[市县区旗州](?:、[市县区旗州])+)"
    rf"|(?:(?<![^,;。、]){LABEL.pattern}(?=[:\u4e00-\u9fff]):?)"
    rf"|(?:{re.sub('label', 'marked', LABEL.pattern)}:)"
    rf"|{VERB.pattern}"
    rf"|(?P<together>{TOGETHER.pattern})"
    r"|(?P<other_label>(?:(?:完成|落实|整改|办理|起止)?(?:时限|时间|期限)|责任人|联系人):"
    r"|(?<![^,;。])(?![\u4e00-\u9fff]{1,6}(?:单位|部门):)[\u4e00-\u9fff]{2,8}:)"
    r"|(?P<pause>[,;。])"
    r"|(?P<comma>[、/\s]|等(?:相关|有关)*(?:部门|单位)?(?:以及|和|及|与)|(?<=[局委厅办府队会部])(?:以及|和|及|与)(?=[\u4e00-\u9fff]{2})"
    r"|(?<=[区县\x00])(?:和|及)(?=[^、,;。]{0,12}(?:管委会|园区|开发区)))"
)
_OTHER = "other"
"""完成时限：, 责任人：: what follows is no office in a role."""


@dataclass(frozen=True, slots=True)
class Part:
    """An office in its role; the range is one of the text that was read."""

    role: Role
    start: int
    end: int


@dataclass(slots=True)
class _Reading:
    """What has been read of a bracket so far.

    Attributes:
        parts: Offices whose role is known.
        pending: Offices that wait for the verb behind them.
        principals: Those before 会同, which wait for the same verb.
        held: What stands behind a verb and may be its object: 负责登记环节、乙局.
        label: The role that the label in force gives.
        is_object: What comes next is the object of the verb before.
        is_about: The list belongs to a sentence on something else: 名单由甲局牵头确定.
    """

    parts: list[Part] = field(default_factory=list)
    pending: list[tuple[int, int]] = field(default_factory=list)
    principals: list[tuple[int, int]] = field(default_factory=list)
    held: list[tuple[int, int]] = field(default_factory=list)
    label: Role | str | None = None
    is_object: bool = False
    is_about: bool = False
    is_divided: bool = False
    last_role: Role | None = None

    def give(self, role: Role) -> None:
        """Give the offices that wait their role."""
        if self.is_about:
            self.is_about = False
        elif self.principals:
            self.parts += [Part(role, *span) for span in self.principals]
            self.parts += [Part("participant", *span) for span in self.pending]
        else:
            self.parts += [Part(role, *span) for span in self.pending]
        self.principals, self.pending, self.held = [], [], []


def read_roles(text: str, start: int, end: int) -> tuple[tuple[Part, ...], bool]:
    """Return the offices of a bracket in their order, and whether it says 按职责分工.

    None where the text names no office surely: 名单由市工信局牵头确定 is about a list.

    Args:
        text: A shadow.
        start: Where the bracket's words begin.
        end: Where they end.
    """
    reading = _Reading()
    hidden = _hide_nested(text[start:end])
    position = 0
    for token in _TOKEN.finditer(hidden):
        if token["name"]:
            continue
        _read_words(reading, text, (start + position, start + token.start()))
        _read_token(reading, token, hidden, text)
        position = token.end()
    _read_words(reading, text, (start + position, end))
    _finish(reading, text)
    parts = tuple(dict.fromkeys(reading.parts))
    is_duty = any(is_office(text[part.start : part.end]) for part in parts)
    return (parts, reading.is_divided) if is_duty else ((), False)


def _hide_nested(words: str) -> str:
    """Return words of the same length without what stands in brackets inside them."""
    while nested := list(_NESTED.finditer(words)):
        pieces, position = [], 0
        for found in nested:
            pieces += [words[position : found.start()], _HIDDEN * len(found.group())]
            position = found.end()
        words = "".join([*pieces, words[position:]])
    return words


def _read_words(reading: _Reading, text: str, span: tuple[int, int]) -> None:
    """Take the words between two tokens as an office or as the object of a verb."""
    start, end = span
    offset, stop = trim_office(text[start:end])
    if start < end and reading.is_object:
        name = text[start + offset : start + stop]
        if is_office_surely(name):
            reading.held.append((start + offset, start + stop))
    elif offset < stop and reading.label != _OTHER:
        reading.pending.append((start + offset, start + stop))
    elif is_about_something(text[start:end]):
        reading.is_about = True


def _read_token(reading: _Reading, token: re.Match[str], hidden: str, text: str) -> None:
    """Take a verb, a label or a comma."""
    if token["label"] or token["marked"]:
        _close_list(reading)
        name = "label" if token["label"] else "marked"
        reading.label = next(role for role in ROLES if token[f"{name}_{role}"])
        reading.pending, reading.principals = [], []
        reading.is_object = False
    elif token["other_label"]:
        _close_list(reading)
        reading.label, reading.is_object = _OTHER, False
    elif token["pause"]:
        _pause(reading, token.group(), text)
    elif token["together"]:
        if reading.pending:
            reading.principals, reading.pending = reading.pending, []
        elif reading.last_role:
            reading.label = "participant"
        reading.is_object = False
    elif not token["comma"]:
        _read_verb(reading, token, hidden)


def _read_verb(reading: _Reading, token: re.Match[str], hidden: str) -> None:
    """Give the offices before a verb its role."""
    reading.is_divided |= bool(token["divided"] or token["share"])
    role: Role = next((role for role in ROLES if token[role]), "implementer")
    label = _role_of(reading.label)
    reading.pending = [*reading.pending, *reading.held]
    reading.give(label if label and role == "implementer" else role)
    reading.last_role = role
    # 甲局牵头、乙局参与 has no object, 甲局负责登记、乙局负责销售 has one.
    reading.is_object = hidden[token.end() : token.end() + 1] not in ("", *",;。、")


def _pause(reading: _Reading, mark: str, text: str) -> None:
    """End an object, and with a sentence or under a label the list before the mark."""
    reading.is_object, reading.held = False, []
    if _role_of(reading.label):
        _close_list(reading)
    elif mark == "。":
        _finish(reading, text)
        reading.label = None


def _close_list(reading: _Reading) -> None:
    """Give the offices that wait the role of their label."""
    role = _role_of(reading.label)
    if role:
        reading.give(role)


def _finish(reading: _Reading, text: str) -> None:
    """Give a list that no verb follows its role: who is named behind the lead takes part."""
    role = _role_of(reading.label)
    if role is None and reading.last_role:
        role = "participant" if reading.last_role == "lead" else reading.last_role
        reading.pending = [span for span in reading.pending if is_office(text[slice(*span)])]
    if role and reading.label != _OTHER:
        reading.give(role)
    reading.pending, reading.principals, reading.held = [], [], []
    if reading.label != _OTHER and not _role_of(reading.label):
        reading.last_role = None


def _role_of(label: str | None) -> Role | None:
    """Return the role a label gives."""
    return next((role for role in ROLES if role == label), None)


def office_list(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the offices of a list without a verb: 市公安局、各县(市、区)人民政府."""
    hidden = _hide_nested(text[start:end])
    position = 0
    ends = [token.span() for token in _TOKEN.finditer(hidden) if token["comma"] or token["pause"]]
    for begin, following in [*ends, (end - start, end - start)]:
        offset, stop = trim_office(text[start + position : start + begin])
        if offset < stop:
            yield start + position + offset, start + position + stop
        position = following
