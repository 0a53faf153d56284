"""`make demo ONCE=1`, as a newcomer gives it: in a checkout of its own, without a `.env` or a server."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from tests.processes import ROOT, wait_until

NOT_OURS = (".git", ".venv", "var", "__pycache__", ".*_cache", ".env")
FIRST = """\
Wattle Park Rentals: 3 people, 165 properties
Wattle & Stone Property Management is connected.
161 properties mapped by suggestion, 26 created, 0 left for a person
187 properties synced, 187 new, 0 updated, 0 errors
42 transactions
Magpie Lane Realty: 3 people, 0 properties
Export files of Property Tree are in the drop of Magpie Lane Realty.
187 properties synced, 187 new, 0 updated, 7 errors
0 transactions
Harbor Oak Management: 3 people, 0 properties
samplehomes, Default is connected.
0 properties mapped by suggestion, 23 created, 0 left for a person
23 properties synced, 23 new, 0 updated, 0 errors
542 transactions
"""
SECOND = """\
Wattle Park Rentals: 3 people, 191 properties
Wattle & Stone Property Management is connected.
0 properties mapped by suggestion, 0 created, 0 left for a person
187 properties synced, 0 new, 0 updated, 0 errors
0 transactions
Magpie Lane Realty: 3 people, 187 properties
Export files of Property Tree are in the drop of Magpie Lane Realty.
187 properties synced, 0 new, 0 updated, 0 errors
0 transactions
Harbor Oak Management: 3 people, 23 properties
samplehomes, Default is connected.
0 properties mapped by suggestion, 0 created, 0 left for a person
23 properties synced, 0 new, 0 updated, 0 errors
0 transactions
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the tree, with nothing made in it yet."""
    return shutil.copytree(ROOT, tmp_path / "pmsync", ignore=shutil.ignore_patterns(*NOT_OURS))


def environment(**given: str) -> dict[str, str]:
    """A newcomer's, with a port that is free; the vendor's first day is fixed, as what its tenants have paid depends on it."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    return {**inherited, "PORT": port, "SANDBOX_TODAY": "2026-11-23"} | given


def demo(checkout: Path, **given: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "demo.py"]
    told = environment(ONCE="1", **given)
    return subprocess.run(command, cwd=checkout, env=told, capture_output=True, text=True, timeout=180, check=False)


def left_running(checkout: Path) -> list[str]:
    """The command lines of processes that still work in that folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").resolve().is_relative_to(checkout):
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


def test_the_demo_syncs_once_then_finds_nothing_new_and_serves_the_site_until_it_is_stopped(
    checkout: Path, tmp_path: Path
) -> None:
    first = demo(checkout)

    assert (first.returncode, first.stdout) == (0, FIRST), first.stderr
    assert left_running(checkout) == []

    wrong = {"REDIS_URL": "redis://nowhere.example", "SITE_URL": "https://else.example"}
    told = environment(**wrong, PYTHONUNBUFFERED="1")
    site = f"http://localhost:{told['PORT']}"
    output, trouble = tmp_path / "output", tmp_path / "trouble"
    with output.open("w") as out, trouble.open("w") as err:
        running = subprocess.Popen([sys.executable, "demo.py"], cwd=checkout, env=told, stdout=out, stderr=err)
    try:
        wait_until(lambda: f"Open {site} and log in as admin@example.com" in output.read_text(), 180)
        page = requests.get(f"{site}/login", timeout=10)
        style = page.text.partition('href="/static/')[2].partition('"')[0]
        styles = requests.get(f"{site}/static/{style}", timeout=10)
    finally:
        running.send_signal(signal.SIGINT)
        code = running.wait(60)

    assert output.read_text().startswith(SECOND), trouble.read_text()
    assert (page.status_code, styles.status_code, code) == (200, 200, 0)
    assert (checkout / "var/demo.env").stat().st_mode & 0o777 == 0o600
    assert left_running(checkout) == []


def test_the_demo_says_why_it_cannot_start(checkout: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        done = demo(checkout, PORT=str(port))

    expected = f"The demo stopped: port {port} is taken. Choose another one: make demo PORT={port + 1}\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", expected)
    assert left_running(checkout) == []
