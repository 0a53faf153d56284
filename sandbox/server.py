"""The sandbox as a server of its own."""

from __future__ import annotations

import logging
from typing import Any

from waitress.server import create_server

from sandbox.app import create_app
from sandbox.options import Options

THREADS = 32  # slow faults keep one each
WHOLE_BODY = 256 * 1024 * 1024  # replies stay in memory instead of a temporary file


def listen(options: Options, host: str, port: int) -> Any:
    """A server that has its port but answers only once `run()` is called. Port 0 takes a free one."""
    logging.getLogger("waitress").setLevel(logging.ERROR)
    return create_server(
        create_app(options),
        host=host,
        port=port,
        threads=THREADS,
        connection_limit=1000,
        outbuf_overflow=WHOLE_BODY,
        outbuf_high_watermark=WHOLE_BODY,
        send_bytes=1,
        channel_request_lookahead=1,  # so that a client who gives up is noticed
    )
