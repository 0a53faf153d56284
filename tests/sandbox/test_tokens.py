"""How long a credential lives."""

from __future__ import annotations

import time

import pytest

from sandbox.app import create_app
from sandbox.options import Options
from tests.sandbox.visitor import CLIENT, REDIRECT


@pytest.mark.parametrize(("age", "status"), [(59, 200), (61, 400)])
def test_a_code_lives_for_a_minute(monkeypatch: pytest.MonkeyPatch, age: int, status: int) -> None:
    visitor = create_app(Options(lots=1)).test_client()
    query = {"response_type": "code", "client_id": CLIENT[0], "redirect_uri": REDIRECT, "auto": "1"}
    answer = visitor.get("/propertyme/connect/authorize", query_string=query | {"scope": "property:read"})
    code = dict(part.split("=") for part in answer.headers["Location"].partition("?")[2].split("&"))["code"]

    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + age)
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT}
    exchanged = visitor.post("/propertyme/connect/token", data=form, auth=CLIENT)

    assert exchanged.status_code == status
