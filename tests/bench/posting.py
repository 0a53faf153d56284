"""Posting many events over connections that stay open, with little work of its own: it shares the cores that are measured."""

import socket
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from typing import NamedTuple
from urllib.parse import urlsplit

ENDING = b"\r\n\r\n"
STORED = b"HTTP/1.1 204"


class Posted(NamedTuple):
    """Seconds from the first post to the last answer, and those of each answer."""

    seconds: float
    answers: list[float]


def post_all(address: str, bodies: list[bytes], connections: int) -> Posted:
    """All bodies, over so many connections side by side, each with one post on its way at a time. AssertionError where an answer
    is not 204."""
    parts = urlsplit(address)
    head = f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: application/json\r\nContent-Length: "

    def send(share: list[bytes]) -> list[float]:
        spent = []
        with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=60) as line:
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for body in share:
                post = f"{head}{len(body)}".encode() + ENDING + body
                began = perf_counter()
                line.sendall(post)
                answer = b""
                while not answer.endswith(ENDING):
                    more = line.recv(4096)
                    assert more, f"the connection was closed after {answer!r}"
                    answer += more
                spent.append(perf_counter() - began)
                assert answer.startswith(STORED), answer
        return spent

    began = perf_counter()
    with ThreadPoolExecutor(connections) as senders:
        found = list(senders.map(send, [bodies[number::connections] for number in range(connections)]))
    return Posted(perf_counter() - began, [one for share in found for one in share])
