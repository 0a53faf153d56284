"""Words for what programs call otherwise."""

from dataclasses import dataclass

from providers import registry
from providers.base import Category, Covers, Provider, Status
from providers.capabilities import Capability, How

HOW = {How.REPORTED: "As reported", How.DERIVED: "Worked out by pmsync", How.NOT_OFFERED: "Not offered"}
HOW_TONE = {How.REPORTED: "good", How.DERIVED: "busy", How.NOT_OFFERED: "idle"}
OFTEN = {Covers.CHANGES: "What changed", Covers.WHOLE: "The whole list", None: ""}
# Whether it comes in, and whether it is written back.
DIRECTIONS = {(True, False): "Comes in", (True, True): "Both ways", (False, True): "Goes out", (False, False): ""}


@dataclass(frozen=True)
class Service:
    """A provider as templates need it: they would call the class itself."""

    slug: str
    label: str
    is_soon: bool
    writes: bool
    outlook: str
    signs_in: bool
    takes_files: bool
    is_any_system: bool


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
        signs_in=provider.sign_in is not None,
        takes_files=provider.takes_files,
        is_any_system=provider.category == Category.FILES,
    )


def synced_kinds(provider: type[Provider]) -> list[SyncedKind]:
    """What comes, how, and what the provider does not offer."""
    return [_line(row, is_written=row.kind in provider.writes) for row in provider.capabilities()]


def _line(row: Capability, *, is_written: bool) -> SyncedKind:
    often = OFTEN[row.covers] if row.how != How.NOT_OFFERED else ""
    comes_in = row.how != How.NOT_OFFERED
    direction = DIRECTIONS[comes_in, is_written]
    return SyncedKind(plain(row.kind), HOW[row.how], HOW_TONE[row.how], direction, often, row.sentence)
