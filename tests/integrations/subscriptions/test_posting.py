"""One message over the wire, with certificates, and with a side that dawdles."""

import datetime
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from integrations.subscriptions import posting
from integrations.subscriptions.addresses import Target
from integrations.subscriptions.posting import post, safe

NAME = "crm.example"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK"


def a_certificate(folder: Path) -> Path:
    """A file with a certificate for crm.example, signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = folder / "crm.pem"
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM) + private)
    return file


class Side:
    """A server that answers with these bytes, one part after the other, and notes the name that it was asked for."""

    def __init__(self, parts: list[bytes], certificate: Path | None = None) -> None:
        self.names: list[str | None] = []
        self.heard = b""
        self._parts = parts
        self._context = None
        self._over = threading.Event()
        if certificate:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._context.load_cert_chain(certificate)
            self._context.sni_callback = lambda line, name, context: self.names.append(name)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        try:
            line, _ = self._listener.accept()
            with line:
                spoken: Any = self._context.wrap_socket(line, server_side=True) if self._context else line
                self.heard = spoken.recv(65_536)
                for part in self._parts:
                    spoken.sendall(part)
                    if self._over.wait(0.05):
                        return
                self._over.wait(30)
        except OSError:
            return

    def close(self) -> None:
        self._over.set()
        self._listener.close()
        self._thread.join()


@pytest.fixture
def sides() -> Iterator[list[Side]]:
    """Servers that end with the test."""
    opened: list[Side] = []
    yield opened
    for side in opened:
        side.close()


def test_the_certificate_must_name_the_host_that_was_asked_for(
    sides: list[Side], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = a_certificate(tmp_path)
    sides += [Side([OK], certificate) for _ in range(2)]
    unknown = post(Target("https", NAME, sides[0].port, "127.0.0.1", "/"), b"{}", {})
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    sides += [Side([OK], certificate)]

    good = post(Target("https", NAME, sides[1].port, "127.0.0.1", "/x"), b"{}", {"webhook-id": "1"})
    other = post(Target("https", "other.example", sides[2].port, "127.0.0.1", "/"), b"{}", {})

    assert (good.status, good.said, sides[1].names) == (200, "OK", [NAME])
    assert b"POST /x HTTP/1.1" in sides[1].heard
    assert f"Host: {NAME}:{sides[1].port}".encode() in sides[1].heard
    for answer in (unknown, other):
        assert answer.status is None
        assert answer.said.startswith("Its certificate is not good for this address")


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param([], id="says nothing"),
        pytest.param([b"HTTP/1.1 200 OK\r\n", *[b"X: y\r\n"] * 500], id="trickles headings"),
        pytest.param([b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n", *[b"x"] * 500], id="trickles a body"),
    ],
)
def test_a_side_that_dawdles_is_given_up_in_time(
    sides: list[Side], monkeypatch: pytest.MonkeyPatch, parts: list[bytes]
) -> None:
    monkeypatch.setattr(posting, "PATIENCE_SECONDS", 0.5)
    sides.append(Side(parts))

    answer = post(Target("http", "127.0.0.1", sides[0].port, "127.0.0.1", "/"), b"{}", {})

    assert not answer.is_good
    assert answer.said == "There was no answer within 0 seconds."


@pytest.mark.parametrize(
    "part",
    [
        pytest.param(b"no HTTP at all\r\n\r\n", id="no HTTP"),
        pytest.param(b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 100_000 + b"\r\n\r\n", id="a huge heading"),
    ],
)
def test_an_answer_that_is_none_is_no_answer(sides: list[Side], part: bytes) -> None:
    sides.append(Side([part]))

    answer = post(Target("http", "127.0.0.1", sides[0].port, "127.0.0.1", "/"), b"{}", {})

    assert (answer.status, answer.is_good) == (None, False)
    assert answer.said.startswith("It could not be reached")


def test_only_the_beginning_of_an_answer_is_read(sides: list[Side]) -> None:
    sides.append(Side([b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n" + b"y" * 5000]))

    answer = post(Target("http", "127.0.0.1", sides[0].port, "127.0.0.1", "/"), b"{}", {})

    assert (answer.status, answer.said) == (200, "y" * 200)


def test_nobody_there_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    answer = post(Target("http", "127.0.0.1", port, "127.0.0.1", "/"), b"{}", {})

    assert answer.status is None
    assert answer.said.startswith("It could not be reached")


def test_what_is_said_can_be_shown_anywhere() -> None:
    assert safe("a\x00b\x1b[31m\r\n\u202e  c") == "a b [31m c"
