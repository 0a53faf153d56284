"""`python -m sandbox`: start the stand-ins and say when they are ready."""

from __future__ import annotations

import argparse
import signal
import sys
from datetime import date
from pathlib import Path
from types import FrameType

from sandbox.options import Options
from sandbox.server import listen


def read_arguments(words: list[str]) -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="Stand-in vendor servers.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8100, help="0 takes a free port")
    parser.add_argument("--state", type=Path, help="file that survives a restart; without it nothing does")
    parser.add_argument("--seed", type=int, default=187)
    parser.add_argument("--lots", type=int, default=187)
    parser.add_argument("--jobs", type=int)
    parser.add_argument("--today", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the first day")
    return parser.parse_args(words)


def stop(number: int, frame: FrameType | None) -> None:
    """End the server's loop."""
    raise SystemExit(0)


def main() -> None:
    """Serve until a signal comes."""
    wanted = read_arguments(sys.argv[1:])
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    options = Options(seed=wanted.seed, lots=wanted.lots, jobs=wanted.jobs, today=wanted.today, state=wanted.state)
    server = listen(options, wanted.host, wanted.port)
    host = f"[{wanted.host}]" if ":" in wanted.host else wanted.host
    print(f"sandbox ready on http://{host}:{server.effective_port}", flush=True)
    server.run()


if __name__ == "__main__":
    main()
