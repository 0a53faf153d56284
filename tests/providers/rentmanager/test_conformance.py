"""Rent Manager against its stand-in, over real sockets: the shared suite, by a user's session and by the gateway's OAuth."""

from providers.rentmanager import RentManager
from tests.providers.conformance import Conformance, server

__all__ = ["TestByOAuth", "TestByPassword", "server"]


class TestByPassword(Conformance):
    """Signed in by user and password."""

    provider = RentManager
    main = spoiled = "Charges"
    form = "login"
    answers = {"company": "samplehomes", "location": "1", "username": "api.sync", "password": "sandbox-password"}
    account = {"company": "samplehomes", "location": "1"}
    api_path = "/samplehomes"
    switches = {"rate_limit": 100_000}


class TestByOAuth(Conformance):
    """Signed in by way of a gateway."""

    provider = RentManager
    main = spoiled = "Charges"
    client_id = "sandbox-rentmanager-client"
    client_secret = "sandbox-rentmanager-secret"
    account = {"company": "samplehomes", "location": "1"}
    auth_path = "/gateway"
    api_path = "/samplehomes"
    switches = {"rate_limit": 100_000}
