"""Every page of the site, asked of its URL configuration, so that none is forgotten."""

from typing import Any

from django.test import Client
from django.urls import reverse

from agencies.models import User
from agencies.permissions import Role
from tests.browser.estate import Estate
from tests.routes import named_routes

FOR_ANYBODY = ("/login", "/password/reset", "/password/reset/sent", "/nowhere")
FOR_MEMBERS = ("password_change",)
NAMESPACES = ("integrations", "agencies", "portfolio")
PER_STATE = {
    "integrations:mappings": (
        "?state=suggested",
        "?state=unmapped",
        "?state=mapped",
        "?state=left_out",
        "?search=nowhere",
    ),
    "integrations:issues": ("?status=ignored", "?status=resolved"),
    "integrations:history": ("?state=failed",),
    "integrations:conflicts": ("?status=theirs",),
    "integrations:quality": ("?rule=property_without_owner", "?rule=lease_past_its_end"),
}
# What looks otherwise where a system is signed in to by a form, goes both ways or tells of its changes.
OF_COMPANIES = (
    "connect provider secret settings two_way outgoing conflicts webhooks fields field_kind health quality job"
)
WAYS = ("login", "partner")


def every_page(estate: Estate) -> list[str]:
    """The address of each page that answers a look, with rows of this estate on it, in each of its states."""
    rows, theirs = estate.rows(), estate.rows_of_company()
    asked = [address_of(name, arguments, theirs | rows) for name, arguments in routes()]
    own = {f"integrations:{name}" for name in OF_COMPANIES.split()}
    asked += [address_of(name, arguments, theirs) for name, arguments in routes() if name in own]
    name, forms = address_of("integrations:connect", ["provider"], theirs)
    asked += [(name, f"{forms}?way={way}") for way in WAYS]
    answers = look(estate.people[Role.ADMIN], asked)
    broken = {address: answer.status_code for address, answer in answers.items() if answer.status_code >= 400}
    assert not {address: code for address, code in broken.items() if code != 405}, broken
    return [address for address, answer in answers.items() if is_page(answer)]


def pages_without_rows(user: User) -> list[str]:
    """The address of each page that opens for somebody at an agency which has nothing yet."""
    names = [(name, arguments) for name, arguments in routes() if set(arguments) <= {"provider"}]
    answers = look(user, [address_of(name, arguments, {"provider": "propertyme"}) for name, arguments in names])
    return [address for address, answer in answers.items() if is_page(answer)]


def routes() -> list[tuple[str, list[str]]]:
    """Every route for people who are logged in, with what it takes."""
    members: list[tuple[str, list[str]]] = [(name, []) for name in FOR_MEMBERS]
    return [*members, *(route for namespace in NAMESPACES for route in named_routes(namespace))]


def address_of(name: str, arguments: list[str], rows: dict[str, Any]) -> tuple[str, str]:
    """The route's name and address; a KeyError names what the estate has to bring for a new one."""
    return name, reverse(name, kwargs={each: rows[name if each == "pk" else each] for each in arguments})


def look(user: User, routes: list[tuple[str, str]]) -> dict[str, Any]:
    """What the site answers this person at each address, and at its other states."""
    client = Client(HTTP_HOST="localhost", raise_request_exception=False)
    client.force_login(user)
    return {address: client.get(address) for route in routes for address in variants(*route)}


def variants(name: str, address: str) -> list[str]:
    """The page as it opens, and in its other states."""
    return [address, *(f"{address}{query}" for query in PER_STATE.get(name, ()))]


def is_page(answer: Any) -> bool:
    """Whether it is a whole page: neither a step, nor a part of a page, nor a file."""
    is_html = answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")
    return is_html and not answer.streaming and b"<html" in answer.content
