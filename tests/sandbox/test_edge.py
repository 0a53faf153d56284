"""What comes before an endpoint: the edge, headers, tokens, unknown ids."""

from __future__ import annotations

import pytest

from tests.sandbox.visitor import Visitor


@pytest.mark.parametrize(
    "agent", ["", "python-requests/2.34.2", "curl/8.5.0", "Python-urllib/3.11", "python-httpx/0.28"]
)
def test_a_default_user_agent_meets_the_edge(signed_in: Visitor, agent: str) -> None:
    answer = signed_in.get("v1/lots", headers={"User-Agent": agent}, Timestamp=0)

    assert answer.status_code == 403
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "<h1>403 Forbidden</h1>" in answer.text


def test_a_request_that_does_not_accept_json_is_bad(signed_in: Visitor) -> None:
    answer = signed_in.get("v1/lots", headers={"Accept": "*/*"}, Timestamp=0)

    assert answer.status_code == 400
    assert set(answer.json()["ResponseStatus"]) == {"ErrorCode", "Message", "StackTrace", "Errors", "Meta"}


def test_the_format_parameter_stands_in_for_the_accept_header(signed_in: Visitor) -> None:
    answer = signed_in.get("v1/lots", headers={"Accept": "*/*"}, Timestamp=0, format="json")

    assert answer.status_code == 200


def test_no_token_is_401_with_an_empty_body(sandbox: Visitor) -> None:
    answer = sandbox.get("v1/lots", Timestamp=0)

    assert (answer.status_code, answer.content) == (401, b"")


@pytest.mark.parametrize(
    "path",
    [
        "v1/lots/no-such-id",
        "v1/lots/no-such-id/detail",
        "v1/lots/no-such-id/members",
        "v1/tenancies/balances/no-such-id",
        "v1/contacts/no-such-id",
        "v2/jobtasks/no-such-id",
        "v1/jobtasks/no-such-id/quotations",
        "v1/inspections/no-such-id",
        "v1/webhooks",
    ],
)
def test_what_is_not_there_is_404(signed_in: Visitor, path: str) -> None:
    answer = signed_in.get(path)

    assert answer.status_code == 404
    assert answer.json()["ResponseStatus"]["ErrorCode"] == "NotFound"


def test_a_token_opens_only_its_own_portfolio(sandbox: Visitor) -> None:
    first, second = sandbox.raw("lots"), sandbox.raw("lots", "second")
    sandbox.sign_in(account="second")

    seen = {lot["Id"] for lot in sandbox.rows("v1/lots", Timestamp=0)}

    assert seen == set(second)
    assert not seen & set(first)
    assert sandbox.get(f"v1/lots/{next(iter(first))}").status_code == 404
    assert len({lot["CustomerId"] for lot in [*first.values(), *second.values()]}) == 2


def test_every_row_carries_the_customer_of_its_portfolio(signed_in: Visitor) -> None:
    paths = ("v1/lots", "v1/tenancies", "v1/tenancies/balances", "v1/contacts", "v2/jobtasks", "v1/members")

    customers = {row["CustomerId"] for path in paths for row in signed_in.rows(path, Timestamp=0)}

    assert len(customers) == 1
