import io
import json
import logging
import logging.config
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

import pytest
from structlog.contextvars import bound_contextvars

from agencies.logs import HIDDEN, in_detail, logging_of, redacted
from integrations.subscriptions.signing import new_secret


@contextmanager
def written(form: str = "json", level: str = "INFO") -> Iterator[io.StringIO]:
    """What a logger configured so writes, instead of to stderr."""
    setting = logging_of(form, level)
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    configured = logging.config.DictConfigurator(setting | {"handlers": {}, "loggers": {}, "root": {}})
    handler.setFormatter(configured.configure_formatter(setting["formatters"]["chosen"]))
    handler.addFilter(configured.configure_filter(setting["filters"]["detailed"]))
    logger = logging.getLogger("integrations.of_a_test")
    logger.addHandler(handler)
    logger.setLevel("DEBUG")
    logger.propagate = False
    try:
        yield stream
    finally:
        logger.removeHandler(handler)
        logger.propagate = True


@pytest.mark.parametrize(
    "line",
    [
        "Authorization: Bearer abcdef123456",
        "the password=open-sesame of it",
        '{"refresh_token": "open-sesame-refresh"}',
        "GET /callback?code=open-sesame&state=abc",
        "written to tim.tenant@example.com",
        "postgres://pm:open-sesame@db/pm",
        "got eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0NTY3ODkw.SflKxwRJSMeKKF2QT4",
        "got A1b2C3d4E5f6G7h8I9j0A1b2C3d4E5f6G7h8I9j0",
    ],
    ids=["bearer", "password", "json", "query", "mail", "url", "jwt", "token"],
)
def test_secrets_and_addresses_are_hidden_wherever_they_stand(line):
    shown = redacted(line)

    assert HIDDEN in shown
    for secret in ("abcdef123456", "open-sesame", "tim.tenant", "eyJ", "A1b2"):
        assert secret not in shown


@pytest.mark.parametrize(
    "form",
    ["signed with {}", "{}", "('{}',)", '{{"old": "{}"}}', "secret={}", "/hooks?key={}&x=1", "<{}>", "{},{}"],
)
def test_no_part_of_a_signing_secret_is_shown_wherever_it_stands(form):
    for _ in range(1000):
        secret = new_secret()

        shown = redacted(form.format(secret, secret))

        assert HIDDEN in shown
        pieces = {secret[at : at + 6] for at in range(len("whsec_"), len(secret) - 5)}
        assert not any(piece in shown for piece in pieces), shown


def test_a_signing_secret_in_a_query_is_hidden_whole():
    for _ in range(1000):
        shown = redacted(f"GET /x?key={quote(new_secret(), safe='')}&page=2: 200")

        assert shown == f"GET /x?key={HIDDEN}&page=2: 200"


@pytest.mark.parametrize(
    "line",
    [
        "Run 0f8fad5b-d9cb-469f-a165-70867728950e of propertyme failed: status 500",
        "GET v1/lots: 200 in 0.31 s",
        'File "/srv/pmsync/integrations/sync/engine.py", line 40, in execute',
    ],
    ids=["run", "call", "trace"],
)
def test_what_is_no_secret_stays(line):
    assert redacted(line) == line


def test_a_line_is_one_json_object_with_its_run():
    with written() as stream, bound_contextvars(run="r-1", connection="c-1", token="open-sesame"):
        logging.getLogger("integrations.of_a_test").warning("Run %s failed", "r-1")

    line = json.loads(stream.getvalue())
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "Run r-1 failed",
        "level": "warning",
        "logger": "integrations.of_a_test",
        "run": "r-1",
        "connection": "c-1",
        "token": HIDDEN,
    }


def test_an_error_carries_its_trace_without_secrets():
    with written() as stream:
        try:
            raise ValueError("password=open-sesame")
        except ValueError:
            logging.getLogger("integrations.of_a_test").exception("It broke")

    line = json.loads(stream.getvalue())
    assert "ValueError" in line["exception"]
    assert "open-sesame" not in stream.getvalue()


def test_details_are_written_only_while_somebody_wants_them():
    with written("line") as stream:
        logging.getLogger("integrations.of_a_test").debug("before")
        with in_detail(True):
            logging.getLogger("integrations.of_a_test").debug("meanwhile")
        logging.getLogger("integrations.of_a_test").debug("after")

    assert "meanwhile" in stream.getvalue()
    assert "before" not in stream.getvalue()
    assert "after" not in stream.getvalue()
