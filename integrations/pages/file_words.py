"""Files and lists in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from integrations.models import ImportFile
from integrations.pages.standing import State
from providers.base import Provider

STATES = {
    ImportFile.Status.NEW: State("Waiting", "busy"),
    ImportFile.Status.GROWING: State("Still being written", "busy"),
    ImportFile.Status.IMPORTED: State("Imported", "good"),
    ImportFile.Status.DUPLICATE: State("Same as before", "idle"),
    ImportFile.Status.SUPERSEDED: State("Older than what is here", "idle"),
    ImportFile.Status.REFUSED: State("Not imported on purpose", "idle"),
    ImportFile.Status.UNRECOGNISED: State("Not recognised", "warn"),
    ImportFile.Status.FAILED: State("Could not be read", "bad"),
}
ORIGINS = {
    ImportFile.Origin.DROP: "from the drop",
    ImportFile.Origin.UPLOAD: "handed in",
    ImportFile.Origin.CORRECTION: "corrected rows",
    ImportFile.Origin.WIZARD: "import wizard",
}


@dataclass(frozen=True)
class KnownList:
    """A layout as people need it: its name, and the headings that it cannot do without."""

    label: str
    headings: str


@dataclass(frozen=True)
class FileRow:
    """One file in the list: how it stands, and what it held, in sentences."""

    file: ImportFile
    state: State
    lines: list[str]

    @property
    def origin(self) -> str:
        """How it came, and by whom."""
        words = ORIGINS[ImportFile.Origin(self.file.origin)]
        return f"{words} by {self.file.uploaded_by}" if self.file.uploaded_by else words

    @property
    def can_read_again(self) -> bool:
        """Whether reading it once more may bring anything."""
        return self.file.status not in ImportFile.OPEN and self.file.origin != ImportFile.Origin.WIZARD


def accepted_lists(provider: type[Provider]) -> list[KnownList]:
    """The lists that are known by their headings alone."""
    return [
        KnownList(layout.label, ", ".join(column.heading for column in layout.columns if column.required))
        for layout in provider.layouts
    ]


def rows_of_files(files: Iterable[ImportFile]) -> list[FileRow]:
    """The files in words."""
    return [FileRow(file, STATES[ImportFile.Status(file.status)], _lines(file)) for file in files]


def _lines(file: ImportFile) -> list[str]:
    if file.message:
        return [file.message]
    return [sentence(part) for part in file.parts]


def sentence(part: dict[str, Any]) -> str:
    """What one list of a file came to."""
    name = f"{part['name']}: " if part.get("name") else ""
    return f"{name}{part.get('message') or part.get('label') or ''}".strip()
