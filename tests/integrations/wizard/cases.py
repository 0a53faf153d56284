"""What the wizard's tests start from: a spreadsheet of a system that nobody knows, and an import of it."""

from collections.abc import Sequence

from django.core.files.uploadedfile import SimpleUploadedFile

from agencies.models import Agency, User
from integrations.models import WizardImport
from integrations.wizard import mapping, rehearsing, starting
from tests.factories import a_member

HEADINGS = ("Ref", "Where", "Suburb", "State", "PC", "Beds", "Colour")
ROWS = (
    ("P1", "1 Elm Street", "Glebe", "NSW", "2037", "2", "red"),
    ("P2", "2 Elm Street", "Glebe", "NSW", "2037", "3", "blue"),
    ("P3", "3 Elm Street", "Glebe", "NSW", "2037", "many", "blue"),
)


def as_csv(rows: Sequence[Sequence[str]] = ROWS, headings: Sequence[str] = HEADINGS) -> bytes:
    """The rows as a file."""
    return "".join(",".join(row) + "\r\n" for row in (headings, *rows)).encode()


def an_upload(content: bytes | None = None, name: str = "Rent roll.csv") -> SimpleUploadedFile:
    """The file as a browser hands it in."""
    return SimpleUploadedFile(name, as_csv() if content is None else content)


def column(*headings: str, **more: object) -> dict[str, object]:
    """What a column mapping keeps of one field."""
    return {"headings": list(headings), "transforms": [], "constant": None, **more}


def a_started_import(
    user: User | None = None, content: bytes | None = None, kind: str = "properties", agency: Agency | None = None
) -> WizardImport:
    """An import whose list is chosen and whose columns are guessed."""
    user = user or a_member()
    imported = starting.start(user, agency or user.memberships.get().agency, an_upload(content))
    mapping.choose_list(imported, "", kind)
    return again(imported)


def a_checked_import(
    user: User | None = None, content: bytes | None = None, kind: str = "properties", agency: Agency | None = None
) -> WizardImport:
    """An import of which all rows have been tried."""
    imported = a_started_import(user, content, kind, agency)
    rehearsing.begin(imported)
    rehearsing.rehearse(imported.pk)
    return again(imported)


def again(imported: WizardImport) -> WizardImport:
    """The import as it is stored now."""
    rows = WizardImport.objects.defer(None).select_related("agency", "connection__agency", "file__agency", "sync_log")
    found: WizardImport = rows.get(pk=imported.pk)
    return found
