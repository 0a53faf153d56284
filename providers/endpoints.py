"""The name of an address without the ids in it, so that calls can be counted together."""

import re

ID = re.compile(r"\d+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|.*%.*", re.IGNORECASE)


def endpoint_of(path: str) -> str:
    """The path with `{id}` in place of each part that is a number, a UUID, or quoted: "Tenants/{id}/Balance"."""
    return "/".join("{id}" if ID.fullmatch(part) else part for part in path.partition("?")[0].split("/"))
