"""Connects an agency to the sandbox as a person would: with a browser's requests, through the site that is running."""

import getpass
import os
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import requests
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from agencies.management.commands.create_agency import PASSWORD_VARIABLE
from agencies.models import Agency
from integrations import runs
from integrations.management.following import await_worker
from integrations.models import Connection, SyncLog
from integrations.vault import config_of
from providers import registry
from providers.errors import ProviderError

LOOPBACK = ("localhost", "127.0.0.1", "::1")


def an_answer(text: str) -> tuple[str, str]:
    """The name of a sign-in's field and what is typed into it, as the type of an argument."""
    name, given, answer = text.partition("=")
    if not given:
        raise ArgumentTypeError(f"{text!r} is not like company=samplehomes.")
    return name, answer


def an_agency(text: str) -> Agency:
    """The agency of that id, as the type of an argument."""
    try:
        return Agency.objects.get(pk=text)
    except (Agency.DoesNotExist, ValidationError) as error:
        raise ArgumentTypeError(f"there is no agency {text!r}.") from error


class Command(BaseCommand):
    """Prints the connection's id alone on the last line."""

    help = (
        "Connects an agency to a provider's sandbox on this machine: logs in at SITE_URL, follows the sign-in to the "
        "sandbox, agrees, comes back, and waits for a worker's first look; with --answer it fills in the site's own form "
        "instead. An active connection is left as it is. Prints the connection's id on the last line. The password is "
        f"taken from {PASSWORD_VARIABLE}, or asked for."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who connects what."""
        parser.add_argument("provider", help="The provider's slug, for example from `manage.py providers`.")
        parser.add_argument("agency", type=an_agency, metavar="AGENCY_ID", help="The agency's id.")
        parser.add_argument("--email", required=True, help="Who signs in: somebody there who may connect.")
        parser.add_argument("--account", default="first", help="The sandbox's account to allow access to.")
        parser.add_argument("--way", default="login", help="Which form --answer fills in (default login).")
        parser.add_argument(
            "--answer",
            type=an_answer,
            action="append",
            metavar="FIELD=TEXT",
            help="What to type into a sign-in's form.",
        )

    def handle(self, *args: Any, provider: str, agency: Agency, **options: Any) -> None:
        """Connect, unless it is connected, and wait for the first look."""
        answers = dict(options["answer"] or ())
        check_is_sandbox(provider, answers)
        kept = agency.connections.filter(provider=provider)
        connection = kept.filter(status=Connection.Status.ACTIVE).first()
        if connection is None:
            password = os.environ.get(PASSWORD_VARIABLE) or getpass.getpass(f"Password for {options['email']}: ")
            try:
                browser = Browser(settings.SITE_URL)
                browser.log_in(options["email"], password, agency)
                lost = kept.filter(status__in=Connection.SIGN_IN_LOST).first()
                if answers:
                    browser.fill_in(provider, options["way"], answers, lost)
                else:
                    browser.connect(provider, options["account"], lost)
            except requests.RequestException as error:
                raise CommandError(f"The way to the sandbox and back broke off: {error}") from error
            connection = kept.get(status=Connection.Status.ACTIVE)
        log = SyncLog.objects.live().filter(connection=connection).first()
        if log is None and connection.last_sync_at is None:
            log = runs.request_sync(connection, SyncLog.Type.FULL, SyncLog.Trigger.CONNECT)
        if log is not None:
            await_worker(log)
            if log.status != SyncLog.Status.COMPLETED:
                raise CommandError(f"The first look at {connection} did not succeed: {log.summary}")
        self.stdout.write(f"{connection} is connected.")
        self.stdout.write(str(connection.pk))


def check_is_sandbox(slug: str, answers: dict[str, str]) -> None:
    """Refuses any vendor that is not on this machine: consent, and where a password goes, are a person's to decide."""
    try:
        config = config_of(registry.get(slug), account=answers)
    except ProviderError as error:
        raise CommandError(error.message) from error
    address, variable = (config.api_url, "API_URL") if answers else (config.auth_url, "AUTH_URL")
    if urlsplit(address).hostname not in LOOPBACK:
        raise CommandError(f"{address or slug} is not a sandbox on this machine. Set {slug.upper()}_{variable}.")


class Browser:
    """As much of a browser as a sign-in needs: cookies, redirects, and the token of a form."""

    def __init__(self, site: str) -> None:
        self._site = site
        self._session = requests.Session()

    def log_in(self, email: str, password: str, agency: Agency) -> None:
        """Log in and turn to the agency."""
        self._get(reverse("login"))
        self._post(reverse("login"), {"username": email, "password": password})
        if "sessionid" not in self._session.cookies:
            raise CommandError(f"The site did not let {email} in. Is the password right?")
        self._post(reverse("agencies:switch"), {"agency": str(agency.pk)})

    def connect(self, provider: str, account: str, renewed: Connection | None) -> None:
        """Follow the sign-in to the sandbox, agree to everything, and come back. CommandError where it ends elsewhere."""
        query = f"?connection={renewed.pk}" if renewed else ""
        start = self._post(reverse("integrations:connect", args=[provider]) + query, {}, follow=False)
        vendor = start.headers.get("Location", "")
        if urlsplit(vendor).netloc in ("", urlsplit(self._site).netloc):
            raise CommandError("The site did not lead to the sandbox's sign-in. Its log tells why.")
        answer = self._session.get(vendor, params={"auto": "1", "account": account}, timeout=60)
        arrived = urlsplit(answer.url).path
        if not answer.ok or arrived != reverse("integrations:mappings", args=[provider]):
            raise CommandError(f"The sign-in ended at {arrived} ({answer.status_code}). The site's log tells why.")

    def fill_in(self, provider: str, way: str, answers: dict[str, str], renewed: Connection | None) -> None:
        """Type the answers into the site's form. CommandError where it shows the form again."""
        query = {"way": way} | ({"connection": str(renewed.pk)} if renewed else {})
        answer = self._post(f"{reverse('integrations:connect', args=[provider])}?{urlencode(query)}", answers)
        if urlsplit(answer.url).path != reverse("integrations:mappings", args=[provider]):
            raise CommandError("The site did not take these answers. Its form tells why.")

    def _get(self, path: str) -> requests.Response:
        return self._checked(self._session.get(urljoin(self._site, path), timeout=30))

    def _post(self, path: str, typed: dict[str, str], *, follow: bool = True) -> requests.Response:
        form = typed | {"csrfmiddlewaretoken": self._session.cookies["csrftoken"]}
        headers = {"Referer": self._site + path}
        address = urljoin(self._site, path)
        answer = self._session.post(address, data=form, headers=headers, allow_redirects=follow, timeout=60)
        return self._checked(answer)

    @staticmethod
    def _checked(answer: requests.Response) -> requests.Response:
        if not answer.ok:
            path = urlsplit(answer.url).path
            raise CommandError(f"The site answered {path} with {answer.status_code}. Its log tells why.")
        return answer
