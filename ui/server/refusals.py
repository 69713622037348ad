"""What is said at a closed door, in Chinese and in English."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Receive, Scope, Send

from ui.markup import escape
from ui.texts import Text


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer that lets nobody in.

    Attributes:
        name: What the figures call it.
        status: Of HTTP.
        text: Why, in both languages.
        headers: That belong to the status.
    """

    name: str
    status: int
    text: Text
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def body(self) -> bytes:
        """JSON; gradio's page shows its visitor what ``detail`` says."""
        return json.dumps({"detail": self.text.both}, ensure_ascii=False).encode()

    @property
    def page(self) -> bytes:
        """The same as a page of one sentence, with a way back."""
        return _PAGE.format(
            title=escape(self.text.zh), zh=escape(self.text.zh), en=escape(self.text.en)
        ).encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request whose body, where it has one, nobody reads."""
        asked = Headers(scope=scope)
        is_page = "text/html" in asked.get("accept", "")  # who sees it came by a link or a form
        body = self.page if is_page else self.body
        headers = MutableHeaders(raw=[])
        kind = "text/html" if is_page else "application/json"
        headers["content-type"] = f"{kind}; charset=utf-8"
        headers["content-length"] = str(len(body))
        headers["cache-control"] = "no-store"
        headers.update(self.headers)
        if has_body(asked):
            headers["connection"] = "close"  # else the server would read on to the next request
        await send({"type": "http.response.start", "status": self.status, "headers": headers.raw})
        await send({"type": "http.response.body", "body": body})


_PAGE = """<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title></head>
<body><main><p>{zh}</p><p lang="en">{en}</p><p><a href="/">蓝天 Lantian</a></p></main></body></html>
"""


def has_body(headers: Headers) -> bool:
    """Tell whether a request says that a body follows."""
    return headers.get("content-length", "0") != "0" or "transfer-encoding" in headers


HOST = Refusal(
    "host",
    400,
    Text(
        "这个地址不是本页的名称；如确是，请用 --allow-host 加上它。",
        "This page does not go by that name; if it should, name it with --allow-host.",
    ),
)
ORIGIN = Refusal(
    "origin", 403, Text("不接受来自其他网站的请求。", "Requests from other sites are not accepted.")
)
TOKEN = Refusal(
    "token",
    401,
    Text("需要监测口令。", "The token of the metrics is needed."),
    {"www-authenticate": 'Bearer realm="Lantian metrics"'},
)
PASSWORD = Refusal(
    "password",
    401,
    Text("需要用户名和密码。", "User and password are needed."),
    {"www-authenticate": 'Basic realm="Lantian", charset="UTF-8"'},
)
UPLOAD = Refusal("upload", 403, Text("本页不接受上传。", "This page takes no uploads."))
CLOSED = Refusal("closed", 404, Text("这里什么也没有。", "There is nothing here."))
TOO_LARGE = Refusal("too large", 413, Text("请求太大。", "The request is too large."))
FILE_TOO_LARGE = Refusal(
    "too large",
    413,
    Text(
        "文件太大：不得超过 20 MB。请返回，另选一个较小的文件。",
        "The file is too large: it may have 20 MB. Go back and choose a smaller one.",
    ),
)
TOO_SLOW = Refusal("too slow", 408, Text("请求来得太慢。", "The request came too slowly."))
TOO_MANY = Refusal(
    "too many",
    429,
    Text("请求太频繁，请稍候再试。", "Too many requests; please wait a moment."),
    {"retry-after": "10"},
)
FULL = Refusal(
    "full",
    429,  # gradio's page has words of its own for a 503, in English only
    Text(
        "同时检索的人太多，请稍候几秒再试。",
        "Too many searches at once; please try again in a few seconds.",
    ),
    {"retry-after": "5"},
)
