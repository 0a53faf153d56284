"""Every operation against the OpenAPI document: schemathesis makes requests from the document, sends them through the whole
site, middleware included, and holds the answers against it. Where the document lets it, a request names rows that exist.

Some of its checks give way. What a request of the right form is refused for is often not a matter of form (a run is live
already, one change at a time, no such row), so `positive_data_acceptance` does not hold by design. And a parameter of the
query that is left blank counts as left out, as forms send it, which `negative_data_rejection` takes for nonsense accepted.
The vendor is away: an operation that needs it answers 503 where the document says so."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from rest_framework_simplejwt.tokens import RefreshToken
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from tests.event_factories import a_delivery, a_subscription, a_webhook_event
from tests.factories import a_connection, a_mapping, a_member, a_sync_log, an_issue, one_of_each
from tests.twoway_factories import a_conflict

CONFIG = {
    "generation": {"deterministic": True, "max-examples": 6, "database": "none"},
    "phases": {"coverage": {"unexpected-methods": ["PUT", "TRACE"]}},
}
document = schemathesis.openapi.from_wsgi(
    "/api/schema/", get_wsgi_application(), config=SchemathesisConfig.from_dict(CONFIG)
)


@pytest.fixture
def one_transaction(db: None) -> Iterator[None]:
    """All of a test's requests share its transaction: none closes the connection when it is over."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def given(one_transaction: None, settings: Any) -> dict[str, Any]:
    """What there is: ids by the names of the paths' parameters, rows by the names of their lists, and a token. The vendor lives
    at a port where nobody listens."""
    nowhere = {"auth_url": "http://127.0.0.1:9", "api_url": "http://127.0.0.1:9"}
    settings.PROVIDERS = {slug: known | nowhere for slug, known in settings.PROVIDERS.items()}
    user = a_member()
    agency = user.memberships.get().agency
    connection, rows = a_connection(agency), one_of_each(agency)
    log = a_sync_log(connection, counts={"leases": {"read": 3}}, errors=[{"kind": "leases", "message": "No rent."}])
    return {
        "org_id": str(agency.pk),
        "provider": "propertyme",
        "kind": "tenants",
        "mapping_id": str(a_mapping(connection, suggestion=rows["properties"], suggestion_score=97).pk),
        "issue_id": str(an_issue(connection, sync_log=log).pk),
        "job_id": str(log.pk),
        "event_id": str(a_webhook_event(connection).pk),
        "subscription_id": str((delivery := a_delivery(a_subscription(agency))).subscription_id),
        "delivery_id": str(delivery.pk),
        "conflict_id": str((conflict := a_conflict(connection)).pk),
        "edit_id": str(conflict.edit_id),
        "rows": rows,
        "token": str(RefreshToken.for_user(user).access_token),
    }


@document.parametrize()
@settings(deadline=None, suppress_health_check=list(HealthCheck))
def test_an_operation_answers_as_the_document_says(case: schemathesis.Case, given: dict[str, Any]) -> None:
    name_what_there_is(case, given)

    is_blank = any(value in ("", [""]) for value in case.query.values())
    given_way = [positive_data_acceptance, *([negative_data_rejection] if is_blank else [])]
    headers = {"Authorization": f"Bearer {given['token']}"}
    answer = case.call(headers=headers)
    if answer.status_code == 503 and "503" in case.operation.definition.raw["responses"]:
        given_way.append(not_a_server_error)
    case.validate_response(answer, headers=headers, excluded_checks=given_way, transport_kwargs={"headers": headers})


def name_what_there_is(case: schemathesis.Case, given: dict[str, Any]) -> None:
    """Puts ids that exist where the request is meant to be right."""
    is_wrong: Callable[[ParameterLocation], bool] = case.meta.is_negative_at if case.meta else lambda _: False
    if not is_wrong(ParameterLocation.PATH):
        for name in case.path_parameters:
            of_list = case.path.split("/")[3].replace("-", "_")
            case.path_parameters[name] = str(given["rows"][of_list].pk) if name == "id" else given[name]
    if isinstance(case.body, dict) and "org_id" in case.body and not is_wrong(ParameterLocation.BODY):
        case.body["org_id"] = given["org_id"]
