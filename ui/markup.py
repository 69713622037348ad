"""Text from plans and users made safe to stand in the page's HTML."""

import re

# Lone halves of a character cannot be sent as UTF-8, and browsers refuse or alter controls.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
# PM_{2.5} is what some sites make of a subscript.
_SUBSCRIPT = re.compile(r"_&#123;([0-9.xX]{1,3})&#125;")
# The page's framework fills templates with ${…} and {{…}}; what is shown must not look like one.
_ESCAPES = {
    **{"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"},
    **{"$": "&#36;", "{": "&#123;", "}": "&#125;"},
}
_ESCAPED = re.compile("[&<>\"'${}]")


def escape(text: str) -> str:
    """Return a text that HTML shows as it is, in an element or in a quoted attribute.

    Characters that cannot be printed are shown as U+FFFD.
    """
    printable = _UNPRINTABLE.sub("\ufffd", text)
    return _ESCAPED.sub(lambda found: _ESCAPES[found[0]], printable)


def escape_shown(text: str) -> str:
    """Return a text of a plan as it is read in an element: escaped, PM_{2.5} with a subscript."""
    return _SUBSCRIPT.sub(r"<sub>\1</sub>", escape(text))
