"""`make demo`: the whole way on one machine, without a server, an account or a `.env` file.

Starts the stand-in vendors, the site and a worker; makes three agencies, each with its own sort of source, maps their
properties and syncs them; then serves the site. Everything it keeps is in var/: a second run goes on from there, and without
var/ it begins anew."""

import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import IO

import requests

ROOT = Path(__file__).resolve().parent
VAR = ROOT / "var"
SECRETS = VAR / "demo.env"
LOG = VAR / "demo.log"
AGENCY = "Wattle Park Rentals"
AGENCY_WITH_FILES = "Magpie Lane Realty"
AGENCY_BOTH_WAYS = "Harbor Oak Management"
ADMIN = "admin@example.com"
AMERICAN = ("--timezone", "America/New_York", "--locale", "en-us", "--currency", "USD")
COMPANY_LOGIN = ("company=samplehomes", "username=api.sync", "password=sandbox-password")  # the sandbox's own
PATIENCE = 60.0  # seconds for a process to answer
GRACE = 20.0  # seconds for a process to end by itself


class Trouble(Exception):
    """Why the demo cannot go on, in a sentence."""


def main() -> int:
    """The exit code: 0 after the summary where ONCE is set, or after Ctrl-C; 1 with a sentence where something failed."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a script's background job would not hear it
    try:
        with ExitStack() as running:
            show(running, once=os.environ.get("ONCE", "") not in ("", "0"))
    except Trouble as trouble:
        print(f"The demo stopped: {trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("The demo has ended.")
    return 0


def show(running: ExitStack, *, once: bool) -> None:
    """From nothing to a synced portfolio, and on to the site. `running` ends every process that is started here."""
    port = int(os.environ.get("PORT") or 8000)
    if not is_free(port):
        raise Trouble(f"port {port} is taken. Choose another one: make demo PORT={port + 1}")
    VAR.mkdir(exist_ok=True)
    log = running.enter_context(LOG.open("w"))
    sandbox = start_sandbox(running, log)
    environment = demo_environment(port, sandbox)
    manage(environment, "migrate", "--verbosity", "0")
    manage(environment, "collectstatic", "--no-input", "--verbosity", "0")
    with process(["honcho", "start", "web", "worker"], environment, log) as site:
        await_answer(f"http://localhost:{port}/healthz", site, "the site")
        sync_once(environment, sandbox)
        sync_files(environment, sandbox)
        sync_company(environment)
    if once:
        return
    site = running.enter_context(process(["honcho", "start"], environment, None))
    await_answer(f"http://localhost:{port}/healthz", site, "the site")
    print(f"\n  Open {environment['SITE_URL']} and log in as {ADMIN}, staff@example.com or viewer@example.com.")
    print(f"  The password of all three is {environment['PMSYNC_PASSWORD']}")
    print(f"  {ADMIN} may use the admin too: {environment['SITE_URL']}/admin/")
    print(f"  To let a day pass at the vendor: curl -X POST {sandbox}/_sandbox/advance")
    print("  Ctrl-C ends it.\n", flush=True)
    site.wait()
    raise Trouble("the site ended by itself. Its last words are above.")


def sync_once(environment: dict[str, str], sandbox: str) -> None:
    """Agency, connection, mappings, sync: each by the command that anybody could give."""
    spreadsheet = f"{sandbox}/_sandbox/propertyme/spreadsheet.csv"
    agency = manage(environment, "sandbox_agency", AGENCY, spreadsheet)
    connection = manage(environment, "sandbox_connect", "propertyme", agency, "--email", ADMIN)
    manage(environment, "map_properties", connection, "--minimum-score", "90", "--create-unmatched")
    manage(environment, "sync", connection, "--worker", "--verbosity", "0")


def sync_files(environment: dict[str, str], sandbox: str) -> None:
    """A second agency, whose system has no interface: its export files, with some rows that nobody can read."""
    agency = manage(environment, "sandbox_agency", AGENCY_WITH_FILES)
    connection = manage(environment, "sandbox_exports", "propertytree", agency, sandbox, "--troubles", "3")
    manage(environment, "sync", connection, "--worker", "--verbosity", "0")


def sync_company(environment: dict[str, str]) -> None:
    """A third agency, signed in by a user name and password, to a system that takes changes back once somebody allows it."""
    agency = manage(environment, "sandbox_agency", AGENCY_BOTH_WAYS, *AMERICAN)
    answers = [word for answer in COMPANY_LOGIN for word in ("--answer", answer)]
    connection = manage(environment, "sandbox_connect", "rentmanager", agency, "--email", ADMIN, *answers)
    manage(environment, "map_properties", connection, "--create-unmatched")
    manage(environment, "sync", connection, "--worker", "--verbosity", "0")


def start_sandbox(running: ExitStack, log: IO[str]) -> str:
    """The address of the stand-in vendor, once it answers. It remembers its days and tokens in var/sandbox.json, and begins
    on the real day unless SANDBOX_TODAY names another."""
    wanted = int(os.environ.get("SANDBOX_PORT") or 8100)
    port = wanted if is_free(wanted) else a_free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "sandbox", "--port", str(port), "--state", str(VAR / "sandbox.json")]
    if today := os.environ.get("SANDBOX_TODAY"):
        command += ["--today", today]
    vendor = running.enter_context(process(command, dict(os.environ), log))
    await_answer(f"{address}/_sandbox/health", vendor, "the sandbox")
    return address


def demo_environment(port: int, sandbox: str) -> dict[str, str]:
    """The environment of every command and process: nothing that pmsync reads is left to chance."""
    known = re.findall(r"^(?:# )?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    others = {name: value for name, value in os.environ.items() if name not in known}
    return others | {
        "ENV_FILE": os.devnull,
        **own_secrets(),
        "SITE_URL": f"http://localhost:{port}",
        "PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "DATABASE_URL": f"sqlite:///{VAR / 'demo.sqlite3'}",
        "BROKER_DIR": str(VAR / "demo-broker"),
        "PROPERTYME_CLIENT_ID": "11111111-1111-4111-8111-111111111111",
        "PROPERTYME_CLIENT_SECRET": "22222222-2222-4222-8222-222222222222",
        "PROPERTYME_AUTH_URL": f"{sandbox}/propertyme",
        "PROPERTYME_API_URL": f"{sandbox}/propertyme/api",
        "RENTMANAGER_API_URL": f"{sandbox}/rentmanager/{{company}}",
        "RENTMANAGER_ENVIRONMENT": "sandbox",
        "PROVIDERS_PACED": "0",
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": "pmsync.settings",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }


def own_secrets() -> dict[str, str]:
    """Keys and the password of the demo's people, made once and readable by this user alone."""
    if not SECRETS.exists():
        made = {
            "SECRET_KEY": secrets.token_urlsafe(50),
            "FIELD_ENCRYPTION_KEYS": secrets.token_urlsafe(32),
            "PMSYNC_PASSWORD": secrets.token_urlsafe(9),
        }
        with open(os.open(SECRETS, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.writelines(f"{name}={value}\n" for name, value in made.items())
    lines = SECRETS.read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


def manage(environment: dict[str, str], *words: str) -> str:
    """What a management command printed last; the lines are shown, but for an id that is meant for the next command."""
    command = [sys.executable, "manage.py", *words]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    lines = done.stdout.splitlines()
    for line in lines:
        if not re.fullmatch(r"[0-9a-f-]{36}", line):
            print(line, flush=True)
    if done.returncode:
        raise Trouble(f"`manage.py {words[0]}` did not succeed. Its words are above, more is in {LOG}.")
    return lines[-1] if lines else ""


@contextmanager
def process(command: list[str], environment: dict[str, str], log: IO[str] | None) -> Iterator[subprocess.Popen[bytes]]:
    """A process in a group of its own, ended on the way out, whatever happens. Without a log it writes to the terminal."""
    started = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT if log else None,
        start_new_session=True,
    )
    try:
        yield started
    finally:
        started.terminate()
        with suppress(subprocess.TimeoutExpired):
            started.wait(GRACE)
        with suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGKILL)
        started.wait()


def await_answer(address: str, of: subprocess.Popen[bytes], who: str) -> None:
    """Return once the address answers; Trouble where its process ends or takes too long."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if of.poll() is not None:
            break
        with suppress(requests.RequestException):
            if requests.get(address, timeout=5).ok:
                return
        time.sleep(0.1)
    raise Trouble(f"{who} did not start. {LOG} tells why.")


def is_free(port: int) -> bool:
    """Whether nobody listens on that port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def a_free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def stop(number: int, frame: FrameType | None) -> None:
    """End as after Ctrl-C, with the exit code of the signal."""
    raise SystemExit(128 + number)


if __name__ == "__main__":
    sys.exit(main())
