"""Which hosts secrets may be sent to."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from providers.errors import ClientError


def check_host(url: str, *, label: str = "The vendor", provider: str = "") -> None:
    """Raises ClientError unless the address is https, or http on this very machine."""
    parts = urlsplit(url)
    if parts.hostname and (parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(parts.hostname))):
        return
    raise ClientError(
        f"Wrong host: {label}'s address must begin with https:// (http:// is for this machine only), "
        f"but it is set to {parts.scheme or '(nothing)'}://{parts.hostname or ''}.",
        provider=provider,
    )


def _is_loopback(hostname: str) -> bool:
    if hostname == "localhost" or hostname.endswith(".localhost"):
        return True
    try:
        return ip_address(hostname).is_loopback
    except ValueError:
        return False
