"""A run's summary in words: the sections that both forms of the mail show, the links in them, and the plain text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from textwrap import fill
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from agencies.models import Agency
from integrations.digest import FIELDS_SHOWN, Digest, Edited, Failed, Touched
from integrations.models import Connection, RowChange, SyncIssue
from integrations.pages.causes import cause_of, cause_of_row
from integrations.pages.changes import FieldChange
from integrations.pages.filters import table_words
from integrations.pages.run_queries import where_held
from integrations.pages.words import column_words, plain
from integrations.templatetags.runs import grouped, shown
from providers import registry

WIDTH = 76
# Headings of columns whose bad values are somebody's contact details.
CONTACT_HEADINGS = ("phone", "mobile", "mail", "postal", "contact")


@dataclass(frozen=True)
class Line:
    """One row: its name, and a sentence, or an old and a new value."""

    name: str
    words: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Part:
    """Rows that belong together. `step` says what to do, `link` leads there, `more` is how many are not named."""

    title: str
    lines: list[Line] = field(default_factory=list)
    step: str = ""
    link: str = ""
    link_words: str = ""
    more: int = 0


@dataclass(frozen=True)
class Section:
    """One heading of the mail and what stands below it. `is_trouble` marks what a person must see to."""

    title: str
    parts: list[Part]
    is_trouble: bool = False


def subject(digest: Digest) -> str:
    """The run's own line; for a run that failed the name of the system first."""
    return f"{label_of(digest)} sync failed: {digest.log.summary}" if digest.has_failed else digest.log.summary


def label_of(digest: Digest) -> str:
    """The provider's label."""
    return registry.get(digest.log.connection.provider).label


def sections(digest: Digest) -> list[Section]:
    """What is below the numbers, the most pressing first. One query, where rows are held back."""
    found = (
        Section("Waiting for your word", [_kept_back(digest, issue) for issue in digest.kept_back], is_trouble=True),
        Section("Could not come in", [_failed(digest, group) for group in digest.failed], is_trouble=True),
        Section("Held back", _held(digest)),
        Section("Files", _files(digest)),
        Section("What changed", list(_edited(digest))),
        Section("New", [_touched(digest, row, RowChange.Action.CREATED, "new") for row in digest.created]),
        Section(
            "No longer there",
            [_touched(digest, row, RowChange.Action.WITHDRAWN, "withdrawn") for row in digest.withdrawn],
        ),
    )
    return [section for section in found if section.parts]


def address(page: str, connection: Connection, *args: object, **query: str) -> str:
    """The whole address of a page about this connection."""
    path = reverse(f"integrations:{page}", args=[connection.provider, *args])
    return f"{settings.SITE_URL}{path}?{urlencode({'connection': str(connection.pk), **query})}"


def preferences_address() -> str:
    """Where each person chooses which summaries they get."""
    return settings.SITE_URL + reverse("agencies:notifications")


def _kept_back(digest: Digest, issue: SyncIssue) -> Part:
    link = address("issues", digest.log.connection, kind=issue.kind, code=issue.code)
    return Part(issue.message, step=issue.action, link=link, link_words="Confirm it or leave it")


def _failed(digest: Digest, group: Failed) -> Part:
    cause = (cause_of_row if group.of_files else cause_of)(group.code, label_of(digest))
    number = "" if all(not row.external_id for row in group.issues) else f": {grouped(group.number)}"
    kind = f"{plain(group.kind)}, " if group.kind else ""
    title = f"{kind}{cause.title[0].lower()}{cause.title[1:]}{number}" if kind else f"{cause.title}{number}"
    return Part(
        title,
        [Line(_place(row), _message(row)) for row in group.issues],
        cause.step,
        address("issues", digest.log.connection, kind=group.kind, code=group.code),
        "See it" if group.number == 1 else f"See all {grouped(group.number)}",
        group.number - len(group.issues),
    )


def _place(issue: SyncIssue) -> str:
    """Where the row stood: file, row and column, or the other system's id."""
    row = f"row {issue.row_number}" if issue.row_number else ""
    return ", ".join(filter(None, (issue.file, row, issue.column))) or issue.external_id


def _message(issue: SyncIssue) -> str:
    """The reason, without the value where that is how to reach somebody."""
    if issue.value and any(word in issue.column.lower() for word in CONTACT_HEADINGS):
        return issue.message.replace(issue.value, "…")
    return issue.message


def _held(digest: Digest) -> list[Part]:
    held = [f"{row.words}: {grouped(row.count.held)}" for row in digest.counted.lines if row.count.held]
    if not held:
        return []
    link = address("mappings", digest.log.connection, state=where_held(digest.log.connection))
    step = "They come in by themselves once somebody maps the properties that they belong to."
    return [Part(", ".join(held), step=step, link=link, link_words="Map the properties")]


