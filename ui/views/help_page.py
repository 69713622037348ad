"""``/help``: the guides of ``docs/guide``, in the language of the page, and the reference."""

import re
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from index.text import traditional_usual
from ui import texts
from ui.addresses import address
from ui.server.live_index import LiveIndex
from ui.texts import Language, language
from ui.views.reference import chapters
from ui.views.shell import render

FOLDER = Path(__file__).parents[2] / "docs" / "guide"
GUIDES = ("researcher", "officer", "consultant", "journalist", "reading")
"""In the order they are offered; each is a file of each language's folder."""
REFERENCE = "reference"
_TITLE = re.compile(r"# (.+)")
_LINK = re.compile(r'href="(?P<name>[a-z]+)\.md(?P<part>#[^"]*)?"')
_ALIGNED = re.compile(r'style="text-align:(\w+)"')
_VIEW = re.compile(
    r"<code>(?P<view>(?:/en)?/(?:plan|compare|duties|changes|plans|check|search|\?)[^<\s]*)</code>"
)


def help_page(live: LiveIndex, request: Request) -> Response:
    """Return a guide, the reference or the list of them as a view."""
    name = request.path_params.get("guide", "")
    spoken = language()
    guides = [(own, _title(spoken, own)) for own in GUIDES]
    if name == REFERENCE:
        return render(
            request,
            "reference.html",
            title=str(texts.REFERENCE),
            active="/help",
            guides=guides,
            name=name,
            chapters=chapters(),
        )
    if name and name not in GUIDES:
        title = str(texts.NO_SUCH_GUIDE)
        return render(request, "missing.html", title=title, status=404, named=name)
    return render(
        request,
        "help.html",
        title=_title(spoken, name) if name else str(texts.HELP),
        active="/help",
        guides=guides,
        name=name,
        body=_body(spoken, name) if name else Markup(""),
    )


@cache
def _text(spoken: Language, name: str) -> str:
    """Return a guide's Markdown."""
    folder = FOLDER / ("en" if spoken == "en" else "zh")
    return (folder / f"{name}.md").read_text(encoding="utf-8")


def _title(spoken: Language, name: str) -> str:
    """Return what a guide is called."""
    found = _TITLE.match(_text(spoken, name))
    title = found[1] if found else name
    return traditional_usual(title) if spoken == "zh-Hant" else title


@cache
def _body(spoken: Language, name: str) -> Markup:
    """Return a guide as HTML; links between guides lead from view to view, addresses to theirs."""
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(_text(spoken, name))
    html = _LINK.sub(_of_view, html)
    html = _ALIGNED.sub(r'class="\1"', html)  # the policy lets no style stand in the text
    html = _VIEW.sub(r'<a href="\g<view>"><code>\g<view></code></a>', html)
    return Markup(traditional_usual(html) if spoken == "zh-Hant" else html)


def _of_view(link: re.Match[str]) -> str:
    """Return a link to a guide's file as one to its view."""
    return f'href="{address("/help/" + link["name"])}{link["part"] or ""}"'
