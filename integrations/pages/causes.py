"""What goes wrong, by its cause: a heading in plain words, what to do next, and what to click."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from agencies.permissions import Permission
from integrations.models import SyncIssue, SyncLog
from integrations.pages.words import plain
from integrations.sync.issues import MASS_WITHDRAWAL

RETRY = "Read them again once that is done, or wait for tonight."
OPERATOR = "Tell whoever runs pmsync: this is theirs to mend."
CORRECT = "Correct it here, and only these rows are tried again. What {vendor} exports next must be right too, or it comes back."


@dataclass(frozen=True)
class Cause:
    """One code in words. `{vendor}` stands for the provider's label. `route` names the page of the step and `may` the right
    that it takes. `can_retry` says that reading again may help."""

    title: str
    step: str = ""
    button: str = ""
    route: str = ""
    may: Permission = Permission.VIEW
    can_retry: bool = False


RECONNECT = {"button": "Go to Reconnect", "route": "integrations:provider", "may": Permission.CONNECT}
LOOK = {"button": "Look at the connection", "route": "integrations:provider"}
FILES = {"button": "Look at the files", "route": "integrations:files"}
BENCH = {"button": "Look at its properties", "route": "integrations:mappings"}

CAUSES: dict[str, Cause] = {
    "sign_in_refused": Cause(
        "The sign-in no longer works",
        "Reconnect the account. What has come in stays, and the sync goes on where it was.",
        **RECONNECT,  # type: ignore[arg-type]
    ),
    "client_refused": Cause("{vendor} refuses pmsync itself", f"Nothing is wrong with your account. {OPERATOR}"),
    "vendor_unavailable": Cause(
        "{vendor} did not answer",
        "Nothing is lost: the next sync goes on from here. Try again in a while.",
        **LOOK,  # type: ignore[arg-type]
    ),
    "worker_lost": Cause(
        "It stopped in the middle",
        "Nothing is lost: the next sync goes on from what is stored. Start one, or wait for tonight.",
        **LOOK,  # type: ignore[arg-type]
    ),
    "internal_error": Cause("Something went wrong inside pmsync", f"What had come in is kept. {OPERATOR}"),
    "scope_missing": Cause(
        "pmsync was not allowed to look",
        "Reconnect, and leave every box ticked at {vendor}.",
        **RECONNECT,  # type: ignore[arg-type]
    ),
    "not_permitted": Cause(
        "pmsync was not allowed to look",
        "Reconnect with a {vendor} sign-in that may see this, and leave every box ticked.",
        **RECONNECT,  # type: ignore[arg-type]
    ),
    "not_found": Cause("{vendor} does not know this list", OPERATOR, can_retry=True),
    "reply_not_as_documented": Cause(
        "{vendor} answered with something unexpected",
        f"The other lists were read all the same. Read this one again; if it stays so, {OPERATOR[0].lower()}{OPERATOR[1:]}",
        can_retry=True,
    ),
    MASS_WITHDRAWAL: Cause(
        "Many rows are missing at once",
        "Look in {vendor} before you confirm anything.",
        can_retry=True,
    ),
    "nothing_inside": Cause(
        "The filters let no property in",
        "Choose other properties, or all of them. Their rows come in with the next sync.",
        button="Change the filters",
        route="integrations:settings",
        may=Permission.CONNECT,
    ),
    "malformed_row": Cause(
        "A value is missing or cannot be read", f"Correct it in {{vendor}}. {RETRY}", can_retry=True
    ),
    "value_does_not_fit": Cause("A value does not fit", f"Correct it in {{vendor}}. {RETRY}", can_retry=True),
    "unknown_property": Cause(
        "It belongs to a property that is not there",
        f"Check the property in {{vendor}}. {RETRY}",
        can_retry=True,
        **BENCH,  # type: ignore[arg-type]
    ),
    "duplicate_id": Cause("Two rows of one name", "Give each an id of its own in {vendor}."),
    "ambiguous_name": Cause(
        "A name that means two rows", "Give both of them ids in {vendor}, or tell them apart there."
    ),
    "layout_unknown": Cause(
        "A file that pmsync does not know",
        "Say what its columns mean, or export one of the lists that are known.",
        **FILES,  # type: ignore[arg-type]
    ),
    "unreadable_file": Cause(
        "A file that cannot be read",
        "Export it once more and hand it in again.",
        **FILES,  # type: ignore[arg-type]
    ),
    "unknown_columns": Cause(
        "New columns in a known list",
        "Nothing is lost but what stands in them: all other columns came in.",
        **FILES,  # type: ignore[arg-type]
    ),
}
UNKNOWN = Cause("Something is wrong with it", RETRY, can_retry=True)
# What to do about a row of a file, where that differs.
ROW_STEPS = {
    "unknown_property": "Correct the property here as its own list writes it, or hand in that list: then these come in by "
    "themselves.",
    "ambiguous_name": "Write here what tells the two apart, or the id of the one that is meant.",
    "duplicate_id": "The first of them came in. Give the other an id of its own, or set it aside if it is the same thing twice.",
}


@dataclass(frozen=True)
class Mishap:
    """One error of a run, and the issue that was made of it, if it is still kept."""

    external_id: str
    message: str
    issue: SyncIssue | None


@dataclass
class Trouble:
    """The errors of a run that have one cause. Where `kind` is empty the run itself failed."""

    kind: str
    code: str
    cause: Cause
    mishaps: list[Mishap] = field(default_factory=list)

    @property
    def kind_words(self) -> str:
        """The kind as people write it."""
        return plain(self.kind)

    @property
    def has_issues(self) -> bool:
        """Whether the issues page lists any of them."""
        return any(row.issue for row in self.mishaps)


def cause_of(code: str, label: str) -> Cause:
    """The code in words, with the provider's label in its place."""
    cause = CAUSES.get(code, UNKNOWN)
    return Cause(
        cause.title.format(vendor=label),
        cause.step.format(vendor=label),
        cause.button,
        cause.route,
        cause.may,
        cause.can_retry,
    )


def cause_of_row(code: str, label: str) -> Cause:
    """The same for a row of an exported file, which is corrected here."""
    return replace(cause_of(code, label), step=ROW_STEPS.get(code, CORRECT).format(vendor=label), can_retry=True)


def troubles(log: SyncLog, issues: Iterable[SyncIssue], label: str) -> list[Trouble]:
    """The run's errors by cause, in the order in which they came up."""
    known = {(row.kind, row.external_id, row.code): row for row in issues}
    found: dict[tuple[str, str], Trouble] = {}
    for error in log.errors:
        kind, external_id, code = (error.get(name, "") for name in ("kind", "external_id", "code"))
        trouble = found.setdefault((kind, code), Trouble(kind, code, cause_of(code, label)))
        trouble.mishaps.append(Mishap(external_id, error.get("message", ""), known.get((kind, external_id, code))))
    return list(found.values())
