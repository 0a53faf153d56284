"""One message over the wire: to the address that was checked, within ten seconds all in all, without following anybody
anywhere. Proxies of the environment are not asked: they would look the name up again."""

import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException
from threading import Event, Timer
from time import monotonic

import certifi
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.util.ssl_match_hostname import CertificateError

from integrations.subscriptions.addresses import Target

PATIENCE_SECONDS = 10.0
MOST_READ = 4096
MOST_SAID = 200


@dataclass(frozen=True)
class Answer:
    """What came back: the status, None where nothing did; the first words of the body or of the trouble; how long it took."""

    status: int | None
    said: str
    milliseconds: int

    @property
    def is_good(self) -> bool:
        """Whether the message was taken."""
        return self.status is not None and 200 <= self.status < 300


def post(target: Target, body: bytes, headers: Mapping[str, str]) -> Answer:
    """The answer to the body. Whatever goes wrong is an answer too."""
    began = monotonic()
    connection = _connection(target)
    try:
        with _in_time(connection):
            connection.request(
                "POST", target.path, body, {"Host": target.host_header, **headers}, preload_content=False
            )
            response = connection.getresponse()
            status, said = response.status, response.read(MOST_READ, decode_content=False)
    except (OSError, HTTPError, HTTPException, CertificateError) as error:
        return Answer(None, _trouble(error, monotonic() - began), _since(began))
    finally:
        connection.close()
    return Answer(status, safe(said.decode("utf-8", "replace")), _since(began))


def safe(text: str) -> str:
    """The first 200 characters that can be shown anywhere, in one line."""
    shown = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(shown.split())[:MOST_SAID]


def _connection(target: Target) -> HTTPConnection:
    if target.scheme == "http":
        return HTTPConnection(target.ip, target.port, timeout=PATIENCE_SECONDS)
    context = ssl.create_default_context(cafile=certifi.where())
    context.load_default_certs()  # with those that whoever runs pmsync trusts
    return HTTPSConnection(
        target.ip,
        target.port,
        timeout=PATIENCE_SECONDS,
        ssl_context=context,
        server_hostname=target.host,
        assert_hostname=target.host,
    )


@contextmanager
def _in_time(connection: HTTPConnection) -> Iterator[None]:
    """Ends the connection after ten seconds, however slowly something trickles in: a socket's own patience begins anew with
    each byte."""
    began, is_over = monotonic(), Event()
    connection.connect()
    line = connection.sock

    def hang_up() -> None:
        is_over.set()
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)

    alarm = Timer(max(0.0, PATIENCE_SECONDS - (monotonic() - began)), hang_up)
    alarm.daemon = True
    alarm.start()
    try:
        yield
    finally:
        alarm.cancel()
    if is_over.is_set():  # what had come by then looks like a whole answer
        raise TimeoutError


def _trouble(error: Exception, seconds: float) -> str:
    if seconds >= PATIENCE_SECONDS or isinstance(error, TimeoutError):
        return f"There was no answer within {PATIENCE_SECONDS:.0f} seconds."
    if isinstance(error, ssl.SSLError | CertificateError):
        return safe(f"Its certificate is not good for this address: {error}")
    return safe(f"It could not be reached: {error}")


def _since(began: float) -> int:
    return round(1000 * (monotonic() - began))
