"""Words for what programs call otherwise."""

from dataclasses import dataclass

from integrations import vault
from integrations.ways import ways
from providers import registry
from providers.base import Category, Covers, Provider, Status
from providers.capabilities import Capability, How

HOW = {How.REPORTED: "As reported", How.DERIVED: "Worked out by pmsync", How.NOT_OFFERED: "Not offered"}
HOW_TONE = {How.REPORTED: "good", How.DERIVED: "busy", How.NOT_OFFERED: "idle"}
OFTEN = {Covers.CHANGES: "What changed", Covers.WHOLE: "The whole list", None: ""}
# Whether it comes in, and whether it may be written back, which each connection allows or not.
DIRECTIONS = {
    (True, False): "Comes in",
    (True, True): "Can go both ways",
    (False, True): "Can go out",
    (False, False): "",
}


@dataclass(frozen=True)
class Service:
    """A provider as templates need it: they would call the class itself."""

    slug: str
    label: str
    is_soon: bool
    writes: bool
    outlook: str
    signs_in: bool
    signs_in_there: bool
    is_sandbox: bool
    takes_files: bool
    is_any_system: bool
    sends_events: bool


@dataclass(frozen=True)
class SyncedKind:
    """One line of "what is synced"."""

    words: str
    how: str
    tone: str
    direction: str
    each_night: str
    note: str


def plain(name: str) -> str:
    """A program's name as people write it: `rent_payments` is "Rent payments"."""
    return name.replace("_", " ").capitalize()


def column_words(name: str) -> str:
    """A column's name as people write it; a link's without its `_id`."""
    return plain(name.removesuffix("_id"))


def layout_words(provider_slug: str, layout: str) -> str:
    """What people call the list of that slug; a layout that an agency has taught by its own name."""
    known = {row.slug: row.label for row in registry.get(provider_slug).layouts}
    return known.get(layout) or plain(layout.rpartition("/")[2].replace("-", "_"))


def service(provider: type[Provider]) -> Service:
    """What a page says of a provider."""
    is_soon = provider.status == Status.COMING_SOON
    return Service(
        provider.slug,
        provider.label,
        is_soon,
        bool(provider.writes),
        provider.outlook,
        signs_in=provider.sign_in is not None or bool(provider.form_sign_ins),
        signs_in_there=all(way.kind is None for way in ways(provider)),
        is_sandbox=vault.environment_of(provider) != vault.PRODUCTION,
        takes_files=provider.takes_files,
        is_any_system=provider.category == Category.FILES,
        sends_events=bool(provider.event_kinds),
    )


def synced_kinds(provider: type[Provider]) -> list[SyncedKind]:
    """What comes, how, and what the provider does not offer. Kinds that nothing is said of stand together in the last line."""
    spoken_of = [row for row in provider.capabilities() if _says_something(provider, row)]
    others = [plain(row.kind).lower() for row in provider.capabilities() if not _says_something(provider, row)]
    lines = [_line(row, is_written=provider.write_of(row.kind) is not None) for row in spoken_of]
    if others:
        note = f"{provider.label} does not offer {', '.join(others[:-1])}{' or ' if others[1:] else ''}{others[-1]}."
        lines.append(SyncedKind("Everything else", HOW[How.NOT_OFFERED], HOW_TONE[How.NOT_OFFERED], "", "", note))
    return lines


def _says_something(provider: type[Provider], row: Capability) -> bool:
    return row.how != How.NOT_OFFERED or row.kind in provider.not_offered


def _line(row: Capability, *, is_written: bool) -> SyncedKind:
    often = OFTEN[row.covers] if row.how != How.NOT_OFFERED else ""
    comes_in = row.how != How.NOT_OFFERED
    direction = DIRECTIONS[comes_in, is_written]
    return SyncedKind(plain(row.kind), HOW[row.how], HOW_TONE[row.how], direction, often, row.sentence)