def _files(digest: Digest) -> list[Part]:
    if not digest.files:
        return []
    lines = [Line(row.file.name, " ".join([f"{row.state.words}.", *map(_sentence, row.lines)])) for row in digest.files]
    link = address("files", digest.log.connection)
    return [Part("", lines, link=link, link_words="All files")]


def _sentence(words: str) -> str:
    return words if not words or words.endswith((".", "!", "?")) else f"{words}."


def _edited(digest: Digest) -> Iterator[Part]:
    """Each field with the first rows that it changed in; those beyond the first fields in one line each."""
    for group in digest.edited[:FIELDS_SHOWN]:
        lines = [_old_and_new(digest, label, change) for label, change in group.lines]
        link = address("job", digest.log.connection, digest.log.pk, table=group.table, action="updated")
        yield Part(_field_title(group), lines, link=link, link_words="See them", more=group.number - len(lines))
    if rest := digest.edited[FIELDS_SHOWN:]:
        link = address("job", digest.log.connection, digest.log.pk, action="updated")
        yield Part("Other fields", [Line(_field_title(row)) for row in rest], link=link, link_words="See them")


def _field_title(group: Edited) -> str:
    return f"{column_words(group.name)}: {_number(group.number, group.table)}"


def _old_and_new(digest: Digest, label: str, change: FieldChange) -> Line:
    if change.before.form == "hidden":
        return Line(label, "changed")
    about = {"agency": digest.log.connection.agency}
    return Line(label, before=shown(about, change.before), after=shown(about, change.after))


def _touched(digest: Digest, row: Touched, action: str, words: str) -> Part:
    link = address("job", digest.log.connection, digest.log.pk, table=row.table, action=action)
    number, rows = _number(row.number, row.table).split(" ", 1)
    lines = [Line(label) for label in row.labels]
    return Part(f"{number} {words} {rows}", lines, link=link, link_words="See them", more=row.number - len(lines))


def _number(number: int, table: str) -> str:
    words = table_words(table).lower()
    return f"1 {one_of(words)}" if number == 1 else f"{grouped(number)} {words}"


def one_of(words: str) -> str:
    """The singular of a table's words."""
    return f"{words[:-3]}y" if words.endswith("ies") else words.removesuffix("s")


def as_text(digest: Digest, found: Iterable[Section], agency: Agency) -> str:
    """The mail without its looks."""
    log, connection = digest.log, digest.log.connection
    lines = [f"{connection}, {agency}", "", log.summary, ""]
    lines += [f"  {row.words}: {in_numbers(row.count)}" for row in digest.counted.lines]
    for section in found:
        lines += ["", section.title.upper()]
        for part in section.parts:
            lines += ["", *_part_as_text(part)]
    lines += ["", "The whole run: " + address("job", connection, log.pk)]
    if digest.has_changes:
        lines.append("Undo it: " + address("undo", connection, log.pk))
    lines += ["", f"You get this because you are an admin of {agency}.", f"Choose which: {preferences_address()}", ""]
    return "\n".join(lines)


def in_numbers(count: object) -> str:
    """What became of one kind's rows, such as "187 came in (3 new, 5 changed), 2 could not"."""
    number = {name: getattr(count, name) for name in ("created", "updated", "rejected", "held", "withdrawn")}
    came = grouped(getattr(count, "in_step", 0))
    words = {"created": "new", "updated": "changed"}
    inside = ", ".join(f"{grouped(number[name])} {said}" for name, said in words.items() if number[name])
    rest = {"rejected": "could not", "held": "held back", "withdrawn": "no longer there"}
    tail = "".join(f", {grouped(number[name])} {said}" for name, said in rest.items() if number[name])
    return f"{came} came in{f' ({inside})' if inside else ''}{tail}"


def _part_as_text(part: Part) -> list[str]:
    lines = [_filled(words) for words in (part.title, part.step) if words]
    if part.link:
        lines.append(f"{part.link_words}: {part.link}")
    for line in part.lines:
        words = f"{line.before} -> {line.after}" if line.before or line.after else line.words
        lines.append(_filled(f"- {line.name}: {words}" if line.name and words else f"- {line.name or words}"))
    if part.more:
        lines.append(f"- and {grouped(part.more)} more")
    return lines


def _filled(words: str) -> str:
    """Lines that a narrow window shows whole. A long address is not broken."""
    indent = "  " if words.startswith("- ") else ""
    return fill(words, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
