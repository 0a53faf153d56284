"""The authorization server of this vendor: what its tokens look like."""

from __future__ import annotations

import base64
import json
import secrets
import time
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer

from sandbox import oauth
from sandbox.oauth import Approval, Host
from sandbox.propertyme.client import CLIENT, CLIENT_ID
from sandbox.village import Village

SLUG = "propertyme"


def access_token(issuer: str, customer_id: str, approval: Approval, expires: int) -> str:
    """Something shaped like a signed token. The claims are true, the signature is noise."""
    claims = {
        "iss": issuer,
        "aud": f"{issuer}/resources",
        "client_id": CLIENT_ID,
        "customer_id": customer_id,
        "scope": approval.scope.split(),
        "iat": int(time.time()),
        "exp": expires,
        "jti": secrets.token_hex(16).upper(),
    }
    parts = [json.dumps(part).encode() for part in ({"alg": "RS256", "typ": "at+jwt"}, claims)]
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in [*parts, secrets.token_bytes(256)])


def authorization_server(village: Village, issuer: Any, customer_id: Any) -> AuthorizationServer:
    """The server; `issuer()` gives its own address, `customer_id(account)` whose portfolio a token opens."""
    host = Host(
        provider=SLUG,
        client=CLIENT,
        challenge_required=False,
        access_token=lambda approval, expires: access_token(issuer(), customer_id(approval.account), approval, expires),
        details=lambda approval: {},
    )
    return oauth.authorization_server(village, host)
