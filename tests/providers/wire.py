"""A socket that answers with bytes as given, for what no well-behaved HTTP library can be made to send."""

import socket
import threading
import time
from types import TracebackType
from typing import Self


class RawServer:
    """Answers one connection after another with the next of these replies; the last one again and again. A float among
    a reply's parts is a silence of so many seconds."""

    def __init__(self, *replies: tuple[bytes | float, ...]) -> None:
        self._replies = list(replies)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.calls = 0
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            reply = self._replies[min(self.calls, len(self._replies) - 1)]
            self.calls += 1
            threading.Thread(target=self._answer, args=(connection, reply), daemon=True).start()

    @staticmethod
    def _answer(connection: socket.socket, reply: tuple[bytes | float, ...]) -> None:
        with connection:
            connection.recv(65536)
            for part in reply:
                try:
                    if isinstance(part, float):
                        time.sleep(part)
                    else:
                        connection.sendall(part)
                except OSError:
                    return


def http(body: bytes, *, length: int | None = None, kind: str = "application/json", status: str = "200 OK") -> bytes:
    """A reply whose Content-Length may lie; `length` -1 leaves it out."""
    said = len(body) if length is None else length
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", "Connection: close"]
    if said >= 0:
        lines.append(f"Content-Length: {said}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
