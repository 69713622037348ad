"""Who may use the page: the names it goes by, and the password it asks for."""

import binascii
import hmac
import ipaddress
import re
from base64 import b64decode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ui.server.serving import EVERY_ADDRESS, Place, ServingError

_OWN_NAMES = ("localhost", "127.0.0.1", "::1")
_TOKEN = re.compile(r"[A-Za-z0-9\-._~+/]{16,}=*")
_HOST = re.compile(r"(?:\[(?P<v6>[0-9a-f:.]+)\]|(?P<name>[^\s:/@\[\],]+))(?::(?P<port>\d{1,5}))?")


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user's name and password."""

    user: str
    password: str

    def __repr__(self) -> str:
        return f"Credentials({self.user!r}, …)"  # a password belongs in no log

    def is_given(self, authorization: str) -> bool:
        """Tell whether an ``Authorization`` header holds them.

        Source: RFC 7617, Basic authentication, in UTF-8.
        """
        scheme, _, encoded = authorization.partition(" ")
        try:
            given = b64decode(encoded.strip(), validate=True)
        except (binascii.Error, ValueError):
            return False
        expected = f"{self.user}:{self.password}".encode()
        return hmac.compare_digest(given, expected) and scheme.lower() == "basic"


@dataclass(frozen=True, slots=True)
class Access:
    """What a request must say to be let in.

    Attributes:
        hosts: Names that the page goes by, lower case, an IPv6 address without brackets.
        any_own_address: The page is served on every address of this machine, and goes by each.
        origins: ``host`` or ``host:port`` that a reverse proxy may be known by.
        credentials: None where anybody may search.
        metrics_token: Lets a program read the figures, and nothing else; None for none.
        is_only_here: Whether only this machine reaches the page, by none but its own names; the
            figures are told without a password there, if the page has none.
    """

    hosts: frozenset[str]
    any_own_address: bool = False
    origins: frozenset[str] = frozenset()
    credentials: Credentials | None = None
    metrics_token: str | None = None
    is_only_here: bool = False

    def is_token_given(self, authorization: str) -> bool:
        """Tell whether an ``Authorization`` header holds the token of the figures.

        Source: RFC 6750, section 2.1.
        """
        scheme, _, given = authorization.partition(" ")
        token = self.metrics_token
        return (
            token is not None
            and scheme.lower() == "bearer"
            and hmac.compare_digest(given.strip().encode(), token.encode())
        )

    def is_host_allowed(self, header: str, own_address: str) -> bool:
        """Tell whether a ``Host`` header names this page.

        A page of another site cannot pass for this one by a name that it lets point here.

        Args:
            header: As it was sent, with or without a port.
            own_address: The address that the connection came in on.
        """
        match = _HOST.fullmatch(header.strip().lower())
        if match is None:
            return False
        host = (match["v6"] or match["name"]).rstrip(".")
        return host in self.hosts or (self.any_own_address and host == own_address)

    def is_origin_allowed(self, origin: str, host_header: str) -> bool:
        """Tell whether an ``Origin`` header names the very page that is asked."""
        scheme, separator, place = origin.strip().lower().partition("://")
        if scheme not in ("http", "https") or not separator:
            return False
        return place in self.origins or place == host_header.strip().lower()


def access_to(
    place: Place, names: Iterable[str] = (), credentials: Credentials | None = None
) -> Access:
    """Return who may use a page.

    Args:
        place: Where it is served.
        names: Other names that it goes by, as ``host`` or ``host:port``.
        credentials: What it asks for, if anything.

    Raises:
        ServingError: a name is none.
    """
    origins = frozenset(name.strip().lower() for name in names)
    hosts = {place.host.lower(), *_OWN_NAMES}
    for name in origins:
        match = _HOST.fullmatch(name)
        if match is None or "*" in name:
            raise ServingError(
                f"{name}: 不是主机名。It is no host name; give one a time, without http://, "
                "as in: --allow-host plans.example"
            )
        hosts.add(match["v6"] or match["name"])
    is_any = place.host in EVERY_ADDRESS
    return Access(frozenset(hosts - EVERY_ADDRESS.keys()), is_any, origins, credentials)


def hosts_from(environment: Mapping[str, str]) -> list[str]:
    """Return the names in ``LANTIAN_HOSTS``, which commas or spaces part."""
    return re.findall(r"[^\s,]+", environment.get("LANTIAN_HOSTS", ""))


def credentials_from(text: str) -> Credentials:
    """Return what ``user:password`` says; the password may hold colons.

    Raises:
        ServingError: it says something else.
    """
    user, _, password = text.strip("\r\n").partition(":")
    if not user.strip() or not password.strip() or not text.strip("\r\n").isprintable():
        raise ServingError(
            "用户名和密码要写成 用户:密码。User and password must be given as user:password, "
            "neither of them empty."
        )
    return Credentials(user, password)


def read_credentials(path: str | Path) -> Credentials:
    """Return what the only line of a file says, ``user:password``.

    Raises:
        ServingError: the file cannot be read, or says something else.
    """
    try:
        return credentials_from(Path(path).read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise ServingError(f"{path}: 无法读取密码文件。Cannot be read: {error}") from error


def metrics_token_from(environment: Mapping[str, str]) -> str | None:
    """Return the token in ``LANTIAN_METRICS_TOKEN``, None where it is not set.

    Raises:
        ServingError: it is none that a header can hold, or easily guessed.
    """
    token = environment.get("LANTIAN_METRICS_TOKEN", "").strip()
    if token and not _TOKEN.fullmatch(token):
        raise ServingError(
            "LANTIAN_METRICS_TOKEN: 须为16个以上的字母、数字或 -._~+/。It must be 16 or more of "
            "letters, digits and -._~+/, as made by: openssl rand -hex 16"
        )
    return token or None


def is_public(address: str) -> bool:
    """Tell whether other machines can reach an address that this one listens on."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    return not (mapped or ip).is_loopback
