"""What becomes of these tests on a machine without a browser."""

import pytest

from tests.browser import chromium
from tests.processes import run

ONE = "tests/browser/test_roles.py::test_logging_out_ends_it"


@pytest.mark.parametrize(("ci", "outcome", "code"), [("", "1 skipped", 0), ("true", "1 error", 1)])
def test_without_a_browser_they_are_skipped_and_fail_where_changes_are_judged(ci: str, outcome: str, code: int) -> None:
    done = run(["-m", "pytest", "-q", ONE], {"CHROMIUM_PATH": "/nowhere", "CI": ci})

    assert done.returncode == code, done.stdout + done.stderr
    assert outcome in done.stdout
    assert "There is no Chromium for the browser tests. Install it" in done.stdout


@pytest.mark.parametrize(("ci", "word", "code"), [("", "be skipped", 0), ("true", "fail", 1)])
def test_make_says_how_to_get_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ci: str, word: str, code: int
) -> None:
    monkeypatch.setenv("CHROMIUM_PATH", "/nowhere")
    monkeypatch.setenv("CI", ci)

    answer = chromium.main()

    assert answer == code
    assert f"the browser tests will {word}. Install it (on Debian: apt-get install chromium)" in capsys.readouterr().out
