"""Views as HTML: templates filled in, inside the frame that all views share."""

from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from ui import collection_texts, texts
from ui.addresses import address, plan_address
from ui.citation import web_address
from ui.copying import copy_address, copy_buttons
from ui.frame import top_bar
from ui.markup import escape, escape_shown

TEMPLATES = Path(__file__).with_name("templates")
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
"""A browser runs and shows only what this server has as files: no view has a script in its text."""


class Html(Response):
    """A view."""

    media_type = "text/html"


def render(
    request: Request,
    template: str,
    *,
    title: str,
    active: str = "",
    status: int = 200,
    **given: object,
) -> Html:
    """Return a view made of a template.

    Args:
        request: Whose address tells where the reader is.
        template: A file's name in ``templates``.
        title: Of the window.
        active: Path of the view of the bar at the top that is shown; empty for none.
        status: Of HTTP.
        given: What the template is filled with.
    """
    question = urlencode([(name, value) for name, value in request.query_params.multi_items()])
    here = request.scope["view_path"]
    page = _environment().get_template(template)
    html = page.render(
        **given,
        title=title,
        lang=texts.HTML_LANGUAGES[texts.language()],
        is_adding_allowed=request.scope.get("is_adding_allowed", False),
        bar=Markup(top_bar(active, here, question)),
        t=texts,
        c=collection_texts,
    )
    headers = {"content-security-policy": POLICY, "cache-control": "no-store"}
    return Html(html.encode("utf-8", "replace"), status_code=status, headers=headers)


@cache
def _environment() -> Environment:
    """Return what reads the templates, all that is filled in made safe."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_safe,
    )
    environment.globals.update(
        address=address,
        plan_address=plan_address,
        one_language=texts.in_one_language,
        copy_buttons=lambda cited: Markup(copy_buttons(cited)),
        web_address=web_address,
        copy_address=lambda address: Markup(copy_address(address)),
        shown=lambda text: Markup(escape_shown(text)),
    )
    return environment


def _safe(value: object) -> Markup:
    """Return what a template is filled with as HTML: text is escaped as everywhere on the page."""
    if isinstance(value, Markup):
        return value
    return Markup("" if value is None else escape(str(value)))
