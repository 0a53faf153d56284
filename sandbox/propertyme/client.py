"""The one client that this vendor has issued credentials to."""

from __future__ import annotations

import hmac
from urllib.parse import urlsplit

from authlib.oauth2.rfc6749 import ClientMixin

CLIENT_ID = "11111111-1111-4111-8111-111111111111"
CLIENT_SECRET = "22222222-2222-4222-8222-222222222222"
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
SCOPES = (
    "openid profile email offline_access property:read property:write contact:read contact:write "
    "activity:read activity:write transaction:read transaction:write communication:read communication:write "
    "tenancy:write customer:read customer:write form:write ids:admin org-portal:api"
).split()


class Client(ClientMixin):
    """A confidential client registered for every address of its developer's own machine."""

    client_id = CLIENT_ID

    def get_client_id(self) -> str:
        """Its public name."""
        return self.client_id

    def get_default_redirect_uri(self) -> None:
        """None: the redirect URI must be in the request."""

    def get_allowed_scope(self, scope: str | None) -> str:
        """What may be asked for: everything the server offers."""
        return " ".join(word for word in (scope or "").split() if word in SCOPES)

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        """Whether the address is one of this machine, on any port."""
        parts = urlsplit(redirect_uri)
        return parts.scheme == "http" and parts.hostname in LOOPBACK

    def check_client_secret(self, client_secret: str) -> bool:
        """Whether the secret is the one issued."""
        return hmac.compare_digest(client_secret.encode(), CLIENT_SECRET.encode())

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        """Basic and form body are both fine."""
        return method in ("client_secret_basic", "client_secret_post")

    def check_response_type(self, response_type: str) -> bool:
        """Only codes."""
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        """Codes and refresh tokens."""
        return grant_type in ("authorization_code", "refresh_token")


def find_client(client_id: str) -> Client | None:
    """The client of that id."""
    return Client() if client_id == CLIENT_ID else None
