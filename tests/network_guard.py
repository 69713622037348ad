"""Refuses what would leave this machine, and keeps a list of what was tried.

An audit hook sees every socket of the interpreter, whichever library opens it. It cannot be
taken out again, so it belongs in a process that may never reach the network.
"""

import ipaddress
import socket
import sys

SENDING = ("socket.connect", "socket.sendto", "socket.sendmsg")  # (socket, address)
RESOLVING = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")  # (host, …)
INTERNET = (socket.AF_INET, socket.AF_INET6)

attempts: list[str] = []


class NetworkError(RuntimeError):
    """Something tried to reach another machine. No OSError, so that nobody takes it for one."""


def install(log=None, error=NetworkError):
    """Guard this process from now on.

    Args:
        log: File to which each attempt adds a line.
        error: What the one who tried gets to see.
    """

    def hook(event, arguments):
        if _foreign_target is None:  # the interpreter ends, and has taken its globals away
            return
        target = _foreign_target(event, arguments)
        if target is None:
            return
        attempt = f"{event} {target}"
        attempts.append(attempt)
        if log is not None:
            with open(log, "a", encoding="utf-8") as file:
                file.write(attempt + "\n")
        raise error(f"tests may reach only this machine, not {target}")

    sys.addaudithook(hook)


def _foreign_target(event, arguments):
    """The address an audit event would reach, or None where that is this machine."""
    if event in SENDING:
        connection, address = arguments[:2]
        if connection.family not in INTERNET or not address:
            return None
        return None if is_loopback(address[0]) else address
    if event in RESOLVING:
        return None if is_loopback(arguments[0]) else arguments[0]
    return None


def is_loopback(host):
    """Whether a name or address of the socket interface means this machine."""
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host in (None, "", "localhost"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified
