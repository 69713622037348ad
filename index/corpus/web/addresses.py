"""Where a request may go: an address of the web that is on no private network."""

import ipaddress
import socket
from typing import NamedTuple
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from index.errors import LantianError

PORTS = {"http": 80, "https": 443}
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""IPv4 addresses behind a translator; what lies in them may be private."""
_UNQUOTED = "/?#[]@!$&'()*+,;=:%-._~"


class FetchError(LantianError):
    """A page cannot be fetched; the message says why and what to do."""


class Target(NamedTuple):
    """Where one request goes.

    Attributes:
        url: As it is asked for.
        host: By name, for the request and the certificate.
        ip: That the name leads to, and that is connected to: it is looked up once.
    """

    url: SplitResult
    host: str
    port: int
    ip: str

    @property
    def origin(self) -> str:
        """Scheme, host and port, as robots.txt is kept for them."""
        return f"{self.url.scheme}://{self.url.netloc}"


def target_of(address: str, *, allows_loopback: bool = False) -> Target:
    """Return where a request to an address goes.

    Args:
        address: Of http or https.
        allows_loopback: This machine itself may be asked, for tests; other private addresses
            never.

    Raises:
        FetchError: it is no such address, carries a password, its name is not known, or leads to
            an address that is not public.
    """
    try:
        url = urlsplit(address.strip())
        host, port = url.hostname, url.port
    except ValueError as error:
        raise FetchError(f"{address}: is no address ({error}); copy it from a browser") from None
    if url.scheme not in PORTS or not host:
        raise FetchError(f"{address}: is no address of the web; it begins with https:// or http://")
    if url.username is not None or url.password is not None:
        raise FetchError(f"{address}: carries a user name; open it in a browser and save the page")
    port = port or PORTS[url.scheme]
    host = _ascii(address, host)
    ips = _numbers(address, host, port)
    for ip in ips:  # all of them: another look-up may give another one
        if not _is_allowed(ip, allows_loopback):
            raise FetchError(
                f"{address}: {host} leads to {ip}, which is not public; "
                "save the page yourself and add the file"
            )
    name = f"[{host}]" if ":" in host else host
    netloc = name if port == PORTS[url.scheme] else f"{name}:{port}"
    path, query = (quote(part, safe=_UNQUOTED) for part in (url.path or "/", url.query))
    return Target(SplitResult(url.scheme, netloc, path, query, ""), host, port, ips[0])


def _ascii(address: str, host: str) -> str:
    """Return a host's name as it is looked up."""
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise FetchError(f"{address}: {host} is no name of a host ({error}); check it") from error


def _numbers(address: str, host: str, port: int) -> list[str]:
    """Return what a host's name leads to; a number in any spelling leads to itself."""
    for read in (ipaddress.ip_address, lambda own: ipaddress.ip_address(socket.inet_aton(own))):
        try:
            return [str(read(host))]
        except (ValueError, OSError):
            continue
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError(f"{address}: the name {host} leads nowhere ({error}); check it") from error
    return list(dict.fromkeys(str(own[4][0]) for own in found))


def request_url(target: Target) -> str:
    """Return the address with the number in place of the name."""
    ip = f"[{target.ip}]" if ":" in target.ip else target.ip
    scheme, _, path, query, _ = target.url
    return urlunsplit((scheme, f"{ip}:{target.port}", path, query, ""))


def _is_allowed(ip: str, allows_loopback: bool) -> bool:
    """Tell whether a number is public, or this machine's own where that may be asked."""
    address: ipaddress.IPv4Address | ipaddress.IPv6Address
    address = ipaddress.ip_address(ip.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        if address in _TRANSLATED or address.sixtofour or address.teredo:
            return False
        address = address.ipv4_mapped or address
    if address.is_loopback:
        return allows_loopback
    return address.is_global and not address.is_multicast
