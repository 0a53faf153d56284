"""Is it us or them? Answered from our own checks of all connections to a vendor, and from what the vendor says of itself.
No other agency is named, only counted."""

from dataclasses import dataclass
from enum import StrEnum

from providers.errors import ClientError, CredentialsError

# What fails with these fails because of one sign-in, or of how pmsync is set up, however well the vendor is.
OURS = (CredentialsError.code, ClientError.code)


class Whose(StrEnum):
    """Who has to act. Nobody where nothing is wrong."""

    NOBODY = "nobody"
    THEM = "them"
    US = "us"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Seen:
    """What is known. `is_up` is our own last check, None without a fresh one, and `code` what it failed with. `others` and
    `failing` count the other connections to the vendor that were checked just now, and those of them that it did not
    answer. `says_up` is the vendor's own word, None where it gives none."""

    is_up: bool | None
    code: str = ""
    others: int = 0
    failing: int = 0
    says_up: bool | None = None


@dataclass(frozen=True)
class Blame:
    """Whose fault it is, and the sentence that says why."""

    whose: Whose
    words: str


FILES = Blame(Whose.NOBODY, "Its rows come from files: there is nobody to be asked.")


def blame(seen: Seen, label: str) -> Blame:
    """Us, them, nobody, or nobody can tell."""
    if seen.is_up is None:
        return Blame(Whose.UNKNOWN, f"Whether {label} answers has not been checked lately.")
    if seen.is_up:
        if seen.says_up is False:
            return Blame(Whose.NOBODY, f"{label} reports trouble, and answers pmsync all the same.")
        return Blame(Whose.NOBODY, f"{label} answers.")
    if seen.code == ClientError.code:
        return Blame(
            Whose.US, f"{label} answers, and refuses pmsync itself, whichever account signs in: it is not them."
        )
    if seen.code in OURS:
        return Blame(Whose.US, f"{label} answers, and does not accept this sign-in: it is not them.")
    if seen.says_up is False:
        return Blame(Whose.THEM, f"{label} does not answer and reports trouble itself: it is them.")
    checked, failing = seen.others + 1, seen.failing + 1
    if seen.others and 2 * failing > checked:
        return Blame(Whose.THEM, f"{failing} of {checked} connections to {label} that pmsync has fail: it is them.")
    if seen.others:
        counted = f"{checked - failing} of {checked} connections to {label} that pmsync has work"
        return Blame(Whose.US, f"{counted}: it is this account or its sign-in.")
    page = f"{label} reports no trouble itself" if seen.says_up else f"nothing is known from {label} itself"
    return Blame(Whose.UNKNOWN, f"{label} does not answer. This is pmsync's only connection to it, and {page}.")
