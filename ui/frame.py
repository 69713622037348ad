"""What stands around every view: its name, the way to the other views, the other language."""

from ui import texts
from ui.addresses import address
from ui.markup import escape
from ui.texts import HTML_LANGUAGES, Language, Text

VIEWS: tuple[tuple[str, Text], ...] = (
    ("/", texts.SEARCH),
    ("/compare", texts.COMPARE),
    ("/duties", texts.DUTIES),
    ("/plans", texts.COLLECTION),
    ("/check", texts.CHECKING),
    ("/help", texts.HELP),
)
"""The views of the bar at the top, with their names, in order."""


def top_bar(active: str, here: str | None = None, question: str = "") -> str:
    """Return the HTML of the bar at the top.

    Args:
        active: The path in Chinese of the view of the bar that is shown; empty for none.
        here: The path in Chinese of what is shown, where that is another.
        question: What stands behind the question mark of its address; the other language keeps it.
    """
    links = "".join(
        f'<a href="{escape(address(path))}"{_current(path == active)}>{name.html}</a>'
        for path, name in VIEWS
    )
    return (
        f'<a class="brand" href="{escape(address("/"))}">{escape(texts.NAME.zh)} '
        f"<span>{escape(texts.NAME.en)}</span></a>"
        f'<nav aria-label="{escape(str(texts.VIEWS))}">{links}</nav>'
        f"{_switch(here or active or '/', question)}"
    )


def _current(is_shown: bool) -> str:
    return ' aria-current="page"' if is_shown else ""


def _switch(here: str, question: str) -> str:
    """Return the link to the same view in the other language."""
    other: Language = "zh" if texts.language() == "en" else "en"
    name = "中文" if other == "zh" else "English"
    target = address(here, of=other) + (f"?{question}" if question else "")
    tag = HTML_LANGUAGES[other]
    return (
        f'<a id="lt-language" class="language" href="{escape(target)}" lang="{tag}" '
        f'hreflang="{tag}">{name}</a>'
    )
