"""The one client that this vendor has issued credentials to."""

from __future__ import annotations

from sandbox.oauth import Client

CLIENT_ID = "11111111-1111-4111-8111-111111111111"
CLIENT_SECRET = "22222222-2222-4222-8222-222222222222"
SCOPES = (
    "openid profile email offline_access property:read property:write contact:read contact:write "
    "activity:read activity:write transaction:read transaction:write communication:read communication:write "
    "tenancy:write customer:read customer:write form:write ids:admin org-portal:api"
).split()
CLIENT = Client(CLIENT_ID, CLIENT_SECRET, tuple(SCOPES))
