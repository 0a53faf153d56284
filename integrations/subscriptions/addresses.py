"""Which addresses may be told of events: public ones, over https. An agency chooses the address and this server does the
asking, so that nobody may have it ask inside of our own network.

A name is looked up once and the connection goes to the very address that was checked, whatever the name says a moment later."""

import socket
from concurrent.futures import Future
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Thread
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from agencies.refusals import Refusal

LONGEST = 500
LOOK_UP_SECONDS = 5.0
PORTS = {"https": (443, 8443), "http": (80,)}
NAT64 = ip_network("64:ff9b::/96")
# Answers from inside of one cloud's machines only, and is public by its number.
INSIDE = frozenset({ip_address("168.63.129.16")})


@dataclass(frozen=True)
class Target:
    """An address that may be posted to: `ip` is where the connection goes, `host` what the certificate must name."""

    scheme: str
    host: str
    port: int
    ip: str
    path: str

    @property
    def host_header(self) -> str:
        """As HTTP names it: with the port where that is not the usual one."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == PORTS[self.scheme][0] else f"{name}:{self.port}"


def check(url: str) -> Target:
    """The target of an address. Refusal, with what is wrong, where it may not be posted to."""
    parts = _parts(url)
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme][0]
    found = _look_up(host, port)
    if not settings.WEBHOOKS_ALLOW_PRIVATE and not _is_local_trial(parts.scheme, found):
        if parts.scheme != "https":
            raise _refused("It must begin with https://.")
        if port not in PORTS["https"]:
            raise _refused(f"Port {port} is not one that events are sent to. Use 443 or 8443.")
        if not all(map(is_public, found)):
            raise _refused(f"{host} is inside of a private network, or leads to this server itself.")
    path = parts.path or "/"
    return Target(parts.scheme, host, port, str(found[0]), f"{path}?{parts.query}" if parts.query else path)


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether the whole internet means the same machine by it. An IPv4 address inside of an IPv6 one counts as itself."""
    inner: IPv4Address | IPv6Address | None = None
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and address in NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if address.is_site_local:  # out of use since 2004, and still routed inside some networks
            return False
    if inner is not None:
        return is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved and address not in INSIDE


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise _refused("It cannot be read.") from error
    if len(url) > LONGEST or not url.isascii() or not url.isprintable() or " " in url:
        raise _refused("It is too long, or holds characters that an address cannot have.")
    if parts.scheme not in PORTS or not host or port == 0:
        raise _refused("It must begin with https:// and name a host.")
    if parts.username is not None or parts.password is not None:
        raise _refused("It must hold no user name and no password. Every message is signed instead.")
    if parts.fragment:
        raise _refused("It must hold no #.")
    return parts


def _look_up(host: str, port: int) -> list[IPv4Address | IPv6Address]:
    """Every address that the name has: if only one of them is private, none is used. A name server may take its time, and the
    system's own question to it knows no end: it is asked in a thread of its own, which is left behind after five seconds."""
    answer: Future[list[Any]] = Future()

    def ask() -> None:
        try:
            answer.set_result(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except Exception as error:  # for whoever waits
            answer.set_exception(error)

    Thread(target=ask, name="look-up", daemon=True).start()
    try:
        found = answer.result(LOOK_UP_SECONDS)
    except TimeoutError as error:
        raise _refused(f"No name server told where {host} is within {LOOK_UP_SECONDS:.0f} seconds.") from error
    except (OSError, UnicodeError) as error:
        raise _refused(f"There is no host called {host}.") from error
    return list(dict.fromkeys(ip_address(str(row[4][0]).partition("%")[0]) for row in found))


def _is_local_trial(scheme: str, found: list[IPv4Address | IPv6Address]) -> bool:
    """Whether a developer tries it out on their own machine."""
    return settings.DEBUG and scheme == "http" and all(address.is_loopback for address in found)


def _refused(why: str) -> Refusal:
    return Refusal("bad_address", f"Events cannot be sent to this address. {why}")
