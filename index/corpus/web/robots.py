"""Whether a server welcomes a program at an address: its robots.txt, by RFC 9309."""

from urllib.parse import urlunsplit
from urllib.robotparser import RobotFileParser

from index.corpus.web.addresses import FetchError, Target
from index.corpus.web.requests import AGENT, Limits, StatusError, get

MAX_BYTES = 500 * 1024
"""The least that RFC 9309 asks to be read."""


class Robots:
    """What the servers asked so far say."""

    def __init__(self, limits: Limits) -> None:
        """Ask within some limits."""
        self._limits = Limits(MAX_BYTES, limits.timeout_s, limits.silence_s, limits.allows_loopback)
        self._known: dict[str, RobotFileParser] = {}

    def require_welcome(self, target: Target) -> None:
        """Refuse an address that its server wants no program at.

        Raises:
            FetchError: it does not, or cannot say.
        """
        url = urlunsplit(target.url)
        if target.origin not in self._known:
            self._known[target.origin] = self._asked(target)
        if not self._known[target.origin].can_fetch(AGENT, url):
            raise FetchError(
                f"{url}: the server's robots.txt wants no program there; "
                "save the page yourself and add the file"
            )

    def _asked(self, target: Target) -> RobotFileParser:
        """Return what a server says: nothing where it has no such file."""
        rules = RobotFileParser()
        try:
            got = get(f"{target.origin}/robots.txt", self._limits)
            rules.parse(got.data.decode("utf-8", "replace").splitlines())
        except StatusError as error:
            if error.status >= 500:
                raise FetchError(f"{error}; its robots.txt cannot be read") from error
            rules.parse(())
        return rules
