"""What the page says where there are no cards: nothing found, or something is wrong."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from index import (
    FilterError,
    IndexDamagedError,
    IndexMissingError,
    LantianError,
    ManifestError,
    ModelError,
    ModelMismatchError,
    PlanError,
    QueryError,
)
from index.types import PlanHead
from ui.markup import escape
from ui.texts import BUSY_SERVER, WHOLE_COUNTRY, Text

MessageKind = Literal["error", "empty"]


@dataclass(frozen=True, slots=True)
class Message:
    """A message in both languages, and what the reader can do.

    Attributes:
        detail: What exactly is wrong, as the error says it, in English; may be empty.
        steps: One a line, in both languages.
        is_told: The detail is in the language that is spoken.
    """

    kind: MessageKind
    title: Text
    detail: str = ""
    steps: tuple[Text, ...] = ()
    is_told: bool = False


_BUILD = Text(
    "在项目目录运行 python -m index build，完成后再检索一次，无需重启。",
    "Run python -m index build in the project's folder, then search again; no restart is needed.",
)
_CHANGE_QUERY = Text(
    "请输入一个问题或几个关键词，一次只问一件事。",
    "Type one question or a few keywords.",
)
_CHANGE_FILTER = Text(
    "请在筛选中去掉这一项，或换成索引里有的名称。",
    "Remove it from the filters, or choose a name that the index has.",
)
_SET_MODEL = Text(
    "把环境变量 LANTIAN_MODEL 设为建立索引时的模型并重启，或重新建立索引。",
    "Set LANTIAN_MODEL to the model that built the index and restart, or build the index anew.",
)
_PREPARE_MODEL = Text(
    "在项目目录运行 python -m index model 准备模型，然后再检索一次。",
    "Run python -m index model in the project's folder, then search again.",
)
_READ_LOG = Text(
    "请再试一次；若仍然如此，启动页面的终端里有详细记录。",
    "Try again; if it stays, the terminal that serves the page has the details.",
)
_MEND_CORPUS = Text("请修正该文件后重新建立索引。", "Mend that file, then build the index anew.")

# The first class that fits counts: special ones before general ones.
_OF_ERRORS: tuple[tuple[type[Exception], Text, Text], ...] = (
    (
        QueryError,
        Text("问题为空、太长，或含有无法识别的字符。", "This query cannot be searched for."),
        _CHANGE_QUERY,
    ),
    (
        FilterError,
        Text("筛选条件里有索引中没有的名称。", "A filter names what the index does not have."),
        _CHANGE_FILTER,
    ),
    (IndexMissingError, Text("还没有建立索引。", "There is no index yet."), _BUILD),
    (
        IndexDamagedError,
        Text("索引不完整、被改动过，或版本不符。", "The index is damaged or of another version."),
        _BUILD,
    ),
    (
        ModelMismatchError,
        Text("索引是用另一个语义模型建立的。", "Another model built this index."),
        _SET_MODEL,
    ),
    (ModelError, Text("语义模型不可用。", "The embedding model is not available."), _PREPARE_MODEL),
    (PlanError, Text("有一份方案无法读取。", "A plan cannot be read."), _MEND_CORPUS),
    (ManifestError, Text("方案目录清单有误。", "The corpus manifest is wrong."), _MEND_CORPUS),
    (
        LantianError,
        Text("没有做成。", "This was not done."),
        Text("请按上面的提示改好后再试。", "Change it as told above, then try again."),
    ),
    (ValueError, Text("检索条件不对。", "The search cannot be done this way."), _CHANGE_QUERY),
)

NOTHING_FOUND = Message(
    "empty",
    Text("没有符合条件的段落", "No passage matches"),
    steps=(
        Text(
            "减少或清除筛选：城市与方案须同时符合。",
            "Remove filters: city and plan must both fit.",
        ),
        Text(
            "问题里点名的城市也会限定范围，请与所选城市一致。",
            "A city named in the query restricts the search too.",
        ),
        Text(
            "换个说法，或在高级选项中改用“综合”排序。",
            "Use other words, or hybrid ranking.",
        ),
    ),
)


NOTHING_EXACT = Message(
    "empty",
    Text("没有一段原文含有全部检索词", "No passage has all of your words"),
    steps=(
        Text(
            "去掉上面的限制，看相关段落。",
            "Take the restriction above away to see what is related.",
        ),
        Text(
            "减少检索词，或只给要逐字查找的话加引号。",
            "Use fewer words, or quote only those to be found.",
        ),
    ),
)


def incident() -> str:
    """Return a name for something that went wrong, by which the log knows it too."""
    return secrets.token_hex(4)


def message_for(error: Exception, name: str = "") -> Message:
    """Return what the page says of an error.

    An error with a text of its own says all in it. Of one that nobody foresaw only the type is
    named: its text may not be meant for readers.

    Args:
        error: That was raised.
        name: Of the incident, where the log has more of it.
    """
    told = getattr(error, "text", None)
    if isinstance(told, Text):
        return Message("error", Text("没有做成", "This was not done"), str(told), is_told=True)
    for kind, title, step in _OF_ERRORS:
        if isinstance(error, kind):
            return Message("error", title, str(error), (step,))
    title = Text("程序内部出错，没有完成检索。", "Something went wrong inside the program.")
    return Message("error", title, f"{type(error).__name__} {name}".strip(), (_READ_LOG,))


def render_message(message: Message) -> str:
    """Return the HTML of a message."""
    role = "alert" if message.kind == "error" else "status"
    foreign = "" if message.is_told else ' lang="en"'
    detail = f'<p class="detail"{foreign}>{escape(message.detail)}</p>' if message.detail else ""
    steps = "".join(f"<li>{step.html}</li>" for step in message.steps)
    listed = f"<ul>{steps}</ul>" if steps else ""
    return (
        f'<section class="message {message.kind}" role="{role}">'
        f"<h2>{message.title.html}</h2>{detail}{listed}</section>"
    )


def no_plan_of(places: str, heads: Sequence[PlanHead]) -> Message:
    """Return what is said when a question names places of which the index has no plan.

    Args:
        places: As they are called.
        heads: The plans there are.
    """
    held = "；".join(
        f"{province}：{'、'.join(names)}" if names else province
        for province, names in places_by_province(heads).items()
    )
    return Message(
        kind="empty",
        title=Text(f"索引中没有{places}的方案", f"No plan of {places} is in the index"),
        steps=(
            Text(
                "别的城市的文字不能回答这个问题，所以没有列出。",
                "Another city's text would be no answer, so none is shown.",
            ),
            Text(f"已收录：{held}", f"Held: {held}"),
        ),
    )


def places_by_province(heads: Sequence[PlanHead]) -> dict[str, list[str]]:
    """Return the places that plans are of by their province, in the order of the plans."""
    found: dict[str, list[str]] = {}
    for head in heads:
        names = found.setdefault(head.province or str(WHOLE_COUNTRY), [])
        if head.place and head.place not in names:
            names.append(head.place)
    return found


def render_busy() -> str:
    """Return the HTML that asks to come again."""
    return f'<p class="notice" role="alert">{BUSY_SERVER.html}</p>'
