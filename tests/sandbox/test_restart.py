"""What a restart keeps, and how the process begins and ends."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sandbox.visitor import Visitor
from tests.sandbox_server import ROOT, SandboxServer

SMALL = ("--lots", "30", "--today", "2026-11-23")
COLLECTIONS = ("lots", "tenancies", "contacts", "jobs", "quotations", "inspections")


def test_tokens_settings_days_and_edits_survive_a_restart(tmp_path: Path) -> None:
    options = (*SMALL, "--state", str(tmp_path / "new" / "sandbox.json"))
    with SandboxServer(*options) as server:
        visitor = Visitor(server.url)
        tokens = visitor.sign_in()
        visitor.control("PATCH", "settings", {"write_nulls": True})
        visitor.control("POST", "advance", {"days": 2})
        lot = next(iter(visitor.raw("lots")))
        visitor.control("PATCH", f"propertyme/lots/{lot}", {"Bedrooms": 9})
        visitor.control("POST", f"propertyme/lots?like={lot}", {"Bedrooms": 8})
        visitor.control("DELETE", f"propertyme/jobs/{next(iter(visitor.raw('jobs')))}")
        visitor.control("POST", "advance", {"days": 3})
        before = {name: visitor.raw(name) for name in COLLECTIONS}

    with SandboxServer(*options) as server:
        again = Visitor(server.url)
        again.token = tokens["access_token"]

        assert again.control("GET", "health")["day"] == 5
        assert {name: again.raw(name) for name in COLLECTIONS} == before
        assert again.control("GET", "settings")["write_nulls"] is True
        assert len(again.rows("v1/lots")) == sum(not lot["IsArchived"] for lot in before["lots"].values())
        assert again.refresh(tokens["refresh_token"]).status_code == 200


def test_another_estate_on_the_command_line_starts_anew(tmp_path: Path) -> None:
    state = ("--state", str(tmp_path / "sandbox.json"))
    with SandboxServer(*SMALL, *state) as server:
        tokens = Visitor(server.url).sign_in()

    with SandboxServer("--lots", "31", "--today", "2026-11-23", *state) as server:
        answer = Visitor(server.url).refresh(tokens["refresh_token"])

    assert answer.json() == {"error": "invalid_grant"}


def test_the_first_day_is_kept_when_none_is_asked_for(tmp_path: Path) -> None:
    state = tmp_path / "sandbox.json"
    with SandboxServer("--lots", "5", "--state", str(state)):
        pass
    kept = json.loads(state.read_text())
    kept["options"]["today"] = "2026-01-05"
    state.write_text(json.dumps(kept))

    with SandboxServer("--lots", "5", "--state", str(state)) as server:
        clock = Visitor(server.url).control("GET", "health")["clock"]

    assert clock == "2026-01-05T06:00:00Z"


def test_the_state_file_holds_no_credential(tmp_path: Path) -> None:
    state = tmp_path / "sandbox.json"
    with SandboxServer(*SMALL, "--state", str(state)) as server:
        tokens = Visitor(server.url).sign_in()

    text = state.read_text()

    assert tokens["access_token"] not in text
    assert tokens["refresh_token"] not in text
    assert stat.S_IMODE(state.stat().st_mode) == 0o600


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_process_cleanly(number: signal.Signals) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "sandbox", "--port", "0", "--lots", "5"],
        cwd=ROOT,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None

    line = process.stdout.readline()
    process.send_signal(number)
    _, complaints = process.communicate(timeout=10)

    assert line.startswith("sandbox ready on http://127.0.0.1:")
    assert (process.returncode, complaints) == (0, "")
