"""What can go wrong while speaking with a vendor, grouped by what happens next. Every error carries where it happened,
never a credential and never a person's details."""

from typing import TypedDict, Unpack


class Where(TypedDict, total=False):
    """Where an error happened, for operators: the provider's slug, the path without its query, the HTTP status, the
    vendor's id of the request."""

    provider: str
    path: str
    status: int | None
    request_id: str


class ProviderError(Exception):
    """Root of the family. `message` is a sentence for people, all else is for operators."""

    code = "provider_error"

    def __init__(self, message: str, **where: Unpack[Where]) -> None:
        super().__init__(message)
        self.message = message
        self.provider = where.get("provider", "")
        self.path = where.get("path", "")
        self.status = where.get("status")
        self.request_id = where.get("request_id", "")


class CredentialsError(ProviderError):
    """The vendor no longer accepts this sign-in: a person must reconnect. `revoked` tells a withdrawn consent (401 with
    a fresh token) from a sign-in that merely ran out (`invalid_grant`)."""

    code = "sign_in_refused"

    def __init__(self, message: str, *, revoked: bool = False, **where: Unpack[Where]) -> None:
        super().__init__(message, **where)
        self.revoked = revoked


class ClientError(ProviderError):
    """The vendor refuses our own client id or secret, or our set-up is wrong: every agency stops, so operators act."""

    code = "client_refused"


class ForbiddenError(ProviderError):
    """This sign-in may not read this path (403): a scope was not granted. The feed is skipped, the others go on."""

    code = "not_permitted"


class NotFoundError(ProviderError):
    """The path or the row does not exist at this host (404, or the vendor's own words for it)."""

    code = "not_found"


class UnavailableError(ProviderError):
    """Vendor down, 5xx, timeout or a reply cut short, after every try. The run stops and the next one goes on."""

    code = "vendor_unavailable"


class RateLimitError(UnavailableError):
    """The vendor asks to wait longer than a worker should block. `retry_after` is in seconds."""

    code = "vendor_limit"

    def __init__(self, message: str, *, retry_after: float, **where: Unpack[Where]) -> None:
        super().__init__(message, **where)
        self.retry_after = retry_after


class ReplyError(ProviderError):
    """A whole reply is not as documented (HTML, broken JSON, another shape). This feed stops loudly, others go on."""

    code = "reply_not_as_documented"


class StaleError(ProviderError):
    """The row has changed at the vendor since it was last read (409): nothing was written. Read it again and compare."""

    code = "changed_meanwhile"


class RefusedError(ProviderError):
    """The vendor refuses to write this row as it is (400, 412, 422): a person must look at it."""

    code = "refused"


class UnknownOutcomeError(ProviderError):
    """A write was sent and no answer came: it may or may not have been stored. Look before writing again."""

    code = "outcome_unknown"


class RecordError(ProviderError):
    """One row cannot be used. It is skipped and named; `field` and `value` say what was wrong, `action` what to do."""

    code = "malformed_row"

    def __init__(self, message: str, *, field: str = "", value: object = None, action: str = "") -> None:
        super().__init__(message)
        self.field = field
        self.value = "" if value is None else str(value)
        self.action = action


class FileError(ProviderError):
    """A file, or a list inside one, cannot be read at all. `action` says what to do; nothing of it was imported."""

    code = "unreadable_file"

    def __init__(self, message: str, *, action: str = "", **where: Unpack[Where]) -> None:
        super().__init__(message, **where)
        self.action = action


class UnsupportedError(ProviderError):
    """Nothing was read: the provider does not declare this, or its host does not know it."""

    code = "not_offered"
